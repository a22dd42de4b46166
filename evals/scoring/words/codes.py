"""Numbers of orders, shipments, waybills and lots, written (PO-2026-00117) or spelled (P O, 2026, 00117), in a text
whose numbers are in figures (``figures.in_figures``)."""

import re
from functools import cache

ORDER = re.compile(r"(?<![0-9a-z])P\W?O\W{0,2}(?P<year>20\d\d)\W{1,2}(?P<number>\d{5,})(?!\d)", re.IGNORECASE)


@cache
def _whole(code: str) -> re.Pattern[str]:
    """The code as a whole token, whatever stands between its letters and digits when it is read out."""
    signs = r"[\s,.·\-—]{0,3}".join(re.escape(sign) for sign in code if sign.isalnum())
    return re.compile(rf"(?<![0-9a-z]){signs}(?![0-9a-z])", re.IGNORECASE)


def says_code(text: str, code: str) -> bool:
    return _whole(code).search(text) is not None


def says_order(text: str, number: str) -> bool:
    """In full, or as people say it: order 117, 117号订单."""
    if says_code(text, number):
        return True
    tail = number.rpartition("-")[2].lstrip("0")
    short = rf"\border\s+(?:number\s+|no\.?\s*)?0*{tail}(?!\d)|(?<![\d-])0*{tail}\s*号\s*(?:订?单)"
    return bool(tail) and re.search(short, text, re.IGNORECASE) is not None


def orders_in(text: str) -> set[str]:
    """Order numbers that are written or spelled out in full: PO-2026-00117."""
    return {f"PO-{match['year']}-{match['number']}" for match in ORDER.finditer(text)}
