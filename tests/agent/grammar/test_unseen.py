"""Phrasings by people who had not seen the grammar, said to the real agent. ``third`` was looked at afterwards and its
misses mended; ``unseen`` is kept as it was first met and is not to be developed on: its figure is the honest one.

``python -m tests.agent.grammar.trial tests/agent/grammar/phrasings_unseen.jsonl`` prints it by language and tool.
"""

from pathlib import Path

import pytest

from tests.agent.grammar.harness import report
from tests.agent.grammar.trial import measure

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", ["third", "unseen"])
def test_what_the_grammar_was_not_written_for(name: str) -> None:
    outcomes = measure(FOLDER / f"phrasings_{name}.jsonl")
    right = sum(not one.differences for one in outcomes)
    assert right >= 0.95 * len(outcomes), report(outcomes)
    assert sum(one.wrong_write for one in outcomes) <= 1, report(outcomes)
