"""Small steps over tokens that every rule for dates is made of."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from agent.grammar.numbers import number_at
from agent.grammar.tokens import Token
from procurement.working_calendar import WorkingCalendar

V = TypeVar("V")
LONGEST_PHRASE = 6  # tokens of the longest phrase in the tables of dates


class DateCursor:
    """The tokens of a message with the day and the calendar of the turn. Positions are token indexes."""

    def __init__(self, tokens: Sequence[Token], today: date, calendar: WorkingCalendar) -> None:
        self.keys = [token.key for token in tokens]
        self.tokens = tokens
        self.today = today
        self.calendar = calendar

    def key(self, at: int) -> str:
        return self.keys[at] if at < len(self.keys) else ""

    def phrase(self, at: int, table: Mapping[tuple[str, ...], V]) -> tuple[int, V] | None:
        """(end, value) of the longest phrase of ``table`` at ``at``."""
        for length in range(LONGEST_PHRASE, 0, -1):
            words = tuple(self.keys[at : at + length])
            if len(words) == length and words in table:
                return at + length, table[words]
        return None

    def skip(self, at: int, *choices: str) -> int:
        """Past the first of the choices (words parted by spaces, or Chinese characters) that stands at ``at``."""
        for choice in choices:
            words = choice.split() if choice.isascii() else list(choice)
            if self.keys[at : at + len(words)] == words:
                return at + len(words)
        return at

    def count(self, at: int) -> tuple[int, Decimal] | None:
        """A number of days or weeks: 三, 3, two, a, a couple of."""
        if self.key(at) in ("a", "an", "one") and number_at(self.tokens, at) is None:
            return at + 1, Decimal(1)
        found = number_at(self.tokens, at)
        return None if found is None or found.vague else (found.end, found.value)
