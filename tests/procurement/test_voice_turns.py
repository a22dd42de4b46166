"""What of a spoken reply was heard, and proposals that are taken back."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from procurement import conversations
from procurement.actor import Actor
from procurement.drafts import decide, drafts_of
from procurement.entities import LineRequest, OrderRequest
from procurement.errors import NotFound
from procurement.proposals import draft_order
from procurement.store import Store
from procurement.voice_turns import VOICE, note_heard, voice_turns, withdraw_proposals
from tests.conftest import Stranger


@dataclass
class Line:
    """A conversation on the telephone."""

    store: Store
    actor: Actor

    async def turn(self, key: str, channel: str = VOICE) -> str:
        async with self.store.begin() as uow:
            if await conversations.find_conversation(uow, self.actor, "c") is None:
                await conversations.create_conversation(uow, self.actor, "c", "zh")
            turn, _ = await conversations.enqueue_turn(
                uow, self.actor, "c", key=key, channel=channel, input={"text": key}
            )
            await uow.commit()
        return turn.id

    async def heard(self, turn_id: str, words: str, whole: bool, actor: Actor | None = None) -> None:
        async with self.store.begin() as uow:
            await note_heard(uow, actor or self.actor, turn_id, words, whole)
            await uow.commit()

    async def told(self) -> list[tuple[str | None, bool | None]]:
        async with self.store.read() as uow:
            return [(turn.heard, turn.whole) for turn in await voice_turns(uow, "c", 100, 100)]


@pytest.fixture
def line(store: Store, buyer: Actor) -> Line:
    return Line(store, buyer)


async def test_what_was_heard_is_kept(line: Line) -> None:
    turn = await line.turn("a")
    assert await line.told() == [(None, None)]
    await line.heard(turn, "five hundred", False)
    assert await line.told() == [("five hundred", False)]
    async with line.store.read() as uow:
        record = await conversations.get_turn(uow, turn)
    assert record is not None
    assert (record.heard, record.heard_whole) == ("five hundred", False)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("five", False), ("five", False), ("five", False)),
        (("five", False), ("five hundred", False), ("five hundred", False)),  # resumed
        (("five hundred", False), ("five", False), ("five hundred", False)),  # told out of order
        (("five hundred", True), ("five", False), ("five hundred", True)),
        (("five", False), ("five hundred", True), ("five hundred", True)),
    ],
)
async def test_what_was_heard_only_grows(
    line: Line, first: tuple[str, bool], second: tuple[str, bool], kept: tuple[str, bool]
) -> None:
    turn = await line.turn("a")
    await line.heard(turn, *first)
    await line.heard(turn, *second)
    assert await line.told() == [kept]


async def test_only_spoken_turns_are_heard(line: Line) -> None:
    typed = await line.turn("a", "chat")
    with pytest.raises(NotFound):
        await line.heard(typed, "x", True)
    with pytest.raises(NotFound):
        await line.heard("trn_none", "x", True)
    assert await line.told() == []


async def test_a_foreign_turn_looks_like_none(line: Line, stranger: Stranger) -> None:
    turn = await line.turn("a")
    with pytest.raises(NotFound):
        await line.heard(turn, "x", True, stranger.actor)
    assert await line.told() == [(None, None)]


async def test_the_turns_before_are_read_oldest_first(line: Line) -> None:
    for key in ("a", "b", "c", "d"):
        await line.turn(key)
    async with line.store.read() as uow:
        assert [turn.input["text"] for turn in await voice_turns(uow, "c", 4, 2)] == ["b", "c"]


async def _propose(line: Line, key: str, item: str) -> None:
    async with line.store.begin() as uow:
        own = (item, line.actor.party_id)
        found = await uow.conn.exec_driver_sql("SELECT id FROM item WHERE part_no = ? AND party_id = ?", own)
        item_id = found.scalar_one()
        supplier = "suzhou-precision"
        places = await uow.conn.exec_driver_sql("SELECT id FROM warehouse WHERE party_id = ?", own[1:])
        place = places.scalars().all()[0]
        request = OrderRequest(supplier, (LineRequest(item_id, Decimal(500)),), None, place)
        await draft_order(uow, line.actor, conversation_id="c", proposal_key=key, request=request)
        await uow.commit()


async def _withdraw(line: Line, turn: str, actor: Actor | None = None) -> int:
    async with line.store.begin() as uow:
        gone = await withdraw_proposals(uow, actor or line.actor, "c", turn)
        await uow.commit()
    return len(gone)


async def _statuses(line: Line) -> list[str]:
    async with line.store.read() as uow:
        return [draft.status for draft in await drafts_of(uow, line.actor, "c")]


async def test_the_open_proposals_of_one_turn_are_withdrawn(line: Line) -> None:
    first, second = await line.turn("a"), await line.turn("b")
    await _propose(line, f"{first}:1", "6204")
    await _propose(line, f"{second}:1", "6205")
    assert await _withdraw(line, second) == 1
    assert await _statuses(line) == ["open", "cancelled"]
    assert await _withdraw(line, second) == 0  # run again after a crash


async def test_what_was_decided_is_not_withdrawn(line: Line) -> None:
    turn = await line.turn("a")
    await _propose(line, f"{turn}:1", "6204")
    async with line.store.begin() as uow:
        (draft,) = await drafts_of(uow, line.actor, "c")
        await decide(uow, line.actor, draft_id=draft.id, decision="yes", channel=VOICE)
        await uow.commit()
    assert await _withdraw(line, turn) == 0
    assert await _statuses(line) == ["executed"]


async def test_nobody_withdraws_for_another_company(line: Line, stranger: Stranger) -> None:
    turn = await line.turn("a")
    await _propose(line, f"{turn}:1", "6204")
    assert await _withdraw(line, turn, stranger.actor) == 0
    assert await _statuses(line) == ["open"]
