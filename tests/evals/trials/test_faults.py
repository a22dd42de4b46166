"""Each fault happens to the real agent, which stands it; one that was asked for and does not happen is no pass."""

from typing import Any

import pytest

from evals.scenarios.scenario import FaultKind
from tests.evals.trials.conftest import ORDER, Play, scenario, whole

ONE_ORDER = ({"say": ORDER}, {"decide": "yes"})


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "supplier_timeout"},
        {"kind": "supplier_timeout", "times": 3},
        {"kind": "duplicate_event"},
        {"kind": "duplicate_message", "at": 1},
        {"kind": "duplicate_message", "at": 2},
        {"kind": "model_down"},
        {"kind": "database_busy", "at": 1},
        {"kind": "database_busy", "at": 2, "seconds": 0.1},
        *({"kind": "crash", "at": 1, "commit": commit, "when": "before"} for commit in (1, 2, 3)),
        *({"kind": "crash", "at": 2, "commit": commit, "when": "before"} for commit in (1, 2, 3)),
        *({"kind": "crash", "at": 2, "commit": commit, "when": "after"} for commit in (1, 2, 3)),
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
async def test_one_order_comes_of_it_all_the_same(play: Play, fault: dict[str, Any]) -> None:
    record = await play(scenario(*ONE_ORDER, faults=[fault]))
    before, after, log = whole(record)
    assert record.faults == [fault["kind"]]
    (number,) = after.orders.keys() - before.orders.keys()
    assert after.orders[number]["transmitted"]
    assert [draft["status"] for draft in after.drafts] == ["executed"]
    assert {turn["status"] for turn in log.turns} == {"done"}
    assert len(log.turns) == 2
    assert all(event["published"] for event in log.events)


async def test_every_fault_leaves_the_same_bytes_each_time(play: Play) -> None:
    faults: list[dict[str, Any]] = [
        {"kind": "supplier_timeout"},
        {"kind": "duplicate_event"},
        {"kind": "model_down"},
        {"kind": "duplicate_message", "at": 1},
        {"kind": "crash", "at": 2, "commit": 2},
        {"kind": "database_busy", "at": 3, "seconds": 0.1},
        {"kind": "cancel", "at": 4},
    ]
    steps = (*ONE_ORDER, {"say": "黄油还有多少"}, {"say": ORDER})
    records = [await play(scenario(*steps, faults=faults)) for _ in range(2)]
    assert records[0].error is None
    assert records[0].model_dump_json() == records[1].model_dump_json()
    assert records[0].faults == [fault["kind"] for fault in faults]


async def test_a_crash_is_seen_by_the_person_as_a_broken_line(play: Play) -> None:
    record = await play(scenario(*ONE_ORDER, faults=[{"kind": "crash", "at": 2, "commit": 2}]))
    whole(record)
    assert [(turn.step, turn.cause, bool(turn.error), bool(turn.reply)) for turn in record.turns] == [
        (1, "step", False, True),
        (2, "step", True, False),
        (2, "repeat", False, True),
    ]


async def test_a_turn_that_is_stopped(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, {"say": "黄油还有多少"}, faults=[{"kind": "cancel", "at": 1}]))
    _, after, log = whole(record)
    assert record.faults == ["cancel"]
    assert [turn["status"] for turn in log.turns] == ["cancelled", "done"]
    assert after.drafts == []


async def test_the_same_message_twice_gets_the_same_answer(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, faults=[{"kind": "duplicate_message", "at": 1}]))
    first, second = record.turns
    assert (first.cause, second.cause) == ("step", "repeat")
    assert first.reply == second.reply


async def test_the_grammar_answers_when_the_model_is_down(play: Play) -> None:
    record = await play(scenario({"say": ORDER}, faults=[{"kind": "model_down"}]))
    assert [turn.model for turn in record.turns] == ["grammar"]


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("supplier_timeout", ""),
        ("duplicate_event", ""),
        ("crash", " at step 1"),
        ("duplicate_message", " at step 2"),
        ("cancel", " at step 2"),
    ],
)
async def test_a_fault_that_did_not_happen_is_an_error(play: Play, kind: FaultKind, where: str) -> None:
    fault = {"kind": kind, **({"at": int(where[-1])} if where else {}), **({"commit": 50} if kind == "crash" else {})}
    record = await play(scenario({"say": "你好"}, {"wait": "PT1M"}, faults=[fault]))
    assert record.error is not None
    assert f"{kind}{where}" in record.error
    assert record.after is not None
