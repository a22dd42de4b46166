"""AgentEvents as AG-UI events."""

from typing import Any

from ag_ui.core import BaseEvent, EventType, MessagesSnapshotEvent, RunFinishedEvent, UserMessage

from agent.events import (
    AgentEvent,
    DraftChanged,
    RecordWritten,
    TextDelta,
    TextRestarted,
    ToolCalled,
    ToolReturned,
    TurnFailed,
    TurnFinished,
    TurnStarted,
)
from procurement.entities import WrittenRecord
from server.agui_events import Translation

DRAFT: dict[str, Any] = {"id": "drf_1", "status": "open", "expires_at": "2026-11-23T10:30:00+08:00", "digest": "d"}
USER = UserMessage(id="u1", content="order")


def told(events: list[AgentEvent], translation: Translation | None = None, **options: Any) -> list[BaseEvent]:
    translation = translation or Translation("thread", "run", [USER])
    return [out for event in events for out in translation.of(event, **options)]


def kinds(events: list[BaseEvent]) -> list[str]:
    return [event.type.value for event in events]


def finished(**changes: Any) -> TurnFinished:
    return TurnFinished("thread", "t1", "en", "done", **changes)


def test_a_turn_that_opens_a_draft_ends_in_an_interrupt() -> None:
    result = {"status": "ok", "drafts": [DRAFT]}
    out = told(
        [
            TurnStarted("thread", "t1", 1),
            ToolCalled("t1:1", "create_order", {"supplier": "苏州精密"}),
            ToolReturned("t1:1", "create_order", result),
            DraftChanged(DRAFT),
            TextDelta("Shall I "),
            TextDelta("issue it?"),
            finished(drafts=[DRAFT, {**DRAFT, "id": "drf_0", "status": "cancelled"}]),
        ]
    )
    assert kinds(out) == [
        "RUN_STARTED",
        "TOOL_CALL_START",
        "TOOL_CALL_ARGS",
        "TOOL_CALL_END",
        "TOOL_CALL_RESULT",
        "CUSTOM",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
        "STATE_SNAPSHOT",
        "RUN_FINISHED",
    ]
    end = out[-1].model_dump(by_alias=True)
    assert end["outcome"]["type"] == "interrupt"
    (interrupt,) = end["outcome"]["interrupts"]
    assert (interrupt["id"], interrupt["toolCallId"], interrupt["expiresAt"]) == ("drf_1", "t1:1", DRAFT["expires_at"])
    assert interrupt["metadata"]["draft"] == DRAFT
    assert interrupt["responseSchema"]["properties"]["decision"]["enum"] == ["yes", "no"]


def test_without_an_open_draft_the_run_succeeds() -> None:
    record = WrittenRecord("order", "PO-1", "created")
    executed = {**DRAFT, "status": "executed"}
    out = told([TurnStarted("thread", "t1", 1), RecordWritten(record), finished(drafts=[executed], records=[record])])
    assert isinstance(out[-1], RunFinishedEvent)
    assert out[-1].outcome is not None
    assert out[-1].outcome.type == "success"
    assert out[1].model_dump()["value"] == {"type": "order", "id": "PO-1", "action": "created"}


def test_text_taken_back_leaves_the_messages_that_stand() -> None:
    events: list[AgentEvent] = [
        TurnStarted("thread", "t1", 1),
        TextDelta("I ordered it."),
        ToolCalled("t1:1", "find_orders", {}),
        ToolReturned("t1:1", "find_orders", {"status": "ok"}),
        TextRestarted(),
        TextDelta("Nothing was ordered."),
        finished(),
    ]
    out = told(events)
    (snapshot,) = [event for event in out if isinstance(event, MessagesSnapshotEvent)]
    assert [message.role for message in snapshot.messages] == ["user", "assistant", "tool"]
    assert "I ordered" not in snapshot.model_dump_json()
    starts = [event.model_dump()["message_id"] for event in out if event.type is EventType.TEXT_MESSAGE_START]
    assert len(set(starts)) == 2

    unknown = told(events, Translation("thread", "run"))
    assert len(unknown) == len(out)
    assert kinds(unknown)[kinds(out).index("MESSAGES_SNAPSHOT")] == "CUSTOM"


def test_several_turns_are_one_run_and_a_failed_one_ends_it() -> None:
    translation = Translation("thread", "run")
    first = told([TurnStarted("thread", "t1", 1), TextDelta("a"), finished()], translation, last_turn=False)
    second = told(
        [
            TurnStarted("thread", "t2", 2),
            TextDelta("b"),
            TurnFailed("thread", "t2", "en", "no", {"code": "unavailable"}),
        ],
        translation,
    )
    assert kinds(first + second).count("RUN_STARTED") == 1
    assert "RUN_FINISHED" not in kinds(first + second)
    assert second[-1].model_dump()["code"] == "unavailable"
    assert second[-1].type is EventType.RUN_ERROR
