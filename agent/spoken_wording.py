"""How values sound in one language: names, quantities with units, money, dates with their weekday, numbers to take
down. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from agent.speech_numbers import by_digit, code, counted, number
from agent.speech_text import UNITS, calendar_day, clock_time, measure, money, worded
from agent.wording import View, Wording, unit_code, wording
from procurement.actor import Language
from procurement.clock import SHANGHAI
from procurement.units import unit_name
from prompts.loader import Texts, load_catalog

SHOWN = 2  # of a list; people remember no more of what they only hear
SHORT_ORDER = 3  # digits by which people call an order of their own


@dataclass(frozen=True, slots=True)
class SpokenWording:
    """``texts`` are the spoken templates of ``language``, ``written`` has the words for codes. ``today``: dates of
    another year are said with it."""

    language: Language
    texts: Texts
    written: Wording
    today: date

    def __call__(self, key: str, /, **values: object) -> str:
        return self.texts(key, **values)

    def word(self, key: str) -> str:
        """What a code is called: the written word, in words."""
        return self.plain(self.written(key))

    def plain(self, text: str, parts: Collection[str] = ()) -> str:
        """Text of a record, such as a name or a note."""
        return worded(text, self.language, parts)

    def name(self, name: View) -> str:
        return self.plain(name[self.language])

    def item(self, line: View) -> str:
        """Its name; a part number in it is read digit by digit."""
        return self.plain(line["name"][self.language], [line["part"]])

    def number(self, value: float | str) -> str:
        return number(Decimal(str(value)), self.language)

    def count(self, value: int) -> str:
        """How many, in front of a measure word."""
        return counted(Decimal(value), self.language)

    def quantity(self, value: float | str, unit: str) -> str:
        """``unit`` is a code or a word as said."""
        amount = Decimal(str(value))
        word = unit_name(unit_code(unit), self.language, amount)
        if word.lower() in UNITS:
            return measure(amount, word, self.language)
        joint = "" if self.language == "zh" else " "
        return f"{counted(amount, self.language)}{joint}{self.plain(word)}"

    def of(self, line: View, quantity: str | None = None) -> str:
        """So much of an item: 五百个六二零四轴承."""
        return self(
            "value.of_item", quantity=quantity or self.quantity(line["quantity"], line["unit"]), item=self.item(line)
        )

    def money(self, amount: str, currency: str) -> str:
        return money(Decimal(amount), currency, self.language)

    def price(self, amount: str, currency: str, unit: str) -> str:
        """A unit price: twelve point eight yuan each, 每公斤四点二元."""
        said = self.money(amount, currency)
        if unit == "H87":
            return self("value.each", price=said)
        one = unit_name(unit_code(unit), self.language, 1)
        english, _, chinese = UNITS.get(one.lower(), (one, one, one))
        return self("value.per", price=said, unit=self.plain(chinese if self.language == "zh" else english))

    def day(self, iso: str) -> str:
        return self._day(_day(iso))

    def _day(self, day: date) -> str:
        year = None if day.year == self.today.year else day.year
        said = calendar_day(year, day.month, day.day, self.language)
        return self("value.day", date=said, weekday=self.written(f"weekday.{day.isoweekday()}"))

    def moment(self, iso: str) -> str:
        instant = datetime.fromisoformat(iso).astimezone(SHANGHAI)
        time = clock_time(instant.hour, instant.minute, self.language)
        return self("value.moment", day=self._day(instant.date()), time=time)

    def ahead(self, iso: str) -> str:
        return self.plain(self.written.ahead(iso, self.today))

    def record(self, number: str) -> str:
        """A number that is to be taken down."""
        return code(number, self.language)

    def order(self, number: str) -> str:
        """An order as people call it, by its last digits: 幺幺九号订单."""
        digits = number.rpartition("-")[2]
        if not digits.isdigit():
            return self.record(number)
        return self("value.order", digits=by_digit(digits[-SHORT_ORDER:], self.language))

    def listed(self, parts: Iterable[str]) -> str:
        """All of them: A, B and C."""
        return self._joined("value.and", list(parts))

    def either(self, parts: Sequence[str]) -> str:
        return self._joined("value.or", list(parts))

    def _joined(self, key: str, parts: list[str]) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self(key, first=self("value.comma").join(parts[:-1]), last=parts[-1])

    def said(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.language == "zh" else " ").join(sentence for sentence in sentences if sentence)

    def cut(self, rows: Sequence[str], shown: int = SHOWN) -> list[str]:
        """The first rows, and how many more there are to see. Where one more is left, it is said as well."""
        if len(rows) <= shown + 1:
            return list(rows)
        return [*rows[:shown], self("value.more", count=self.count(len(rows) - shown))]


def _day(iso: str) -> date:
    return datetime.fromisoformat(iso).astimezone(SHANGHAI).date() if "T" in iso else date.fromisoformat(iso)


def spoken_wording(language: Language, today: date) -> SpokenWording:
    return SpokenWording(language, load_catalog("spoken", language), wording(language), today)
