"""The one clock. Business time is Asia/Shanghai unless the company says otherwise; rules take time as an argument."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    @property
    def zone(self) -> ZoneInfo: ...

    def now(self) -> datetime:
        """The current instant, timezone-aware, in ``zone``."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    zone: ZoneInfo = SHANGHAI

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(self.zone)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is set; for ``--now``, tests and evals."""

    instant: datetime
    zone: ZoneInfo = SHANGHAI

    def now(self) -> datetime:
        return self.instant.astimezone(self.zone)


def today(clock: Clock) -> date:
    return clock.now().date()


def clock_at(iso: str | None) -> Clock:
    """The system clock, or one fixed at ``iso``; an instant without an offset is Shanghai time.

    Raises ValueError for text that is not an ISO 8601 date or instant.
    """
    if iso is None:
        return SystemClock()
    instant = datetime.fromisoformat(iso)
    return FixedClock(instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI))
