"""How alike what was said and what was written are: words and characters, whatever way numbers are spelt.

Both sides are brought to one form first: simplified characters, no punctuation, lower case, numbers as digits (五百 and
five hundred are 500; 六二零四 and six two oh four are 6204). So a recogniser gets no error for writing 500, and one for
writing 50.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

import opencc  # type: ignore[import-untyped]
from rapidfuzz.distance import Levenshtein

DIGITS_ZH = {
    "零": 0, "〇": 0, "洞": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
UNITS_ZH = {"十": 10, "百": 100, "千": 1_000}
NUMBER_ZH = re.compile("[零〇洞一幺二两三四五六七八九十百千万]+")

ONES_EN = {
    "zero": 0, "oh": 0, "o": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS_EN = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
WORDS_EN = {*ONES_EN, *TENS_EN, "hundred", "thousand", "double"}

WORD = re.compile(r"[一-鿿]|[a-z]+|\d+")


def words(text: str) -> list[str]:
    """Chinese characters, Latin words and whole numbers, one each, in one spelling."""
    plain = re.sub(r"(?<=\d)[,.](?=\d{3}\b)", "", str(_simplifier().convert(text)).lower().replace("'", ""))
    plain = NUMBER_ZH.sub(lambda found: f" {number_zh(found[0])} ", plain)
    return list(_numbers_en(WORD.findall(plain)))


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def number_zh(said: str) -> str:
    """``said`` in digits: read as a quantity if it names tens or hundreds, else digit by digit."""
    if not any(sign in UNITS_ZH or sign == "万" for sign in said):
        return "".join(str(DIGITS_ZH[sign]) for sign in said)
    total = group = digit = 0
    last = 1
    for sign in said:
        if sign in DIGITS_ZH:
            digit = DIGITS_ZH[sign]
            last = 1 if digit == 0 else last
        elif sign in UNITS_ZH:
            group += (digit or 1) * UNITS_ZH[sign]
            digit, last = 0, UNITS_ZH[sign]
        else:
            total, group, digit, last = total + (group + digit) * 10_000, 0, 0, 10_000
    return str(total + group + digit * (last // 10 if last >= 100 else 1))  # 两百五 is 250


def _numbers_en(parts: Iterable[str]) -> Iterable[str]:
    """Runs of English number words become digits; digits that stand beside each other become one number."""
    run: list[str] = []
    for part in [*parts, ""]:
        joins = part == "and" and run and run[-1] in {"hundred", "thousand"}
        if part in WORDS_EN or part.isdigit() or joins:
            run.append(part)
            continue
        if run and run[-1] == "and":
            yield from (*_run(run[:-1]), "and")
        elif run:
            yield from _run(run)
        run = []
        if part:
            yield part


def _run(run: Sequence[str]) -> Sequence[str]:
    if run == ["o"]:
        return ["o"]
    if any(word in {"hundred", "thousand"} for word in run):
        return [str(_quantity_en(run))]
    digits, times = "", 1
    for index, word in enumerate(run):
        if word == "double":
            times = 2
            continue
        ones = run[index + 1] if index + 1 < len(run) else ""
        if word in TENS_EN:
            ties = 0 < ONES_EN.get(ones, 0) < 10
            digits += str(TENS_EN[word] // 10) if ties else str(TENS_EN[word])
        else:
            digits += (word if word.isdigit() else str(ONES_EN[word])) * times
        times = 1
    return [digits] if digits else list(run)


def _quantity_en(run: Sequence[str]) -> int:
    total = group = 0
    for word in run:
        if word == "hundred":
            group = (group or 1) * 100
        elif word == "thousand":
            total, group = total + (group or 1) * 1_000, 0
        elif word not in {"and", "double"}:
            group += int(word) if word.isdigit() else ONES_EN.get(word, 0) + TENS_EN.get(word, 0)
    return total + group


def word_errors(said: str, written: str) -> tuple[int, int]:
    """(words wrong, words said). For Chinese every character is a word, so this is the character error."""
    reference = words(said)
    return Levenshtein.distance(reference, words(written)), len(reference)


def error_rate(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Of (said, written) pairs together; None of none."""
    counts = [word_errors(said, written) for said, written in pairs]
    said = sum(count[1] for count in counts)
    return round(sum(count[0] for count in counts) / said, 4) if said else None


def prefix_length(spoken: str, recognised: str) -> int:
    """How many words of ``spoken`` somebody who wrote ``recognised`` has heard: the prefix that is most like it; of
    several alike, the one as long as what was written."""
    whole, heard = words(spoken), words(recognised)

    def unlikeness(length: int) -> tuple[int, int]:
        return Levenshtein.distance(whole[:length], heard), abs(length - len(heard))

    return min(range(len(whole) + 1), key=unlikeness)
