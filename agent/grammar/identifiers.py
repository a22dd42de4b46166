"""Numbers that name a record: orders, lots, shipments, waybills, by their shape. They are taken out of the text first,
so that no digit of one is ever read as a quantity or a date."""
# ruff: noqa: E501

import re
from dataclasses import dataclass
from typing import Literal

from procurement.units import UNIT_WORDS

IdentifierKind = Literal["order", "lot", "shipment", "tracking"]

_CLASSIFIER = r"(?:张|个|笔|份|条)?"
_ORDER_WORD = r"(?:采购订单|采购单|订单|定单|单子|单号|单|PO)"
_UNITS = "|".join(sorted((word for word in UNIT_WORDS if word.isascii() and word.isalpha()), key=len, reverse=True))
_MEASURED = rf"(?!\s*(?:个|件|只|箱|盒|袋|卷|捆|托|打|斤|公斤|千克|吨|(?:{_UNITS}|k|hundred|thousand|dozen)\b|万|千|百|[.,]?\d|/|[-~]|to\s))"
_END = r"(?![A-Za-z0-9])"
_START = r"(?<![A-Za-z0-9])"

# Tried in this order; the first to match a stretch of text has it. ``n`` is the number itself.
_PATTERNS: tuple[tuple[IdentifierKind, str], ...] = (
    ("order", rf"{_START}(?P<n>PO[\s\-_#:]*20\d\d[\s\-_]*\d{{3,6}}){_END}"),
    ("order", rf"{_START}(?P<n>20\d\d-0\d{{4}}){_END}"),
    ("shipment", rf"{_START}(?P<n>SH[\s\-]?\d{{4,8}}){_END}"),
    ("lot", rf"(?:批号|批次号|批次|lot\s*(?:no\.?|number|#)?|batch\s*(?:no\.?|number|#)?)\s*[:#]?\s*(?P<n>(?=[A-Z\-]*\d)[A-Z0-9][A-Z0-9\-]{{3,}}){_END}"),
    ("tracking", rf"(?:运单号?|快递单号|物流单号|tracking\s*(?:number|no\.?|#)?|waybill\s*(?:number|no\.?|#)?)\s*[:#]?\s*(?P<n>(?=[A-Z\-]*\d)[A-Z0-9]{{6,}}){_END}"),
    ("lot", rf"{_START}(?P<n>[LP]\d{{6,10}}){_END}"),
    ("tracking", rf"{_START}(?P<n>[A-Z]{{2,4}}\d{{8,16}}){_END}"),
    ("tracking", rf"{_START}(?P<n>(?!20\d{{6}}(?!\d))\d{{10,18}}){_END}"),
    ("shipment", rf"(?:shipment|发货单|货运单)\s*(?:no\.?|number|#|号)?\s*[:#]?\s*(?P<n>\d{{4,8}}){_END}"),
    ("order", rf"{_START}PO[\s\-_#:]*(?:no\.?|number)?\s*(?P<n>\d{{2,6}}){_END}{_MEASURED}"),
    ("order", rf"{_START}(?:(?:purchase )?orders?|ord)\s*(?:no\.?|number|num|nr\.?|#)?\s*[:#]?\s*(?P<n>0*[1-9]\d{{1,2}}|00\d{{3}}){_END}{_MEASURED}(?!\s+(?:of|x|more|\d))"),
    ("order", rf"{_ORDER_WORD}\s*(?:号码?|编号)?\s*[:#]?\s*(?P<n>0*[1-9]\d{{1,2}}|00\d{{3}}){_END}{_MEASURED}(?!\s*(?:的?\s*\d))"),
    ("order", rf"{_START}(?P<n>\d{{2,5}})\s*号?\s*(?:那|这|的)?\s*{_CLASSIFIER}\s*{_ORDER_WORD}(?!\s*(?:价|位))"),
    ("order", rf"{_START}(?P<n>[1-9]\d{{2}}|0\d{{4}})\s*号(?!仓|库|楼|店|线)"),
    ("order", rf"{_START}(?P<n>00\d{{3}}){_END}"),
    ("order", rf"#\s*(?P<n>\d{{3,6}}){_END}"),
    ("order", rf"{_START}(?P<n>\d{{3}})\s*(?:的那|那|这)\s*(?:张|个|笔|份|单)"),
    ("order", rf"{_START}(?P<n>\d{{3}})(?=\s+order\b)"),
    ("order", rf"(?:尾号|号码是|number|no\.)\s*(?:是|为)?\s*(?P<n>0*[1-9]\d{{2}}){_END}{_MEASURED}"),
)  # fmt: skip
_SHAPES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_FULL = re.compile(r"PO\W*_*(20\d\d)\W*_*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identifier:
    """``start`` and ``end``: offsets of the whole expression (119号订单); ``value`` as tools take it. ``topic`` tells
    that the word order, 单, lot ... was part of it."""

    kind: IdentifierKind
    value: str
    start: int
    end: int


def find_identifiers(text: str, parts: frozenset[str], goods: re.Pattern[str] | None = None) -> tuple[Identifier, ...]:
    """Those in ``text`` (normalised), left to right, none overlapping. ``parts``: part numbers, upper case, which never
    are identifiers of something else. ``goods``: names of items; in front of one "order 400" is told to do."""
    found: list[Identifier] = []
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            overlaps = any(match.start() < other.end and other.start < match.end() for other in found)
            if overlaps or match["n"].upper() in parts or (kind == "order" and _told_to_order(text, match, goods)):
                continue
            found.append(Identifier(kind, _value(kind, match["n"]), match.start(), match.end()))
    return tuple(sorted(found, key=lambda identifier: identifier.start))


_SPOKEN_OF = re.compile(
    r"(?:\b(?:is|of|on|about|check|track|cancel|drop|for|with|the|my|our|that|this|status|in|trace|find|show|where's|what's)"
    r"|[看查消的催踪])\s*$",
    re.IGNORECASE,
)
_STATE = re.compile(r"\b(?:status|arriv\w+|shipped|delivered|cancel\w*|eta|late)\b|状态|进度|发货了|到[了哪没]|取消|不要了|没到", re.IGNORECASE)  # fmt: skip
_VERB = re.compile(r"order\s+[1-9]\d*", re.IGNORECASE)
_TOLD = re.compile(r"(?:^|[.,;!:]|\b(?:please|to|we|i|us|and|then|just|kindly|let's))\s*$", re.IGNORECASE)
_SLIP = re.compile(
    r"\s*[-,;.]*\s*(?:(?:sorry|no|er+|uh|um|oops|wait|actually|rather|correction|scratch that|i mean|i meant|make (?:it|that))\b[\s,;.-]*)+"
    r"(?:for\s+)?\d",
    re.IGNORECASE,
)


def _told_to_order(text: str, match: re.Match[str], goods: re.Pattern[str] | None) -> bool:
    """order 400 BR-20, order 800, sorry, 900 ...: the verb, and a quantity of goods or one put right at once."""
    if goods is not None and _VERB.fullmatch(match.group()) and goods.match(text, match.end()):
        return not (_SPOKEN_OF.search(text[: match.start()]) or _STATE.search(text, match.end()))
    told = match.group().lower().startswith("order ") and _TOLD.search(text[: match.start()]) is not None
    return told and _SLIP.match(text, match.end()) is not None


def _value(kind: IdentifierKind, said: str) -> str:
    if kind == "order":
        full = _FULL.fullmatch(said)
        return f"PO-{full[1]}-{full[2]:0>5}" if full else f"PO-{said}" if "-" in said else said
    return re.sub(r"[\s\-]", "", said).upper() if kind in ("shipment", "tracking") else said.upper()
