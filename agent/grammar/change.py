"""A message about an open draft, and which of its values is the one that is to hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.grammar.date_terms import Length
from agent.grammar.facts import Facts
from agent.grammar.signs import Signs
from agent.grammar.spans import Span
from agent.scene import Scene

_MARKS = ("change", "less", "amiss", "double", "halve", "up_to", "later", "earlier")


@dataclass(frozen=True)
class Change:
    """A message about an open draft."""

    signs: Signs
    facts: Facts
    scene: Scene

    @property
    def marked(self) -> bool:
        """It says that something is to be different."""
        return self.signs.reading.has(*_MARKS) or self.moved

    @property
    def moved(self) -> bool:
        """不是500是300, not 500 but 300, no, 300."""
        spans = self.signs.spans
        return any(
            (span.has("not", "old") and not span.has("filler") and self.follows_value(at)) or span.has("no")
            for at, span in enumerate(spans)
        )

    def follows_value(self, at: int) -> bool:
        after = self.signs.after(at)
        return after is not None and bool(after.quantity or after.date or after.mentions)

    @property
    def more(self) -> bool:
        return self.signs.reading.has("more")

    @property
    def content(self) -> bool:
        signs = self.signs
        return bool(
            signs.items
            or signs.quantities
            or signs.dates
            or signs.supplier
            or signs.place
            or signs.reading.has("double", "halve")
            or self.shift is not None
        )

    @property
    def shift(self) -> tuple[Length, int] | None:
        """提前两天, a week later: the length and its direction."""
        length = next((span.date.length for span in self.signs.spans if span.date and span.date.length), None)
        if length is None:
            return None
        if self.signs.reading.has("earlier"):
            return length, -1
        return (length, 1) if self.signs.reading.has("later") else None


def new_value(spans: Sequence[Span], signs: Signs) -> Span | None:
    """Of values said, the one that is to hold: not the one behind 不是, from, instead of; else the last."""
    fresh = [span for span in spans if not _is_old(signs, span)]
    pointed = [span for span in fresh if (before := signs.before(signs.index(span))) is not None and before.has("new")]
    return (pointed or fresh or [None])[-1]  # type: ignore[list-item]


def _is_old(signs: Signs, span: Span) -> bool:
    at = signs.index(span)
    before = signs.before(at)
    if before is not None and before.has("old", "not", "except") and not before.has("new"):
        return True
    if before is not None and before.text in (
        "不是",
        "从",
        "from",
        "instead of",
        "rather than",
        "not",
        "不要",
        "而不是",
    ):
        return True
    after = signs.after(at)
    return after is not None and after.has("change") and after.has("new") and _more_follow(signs, at, span)


def _more_follow(signs: Signs, at: int, span: Span) -> bool:
    """500改成300: another value of the kind follows."""
    rest = signs.spans[at + 1 :]
    return any((span.quantity and other.quantity) or (span.date and other.date) for other in rest)


def said_parts(signs: Signs) -> list[str]:
    """Clear part numbers said, in order."""
    found = [mention.clear for span in signs.items if (mention := span.mention("item")) is not None and mention.clear]
    return list(dict.fromkeys(found))
