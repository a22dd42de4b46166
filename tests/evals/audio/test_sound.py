from typing import get_args

import numpy as np
import pytest

from evals.audio import sound
from evals.audio.sound import Noise, Samples
from voice.ports import RATE


def tone(hertz: float, seconds: float = 1.0, level: float = 0.3) -> Samples:
    time = np.arange(int(RATE * seconds)) / RATE
    return np.asarray(np.sin(2 * np.pi * hertz * time) * level * 32767, np.int16)


@pytest.mark.parametrize("snr", [0.0, 10.0, 20.0])
def test_noise_lies_as_far_below_speech_as_asked(snr: float) -> None:
    speech, hum = tone(440), tone(90, 0.4)
    noise = sound.with_noise(speech, hum, snr).astype(np.float64) - speech
    assert sound.level_db(speech) - sound.level_db(noise.astype(np.int16)) == pytest.approx(snr, abs=0.3)


def test_pauses_do_not_make_speech_quieter() -> None:
    paused = sound.joined(tone(440), sound.silence(2), tone(440))
    assert sound.level_db(paused) == pytest.approx(sound.level_db(tone(440)), abs=0.1)


def test_a_telephone_has_no_highs_and_no_lows() -> None:
    for hertz, passes in ((100, False), (1000, True), (3000, True), (5000, False)):
        loss = sound.level_db(tone(hertz)) - sound.level_db(sound.telephone(tone(hertz)))
        assert (loss < 2) == passes, hertz


def test_mu_law_is_fine_where_it_is_quiet() -> None:
    wave = np.linspace(-1, 1, 2001)
    back = sound.from_mu_law(sound.mu_law(wave))
    assert np.abs(back - wave).max() < 0.025
    assert np.abs(back - wave)[990:1011].max() < 0.001


def test_a_pause_goes_between_words_and_loses_nothing() -> None:
    two_words = sound.joined(tone(300, 0.6), sound.silence(0.06), tone(300, 0.5))
    paused = sound.with_pause(two_words, 0.3)
    assert len(paused) == len(two_words) + int(0.3 * RATE)
    assert paused.astype(np.int64).__abs__().sum() == two_words.astype(np.int64).__abs__().sum()
    assert not paused[int(0.66 * RATE) : int(0.9 * RATE)].any()


def test_an_echo_is_later_and_quieter() -> None:
    said = sound.joined(tone(500, 0.2), sound.silence(0.5))
    heard = sound.echo(said, delay=0.1, loss_db=18)
    assert not heard[: int(0.1 * RATE)].any()
    assert 12 < sound.level_db(said) - sound.level_db(heard) < 26


@pytest.mark.parametrize("kind", get_args(Noise))
def test_noises_are_brief_and_the_same_for_a_seed(kind: Noise) -> None:
    made = sound.noise(kind, 3)
    assert 0.1 < len(made) / RATE < 2.0
    assert np.array_equal(made, sound.noise(kind, 3))
    assert not np.array_equal(made, sound.noise(kind, 4))


def test_babble_is_steadier_than_one_voice() -> None:
    voices = [sound.joined(tone(hertz, 0.3), sound.silence(0.3)) for hertz in (200, 250, 310, 370, 450, 520)]
    crowd = sound.babble(voices, 3.0, seed=1)
    assert len(crowd) == 3 * RATE
    quiet = np.abs(crowd[: len(crowd) // 320 * 320].reshape(-1, 320)).max(axis=1) < 50
    assert quiet.mean() < 0.2


def test_mixing_starts_where_it_is_told() -> None:
    both = sound.mixed(sound.silence(0.5), tone(400, 0.1), at=8000)
    assert len(both) == 8000 + 1600
    assert not both[:8000].any()
