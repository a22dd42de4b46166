"""Money: Decimal amounts to the cent, prices to six decimals. Line amounts round half-up, line by line, then add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from procurement.columns import AMOUNT_PLACES
from procurement.errors import Corrupt

_CENT = Decimal(1).scaleb(-AMOUNT_PLACES)


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """``net + vat == gross``, each to the cent."""

    net: Decimal
    vat: Decimal
    gross: Decimal


def round_amount(value: Decimal) -> Decimal:
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def line_amounts(quantity: Decimal, unit_price: Decimal, vat_rate: Decimal, includes_vat: bool) -> LineAmounts:
    """The amounts of one line. The side the price is quoted on is rounded first and is exact; the other follows."""
    quoted = round_amount(quantity * unit_price)
    if includes_vat:
        net = round_amount(quoted / (1 + vat_rate))
        return LineAmounts(net=net, vat=quoted - net, gross=quoted)
    vat = round_amount(quoted * vat_rate)
    return LineAmounts(net=quoted, vat=vat, gross=quoted + vat)


def price_for(breaks: Sequence[tuple[Decimal, Decimal]], quantity: Decimal) -> Decimal:
    """The unit price at a quantity: that of the highest break reached, or of the lowest one below all of them.

    ``breaks`` is ascending (from_quantity, unit_price). Raises Corrupt when there is none.
    """
    if not breaks:
        raise Corrupt("An offer has no price.", field="price_break", remedy="Add a price to the supplier's terms.")
    reached = [price for start, price in breaks if start <= quantity]
    return reached[-1] if reached else breaks[0][1]


def amount_text(value: Decimal) -> str:
    """An amount as it travels: "6400.00"."""
    return f"{round_amount(value):f}"


def price_text(value: Decimal) -> str:
    """A unit price as it travels: at least two decimals, no zeros beyond them ("12.80", "0.045")."""
    exact = value.normalize()
    exponent = exact.as_tuple().exponent
    places = max(AMOUNT_PLACES, -exponent if isinstance(exponent, int) else AMOUNT_PLACES)
    return f"{value:.{places}f}"
