"""Who delivers what: the suppliers of an order's lines, or the question of which one to take."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from procurement.capacity import check_promise, offers, terms
from procurement.entities import Item, Party, Promise
from procurement.money import line_amounts, price_for
from procurement.store import UnitOfWork
from tools.resolve import Option, item_option, party_option, supplier_of
from tools.spec import Question, ToolContext
from tools.views import WORST_FIRST, money, number, price


@dataclass(frozen=True, slots=True)
class Wanted:
    """``quantity`` in base units."""

    item: Item
    quantity: Decimal


Share = tuple[Party, tuple[Wanted, ...]]


async def choose_suppliers(
    uow: UnitOfWork,
    ctx: ToolContext,
    lines: tuple[Wanted, ...],
    said: str | None,
    need_by: dt.date | None,
    replaces: str | None = None,
) -> list[Share] | Question:
    """The lines by supplier: all from one where one sells all, else each line from the only one that sells it.

    A supplier who was named takes every line he sells. A Question compares those who could deliver.
    """
    sellers: dict[str, list[str]] = {}
    for line in lines:
        sellers[line.item.id] = [offer.supplier_id for offer in await offers(uow, ctx.actor, line.item.id)]
    named: Party | None = None
    if said is not None:
        found = supplier_of(ctx.catalogue, said, [line.item.id for line in lines])
        if isinstance(found, Question):
            return await ask(uow, ctx, lines, sellers, need_by, replaces, found)
        named = found
    share = divided(lines, sellers, named)
    if share is None:
        invalid = Question("supplier", "invalid" if named else "missing", said)
        return await ask(uow, ctx, lines, sellers, need_by, replaces, invalid)
    return [(ctx.catalogue.parties_by_id[supplier], wanted) for supplier, wanted in share.items()]


def divided(
    lines: tuple[Wanted, ...], sellers: dict[str, list[str]], named: Party | None
) -> dict[str, tuple[Wanted, ...]] | None:
    """Supplier ids with their lines; None when somebody has to choose, or the supplier named sells none of it."""
    everything = common_sellers(lines, sellers)
    if named is None and len(everything) == 1:
        return {everything[0]: lines}
    if named is not None and not any(named.id in sellers[line.item.id] for line in lines):
        return None
    share: dict[str, tuple[Wanted, ...]] = {}
    for line in lines:
        possible = sellers[line.item.id]
        if named is not None and named.id in possible:
            taken = named.id
        elif len(possible) == 1:
            taken = possible[0]
        else:
            return None
        share[taken] = (*share.get(taken, ()), line)
    return share


def common_sellers(lines: tuple[Wanted, ...], sellers: dict[str, list[str]]) -> list[str]:
    """Those who sell every line, in the order of the first line's offers."""
    return [one for one in sellers[lines[0].item.id] if all(one in sellers[line.item.id] for line in lines)]


async def ask(
    uow: UnitOfWork,
    ctx: ToolContext,
    lines: tuple[Wanted, ...],
    sellers: dict[str, list[str]],
    need_by: dt.date | None,
    replaces: str | None,
    question: Question,
) -> Question:
    """``question`` with whom to choose from: those it names already, else those who sell all, else those of the first
    line that leaves a choice. Who sells what is compared is shown with price and promise."""
    compared = lines
    choice = common_sellers(lines, sellers)
    if not choice:
        compared = (next((line for line in lines if len(sellers[line.item.id]) > 1), lines[0]),)
        choice = sellers[compared[0].item.id]
    named = [str(option["value"]) for option in question.options] or choice
    options: list[Option] = []
    for supplier in (ctx.catalogue.parties_by_id[one] for one in named):
        sells = all(supplier.id in sellers[line.item.id] for line in compared)
        offer = await compare(uow, ctx, supplier, compared, need_by, replaces) if sells else party_option(supplier)
        options.append(offer)
    about = item_option(compared[0].item) if len(compared) == 1 else None
    return Question("supplier", question.reason, question.said, tuple(options), about)


async def compare(
    uow: UnitOfWork,
    ctx: ToolContext,
    supplier: Party,
    lines: tuple[Wanted, ...],
    need_by: dt.date | None,
    replaces: str | None,
) -> Option:
    """What one supplier asks and promises for the lines. ``unit_price`` and ``quantity`` only for a single line."""
    total = Decimal(0)
    currency = ""
    promises: list[Promise] = []
    option = party_option(supplier)
    for line in lines:
        offer = await terms(uow, supplier.id, line.item.id)
        unit_price = price_for(offer.price_breaks, line.quantity)
        total += line_amounts(line.quantity, unit_price, offer.vat_rate, offer.price_includes_vat).gross
        currency = offer.currency
        promises.append(
            await check_promise(
                uow,
                ctx.actor,
                item_id=line.item.id,
                supplier_id=supplier.id,
                quantity=line.quantity,
                need_by=need_by,
                exclude_draft=replaces,
            )
        )
        if len(lines) == 1:
            option |= {
                "unit_price": price(unit_price),
                "unit": line.item.base_unit,
                "quantity": number(promises[0].on_time),
                "requested": number(line.quantity),
                "minimum_quantity": number(offer.minimum_quantity),
                "suggested_quantity": None
                if promises[0].suggested_quantity is None
                else number(promises[0].suggested_quantity),
            }
    dates = [promise.completion for promise in promises]
    known = [date for date in dates if date is not None]
    return option | {
        "total": money(total),
        "currency": currency,
        "verdict": min((promise.verdict for promise in promises), key=WORST_FIRST.index),
        "date": max(known).isoformat() if known and len(known) == len(dates) else None,
    }
