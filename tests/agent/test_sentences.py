"""Where sentences end, in whole text and in a stream."""

import pytest

from agent.sentences import cut, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("好的。已下单。", ["好的。", "已下单。"]),
        ("确认吗?也可以改。", ["确认吗?", "也可以改。"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("3.5 tonnes at example.com. Done.", ["3.5 tonnes at example.com.", "Done."]),
        ("a\nb", ["a", "b"]),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_the_last_sentence_of_a_stream_may_go_on() -> None:
    assert cut("First one. And the sec") == (["First one."], " And the sec")
    assert cut("Fir") == ([], "Fir")
