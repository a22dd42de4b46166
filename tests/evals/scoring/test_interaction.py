"""How a call went, by the figures of its recording."""

from typing import Any

import pytest

from evals.scoring.interaction import score
from tests.evals.scoring.hand import expecting, record

GOOD = {"gaps_ms": [400, 700], "yields_ms": [200], "kept_talking": [True, True], "truncation_words": [0, 1]}
WANTED = {"response_gap_ms": 700, "yields_ms": 300, "keeps_talking": True, "truncation_words": 1}


def reason(wanted: dict[str, Any], audio: dict[str, Any] | None) -> str:
    return score(expecting(interaction=wanted), record(audio=audio)).reason


def test_a_good_call_passes() -> None:
    assert reason(WANTED, GOOD) == ""
    assert score(expecting(), record()).counts is False


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"gaps_ms": [400, 701]}, "701 ms before an answer, at most 700 are allowed"),
        ({"yields_ms": [301]}, "301 ms until it fell silent, at most 300 are allowed"),
        ({"kept_talking": [True, False]}, "it stopped talking 1 times for a sound that is no speech to it"),
        ({"truncation_words": [2]}, "2 words between what was played and what is remembered, at most 1 are allowed"),
        ({"gaps_ms": []}, "gaps_ms: nothing was measured"),
        ({"yields_ms": []}, "yields_ms: nothing was measured"),
        ({"kept_talking": []}, "kept_talking: nothing was measured"),
    ],
)
def test_one_figure_is_enough_to_fail(changes: dict[str, Any], fault: str) -> None:
    assert reason(WANTED, GOOD | changes) == fault


def test_it_may_have_to_stop() -> None:
    assert reason({"keeps_talking": False}, {"kept_talking": [False]}) == ""
    assert reason({"keeps_talking": False}, {"kept_talking": [True]}) == "it never stopped talking"


def test_without_a_recording_nothing_passes() -> None:
    assert reason({"yields_ms": 1}, None) == "there is no recording"
