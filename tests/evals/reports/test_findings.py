from evals.reports.findings import (
    again,
    alike,
    failing,
    in_words,
    percent,
    reason,
    standing,
    variants_of,
    verdict,
)
from tests.evals.reports.runs import case, live_run, offline_run, passing, share, voice_run
from tests.evals.reports.runs import failing as failed


def test_only_everything_is_a_hundred_percent() -> None:
    assert percent(1.0) == "100 %"
    assert percent(0.9999) == "99.9 %"
    assert percent(0.0001) == "0.1 %"
    assert percent(0.0) == "0 %"
    assert percent(None) == "-"


def test_shares_in_words() -> None:
    assert in_words(share(5, 6, 0.41, 0.97)) == "5 of 6 passed, 83.3 % (95 %: 41.0 % to 97.0 %)"
    assert in_words(share(3, 6)) == "3 of 6 passed, 50.0 %"
    assert in_words(share(0, 0)) == "nothing was tried"
    assert verdict(offline_run()) == "Gate closed: 3 of 6 passed, 50.0 %"


def test_standings() -> None:
    bad = failed(2, "a.zh.2", "says", "nothing was said")
    assert standing(case("a")) == "passing"
    assert standing(case("a", "zh", bad)) == "failing"
    assert standing(case("a", "zh", passing(1, "a.zh.1"), bad)) == "flaky"
    assert standing(case("a", "zh", bad, quarantine="for now")) == "quarantined"
    assert standing(case("a", quarantine="for now")) == "passing"
    assert standing(case("a").model_copy(update={"trials": []})) == "untried"


def test_newly_failing_come_first_and_quarantine_does_not_count() -> None:
    result = offline_run()
    assert [found.name for found in failing(result)] == ["order-simple.en", "crash-order.zh", "where-is-butter.zh"]
    assert reason(failing(result)[1]) == "error in the trial: the process did not \x01 come up"
    assert reason(result.cases[0]) == ""


def test_the_command_plays_this_case_of_this_agent_again() -> None:
    text = offline_run()
    assert again(text.cases[0], text) == "supplyline eval run --only order-simple"
    other = offline_run(agent="mine.agents:sloppy")
    assert again(other.cases[0], other, "my suite") == (
        "supplyline eval run --only order-simple --suite 'my suite' --agent mine.agents:sloppy"
    )
    call = voice_run()
    assert again(call.cases[0], call) == "supplyline eval run --only call-barge-in --channel voice"
    live = live_run()
    assert again(live.cases[0], live).endswith(" --model openai")


def test_what_fails_alike_is_told_once() -> None:
    silent = [case("a", v, failed(1, f"a.{v}.1", "says", "nothing was said")) for v in ("en", "mixed", "zh")]
    other = case("a", "zh", failed(1, "a.zh.1", "says", "too much was said"))
    assert alike([silent[0], other, silent[1], silent[2]]) == [silent, [other]]
    assert variants_of(silent) == "zh, en, mixed"
