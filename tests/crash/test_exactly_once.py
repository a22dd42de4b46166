"""Kill the process just before and just after every commit of every write route; each order exists exactly once.

The commits are enumerated by walking each route unharmed first, so a new commit is covered without being named here.
"""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from procurement import audit
from procurement.clock import clock_at
from procurement.store import Store
from tests.crash.process import Kill, commits_of, fork_server, live
from tests.crash.routes import NOW, ROUTES

pytestmark = pytest.mark.crash

# What each route leaves: new orders, statuses of its drafts (oldest first), cancellation requests.
ENDS: dict[str, tuple[int, tuple[str, ...], int]] = {
    "confirm_by_text": (1, ("executed",), 0),
    "confirm_by_button": (1, ("executed",), 0),
    "decline": (0, ("declined",), 0),
    "correct_then_confirm": (1, ("cancelled", "executed"), 0),
    "approve": (1, ("executed",), 0),
    "refuse_approval": (0, ("declined",), 0),
    "take_back_what_waits": (0, ("declined",), 0),
    "cancel_issued_order": (0, ("executed",), 1),
    "decide_twice_at_once": (1, ("executed",), 0),
    "two_conversations_at_once": (2, ("executed", "executed"), 0),
    "confirm_by_voice": (1, ("executed",), 0),
    "confirm_what_was_cut_off": (1, ("executed",), 0),
    "go_on_then_confirm": (1, ("cancelled", "executed"), 0),
}
KILLS: list[int] = []


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return fork_server()


def copy_of(seeded: Path, folder: Path, name: str) -> Path:
    database = folder / f"{name}.db"
    shutil.copy(seeded, database)
    return database


async def check(route: str, database: Path) -> None:
    """Every order exactly once, the drafts as they should be, nothing half-written, the audit chain whole."""
    orders, statuses, cancellations = ENDS[route]
    with sqlite3.connect(database) as rows:
        assert rows.execute("SELECT count(*) FROM purchase_order WHERE draft_id IS NOT NULL").fetchone() == (orders,)
        found = tuple(row[0] for row in rows.execute("SELECT status FROM draft ORDER BY created_at, rowid"))
        assert found == statuses
        assert rows.execute("SELECT count(*) FROM cancellation").fetchone() == (cancellations,)
        assert rows.execute(
            "SELECT count(*) FROM purchase_order o WHERE draft_id IS NOT NULL AND"
            " (SELECT count(*) FROM order_line l WHERE l.order_number = o.number) <> 1"
        ).fetchone() == (0,)
        # What is promised: committed once for each order, and nothing else held back.
        promises = dict(rows.execute("SELECT status, count(*) FROM promise GROUP BY status"))
        assert promises.get("committed", 0) == orders
        assert promises.get("reserved", 0) == 0
        # Every message was answered, once.
        assert rows.execute("SELECT count(*) FROM turn WHERE status <> 'done'").fetchone() == (0,)
        # What was heard of each spoken reply is on record.
        assert rows.execute("SELECT count(*) FROM turn WHERE channel = 'voice' AND heard IS NULL").fetchone() == (0,)
        # The outbox is complete, in order and delivered; each effect happened once.
        issued = rows.execute("SELECT count(*) FROM outbox WHERE type = 'order.issued'").fetchone()
        assert issued == (orders,)
        assert rows.execute("SELECT count(*) FROM outbox WHERE published_at IS NULL").fetchone() == (0,)
        gaps = rows.execute(
            "SELECT aggregate FROM outbox GROUP BY aggregate"
            " HAVING max(aggregate_seq) <> count(*) OR min(aggregate_seq) <> 1"
        ).fetchall()
        assert gaps == []
        sent = rows.execute(
            "SELECT count(*) FROM purchase_order WHERE draft_id IS NOT NULL AND transmitted_at IS NOT NULL"
        ).fetchone()
        assert sent == (orders,)
    store = await Store.open(f"sqlite+aiosqlite:///{database}", clock_at(NOW))
    async with store.read() as uow:
        assert (await audit.verify(uow)).ok
    await store.close()


@pytest.mark.parametrize("route", ROUTES)
async def test_killed_at_every_commit(
    route: str, seeded_file: Path, tmp_path: Path, processes: ForkServerContext
) -> None:
    """One kill, then another life in which the client sends everything again."""
    unharmed = copy_of(seeded_file, tmp_path, "unharmed")
    commits = commits_of(processes, route, unharmed)
    await check(route, unharmed)
    kills = [Kill(commit, when) for commit in range(1, commits + 1) for when in ("before", "after")]

    def life_and_next_life(kill: Kill) -> tuple[Path, bool]:
        database = copy_of(seeded_file, tmp_path, f"{kill.when}-{kill.commit}")
        # How many commits a life makes varies a little (a slow one renews its lease): one that was to be killed at the
        # very last of them may end well, and is checked all the same.
        died = live(processes, route, database, kill) == "killed"
        assert live(processes, route, database) == "done"
        return database, died

    deaths = 0
    with ThreadPoolExecutor(2) as pool:
        for database, died in pool.map(life_and_next_life, kills):
            await check(route, database)
            deaths += died
    assert deaths >= len(kills) - 6
    KILLS.append(deaths)


@pytest.mark.parametrize("route", ["confirm_by_text", "confirm_by_button", "approve", "cancel_issued_order"])
async def test_killed_and_taken_up_by_two_processes(
    route: str, seeded_file: Path, tmp_path: Path, processes: ForkServerContext
) -> None:
    """After the kill two processes start at once, and the client sends to both."""
    commits = commits_of(processes, route, copy_of(seeded_file, tmp_path, "unharmed"))
    kills = [Kill(commit, "after") for commit in range(1, commits + 1)]
    deaths = 0
    for kill in kills:
        database = copy_of(seeded_file, tmp_path, f"two-{kill.commit}")
        deaths += live(processes, route, database, kill) == "killed"
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(lambda _: live(processes, route, database), range(2))) == ["done"] * 2  # noqa: B023
        await check(route, database)
    assert deaths >= len(kills) - 3
    KILLS.append(deaths)


@pytest.mark.parametrize("route", ["confirm_by_text", "correct_then_confirm", "decide_twice_at_once"])
async def test_killed_twice(route: str, seeded_file: Path, tmp_path: Path, processes: ForkServerContext) -> None:
    """The second life is killed as well, at each of its first commits."""
    first = Kill(3, "after")
    second_lives = [Kill(commit, when) for commit in range(1, 5) for when in ("before", "after")]
    for second in second_lives:
        database = copy_of(seeded_file, tmp_path, f"twice-{second.when}-{second.commit}")
        deaths = [live(processes, route, database, kill) == "killed" for kill in (first, second)]
        assert live(processes, route, database) == "done"
        await check(route, database)
        KILLS.append(sum(deaths))


def test_enough_kills() -> None:
    """The enumeration above is worth its name. Run the whole module: each part adds what it did."""
    assert sum(KILLS) >= 200
