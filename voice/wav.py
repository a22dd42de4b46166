"""WAV files: any rate, width and number of channels in, PCM16 out.

RIFF chunks are read here because the standard library's ``wave`` knows neither floats nor telephone companding.
"""

import os
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.errors import BadAudio
from voice.frames import Samples, pcm_of, resampled
from voice.ports import RATE

PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
LOWEST_RATE, HIGHEST_RATE = 4_000, 384_000
REMEDY = "convert it, for example: ffmpeg -i FILE -ac 1 -ar 16000 -c:a pcm_s16le out.wav"


@dataclass(frozen=True, slots=True)
class Wav:
    """``samples``: shape (frames, channels) in [-1, 1]."""

    samples: Samples
    rate: int

    @property
    def channels(self) -> int:
        return int(self.samples.shape[1])


def read_wav(path: Path, rate: int = RATE, *, field: str | None = None) -> bytes:
    """Mono PCM16 at ``rate``; channels are averaged. ``field``: the option that named the file, for the error.
    Raises BadAudio."""
    try:
        wav = parse_wav(path.read_bytes())
    except OSError as error:
        raise BadAudio(f"{path} cannot be read: {error.strerror}", field=field, remedy="name a WAV file") from None
    except BadAudio as error:
        raise BadAudio(f"{path} {error.message}", field=field, remedy=error.remedy) from None
    return resampled(pcm_of(wav.samples.mean(axis=1)), wav.rate, rate)


def parse_wav(content: bytes) -> Wav:
    """Raises BadAudio whose message goes on after the file's name."""
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise BadAudio("is not a WAV file", remedy=REMEDY)
    layout = sound = None
    at = 12
    while at + 8 <= len(content) and sound is None:
        name, size = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + size]  # what was cut off, or left open by a recorder, ends with the file
        if name == b"fmt ":
            layout = body
        elif name == b"data":
            sound = body
        at += 8 + size + size % 2
    if layout is None or len(layout) < 16:
        raise BadAudio("does not say which format its sound has (no fmt chunk)", remedy=REMEDY)
    if not sound:
        raise BadAudio("holds no sound (no data chunk)", remedy="record it again")
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", layout)
    if tag == EXTENSIBLE and len(layout) >= 26:
        tag = struct.unpack_from("<H", layout, 24)[0]
    if not 1 <= channels <= 32:
        raise BadAudio(f"has {channels} channels; 1 to 32 can be read", remedy=REMEDY)
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise BadAudio(f"has {rate} samples a second; {LOWEST_RATE} to {HIGHEST_RATE} can be read", remedy=REMEDY)
    whole = len(sound) // (channels * bits // 8) * (channels * bits // 8) if bits >= 8 else 0
    samples = _decoded(sound[:whole], tag, bits)
    if not len(samples):
        raise BadAudio("holds not one whole sample", remedy="record it again")
    if not np.isfinite(samples).all():
        raise BadAudio("holds samples that are not numbers", remedy=REMEDY)
    return Wav(np.clip(samples, -1.0, 1.0).reshape(-1, channels), rate)


def wav_of(*channels: bytes, rate: int = RATE) -> bytes:
    """A WAV file of PCM16 channels, the shorter ones filled up with silence: (left, right) is stereo."""
    longest = max(len(pcm) for pcm in channels)
    columns = [np.frombuffer(pcm.ljust(longest, b"\0"), np.dtype("<i2")) for pcm in channels]
    sound = np.stack(columns, axis=1).tobytes()
    count = len(channels)
    layout = struct.pack("<4sIHHIIHH", b"fmt ", 16, PCM, count, rate, rate * 2 * count, 2 * count, 16)
    body = b"WAVE" + layout + struct.pack("<4sI", b"data", len(sound)) + sound
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def write_wav(path: Path, *channels: bytes, rate: int = RATE, field: str | None = None) -> None:
    """The whole file or, when it cannot be written, nothing. Raises BadAudio."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            file.write(wav_of(*channels, rate=rate))
        os.replace(file.name, path)
    except OSError as error:
        raise BadAudio(
            f"{path} cannot be written: {error.strerror}", field=field, remedy="name a file in a folder you may write"
        ) from None


def _decoded(sound: bytes, tag: int, bits: int) -> Samples:
    """Interleaved samples in [-1, 1]. Raises BadAudio for a format that is not known."""
    if tag == PCM and bits == 8:
        return (np.frombuffer(sound, np.uint8).astype(np.float32) - 128) / np.float32(128)
    if tag == PCM and bits == 16:
        return np.frombuffer(sound, np.dtype("<i2")).astype(np.float32) / np.float32(1 << 15)
    if tag == PCM and bits == 24:
        bytes3 = np.frombuffer(sound, np.uint8).reshape(-1, 3).astype(np.int32)
        whole = bytes3[:, 0] << 8 | bytes3[:, 1] << 16 | bytes3[:, 2] << 24
        return (whole / (1 << 31)).astype(np.float32)
    if tag == PCM and bits == 32:
        return (np.frombuffer(sound, np.dtype("<i4")) / (1 << 31)).astype(np.float32)
    if tag == FLOAT and bits in (32, 64):
        return np.frombuffer(sound, np.dtype(f"<f{bits // 8}")).astype(np.float32)
    if tag in (A_LAW, MU_LAW) and bits == 8:
        table = _a_law() if tag == A_LAW else _mu_law()
        return table[np.frombuffer(sound, np.uint8)]
    raise BadAudio(f"has a format that is not known (tag {tag}, {bits} bits)", remedy=REMEDY)


def _mu_law() -> Samples:
    """G.711: the 256 values of mu-law bytes."""
    code = ~np.arange(256) & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << ((code & 0x70) >> 4)) - 0x84
    return _signed(size, (code & 0x80) != 0)


def _a_law() -> Samples:
    """G.711: the 256 values of A-law bytes."""
    code = np.arange(256) ^ 0x55
    exponent = (code & 0x70) >> 4
    size = ((code & 0x0F) << 4) + 8
    size = np.where(exponent == 0, size, (size + 0x100) << np.maximum(exponent - 1, 0))
    return _signed(size, (code & 0x80) == 0)


def _signed(size: NDArray[np.int64], negative: NDArray[np.bool_]) -> Samples:
    return (np.where(negative, -size, size) / (1 << 15)).astype(np.float32)
