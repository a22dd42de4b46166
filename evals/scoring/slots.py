"""Whether the replies say what they must, and do not say what they must not."""

from evals.scenarios.scenario import Said, Scenario
from evals.scoring.concepts import expresses
from evals.scoring.measures import NOBODY, figure, item_id, place_id, supplier_id
from evals.scoring.said import new_orders, told
from evals.scoring.score import Score
from evals.scoring.words.codes import says_code, says_order
from evals.scoring.words.dates import says_date
from evals.scoring.words.figures import in_figures
from evals.scoring.words.money import says_money
from evals.scoring.words.naming import named
from evals.scoring.words.quantities import says_quantity
from evals.trials.record import Names, Record

NAME = "slots"


def score(scenario: Scenario, record: Record) -> Score:
    expect = scenario.expect
    missing = [f"does not say {shown(said)}" for said in expect.says if not is_said(said, record)]
    wrong = [f"says {shown(said)}, and must not" for said in expect.never_says if is_said(said, record)]
    return Score(NAME, not (missing or wrong), "; ".join(missing + wrong), bool(expect.says or expect.never_says))


def is_said(said: Said, record: Record) -> bool:
    if said.concept is not None:
        return any(expresses(text, said.concept) for text in told(record, said.at))
    return any(_says(in_figures(text), said, record) for text in told(record, said.at))


def _says(text: str, said: Said, record: Record) -> bool:
    names = record.names or NOBODY
    if said.quantity is not None:
        items = [id for kind, id in named(text, names) if kind == "item"]
        return says_quantity(text, said.quantity, said.unit, items, names)
    if said.money is not None:
        return says_money(text, said.money)
    if said.date is not None:
        return says_date(text, said.date)
    if said.order is not None:
        numbers = new_orders(record) if said.order == "new" else [said.order]
        return any(says_order(text, number) for number in numbers)
    code = said.shipment or said.tracking or said.lot
    return says_code(text, code) if code else _names(text, said, names)


def _names(text: str, said: Said, names: Names) -> bool:
    found = named(text, names)
    if said.item is not None:
        return ("item", item_id(said.item, names)) in found
    if said.supplier is not None:
        return ("supplier", supplier_id(said.supplier, names)) in found
    if said.place is not None:
        return ("place", place_id(said.place, names)) in found
    assert said.person is not None  # a Said has one slot
    return ("person", names.people.get(said.person.lower(), said.person)) in found


def shown(said: Said) -> str:
    """For people: quantity 500 KGM in step 2."""
    value = getattr(said, said.slot)
    text = figure(value) if said.slot in ("quantity", "money") else str(value)
    unit = f" {said.unit}" if said.unit else ""
    return f"{said.slot} {text}{unit}" + (f" in step {said.at}" if said.at else "")
