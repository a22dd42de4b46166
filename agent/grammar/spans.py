"""What a message is cut into: spans of tokens, each with the one reading that won."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from agent.grammar.date_terms import DateReading
from agent.grammar.identifiers import Identifier
from agent.grammar.names import Mention
from agent.grammar.tokens import Token

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quantity:
    """``amount`` with the unit's factor applied (2 打 is 24 H87); ``unit`` None when none was said. ``vague``: no
    definite number."""

    amount: Decimal
    unit: str | None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``start`` to ``end``; ``clause`` counts the stops before it. One reading is set, or none: residue."""

    start: int
    end: int
    text: str
    clause: int = 0
    concepts: frozenset[str] = NOTHING
    mentions: tuple[Mention, ...] = ()
    quantity: Quantity | None = None
    date: DateReading | None = None
    identifier: Identifier | None = None
    ordinal: int | None = None
    stop: bool = False
    unit: str | None = None  # a unit word apart from any number
    said: str | None = None  # a name with words around it that nothing explains; only then it is doubtful

    @property
    def residue(self) -> bool:
        return not (
            self.concepts
            or self.mentions
            or self.quantity
            or self.date
            or self.identifier
            or self.ordinal
            or self.stop
            or self.unit
        )

    def has(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)

    def mention(self, kind: str) -> Mention | None:
        return next((mention for mention in self.mentions if mention.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """``spans`` without stops, in order; ``asked``: a question mark stands somewhere."""

    text: str
    tokens: tuple[Token, ...]
    spans: tuple[Span, ...]
    asked: bool = False
    concepts: frozenset[str] = field(default=NOTHING)

    def having(self, *concepts: str) -> Iterator[Span]:
        return (span for span in self.spans if span.has(*concepts))

    def has(self, *concepts: str) -> bool:
        return not self.concepts.isdisjoint(concepts)
