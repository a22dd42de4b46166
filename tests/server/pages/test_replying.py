"""What of a reply is shown beside cards."""

from datetime import date

from agent.replies import render_result
from procurement.actor import Actor
from procurement.store import Store
from server.pages.replying import beside_cards, drafts_in, results_in
from tests.tools.context import context, open_conversation
from tools.registry import call
from tools.views import result_dict

TODAY = date(2026, 11, 23)


async def test_a_draft_is_not_said_twice(store: Store, buyer: Actor) -> None:
    await open_conversation(store, buyer)
    ctx = await context(store, buyer)
    order = result_dict(
        await call(ctx, "create_order", {"lines": [{"item": "6204", "quantity": 500}], "supplier": "suzhou-precision"})
    )
    stock = result_dict(await call(ctx, "stock_status", {"item": "BT-10"}))
    said = [
        render_result(name, result, "zh", TODAY) for name, result in (("create_order", order), ("stock_status", stock))
    ]
    results = [("create_order", order), ("stock_status", stock)]
    assert beside_cards("\n\n".join(said), results, "zh", TODAY) == said[1]
    assert beside_cards(said[0], results[:1], "zh", TODAY) == ""
    assert beside_cards("别的话", results, "zh", TODAY) == "别的话"


def test_stored_events_tell_of_drafts_and_results() -> None:
    events = [
        {"event": "ToolReturned", "call_id": "1", "name": "create_order", "result": {"status": "ok"}},
        {"event": "DraftChanged", "draft": {"id": "b"}},
        {"event": "DraftChanged", "draft": {"id": "a"}},
        {"event": "DraftChanged", "draft": {"id": "b"}},
    ]
    assert drafts_in(events) == ["b", "a"]
    assert results_in(events) == [("create_order", {"status": "ok"})]
