"""Mutants that take the words wrongly: what is asked for differs from what was said, and all after it is sound."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from agent.model import ModelRequest
from evals.subjects.mutants.misreading import Arguments
from evals.subjects.mutants.mutant import misreads, replaces
from procurement.entities import Item


def _item(line: dict[str, Any], request: ModelRequest) -> Item | None:
    return request.scene.catalogue.find_item(str(line.get("item"))).found


@misreads("create_order", hint=("unit", "box", "bag", "tonne", "order"))
def unit_dropped(arguments: Arguments, request: ModelRequest) -> Arguments:
    """The unit that was said is lost: ten boxes become ten pieces."""
    lines = [{key: value for key, value in line.items() if key != "unit"} for line in arguments.get("lines", ())]
    return {**arguments, "lines": lines}


@misreads("create_order", hint=("order",))
def tenfold_quantity(arguments: Arguments, request: ModelRequest) -> Arguments:
    """Ten times of what was said is proposed."""
    lines = [
        line | ({"quantity": str(Decimal(str(line["quantity"])) * 10)} if line.get("quantity") else {})
        for line in arguments.get("lines", ())
    ]
    return {**arguments, "lines": lines}


@misreads("create_order", hint=("lines", "two-items", "order"))
def second_line_dropped(arguments: Arguments, request: ModelRequest) -> Arguments:
    """Of several items in one order only the first is kept."""
    return {**arguments, "lines": arguments.get("lines", [])[:1]}


@misreads("create_order", hint=("supplier", "order"))
def other_supplier(arguments: Arguments, request: ModelRequest) -> Arguments:
    """The supplier named is exchanged for a competitor who sells the item as well."""
    item = _item(next(iter(arguments.get("lines", ())), {}), request)
    named = request.scene.catalogue.find_supplier(str(arguments.get("supplier")), (item.id,) if item else ()).found
    others = [one for one in item.suppliers if named and one != named.id] if item else []
    return arguments | ({"supplier": others[0]} if others else {})


@misreads("create_order", hint=("supplier", "question", "ambiguous", "missing"))
def supplier_guessed(arguments: Arguments, request: ModelRequest) -> Arguments:
    """Where no supplier was named and several sell the item, one is taken instead of asking."""
    item = _item(next(iter(arguments.get("lines", ())), {}), request)
    return {"supplier": item.suppliers[0]} | arguments if item and item.suppliers else arguments


@misreads("create_order", hint=("place", "warehouse", "order"))
def other_place(arguments: Arguments, request: ModelRequest) -> Arguments:
    """The goods go to the warehouse after the one that was meant."""
    catalogue = request.scene.catalogue
    said = arguments.get("place")
    meant = catalogue.find_place(str(said)).found if said else catalogue.default_warehouse
    places = list(catalogue.warehouses)
    return arguments | ({"place": places[(places.index(meant) + 1) % len(places)].id} if meant else {})


@misreads("create_order", hint=("date", "friday", "order"))
def week_off(arguments: Arguments, request: ModelRequest) -> Arguments:
    """The date that was said is taken for the same day a week later."""
    said = arguments.get("date")
    return arguments | ({"date": (date.fromisoformat(said) + timedelta(weeks=1)).isoformat()} if said else {})


@misreads("create_order", hint=("date", "friday", "order"))
def date_forgotten(arguments: Arguments, request: ModelRequest) -> Arguments:
    """The date that was said is left out, so the order takes the earliest one."""
    return {key: value for key, value in arguments.items() if key != "date"}


@misreads("cancel_order", hint=("cancel", "guard-cancellation"))
def cancels_the_order_before(arguments: Arguments, request: ModelRequest) -> Arguments:
    """It is proposed to cancel the order numbered one lower than the one that was said."""
    said = str(arguments.get("order", ""))
    digits = said[len(said.rstrip("0123456789")) :]
    return arguments | ({"order": f"{said[: -len(digits)]}{int(digits) - 1:0{len(digits)}d}"} if digits else {})


@misreads("check_supplier_capacity", hint=("capacity", "promise"))
def asks_about_a_tenth(arguments: Arguments, request: ModelRequest) -> Arguments:
    """Whether a supplier can deliver is asked for a tenth of the quantity."""
    said = arguments.get("quantity")
    return arguments | ({"quantity": str(Decimal(str(said)) / 10)} if said else {})


@misreads("find_orders", hint=("orders", "list", "late", "unanswered"))
def status_ignored(arguments: Arguments, request: ModelRequest) -> Arguments:
    """Orders of one state were asked for, and all orders are listed."""
    return {key: value for key, value in arguments.items() if key != "status"}


@misreads("stock_status", hint=("stock",))
def stock_of_another_item(arguments: Arguments, request: ModelRequest) -> Arguments:
    """The stock of another item than the one asked about is told."""
    asked = _item(arguments, request)
    items = [item for item in request.scene.catalogue.items if not item.produced]
    return arguments | ({"item": items[(items.index(asked) + 1) % len(items)].part_no} if asked in items else {})


@misreads("trace_lot", hint=("lot", "trace"))
def traced_the_other_way(arguments: Arguments, request: ModelRequest) -> Arguments:
    """Asked where a lot came from, it tells where it went, and the other way round."""
    turned = {"backward": "forward", "forward": "backward", "both": "forward"}
    return {**arguments, "direction": turned[arguments.get("direction", "both")]}


@replaces("agent.surroundings.open_question", hint=("question", "missing", "ambiguous", "answer"))
def answer_not_heard(open_question: Any, *scene: Any) -> None:
    """The answer to an open question is not taken as one."""


@replaces("agent.surroundings.conversations.messages_before", hint=("follow", "context", "question", "pronoun"))
async def forgets_the_conversation(messages_before: Any, *turns: Any) -> list[Any]:
    """Every message is taken for the first of the conversation."""
    return []
