"""Whether the replies are in the language of the person, names and record numbers aside."""

import re
from collections.abc import Iterator

from evals.scenarios.scenario import Scenario
from evals.scoring.measures import NOBODY
from evals.scoring.said import texts
from evals.scoring.score import Score
from evals.scoring.words.naming import without_names
from evals.trials.record import Names, Record, TurnRecord

NAME = "language"
SHARE = 0.7  # of the words that decide; the rest may be what suppliers wrote, units or names nobody listed
FEWEST = 2  # words that say something about the language

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")
_CODE = re.compile(r"[a-z]*\d[0-9a-z-]*|\bPO\b|\bCNY\b|\bkg\b", re.IGNORECASE)


def score(scenario: Scenario, record: Record) -> Score:
    wanted = scenario.expect.language if scenario.expect.language != "same" else record.variant
    if wanted in ("any", "mixed"):
        return Score(NAME, True, counts=False)
    names = record.names or NOBODY
    faults = []
    for number, turn in _addressed(record, fixed=scenario.expect.language != "same"):
        for text in texts(turn):
            share = chinese_share(text, names)
            if share is not None and (share if wanted == "zh" else 1 - share) < SHARE:
                faults.append(f"turn {number} is not in {'Chinese' if wanted == 'zh' else 'English'}: {text[:60]!r}")
                break
    return Score(NAME, not faults, "; ".join(faults))


def _addressed(record: Record, fixed: bool) -> Iterator[tuple[int, TurnRecord]]:
    """Turns whose language is known: from the first words in a conversation on, or all where the language is fixed."""
    spoken_in: set[str] = set()
    for number, turn in enumerate(record.turns, start=1):
        if turn.input.get("say") or turn.input.get("text"):
            spoken_in.add(turn.conversation)
        if fixed or turn.conversation in spoken_in:
            yield number, turn


def chinese_share(text: str, names: Names) -> float | None:
    """Of a text's words; two Chinese characters are about one word. None where there is too little to tell."""
    plain = _CODE.sub(" ", without_names(_QUOTED.sub(" ", text), names))
    chinese, english = len(_CHINESE.findall(plain)) / 2, len(_ENGLISH.findall(plain))
    return chinese / (chinese + english) if chinese + english >= FEWEST else None
