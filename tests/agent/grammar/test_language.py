"""The language of the reply follows the words that carry the sentence."""

import pytest

from agent.grammar.language import language_of
from procurement.actor import Language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("帮我order 500个6204 from 苏州精密，next Friday到", "zh"),
        ("butter stock还有多少", "zh"),
        ("where is my flour", "en"),
        ("send 100 bags of 面粉 to the Wuhan warehouse by Friday please", "en"),
        ("yes please", "en"),
        ("好的", "zh"),
    ],
)
def test_of_words(text: str, expected: Language) -> None:
    assert language_of(text, "zh" if expected == "en" else "en") == expected


@pytest.mark.parametrize("text", ["6204", "PO-2026-00119", "👍", "ok", ""])
@pytest.mark.parametrize("previous", ["zh", "en"])
def test_of_none_the_previous_holds(text: str, previous: Language) -> None:
    assert language_of(text, previous) == previous
