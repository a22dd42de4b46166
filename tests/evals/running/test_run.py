"""Runs of a small suite through the command, as CI and people start them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

import supplyline
from agent.openai_model import OpenAIModel
from evals.results import RunResult
from evals.running.asked import Asked
from evals.running.budget import Budget, Prices
from evals.running.folder import RunFolder
from evals.running.gate import judged
from evals.running.run import AT_ONCE, run
from tests.model_server import ModelServer, Reply, chunk, model_server, says

SUITE = Path(__file__).parent / "small_suite.yaml"
ROOT = Path(supplyline.__file__).parent
CASES = 8
Command = Callable[..., int]


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "suite").mkdir()
    return copyfile(SUITE, tmp_path / "suite" / "small.yaml")


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """``supplyline eval`` in a folder of its own and without settings of this machine; its exit status."""
    for name in [name for name in os.environ if name.startswith("SUPPLYLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    # In a thread of its own: the event loops of the tests belong to pytest-asyncio.
    with ThreadPoolExecutor(1) as thread:
        yield lambda *words: thread.submit(supplyline.main, ["eval", *map(str, words)]).result()


def report(folder: Path) -> RunResult:
    return RunResult.model_validate_json((folder / "report.json").read_bytes())


def start(*words: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "supplyline.py"), "eval", "run", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def written(folder: Path) -> dict[str, int]:
    """When each record was written, in nanoseconds."""
    return {file.name: file.stat().st_mtime_ns for file in (folder / "records").glob("*.json")}


def test_a_run_passes_and_twice_gives_the_same_bytes(evaluate: Command, suite: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert evaluate("run", "--suite", suite, "--out", one, "--json", "copy.json") == 0
    assert evaluate("run", "--suite", suite, "--out", other) == 0
    found = report(one)
    assert (found.scenarios, len(found.cases), found.figures.all.share) == (3, CASES, 1.0)
    assert found.figures.all.low is None
    assert set(found.figures.by["variant"]) == {"zh", "en", "mixed"}
    assert found.incomplete is None
    assert (one / "report.json").read_bytes() == (other / "report.json").read_bytes()
    assert (one / "report.json").read_bytes() == (tmp_path / "copy.json").read_bytes()
    assert str(tmp_path) not in (one / "report.json").read_text()
    for file in (one / "records").iterdir():
        assert file.read_bytes() == (other / "records" / file.name).read_bytes()


def test_the_remark_says_what_the_figure_is_not(evaluate: Command) -> None:
    evaluate("run", "--only", "capacity-part", "--out", "run")
    assert "a regression figure" in report(Path("run")).remark


def test_a_run_that_was_killed_goes_on(suite: Path, tmp_path: Path, evaluate: Command) -> None:
    folder, whole = tmp_path / "killed", tmp_path / "whole"
    trials = ("--suite", suite, "--trials", "4")
    process = start(*trials, "--out", folder)
    deadline = time.monotonic() + 120
    while len(written(folder)) < 3:
        assert process.poll() is None, "it was over before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = written(folder)
    assert 3 <= len(before) < CASES * 4
    assert not (folder / "report.json").exists()

    assert evaluate("run", "--resume", folder) == 0
    after = written(folder)
    assert len(after) == CASES * 4
    assert {name: after[name] for name in before} == before
    assert evaluate("run", *trials, "--out", whole) == 0
    assert (folder / "report.json").read_bytes() == (whole / "report.json").read_bytes()


def test_only_what_is_missing_or_of_another_scenario_is_played_again(
    suite: Path, tmp_path: Path, evaluate: Command
) -> None:
    folder = tmp_path / "run"
    assert evaluate("run", "--suite", suite, "--out", folder) == 0
    before = written(folder)
    (folder / "records" / "how-much-butter.en.1.json").unlink()
    suite.write_text(suite.read_text().replace("where is the flour", "where is my flour"))
    assert evaluate("run", "--resume", folder) == 0
    after = written(folder)
    assert {name.partition(".json")[0] for name in after if before[name] != after[name]} == {
        "how-much-butter.en.1",
        "where-is-the-flour.en.1",
        "where-is-the-flour.mixed.1",
        "where-is-the-flour.zh.1",
    }


def test_replay_grades_what_is_expected_now(suite: Path, tmp_path: Path, evaluate: Command) -> None:
    folder = tmp_path / "run"
    assert evaluate("run", "--suite", suite, "--out", folder) == 0
    before, first = written(folder), report(folder)
    assert evaluate("run", "--replay", folder) == 0
    assert report(folder) == first
    suite.write_text(suite.read_text().replace("- shipment: SH10042", "- shipment: SH10043"))
    assert evaluate("run", "--replay", folder) == 1
    assert report(folder).gate.newly_failing == [
        "where-is-the-flour.en",
        "where-is-the-flour.mixed",
        "where-is-the-flour.zh",
    ]
    assert written(folder) == before


def test_replay_leaves_out_what_is_done_differently_now(suite: Path, tmp_path: Path, evaluate: Command) -> None:
    folder = tmp_path / "run"
    assert evaluate("run", "--suite", suite, "--out", folder) == 0
    suite.write_text(suite.read_text().replace("where is the flour", "where is my flour"))
    assert evaluate("run", "--replay", folder) == 1
    assert report(folder).incomplete == "3 of 8 trials were not played"


def test_the_baseline_beside_the_suite_decides(suite: Path, tmp_path: Path, evaluate: Command) -> None:
    right = suite.read_text()
    assert evaluate("run", "--suite", suite.parent, "--out", "a", "--update-baseline") == 0
    baseline = suite.parent / "baseline.json"
    assert json.loads(baseline.read_text())["cases"]["order-bearings.zh"] is True
    suite.write_text(right.replace("quantity: 500}", "quantity: 600}"))
    assert evaluate("run", "--suite", suite.parent, "--out", "b") == 1
    gate = report(Path("b")).gate
    assert gate.baseline == "baseline.json"
    assert gate.newly_failing == ["order-bearings.en", "order-bearings.zh"]
    assert "order-bearings.zh fails and passed before: " in gate.reasons[1]
    suite.write_text(right.replace("- id: order-bearings", "- id: order-something-else"))
    assert evaluate("run", "--suite", suite.parent, "--out", "c") == 1
    assert report(Path("c")).gate.missing == ["order-bearings.en", "order-bearings.zh"]
    assert evaluate("run", "--suite", suite.parent, "--out", "d", "--only", "stock") == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--agent", "agent.assistant:nobody"), "--agent"),
        (("--only", "nothing-like-it"), "--only"),
        (("--channel", "voice"), "--channel"),
        (("--max-usd", "1"), "--max-usd"),
        (("--baseline", "nowhere.json"), "--baseline"),
        (("--model", "openai"), "--model"),
    ],
)
def test_wrong_usage_names_the_argument(
    words: tuple[str, ...], complaint: str, suite: Path, evaluate: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("run", "--suite", suite, "--out", "run", *words) == 2
    assert complaint in capsys.readouterr().err


def test_a_run_has_its_own_questions(suite: Path, evaluate: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("run", "--suite", suite, "--out", "run", "--only", "stock") == 0
    assert evaluate("run", "--suite", suite, "--out", "run") == 2
    assert "holds a run already" in capsys.readouterr().err
    assert evaluate("run", "--resume", "run", "--trials", "2") == 2
    assert "the run has its own trials" in capsys.readouterr().err
    assert evaluate("run", "--resume", "elsewhere") == 2
    assert "not the folder of a run" in capsys.readouterr().err


def test_two_runs_are_compared(suite: Path, evaluate: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("run", "--suite", suite, "--out", "a") == 0
    suite.write_text(suite.read_text().replace("quantity: 40", "quantity: 41"))
    assert evaluate("run", "--suite", suite, "--out", "b") == 1
    capsys.readouterr()
    assert evaluate("compare", "a", Path("b", "report.json")) == 0
    out = capsys.readouterr().out
    assert "Newly failing: 3\n  how-much-butter.en\n" in out
    assert "all: 100.0% -> 62.5%, -37.5% over 8 cases" in out


def test_reports_are_written_again(suite: Path, evaluate: Command) -> None:
    assert evaluate("run", "--suite", suite, "--out", "a", "--only", "stock") == 0
    assert evaluate("report", "a", "--junit", "j.xml", "--json", "r.json") == 0
    assert Path("r.json").read_bytes() == Path("a", "report.json").read_bytes()
    assert "<testsuite" in Path("j.xml").read_text()


# --- live -----------------------------------------------------------------------------------------------------------


def answer_costing(tokens_in: int, tokens_out: int) -> Reply:
    usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
    said = says("面粉在路上,运单 SH10042。")
    last = {**chunk({}), "choices": [], "usage": usage}
    return replace(said, events=(*said.events, last))


async def live(server: ModelServer, suite: Path, folder: Path, budget: Budget) -> RunResult:
    model = OpenAIModel(server.base_url, server.api_key, "tiny", count_tokens=True)
    try:
        asked = Asked(suite=str(suite), mode="live", only="*r*")
        return await run(asked, RunFolder(folder), models=[model], budget=budget)
    finally:
        await model.close()


async def test_no_trial_starts_once_the_money_is_spent(suite: Path, tmp_path: Path) -> None:
    async with model_server(*[answer_costing(1_000, 100)] * 20) as server:
        budget = Budget(Prices(input=1_000.0, output=2_000.0), limit=1.5)  # a request costs 1.20
        result = await live(server, suite, tmp_path / "run", budget)
        assert all(request["stream_options"] == {"include_usage": True} for request in server.requests)
        played = sum(len(case.trials) for case in result.cases)
        assert played == AT_ONCE < len(result.cases)
        assert result.incomplete == f"the budget of 1.5 USD was used up after {played} trials"
        assert not judged(result, None, file=None, partial=False).gate.open
        measured = [json.loads(file.read_text()) for file in (tmp_path / "run" / "measured").iterdir()]
        assert sum(one["usd"] for one in measured) == pytest.approx(len(server.requests) * 1.2)
        assert sum(one["tokens"]["input"] for one in measured) == len(server.requests) * 1_000
        assert all(one["tokens"]["estimated"] == 0 for one in measured)


async def test_tokens_that_nobody_counts_are_estimated(suite: Path, tmp_path: Path) -> None:
    async with model_server(*[says("面粉在路上。")] * 40) as server:
        result = await live(server, suite, tmp_path / "run", Budget())
        assert result.incomplete is None
        assert result.figures.all.low is not None
        measured = [json.loads(file.read_text()) for file in (tmp_path / "run" / "measured").iterdir()]
        assert all(one["tokens"]["estimated"] > 1_000 for one in measured)


async def test_a_trial_that_hangs_fails_and_the_others_go_on(suite: Path, tmp_path: Path) -> None:
    asked = Asked(suite=str(suite), only="stock", agent="tests.evals.running.sleepy:open_agent")
    result = await run(asked, RunFolder(tmp_path / "run"), longest=0.3)
    assert [trial.error for case in result.cases for trial in case.trials] == ["no end after 0.3 s"] * 3
