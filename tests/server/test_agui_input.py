"""What a run input asks for."""

from typing import Any

import pytest
from ag_ui.core import RunAgentInput

from procurement.errors import InvalidInput
from server.agui_input import turn_keys, wish_of


def given(messages: list[dict[str, Any]], resume: list[dict[str, Any]] | None = None) -> RunAgentInput:
    return RunAgentInput.model_validate({"threadId": "t", "runId": "r", "messages": messages, "resume": resume})


def user(content: Any) -> dict[str, Any]:
    return {"id": "u", "role": "user", "content": content}


ANSWER = {"interruptId": "d", "status": "resolved"}
ASSISTANT = {"id": "a", "role": "assistant", "content": "Shall I?"}


def test_the_last_message_is_what_is_said() -> None:
    assert wish_of(given([user("old"), ASSISTANT, user("new")])).text == "new"
    assert wish_of(given([user([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])])).text == "a\nb"


def test_an_answered_message_is_not_said_again() -> None:
    wish = wish_of(
        given([user("order"), ASSISTANT], [{"interruptId": "d", "status": "resolved", "payload": {"decision": "yes"}}])
    )
    assert wish.text is None
    assert [(one.draft_id, one.decision) for one in wish.decisions] == [("d", "yes")]


def test_an_interrupt_put_aside_for_other_words_stays_open() -> None:
    resume = [{"interruptId": "d", "status": "cancelled"}]
    assert wish_of(given([ASSISTANT], resume)).decisions[0].decision == "no"
    other = wish_of(given([ASSISTANT, user("make it 600")], resume))
    assert (other.decisions, other.text) == ((), "make it 600")


@pytest.mark.parametrize(
    ("messages", "resume", "field"),
    [
        ([], None, "messages"),
        ([user("order"), ASSISTANT], None, "messages"),
        ([user([{"type": "image", "source": {"type": "url", "value": "http://localhost/x.png"}}])], None, "messages"),
        ([ASSISTANT], [ANSWER], "resume.payload.decision"),
        (
            [ASSISTANT],
            [{"interruptId": "d", "status": "resolved", "payload": {"decision": True}}],
            "resume.payload.decision",
        ),
        (
            [ASSISTANT],
            [{"interruptId": "d", "status": "resolved", "payload": {"decision": "yes", "digest": 1}}],
            "resume.payload.digest",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(
    messages: list[dict[str, Any]], resume: list[dict[str, Any]] | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        wish_of(given(messages, resume))
    assert caught.value.field == field


def test_every_turn_of_a_run_has_a_key_of_its_own() -> None:
    assert turn_keys("r", 3) == ["r", "r.2", "r.3"]
    for run_id in ("", "x" * 73, "a b", "ü"):
        with pytest.raises(InvalidInput):
            turn_keys(run_id, 1)
