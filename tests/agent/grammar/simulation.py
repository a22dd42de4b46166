"""A conversation without a store: the grammar, a fixed catalogue, and just enough of the tools to have a next Scene."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from agent.grammar.consent import read_decision
from agent.grammar.understanding import Call, understand
from agent.scene import OpenDraft, OpenQuestion, Scene
from procurement import demo_master as demo
from procurement.actor import Actor
from procurement.catalogue import Catalogue
from procurement.entities import Item, Name, Party, Warehouse
from procurement.errors import InvalidInput
from procurement.units import to_base
from procurement.working_calendar import WorkingCalendar

TODAY = date(2026, 11, 23)
Entry = dict[str, Any]


def demo_catalogue() -> Catalogue:
    """The demo buyer's world as the store would load it."""
    offers: dict[str, list[str]] = {}
    packs: dict[str, dict[str, Decimal]] = {}
    for offer in demo.OFFERS:
        offers.setdefault(str(offer["item_id"]), []).append(str(offer["supplier_id"]))
    for pack in demo.PACKS:
        packs.setdefault(pack["item_id"], {})[pack["unit"]] = pack["quantity"]
    items = tuple(
        Item(
            id=one["id"],
            party_id=one["party_id"],
            part_no=one["part_no"],
            name=Name(one["name_zh"], one["name_en"]),
            aliases=tuple(one["aliases"]),
            base_unit=one["base_unit"],
            produced=one["produced"],
            packs=packs.get(one["id"], {}),
            suppliers=tuple(offers.get(one["id"], ())),
        )
        for one in demo.ITEMS
    )
    parties = tuple(
        Party(
            one["id"],
            one["kind"],
            Name(one["name_zh"], one["name_en"]),
            tuple(one["aliases"]),
            one["language"],
            tuple(
                Name(person["name_zh"], person["name_en"])
                for person in demo.CONTACTS
                if person["party_id"] == one["id"] and one["kind"] == "supplier"
            ),
        )
        for one in demo.PARTIES
    )
    places = tuple(
        Warehouse(one["id"], one["party_id"], Name(one["name_zh"], one["name_en"]), tuple(one["aliases"]))
        for one in demo.WAREHOUSES
    )
    return Catalogue(demo.BUYER, items, parties, places, places[0])


BUYER = Actor("li-na", "buyer", demo.BUYER, "buyer", "buyer", "李娜", "Li Na", "zh", Decimal(50_000), False, "suzhou-1")
CATALOGUE = demo_catalogue()
CALENDAR = WorkingCalendar()


