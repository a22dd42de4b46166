"""Answers to the question the last turn ended in: the value asked for, one of the options, or more of the order."""

from typing import Any

from agent.grammar.facts import Facts
from agent.grammar.line_changes import merged
from agent.grammar.lookups import (
    bare_number,
    date_argument,
    item_argument,
    place_argument,
    quantity_arguments,
    supplier_argument,
)
from agent.grammar.orders import order_words
from agent.grammar.signs import Signs
from agent.scene import OpenQuestion, Scene

Arguments = dict[str, Any]
_FRESH = ("order_noun", "stock", "capacity", "cancel", "where", "trace", "help", "handoff")


def answered(signs: Signs, facts: Facts, scene: Scene) -> Arguments | None:
    """The call in question with the answer put in; None when the message is about something else."""
    question = scene.question
    if question is None or _about_else(signs, facts, question):
        return None
    chosen = _option(signs, question)
    if chosen is not None:
        return _filled(question, chosen, scene)
    if question.tool == "create_order":
        return _order_answer(signs, question, scene)
    value = _value(signs, question, scene)
    return None if value is None else {**question.arguments, **value}


def _about_else(signs: Signs, facts: Facts, question: OpenQuestion) -> bool:
    """A question back, or an errand that stands on its own."""
    reading = signs.reading
    if facts.asks and not reading.has("cheap", "fast"):
        return True
    if question.slot != "order" and (facts.order or facts.has("cancel")):
        return True
    if question.tool == "create_order":
        return bool((facts.ordering and facts.item and facts.quantity) or facts.lot or facts.parcel or facts.forbidden)
    return bool(facts.ordering or (facts.item and facts.quantity and question.slot not in ("item", "quantity")))


def _option(signs: Signs, question: OpenQuestion) -> Any | None:
    """第二个, the cheaper one, 快的那家, the last one: the value of that option."""
    options = question.options
    if not options:
        return None
    reading = signs.reading
    position = next((span.ordinal for span in signs.spans if span.ordinal is not None), None)
    if position is None:
        position = _english_position(signs, len(options))
    if position is None and reading.has("last_option") and not signs.quantities:
        position = len(options)
    if position is None and reading.has("first_option") and not signs.quantities:
        position = 1
    if position is not None and 1 <= position <= len(options):
        return options[position - 1]["value"]
    for concept, key, highest in (
        ("cheap", "unit_price", False),
        ("expensive", "unit_price", True),
        ("fast", "date", False),
    ):
        priced = [option for option in options if option.get(key) is not None]
        if reading.has(concept) and priced and not signs.items and not signs.supplier:
            ranked = sorted(priced, key=lambda option: _rank(option[key], key), reverse=highest)
            best = [option for option in priced if _rank(option[key], key) == _rank(ranked[0][key], key)]
            return best[0]["value"] if len(best) == 1 else None
    return None


def _rank(value: Any, key: str) -> Any:
    return float(value) if key == "unit_price" else str(value)


_POSITIONS = {"second": 2, "third": 3, "fourth": 4, "2nd": 2, "3rd": 3, "1st": 1}


def _english_position(signs: Signs, count: int) -> int | None:
    """the second one, number 2, option two; a bare 1 or 2 picks from a list."""
    words = signs.reading.text.lower().replace(".", " ").split()
    for word in words:
        if word in _POSITIONS:
            return _POSITIONS[word]
    if len(signs.quantities) == 1 and not signs.items:
        quantity = signs.quantities[0].quantity
        if quantity is not None and quantity.unit is None and quantity.amount in range(1, count + 1):
            return (
                int(quantity.amount)
                if any(word in ("option", "number", "no", "choice", "选", "第") for word in words)
                or len(signs.spans) == 1
                else None
            )
    return None


def _filled(question: OpenQuestion, value: Any, scene: Scene) -> Arguments:
    arguments = dict(question.arguments)
    if question.tool == "create_order" and question.slot in ("item", "quantity", "unit"):
        key = "unit" if question.slot == "quantity" else question.slot
        arguments["lines"] = _into_line(list(arguments.get("lines") or []), key, value, question, scene)
        return arguments
    key = "tracking_number" if question.slot == "shipment" and "tracking_number" in arguments else question.slot
    return {**arguments, key: value}


