"""The console command, as a person and as a program uses it; each command is a process of its own on one database."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

import supplyline
from tests.conftest import NOW

ORDER = "帮我向苏州精密订五百个6204轴承,下周五之前到"
LARGE = "order 8,000 of 6204 from Suzhou Precision"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture
def database(seeded_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(seeded_file, tmp_path / "chain.db"))


@pytest.fixture
def bare(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Cli]:
    """Runs the command with these arguments, in a folder of its own and without settings of this machine."""
    for name in [name for name in os.environ if name.startswith("SUPPLYLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def status_of(arguments: tuple[str, ...]) -> int:
        try:
            return supplyline.main(arguments)
        except SystemExit as wrong_usage:
            return int(str(wrong_usage.code))

    # In a thread of its own: the event loops of the tests belong to pytest-asyncio.
    with ThreadPoolExecutor(1) as thread:

        def run(*arguments: str | Path) -> Answer:
            capsys.readouterr()
            status = thread.submit(status_of, tuple(str(argument) for argument in arguments)).result()
            out, err = capsys.readouterr()
            return Answer(status, out, err)

        yield run


@pytest.fixture
def cli(bare: Cli, database: Path) -> Cli:
    """The command on a database with the demo chain, at the tests' Monday morning."""
    return lambda *arguments: bare(*arguments, "--db", database, "--now", NOW.isoformat())


# --- one turn -------------------------------------------------------------------------------------------------------


def test_ask_prints_one_object(cli: Cli) -> None:
    answer = cli("ask", ORDER, "--json")
    assert answer.status == 0
    turn = answer.json()
    assert list(turn) == ["conversation", "language", "reply", "tool_calls", "drafts", "records"]
    assert turn["language"] == "zh"
    assert "2026-12-04" in turn["reply"] or "12月4日" in turn["reply"]
    (call,) = turn["tool_calls"]
    assert call["name"] == "create_order"
    assert set(call) == {"name", "arguments", "result"}
    (draft,) = turn["drafts"]
    assert draft["tool"] == "create_order"
    assert draft["status"] == "open"
    assert draft["order"]["supplier"] == "suzhou-precision"
    (line,) = draft["order"]["lines"]
    assert (line["part"], line["quantity"], line["unit"]) == ("6204", 500, "H87")
    assert (line["unit_price"], line["currency"]) == ("12.80", "CNY")
    assert draft["order"]["date"] == "2026-12-04"
    assert draft["order"]["total"] == "6400.00"
    assert draft["promise"]["verdict"] == "yes"
    assert turn["records"] == []


def test_a_decision_writes_one_order_however_often_it_is_given(cli: Cli) -> None:
    turn = cli("ask", ORDER, "--json").json()
    command = ("decide", turn["conversation"], turn["drafts"][0]["id"], "yes", "--json")
    decided = cli(*command).json()
    (record,) = decided["records"]
    assert (record["type"], record["action"]) == ("order", "created")
    assert decided["drafts"][0]["status"] == "executed"
    again = cli(*command)
    assert again.status == 0
    assert again.json()["records"] == []
    numbers = [order["number"] for order in cli("orders", "--json").json()]
    assert numbers.count(record["id"]) == 1
    assert len(numbers) == len(set(numbers))
    assert cli("audit", "verify").status == 0


def test_words_decide_too(cli: Cli) -> None:
    cli("ask", ORDER, "--conversation", "words")
    turn = cli("ask", "确认", "--conversation", "words", "--json").json()
    assert [(record["type"], record["action"]) for record in turn["records"]] == [("order", "created")]


def test_no_leaves_nothing(cli: Cli) -> None:
    turn = cli("ask", ORDER, "--json").json()
    before = cli("orders", "--json").json()
    declined = cli("decide", turn["conversation"], turn["drafts"][0]["id"], "no", "--json").json()
    assert declined["drafts"][0]["status"] == "declined"
    assert declined["records"] == []
    assert cli("orders", "--json").json() == before


def test_a_draft_above_the_limit_is_the_managers(cli: Cli) -> None:
    turn = cli("ask", LARGE, "--json").json()
    draft = turn["drafts"][0]["id"]
    assert turn["language"] == "en"
    waiting = cli("decide", turn["conversation"], draft, "yes", "--json")
    assert waiting.status == 0
    assert waiting.json()["drafts"][0]["status"] == "pending_approval"
    assert waiting.json()["records"] == []
    approved = cli("decide", turn["conversation"], draft, "yes", "--as", "manager", "--json").json()
    assert approved["drafts"][0]["status"] == "executed"
    assert [record["type"] for record in approved["records"]] == ["order"]


