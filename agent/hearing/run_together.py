"""Figures that ran together, or took in a word that sounds like a figure: what they were has to be asked."""

import re

from agent.grammar.spans import Reading
from agent.hearing.codes import Codes
from agent.hearing.heard import Doubt, Option

_FIGURES = re.compile(r"(?<![\d.,A-Za-z\-])\d{5,7}(?![\d.,A-Za-z\-])")
_LED = re.compile(r"(?<![\d.,A-Za-z\-])([15])(\d{2,5})(?=[^\d\s.,])")
_TAIL = re.compile(r"(?:订单|单号|\border(?: number)?)\s*(\d{4})(?!\d)", re.IGNORECASE)
_VERBS = {"1": "要", "5": "补"}  # yao is also one, and bu is heard as wu
_WANTED = ("order", "want", "more")


def run_together(text: str, reading: Reading, codes: Codes) -> Doubt | None:
    """``text`` as repaired, with the grammar's reading of it."""
    return _quantity_of_part(text, codes) or _verb_as_digit(text, reading) or _longer_tail(text, codes)


def _quantity_of_part(text: str, codes: Codes) -> Doubt | None:
    """406205 bearings: four hundred six two oh five, or forty."""
    for figures in _FIGURES.finditer(text):
        said = figures.group()
        for code in codes.all:
            rest = said.removesuffix(code.key)
            if code.kind != "part" or rest == said or not 1 < len(rest) < 3 or not rest.endswith("0"):
                continue
            counts = (f"{rest}0", rest)
            texts = [text[: figures.start()] + f"{count} {code.key}" + text[figures.end() :] for count in counts]
            return Doubt("quantity", said, tuple(map(Option, counts, texts)))
    return None


def _verb_as_digit(text: str, reading: Reading) -> Doubt | None:
    """540袋 where nothing is said to be wanted: 补四十袋; 11200个: 要一千二百个."""
    if reading.has(*_WANTED):
        return None
    counted = {span.text for span in reading.spans if span.quantity is not None and span.quantity.unit is not None}
    for led in _LED.finditer(text):
        digit, rest = led.groups()
        significant = len(led.group().rstrip("0"))
        if not any(said.startswith(led.group()) for said in counted) or rest[0] == "0" or not rest.endswith("0"):
            continue
        if significant < (3 if digit == "1" else 2):
            continue
        shorter = text[: led.start()] + _VERBS[digit] + rest + text[led.end() :]
        return Doubt("quantity", led.group(), (Option(_VERBS[digit] + rest, shorter), Option(led.group(), text)))
    return None


def _longer_tail(text: str, codes: Codes) -> Doubt | None:
    """订单1220 where there are 120 and 122: a figure too many."""
    found = _TAIL.search(text)
    if found is None or any(code.digits.endswith(found[1]) for code in codes.all if code.kind == "order"):
        return None
    said = found[1]
    shorter = dict.fromkeys(said[:at] + said[at + 1 :] for at in range(len(said)))
    known = [tail for tail in shorter if tail in codes.by_tail]
    if not known:
        return None
    start, end = found.span(1)
    return Doubt("number", said, tuple(Option(tail, text[:start] + tail + text[end:]) for tail in known[:3]))
