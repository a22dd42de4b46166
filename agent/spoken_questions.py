"""What a tool has to ask, as a voice asks it: two or three options by name, the question mark last. Pure."""

from agent.spoken_wording import SpokenWording
from agent.wording import View

RECORDS = ("order", "lot", "shipment")
MOST = 3  # options that are said; the page has all


def question(s: SpokenWording, result: View) -> str:
    asked = result["question"]
    slot, reason = asked["slot"], asked["reason"]
    said = heard(s, asked)
    options = [option(s, slot, one) for one in asked["options"][:MOST]]
    more = len(asked["options"]) - len(options)
    if reason == "missing":
        text = _missing(s, asked, slot, options)
    elif reason == "ambiguous":
        text = _ambiguous(s, slot, said, options)
    elif reason == "unknown":
        text = _unknown(s, slot, said, options)
    else:
        text = _invalid(s, asked, slot, said, options)
    return s.said([s("value.more", count=s.count(more)), text]) if more > 0 else text


def heard(s: SpokenWording, asked: View) -> str:
    """The word in question; empty where there is none, or where a voice of this language could not say it."""
    said = str(asked["said"] or "")
    if s.language == "en" and not said.isascii():
        return ""
    return s.plain(said, [said] if asked["slot"] in RECORDS else ())


def _missing(s: SpokenWording, asked: View, slot: str, options: list[str]) -> str:
    values: dict[str, object] = {}
    if slot in ("quantity", "supplier"):
        values["item"] = about(s, asked)
    if slot == "supplier":
        values["options"] = s.either(options)
    return s(f"question.missing_{slot}", **values)


def _ambiguous(s: SpokenWording, slot: str, said: str, options: list[str]) -> str:
    if options:
        return s("question.ambiguous", options=s.either(options))
    key = slot if slot in ("quantity", "date") else "open"
    return s(f"question.ambiguous_{key}", said=said or s("question.that"))


def _unknown(s: SpokenWording, slot: str, said: str, options: list[str]) -> str:
    if slot in ("quantity", "date"):
        return s(f"question.unknown_{slot}")
    ask = s("question.did_you_mean", options=s.either(options)) if options else s("question.say_again")
    return s.said([s(f"question.unknown_{slot}", said=said).replace(" .", "."), ask])


def _invalid(s: SpokenWording, asked: View, slot: str, said: str, options: list[str]) -> str:
    item, said = about(s, asked), said or s("question.that")
    if slot == "item":
        return s("question.produced" if asked["about"]["produced"] else "question.no_offer", item=item)
    if slot == "quantity" and options:
        return s("question.invalid_unit", item=item, said=said, options=s.either(options))
    if slot == "supplier":
        return s("question.invalid_supplier", item=item, said=said, options=s.either(options))
    if slot == "date":
        return s("question.invalid_date", said=said)
    return s("question.invalid_quantity", item=item, said=said)


def about(s: SpokenWording, asked: View) -> str:
    if asked["about"] is None:
        return s("question.these_items")
    return s.item({"name": asked["about"], "part": asked["about"]["value"]})


def option(s: SpokenWording, slot: str, one: View) -> str:
    """A candidate by name; a supplier to choose also by total and date."""
    name = s.plain(one[s.language], [str(one["value"])])
    if slot != "supplier" or "verdict" not in one:
        return name
    total = s.money(one["total"], one["currency"])
    offer = s("question.offer", name=name, total=total, verdict=verdict(s, one))
    if "unit_price" in one and one["requested"] < one["minimum_quantity"]:
        return s("question.minimum", offer=offer, quantity=s.quantity(one["minimum_quantity"], one["unit"]))
    return offer


def verdict(s: SpokenWording, one: View) -> str:
    said = one["verdict"]
    if said == "part":
        if "unit_price" not in one:
            return s("question.part_order")
        return s("question.part", quantity=s.quantity(one["quantity"], one["unit"]))
    if said in ("yes", "later") and one["date"] is not None:
        return s(f"question.{said}", date=s.day(one["date"]))
    return s("question.another_supplier" if said == "another_supplier" else "question.no")
