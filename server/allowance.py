"""An Allowance: how much may still come, refilled as time passes. Pure: the time is passed in."""


class Allowance:
    """``rate`` a second on average, ``burst`` at once; starts full."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._seen: float | None = None

    def take(self, amount: float, now: float) -> bool:
        """Whether ``amount`` may come at ``now`` (seconds); what may not come is not counted."""
        if self._seen is not None:
            self._left = min(self._burst, self._left + (now - self._seen) * self._rate)
        self._seen = now
        if amount > self._left:
            return False
        self._left -= amount
        return True
