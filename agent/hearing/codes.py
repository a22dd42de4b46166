"""The numbers that name something here, part numbers, orders, lots, shipments and waybills, ready to be recognised."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from procurement.catalogue import Catalogue
from procurement.recent_numbers import RecentNumbers

CodeKind = Literal["part", "order", "lot", "shipment", "tracking"]


@dataclass(frozen=True, slots=True)
class Code:
    """``text`` as it is written; ``key`` its letters and digits; ``digits`` of it; ``tail``: of an order, what people
    say of it (117)."""

    kind: CodeKind
    text: str
    key: str
    digits: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """``by_key``: letters and digits, and the digits alone where there are enough; ``by_tail``: orders. A key
    of two codes is neither's."""

    all: tuple[Code, ...]
    by_key: Mapping[str, Code]
    by_tail: Mapping[str, Code]


_ENOUGH = 4  # digits that tell what is meant without their letters


def _code(kind: CodeKind, text: str) -> Code:
    key = re.sub(r"[^A-Z0-9]", "", text.upper())
    digits = re.sub(r"\D", "", key)
    tail = text.rsplit("-", 1)[-1].lstrip("0") if kind == "order" else ""
    return Code(kind, text, key, digits, tail)


def codes_of(catalogue: Catalogue, numbers: RecentNumbers) -> Codes:
    return _codes(tuple(item.part_no for item in catalogue.items), numbers)


@lru_cache(maxsize=64)
def _codes(parts: tuple[str, ...], numbers: RecentNumbers) -> Codes:
    every = (
        *(_code("part", one) for one in parts if any(character.isdigit() for character in one)),
        *(_code("order", one) for one in numbers.orders),
        *(_code("lot", one) for one in numbers.lots),
        *(_code("shipment", one) for one in numbers.shipments),
        *(_code("tracking", one) for one in numbers.waybills),
    )
    keys = [(code.key, code) for code in every]
    keys += [(code.digits, code) for code in every if len(code.digits) >= _ENOUGH and code.digits != code.key]
    return Codes(every, _unique(keys), _unique([(code.tail, code) for code in every if code.tail]))


def _unique(pairs: Iterable[tuple[str, Code]]) -> Mapping[str, Code]:
    found: dict[str, Code] = {}
    twice: set[str] = set()
    for key, code in pairs:
        if found.setdefault(key, code) != code:
            twice.add(key)
    return {key: code for key, code in found.items() if key not in twice}
