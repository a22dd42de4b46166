"""Numbers as people say them, over tokens: 五百, 两百五, 一万二, 1.5万, 5k, two dozen, half a, a hundred and fifty."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    readings = [
        found
        for found in (_chinese(tokens, start), _english(tokens, start), _mixed(tokens, start))
        if found is not None
    ]
    return _ranged(tokens, max(readings, key=lambda found: found.end)) if readings else None


def _mixed(tokens: Sequence[Token], start: int) -> Number | None:
    """six万: an English number and a Chinese scale."""
    number = _english(tokens, start)
    scale = SCALES.get(_key(tokens, number.end)) if number is not None and tokens[start].kind == "word" else None
    if number is None or scale is None or scale < 100:
        return None
    return replace(number, value=number.value * scale, end=number.end + 1)


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


@dataclass(slots=True)
class _Sum:
    """A Chinese numeral being added up: 一万二千五 is total 10000, section 2000, pending 5."""

    total: Decimal = Decimal(0)
    section: Decimal = Decimal(0)
    pending: Decimal | None = None
    scale: int = 0  # the last one seen
    zero: bool = False
    vague: bool = False
    run: int = 0  # digits in a row

    def digit(self, value: int, range_ahead: bool) -> None:
        """五零零 is 500 digit by digit; 三五百 is a range."""
        self.zero = self.zero or value == 0
        if self.pending is not None and self.run:
            self.vague = self.vague or (range_ahead and value != 0 and self.run == 1 and not self.zero)
            self.pending, self.run = self.pending * 10 + value, self.run + 1
        else:
            self.pending, self.run = Decimal(value), 1

    def scaled(self, scale: int, whole: bool) -> None:
        """百, 千 multiply the digit before; 万 (``whole``) all of the section."""
        if whole:
            self.total += (self.section + (self.pending or 0) or 1) * scale
            self.section = Decimal(0)
        else:
            self.section += (Decimal(1) if self.pending is None else self.pending) * scale
        self.scale, self.pending, self.zero, self.run = scale, None, False, 0

    def value(self, figure: bool) -> Decimal:
        """两百五, 一千二, 1千5: a last digit without 零 counts in the next lower place. ``figure``: it was a figure."""
        if self.pending is None:
            return self.total + self.section
        least = 1000 if figure else 100
        short = self.scale >= least and self.run == 1 and not self.zero and 0 < self.pending < 10
        return self.total + self.section + self.pending * (self.scale // 10 if short else 1)


def _chinese(tokens: Sequence[Token], start: int) -> Number | None:
    """Chinese numerals, Arabic ones with 万 or k behind, and mixtures (1万2)."""
    first = _key(tokens, start)
    if first == "半":
        return Number(Decimal("0.5"), start + 1)
    known = first in DIGITS or first in SCALES or first == "几"
    if start >= len(tokens) or not (known or tokens[start].kind == "number"):
        return None
    if first in ("百", "千", "万", "亿") and start + 1 < len(tokens) and _key(tokens, start + 1) not in SCALES:
        return Number(Decimal(SCALES[first]), start + 1, vague=True)  # 百来个, 千把个
    held, at = _Sum(), start
    while at < min(len(tokens), start + _LONGEST) and _taken(tokens, at, start, held):
        at += 1
    if at == start:
        return None
    value = held.value(tokens[at - 1].kind == "number")
    end, more = _and_more(tokens, at, held.scale)
    return Number(value, end, held.vague or more)


def _taken(tokens: Sequence[Token], at: int, start: int, held: _Sum) -> bool:
    """Adds the token to the sum; False when the numeral ends before it."""
    token, key = tokens[at], tokens[at].key
    if token.kind == "number":
        if at > start and (held.pending is not None or token.start != tokens[at - 1].end):
            return False
        held.pending, held.run = Decimal(key), 1
        return True
    if key in DIGITS:
        if at > start and tokens[at - 1].kind == "number":
            return False
        held.digit(DIGITS[key], _scale_ahead(tokens, at))
        return True
    if key == "几" and (at > start or _scale_ahead(tokens, at)):
        held.vague, held.pending, held.run = True, Decimal(1), 1
        return True
    if key == "十" and at > start and tokens[at - 1].kind == "number":
        return False  # 6204 十箱: a part number and ten boxes
    letter = key in LETTER_SCALES and at > start and tokens[at - 1].end == token.start
    if key not in SCALES and not letter:
        return False
    if held.pending is None and at > start and key not in SCALES:
        return False
    scale = LETTER_SCALES[key] if letter else SCALES[key]
    held.scaled(scale, whole=scale >= 10_000 and not letter)
    return True


def _and_more(tokens: Sequence[Token], at: int, scale: int) -> tuple[int, bool]:
    """(end, vague): 三百多, 十几 are vague; 三百来个 is about 300."""
    key = _key(tokens, at)
    figure = tokens[at - 1].kind == "number"
    if key in ("几", "多", "余") and (scale or (key == "多" and figure and _measured(tokens, at + 1))):
        return at + 1, True
    if key == "来" and scale and _measured(tokens, at + 1):
        return at + 1, False
    return at, False


def _scale_ahead(tokens: Sequence[Token], at: int) -> bool:
    """三五百, 五六千: two digits before a scale are a range."""
    return _key(tokens, at + 1) in SCALES


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
