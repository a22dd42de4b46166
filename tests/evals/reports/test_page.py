import re
import shutil
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from evals.reports.findings import KINDS
from evals.reports.page import HTML, ORDER, Page, choices, has_times, pretty, shown
from evals.reports.trend import trend
from evals.reports.waterfall import STAGES
from evals.reports.writing import write
from evals.results import Figures, Gate, RunResult
from evals.running.folder import RunFolder
from evals.scenarios.scenario import Decision
from evals.trials.record import Mode
from tests.evals.reports.runs import case, failing, fill, live_run, offline_run, passing, share, voice_run

VOID = {"meta", "link", "input", "br", "rect", "line", "circle", "polyline"}


class Outline(HTMLParser):
    """Checks that every tag is closed; collects attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def written(folder: Path, result: RunResult) -> str:
    write(result, fill(folder, result))
    return (folder / "report.html").read_text()


def outline(html: str) -> Outline:
    read = Outline()
    read.feed(html)
    read.close()
    assert read.stack == []
    return read


EMPTY = offline_run(cases=[], gate=Gate(open=True))


@pytest.mark.parametrize("result", [offline_run(), live_run(), voice_run(), EMPTY])
def test_it_is_whole_and_needs_nobody_else(tmp_path: Path, result: RunResult) -> None:
    html = written(tmp_path / "run", result)
    read = outline(html)
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes.get(name, "") for _, attributes in read.tags for name in ("src", "href")]
    assert [link for link in links if re.match(r"(https?:)?//", link)] == []
    assert "@import" not in html
    assert "url(" not in html
    named = {attributes["href"][1:] for tag, attributes in read.tags if tag == "a" and attributes["href"][0] == "#"}
    assert named <= set(ids)


def test_what_failed_comes_first(tmp_path: Path) -> None:
    html = written(tmp_path / "run", offline_run())
    places = [
        html.index(part) for part in ('id="verdict"', 'id="failed"', 'id="figures"', 'id="cases"', 'id="coverage"')
    ]
    assert places == sorted(places)
    cases = [attributes["id"] for tag, attributes in outline(html).tags if attributes.get("class") == "case"]
    assert cases == [
        "case-order-simple.en",
        "case-crash-order.zh",
        "case-where-is-butter.zh",
        "case-slow-supplier.en",
        "case-order-simple.mixed",
        "case-order-simple.zh",
        "case-where-is-butter.en",
    ]


def test_what_a_run_recorded_is_text_and_never_markup(tmp_path: Path) -> None:
    html = written(tmp_path / "run", offline_run())
    assert "<img" not in html
    assert html.count("</script>") == 1
    assert "expected 500 piece | &lt;b&gt;&amp;" in html


def test_a_failure_shows_what_was_found_and_what_was_expected(tmp_path: Path) -> None:
    text = " ".join(outline(written(tmp_path / "run", offline_run())).text.split())
    assert "item 6204, quantity 300, unit H87, unit_price 12.80item 6204, quantity 500" in text
    assert "帮我向苏州精密订五百个6204轴承" in text
    assert "create_order" in text
    assert "OrderIssued" in text


def test_times_are_shown_where_they_vary_anyway(tmp_path: Path) -> None:
    assert [has_times(result) for result in (offline_run(), live_run(), voice_run())] == [False, True, True]
    html = written(tmp_path / "run", voice_run())
    text = " ".join(outline(html).text.split())
    assert "120.0 ms" in text
    assert "answered after应答间隔 610 ms" in text
    assert html.count("data:audio/wav;base64,") == 2
    assert "40.0 %" not in text


def test_a_record_that_is_not_there_is_said(tmp_path: Path) -> None:
    folder = fill(tmp_path / "run", offline_run())
    shutil.rmtree(folder / "records")
    write(offline_run(), folder)
    assert "Its record is not in the folder of the run." in (folder / "report.html").read_text()


def test_a_recording_that_is_not_inside_is_linked(tmp_path: Path) -> None:
    result = voice_run()
    folder = fill(tmp_path / "run", result)
    (folder / "recordings" / "call-barge-in.zh.1.wav").unlink()
    html = Page(result, RunFolder(folder), trend([], result), times=True).html()
    assert 'href="recordings/call-barge-in.zh.1.wav"' in html
    assert html.count("data:audio/wav;base64,") == 1


def test_few_trials_are_shown_whole_the_failed_first() -> None:
    trials = [passing(n, f"a.zh.{n}") if n != 4 else failing(4, "a.zh.4", "says", "no") for n in range(1, 6)]
    assert [trial.trial for trial in shown(case("a", "zh", *trials))] == [4, 1, 2]


def test_choices_are_those_there_are() -> None:
    found = choices(offline_run().cases)
    assert found["variant"] == ["zh", "en", "mixed"]
    assert found["tag"] == ["fault", "order", "track"]
    assert "channel" not in found, "there is only one"


def test_long_results_are_cut() -> None:
    assert len(pretty({"text": "雪" * 9000})) < 4100
    assert pretty({"a": "雪"}) == '{\n  "a": "雪"\n}'


def test_a_trend_needs_two_runs(tmp_path: Path) -> None:
    first = written(tmp_path / "runs" / "1", offline_run(figures=Figures(all=share(6, 6))))
    second = written(tmp_path / "runs" / "2", offline_run())
    assert "Over the runs" not in first
    assert "Over the runs" in second
    assert "<td>1</td><td>100 %</td><td>-</td><td>-</td><td>-</td>" in second
    assert "<td>2</td><td>50.0 %</td><td>-</td><td>50.0 %</td><td>+0.0 points</td>" in second


def test_every_label_is_there_in_both_languages_and_used() -> None:
    labels = tomllib.loads((HTML / "labels.toml").read_text())
    template = "".join((HTML / name).read_text() for name in ("page.html.j2", "parts.html.j2"))
    assert all(set(label) == {"en", "zh"} and all(label.values()) for label in labels.values())
    asked = set(re.findall(r'"(\w+)"|labels\.(\w+)', template))
    named = {*KINDS, *ORDER, *STAGES, "speech_end", *get_args(Mode), *get_args(Decision), "reaction", "repeat"}
    assert set(labels) <= {name for found in asked for name in found} | named, "the page never says it"