def _into_line(lines: list[Any], key: str, value: Any, question: OpenQuestion, scene: Scene) -> list[Any]:
    """The first line that lacks it, else the first whose item is not clear."""
    lines = [dict(line) for line in lines] or [{}]
    for line in lines:
        said = line.get("item")
        unclear = key == "item" and said is not None and scene.catalogue.find_item(str(said)).found is None
        if line.get(key) is None or unclear:
            line[key] = value
            return lines
    if key == "unit":
        lines[0][key] = value
    return lines


def _order_answer(signs: Signs, question: OpenQuestion, scene: Scene) -> Arguments | None:
    """The slot asked for, and whatever else of the order the answer tells."""
    words = order_words(signs, scene.catalogue)
    arguments = dict(question.arguments)
    slot = question.slot
    given = dict(words.arguments())
    lines = [dict(line) for line in given.pop("lines")]
    if slot == "supplier" and "supplier" not in given:
        said = supplier_argument(signs)
        place = (
            given.pop("place", None)
            if signs.place is not None and signs.place.mention("supplier") is not None
            else None
        )
        if said is None and place is None:
            said = _residue(signs)
        if said is not None:
            given["supplier"] = said
    if slot == "place" and "place" not in given:
        said = place_argument(signs) or _ambiguous_place(signs) or _residue(signs)
        if said is not None:
            given["place"] = said
    if slot in ("item", "quantity") and lines:
        merged_lines = [dict(line) for line in arguments.get("lines") or []]
        for line in lines:
            merged_lines = _merge_line(merged_lines, line, slot, scene)
        arguments["lines"] = merged_lines
        lines = []
    elif slot == "item" and not lines and not given:
        said = _residue(signs)
        if said is None:
            return None
        arguments["lines"] = _into_line(list(arguments.get("lines") or []), "item", said, question, scene)
        return arguments
    elif slot == "quantity" and not lines and not given:
        unit = next((span.unit for span in signs.spans if span.unit), None)
        if unit is None:
            return None
        arguments["lines"] = _into_line(list(arguments.get("lines") or []), "unit", unit, question, scene)
        return arguments
    if not given and not lines and arguments == question.arguments:
        return None
    if lines:
        arguments = merged(arguments, lines, scene, add=facts_more(signs)) or arguments
    return {**arguments, **given}


def facts_more(signs: Signs) -> bool:
    return signs.reading.has("more") and bool(signs.items)


def _merge_line(lines: list[Arguments], said: Arguments, slot: str, scene: Scene) -> list[Arguments]:
    """Puts an answer into the line that lacks it."""
    catalogue = scene.catalogue
    for line in lines:
        unclear = "item" not in line or catalogue.find_item(str(line["item"])).found is None
        if slot == "item" and unclear and "item" in said:
            line |= said
            return lines
        same = "item" not in said or said["item"] == line.get("item")
        if slot == "quantity" and same and (line.get("quantity") is None or len(lines) == 1):
            line.pop("unit", None) if "quantity" in said else None
            line |= said
            return lines
    if not lines or "item" in said:
        lines.append(said)
    return lines


def _ambiguous_place(signs: Signs) -> str | None:
    return next((mention.clear or span.text for span in signs.spans if (mention := span.mention("place"))), None)


def _residue(signs: Signs) -> str | None:
    """The unexplained words, when that is nearly all there is."""
    unknown = [span for span in signs.spans if span.residue]
    return unknown[0].text if len(unknown) == 1 and not signs.quantities and not signs.dates else None


def _value(signs: Signs, question: OpenQuestion, scene: Scene) -> Arguments | None:
    """The value of the slot for a tool that reads, or for a cancellation."""
    slot = question.slot
    if slot == "order":
        named = signs.identifier("order")
        value = named.identifier.value if named is not None and named.identifier is not None else bare_number(signs)
    elif slot in ("lot", "shipment", "tracking_number"):
        named = signs.identifier("lot" if slot == "lot" else "shipment", "tracking")
        value = named.identifier.value if named is not None and named.identifier is not None else None
    elif slot == "item":
        value = item_argument(signs) or _residue(signs)
    elif slot == "supplier":
        value = supplier_argument(signs) or _residue(signs)
    elif slot == "place":
        value = _ambiguous_place(signs) or _residue(signs)
    elif slot == "date":
        value = date_argument(signs)
    elif slot == "quantity" and signs.quantities:
        return quantity_arguments(signs.quantities[0]) or None
    else:
        return None
    return None if value is None else {slot: value}
