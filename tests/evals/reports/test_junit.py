from xml.etree import ElementTree

import pytest

from evals.reports.junit import junit
from evals.results import RunResult
from tests.evals.reports.runs import case, live_run, offline_run, voice_run

# What the schema that CI servers share (jenkins-junit.xsd, and xunit2 of pytest) allows: attributes, then children.
ALLOWED = {
    "testsuites": ({"name", "tests", "failures", "errors", "skipped", "time", "disabled"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name", "classname", "time", "file", "line", "assertions"},
        {"properties", "skipped", "error", "failure", "system-out", "system-err"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "failure": ({"message", "type"}, set()),
    "error": ({"message", "type"}, set()),
    "system-out": (set(), set()),
}
NEEDED = {"testsuite": {"name", "tests"}, "testcase": {"name", "classname"}, "property": {"name", "value"}}


def check(element: ElementTree.Element) -> None:
    attributes, children = ALLOWED[element.tag]
    assert set(element.attrib) <= attributes
    assert NEEDED.get(element.tag, set()) <= set(element.attrib)
    for child in element:
        assert child.tag in children, f"{child.tag} in {element.tag}"
        check(child)


def counted(suite: ElementTree.Element) -> dict[str, int]:
    return {name: int(suite.get(name, "-1")) for name in ("tests", "failures", "errors", "skipped")}


@pytest.mark.parametrize("result", [offline_run(), live_run(), voice_run(), offline_run(cases=[])])
def test_it_is_what_ci_servers_read(result: RunResult) -> None:
    root = ElementTree.fromstring(junit(result))
    check(root)
    for suite in (root, *root):
        assert counted(suite) == {
            "tests": len(list(suite.iter("testcase"))),
            "failures": len(list(suite.iter("failure"))),
            "errors": len(list(suite.iter("error"))),
            "skipped": 0,
        }
    assert len(list(root.iter("testcase"))) == len(result.cases)


def test_failures_say_why_and_errors_are_no_failures() -> None:
    root = ElementTree.fromstring(junit(offline_run()))
    assert [suite.get("name") for suite in root] == ["fault", "order", "track"]
    failure = root.find("testsuite[@name='order']//failure")
    assert failure is not None
    assert failure.get("type") == "end_state"
    assert failure.get("message") == (
        "end_state: order PO-2026-00123: quantity of 6204 is 300 piece, expected 500 piece | <b>&"
    )
    (error,) = root.iter("error")
    assert error.get("message") == "error in the trial: the process did not \ufffd come up"
    assert error.text == "trial 1: error in the trial: the process\ndid not \ufffd come up"


def test_each_failed_trial_is_told() -> None:
    (failure,) = ElementTree.fromstring(junit(live_run())).iter("failure")
    assert failure.text == "trial 2: tools: create_order was not called"


def test_quarantine_is_seen_but_is_neither_failure_nor_skip() -> None:
    root = ElementTree.fromstring(junit(offline_run()))
    (test,) = [
        test for test in root.iter("testcase") if test.find("properties/property[@name='quarantine']") is not None
    ]
    assert [child.tag for child in test] == ["properties", "system-out"]
    assert test.findtext("system-out") == (
        "in quarantine (the retry interval is being changed); it failed\ntrial 1: policy: resent twice"
    )


def test_a_case_that_was_not_tried_is_an_error() -> None:
    untried = case("order-simple").model_copy(update={"trials": []})
    (error,) = ElementTree.fromstring(junit(offline_run(cases=[untried]))).iter("error")
    assert error.get("message") == "was not tried"


def test_the_same_result_is_the_same_bytes() -> None:
    assert junit(offline_run()) == junit(offline_run())
    assert " time=" not in junit(live_run())
