"""Mono PCM16: levels, gain, mixing and resampling."""

from collections.abc import Iterator
from itertools import count, repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.frames import (
    RATES,
    SILENCE_DBFS,
    Resampler,
    frames_of,
    level,
    mixed,
    pcm_of,
    resampled,
    samples_of,
    scaled,
    seconds_of,
    silence,
)
from voice.ports import FRAME_BYTES, RATE


def tone(hertz: float, seconds: float, rate: int = RATE, amplitude: float = 0.5) -> bytes:
    return pcm_of(amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate))


def test_level_is_against_full_scale() -> None:
    square = np.where(np.arange(1_600) % 2, 32_767, -32_768).astype("<i2").tobytes()
    assert level(square) == pytest.approx(0.0, abs=0.01)
    assert level(tone(440, 1.0)) == pytest.approx(-9.03, abs=0.05)  # a sine is 3 dB under its peak, half is 6 dB
    assert level(silence(0.1)) == level(b"") == SILENCE_DBFS


def test_gain() -> None:
    sound = tone(440, 0.5)
    assert scaled(sound, 1.0) is sound
    assert level(scaled(sound, 0.5)) == pytest.approx(level(sound) - 6.02, abs=0.02)


def test_too_loud_is_clipped_not_wrapped() -> None:
    loud = samples_of(scaled(tone(440, 0.1, amplitude=0.9), 4.0))
    assert loud.max() == pytest.approx(1.0, abs=1e-4)
    assert loud.min() == -1.0
    assert np.sign(loud[10]) == np.sign(samples_of(tone(440, 0.1))[10])


def test_mixing_adds_and_keeps_the_longer() -> None:
    long, short = tone(440, 0.2), tone(440, 0.1)
    both = mixed(short, long)
    assert len(both) == len(long)
    assert level(both[: len(short)]) == pytest.approx(level(short) + 6.02, abs=0.05)
    assert both[len(short) :] == long[len(short) :]


@given(st.integers(0, 5_000))
def test_frames_are_whole(samples: int) -> None:
    sound = b"\1\0" * samples
    frames = list(frames_of(sound))
    assert all(len(frame) == FRAME_BYTES for frame in frames)
    assert b"".join(frames)[: len(sound)] == sound
    assert b"".join(frames)[len(sound) :].strip(b"\0") == b""


def streamed(sound: bytes, rate: int, to: int, sizes: Iterator[int]) -> bytes:
    resampler, out, at = Resampler(rate, to), b"", 0
    while at < len(sound):
        size = 2 * next(sizes)
        out += resampler.push(sound[at : at + size])
        at += size
    return out + resampler.finish()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("to", [8_000, 16_000, 48_000])
def test_a_stream_in_pieces_is_the_stream_in_one(rate: int, to: int) -> None:
    random = np.random.default_rng(rate + to)
    sound = pcm_of(random.standard_normal(rate // 2) * 0.1)
    whole = streamed(sound, rate, to, repeat(len(sound)))
    pieces = streamed(sound, rate, to, (int(random.integers(0, 900)) for _ in count()))
    assert len(pieces) == len(whole) == 2 * round(len(sound) / 2 * to / rate)
    assert np.abs(samples_of(pieces) - samples_of(whole)).max() <= 1.01 / 32_768  # the order of sums is not fixed


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("hertz", [100, 1_000, 3_400])
def test_a_tone_stays_where_and_what_it_is(rate: int, hertz: int) -> None:
    """Neither shifted in time nor changed in pitch or loudness, and no jump where pieces meet."""
    expected = samples_of(tone(hertz, 0.5))
    middle = slice(RATE // 10, -RATE // 10)
    for sound in (
        streamed(tone(hertz, 0.5, rate), rate, RATE, repeat(rate // 50)),
        resampled(tone(hertz, 0.5, rate), rate),
    ):
        assert np.abs(samples_of(sound)[middle] - expected[middle]).max() < 0.002


def test_what_the_lower_rate_cannot_hold_is_kept_out() -> None:
    """Else it would come back as another tone."""
    for sound in (
        streamed(tone(9_200, 0.5, 48_000), 48_000, RATE, repeat(960)),
        resampled(tone(9_200, 0.5, 48_000), 48_000),
    ):
        assert level(sound[RATE // 5 : -RATE // 5]) < -70


@pytest.mark.parametrize("rate", RATES)
def test_a_live_stream_hardly_lags(rate: int) -> None:
    resampler, given, taken = Resampler(rate), 0, 0
    for _ in range(25):
        given += len(resampler.push(silence(0.02, rate)))
        taken += len(silence(0.02, rate))
        assert taken / 2 / rate - given / 2 / RATE < 0.0045


@given(st.integers(0, 3_000), st.sampled_from(RATES), st.sampled_from(RATES))
def test_the_length_is_the_length(samples: int, rate: int, to: int) -> None:
    due = 2 * round(samples * to / rate)
    assert len(resampled(bytes(2 * samples), rate, to)) == due
    assert len(streamed(bytes(2 * samples), rate, to, repeat(160))) == due


def test_seconds() -> None:
    assert seconds_of(silence(1.25)) == 1.25
    assert seconds_of(silence(1.25, 8_000), 8_000) == 1.25
