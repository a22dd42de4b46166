"""Conversations, their turns and messages, and the lease that lets one run at a time work on a conversation.

A turn is stored before anything is done about it, so a message that was accepted is never lost. It is worked on by
whoever holds the conversation's lease, in order of ``seq``; a turn whose worker died is run again from its input, and
finds what its first run wrote because every write is keyed by the turn's id.

The lease uses real time (``real_now``), never the settable business clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BindParameter, RowMapping, and_, bindparam, case, insert, or_, select, update

from procurement.actor import Actor, Language
from procurement.columns import Instant
from procurement.errors import Conflict, NotFound
from procurement.ids import new_id
from procurement.schema import UNFINISHED, conversation, message, turn
from procurement.store import UnitOfWork

TurnStatus = Literal["queued", "running", "done", "failed", "cancelled"]
MAX_WAITING_TURNS = 200


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    id: str
    party_id: str
    contact_id: str
    language: Language


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """``input`` is {"text"} or {"draft", "decision", "digest"}; on a call {"text", "raw", "language"} with "kind",
    "question" and "continues" where there is one. ``events``: what the turn emitted, once it is over; ``heard`` and
    ``heard_whole``: what of its spoken reply was played, once the call has told."""

    id: str
    conversation_id: str
    seq: int
    contact_id: str
    channel: str
    input: dict[str, Any]
    status: TurnStatus
    language: Language | None
    reply: str | None
    events: list[dict[str, Any]] | None
    created_at: datetime
    heard: str | None = None
    heard_whole: bool | None = None


def _turn(row: RowMapping) -> TurnRecord:
    return TurnRecord(
        id=row["id"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        contact_id=row["contact_id"],
        channel=row["channel"],
        input=row["input"],
        status=row["status"],
        language=row["language"],
        reply=row["reply"],
        events=row["events"],
        created_at=row["created_at"],
        heard=row["heard"],
        heard_whole=row["heard_whole"],
    )


async def _one(uow: UnitOfWork, query: Any, **values: Any) -> RowMapping | None:
    row: RowMapping | None = (await uow.conn.execute(query, values)).mappings().first()
    return row


# Statements of every turn are built once: building one takes longer than running it.
_ID: BindParameter[str] = bindparam("of_conversation")
_OWNER: BindParameter[str] = bindparam("owner")
_NOW = bindparam("real_now", type_=Instant)
_UNTIL = bindparam("until", type_=Instant)
_FIND_CONVERSATION = select(conversation).where(conversation.c.id == _ID)
_SAME_KEY_OR_WAITING = select(turn).where(
    or_(
        and_(turn.c.conversation_id == _ID, turn.c.idempotency_key == bindparam("key")),
        and_(turn.c.conversation_id == _ID, UNFINISHED),
    )
)
_TAKE_NUMBER = (
    update(conversation)
    .where(conversation.c.id == _ID)
    .values(next_turn=conversation.c.next_turn + 1)
    .returning(conversation.c.next_turn)
)
_NEXT = select(conversation.c.next_turn).where(conversation.c.id == _ID)
_MESSAGES_BEFORE = (
    select(message.c.turn_id, message.c.body)
    .where(
        message.c.conversation_id == _ID,
        message.c.turn_seq < bindparam("before"),
        message.c.turn_seq >= bindparam("first"),
    )
    .order_by(message.c.turn_seq, message.c.ordinal)
)
_ADD_TURN = insert(turn)
_ADD_MESSAGES = insert(message)
_END_TURN = (
    update(turn)
    .where(turn.c.id == bindparam("of_turn"))
    .values(
        status=bindparam("ended"),
        language=bindparam("spoken"),
        reply=bindparam("said"),
        events=bindparam("emitted"),
        finished_at=bindparam("at"),
    )
)
_TAKE_LEASE = (
    update(conversation)
    .where(
        and_(
            conversation.c.id == _ID,
            or_(
                conversation.c.lease_owner.is_(None),
                conversation.c.lease_owner == _OWNER,
                conversation.c.lease_until < _NOW,
            ),
        )
    )
    .values(lease_owner=_OWNER, lease_until=_UNTIL)
)
_KEEP_LEASE = (
    update(conversation)
    .where(conversation.c.id == _ID, conversation.c.lease_owner == _OWNER)
    .values(lease_until=_UNTIL)
)
_LATER_TURN_WAITS = conversation.c.next_turn > bindparam("seq") + 1
_SPOKE = (
    update(conversation)
    .where(conversation.c.id == _ID, conversation.c.lease_owner == _OWNER)
    .values(language=bindparam("spoken"), lease_owner=case((_LATER_TURN_WAITS, conversation.c.lease_owner)))
    .returning(conversation.c.lease_owner)
)
_GIVE_UP_LEASE = update(conversation).where(conversation.c.id == _ID).values(lease_owner=None, lease_until=None)
_START_NEXT = (
    update(turn)
    .where(
        turn.c.id
        == select(turn.c.id)
        .where(turn.c.conversation_id == _ID, UNFINISHED)
        .order_by(turn.c.seq)
        .limit(1)
        .scalar_subquery()
    )
    .values(status="running")
    .returning(turn)
)


# --- conversations --------------------------------------------------------------------------------------------------


async def create_conversation(
    uow: UnitOfWork, actor: Actor, conversation_id: str | None, language: Language
) -> ConversationRecord:
    """A new conversation of the Actor's; an id of the Actor's own choice is taken if it is free."""
    record = ConversationRecord(conversation_id or new_id("cnv"), actor.party_id, actor.contact_id, language)
    await uow.conn.execute(
        insert(conversation).values(
            id=record.id,
            party_id=record.party_id,
            contact_id=record.contact_id,
            language=language,
            created_at=uow.now(),
        )
    )
    return record


async def find_conversation(uow: UnitOfWork, actor: Actor, conversation_id: str) -> ConversationRecord | None:
    """The conversation if the Actor may see it: its own person, or an approver, of the company it belongs to.

    Raises NotFound for somebody else's, None when no such conversation exists.
    """
    row = await _one(uow, _FIND_CONVERSATION, of_conversation=conversation_id)
    if row is None:
        return None
    own = row["contact_id"] == actor.contact_id or actor.may_approve
    if not own or row["party_id"] != actor.party_id:  # a person may have gone over to another company
        raise NotFound(f"No conversation {conversation_id!r}.", field="conversation", remedy="Start a new one.")
    return ConversationRecord(row["id"], row["party_id"], row["contact_id"], row["language"])


async def conversations_of(uow: UnitOfWork, actor: Actor, limit: int = 30) -> list[ConversationRecord]:
    """The Actor's own conversations, latest first."""
    query = (
        select(conversation)
        .where(conversation.c.contact_id == actor.contact_id, conversation.c.party_id == actor.party_id)
        .order_by(conversation.c.created_at.desc())
        .limit(limit)
    )
    rows = (await uow.conn.execute(query)).mappings()
    return [ConversationRecord(row["id"], row["party_id"], row["contact_id"], row["language"]) for row in rows]


