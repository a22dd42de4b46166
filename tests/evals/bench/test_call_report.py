from evals.audio.callers import Samples
from evals.bench.bars import at_least, at_most, share, spread
from evals.bench.call_report import answering, hearing_back, yielding
from tests.evals.bench.takes import step, take, turn
from voice.ports import Language


def test_a_bar_is_met_on_its_side_and_never_by_nothing() -> None:
    assert at_most("gap", 700, 700, 5).met
    assert not at_most("gap", 701, 700, 5).met
    assert at_least("rate", 0.98, 0.98, 5).met
    assert not at_least("rate", 0.97, 0.98, 5).met
    assert not at_most("gap", None, 700, 0).met
    assert at_most("gap", 650, 700, 5).as_dict() == {"value": 650, "bar": "at most 700", "met": True, "n": 5}


def test_spreads_and_shares_of_nothing_are_nothing() -> None:
    assert spread([]) == {"n": 0, "p50": None, "p95": None}
    assert spread([3.0, 1.0, 2.0]) == {"n": 3, "p50": 2, "p95": 3}
    assert share((0, 0)) is None
    assert share((1, 3)) == 0.3333


def test_endpoint_classes_are_told_apart() -> None:
    said = [(1.0, step("command", 1.0)), (5.0, step("command", 1.0)), (9.0, step("pause", 1.0, pause_ms=600))]
    agent = [(2.5, 3.5, 1.0), (7.2, 8.0, 1.0), (10.6, 11.0, 1.0)]
    turns = [turn(2.0, 2.5, 3.5), turn(6.0, 7.2, 8.0, state="open"), turn(10.0, 10.6, 11.0)]
    report, bars = answering([take(13, said, agent, turns)], [])
    assert report["response_gap_ms_by_endpoint"]["complete"] == {"n": 2, "p50": 500, "p95": 600}
    assert report["response_gap_ms_by_endpoint"]["open"]["p50"] == 1200
    assert report["false_cut_offs"]["600_ms"] == {"share": 0.0, "n": 1}
    met = {bar.name: bar.met for bar in bars}
    assert met["response gap of complete commands, p50 ms"]
    assert not met["false cut-offs at 300 ms, share"], "none was said"


def test_both_sides_of_barging_in_are_reported() -> None:
    said = [
        (1.0, step("command", 1.0)),
        (4.0, step("barge", 0.8)),
        (10.0, step("command", 1.0)),
        (13.0, step("backchannel", 0.4)),
    ]
    agent = [(2.6, 4.3, 1.0), (11.6, 17.0, 1.0)]
    turns = [turn(2.0, 2.6, 4.3, interrupted=True), turn(11.0, 11.6, 17.0)]
    report, bars = yielding([take(18, said, agent, turns)])
    assert report["yield_to_silence_ms"]["p95"] == 300
    assert report["yield_rate"] == {"share": 1.0, "n": 1}
    assert report["selectivity"]["backchannel"] == {"share": 1.0, "n": 1}
    assert report["selectivity"]["noise"] == {"share": None, "n": 0}
    assert [row["stopped_ms"] for row in report["sounds"]] == [300, None]
    assert {bar.name for bar in bars if bar.met} == {
        "yield to silence, p95 ms",
        "yield rate",
        "backchannel selectivity",
    }


async def test_what_was_heard_is_judged_by_somebody_else() -> None:
    said = [(1.0, step("command", 1.0)), (4.0, step("barge", 0.8))]
    heard = take(8, said, [(2.6, 4.3, 1)], [turn(2.0, 2.6, 4.3, interrupted=True, heard="alpha beta")])

    async def listen(sound: Samples, language: Language) -> str:
        return "alpha better gamma"

    report, bars = await hearing_back([heard], listen)
    (row,) = report["cut_answers"]
    assert (row["words_recorded"], row["words_recognised"]) == (2, 3)
    assert report["truncation_error_words"]["p99"] == 1
    assert [bar.met for bar in bars] == [True, False], "nobody said yes early, so nothing is shown about it"
