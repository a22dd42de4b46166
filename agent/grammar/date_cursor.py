"""Small steps over tokens that every rule for dates is made of."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from agent.grammar.numbers import number_at
from agent.grammar.tokens import Token
from procurement.working_calendar import WorkingCalendar


class DateCursor:
    """The tokens of a message with the day and the calendar of the turn. Positions are token indexes."""

    def __init__(self, tokens: Sequence[Token], today: date, calendar: WorkingCalendar) -> None:
        self.keys = [token.key for token in tokens]
        self.tokens = tokens
        self.today = today
        self.calendar = calendar

    def key(self, at: int) -> str:
        return self.keys[at] if at < len(self.keys) else ""

    def phrase(self, at: int, table: dict[tuple[str, ...], object]) -> tuple[int, object] | None:
        """(end, value) of the longest phrase of ``table`` at ``at``."""
        best = None
        for words, value in table.items():
            end = at + len(words)
            if tuple(self.keys[at:end]) == words and (best is None or end > best[0]):
                best = end, value
        return best

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
