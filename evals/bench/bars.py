"""Figures beside the bars they are measured against."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evals.bench.latency import percentile


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` None: nothing was measured, so the bar is not met."""

    name: str
    value: float | None
    limit: float
    side: Literal["at most", "at least"]
    n: int

    @property
    def met(self) -> bool:
        if self.value is None:
            return False
        return self.value <= self.limit if self.side == "at most" else self.value >= self.limit

    def as_dict(self) -> dict[str, Any]:
        return {"value": self.value, "bar": f"{self.side} {self.limit:g}", "met": self.met, "n": self.n}


def at_most(name: str, value: float | None, limit: float, n: int) -> Bar:
    return Bar(name, value, limit, "at most", n)


def at_least(name: str, value: float | None, limit: float, n: int) -> Bar:
    return Bar(name, value, limit, "at least", n)


def share(counts: tuple[int, int]) -> float | None:
    """Of (so many, of all); None of none."""
    return round(counts[0] / counts[1], 4) if counts[1] else None


def spread(values: Sequence[float], digits: int = 0) -> dict[str, Any]:
    """n, p50 and p95 of values in the unit they have."""
    if not values:
        return {"n": 0, "p50": None, "p95": None}
    p50, p95 = (round(percentile(values, at), digits) for at in (0.5, 0.95))
    return {"n": len(values), "p50": p50 if digits else int(p50), "p95": p95 if digits else int(p95)}
