from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from evals.audio.callers import CALLERS, Studio, key
from evals.bench.callbook import ENTITIES, Callbook, Kind, sentences
from tools.registry import TOOLS


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    """Where every clip is already there, as noise of its own."""

    class Recorded(Studio):
        def say(self, text: str, caller):  # type: ignore[no-untyped-def]
            random = np.random.default_rng(int(key(text, caller)[:8], 16))
            return np.asarray(random.standard_normal(16_000) * 4000, np.int16)

    return Recorded(tmp_path, tmp_path)


def test_the_sentences_go_over_all_tools_in_both_languages() -> None:
    for language in ("zh", "en"):
        for split in ("tune", "held-out"):
            chosen = [s for s in sentences() if (s.language, s.split, s.mixed) == (language, split, False)]
            assert len(chosen) >= 30
            assert {s.tool for s in chosen} == set(TOOLS)
    assert sum(s.mixed for s in sentences()) >= 10
    assert len({s.id for s in sentences()}) == len(sentences())
    assert len({s.say for s in sentences()}) == len(sentences())


def test_numbers_are_written_as_they_are_said() -> None:
    assert [s.id for s in sentences() if any(sign.isdigit() for sign in s.say)] == []
    counted = Counter(kind for s in sentences() for kind in s.entities)
    assert set(counted) == set(ENTITIES)
    assert min(counted.values()) >= 30


def test_only_voices_and_sentences_of_the_split_are_used(studio: Studio) -> None:
    book = Callbook(studio, "held-out")
    kinds: tuple[Kind, ...] = ("barge", "noise", "backchannel", "side_talk", "stop")
    steps = book.talk("zh", events=[(kind, 1) for kind in kinds], pauses=[0, 300, 600])
    assert {step.sentence.split for step in steps if step.sentence} == {"held-out"}
    assert [step.kind for step in steps[1:10:2]] == list(kinds)
    assert [step.pause_ms for step in steps[10:]] == [0, 300, 600]
    assert all(0.8 < step.into < 2.2 for step in steps if step.into is not None)
    assert {caller.voice for caller in CALLERS if caller.split == "tune"}.isdisjoint(
        {caller.voice for caller in CALLERS if caller.split == "held-out"}
    )


def test_the_same_seed_makes_the_same_call(studio: Studio) -> None:
    def said(seed: int) -> list[str]:
        steps = Callbook(studio, "tune", seed).talk("en", events=[("barge", 1)] * 3, pauses=[0])
        return [step.said for step in steps]

    assert said(1) == said(1)
    assert said(1) != said(2)
