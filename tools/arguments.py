"""The kinds of argument a tool takes: names and dates as said, exact numbers. Everything else is refused."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

SAID_LENGTH = 200
LINE_COUNT = 50

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _plain(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("control characters are not allowed")
    return value


def _blank_is_none(value: Any) -> Any:
    """What a model sends for a field it has nothing for."""
    return None if isinstance(value, str) and not value.strip() else value


def _number_only(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a quantity is a number")
    if isinstance(value, str) and len(value) > SAID_LENGTH:
        raise ValueError("a quantity is a number")
    return value


def _as_text(value: Any) -> Any:
    """A part number such as 6204 comes as a number too."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip(" \t\u3000") if isinstance(value, str) else value


Said = Annotated[str, Field(max_length=SAID_LENGTH), BeforeValidator(_as_text), AfterValidator(_plain)]
MaybeSaid = Annotated[Said | None, BeforeValidator(_blank_is_none)]
MaybeQuantity = Annotated[Decimal | None, BeforeValidator(_number_only), BeforeValidator(_blank_is_none)]


class Arguments(BaseModel):
    """The arguments of one tool. Unknown fields are refused, so that a misspelt one is never silently dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)
