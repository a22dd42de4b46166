"""Which items, suppliers, places and people a text names, by any of their names."""

import re
from functools import cache
from typing import Literal

from evals.scoring.words.figures import in_figures
from evals.trials.record import Names

Kind = Literal["item", "supplier", "place", "person"]
Named = tuple[Kind, str]
"""What it is, and its id."""


def named(text: str, names: Names) -> set[Named]:
    """The longest name counts: 金麦面粉 is a supplier, and no flour. ``text`` has its numbers in figures."""
    pattern, meanings = _known(_frozen(names))
    return {meaning for match in pattern.finditer(text) for meaning in meanings[_key(match[0])]}


def without_names(text: str, names: Names) -> str:
    pattern, _ = _known(_frozen(names))
    return pattern.sub(" ", text)


_Frozen = tuple[tuple[Kind, str, str], ...]


def _frozen(names: Names) -> _Frozen:
    kinds: tuple[tuple[Kind, dict[str, str]], ...] = (
        ("item", names.items),
        ("supplier", names.suppliers),
        ("place", names.places),
        ("person", names.people),
    )
    return tuple((kind, name, id) for kind, known in kinds for name, id in sorted(known.items()))


@cache
def _known(names: _Frozen) -> tuple[re.Pattern[str], dict[str, set[Named]]]:
    meanings: dict[str, set[Named]] = {}
    for kind, name, id in names:
        meanings.setdefault(_key(in_figures(name)), set()).add((kind, id))
    longest_first = sorted({in_figures(name) for _, name, _ in names}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_form, longest_first)) or r"(?!)", re.IGNORECASE), meanings


def _key(name: str) -> str:
    return re.sub(r"[\s\-·.,]", "", name).lower()


def _form(name: str) -> str:
    """Latin names as whole words; a code such as BR-20 also as it is spelled, B R 20."""
    if not name.isascii():
        return re.escape(name)
    is_code = any(sign.isdigit() for sign in name) and " " not in name
    gap = r"[\s\-]?" if is_code else ""
    form = gap.join(re.escape(sign) if sign != " " else r"\s+" for sign in name if not (is_code and sign == "-"))
    return rf"(?<![0-9a-z]){form}(?![0-9a-z])"
