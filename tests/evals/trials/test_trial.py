"""Trials of the real agent: what they record, and that the same trial records the same bytes."""

import pytest

from agent.assistant import open_agent
from evals.trials.record import Record
from tests.evals.trials.conftest import ORDER, Play, scenario, whole


async def test_an_order_from_words_to_the_suppliers_mailbox(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, {"decide": "yes"}, {"say": "黄油还有多少"}))
    assert [turn.step for turn in record.turns] == [1, 2, 3]
    assert [call["name"] for call in record.turns[2].tool_calls] == ["stock_status"]
    before, after, log = whole(record)
    (number,) = after.orders.keys() - before.orders.keys()
    assert after.orders[number] | {"draft": ""} == {
        "supplier": "suzhou-precision",
        "document_status": "issued",
        "response_status": "none",
        "date": "2026-12-04",
        "place": "suzhou-1",
        "currency": "CNY",
        "gross": "6400",
        "transmitted": True,
        "draft": "",
        "lines": [{"item": "hengfeng.6204", "quantity": "500", "unit": "H87", "unit_price": "12.8"}],
    }
    assert [(draft["status"], draft["actor"]) for draft in after.drafts] == [("executed", "buyer")]
    assert after.others == before.others
    assert log.audit_whole
    assert all(event["published"] for event in log.events)


async def test_the_same_trial_writes_the_same_bytes(play: Play) -> None:
    steps = ({"say": ORDER}, {"say": "不对,三百个"}, {"wait": "PT1M"}, {"decide": "yes"})
    records = [await play(scenario(*steps)) for _ in range(2)]
    assert records[0].model_dump_json() == records[1].model_dump_json()
    assert records[0].error is None


async def test_a_manager_decides_what_the_buyer_may_not(play: Play) -> None:
    record = await play(
        scenario(
            {"say": "向苏州精密订5000个6204轴承"},
            {"decide": "yes"},
            {"decide": "yes", "actor": "manager"},
        )
    )
    _, after, log = whole(record)
    assert [(draft["status"], draft["decided_by"]) for draft in after.drafts] == [("executed", "manager")]
    assert [turn.conversation for turn in record.turns] == ["buyer"] * 3
    assert [one["actor"] for one in log.confirmations] == ["buyer", "manager"]


async def test_nothing_to_decide_is_the_agents_failure(play: Play) -> None:
    record = await play(scenario({"decide": "yes"}, {"say": ORDER}))
    assert record.error is None
    assert (record.turns[0].error or {})["code"] == "not_found"
    assert record.turns[1].reply


async def test_time_passes_and_drafts_run_out(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, {"wait": "PT45M"}, {"decide": "yes"}))
    before, after, _ = whole(record)
    assert [draft["status"] for draft in after.drafts] == ["expired"]
    assert after.orders == before.orders
    assert record.turns[1].input["draft"] == after.drafts[0]["id"]


@pytest.mark.parametrize(("digest", "orders"), [("shown", 1), ("none", 1), ("other", 0)])
async def test_a_press_is_bound_to_what_was_shown(play: Play, digest: str, orders: int) -> None:
    record = await play(scenario({"say": ORDER}, {"decide": "yes", "digest": digest}))
    before, after, _ = whole(record)
    assert len(after.orders) - len(before.orders) == orders


async def test_what_a_person_does_when_asked(play: Play) -> None:
    record = await play(
        scenario(
            {"say": "订500个6204轴承"},
            {"decide": "yes"},
            reactions=[
                {"when": {"question": "supplier"}, "does": {"say": "苏州精密"}},
                {"when": {"refused": True}, "does": {"say": "never said"}},
            ],
        )
    )
    _, after, _ = whole(record)
    assert [turn.cause for turn in record.turns] == ["step", "reaction", "step"]
    assert [draft["status"] for draft in after.drafts] == ["executed"]


async def test_two_things_at_the_same_moment(play: Play) -> None:
    twice = {"together": [{"decide": "yes"}, {"say": "确认"}]}
    records = [await play(scenario({"say": ORDER}, twice)) for _ in range(2)]
    assert records[0].model_dump_json() == records[1].model_dump_json()
    record = records[0]
    before, after, _ = whole(record)
    assert len(after.orders) - len(before.orders) == 1
    assert [turn.step for turn in record.turns] == [1, 2, 2]


async def test_two_people_at_the_same_moment(play: Play) -> None:
    both = {"together": [{"say": ORDER}, {"say": ORDER, "actor": "manager"}]}
    decide = {"together": [{"decide": "yes"}, {"decide": "yes", "actor": "manager"}]}
    records = [await play(scenario(both, decide)) for _ in range(3)]
    assert len({record.model_dump_json() for record in records}) == 1
    before, after, _ = whole(records[0])
    assert len(after.orders) - len(before.orders) == 2


async def test_a_fault_of_the_trial_is_kept_in_the_record(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, actor="nobody"))
    assert record.error == "NotFound: nobody has the handle 'nobody'"


async def test_another_day_is_another_demo_chain(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, now="2026-12-01T09:00:00"))
    before, after, _ = whole(record)
    assert before.orders["PO-2026-00117"]["date"] == "2026-12-03"
    assert after.drafts[0]["date"] == "2026-12-11"


async def test_the_record_can_be_read_again(play: Play) -> None:
    record = await play(scenario({"say": ORDER}))
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert record.agent == f"{open_agent.__module__}:open_agent"
