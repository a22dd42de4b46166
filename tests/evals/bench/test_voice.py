"""The benchmark of calls runs, with the real models and callers, and says of every goal whether it was met."""

import os
from pathlib import Path

import pytest

from evals.audio.callers import VOICES, missing_parts
from evals.bench.voice import bench
from procurement.errors import InvalidInput

ROOT = Path(__file__).resolve().parent.parent.parent.parent


async def test_without_callers_it_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput) as caught:
        await bench(quick=True)
    assert caught.value.remedy == "run: make callers"


@pytest.mark.voice
@pytest.mark.skipif(
    bool(missing_parts(ROOT / VOICES)) and "SUPPLYLINE_REQUIRE_BROWSER" not in os.environ,
    reason="test callers are not installed: make callers",
)
async def test_every_part_gives_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    report = await bench(quick=True, keep=tmp_path)
    assert report["answering"]["response_gap_ms"]["n"] >= 2
    assert report["barge_in"]["yield_rate"]["n"] >= 1
    assert report["heard"]["early_yes"]["accepted"] == 0
    assert report["dictation"]["clean"]["entities"]["n"] >= 1
    assert report["recogniser"]["speed"]["times_faster_total"] > 1
    assert report["trade_off"]["shipped"]["yield_rate"] is not None
    assert report["load"]["memory_mb"] > 300
    assert len(report["bars"]) == report["bars_met"] + len(report["bars_missed"]) >= 15
    names = {f"{name}-{each}.wav" for name in ("yes", "echo") for each in ("zh", "en")}
    assert set(os.listdir(tmp_path)) == names | {"talk-zh-1.wav", "talk-en-1.wav"}
