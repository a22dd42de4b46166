import argparse
from pathlib import Path

import pytest

from evals import commands
from evals.running.asked import Asked
from evals.running.folder import RunFolder, Started
from evals.subjects.verdicts import Failure, SelfCheck, Verdict
from tests.evals.reports.runs import fill, offline_run

NOTHING_ELSE = argparse.Namespace(json=None, html=None, junit=None, markdown=None)


@pytest.mark.parametrize(("suite", "told"), [(offline_run().suite, True), ("6" * 64, False)])
async def test_a_report_tells_what_the_self_check_of_its_suite_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], suite: str, told: bool
) -> None:
    caught = Verdict("mutants:doubled", "orders twice", Failure("order-simple.zh", "end_state", "too much"), 1)

    async def self_check(place: Path) -> SelfCheck:
        return SelfCheck(suite, 7, (), (), (), (caught,))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("evals.subjects.self_check.self_check", self_check)
    assert await commands.mutants(argparse.Namespace(suite=None)) == commands.OPEN
    folder = fill(tmp_path / "run", offline_run())
    RunFolder(folder).start(Started(asked=Asked(), model="grammar", doing={}))
    capsys.readouterr()
    commands.report(argparse.Namespace(folder=folder, **vars(NOTHING_ELSE)))
    assert ("mutation score 1/1 (100.0%)" in capsys.readouterr().out) is told
