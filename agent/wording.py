"""How values look to a person in one language: names, quantities with units, money, dates with their weekday. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.actor import Language
from procurement.clock import SHANGHAI
from procurement.units import UNITS, resolve_unit, unit_name
from prompts.loader import Texts, load_catalog

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wording:
    """``texts`` are the reply templates of ``language``."""

    language: Language
    texts: Texts

    def __call__(self, key: str, /, **values: object) -> str:
        return self.texts(key, **values)

    def name(self, name: View) -> str:
        text: str = name[self.language]
        return text

    def item(self, line: View) -> str:
        """Name and part number; the number alone is not said twice when the name holds it."""
        name = self.name(line["name"])
        return name if line["part"] in name else self("value.item", name=name, part=line["part"])

    def number(self, value: float | str) -> str:
        """Digits with thousands separators, decimals only where there are some."""
        exact = Decimal(str(value))
        return f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact.normalize():,f}"

    def quantity(self, value: float | str, unit: str) -> str:
        """``unit`` is a code or a word as said; one without a code is shown as it is."""
        word = unit_name(unit_code(unit), self.language, Decimal(str(value)))
        return self("value.quantity", number=self.number(value), unit=word)

    def money(self, amount: str, currency: str) -> str:
        """At least two decimals; unit prices keep theirs."""
        whole, _, decimals = amount.partition(".")
        digits = f"{int(whole):,}.{decimals.ljust(2, '0')}"
        if currency == "CNY":
            return self("value.cny", amount=digits)
        return self("value.money", amount=digits, currency=currency)

    def day(self, iso: str) -> str:
        """A date, or the Shanghai day of an instant, in full with its weekday."""
        return self._day(_day(iso))

    def _day(self, day: date) -> str:
        return self(
            "value.date",
            year=day.year,
            month=self(f"month.{day.month}"),
            day=day.day,
            weekday=self(f"weekday.{day.isoweekday()}"),
        )

    def moment(self, iso: str) -> str:
        instant = datetime.fromisoformat(iso).astimezone(SHANGHAI)
        return self("value.moment", date=self._day(instant.date()), time=f"{instant:%H:%M}")

    def ahead(self, iso: str, today: date) -> str:
        """How far a day is from today, in words."""
        days = (_day(iso) - today).days
        if days in (-1, 0, 1):
            return self(f"ahead.{('yesterday', 'today', 'tomorrow')[days + 1]}")
        return self("ahead.future" if days > 0 else "ahead.past", days=abs(days))

    def listed(self, parts: Iterable[str]) -> str:
        """Parts of one sentence."""
        return self("value.comma").join(parts)

    def numbered(self, lines: Iterable[str]) -> str:
        return "\n".join(f"{index}. {line}" for index, line in enumerate(lines, start=1))


def unit_code(unit: str) -> str:
    """The code of a unit as said; 吨 is TNE, but 斤 and 打 have none of their own and stay words."""
    known = resolve_unit(unit)
    if known is None:
        return unit
    code, factor = known
    size = UNITS[code].factor * factor
    same = (one.code for one in UNITS.values() if one.dimension == UNITS[code].dimension and one.factor == size)
    return code if factor == 1 else next(same, unit)


def _day(iso: str) -> date:
    return datetime.fromisoformat(iso).astimezone(SHANGHAI).date() if "T" in iso else date.fromisoformat(iso)


def wording(language: Language) -> Wording:
    return Wording(language, load_catalog("replies", language))
