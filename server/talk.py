"""REST, write side: conversations, messages and decisions. Every POST carries an Idempotency-Key, so that it can be
sent again until an answer comes back, and still happens once."""

import hashlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from agent.conversation import Conversation, open_conversation
from agent.events import TurnFailed, TurnFinished
from procurement import conversations, drafts
from procurement.actor import Actor
from procurement.entities import Draft
from procurement.errors import Conflict, Expired, NotFound
from server import shapes
from server.problems import problem_of
from server.service import Caller, Limit, Said, Served, Service
from server.terminal import turn_json
from tools.views import draft_view

router = APIRouter(prefix="/api", tags=["conversations"])

View = dict[str, Any]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern=r"^[!-~]+$",
        description="Chosen by the caller, 1 to 80 visible ASCII characters: the same key again gives the same result.",
    ),
]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewConversation(Body):
    """Nothing to say yet."""


class NewMessage(Body):
    text: str = Field(description="What the person says; at most 4,000 characters.", examples=["Where is SH10042?"])


class NewDecision(Body):
    """``digest`` is that of the draft as it was shown; the decision counts for exactly this content."""

    decision: Literal["yes", "no"]
    digest: str = Field(pattern="^[0-9a-f]{64}$")


@router.post("/conversations", response_model=shapes.ConversationRef, status_code=201)
async def start_conversation(served: Served, actor: Caller, key: IdempotencyKey, body: NewConversation) -> View:
    """Start a conversation."""
    conversation = await open_conversation(served.agent, actor, conversation_id_for(actor, key))
    return {"conversation": conversation.id}


@router.post("/conversations/{conversation_id}/messages", response_model=shapes.TurnResult)
async def say(
    served: Served, actor: Caller, key: IdempotencyKey, conversation_id: Said, body: NewMessage
) -> View | Response:
    """Say something and wait for the answer."""
    conversation = await existing_conversation(served, actor, conversation_id)
    run = await conversation.say(body.text, key=key, channel="api")
    return turn_result(await run.result())


@router.get("/conversations/{conversation_id}/turns", response_model=list[shapes.Turn])
async def list_turns(served: Served, actor: Caller, conversation_id: Said, limit: Limit = 100) -> list[View]:
    """What was said, oldest first."""
    conversation = await existing_conversation(served, actor, conversation_id)
    return [
        {
            "turn_id": turn.id,
            "seq": turn.seq,
            "channel": turn.channel,
            "input": turn.input,
            "status": turn.status,
            "language": turn.language,
            "reply": turn.reply,
            "heard": turn.heard,
            "heard_whole": turn.heard_whole,
            "created_at": turn.created_at.isoformat(),
        }
        for turn in await conversation.turns(limit)
    ]


@router.get("/drafts", response_model=list[shapes.Draft])
async def list_drafts(served: Served, actor: Caller, conversation: Annotated[Said, Query()]) -> list[View]:
    """The drafts of a conversation, oldest first."""
    await existing_conversation(served, actor, conversation)
    async with served.store.read() as uow:
        return [draft_view(draft) for draft in await drafts.drafts_of(uow, actor, conversation)]


@router.get("/drafts/{draft_id}", response_model=shapes.Draft)
async def read_draft(served: Served, actor: Caller, draft_id: Said) -> View:
    """One draft."""
    return draft_view(await _draft(served, actor, draft_id))


@router.post("/drafts/{draft_id}/decision", response_model=shapes.TurnResult)
async def decide(
    served: Served, actor: Caller, key: IdempotencyKey, draft_id: Said, body: NewDecision
) -> View | Response:
    """Say yes or no to a draft. A yes that cannot count any more is a 409 or 410, and nothing is written."""
    draft = await _draft(served, actor, draft_id)
    conversation = await existing_conversation(served, actor, draft.conversation_id)
    run = await conversation.decide(draft_id, body.decision, digest=body.digest, key=key, channel="api")
    ended = await run.result()
    if isinstance(ended, TurnFinished):
        _ensure_counted(await _draft(served, actor, draft_id), body.decision, ended.reply)
    return turn_result(ended)


def _ensure_counted(draft: Draft, decision: str, reply: str) -> None:
    """Raises Expired or Conflict when the draft is not where the decision wanted it."""
    wanted = ("executed", "pending_approval") if decision == "yes" else ("declined", "cancelled")
    if draft.status == "expired":
        raise Expired(reply or "The draft has expired.", field="decision", remedy="Ask for the order again.")
    if draft.status not in wanted:
        raise Conflict(reply or "The decision did not count.", field="decision", remedy="Read the draft again.")


async def _draft(served: Service, actor: Actor, draft_id: str) -> Draft:
    async with served.store.read() as uow:
        return await drafts.get_draft(uow, actor, draft_id)


async def existing_conversation(served: Service, actor: Actor, conversation_id: str) -> Conversation:
    """Raises NotFound when there is none the Actor may see; a reader starts no conversation."""
    async with served.store.read() as uow:
        record = await conversations.find_conversation(uow, actor, conversation_id)
    if record is None:
        raise NotFound(f"No conversation {conversation_id!r}.", field="conversation", remedy="Start a new one.")
    return Conversation(served.agent, actor, record)


def conversation_id_for(actor: Actor, key: str) -> str:
    """The same Actor and key name the same conversation."""
    return "cnv_" + hashlib.sha256(f"{actor.contact_id}\n{key}".encode()).hexdigest()[:24]


def turn_result(ended: TurnFinished | TurnFailed) -> View | Response:
    return turn_json(ended) if isinstance(ended, TurnFinished) else problem_of(ended.error)
