"""Turns that were spoken: what of their replies was heard, and proposals that were taken back in the same breath."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.sql import func

from procurement import schema
from procurement.actor import Actor
from procurement.conversations import find_conversation
from procurement.draft_records import close, drafts_where
from procurement.entities import Draft
from procurement.errors import NotFound
from procurement.schema import turn
from procurement.store import UnitOfWork

VOICE = "voice"  # the channel of words that were spoken


@dataclass(frozen=True, slots=True)
class VoiceTurn:
    """``heard``: the words of the reply that were played, ``whole``: whether that was all of it; None until the call
    has told. ``events`` as in ``TurnRecord``."""

    id: str
    seq: int
    input: dict[str, Any]
    reply: str
    heard: str | None
    whole: bool | None
    events: tuple[dict[str, Any], ...]


_SPOKEN = (
    select(turn.c.id, turn.c.seq, turn.c.input, turn.c.reply, turn.c.heard, turn.c.heard_whole, turn.c.events)
    .where(
        turn.c.conversation_id == bindparam("of_conversation"),
        turn.c.channel == VOICE,
        turn.c.seq < bindparam("before"),
        turn.c.seq >= bindparam("first"),
    )
    .order_by(turn.c.seq)
)
# A call may tell twice, or a pause be followed by the rest: what has been heard only ever grows.
_NOTE = (
    update(turn)
    .where(
        turn.c.id == bindparam("of_turn"),
        or_(
            turn.c.heard.is_(None),
            turn.c.heard_whole.is_(False) & (func.length(turn.c.heard) <= func.length(bindparam("words"))),
        ),
    )
    .values(heard=bindparam("words"), heard_whole=bindparam("all"))
)
_OF_CONVERSATION = select(turn.c.conversation_id).where(turn.c.id == bindparam("of_turn"), turn.c.channel == VOICE)


async def voice_turns(uow: UnitOfWork, conversation_id: str, before: int, many: int) -> list[VoiceTurn]:
    """Those among the ``many`` turns before turn ``before``, oldest first."""
    rows = await uow.conn.execute(
        _SPOKEN, {"of_conversation": conversation_id, "before": before, "first": before - many}
    )
    return [
        VoiceTurn(
            id=row.id,
            seq=row.seq,
            input=row.input,
            reply=row.reply or "",
            heard=row.heard,
            whole=row.heard_whole,
            events=tuple(row.events or ()),
        )
        for row in rows
    ]


async def note_heard(uow: UnitOfWork, actor: Actor, turn_id: str, heard: str, whole: bool) -> None:
    """Store what of a spoken reply was heard; the caller commits. Telling less than was told before changes nothing.

    Raises NotFound for a turn that was not spoken, or that the Actor may not see.
    """
    conversation_id = await uow.conn.scalar(_OF_CONVERSATION, {"of_turn": turn_id})
    if conversation_id is None or await find_conversation(uow, actor, conversation_id) is None:
        raise NotFound(f"No spoken turn {turn_id!r}.", field="turn")
    await uow.conn.execute(_NOTE, {"of_turn": turn_id, "words": heard, "all": whole})


async def withdraw_proposals(uow: UnitOfWork, actor: Actor, conversation_id: str, turn_id: str) -> Sequence[Draft]:
    """Cancel the drafts that a turn proposed and nobody has decided; the caller commits. They are as they are now."""
    table = schema.draft
    query = select(table).where(
        table.c.conversation_id == conversation_id,
        table.c.party_id == actor.party_id,
        table.c.proposal_key.startswith(f"{turn_id}:", autoescape=True),
        table.c.status == "open",
    )
    return [await close(uow, draft, "cancelled", actor.contact_id) for draft in await drafts_where(uow, query)]