# --- turns ----------------------------------------------------------------------------------------------------------


async def enqueue_turn(
    uow: UnitOfWork, actor: Actor, conversation_id: str, *, key: str, channel: str, input: dict[str, Any]
) -> tuple[TurnRecord, bool]:
    """Store what the person said or decided; (turn, new). The same key gives the turn it gave before.

    Raises Conflict when the key was used with other words, or too many turns wait.
    """
    rows = (await uow.conn.execute(_SAME_KEY_OR_WAITING, {"of_conversation": conversation_id, "key": key})).mappings()
    waiting = 0
    for row in rows:
        waiting += 1
        if row["idempotency_key"] != key:
            continue
        if row["input"] != input or row["contact_id"] != actor.contact_id:
            raise Conflict(
                "This idempotency key was used for another message.",
                field="Idempotency-Key",
                remedy="Send a new key with a new message.",
            )
        return _turn(row), False
    if waiting >= MAX_WAITING_TURNS:
        raise Conflict("Too many messages wait in this conversation.", remedy="Wait until some have been answered.")
    seq = (await uow.conn.execute(_TAKE_NUMBER, {"of_conversation": conversation_id})).scalar_one() - 1
    record = TurnRecord(
        new_id("trn"), conversation_id, seq, actor.contact_id, channel, input, "queued", None, None, None, uow.now()
    )
    values: dict[str, Any] = {
        "id": record.id,
        "conversation_id": conversation_id,
        "seq": seq,
        "idempotency_key": key,
        "contact_id": actor.contact_id,
        "channel": channel,
        "input": input,
        "status": "queued",
        "created_at": record.created_at,
    }
    await uow.conn.execute(_ADD_TURN, values)
    return record, True


async def next_seq(uow: UnitOfWork, conversation_id: str) -> int:
    """The number that the next turn will have."""
    seq: int = (await uow.conn.execute(_NEXT, {"of_conversation": conversation_id})).scalar_one()
    return seq


