"""What an AG-UI run input asks for: decisions on drafts, and then perhaps a message. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ag_ui.core import Message, ResumeEntry, RunAgentInput, TextPart, UserMessage

from agent.intake import clean_identifier
from procurement.entities import Decision
from procurement.errors import InvalidInput

RUN_ID_LENGTH = 72  # an idempotency key has 80, and the turns of a run are numbered behind it


@dataclass(frozen=True, slots=True)
class DraftDecision:
    draft_id: str
    decision: Decision
    digest: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """``decisions`` come first, ``text`` is what the person said, if anything new."""

    decisions: tuple[DraftDecision, ...]
    text: str | None

    @property
    def turns(self) -> int:
        return len(self.decisions) + (self.text is not None)


def wish_of(given: RunAgentInput) -> Wish:
    """Raises InvalidInput naming the field.

    The last message, if it is the person's, is what is said now. A resume entry "resolved" answers an interrupt; an
    entry "cancelled" declines the draft, unless something is said instead: then the words decide what becomes of it.
    """
    text = latest_text(given.messages)
    entries = [entry for entry in given.resume or () if text is None or entry.status == "resolved"]
    wish = Wish(tuple(map(_decision, entries)), text)
    if wish.turns == 0:
        raise InvalidInput(
            "There is nothing to answer: the last message is not the user's and resume is empty.",
            field="messages",
            remedy="Send a user message last, or answer an interrupt in resume.",
        )
    return wish


def latest_text(messages: Sequence[Message]) -> str | None:
    """The text of the last message if it is the person's."""
    if not messages or not isinstance(messages[-1], UserMessage):
        return None
    content = messages[-1].content
    if isinstance(content, str):
        return content
    if not all(isinstance(part, TextPart) for part in content):
        raise InvalidInput("Only text can be taken.", field="messages", remedy="Send the message as text.")
    return "\n".join(part.text for part in content if isinstance(part, TextPart))


def turn_keys(run_id: str, turns: int) -> list[str]:
    """The idempotency keys of a run's turns."""
    clean_identifier(run_id, "runId")
    if len(run_id) > RUN_ID_LENGTH:
        raise InvalidInput(f"runId may have {RUN_ID_LENGTH} characters.", field="runId", remedy="Use a UUID.")
    return [run_id, *(f"{run_id}.{number}" for number in range(2, turns + 1))]


def _decision(entry: ResumeEntry) -> DraftDecision:
    if entry.status == "cancelled":
        return DraftDecision(entry.interrupt_id, "no", None)
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    decision, digest = payload.get("decision"), payload.get("digest")
    if decision not in ("yes", "no"):
        raise InvalidInput(
            "The payload of a resume entry says what was decided.",
            field="resume.payload.decision",
            remedy='Send {"decision": "yes"} or {"decision": "no"}.',
        )
    if digest is not None and not isinstance(digest, str):
        raise InvalidInput("digest is text.", field="resume.payload.digest", remedy="Send the draft's own digest.")
    return DraftDecision(entry.interrupt_id, decision, digest)
