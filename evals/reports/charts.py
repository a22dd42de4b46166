"""Where the marks of a line chart go, in a field of WIDTH x HEIGHT units; the page draws them as SVG. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 16, 30


@dataclass(frozen=True, slots=True)
class Value:
    """0..1, with its interval if there is one; None where it was not measured."""

    share: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """``reach``: y of the interval's upper and lower end."""

    x: float
    y: float
    share: float
    reach: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    marks: tuple[Mark, ...]

    @property
    def path(self) -> str:
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Chart:
    """``rules``: (y, share) of each horizontal line; ``labels``: (x, text) below."""

    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float], ...]
    labels: tuple[tuple[float, str], ...]


def chart(labels: Sequence[str], values: Mapping[str, Sequence[Value]]) -> Chart | None:
    """``values``: one for each label, by name of the line. None for fewer than two labels: a point is no line."""
    if len(labels) < 2:
        return None
    lowest = min(
        (v.low if v.low is not None else v.share for line in values.values() for v in line if v.share is not None),
        default=0.0,
    )
    bottom = max(0.0, min(0.8, int(lowest * 10) / 10))
    xs = [LEFT + (WIDTH - LEFT - RIGHT) * (n + 0.5) / len(labels) for n in range(len(labels))]

    def y(share: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (share - bottom) / (1 - bottom))

    def mark(x: float, value: Value) -> Mark | None:
        if value.share is None:
            return None
        reach = None if value.low is None or value.high is None else (y(value.high), y(value.low))
        return Mark(x, y(value.share), value.share, reach)

    lines = []
    for name, line in values.items():
        marks = [mark(x, value) for x, value in zip(xs, line, strict=True)]
        lines.append(Line(name, tuple(found for found in marks if found is not None)))
    rules = [bottom + (1 - bottom) * n / 5 for n in range(6)]  # whole per cents, since the bottom is one of ten
    every = -(-len(labels) // 12)
    shown = [(x, label) for n, (x, label) in enumerate(zip(xs, labels, strict=True)) if n % every == 0]
    return Chart(tuple(line for line in lines if line.marks), tuple((y(share), share) for share in rules), tuple(shown))
