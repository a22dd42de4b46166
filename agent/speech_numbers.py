"""Numbers as a voice says them, in Chinese and English: counted, with decimals, or digit by digit. Pure."""

import re
from decimal import Decimal
from itertools import accumulate, pairwise

from procurement.actor import Language

_ZH = "零一二三四五六七八九"
_ZH_BY_DIGIT = "零幺二三四五六七八九"  # 幺, since 一 and 七 are easily taken for each other
_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ("", "thousand", "million", "billion", "trillion")
_ZH_SCALES = ("", "万", "亿", "万亿")
_IRREGULAR = {
    **{"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"},
    "twelve": "twelfth",
}
_ALPHABET = (
    *("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliet", "Kilo", "Lima"),
    *("Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey"),
    *("X-ray", "Yankee", "Zulu"),
)
_COUNTABLE = 10**15  # anything longer is read digit by digit
_AT_ONCE = 5  # digits that people take down in one go
_LONGEST_ABBREVIATION = 4


def integer(value: int, language: Language) -> str:
    """6400: 六千四百, six thousand four hundred; -3: 负三, minus three."""
    if value < 0:
        return f"{'负' if language == 'zh' else 'minus '}{integer(-value, language)}"
    if value >= _COUNTABLE:
        return by_digit(str(value), language)
    return _zh_integer(value) if language == "zh" else _en_integer(value)


def number(value: Decimal, language: Language) -> str:
    """Decimals one by one, as many as count: 12.05: 十二点零五, twelve point zero five; 12.80: twelve point eight."""
    if value == value.to_integral_value():
        return integer(int(value), language)
    whole, _, decimals = f"{abs(value):f}".partition(".")
    decimals = decimals.rstrip("0")
    if language == "zh":
        return (
            f"{'负' if value < 0 else ''}{integer(int(whole), 'zh')}点{''.join(_ZH[int(digit)] for digit in decimals)}"
        )
    said = " ".join(_EN[int(digit)] for digit in decimals)
    return f"{'minus ' if value < 0 else ''}{integer(int(whole), 'en')} point {said}"


def counted(value: Decimal, language: Language) -> str:
    """A number in front of a measure word: two of something are 两 in Chinese."""
    return "两" if language == "zh" and value == 2 else number(value, language)


def by_digit(digits: str, language: Language) -> str:
    """6204: 六二零四, six two zero four. Long ones in groups, with a pause between: 幺零二九,三八四,七五六."""
    said = [_spelled(group, language) for group in grouped(digits)]
    return (",".join if language == "zh" else ", ".join)(said)


def _spelled(digits: str, language: Language) -> str:
    if language == "zh":
        return "".join(_ZH_BY_DIGIT[int(digit)] for digit in digits)
    return " ".join(_EN[int(digit)] for digit in digits)


def grouped(digits: str) -> list[str]:
    """In groups that can be written down one after the other: up to 5 stay whole, 8 are 4 and 4, 10 are 4, 3 and 3."""
    if len(digits) <= _AT_ONCE:
        return [digits]
    count = -(-len(digits) // 4)
    size, larger = divmod(len(digits), count)
    ends = [0, *accumulate(size + (at < larger) for at in range(count))]
    return [digits[start:end] for start, end in pairwise(ends)]


def code(text: str, language: Language) -> str:
    """A part, order, lot, shipment or tracking number as it is taken down: letters one by one, digits one by one.

    PO-2026-00123: "P O, two zero two six, zero zero one two three"; BR-20: B R 二零.
    """
    parts = [part for part in re.split(r"[^0-9A-Za-z]+", text) if part]
    said = [_code_part(part, language) for part in parts]
    short = sum(map(len, parts)) <= _AT_ONCE
    return (" " if short else "," if language == "zh" else ", ").join(said)


def _code_part(part: str, language: Language) -> str:
    runs = re.findall(r"[0-9]+|[A-Za-z]+", part)
    return " ".join(by_digit(run, language) if run.isdigit() else _letters_or_word(run) for run in runs)


def _letters_or_word(run: str) -> str:
    """BR is spelled, BREAD is a word."""
    return run.lower() if len(run) > _LONGEST_ABBREVIATION else letters(run)


def letter_by_letter(text: str, language: Language) -> str:
    """BR-20, to be written down: "B as in Bravo, R as in Romeo, dash, two, zero"; B,R,杠,二,零."""
    said = [_one(character, language) for character in text.upper()]
    return (",".join if language == "zh" else ", ".join)(word for word in said if word)


def _one(character: str, language: Language) -> str:
    if character.isdigit():
        return by_digit(character, language)
    if character.isascii() and character.isalpha():
        return character if language == "zh" else f"{character} as in {_ALPHABET[ord(character) - ord('A')]}"
    return ("杠" if language == "zh" else "dash") if character in "-_/." else ""


def letters(text: str) -> str:
    return " ".join(text.upper())


def ordinal(value: int) -> str:
    """The English ordinal: fourth, twenty-first."""
    head, joint, last = _en_integer(value).rpartition("-") if value % 100 > 20 and value % 10 else ("", "", "")
    if not last:
        head, joint, last = _en_integer(value).rpartition(" ")
    changed = _IRREGULAR.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{joint}{changed}"


def _en_integer(value: int) -> str:
    if value == 0:
        return _EN[0]
    said: list[str] = []
    for scale in reversed(_EN_SCALES):
        size = 1000 ** _EN_SCALES.index(scale)
        group, value = divmod(value, size)
        if group:
            said.append(_en_hundreds(group) + (f" {scale}" if scale else ""))
    return " ".join(said)


def _en_hundreds(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    said = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        said.append(f"{_TENS[tens]}-{_EN[ones]}" if ones else _TENS[tens])
    elif rest >= 10:
        said.append(_TEENS[rest - 10])
    elif rest:
        said.append(_EN[rest])
    return " ".join(said)


def _zh_integer(value: int) -> str:
    if value == 0:
        return _ZH[0]
    said = ""
    started = False
    gap = False
    for power in range(len(_ZH_SCALES) - 1, -1, -1):
        group = value // 10_000**power % 10_000
        if not group:
            gap = started
            continue
        if started and (gap or group < 1000):
            said += "零"
        said += ("两" if group == 2 and power else _zh_thousands(group)) + _ZH_SCALES[power]
        started, gap = True, False
    return said.removeprefix("一") if said.startswith("一十") else said


def _zh_thousands(group: int) -> str:
    """1 to 9,999. 两 before 千 and 百, 二 before 十 and alone."""
    said = ""
    skipped = False
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = group // place % 10
        if not digit:
            skipped = bool(said)
            continue
        if skipped:
            said += "零"
        said += ("两" if digit == 2 and unit in ("千", "百") else _ZH[digit]) + unit
        skipped = False
    return said
