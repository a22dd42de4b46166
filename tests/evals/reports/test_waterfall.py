from evals.reports.waterfall import waterfalls
from tests.evals.reports.runs import TIMELINE


def test_stages_follow_each_other_from_the_last_sound() -> None:
    (fall,) = waterfalls({"timelines_ms": [TIMELINE]})
    assert fall.at == 2.1
    assert fall.gap == 610
    assert [(stage.name, stage.start, stage.end) for stage in fall.stages] == [
        ("final_text", 0, 280),
        ("endpoint", 280, 300),
        ("first_token", 300, 350),
        ("first_sound", 350, 610),
        ("heard", 610, 5800),
    ]
    assert sum(stage.width for stage in fall.stages) == 1.0, "the answer itself is drawn to the edge only"
    assert fall.stages[3].left + fall.stages[3].width == 0.8


def test_a_text_that_was_there_before_the_end_comes_first() -> None:
    (fall,) = waterfalls({"timelines_ms": [{**TIMELINE, "final_text": 2000}]})
    assert [(stage.name, stage.start) for stage in fall.stages][:2] == [("speech_end", -100), ("endpoint", 0)]


def test_a_turn_without_an_answer_has_no_gap() -> None:
    quiet = {
        "speech_end": 500,
        "final_text": 700,
        "endpoint": 700,
        "first_token": None,
        "first_sound": None,
        "heard": None,
    }
    (fall,) = waterfalls({"timelines_ms": [quiet]})
    assert fall.gap is None
    assert [stage.name for stage in fall.stages] == ["final_text", "endpoint"]
    assert waterfalls({}) == []
