"""What a person was told in a trial: its turns as texts that the scorers read."""

import unicodedata
from collections.abc import Iterator

from evals.trials.record import Record, TurnRecord


def texts(turn: TurnRecord) -> tuple[str, ...]:
    """The reply, and what was said aloud on a call; compatibility forms of characters replaced (NFKC)."""
    return tuple(unicodedata.normalize("NFKC", text) for text in (turn.reply, turn.spoken) if text)


def told(record: Record, step: int | None = None) -> Iterator[str]:
    """Everything that was told, or what step ``step`` was answered."""
    for turn in record.turns:
        if step is None or turn.step == step:
            yield from texts(turn)


def new_orders(record: Record) -> list[str]:
    """Numbers of the orders that the trial issued."""
    before = record.before.orders if record.before else {}
    return sorted(number for number in (record.after.orders if record.after else {}) if number not in before)
