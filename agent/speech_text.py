"""Any text as a voice says it: no digits, no markup, no signs that a voice would misread or swallow. Pure.

Numbers become words by what they are: money, dates, times, percentages, ranges, quantities with their unit, and part
and record numbers digit by digit.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from decimal import Decimal

from agent.speech_numbers import by_digit, code, counted, integer, number, ordinal
from procurement.actor import Language

Match = re.Match[str]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UNITS: dict[str, tuple[str, str, str]] = {
    "kg": ("kilogram", "kilograms", "公斤"),
    "g": ("gram", "grams", "克"),
    "t": ("tonne", "tonnes", "吨"),
    "ml": ("millilitre", "millilitres", "毫升"),
    "l": ("litre", "litres", "升"),
    "km": ("kilometre", "kilometres", "公里"),
    "cm": ("centimetre", "centimetres", "厘米"),
    "mm": ("millimetre", "millimetres", "毫米"),
    "m": ("metre", "metres", "米"),
    "pcs": ("piece", "pieces", "个"),
    "°c": ("degree Celsius", "degrees Celsius", "摄氏度"),
    "°": ("degree", "degrees", "度"),
}
"""What is written short after a number: singular, plural, Chinese."""
CURRENCIES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("¥", "CNY", "RMB", "元", "人民币", "yuan"), ("yuan", "元")),
    **dict.fromkeys(("$", "US$", "USD", "美元"), ("US dollars", "美元")),
    **dict.fromkeys(("€", "EUR", "欧元", "euros"), ("euros", "欧元")),
    **dict.fromkeys(("£", "GBP", "英镑"), ("pounds", "英镑")),
}
_COUNTED = "个件只支根条枚块片张台套把粒颗份箱盒袋包卷捆托桶瓶吨升米斤公克千票批家种次天周位"
_SIGNS: dict[Language, dict[str, str]] = {
    "zh": {"&": "和", "+": "加", "=": "等于", "×": "乘", "→": "到", "≥": "不少于", "≤": "不超过", "/": "或", "#": "号"},
    "en": {
        **{"&": " and ", "+": " plus ", "=": " equals ", "×": " by ", "→": " to "},
        **{"≥": " at least ", "≤": " at most ", "/": " or ", "#": " number "},
    },
}

_ABBREVIATIONS = (
    *(("incl.", "including"), ("excl.", "excluding"), ("approx.", "about"), ("e.g.", "for example")),
    *(("i.e.", "that is"), ("etc.", "and so on")),
)

_N = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_FREE = r"(?<![\d.])"  # no number goes on to the left
_MONEY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_MEASURED = rf"\s*(?:[{_COUNTED}%]|(?:pieces|pcs|kg|boxes|bags|rolls|bundles|cartons|tonnes|days)\b)"
_NAMED = r"\b(?:order|number|no\.|lot|shipment|waybill|bearing|model|part)|订单|单号|号码|型号|料号|批次|批号|尾号|#"


def speakable(text: str, language: Language, parts: Collection[str] = ()) -> str:
    """``text`` in words. ``parts``: part numbers of the trade, which are read digit by digit wherever they stand."""
    said = unmarked(unicodedata.normalize("NFKC", text.replace("\uff0c", ", ")))  # a full-width comma groups no digits
    for part in sorted(parts, key=len, reverse=True):
        if any(character.isdigit() for character in part):
            said = re.sub(_standing(part), code(part, language), said, flags=re.IGNORECASE)
    for pattern, say in _RULES:
        said = pattern.sub(lambda match, say=say: say(match, language), said)  # type: ignore[misc]
    for short, long in _ABBREVIATIONS:
        said = said.replace(short, long)
    said = "".join(_sign(character, language) for character in said)
    return tidy(said, language)


def worded(text: str, language: Language, parts: Collection[str] = ()) -> str:
    """The same for a name or a value, which stands inside a sentence."""
    return speakable(text, language, parts).rstrip(".。")


def _standing(part: str) -> str:
    """The part number where it is not a piece of another number, and not how many of something."""
    return rf"(?<![A-Za-z\d.,-]){re.escape(part)}(?![A-Za-z\d-]|[.,]\d|{_MEASURED})"


def unmarked(text: str) -> str:
    """Without Markdown and without what only an eye can use: bullets, headings, emphasis, links, emoji."""
    text = re.sub(r"```.*?(?:```|$)", " ", text, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"https?://\S+", " ", text)
    text = re.sub(r"^\s*(?:#{1,6}\s+|[-*•>]\s+|\d{1,2}[.)]\s+(?=\D))", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*[-|:\s]+$", "", text, flags=re.MULTILINE)
    text = re.sub(r"~~|[*`_]+", "", text)
    return text.replace("|", ", ")


# --- rules: what a stretch of text with digits in it is ------------------------------------------------------------


def value_of(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def calendar_day(year: int | None, month: int, day: int, language: Language) -> str:
    """十二月四号, December fourth; with its year if that is to be said."""
    if language == "zh":
        said = f"{integer(month, 'zh')}月{integer(day, 'zh')}号"
        return said if year is None else f"{_zh_year(year)}年{said}"
    said = f"{MONTHS[month - 1]} {ordinal(day)}"
    return said if year is None else f"{said}, {_en_year(year)}"


def _zh_year(year: int) -> str:
    return by_digit(str(year), "zh").replace("幺", "一")


def _en_year(year: int) -> str:
    head, tail = divmod(year, 100)
    if not 1000 <= year <= 9999 or tail < 10:
        return integer(year, "en")
    return f"{integer(head, 'en')} {integer(tail, 'en')}"


def clock_time(hour: int, minute: int, language: Language) -> str:
    """十四点零五分, fourteen oh five."""
    if language == "zh":
        minutes = f"{'零' if minute < 10 else ''}{integer(minute, 'zh')}分" if minute else ""
        return f"{counted(Decimal(hour), 'zh')}点{minutes}"
    if not minute:
        return f"{integer(hour, 'en')} o'clock"
    return f"{integer(hour, 'en')} {'oh ' if minute < 10 else ''}{integer(minute, 'en')}"


def money(amount: Decimal, currency: str, language: Language) -> str:
    """六千四百元, six thousand four hundred yuan; a currency without a word of its own is spelled."""
    en, zh = CURRENCIES.get(currency, (" ".join(currency), " ".join(currency)))
    return f"{counted(amount, 'zh')}{zh}" if language == "zh" else f"{number(amount, 'en')} {en}"


def measure(amount: Decimal, unit: str, language: Language) -> str:
    """An amount with a unit that is written short: 五公斤, five kilograms."""
    one, many, zh = UNITS[unit.lower()]
    if language == "zh":
        return f"{counted(amount, 'zh')}{zh}"
    return f"{number(amount, 'en')} {one if abs(amount) == 1 else many}"


def _date(match: Match, language: Language) -> str:
    year, month, day = match["y"], int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return _digits(match, language)
    said = calendar_day(int(year) if year else None, month, day, language)
    return f"{said} " if match[0].endswith("T") else said


def _english_date(match: Match, language: Language) -> str:
    month = next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(match["month"][:3].title()))
    return calendar_day(int(match["y"]) if match["y"] else None, month, int(match["d"]), language)


def _time(match: Match, language: Language) -> str:
    if int(match["h"]) > 24 or int(match["min"]) > 59:
        return _digits(match, language)
    return clock_time(int(match["h"]), int(match["min"]), language)


def _money(match: Match, language: Language) -> str:
    return money(value_of(match["n"]), match["c"], language)


def _percent(match: Match, language: Language) -> str:
    said = number(value_of(match["n"]), language)
    return f"百分之{said}" if language == "zh" else f"{said} percent"


def _range(match: Match, language: Language) -> str:
    """The second number is left as it is, for the rule of what it is."""
    first = number(value_of(match["from"]), language)
    return f"{first}到" if language == "zh" else f"{first} to "


def _measure(match: Match, language: Language) -> str:
    return measure(value_of(match["n"]), match["u"], language)


def _code(match: Match, language: Language) -> str:
    return code(match[0], language)


def _digits(match: Match, language: Language) -> str:
    return by_digit(re.sub(r"\D", "", match[0]), language)


def _named(match: Match, language: Language) -> str:
    """order 119, 订单119: what follows such a word is a number to be taken down."""
    joint = "" if language == "zh" else " "
    return f"{match['name']}{joint}{by_digit(match['id'], language)}"


def _fraction(match: Match, language: Language) -> str:
    top, bottom = (integer(int(match[name]), language) for name in ("top", "bottom"))
    return f"{bottom}分之{top}" if language == "zh" else f"{top} over {bottom}"


def _ordinal(match: Match, language: Language) -> str:
    value = int(match["n"])
    return ordinal(value) if language == "en" else f"第{integer(value, 'zh')}"


def _year(match: Match, language: Language) -> str:
    return _zh_year(int(match[0])) if language == "zh" else _en_year(int(match[0]))


def _counted(match: Match, language: Language) -> str:
    return counted(value_of(match["n"]), language)


def _negative(match: Match, language: Language) -> str:
    return number(-value_of(match["n"]), language)


def _plain(match: Match, language: Language) -> str:
    return number(value_of(match[0]), language)


Say = Callable[[Match, Language], str]
_MONTH = "(?P<month>" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + ")"
_RULES: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), say)
    for pattern, say in (
        (rf"{_FREE}(?P<y>[12]\d{{3}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)(?:T(?=\d))?", _date),
        (r"(?:(?P<y>[12]\d{3})\s*年\s*)?(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]", _date),
        (rf"\b(?P<d>\d{{1,2}}) {_MONTH}\b,?(?: (?P<y>[12]\d{{3}})\b)?", _english_date),
        (rf"\b{_MONTH}\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y>[12]\d{{3}})\b)?", _english_date),
        (rf"{_FREE}(?P<h>\d{{1,2}}):(?P<min>\d\d)(?::\d\d)?(?!\d)(?:Z|[+-]\d\d:?\d\d)?", _time),
        (rf"(?P<c>{_MONEY})\s*(?P<n>{_N})", _money),
        (rf"(?P<n>{_N})\s*(?P<c>{_MONEY})(?![A-Za-z])", _money),
        (rf"{_FREE}(?P<n>{_N})\s*%", _percent),
        (r"(?<![A-Za-z\d])[A-Za-z]{1,8}(?:[-_]?\d+[A-Za-z]{0,4})+(?:[-_][A-Za-z\d]+)*(?![A-Za-z\d])", _code),
        (r"(?<![A-Za-z\d.])\d{3,}(?:-\d*[A-Z]{1,4})(?![A-Za-z\d])", _code),
        (r"(?<![\d.])\d{4}-\d{5}(?!\d)", _digits),
        (rf"(?<![\d.-])(?<!\d,)(?P<from>{_N})\s*(?:-|~|–|—|至|到)\s*(?={_N}(?!-))", _range),
        (rf"(?<![\w.-])-(?P<n>{_N})", _negative),
        (rf"{_FREE}(?P<n>{_N})\s*(?P<u>{_UNIT})(?![A-Za-z])", _measure),
        (r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)\b", _ordinal),
        (r"(?<![\d.])[12]\d{3}(?=\s*年)", _year),
        (r"(?<![\d/])(?P<top>\d{1,3})/(?P<bottom>[1-9]\d{0,2})(?![\d/])", _fraction),
        (rf"(?P<name>{_NAMED})\s*(?:#|:|is|是)?\s*(?P<id>\d{{2,}})(?![\d.,]*\d|{_MEASURED})", _named),
        (r"(?<![\d.])\d{3,}(?=\s*号)", _digits),
        (rf"{_FREE}(?P<n>{_N})(?=\s*[{_COUNTED}])", _counted),
        (r"(?<![\d.,])(?:0\d+|\d{10,})(?![.\d])", _digits),
        (_N, _plain),
        (r"\d", _digits),
    )
)


# --- signs and spaces -----------------------------------------------------------------------------------------------

_PAUSES = frozenset("()[]{}【】〔〕—–…:、")
_ENDS = ".!?。"


def _sign(character: str, language: Language) -> str:
    """A sign in words, a pause, or nothing; letters and sentence marks stay."""
    if character in _SIGNS[language]:
        return _SIGNS[language][character]
    if character in "'\u2019":
        return "'"  # within a word it is one of its letters
    if character in _PAUSES:
        return "," if language == "zh" else ", "
    if character.isalpha() or character in "\n ,.!?;-。":
        return character
    if character.isdigit() or character.isnumeric():  # of another script
        value = unicodedata.numeric(character, None)
        return number(Decimal(str(value)), language) if value is not None and value == int(value) else ""
    return " " if unicodedata.category(character)[0] in "ZCS" else ""


def tidy(text: str, language: Language) -> str:
    """Lines as sentences, one pause at a time, no space where the language has none."""
    mark = "。" if language == "zh" else "."
    lines = [line.strip(" ,;-") for line in text.split("\n")]
    joined = " ".join(line if line[-1] in _ENDS else line + mark for line in lines if line)
    joined = re.sub(r"\s*([,;])(?:\s*[,;])*\s*", r"\1 ", joined)
    joined = re.sub(r"[,;]\s*([.!?。])", r"\1", joined)
    joined = re.sub(r"([.!?。])(?:\s*[,;.。])+", r"\1", joined)
    joined = re.sub(r"(?<![A-Za-z])'|'(?![A-Za-z])", "", joined)
    joined = re.sub(r"\s+", " ", joined)
    if language == "zh":
        joined = re.sub(r"(?<=[^\x00-\x7f,;]) | (?=[^\x00-\x7f])|(?<=[,;]) (?=\S)", "", joined)
    return joined.strip()
