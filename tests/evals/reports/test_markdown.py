from evals.reports.markdown import SHOWN, markdown
from evals.results import Gate
from tests.evals.reports.runs import case, failing, live_run, offline_run, passing, voice_run


def test_the_verdict_comes_first_then_what_changed() -> None:
    text = markdown(offline_run())
    places = [
        text.index(part)
        for part in (
            "## Gate closed: 3 of 6 passed, 50.0 %\n",
            "No interval: trials do not vary",
            "**Why it is closed**\n\n- track.zh was not tried",
            "**Newly failing (1)**",
            "**Newly passing (1)**",
            "Failing as before (2)",
            "| variant | zh | 1 | 3 | 33.3 % | - |",
            "| channel | text | 3 | 6 | 50.0 % | - |",
            "Parity: zh-en +0.0 points, mixed-en -",
            "`slow-supplier.en` the retry interval is being changed: fails, policy: resent twice",
            "`draft.expired`, `fault.cancel`",
        )
    ]
    assert places == sorted(places)


def test_a_reason_cannot_break_the_page() -> None:
    text = markdown(offline_run())
    assert "expected 500 piece \\| &lt;b&gt;&amp;" in text
    mention = failing(1, "a.zh.1", "says", "@someone see #12\n\n# heading <img src=x>")
    line = next(
        line
        for line in markdown(offline_run(cases=[case("a", "zh", mention)])).splitlines()
        if line.startswith("- `a` (zh)")
    )
    assert "@someone" not in line
    assert "#12" not in line
    assert line.endswith("# heading &lt;img src=x&gt;")


def test_folded_parts_are_closed() -> None:
    for result in (offline_run(), live_run(), voice_run()):
        text = markdown(result)
        assert text.count("<details>") == text.count("</details>") == text.count("<summary>")
        assert len(text) < 6000


def test_long_lists_are_cut_and_counted() -> None:
    cases = [case(f"case-{n:03}", "zh", failing(1, f"case-{n:03}.zh.1", "says", "x" * 2000)) for n in range(50)]
    text = markdown(
        offline_run(cases=cases, gate=Gate(open=False, newly_failing=[f"case-{n:03}.zh" for n in range(50)]))
    )
    assert f"- and {50 - SHOWN} more" in text
    assert len(text) < 12_000


def test_a_live_run_has_its_interval_and_pass_k() -> None:
    text = markdown(live_run())
    assert text.startswith("## Gate open: 5 of 6 passed, 83.3 % (95 %: 41.0 % to 97.0 %)\n")
    assert "No interval" not in text
    assert "pass^1 83.0 %, pass^2 67.0 %, pass^3 50.0 %" in text
    assert "<summary>Flaky</summary>\n\n`order-simple.en`" in text
    assert "model `model-a`" in text


def test_success_against_recognition_errors() -> None:
    assert "Recognition errors: 0% → 100 %, 5% → 92.5 %, 10% → 82.5 %, 20% → 52.5 %" in markdown(voice_run())


def test_nothing_to_say_is_not_said() -> None:
    quiet = markdown(offline_run(cases=[case("a", "zh", passing(1, "a.zh.1"))], gate=Gate(open=True)))
    assert "ailing" not in quiet
    assert "Quarantined" not in quiet
