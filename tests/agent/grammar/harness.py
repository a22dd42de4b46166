"""Runs annotated phrasings, reports accuracy by language and tool: ``python -m tests.agent.grammar.harness FILE``."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.agent.grammar.comparison import matches
from tests.agent.grammar.simulation import CATALOGUE, Conversation

WRITES = ("create_order", "cancel_order")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``wrong_write``: a write was proposed that the phrasing does not expect, in tool or in any argument."""

    phrasing: dict[str, Any]
    observed: list[dict[str, Any]]
    differences: list[str]

    @property
    def wrong_write(self) -> bool:
        return bool(self.differences) and any(one.get("tool") in WRITES for one in self.observed)

    @property
    def kind(self) -> str:
        return "+".join(sorted(str(one.get("act") or one.get("tool")) for one in self.phrasing["expect"]))


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def run(phrasing: dict[str, Any]) -> Outcome:
    """Says the set-up and the message in a fresh conversation."""
    conversation = Conversation()
    for earlier in phrasing.get("setup") or ():
        conversation.say(earlier)
    expected = expectation(phrasing["expect"], conversation)
    observed = conversation.say(phrasing["text"])
    return Outcome(phrasing, observed, matches(expected, observed, CATALOGUE))


def expectation(expect: list[dict[str, Any]], conversation: Conversation) -> list[dict[str, Any]]:
    """A correction is compared as the whole draft: what the set-up's draft had by default is not written out."""
    held = conversation.drafts[-1].arguments if conversation.drafts else {}
    filled = []
    for one in expect:
        if one.get("act") == "correct":
            defaults = {key: held[key] for key in ("supplier", "place", "date") if key in held}
            one = {**defaults, **one}
        filled.append(one)
    return filled


def report(outcomes: Iterable[Outcome], *, failures: bool = True) -> str:
    outcomes = list(outcomes)
    lines = []
    for title, key in (("language", lambda one: one.phrasing["lang"]), ("expected", lambda one: one.kind)):
        total, right = Counter(map(key, outcomes)), Counter(key(one) for one in outcomes if not one.differences)
        lines += [f"{title} {name}: {right[name]}/{total[name]}" for name in sorted(total)]
    right = sum(not one.differences for one in outcomes)
    lines.append(f"all: {right}/{len(outcomes)} = {100 * right / max(1, len(outcomes)):.1f} %")
    lines.append(f"wrong writes: {sum(one.wrong_write for one in outcomes)}")
    if failures:
        for one in outcomes:
            if one.differences:
                mark = "WRITE " if one.wrong_write else ""
                setup = one.phrasing.get("setup") or ""
                lines.append(
                    f"{mark}{one.phrasing['id']} {setup} {one.phrasing['text']!r}: {'; '.join(one.differences)}"
                )
    return "\n".join(lines)


if __name__ == "__main__":
    rows = load(Path(sys.argv[1]))
    if len(sys.argv) > 3:
        rows = rows[int(sys.argv[2]) : int(sys.argv[3])]
    print(report((run(row) for row in rows), failures="-q" not in sys.argv))
