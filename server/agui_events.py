"""AgentEvents as AG-UI events: a pure, deterministic translation, so that the n-th event of a run is always the same
and a reader can go on after any of them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ag_ui.core import (
    AssistantMessage,
    BaseEvent,
    CustomEvent,
    FunctionCall,
    Interrupt,
    Message,
    MessagesSnapshotEvent,
    RunErrorEvent,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    StateSnapshotEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCall,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
    ToolMessage,
)

from agent.events import (
    AgentEvent,
    DraftChanged,
    ReadOut,
    RecordWritten,
    Spoken,
    TextDelta,
    TextRestarted,
    ToolCalled,
    ToolReturned,
    TurnFailed,
    TurnFinished,
    TurnStarted,
)

DECISION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "decision": {"type": "string", "enum": ["yes", "no"]},
        "digest": {"type": "string", "description": "That of the draft as it was shown; binds the answer to it."},
    },
    "required": ["decision"],
}


@dataclass(slots=True)
class Translation:
    """One AG-UI run of one or more turns. ``sent`` are the messages the caller sent along, None when unknown."""

    thread_id: str
    run_id: str
    sent: Sequence[Message] | None = None
    _started: bool = False
    _message_id: str | None = None
    _text: str = ""
    _message_count: int = 0
    _turn_id: str = ""
    _kept: list[Message] = field(default_factory=list)
    _call_of_draft: dict[str, str] = field(default_factory=dict)

    def of(self, event: AgentEvent, *, last_turn: bool = True) -> list[BaseEvent]:
        """What ``event`` is in AG-UI; the end of a turn ends the run only if it is the ``last_turn``, or failed."""
        match event:
            case TurnStarted():
                return self._turn_started(event)
            case TextDelta():
                return self._text_delta(event)
            case TextRestarted():
                return self._text_restarted()
            case Spoken() | ReadOut():
                return []  # for the ear; the text says the same
            case ToolCalled():
                return [*self._text_ended(), *self._tool_called(event)]
            case ToolReturned():
                return [self._tool_returned(event)]
            case DraftChanged():
                return [CustomEvent(name="draft_changed", value=event.draft)]
            case RecordWritten():
                return [CustomEvent(name="record_written", value=asdict(event.record))]
            case TurnFinished():
                return [*self._text_ended(), *(self._finished(event) if last_turn else ())]
            case TurnFailed():
                return [*self._text_ended(), RunErrorEvent(message=event.reply, code=str(event.error["code"]))]

    def _turn_started(self, event: TurnStarted) -> list[BaseEvent]:
        self._turn_id = event.turn_id
        if self._started:
            return []
        self._started = True
        return [RunStartedEvent(thread_id=self.thread_id, run_id=self.run_id)]

    def _text_delta(self, event: TextDelta) -> list[BaseEvent]:
        opening: list[BaseEvent] = []
        if self._message_id is None:
            self._message_count += 1
            self._message_id = f"{self._turn_id}.{self._message_count}"
            opening = [TextMessageStartEvent(message_id=self._message_id, role="assistant")]
        self._text += event.text
        return [*opening, TextMessageContentEvent(message_id=self._message_id, delta=event.text)]

    def _text_ended(self) -> list[BaseEvent]:
        if self._message_id is None:
            return []
        ended = self._message_id
        self._kept.append(AssistantMessage(id=ended, content=self._text))
        self._message_id, self._text = None, ""
        return [TextMessageEndEvent(message_id=ended)]

    def _text_restarted(self) -> list[BaseEvent]:
        """AG-UI cannot take text back but by sending the messages that stand."""
        taken_back = self._message_id
        events = self._text_ended()
        self._kept = [message for message in self._kept if not _is_text(message)]
        if self.sent is None:
            return [*events, CustomEvent(name="text_restarted", value={"messageId": taken_back})]
        return [*events, MessagesSnapshotEvent(messages=[*self.sent, *self._kept])]

    def _tool_called(self, event: ToolCalled) -> list[BaseEvent]:
        arguments = json.dumps(event.arguments, ensure_ascii=False)
        call = ToolCall(id=event.call_id, function=FunctionCall(name=event.name, arguments=arguments))
        parent = f"{event.call_id}.call"
        self._kept.append(AssistantMessage(id=parent, tool_calls=[call]))
        return [
            ToolCallStartEvent(tool_call_id=event.call_id, tool_call_name=event.name, parent_message_id=parent),
            ToolCallArgsEvent(tool_call_id=event.call_id, delta=arguments),
            ToolCallEndEvent(tool_call_id=event.call_id),
        ]

    def _tool_returned(self, event: ToolReturned) -> BaseEvent:
        for draft in event.result.get("drafts") or ():
            self._call_of_draft[draft["id"]] = event.call_id
        content = json.dumps(event.result, ensure_ascii=False)
        message_id = f"{event.call_id}.result"
        self._kept.append(ToolMessage(id=message_id, tool_call_id=event.call_id, content=content))
        return ToolCallResultEvent(message_id=message_id, tool_call_id=event.call_id, content=content)

    def _finished(self, event: TurnFinished) -> list[BaseEvent]:
        waiting = [draft for draft in event.drafts if draft["status"] == "open"]
        interrupts = [self._interrupt(draft, event.reply) for draft in waiting]
        records = [asdict(record) for record in event.records]
        state = {"conversation_id": event.conversation_id, "drafts": event.drafts, "records": records}
        return [
            StateSnapshotEvent(snapshot=state),
            RunFinishedEvent(
                thread_id=self.thread_id,
                run_id=self.run_id,
                result={"reply": event.reply, "language": event.language, "records": records},
                outcome=RunFinishedInterruptOutcome(interrupts=interrupts)
                if interrupts
                else RunFinishedSuccessOutcome(),
            ),
        ]

    def _interrupt(self, draft: dict[str, Any], reply: str) -> Interrupt:
        return Interrupt(
            id=draft["id"],
            reason="confirmation",
            message=reply,
            tool_call_id=self._call_of_draft.get(draft["id"]),
            response_schema=DECISION_SCHEMA,
            expires_at=draft["expires_at"],
            metadata={"draft": draft},
        )


def _is_text(message: Message) -> bool:
    return isinstance(message, AssistantMessage) and message.content is not None
