import pytest

from evals.audio.phonemes import ALPHABET, phonemes, syllable, tokens


@pytest.mark.parametrize(
    ("pinyin", "signs"),
    [
        ("zhou1", "ꭧou→"), ("shi4", "ʂɨ↘"), ("zi5", "ʦɨ"), ("nü3", "ny↓"), ("jun1", "ʨy→n"), ("xue2", "ɕɥe↗"),
        ("er4", "ɚ↘"), ("liu4", "ljou↘"), ("wei4", "wei↘"), ("yuan2", "ɥɛ↗n"), ("ng2", "ŋ↗"), ("weng1", "wə→ŋ"),
    ],
)  # fmt: skip
def test_a_syllable_carries_its_tone_after_the_vowel(pinyin: str, signs: str) -> None:
    assert syllable(pinyin) == signs


def test_polyphones_are_read_in_their_word() -> None:
    assert phonemes("银行").endswith(syllable("hang2"))
    assert phonemes("行走").startswith(syllable("xing2"))


def test_english_stretches_are_read_as_english() -> None:
    said = phonemes("check 一下")
    assert said.startswith("ʧˈɛk ")
    assert syllable("xia4") in said


def test_british_callers_have_their_own_vowels() -> None:
    assert phonemes("order", british=True) != phonemes("order")


def test_punctuation_stays_where_it_pauses() -> None:
    assert phonemes("好的，谢谢。").count(",") == 1
    assert phonemes("Yes, please.").endswith(".")


@pytest.mark.parametrize(
    "text", ["帮我向苏州精密订五百个六二零四轴承,下周五之前到", "Where is shipment S H one double oh four three?"]
)
def test_every_sign_has_a_token(text: str) -> None:
    signs = phonemes(text)
    assert len(tokens(signs)) == len(signs)
    assert len(set(ALPHABET.values())) == len(ALPHABET) == 114


def test_unknown_signs_are_dropped() -> None:
    assert tokens("a☃b") == tokens("ab")
