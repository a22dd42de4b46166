"""Numbers as people say them, over tokens: 五百, 两百五, 一万二, 1.5万, 5k, two dozen, half a, a hundred and fifty."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.grammar.tokens import Token

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "壹": 1,
    "二": 2,
    "贰": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "叁": 3,
    "仨": 3,
    "四": 4,
    "肆": 4,
}
DIGITS |= {"五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9, "幺": 1}
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8}
LETTER_SCALES = {"k": 1000, "w": 10_000}
SMALL = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
TENS["fourty"] = 40
MULTIPLIERS = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 10**6, "k": 1000}
COUNTS = {"dozen": 12, "dozens": 12, "gross": 144, "score": 20}
_LONGEST = 20  # tokens; beyond it nobody names a number


@dataclass(frozen=True, slots=True)
class Number:
    """``vague``: said without a definite value (十几, 三五百, a few hundred); never to be ordered."""

    value: Decimal
    end: int
    vague: bool = False
    ordinal: bool = False


def number_at(tokens: Sequence[Token], start: int) -> Number | None:
    """The longest number that begins at ``start``."""
    readings = [found for found in (_chinese(tokens, start), _english(tokens, start)) if found is not None]
    return _ranged(tokens, max(readings, key=lambda found: found.end)) if readings else None


def _ranged(tokens: Sequence[Token], found: Number) -> Number:
    """300-500, 300到500 and 300 or 400 are ranges: the whole of it, vague."""
    end = found.end
    if end < len(tokens) and tokens[end].surface in ("-", "~", "到", "至", "or"):
        other = _chinese(tokens, end + 1) or _english(tokens, end + 1)
        if other is not None and (other.value > found.value or tokens[end].surface == "or") and _tight(tokens, end):
            return Number(other.value, other.end, vague=True)
    return found


def _tight(tokens: Sequence[Token], joint: int) -> bool:
    """到 joins a range only between two bare numbers written without a gap; a word such as 6204到 is not one."""
    figures = tokens[joint].surface in ("-", "~") and tokens[joint - 1].kind == "number"
    return tokens[joint - 1].end == tokens[joint].start or tokens[joint].surface == "or" or figures


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""


def _chinese(tokens: Sequence[Token], start: int) -> Number | None:
    """Chinese numerals, Arabic ones with 万 or k behind, and mixtures (1万2)."""
    at, first = start, _key(tokens, start)
    if first == "半":
        return Number(Decimal("0.5"), start + 1)
    if start >= len(tokens) or not (
        first in DIGITS or first in SCALES or first == "几" or tokens[start].kind == "number"
    ):
        return None
    if first in ("百", "千", "万", "亿") and start + 1 < len(tokens) and _key(tokens, start + 1) not in SCALES:
        return Number(Decimal(SCALES[first]), start + 1, vague=True)  # 百来个, 千把个
    total = section = Decimal(0)
    pending: Decimal | None = None
    last_scale, zero, vague, run = 0, False, False, 0
    while at < min(len(tokens), start + _LONGEST):
        token, key = tokens[at], _key(tokens, at)
        if token.kind == "number":
            if at > start and (pending is not None or token.start != tokens[at - 1].end):
                break
            pending, run = Decimal(key), 1
        elif key in DIGITS:
            if at > start and tokens[at - 1].kind == "number":
                break
            if pending is not None and run:
                vague = vague or (not zero and DIGITS[key] != 0 and run == 1 and _scale_ahead(tokens, at))
                pending, run = pending * 10 + DIGITS[key], run + 1
            else:
                zero = zero or DIGITS[key] == 0
                pending, run = Decimal(DIGITS[key]), 1
        elif key == "几" and (at > start or _scale_ahead(tokens, at)):
            vague, pending, run = True, Decimal(1), 1
        elif key in SCALES or (key in LETTER_SCALES and tokens[at - 1].end == token.start):
            if not _scalable(tokens, at, start, pending):
                break
            scale = SCALES.get(key) or LETTER_SCALES[key]
            last_scale, run = scale, 0
            if scale >= 10_000 and key not in LETTER_SCALES:
                total += (section + (pending or 0) or 1) * scale
                section = Decimal(0)
            else:
                section += (Decimal(1) if pending is None else pending) * scale
            pending, zero = None, False
        else:
            break
        at += 1
    if at == start:
        return None
    if pending is not None:
        # 两百五, 一千二, 一万二: a last digit without 零 counts in the next lower place.
        short = last_scale >= 100 and run == 1 and not zero and pending < 10 and tokens[at - 1].kind != "number"
        short = short or (last_scale >= 1000 and run == 1 and tokens[at - 1].kind == "number" and 0 < pending < 10)
        section += pending * (last_scale // 10 if short else 1)
    if vague is False and at < len(tokens) and _key(tokens, at) in ("几", "多", "余") and last_scale:
        vague, at = True, at + 1
    elif at < len(tokens) and _key(tokens, at) == "来" and _measured(tokens, at + 1) and last_scale:
        at += 1  # 三百来个: about 300
    elif (
        at < len(tokens) and _key(tokens, at) == "多" and tokens[at - 1].kind == "number" and _measured(tokens, at + 1)
    ):
        vague, at = True, at + 1
    return Number(total + section, at, vague)


def _scale_ahead(tokens: Sequence[Token], at: int) -> bool:
    """三五百, 五六千: two digits before a scale are a range."""
    return _key(tokens, at + 1) in SCALES


def _scalable(tokens: Sequence[Token], at: int, start: int, pending: Decimal | None) -> bool:
    return pending is not None or at == start or _key(tokens, at) in SCALES


def _measured(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind in ("char", "word")


def _english(tokens: Sequence[Token], start: int) -> Number | None:
    """two hundred and fifty, a dozen, half a, one and a half, a couple of hundred."""
    at, key = start, _key(tokens, start)
    if key in ("half", "quarter"):
        value = Decimal("0.5") if key == "half" else Decimal("0.25")
        at += 1
        if _key(tokens, at) == "of":
            at += 1
        at += _key(tokens, at) in ("a", "an")
        return _counted(tokens, Number(value, at), required=False)
    if key in ("a", "an"):
        follow = _key(tokens, start + 1)
        if follow == "half":
            return Number(Decimal("0.5"), start + 2)
        if follow == "couple":
            of = _key(tokens, start + 2) == "of"
            return _counted(tokens, Number(Decimal(2), start + 2 + of), required=False)
        if follow in MULTIPLIERS or follow in COUNTS:
            return _counted(tokens, Number(Decimal(1), start + 1), required=True)
        return None
    if key in ("hundred", "thousand", "dozen"):
        return _counted(tokens, Number(Decimal(1), start), required=True)
    return _cardinal(tokens, start)


def _cardinal(tokens: Sequence[Token], start: int) -> Number | None:
    at, section, total, seen = start, Decimal(0), Decimal(0), False
    while at < min(len(tokens), start + _LONGEST):
        token, key = tokens[at], _key(tokens, at)
        if key in SMALL or key in TENS:
            if seen and section % 100 and not (section % 10 == 0 and key in SMALL and SMALL[key] < 10):
                break
            section += SMALL.get(key, TENS.get(key, 0))
        elif token.kind == "number" and not seen:
            section += Decimal(key)
        elif key in MULTIPLIERS and seen:
            if key == "hundred":
                section *= 100
            else:
                total, section = total + section * MULTIPLIERS[key], Decimal(0)
        elif key == "and" and seen and _and_half(tokens, at):
            return Number(total + section + Decimal("0.5"), at + 3)
        elif key == "and" and seen and _key(tokens, at - 1) in MULTIPLIERS and _continues(tokens, at + 1):
            pass
        else:
            break
        seen, at = True, at + 1
    if not seen:
        return None
    return _counted(tokens, Number(total + section, at), required=False)


def _and_half(tokens: Sequence[Token], at: int) -> bool:
    return _key(tokens, at + 1) == "a" and _key(tokens, at + 2) == "half"


def _continues(tokens: Sequence[Token], at: int) -> bool:
    key = _key(tokens, at)
    return key in SMALL or key in TENS


def _counted(tokens: Sequence[Token], number: Number, *, required: bool) -> Number | None:
    """Multiply by a following hundred, thousand, dozen; ``required``: None without one."""
    value, at = number.value, number.end
    found = False
    while (factor := MULTIPLIERS.get(_key(tokens, at)) or COUNTS.get(_key(tokens, at))) is not None:
        value, at, found = value * factor, at + 1, True
        if factor in (100, 1000) and _key(tokens, at) == "and" and _continues(tokens, at + 1):
            rest = _cardinal(tokens, at + 1)
            if rest is not None:
                return Number(value + rest.value, rest.end)
    return Number(value, at) if found or not required else None
