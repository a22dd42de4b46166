"""How many suppliers, goods, places, quantities and numbers of a sentence survive recognition, before and after repair.

``recognised_NAME.jsonl`` holds what Whisper base (int8, greedy, prompted with catalogue words) wrote when
synthetic callers said ``sentences_NAME.jsonl``: clean, and in the babble of eight other voices at 10 dB.

``python -m tests.agent.hearing.entities develop`` prints the shares; ``-v`` what was lost.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.grammar.reading import read
from agent.grammar.understanding import understand
from agent.hearing.hearing import hear
from agent.hearing.transcript import plain
from tests.agent.hearing.desk import ears

FOLDER = Path(__file__).parent
EARS = ears()
Entities = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence as one voice said it. ``asked``: entities in the text or in a reading that is asked about."""

    language: str
    condition: str
    raw: str
    text: str
    wanted: Entities
    before: Entities
    after: Entities
    asked: Entities
    same_tools: bool


def entities(text: str) -> Entities:
    scene = EARS.scene
    found = set()
    for span in read(text, scene.catalogue, scene.today, scene.calendar).spans:
        found |= {(mention.kind, ",".join(sorted(mention.ids))) for mention in span.mentions}
        if span.quantity is not None:
            found.add(("quantity", f"{span.quantity.amount.normalize():f} {span.quantity.unit or 'H87'}"))
        if span.identifier is not None:
            found.add(("number", span.identifier.value.rsplit("-", 1)[-1].lstrip("0")))
    return frozenset(found)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def outcomes(name: str) -> Iterator[Outcome]:
    meant = {row["id"]: row for row in rows(f"sentences_{name}.jsonl")}
    for row in rows(f"recognised_{name}.jsonl"):
        sentence = meant[row["id"]]
        heard = hear(row["raw"], row["language"], EARS)
        after = entities(heard.text)
        readings = heard.question.options if heard.question else ()
        yield Outcome(
            sentence["lang"],
            row["condition"],
            row["raw"],
            heard.text,
            entities(sentence["means"]),
            entities(plain(row["raw"])),
            after,
            after.union(*(entities(option.text) for option in readings)),
            _tools(heard.text) == _tools(sentence["means"]),
        )


def _tools(text: str) -> list[str]:
    return [call.tool for call in understand(text, EARS.scene).calls]


def shares(name: str) -> dict[tuple[str, str], dict[str, float]]:
    """(language, condition) -> {"before", "after", "asked", "tools"}: shares of entities, and of sentences."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in outcomes(name):
        count = counts.setdefault((one.language, one.condition), Counter())
        count["wanted"] += len(one.wanted)
        count["sentences"] += 1
        count["tools"] += one.same_tools
        for key in ("before", "after", "asked"):
            count[key] += len(one.wanted & getattr(one, key))
    return {
        group: {key: count[key] / count["wanted"] for key in ("before", "after", "asked")}
        | {"tools": count["tools"] / count["sentences"]}
        for group, count in counts.items()
    }


if __name__ == "__main__":
    for group, share in sorted(shares(sys.argv[1]).items()):
        print(*group, {key: f"{100 * value:.1f} %" for key, value in share.items()})
    if "-v" in sys.argv:
        for one in outcomes(sys.argv[1]):
            if one.wanted - one.after:
                print(one.condition, one.raw, "->", one.text, sorted(one.wanted - one.after))
