from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from evals.audio.callers import CALLERS
from evals.audio.sound import silence
from evals.bench.callbook import sentences
from evals.bench.dictation import Clip, Condition, accuracy, dictate, entities, scores
from voice.ports import Language


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (
            {"lines": [{"item": "6204", "quantity": "500", "unit": "H87"}], "supplier": "suzhou-precision"},
            {"item": "6204", "quantity": "500", "supplier": "suzhou-precision"},
        ),
        ({"item": "BT-10", "quantity": "80", "unit": "XBX"}, {"item": "BT-10", "quantity": "80 XBX"}),
        ({"order": "PO-2026-00117"}, {"number": "117"}),
        ({"tracking_number": "CJ1029384756"}, {"number": "CJ1029384756"}),
        ({}, {}),
    ],
)
def test_entities_of_a_call(arguments: dict[str, Any], found: dict[str, str]) -> None:
    assert entities([("tool", arguments)]) == found


def test_no_call_no_entities() -> None:
    assert entities([]) == {}


async def test_scores_tell_languages_and_conditions_apart() -> None:
    zh = next(s for s in sentences() if s.id == "zh-05")  # 再来三十袋面粉
    en = next(s for s in sentences() if s.id == "en-36")  # What did the supplier answer on order one one nine?
    conditions: tuple[Condition, ...] = ("clean", "telephone")
    chosen = [Clip(s, CALLERS[0], condition, silence(1)) for s in (zh, en) for condition in conditions]
    heard: Iterator[tuple[str, Language]] = iter(
        [
            ("再來30代面粉", "zh"),
            ("再来三十袋面粉", "zh"),
            ("What did the supplier answer on order 119", "en"),
            ("order 19", "zh"),
        ]
    )

    async def write(pcm: object) -> tuple[str, Language]:
        return next(heard)

    def correct(raw: str, language: Language) -> str:
        return raw.replace("代", "袋")

    async def call(text: str, language: Language) -> Sequence[tuple[str, Mapping[str, Any]]]:
        if "119" in text:
            return [("get_order", {"order": "PO-2026-00119"})]
        return (
            [("create_order", {"lines": [{"item": "FL-25", "quantity": "30", "unit": "XBG"}]})] if "袋" in text else []
        )

    written = await dictate(chosen, write, correct, call)
    assert accuracy(written) == (5, 6)
    assert accuracy(written, ["number"]) == (1, 2)
    report = scores(written)
    assert report["clean"]["zh"]["error_rate_raw"] == pytest.approx(1 / 6, abs=1e-3)
    assert report["clean"]["zh"]["error_rate_corrected"] == 0
    assert report["telephone"]["en"]["language_right"] == {"share": 0.0, "n": 1}
    assert report["telephone"]["en"]["number"] == {"share": 0.0, "n": 1}
    assert report["telephone"]["entities"] == {"share": pytest.approx(2 / 3, abs=1e-3), "n": 3}
    assert "mixed" not in report["clean"]
