"""Two multisets side by side: as many as possible of what was expected, each with one of what there is."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Expected = TypeVar("Expected")
Actual = TypeVar("Actual")


def paired(
    expected: Sequence[Expected], actual: Sequence[Actual], fits: Callable[[Expected, Actual], bool]
) -> tuple[list[Expected], list[Actual]]:
    """What remains unpaired of either. The largest pairing, so that an expectation which leaves things open never takes
    what only another one fits."""
    taken: dict[int, int] = {}

    def place(wanted: int, tried: set[int]) -> bool:
        for number, candidate in enumerate(actual):
            if number not in tried and fits(expected[wanted], candidate):
                tried.add(number)
                if number not in taken or place(taken[number], tried):
                    taken[number] = wanted
                    return True
        return False

    for wanted in range(len(expected)):
        place(wanted, set())
    found = set(taken.values())
    missing = [one for number, one in enumerate(expected) if number not in found]
    return missing, [one for number, one in enumerate(actual) if number not in taken]
