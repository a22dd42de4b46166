import json
from pathlib import Path

import pytest

from evals.reports.writing import Outputs, write
from evals.results import RunResult
from procurement.errors import InvalidInput
from tests.evals.reports.runs import fill, offline_run


def test_copies_go_where_they_were_asked_for(tmp_path: Path) -> None:
    result, folder, out = offline_run(), tmp_path / "run", tmp_path / "out"
    fill(folder, result)
    write(result, folder, Outputs(json=out / "a.json", html=out / "a.html", junit=out / "a.xml", markdown=out / "a.md"))
    pairs = {"a.json": "report.json", "a.html": "report.html", "a.xml": "junit.xml", "a.md": "summary.md"}
    for copy, own in pairs.items():
        assert (out / copy).read_bytes() == (folder / own).read_bytes()
    assert RunResult.model_validate_json((out / "a.json").read_bytes()) == result
    assert "黄油到哪里了" in (out / "a.json").read_text()
    assert (out / "a.json").read_text().endswith("}\n")
    assert not list(tmp_path.rglob("*.part"))


def test_a_copy_that_cannot_be_written_is_the_fault_of_its_option(tmp_path: Path) -> None:
    folder = fill(tmp_path / "run", offline_run())
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput) as refused:
        write(offline_run(), folder, Outputs(html=tmp_path / "file" / "a.html"))
    assert refused.value.field == "--html"
    assert (folder / "report.html").exists()


def test_an_offline_run_writes_the_same_bytes_whenever_it_ran(tmp_path: Path) -> None:
    folders = [fill(tmp_path / name, offline_run()) for name in ("1", "2")]
    slow = folders[1] / "measured" / "order-simple.zh.1.json"
    slow.write_text(json.dumps(json.loads(slow.read_text()) | {"seconds": 99.0, "turn_ms": [5000.0]}))
    for folder in folders:
        write(offline_run(), folder)
    for name in ("report.json", "report.html", "junit.xml", "summary.md"):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()
    assert "5000" in (folders[1] / "timings.json").read_text()
    assert 'href="timings.json"' in (folders[0] / "report.html").read_text()
