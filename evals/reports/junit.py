"""JUnit XML: a testsuite a first tag, a testcase a case. Without times, so that the same result is the same bytes.

A case in quarantine is never skipped and never a failure: it has a property, and its output says how it went.
"""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.reports.findings import passes, reason, reasons
from evals.results import CaseResult, RunResult

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0


def junit(result: RunResult) -> str:
    suites: dict[str, list[CaseResult]] = defaultdict(list)
    for case in result.cases:
        suites[case.tags[0] if case.tags else "untagged"].append(case)
    root = Element("testsuites", name="supplyline eval")
    for name in sorted(suites):
        suite = SubElement(root, "testsuite", name=_text(name))
        outcomes = [_add(suite, name, case) for case in sorted(suites[name], key=lambda case: case.name)]
        suite.attrib.update(_counts(outcomes))
    root.attrib.update(_counts([case.tag for case in root.iterfind("testsuite/testcase/*")], len(result.cases)))
    indent(root)
    return DECLARATION + tostring(root, encoding="unicode") + "\n"


def _counts(outcomes: list[str], tests: int | None = None) -> dict[str, str]:
    return {
        "tests": str(len(outcomes) if tests is None else tests),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": "0",
    }


def _add(suite: Element, name: str, case: CaseResult) -> str:
    """The testcase; returns its outcome: passed, failure or error."""
    test = SubElement(suite, "testcase", classname=_text(f"{name}.{case.scenario}"), name=_text(_title(case)))
    properties = SubElement(test, "properties")
    kept = {"channel": case.channel, "variant": case.variant, "quarantine": case.quarantine}
    for key, value in kept.items():
        if value is not None:
            SubElement(properties, "property", name=key, value=_text(value))
    told = _told(case)
    if passes(case) or case.quarantine is not None:
        if case.quarantine is not None:
            state = "passed" if passes(case) else "failed"
            SubElement(test, "system-out").text = _text(f"in quarantine ({case.quarantine}); it {state}\n{told}")
        return "passed"
    broken = not case.trials or any(trial.error is not None for trial in case.trials)
    outcome = "error" if broken else "failure"
    SubElement(test, outcome, message=_text(reason(case)), type=_kind(case)).text = _text(told)
    return outcome


def _title(case: CaseResult) -> str:
    return f"{case.title} [{case.variant}]"


def _kind(case: CaseResult) -> str:
    scorers = [score.scorer for trial in case.trials for score in trial.scores if score.passed is False]
    return _text(scorers[0]) if scorers else "trial"


def _told(case: CaseResult) -> str:
    return "\n".join(f"trial {trial.trial}: {why}" for trial in case.trials for why in reasons(trial))


def _text(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)
