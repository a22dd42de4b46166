"""Clips kept from before: what was used last, within a bound."""

from dataclasses import dataclass, field

from voice.phrases import Phrases
from voice.ports import RATE, Clip, Language, Mark


@dataclass
class Counting:
    """A Synthesiser that speaks one second of silence and counts."""

    said: list[tuple[str, Language]] = field(default_factory=list)

    async def synthesise(self, text: str, language: Language) -> Clip:
        self.said.append((text, language))
        return Clip(bytes(2 * RATE), (Mark(text, RATE),))


async def test_the_same_sentence_is_made_once() -> None:
    voice = Counting()
    phrases = Phrases(voice)
    first = await phrases.synthesise("好", "zh")
    assert await phrases.synthesise("好", "zh") is first
    await phrases.synthesise("好", "en")  # another language is another clip
    assert voice.said == [("好", "zh"), ("好", "en")]


async def test_the_one_used_longest_ago_goes_first() -> None:
    voice = Counting()
    phrases = Phrases(voice, seconds=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        await phrases.synthesise(text, "en")
    assert [text for text, _ in voice.said] == ["a", "b", "c", "b"]


async def test_a_clip_longer_than_the_bound_is_not_kept() -> None:
    voice = Counting()
    phrases = Phrases(voice, seconds=0.5)
    await phrases.synthesise("a", "en")
    await phrases.synthesise("a", "en")
    assert len(voice.said) == 2


async def test_warming() -> None:
    voice = Counting()
    phrases = Phrases(voice)
    await phrases.warm([("喂", "zh"), ("Hello", "en")])
    await phrases.synthesise("Hello", "en")
    assert voice.said == [("喂", "zh"), ("Hello", "en")]
