"""What surrounds a turn: the Scene, and the records it was made from. Read in one snapshot."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent.asides import about_the_talk
from agent.catalogues import Catalogues
from agent.grammar.language import language_of
from agent.scene import Scene
from agent.scenes import calls_of, focus_of, handed_on, open_drafts, open_question, turn_of
from agent.work import call_of
from procurement import conversations, drafts
from procurement.actor import Actor, Language
from procurement.entities import Draft
from procurement.store import UnitOfWork
from procurement.voice_turns import VoiceTurn, voice_turns
from procurement.working_calendar import WorkingCalendar

HISTORY_TURNS = 8


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``history``: (turn id, message) of the last turns, oldest first, without those that were gone on from before
    anything of their reply was heard; ``spoken``: those of them that were voice turns; ``known``: the latest drafts;
    ``revived``: ids of those that words gone on from had replaced, and which the whole of the words is about again."""

    scene: Scene
    history: list[tuple[str, dict[str, Any]]]
    spoken: list[VoiceTurn]
    known: list[Draft]
    revived: frozenset[str]


async def surroundings(
    uow: UnitOfWork,
    catalogues: Catalogues,
    actor: Actor,
    conversation_id: str,
    *,
    before: int,
    said_at: datetime,
    text: str | None,
    language: Language | None = None,
    continues: str | None = None,
) -> Surroundings:
    """Of turn number ``before``, whose words are ``text`` (None: a button), said at ``said_at``, to be answered in
    ``language`` (None: that of the words, or else of the conversation); ``continues``: the turn it goes on from."""
    record = await conversations.find_conversation(uow, actor, conversation_id)
    previous: Language = record.language if record else actor.language
    messages = await conversations.messages_before(uow, conversation_id, before, HISTORY_TURNS)
    spoken = await voice_turns(uow, conversation_id, before, HISTORY_TURNS)
    gone = {continues, *(turn.input.get("continues") for turn in spoken)} - {None}
    history = [(turn_id, message) for turn_id, message in messages if turn_id not in gone]
    known = await drafts.latest_drafts(uow, actor, conversation_id)
    revived = frozenset(_replaced({turn.id: turn for turn in spoken}, continues))
    spoken = [turn for turn in spoken if turn.id not in gone]
    asides = {turn.id for turn in spoken if about_the_talk(turn.input)}
    calls = calls_of(history)
    standing = [draft for draft in known if turn_of(draft) not in gone]
    scene = Scene(
        actor=actor,
        language=language_in({"language": language, "text": text}, previous),
        today=uow.today(),
        calendar=WorkingCalendar(),
        catalogue=await catalogues.of(uow, actor),
        drafts=open_drafts(
            standing,
            calls,
            last_turn=history[-1][0] if history else None,
            said_at=said_at,
            spoken=spoken,
            revived=revived,
        ),
        handed_on=handed_on(standing, calls),
        question=open_question([one for one in history if one[0] not in asides], calls),
        focus=focus_of(calls, issued(known)),
    )
    return Surroundings(scene, history, spoken, known, revived)


def language_in(said: Mapping[str, Any], previous: Language) -> Language:
    """In which language to answer the input of a turn: as told, or that of its words, or else ``previous``."""
    told: Language | None = said.get("language")
    text: str | None = said.get("text")
    return told or (previous if text is None else language_of(text, previous))


def _replaced(turns: Mapping[str, VoiceTurn], continues: str | None) -> Iterator[str]:
    """The drafts that a turn replaced, or the one that it went on from itself, and so on."""
    while continues is not None and (turn := turns.get(continues)) is not None:
        for event in turn.events:
            if event["event"] == "ToolReturned":
                yield from event["result"].get("superseded") or ()
        continues = turn.input.get("continues")


def issued(known: Collection[Draft]) -> dict[str, str]:
    """Order numbers by the call whose draft was executed."""
    return {
        call_of(draft.proposal_key): draft.record_id
        for draft in known
        if draft.status == "executed" and draft.record_id is not None
    }
