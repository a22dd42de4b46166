"""Our own voice in the caller's microphone is known for what it is, and a caller over it is not taken for it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.echo import EchoJudge
from voice.frames import pcm_of
from voice.ports import FRAME_SAMPLES, RATE

Wave = NDArray[np.float64]


def speechlike(seed: int, seconds: float = 3.0) -> Wave:
    """Noise through wandering resonances, in syllables: two of them are as unlike as two speakers."""
    random = np.random.default_rng(seed)
    count = int(seconds * RATE)
    sound, state = np.zeros(count), np.zeros(2)
    for start in range(0, count, RATE // 8):
        pole = 0.7 * np.exp(2j * np.pi * random.uniform(200, 2_500) / RATE)
        syllable = random.uniform(0.3, 1.0)
        for at in range(start, min(count, start + RATE // 8)):
            value = random.normal() * syllable + 2 * pole.real * state[0] - abs(pole) ** 2 * state[1]
            sound[at], state = value, np.array([value, state[0]])
    return np.asarray(np.clip(sound / sound.std() * 0.1, -1, 1))


def judged(caller: Wave, played: Wave, *, sounding_from: float = 0.0) -> list[bool]:
    judge, verdicts = EchoJudge(), []
    for number in range(len(caller) // FRAME_SAMPLES):
        cut = slice(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES)
        frames = max(0, number + 1 - int(sounding_from * 50))
        verdicts.append(judge.feed(pcm_of(caller[cut]), pcm_of(played[cut]), frames))
    return verdicts


@pytest.mark.parametrize("delay", [0.03, 0.12, 0.35])
@pytest.mark.parametrize("loss_db", [6, 20])
def test_an_echo_is_one(delay: float, loss_db: int) -> None:
    played = speechlike(1)
    late = int(delay * RATE)
    echo = np.concatenate([np.zeros(late), played[: len(played) - late]]) * 10 ** (-loss_db / 20)
    echo += np.random.default_rng(5).normal(scale=0.0008, size=len(echo))
    verdicts = judged(echo, played, sounding_from=delay)
    first = int(delay * 50) + 16
    assert np.mean(verdicts[first:]) > 0.95


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_somebody_else_is_none(seed: int) -> None:
    verdicts = judged(speechlike(seed), speechlike(1))
    assert np.mean(verdicts[8:]) < 0.05


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_somebody_speaking_over_an_echo_is_none(seed: int) -> None:
    played = speechlike(1)
    echo = np.concatenate([np.zeros(1_600), played[:-1_600]]) * 0.1
    over = np.concatenate([np.zeros(RATE), speechlike(seed, 2.0)])
    verdicts = judged(echo + over, played)
    assert np.mean(verdicts[20:50]) > 0.9
    assert np.mean(verdicts[60:]) < 0.1


def test_nothing_is_an_echo_while_nothing_is_played() -> None:
    caller = speechlike(2)
    assert not any(judged(caller, np.zeros(len(caller))))
