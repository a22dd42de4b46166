"""A reading by position: what stands before and after, and the names, quantities and dates in it."""

from dataclasses import dataclass
from functools import cached_property

from agent.grammar.spans import Reading, Span


@dataclass(frozen=True)
class View:
    """Read-only view over a reading."""

    reading: Reading

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        return self.reading.spans

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(span): at for at, span in enumerate(self.spans)}

    def index(self, span: Span) -> int:
        return self._places[id(span)]

    def before(self, at: int) -> Span | None:
        """The span before, in the same clause."""
        return self.spans[at - 1] if at and self.spans[at - 1].clause == self.spans[at].clause else None

    def after(self, at: int) -> Span | None:
        """The span after, in the same clause."""
        return (
            self.spans[at + 1]
            if at + 1 < len(self.spans) and self.spans[at + 1].clause == self.spans[at].clause
            else None
        )

    def leads_to_place(self, at: int) -> bool:
        """送一号仓, send it to Wuhan: a place follows, nothing but particles between."""
        step = at + 1
        while (after := self.after(step - 1)) is not None and after.mention("place") is None:
            if not after.has("filler", "to", "pronoun") or after.quantity:
                return False
            step += 1
        return after is not None

    def last_of_clause(self, at: int) -> bool:
        """Nothing but particles follows in the clause."""
        rest = [span for span in self.spans[at + 1 :] if span.clause == self.spans[at].clause]
        return all(
            (span.has("filler") and not span.has("how", "pronoun")) or span.has("polite", "thanks") for span in rest
        )

    @cached_property
    def items(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.mention("item"))

    @cached_property
    def quantities(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.quantity)

    @cached_property
    def dates(self) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.date and span.date.kind in ("date", "unclear"))

    def identifier(self, *kinds: str) -> Span | None:
        return next((span for span in self.spans if span.identifier and span.identifier.kind in kinds), None)

    @cached_property
    def supplier(self) -> Span | None:
        return next((span for span in self.spans if span.mention("supplier")), None)

    @cached_property
    def place(self) -> Span | None:
        return next((span for span in self.spans if span.mention("place")), None)
