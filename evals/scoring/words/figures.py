"""Text with its numbers in figures, so that 五百, 500, ５００ and five hundred read the same.

What counts becomes its value (一万二: 12000, twelve point eight: 12.8); digits said one by one stay as they are,
leading zeros too (零零幺二幺: 00121, six two zero four: 6204).
"""

import re
import unicodedata
from decimal import Decimal
from functools import cache

_ZH_DIGITS = {
    digit: value for value, digits in enumerate(("零〇", "一幺", "二两", *"三四五六七八九")) for digit in digits
}
_ZH_SCALES = {"十": 10, "百": 100, "千": 1000}
_ZH_LARGE = {"万": 10**4, "亿": 10**8}
_ZH = re.compile(
    r"(?:[零〇一幺二两三四五六七八九十](?:[零〇一幺二两三四五六七八九十百万亿]|千(?![克瓦]))*)(?:点[零〇一二三四五六七八九]+)?"
)
_ZH_HALF = re.compile(r"半(?=[吨斤公箱盒袋])")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*([百千万亿])(?![克瓦])")

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {"oh": 0}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ORDINALS = {
    **{"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12},
    **{word + "th": value for word, value in _SMALL.items() if value not in (0, 1, 2, 3, 5, 8, 9, 12)},
    **{word[:-1] + "ieth": value for word, value in _TENS.items()},
}
_WORD = "|".join(sorted({*_SMALL, *_TENS, *_LARGE, *_ORDINALS, "hundred", "point"}, key=len, reverse=True))
_EN = re.compile(
    rf"\b(?:(?:a|an)\s+(?=hundred|thousand|million))?(?:{_WORD})(?:(?:\s+and\s+|[\s-]+)(?:{_WORD}))*\b", re.I
)


@cache
def in_figures(text: str) -> str:
    """The text, compatibility forms of characters replaced (NFKC), with its numbers in figures; otherwise as it is."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _ZH_HALF.sub("0.5", plain)
    plain = _SCALED.sub(lambda match: _shown(Decimal(match[1]) * (_ZH_SCALES | _ZH_LARGE)[match[2]]), plain)
    plain = _ZH.sub(lambda match: _chinese(match[0]), plain)
    return _EN.sub(lambda match: _english(match[0]), plain)


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"


# --- Chinese --------------------------------------------------------------------------------------------------------


def _chinese(said: str) -> str:
    whole, _, decimals = said.partition("点")
    if not set(whole) & (_ZH_SCALES.keys() | _ZH_LARGE.keys()):
        figures = "".join(str(_ZH_DIGITS[digit]) for digit in whole)
    else:
        figures = str(_chinese_value(whole))
    return figures + ("." + "".join(str(_ZH_DIGITS[digit]) for digit in decimals) if decimals else "")


def _chinese_value(said: str) -> int:
    """两千零五, 一万二, 两百五, 三亿五千万."""
    for scale, size in sorted(_ZH_LARGE.items(), key=lambda pair: -pair[1]):
        head, found, tail = said.rpartition(scale)
        if found:
            return _chinese_value(head or "一") * size + _rest(tail, size)
    return _below_ten_thousand(said)


def _rest(said: str, size: int) -> int:
    """A digit alone counts the next scale: 一万二 is 12,000; 一万零二 is 10,002."""
    if len(said) == 1 and said in _ZH_DIGITS:
        return _ZH_DIGITS[said] * size // 10
    return _chinese_value(said) if said else 0


def _below_ten_thousand(said: str) -> int:
    total, digit, scale, after_zero = 0, None, 10, False
    for character in said:
        if character in _ZH_SCALES:
            scale = _ZH_SCALES[character]
            total += (1 if digit is None else digit) * scale
            digit, after_zero = None, False
        else:
            digit = _ZH_DIGITS[character]
            after_zero = after_zero or digit == 0
    if digit is None:
        return total
    colloquial = scale > 10 and total and not after_zero
    return total + digit * (scale // 10 if colloquial else 1)


# --- English --------------------------------------------------------------------------------------------------------


def _english(said: str) -> str:
    words = [word for word in re.split(r"[\s-]+", said.lower()) if word not in ("a", "an", "and")]
    if len(words) > 1 and all(word in _SMALL and _SMALL[word] < 10 for word in words):
        return "".join(str(_SMALL[word]) for word in words)
    return " ".join(_counted(words))


def _counted(words: list[str]) -> list[str]:
    """One number after the other: a word that cannot go on with the one before begins the next."""
    numbers: list[str] = []
    at = 0
    while at < len(words):
        value, end = _number(words, at)
        shown = str(value)
        if end < len(words) and words[end] == "point":
            decimals, end = _digits(words, end + 1)
            shown += f".{decimals}" if decimals else ""
        elif end > at and words[end - 1] in _ORDINALS:
            shown += "th"
        numbers.append(shown)
        at = max(end, at + 1)
    return numbers


def _number(words: list[str], at: int) -> tuple[int, int]:
    """(value, where it ends)."""
    total, part, last = 0, 0, 10**12
    while at < len(words):
        word = words[at]
        value = _SMALL.get(word, _TENS.get(word, _ORDINALS.get(word)))
        if word == "hundred" and last < 100:
            part, last = (part or 1) * 100, 100
        elif word in _LARGE:
            total, part, last = total + (part or 1) * _LARGE[word], 0, 1000
        elif value is not None and (last > 100 or last == 100 or (last >= 20 and last % 10 == 0 and value < 10)):
            part, last = part + value, value
            if word in _ORDINALS:
                return total + part, at + 1
        elif word == "hundred" and last > 1000:
            part, last = 100, 100
        else:
            break
        at += 1
    return total + part, at


def _digits(words: list[str], at: int) -> tuple[str, int]:
    figures = ""
    while at < len(words) and _SMALL.get(words[at], 10) < 10:
        figures += str(_SMALL[words[at]])
        at += 1
    return figures, at