@dataclass
class Conversation:
    """Says messages one after the other; ``drafts`` hold resolved arguments as the store's would."""

    drafts: list[OpenDraft] = field(default_factory=list)
    question: OpenQuestion | None = None
    focus: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def scene(self) -> Scene:
        return Scene(BUYER, "zh", TODAY, CALENDAR, CATALOGUE, tuple(self.drafts), self.question, dict(self.focus))

    def say(self, text: str) -> list[Entry]:
        """What the message led to, as entries of the phrasings."""
        scene = self.scene()
        decision = read_decision(text, scene)
        if decision is not None:
            self.drafts = [draft for draft in self.drafts if draft.id not in decision.drafts]
            return [{"act": "confirm" if decision.decision == "yes" else "decline"}]
        understood = understand(text, scene)
        if not understood.calls:
            return [{"act": "ask" if understood.act == "unclear" else understood.act}]
        self.question, entries = None, []
        self.drafts = [OpenDraft(draft.id, draft.tool, draft.arguments, draft.presented) for draft in self.drafts]
        for call in understood.calls:
            entries.append(self.call(call))
        return entries

    def call(self, call: Call) -> Entry:
        self.focus["tool"] = call.tool
        arguments = call.arguments
        for source in (arguments, *(arguments.get("lines") or ())[:1]):
            self.focus |= {key: value for key, value in source.items() if isinstance(value, str)}
        if call.tool == "create_order":
            return self.order(arguments)
        missing = {"cancel_order": "order", "get_order": "order", "trace_lot": "lot", "check_supplier_capacity": "item"}
        slot = missing.get(call.tool)
        item = arguments.get("item")
        unclear = item is not None and CATALOGUE.find_item(str(item)).found is None
        supplier = arguments.get("supplier")
        unknown = supplier is not None and CATALOGUE.find_supplier(str(supplier)).found is None
        if (slot is not None and slot not in arguments) or unclear or unknown:
            about = "item" if unclear else "supplier" if unknown else str(slot)
            self.question = OpenQuestion(call.tool, {k: v for k, v in arguments.items() if k != about}, about)
            return {"act": "ask", "about": about}
        if call.tool == "cancel_order":
            self.open("cancel_order", arguments, None)
        return {"tool": call.tool, **arguments}

    def open(self, tool: str, arguments: Entry, replaces: str | None) -> None:
        self.count += 1
        kept = [draft for draft in self.drafts if draft.id != replaces]
        self.drafts = [OpenDraft(draft.id, draft.tool, draft.arguments, False) for draft in kept]
        self.drafts.append(OpenDraft(f"drf_{self.count}", tool, arguments, True))

    def ask(self, arguments: Entry, slot: str, options: tuple[Entry, ...] = ()) -> Entry:
        self.question = OpenQuestion("create_order", {k: v for k, v in arguments.items() if k != slot}, slot, options)
        return {"act": "ask", "about": slot}

    def order(self, arguments: Entry) -> Entry:
        """The first thing missing is asked, else a draft with resolved arguments is opened."""
        lines = []
        items: list[Item] = []
        for line in arguments.get("lines") or [{}]:
            match = CATALOGUE.find_item(str(line["item"])) if line.get("item") else None
            if match is None or match.found is None or match.found.produced:
                return self.ask(arguments, "item")
            items.append(match.found)
        for line, item in zip(arguments["lines"], items, strict=True):
            if line.get("quantity") is None:
                return self.ask(arguments, "quantity")
            try:
                amount = to_base(Decimal(str(line["quantity"])), str(line.get("unit") or item.base_unit), item)
            except InvalidInput:
                return self.ask(arguments, "quantity")
            lines.append({"item": item.part_no, "quantity": f"{amount.normalize():f}", "unit": item.base_unit})
        day = arguments.get("date")
        try:
            if day is not None and date.fromisoformat(str(day)) < TODAY:
                return self.ask(arguments, "date")
        except ValueError:
            return self.ask(arguments, "date")
        resolved: Entry = {"lines": lines}
        if arguments.get("place") is not None:
            place = CATALOGUE.find_place(str(arguments["place"])).found
            if place is None:
                return self.ask(arguments, "place")
            resolved["place"] = place.id
        said = arguments.get("supplier")
        if said is not None:
            found = CATALOGUE.find_supplier(str(said)).found
            if found is None:
                return self.ask(arguments, "supplier")
            resolved["supplier"] = found.id
        if day is not None:
            resolved["date"] = str(day)
        return self.drafted(arguments, resolved, items)

    def drafted(self, arguments: Entry, resolved: Entry, items: list[Item]) -> Entry:
        shown = {"tool": "create_order", **resolved}
        if arguments.get("replaces"):
            shown["act"] = "correct"
        stored = {"place": "suzhou-1", **resolved}
        if "supplier" not in resolved:
            common = set.intersection(*(set(item.suppliers) for item in items))
            if len(common) == 1:
                stored["supplier"] = common.pop()
            elif common:
                options = tuple(
                    {"value": one, "unit_price": PRICES[items[0].id, one], "date": DATES[one]} for one in sorted(common)
                )
                return self.ask(arguments, "supplier", options)
            elif any(len(item.suppliers) > 1 for item in items):
                return self.ask(arguments, "supplier")
        self.open("create_order", stored, arguments.get("replaces"))
        return shown


PRICES = {(one["item_id"], one["supplier_id"]): str(one["unit_price"]) for one in demo.PRICES}
DATES = {"suzhou-precision": "2026-11-30", "huadong-precision": "2026-11-26", "huazhong-precision": "2026-12-01"}
