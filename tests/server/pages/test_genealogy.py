"""A trace as a diagram."""

from typing import Any

import pytest

from agent.wording import wording
from procurement.actor import Actor
from procurement.lots import trace_lot
from procurement.store import Store
from prompts.loader import load_catalog
from server.pages.genealogy import diagram, quoted
from server.pages.lots import sides
from server.pages.visit import Visit
from tools.views import trace_view


@pytest.fixture
async def trace(store: Store, buyer: Actor) -> dict[str, Any]:
    async with store.read() as uow:
        return trace_view(await trace_lot(uow, buyer, "P20261105", "both"))


def visit(actor: Actor) -> Visit:
    return Visit(None, actor, "en", load_catalog("pages", "en"), wording("en"), (), None)  # type: ignore[arg-type]


async def test_the_diagram_leads_from_supplier_to_receivers(trace: dict[str, Any], buyer: Actor) -> None:
    drawn = diagram(visit(buyer), trace)
    assert drawn.startswith("flowchart LR")
    assert ":::traced" in next(line for line in drawn.splitlines() if "P20261105" in line)
    for name in ("L20261101", "Jinmai Flour", "Eastside Bakery", "Riverside Trading", "1,800 kg", "3,500 pieces"):
        assert name in drawn, name


async def test_a_lot_has_two_sides(trace: dict[str, Any]) -> None:
    upstream, downstream = sides(trace)
    assert [step["consumed"] for step in upstream] == ["L20261101"]
    assert downstream == []


def test_labels_cannot_break_the_diagram() -> None:
    label = quoted('a"]; click x "javascript:alert(1)"', "<b>")
    assert label.count('"') == 2
    for syntax in ("[", "]", "(", ")", ":"):
        assert syntax not in label
    assert label.count("<") == 1  # the line break between the two texts
