"""The summary for a pull request: the verdict, what changed and why, the figures; the rest is folded away."""

import re
from collections.abc import Iterable

from evals.reports.findings import (
    again,
    alike,
    failing,
    in_words,
    interval,
    other_reasons,
    percent,
    points,
    quarantined,
    reason,
    rows,
    variants_of,
    why_no_interval,
)
from evals.results import CaseResult, RunResult

SHOWN = 20  # of a list; the rest is counted
LONGEST = 300  # characters of a reason


def markdown(result: RunResult, suite: str | None = None) -> str:
    """``suite``: as it was named, None for the one that is shipped."""
    parts = [
        *_verdict(result),
        *_changes(result, suite),
        *_figures(result),
        *_folded("By tool, fault and tag", _table(result, ("tool", "fault", "tag"))),
        *_folded("Flaky", _names(result.gate.flaky)),
        *_folded("Quarantined: run, shown, not counted", _quarantine(result)),
        *_folded("Not covered by any case", _names(result.figures.uncovered)),
        *_run(result),
    ]
    return "\n".join(parts) + "\n"


def _verdict(result: RunResult) -> list[str]:
    state = "Gate open" if result.gate.open else "Gate closed"
    lines = [f"## {state}: {in_words(result.figures.all)}", ""]
    if why := why_no_interval(result):
        lines += [f"_{why[0].upper()}{why[1:]}._ {_plain(result.remark)}", ""]
    elif result.remark:
        lines += [_plain(result.remark), ""]
    if result.incomplete is not None:
        lines += [f"**Incomplete**: {_plain(result.incomplete)}", ""]
    if others := other_reasons(result):
        lines += ["**Why it is closed**", "", *_list(_plain(why) for why in others), ""]
    return lines


def _changes(result: RunResult, suite: str | None) -> list[str]:
    new = set(result.gate.newly_failing)
    cases = failing(result)
    fresh, known = [c for c in cases if c.name in new], [c for c in cases if c.name not in new]
    lines = []
    if fresh:
        lines += [f"**Newly failing ({len(fresh)})**", "", *_list(map(_line, alike(fresh))), ""]
    if result.gate.newly_passing:
        names = result.gate.newly_passing
        lines += [f"**Newly passing ({len(names)})**", "", *_list(f"`{name}`" for name in names), ""]
    lines += _folded(f"Failing as before ({len(known)})", _list(map(_line, alike(known))))
    commands = dict.fromkeys(again(case, result, suite) for case in cases)
    shown = ["```sh", *list(commands)[:SHOWN], "```"] if commands else []
    return lines + _folded("Play them again", shown)


def _line(group: list[CaseResult]) -> str:
    case = group[0]
    return f"`{case.scenario}` ({variants_of(group)}) {_plain(case.title)}: {_plain(reason(case))}"


def _figures(result: RunResult) -> list[str]:
    figures = result.figures
    lines = _table(result, ("variant", "channel"))
    if figures.pass_at and result.trials > 1:
        lines += [", ".join(f"pass^{k} {percent(share)}" for k, share in sorted(figures.pass_at.items())), ""]
    if figures.parity:
        lines += ["Parity: " + ", ".join(f"{pair} {points(value)}" for pair, value in figures.parity.items()), ""]
    if result.errors_heard:
        heard = ((rate, percent(share.share)) for rate, share in sorted(result.errors_heard.items(), key=_rate))
        lines += ["Recognition errors: " + ", ".join(f"{float(rate):.0%} → {share}" for rate, share in heard), ""]
    return lines


def _rate(item: tuple[str, object]) -> float:
    return float(item[0])


def _table(result: RunResult, kinds: Iterable[str]) -> list[str]:
    found = rows(result, kinds)
    if not found:
        return []
    lines = ["| | | passed | of | share | 95 % |", "|---|---|--:|--:|--:|---|"]
    for kind, value, share in found:
        cells = (kind, _plain(value), str(share.passed), str(share.n), percent(share.share), interval(share) or "-")
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _quarantine(result: RunResult) -> list[str]:
    cases = quarantined(result)
    return _list(f"`{case.name}` {_plain(case.quarantine or '')}: {_plain(_how(case))}" for case in cases)


def _how(case: CaseResult) -> str:
    return f"fails, {reason(case)}" if reason(case) else "passes"


def _run(result: RunResult) -> list[str]:
    model = f", model `{result.model}`" if result.model else ""
    baseline = f"baseline `{result.gate.baseline}`" if result.gate.baseline else "no baseline"
    tried = f"{result.scenarios} scenarios, {len(result.cases)} cases, {result.trials} trials each"
    return [f"<sub>{result.mode}, agent `{result.agent}`{model}; {tried}; {baseline}</sub>"]


def _list(items: Iterable[str]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"- and {len(lines) - SHOWN} more"]


def _names(names: list[str]) -> list[str]:
    return [", ".join(f"`{name}`" for name in names)] if names else []


def _folded(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return ["<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>", ""]


def _plain(text: str) -> str:
    """One line of text that no host takes for markup, a mention or a reference."""
    text = " ".join(text.split())
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    text = re.sub(r"([\\`*_{}\[\]|~])", r"\\\1", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([@#!])(?=\w)", "\\1\u200b", text)
