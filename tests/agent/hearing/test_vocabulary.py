"""The recogniser's prompt."""

from agent.hearing.vocabulary import vocabulary
from tests.agent.grammar.simulation import CATALOGUE


def test_the_catalogues_words_in_the_language_spoken() -> None:
    chinese, english = vocabulary("zh", CATALOGUE), vocabulary("en", CATALOGUE)
    assert "华东精密" in chinese
    assert "白砂糖" in chinese
    assert "Suzhou Precision" in english
    assert "butter" in english
    assert "sliced bread" not in english  # nobody sells it
    assert max(len(chinese), len(english) // 3) < 130  # Whisper keeps the last 120 tokens