def test_a_key_makes_a_repeated_ask_the_same_turn(cli: Cli) -> None:
    first, second = (cli("ask", ORDER, "--conversation", "c", "--key", "k1", "--json").json() for _ in range(2))
    assert first == second
    assert len(second["drafts"]) == 1


def test_a_conversation_goes_on_over_processes(cli: Cli) -> None:
    cli("ask", ORDER, "--conversation", "c")
    turn = cli("ask", "不对,三百个", "--conversation", "c", "--json").json()
    assert [draft["status"] for draft in turn["drafts"]] == ["cancelled", "open"]
    assert turn["drafts"][-1]["order"]["lines"][0]["quantity"] == 300


def test_without_json_it_says_how_to_go_on(cli: Cli) -> None:
    answer = cli("ask", ORDER, "--conversation", "c")
    assert "500" in answer.out
    assert "supplyline decide c " in answer.out
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_text_from_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    said.write_text(ORDER)
    with said.open() as standard_input:
        monkeypatch.setattr(sys, "stdin", standard_input)
        assert cli("ask", "-", "--json").json()["drafts"]


def test_the_grammar_takes_over_from_a_model_that_is_down(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        monkeypatch.setenv("SUPPLYLINE_MODEL_URL", f"http://127.0.0.1:{nobody_listens.getsockname()[1]}/v1")
        monkeypatch.setenv("SUPPLYLINE_MODEL_NAME", "first, second")
        turn = cli("ask", ORDER, "--json").json()
    assert turn["drafts"][0]["order"]["total"] == "6400.00"


# --- what goes wrong ------------------------------------------------------------------------------------------------


def test_an_unknown_person_is_told_who_is_known(cli: Cli) -> None:
    answer = cli("ask", ORDER, "--as", "nobody")
    assert answer.status == 1
    assert answer.out == ""
    assert "nobody" in answer.err
    assert "known: " in answer.err
    assert "buyer" in answer.err
    assert "suzhou-precision" in answer.err


def test_an_empty_database_asks_for_the_demo_chain(bare: Cli) -> None:
    answer = bare("ask", ORDER, "--db", "empty.db")
    assert answer.status == 1
    assert "--demo" in answer.err
    assert bare("ask", ORDER, "--db", "empty.db", "--demo").status == 0


def test_an_unknown_conversation_or_draft(cli: Cli) -> None:
    answer = cli("decide", "nowhere", "drf_x", "yes")
    assert answer.status == 1
    assert "no conversation 'nowhere'" in answer.err
    cli("ask", ORDER, "--conversation", "here")
    answer = cli("decide", "here", "drf_x", "yes")
    assert answer.status == 1
    assert "no draft 'drf_x'" in answer.err
    assert "known: drf_" in answer.err


def test_somebody_elses_conversation_looks_like_none(cli: Cli) -> None:
    turn = cli("ask", ORDER, "--conversation", "mine", "--json").json()
    answer = cli("decide", "mine", turn["drafts"][0]["id"], "yes", "--as", "suzhou-precision")
    assert answer.status == 1
    assert "no conversation 'mine'" in answer.err


def test_a_decision_that_does_not_count_is_a_failure(cli: Cli) -> None:
    turn = cli("ask", ORDER, "--json").json()
    command = ("decide", turn["conversation"], turn["drafts"][0]["id"])
    assert cli(*command, "no").status == 0
    assert cli(*command, "yes").status == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "hello", "--now", "soon"), "not an ISO 8601 date"),
        (("ask", "hello", "--db", "postgresql://localhost/x"), "neither a path nor a SQLite URL"),
        (("ask", "hello", "--model", "magic"), "invalid choice"),
        (("decide", "c", "d", "maybe"), "invalid choice"),
        (("orders", "--limit", "0"), "not a positive whole number"),
        (("serve", "--port", "99999"), "SUPPLYLINE_PORT"),
        (("ask", "hello", "--model", "openai"), "SUPPLYLINE_MODEL_URL"),
        (("ask", "   "), "empty"),
        (("ask", "hello", "--conversation", "with space"), "visible ASCII"),
        ((), "required"),
    ],
)
def test_wrong_usage(bare: Cli, arguments: tuple[str, ...], said: str) -> None:
    answer = bare(*arguments, "--demo") if arguments[:1] == ("ask",) else bare(*arguments)
    assert answer.status == 2
    assert said in answer.err
    assert answer.out == ""


