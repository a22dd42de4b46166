from dataclasses import dataclass
from typing import Literal

import pytest

from evals.bench.callbook import Kind
from evals.bench.trade_off import SHIPPED, Onset, Setting, curve, front, point, stopped_at
from voice.turns import PACE, Frame, Verdict


@dataclass(frozen=True, slots=True)
class Said:
    raw: str = ""
    text: str = ""
    language: Literal["zh", "en"] = "en"
    kind: Literal["words", "backchannel", "stop", "nothing"] = "words"
    state: Literal["complete", "decision", "open", "trailing", "spelling"] = "complete"


def onset(kind: Kind, voiced: int, verdict: Verdict | None, heard: str = "words", took: int = 15) -> Onset:
    """A sound of so many frames, after ten of silence; every decode says the same."""
    frames = [Frame(False)] * 10 + [Frame(True, verdict)] * voiced + [Frame(False)] * 100
    hearing = Said(kind=heard)  # type: ignore[arg-type]
    return Onset(kind, kind, 10, tuple(frames), {0: (hearing, took)})


def test_a_caller_who_takes_the_floor_silences_the_agent_at_the_threshold() -> None:
    for sure in (4, 7, 12):
        setting = Setting(sure, 40, 60)
        assert stopped_at(onset("barge", 60, "talk"), setting.pace) == pytest.approx(sure * 0.02, abs=0.021)


def test_a_backchannel_is_talked_over_until_it_is_doubted_for_too_long() -> None:
    brief = onset("backchannel", 12, "backchannel", heard="backchannel", took=30)
    assert stopped_at(brief, SHIPPED.pace) is None
    assert stopped_at(brief, Setting(3, 3, 7).pace) is not None


def test_words_stop_the_agent_when_their_text_is_there() -> None:
    slow = Setting(99, 99, 99).pace
    assert stopped_at(onset("barge", 60, None, took=15), slow) == pytest.approx((PACE.ask + 15) * 0.02, abs=0.041)


def test_a_point_counts_both_sides() -> None:
    found = point([onset("barge", 60, "talk"), onset("backchannel", 12, "backchannel", "backchannel")], SHIPPED)
    assert (found["yield_rate"], found["backchannel_selectivity"], found["noise_selectivity"]) == (1.0, 1.0, None)
    assert found["yield_p95_ms"] <= 200


def test_the_front_only_slows_down_for_more_selectivity() -> None:
    def at(ms: int, share: float) -> dict[str, object]:
        return {"yield_p95_ms": ms, "backchannel_selectivity": share, "yield_rate": 1.0}

    assert front([at(300, 0.9), at(200, 0.5), at(400, 0.8), at(250, 0.5)]) == [at(200, 0.5), at(300, 0.9)]


def test_the_curve_says_where_the_service_stands() -> None:
    report = curve([onset("barge", 60, "talk"), onset("backchannel", 12, None, "backchannel")])
    assert report["sounds"] == {"barge": 1, "backchannel": 1}
    assert report["shipped"]["pause"] == PACE.pause
    assert report["front"]
