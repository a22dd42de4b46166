"""What happens to a caller's sound on its way: noise, a telephone line, pauses, level, echo, sounds that are no words.

Every function takes and gives mono PCM16 at RATE; the same ``seed`` gives the same samples. Levels are in dB; the level
of speech is the RMS of its louder 20 ms blocks (``level_db``), so that pauses do not make it look quieter.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from voice.ports import FRAME_SAMPLES, RATE

Samples = NDArray[np.int16]
Wave = NDArray[np.float64]
Noise = Literal["cough", "throat", "knock", "keyboard", "breath"]
Steady = Literal["hum", "white"]

FULL = 32767
ACTIVE_DB = 25  # blocks less than this below the loudest one are speech
TELEPHONE_RATE = 8_000
MU = 255


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.int16)


def joined(*parts: Samples) -> Samples:
    return np.concatenate(parts) if parts else silence(0)


def level_db(sound: Samples) -> float:
    """RMS of the active blocks, in dB of full scale; -120 for silence."""
    if len(sound) < FRAME_SAMPLES:
        return -120.0
    blocks = sound[: len(sound) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES).astype(np.float64)
    power = np.square(blocks / FULL).mean(axis=1)
    active = power[power > power.max() * 10 ** (-ACTIVE_DB / 10)] if power.max() > 0 else power
    return float(10 * np.log10(max(active.mean(), 1e-12)))


def at_level(sound: Samples, db: float) -> Samples:
    """``sound`` made as loud as ``db`` of full scale; peaks beyond it are clipped, as a microphone does."""
    return _pcm(sound.astype(np.float64) / FULL * 10 ** ((db - level_db(sound)) / 20))


def louder(sound: Samples, db: float) -> Samples:
    return _pcm(sound.astype(np.float64) / FULL * 10 ** (db / 20))


def mixed(sound: Samples, other: Samples, at: int = 0) -> Samples:
    """``other`` added from sample ``at`` on; as long as the longer of the two."""
    total = np.zeros(max(len(sound), at + len(other)))
    total[: len(sound)] += sound
    total[at : at + len(other)] += other
    return _pcm(total / FULL)


def with_noise(sound: Samples, noise: Samples, snr_db: float) -> Samples:
    """``noise``, repeated or cut to the length of ``sound``, under it at that signal-to-noise ratio."""
    long = np.resize(noise, len(sound)).astype(np.int16)
    return mixed(sound, at_level(long, level_db(sound) - snr_db))


def babble(voices: Sequence[Samples], seconds: float, seed: int) -> Samples:
    """Several people talking at once: each voice goes round from its own place."""
    random = np.random.default_rng(seed)
    length = round(seconds * RATE)
    total = np.zeros(length)
    for voice in voices:
        start = int(random.integers(len(voice)))
        total += np.resize(np.roll(at_level(voice, -26.0), -start), length)
    return at_level(_pcm(total / FULL / max(1.0, len(voices) ** 0.5)), -26.0)


def steady(kind: Steady, seconds: float, seed: int) -> Samples:
    """Noise without end at an active level of -26 dB: the mains with its overtones, or every frequency alike."""
    time = np.arange(round(seconds * RATE)) / RATE
    if kind == "white":
        made = np.random.default_rng(seed).standard_normal(len(time))
    else:
        made = sum((np.sin(2 * np.pi * 50 * number * time) / number for number in range(1, 7)), np.zeros(len(time)))
    return at_level(_pcm(made / np.abs(made).max() * 0.5), -26.0)


def telephone(sound: Samples) -> Samples:
    """As it comes out of a telephone line: 300-3400 Hz, 8,000 samples a second, G.711 mu-law."""
    narrow = soxr.resample(sound.astype(np.float64) / FULL, RATE, TELEPHONE_RATE)
    coded = mu_law(band(narrow, 300, 3400, TELEPHONE_RATE))
    return _pcm(soxr.resample(from_mu_law(coded), TELEPHONE_RATE, RATE))[: len(sound)]


def mu_law(wave: Wave) -> NDArray[np.uint8]:
    """-1..1 to the 8 bit of G.711's mu curve (the continuous one, whose steps are those of the standard's)."""
    curved = np.sign(wave) * np.log1p(MU * np.abs(np.clip(wave, -1, 1))) / np.log1p(MU)
    return np.asarray(np.round((curved + 1) / 2 * MU), np.uint8)


def from_mu_law(coded: NDArray[np.uint8]) -> Wave:
    curved = coded.astype(np.float64) / MU * 2 - 1
    wave: Wave = np.sign(curved) * np.expm1(np.abs(curved) * np.log1p(MU)) / MU
    return wave


def band(wave: Wave, low: float, high: float, rate: int = RATE) -> Wave:
    """Only the frequencies from ``low`` to ``high``, with edges of a tenth so that nothing rings."""
    spectrum = np.fft.rfft(wave)
    hertz = np.fft.rfftfreq(len(wave), 1 / rate)
    rise = np.clip((hertz - low * 0.9) / (low * 0.1 + 1e-9), 0, 1)
    fall = np.clip((high * 1.1 - hertz) / (high * 0.1), 0, 1)
    filtered: Wave = np.fft.irfft(spectrum * rise * fall, len(wave))
    return filtered


def with_pause(sound: Samples, seconds: float) -> Samples:
    """A caller who stops to think: silence put where the middle half of ``sound`` is quietest."""
    block = FRAME_SAMPLES
    first, last = len(sound) // 4 // block, len(sound) * 3 // 4 // block
    powers = [np.square(sound[i * block : (i + 1) * block].astype(np.float64)).mean() for i in range(first, last)]
    cut = (first + int(np.argmin(powers))) * block + block // 2
    return joined(sound[:cut], silence(seconds), sound[cut:])


def echo(agent: Samples, *, delay: float = 0.08, loss_db: float = 18.0, seed: int = 0) -> Samples:
    """The agent's own voice as the caller's microphone hears it from a loudspeaker: later, quieter, in a room."""
    random = np.random.default_rng(seed)
    tail = random.standard_normal(RATE // 5) * np.exp(-np.arange(RATE // 5) / (RATE * 0.04))
    tail[0] = 30.0  # the direct sound; the tail is what the walls send back
    wave = agent.astype(np.float64) / FULL
    size = len(wave) + len(tail)
    room = np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(tail / np.linalg.norm(tail), size), size)
    return joined(silence(delay), louder(_pcm(room), -loss_db))


def far_away(sound: Samples, loss_db: float = 12.0) -> Samples:
    """Somebody else in the room, not speaking into the telephone."""
    return louder(_pcm(band(sound.astype(np.float64) / FULL, 200, 2500)), -loss_db)


def noise(kind: Noise, seed: int) -> Samples:
    """A sound that is no word, about as loud as speech (active level -23 dB; a breath is quieter)."""
    random = np.random.default_rng(seed)
    made = {"cough": _cough, "throat": _throat, "knock": _knock, "keyboard": _keyboard, "breath": _breath}[kind](random)
    return at_level(_pcm(made / np.abs(made).max() * 0.5), -35.0 if kind == "breath" else -23.0)


def _cough(random: np.random.Generator) -> Wave:
    """One to three bursts: air with the formants of an open throat, then a voiced end that falls."""
    parts = []
    for _ in range(int(random.integers(1, 4))):
        length = int(RATE * random.uniform(0.18, 0.32))
        time = np.arange(length) / RATE
        air = random.standard_normal(length)
        throat = sum(
            band(air, f * 0.85, f * 1.15) for f in random.uniform(0.9, 1.1) * np.array([500.0, 1500.0, 2600.0])
        )
        pitch = np.cumsum(random.uniform(120, 220) * np.exp(-time * 2)) / RATE
        voiced = _buzz(pitch) * np.clip((time - 0.06) / 0.05, 0, 1) * np.exp(-time * 12)
        burst = (throat / np.std(throat) * np.exp(-time * 14) + voiced) * np.minimum(1, time / 0.004)
        parts += [burst, np.zeros(int(RATE * random.uniform(0.05, 0.16)))]
    return np.concatenate(parts)


def _throat(random: np.random.Generator) -> Wave:
    """Clearing the throat: a rough, slow buzz with air in it, twice."""
    parts = []
    for _ in range(2):
        length = int(RATE * random.uniform(0.22, 0.4))
        time = np.arange(length) / RATE
        pitch = np.cumsum(
            random.uniform(70, 110) * (1 + 0.15 * random.standard_normal(length // 160 + 1).repeat(160)[:length])
        )
        rough = _buzz(pitch / RATE) + 0.5 * random.standard_normal(length)
        parts += [band(rough, 200, 1800) * np.hanning(length) * (1 + 0.5 * np.sin(time * 2 * np.pi * 25))]
    return np.concatenate(parts)


def _knock(random: np.random.Generator) -> Wave:
    """Two or three knocks on a table."""
    parts = []
    for _ in range(int(random.integers(2, 4))):
        time = np.arange(int(RATE * random.uniform(0.14, 0.22))) / RATE
        tones = sum(np.sin(2 * np.pi * f * time) * np.exp(-time * 45) for f in random.uniform(90, 420, 4))
        parts += [tones + 0.3 * random.standard_normal(len(time)) * np.exp(-time * 300)]
    return np.concatenate(parts)


def _keyboard(random: np.random.Generator) -> Wave:
    """Typing for about a second: clicks of two parts, unevenly apart."""
    wave = np.zeros(int(RATE * 1.1))
    starts = np.cumsum(random.uniform(0.07, 0.2, 8))
    for start in starts[:-1]:
        for offset, gain in ((0.0, 1.0), (random.uniform(0.02, 0.05), 0.5)):
            at = int((start + offset) * RATE)
            click = random.standard_normal(160) * np.exp(-np.arange(160) / 30) * gain
            wave[at : at + 160] += click[: max(0, len(wave) - at)]
    return band(wave, 800, 6500)


def _breath(random: np.random.Generator) -> Wave:
    length = int(RATE * random.uniform(0.4, 0.8))
    return band(random.standard_normal(length), 400, 3000) * np.hanning(length)


def _buzz(cycles: Wave) -> Wave:
    """A glottis-like buzz: a saw of the running number of ``cycles``."""
    saw: Wave = 2 * (cycles % 1) - 1
    return saw


def _pcm(wave: Wave) -> Samples:
    return np.asarray(np.clip(wave, -1, 1) * FULL, np.int16)