def test_a_busy_port_is_said(bare: Cli) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = bare("serve", "--port", str(port))
    assert answer.status == 1
    assert f"port {port}" in answer.err
    assert "PORT=" in answer.err


# --- operating ------------------------------------------------------------------------------------------------------


def test_a_plain_path_and_a_url_name_the_same_file(bare: Cli, database: Path) -> None:
    listed = {bare("orders", "--db", name, "--json").out for name in (str(database), f"sqlite:///{database}")}
    assert len(listed) == 1
    assert "PO-2026-00117" in listed.pop()


def test_orders_as_text(cli: Cli) -> None:
    answer = cli("orders", "--status", "waiting_for_buyer")
    assert answer.status == 0
    (line,) = answer.out.splitlines()
    assert line.startswith("PO-2026-00119 ")
    assert "苏州精密轴承" in line


def test_a_broken_audit_chain_is_a_failure(cli: Cli, database: Path) -> None:
    assert cli("audit", "verify", "--json").json()["ok"] is True
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE audit_entry SET actor = 'somebody else' WHERE seq = 1")
        connection.commit()
    answer = cli("audit", "verify", "--json")
    assert answer.status == 1
    assert answer.json()["first_bad_seq"] == 1


def test_seeding_twice_changes_nothing(bare: Cli) -> None:
    assert bare("db", "seed", "--db", "x.db").status == 0
    listed = bare("orders", "--db", "x.db", "--json").out
    assert bare("db", "seed", "--db", "x.db").status == 0
    assert bare("orders", "--db", "x.db", "--json").out == listed
    assert bare("db", "upgrade", "--db", "x.db").status == 0


def test_a_backup_is_a_database(bare: Cli, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert bare("db", "backup", copy, "--db", database).status == 0
    assert bare("orders", "--db", copy, "--json").out == bare("orders", "--db", database, "--json").out
    refused = bare("db", "backup", copy, "--db", database)
    assert refused.status != 0
    assert "copy.db" in refused.err


def test_keys(cli: Cli) -> None:
    key = cli("keys", "issue", "buyer", "--label", "laptop").out.strip()
    assert key.startswith("sl_")
    listed = cli("keys", "list").out
    assert "laptop" in listed
    assert key not in listed
    assert cli("keys", "revoke", "buyer", "--label", "laptop").status == 0
    assert cli("keys", "revoke", "buyer", "--label", "laptop").status == 1
    assert cli("keys", "issue", "nobody", "--label", "x").status == 1


# --- processes ------------------------------------------------------------------------------------------------------


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "supplyline", *(str(argument) for argument in arguments)]


@contextmanager
def serving(*arguments: str | Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """(address, process) of a service that answers; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        command("serve", "--port", port, *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(600):
                assert process.poll() is None, process.stdout and process.stdout.read()
                try:
                    if client.get("/health/ready").status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)  # not listening yet
        yield f"http://127.0.0.1:{port}", process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_a_service_and_a_command_share_the_database(database: Path) -> None:
    with serving("--db", database, "--now", NOW.isoformat()) as (address, process):
        asked = subprocess.run(
            command("ask", ORDER, "--db", database, "--now", NOW.isoformat(), "--json"), capture_output=True, text=True
        )
        turn = json.loads(asked.stdout)
        path = f"/api/drafts?conversation={turn['conversation']}"
        with httpx.Client(base_url=address) as client:
            assert [draft["id"] for draft in client.get(path).json()] == [turn["drafts"][0]["id"]]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout is not None
        said = process.stdout.read()
    assert address in said
    assert "帮我向苏州精密订" in said
    assert "order 500 bearing 6204" in said


def test_chat_reads_lines_and_answers_each(database: Path) -> None:
    done = subprocess.run(
        command("chat", "--db", database, "--now", NOW.isoformat()),
        input=f"{ORDER}\n确认\n/quit\nnot read\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "> 确认" in done.stdout
    assert "[order PO-2026-" in done.stdout
    assert "not read" not in done.stdout


def test_help_is_quick_to_load() -> None:
    """``--help`` must not load the service."""
    code = (
        "import sys, supplyline\n"
        "supplyline.build_parser()\n"
        "print([name for name in ('langgraph', 'fastapi', 'nicegui', 'openai', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
