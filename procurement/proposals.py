"""Proposals: a wish becomes a Draft, with everything that matters frozen in it: prices, totals, date, promise."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, select

from procurement import schema
from procurement.actor import Actor
from procurement.capacity import offer_of, offers, promise_among
from procurement.draft_records import WAITING, close, has_run_out, insert_draft, proposed_earlier, stored_draft
from procurement.entities import Draft, LineRequest, OrderRequest, Promise, SupplierItem
from procurement.errors import Conflict, InvalidInput, NotAllowed, NotFound
from procurement.money import LineAmounts, amount_text, line_amounts, price_for, price_text
from procurement.placing import cancellable
from procurement.promise import promise_dict
from procurement.reservations import reserve
from procurement.store import UnitOfWork

DRAFT_TTL = timedelta(minutes=30)
MAX_LINES = 100
LIMIT_CURRENCY = "CNY"  # what order_limit is in

_Priced = tuple[LineRequest, SupplierItem, Promise]

_item, _place = schema.item.c, schema.warehouse.c
_OWNER = select(schema.conversation.c.party_id).where(schema.conversation.c.id == bindparam("of_conversation"))
_OWN_ITEMS = select(schema.item).where(
    _item.id.in_(bindparam("wanted", expanding=True)), _item.party_id == bindparam("of_party")
)
_SUPPLIER_NAME = select(schema.party.c.name_zh, schema.party.c.name_en).where(schema.party.c.id == bindparam("wanted"))
_OWN_PLACE_NAME = select(_place.name_zh, _place.name_en).where(
    _place.id == bindparam("wanted"), _place.party_id == bindparam("of_party")
)


@dataclass(frozen=True, slots=True)
class _Names:
    """``items`` by id: {part, name: {zh, en}, unit}."""

    items: dict[str, dict[str, Any]]
    supplier: dict[str, str]
    warehouse: dict[str, str]


async def draft_order(
    uow: UnitOfWork,
    actor: Actor,
    *,
    conversation_id: str,
    proposal_key: str,
    request: OrderRequest,
    replaces: str | None = None,
) -> Draft:
    """Freeze an order as a Draft: prices, totals, the promise of each line, the capacity reserved for it.

    The same ``proposal_key`` gives the same draft. ``replaces``: that waiting draft becomes cancelled and its
    reservation counts no more. Raises NotAllowed without the authority to order, NotFound for what the Actor does not
    see, Conflict when ``replaces`` was executed already. A quantity the supplier takes no order of is frozen as it was
    asked: the promise beside it says what can come, and the person decides.
    """
    earlier = await _proposed_by(uow, actor, proposal_key)
    if earlier is not None:
        return earlier
    require_authority(actor)
    await _require_conversation(uow, actor, conversation_id)
    _require_lines(request)
    if replaces is not None:
        await _withdraw(uow, actor, replaces)
    names = await _names(uow, actor, request)
    priced: list[_Priced] = []
    for line in request.lines:
        visible = await offers(uow, actor, line.item_id)
        offer = offer_of(visible, request.supplier_id)
        promise = await promise_among(uow, visible, offer, line.quantity, request.need_by)
        priced.append((line, offer, promise))
    command = _command(request, priced, names)
    promises = [promise for _, _, promise in priced]
    draft = await insert_draft(
        uow,
        actor,
        conversation_id=conversation_id,
        proposal_key=proposal_key,
        tool="create_order",
        command=command,
        promise=[promise_dict(promise) for promise in promises],
        needs_approval=above_limit(command, actor),
        lifetime=DRAFT_TTL,
    )
    await reserve(uow, draft.id, promises, draft.expires_at)
    return draft


async def draft_cancellation(
    uow: UnitOfWork, actor: Actor, *, conversation_id: str, proposal_key: str, order_number: str
) -> Draft:
    """Freeze the wish to have an issued order cancelled.

    Raises NotAllowed without the authority to order, NotFound for an order the buyer does not have, Conflict when it
    is not issued or has arrived.
    """
    earlier = await _proposed_by(uow, actor, proposal_key)
    if earlier is not None:
        return earlier
    require_authority(actor)
    await _require_conversation(uow, actor, conversation_id)
    order = await cancellable(uow, actor.party_id, order_number)
    return await insert_draft(
        uow,
        actor,
        conversation_id=conversation_id,
        proposal_key=proposal_key,
        tool="cancel_order",
        command={"order_number": order.number, "version": order.version, **order.summary},
        promise=None,
        needs_approval=False,
        lifetime=DRAFT_TTL,
    )


async def _proposed_by(uow: UnitOfWork, actor: Actor, proposal_key: str) -> Draft | None:
    earlier = await proposed_earlier(uow, proposal_key)
    if earlier is not None and earlier.proposed_by != actor.contact_id:
        raise Conflict("This key was used for another proposal.", field="proposal_key", remedy="Use a new key.")
    return earlier


def require_authority(actor: Actor) -> None:
    if actor.party_kind != "buyer" or actor.order_limit is None:
        raise NotAllowed(
            "You do not have the authority to order.",
            field="actor",
            remedy="Ask a buyer of your company to do it.",
        )


async def _require_conversation(uow: UnitOfWork, actor: Actor, conversation_id: str) -> None:
    owner = await uow.conn.scalar(_OWNER, {"of_conversation": conversation_id})
    if owner != actor.party_id:
        raise NotFound("There is no such conversation.", field="conversation", remedy="Start a new one.")


def _require_lines(request: OrderRequest) -> None:
    items = [line.item_id for line in request.lines]
    if not items or len(items) > MAX_LINES:
        raise InvalidInput(
            f"An order has 1 to {MAX_LINES} lines.", field="lines", remedy="Say what to order, or split the order."
        )
    if len(set(items)) != len(items):
        raise InvalidInput("An item is on two lines.", field="lines", remedy="Add them up to one line.")


async def _withdraw(uow: UnitOfWork, actor: Actor, draft_id: str) -> None:
    draft = await stored_draft(uow, actor, draft_id, to_change=True)
    if draft.proposed_by != actor.contact_id:
        raise NotAllowed("Somebody else proposed that draft.", field="replaces", remedy="Propose a draft of your own.")
    if draft.status == "executed":
        raise Conflict(
            f"That draft was executed already as {draft.record_id}.",
            field="replaces",
            remedy="Cancel that order, or place another one.",
        )
    if has_run_out(draft, uow.now()):
        await close(uow, draft, "expired", None)
    elif draft.status in WAITING:
        await close(uow, draft, "cancelled", actor.contact_id)


async def _names(uow: UnitOfWork, actor: Actor, request: OrderRequest) -> _Names:
    """What the command says about each id in it. Raises NotFound for an item or a warehouse of another company."""
    wanted = [line.item_id for line in request.lines]
    rows = await uow.conn.execute(_OWN_ITEMS, {"wanted": wanted, "of_party": actor.party_id})
    items = {
        row.id: {"part": row.part_no, "name": {"zh": row.name_zh, "en": row.name_en}, "unit": row.base_unit}
        for row in rows
    }
    if len(items) < len(wanted):
        raise NotFound("There is no such item.", field="item", remedy="Use a part number from the catalogue.")
    place = {"wanted": request.warehouse_id, "of_party": actor.party_id}
    return _Names(
        items=items,
        supplier=await _name(uow, _SUPPLIER_NAME, {"wanted": request.supplier_id}, "supplier"),
        warehouse=await _name(uow, _OWN_PLACE_NAME, place, "place"),
    )


async def _name(uow: UnitOfWork, query: Select[Any], asked: dict[str, str], field: str) -> dict[str, str]:
    row = (await uow.conn.execute(query, asked)).one_or_none()
    if row is None:
        raise NotFound(f"There is no such {field}.", field=field, remedy=f"Use a {field} from the catalogue.")
    return {"zh": row.name_zh, "en": row.name_en}


def _command(
    request: OrderRequest,
    priced: list[_Priced],
    names: _Names,
) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    sums: list[LineAmounts] = []
    for line, offer, _ in priced:
        price = price_for(offer.price_breaks, line.quantity)
        amounts = line_amounts(line.quantity, price, offer.vat_rate, offer.price_includes_vat)
        sums.append(amounts)
        lines.append(
            {
                "item_id": line.item_id,
                **names.items[line.item_id],
                "quantity": _plain(line.quantity),
                **frozen_terms(offer, price),
                "net": amount_text(amounts.net),
                "gross": amount_text(amounts.gross),
            }
        )
    currencies = {offer.currency for _, offer, _ in priced}
    if len(currencies) > 1:
        raise InvalidInput("The items are priced in different currencies.", field="lines", remedy="Order them apart.")
    return {
        "supplier_id": request.supplier_id,
        "supplier": names.supplier,
        "lines": lines,
        "date": (request.need_by or _earliest_complete([promise for _, _, promise in priced])).isoformat(),
        "warehouse_id": request.warehouse_id,
        "warehouse": names.warehouse,
        "net": amount_text(sum((amounts.net for amounts in sums), Decimal(0))),
        "vat": amount_text(sum((amounts.vat for amounts in sums), Decimal(0))),
        "gross": amount_text(sum((amounts.gross for amounts in sums), Decimal(0))),
        "currency": currencies.pop(),
    }


def _earliest_complete(promises: list[Promise]) -> date:
    """The day by which all that is promised has come; where nothing is, the end of the lead time."""
    return max(
        promise.steps[-1].date if promise.steps else date.fromisoformat(promise.constraint_detail["earliest"])
        for promise in promises
    )


def frozen_terms(offer: SupplierItem, price: Decimal) -> dict[str, Any]:
    """What a line was agreed on; compared again when the draft is executed."""
    return {
        "unit_price": price_text(price),
        "currency": offer.currency,
        "vat_rate": _plain(offer.vat_rate),
        "price_includes_vat": offer.price_includes_vat,
    }


def above_limit(command: dict[str, Any], actor: Actor) -> bool:
    if actor.order_limit is None or command["currency"] != LIMIT_CURRENCY:
        return True
    return Decimal(command["gross"]) > actor.order_limit


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
