"""What a Tool is. Tools know services and nothing of language models; a model sees ``parameters`` and the result.

A tool declares its effect once: ``read`` answers, ``write`` only ever proposes (a Draft, which a decision executes).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from procurement.actor import Actor
from procurement.catalogue import Catalogue
from procurement.entities import Draft
from procurement.store import Store

Effect = Literal["read", "write"]
Status = Literal["ok", "question", "refused"]


@dataclass(frozen=True, slots=True)
class Question:
    """Something the person has to say before the tool can go on.

    ``slot`` is the argument in question (item, quantity, supplier, place, order, shipment, lot, date); ``said`` what
    was said; ``options`` the candidates side by side: {"value", "zh", "en"} plus, for suppliers of an order, total,
    currency, date, verdict and, of a single line, unit_price, unit, requested, quantity (on time), minimum_quantity,
    suggested_quantity. A quantity said in a unit the item does not have is slot quantity, reason invalid, with the
    item's units as options; one the supplier takes no order of has the nearest possible ones as options, and the
    result's data the promise. ``about`` is the item {"value": part number, "zh", "en"} a quantity or supplier is for;
    of slot item, reason invalid, the one nobody sells, with "produced".
    ``reason``: missing | ambiguous | unknown | invalid.
    """

    slot: str
    reason: Literal["missing", "ambiguous", "unknown", "invalid"]
    said: str | None = None
    options: tuple[dict[str, Any], ...] = ()
    about: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """``data`` is JSON (Decimals as strings, quantities as numbers). ``drafts`` are those a write tool proposed."""

    status: Status
    data: dict[str, Any] = field(default_factory=dict)
    question: Question | None = None
    drafts: tuple[Draft, ...] = ()
    superseded: tuple[str, ...] = ()  # draft ids this proposal replaced


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a call gets besides its arguments. ``call_key`` names the call for good (turn id + ordinal): a repeated
    write finds what its first run did."""

    store: Store
    actor: Actor
    catalogue: Catalogue
    today: date
    conversation_id: str
    call_key: str


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    effect: Effect
    parameters: type[BaseModel]  # extra fields forbidden; docstring and field descriptions are what a model reads
    run: Callable[[ToolContext, Any], Awaitable[ToolResult]]
    description: str