async def get_turn(uow: UnitOfWork, turn_id: str) -> TurnRecord | None:
    row = await _one(uow, select(turn).where(turn.c.id == turn_id))
    return None if row is None else _turn(row)


async def turn_by_key(uow: UnitOfWork, conversation_id: str, key: str) -> TurnRecord | None:
    row = await _one(uow, select(turn).where(turn.c.conversation_id == conversation_id, turn.c.idempotency_key == key))
    return None if row is None else _turn(row)


async def turns_of(uow: UnitOfWork, conversation_id: str, limit: int = 100) -> list[TurnRecord]:
    """The latest turns, oldest first."""
    query = select(turn).where(turn.c.conversation_id == conversation_id).order_by(turn.c.seq.desc()).limit(limit)
    return [_turn(row) for row in reversed((await uow.conn.execute(query)).mappings().all())]


async def finish_turn(
    uow: UnitOfWork,
    record: TurnRecord,
    *,
    owner: str,
    status: Literal["done", "failed", "cancelled"],
    language: Language,
    reply: str,
    events: list[dict[str, Any]],
    messages: Sequence[dict[str, Any]],
) -> bool | None:
    """Store how the turn ended; whether another one waits. The lease is kept for that one, else given up.

    None, and nothing stored, when the lease went to another owner meanwhile.
    """
    spoke = {"of_conversation": record.conversation_id, "owner": owner, "spoken": language, "seq": record.seq}
    held = (await uow.conn.execute(_SPOKE, spoke)).one_or_none()
    if held is None:
        return None
    ended: dict[str, Any] = {
        "of_turn": record.id,
        "ended": status,
        "spoken": language,
        "said": reply,
        "emitted": events,
    }
    await uow.conn.execute(_END_TURN, {**ended, "at": uow.now()})
    rows = [
        {
            "turn_id": record.id,
            "ordinal": ordinal,
            "conversation_id": record.conversation_id,
            "turn_seq": record.seq,
            "body": body,
        }
        for ordinal, body in enumerate(messages)
    ]
    if rows:
        await uow.conn.execute(_ADD_MESSAGES, rows)
    return held.lease_owner is not None


async def messages_before(
    uow: UnitOfWork, conversation_id: str, seq: int, turns: int
) -> list[tuple[str, dict[str, Any]]]:
    """(turn id, chat-completions message) of the ``turns`` turns before turn ``seq``, oldest first."""
    found = await uow.conn.execute(
        _MESSAGES_BEFORE, {"of_conversation": conversation_id, "before": seq, "first": seq - turns}
    )
    return [(row.turn_id, row.body) for row in found]


# --- the lease ------------------------------------------------------------------------------------------------------


async def claim_next_turn(
    uow: UnitOfWork, conversation_id: str, *, owner: str, real_now: datetime, ttl: timedelta
) -> TurnRecord | None:
    """Take or keep the lease and mark the next unfinished turn as running.

    None when another owner holds the lease, or nothing waits (then the lease is given up).
    """
    lease = {"of_conversation": conversation_id, "owner": owner, "real_now": real_now, "until": real_now + ttl}
    if not (await uow.conn.execute(_TAKE_LEASE, lease)).rowcount:
        return None
    row = await _one(uow, _START_NEXT, of_conversation=conversation_id)
    if row is None:
        await uow.conn.execute(_GIVE_UP_LEASE, {"of_conversation": conversation_id})
        return None
    return _turn(row)


async def renew_lease(uow: UnitOfWork, conversation_id: str, *, owner: str, real_now: datetime, ttl: timedelta) -> bool:
    """False when the lease was lost to another owner."""
    lease = {"of_conversation": conversation_id, "owner": owner, "until": real_now + ttl}
    return bool((await uow.conn.execute(_KEEP_LEASE, lease)).rowcount)


async def release_leases(uow: UnitOfWork, owner: str) -> None:
    """Give up every lease of this owner, at shutdown."""
    await uow.conn.execute(
        update(conversation).where(conversation.c.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )


async def abandoned_turns(uow: UnitOfWork, real_now: datetime) -> list[tuple[str, str]]:
    """(conversation id, turn id) of unfinished turns that nobody works on."""
    query = (
        select(turn.c.conversation_id, turn.c.id)
        .join(conversation, conversation.c.id == turn.c.conversation_id)
        .where(
            UNFINISHED,
            or_(conversation.c.lease_owner.is_(None), conversation.c.lease_until < real_now),
        )
    )
    return [(row.conversation_id, row.id) for row in await uow.conn.execute(query)]
