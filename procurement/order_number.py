"""Order numbers as people say them: "119", "00119", "po 2026-119", "订单 119". Pure."""

import re
import unicodedata
from collections.abc import Iterable

_WIDTH = 5  # digits of the sequence, at least
_NUMBER = re.compile(
    r"(?:(?:订单号?|采购单号?|单号|ORDER|NUMBER|NO|PO)[\s\-_/#.:]*)*#?"
    r"(?:(?P<year>20\d\d)[\s\-_/.]+|(?P<joined>20\d\d)(?=\d{5}))?(?P<sequence>\d+)"
)


def normal(said: str) -> str:
    """Upper case, half width, no space around."""
    return unicodedata.normalize("NFKC", said).strip().upper()


def spellings(said: str, years: Iterable[int]) -> list[str]:
    """The full numbers that may be meant; when no year is said, one for each of ``years``."""
    text = normal(said)
    exact = [text, re.sub(r"\s+", "", text)]
    found = _NUMBER.fullmatch(text)
    if found is not None:
        year = found["year"] or found["joined"]
        sequence = found["sequence"].lstrip("0").rjust(_WIDTH, "0")
        exact += [f"PO-{one}-{sequence}" for one in ([int(year)] if year else years)]
    return list(dict.fromkeys(exact))


def names_year(said: str) -> bool:
    """Whether this is a whole number, its year included."""
    found = _NUMBER.fullmatch(normal(said))
    return found is not None and bool(found["year"] or found["joined"])


def ending(said: str) -> str:
    """The last run of letters and digits in what was said, for a match at the end of a number; may be empty."""
    runs = re.findall(r"[0-9A-Z]+", normal(said))
    return runs[-1] if runs else ""
