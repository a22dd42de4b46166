"""Column types that keep exact values exact on SQLite and PostgreSQL alike."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.types import TypeDecorator


class Exact(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of places, stored as a scaled integer, so that sums in SQL are exact."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class Instant(TypeDecorator[datetime]):
    """A timezone-aware instant, stored as fixed-width ISO 8601 in UTC, so that text order is time order."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a timezone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


QUANTITY_PLACES = 3
PRICE_PLACES = 6
AMOUNT_PLACES = 2


def quantity() -> Exact:
    return Exact(QUANTITY_PLACES)


def unit_price() -> Exact:
    return Exact(PRICE_PLACES)


def amount() -> Exact:
    return Exact(AMOUNT_PLACES)
