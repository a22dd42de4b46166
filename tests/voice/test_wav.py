"""WAV files in every format that people have, and the ones that are none."""

import struct
import wave
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.test_frames import tone
from voice.errors import BadAudio
from voice.frames import samples_of
from voice.ports import RATE
from voice.wav import A_LAW, EXTENSIBLE, FLOAT, MU_LAW, PCM, parse_wav, read_wav, wav_of, write_wav


def riff(tag: int, bits: int, sound: bytes, *, channels: int = 1, rate: int = RATE, more: bytes = b"") -> bytes:
    layout = struct.pack("<HHIIHH", tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits) + more
    body = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout
    body += b"LIST" + struct.pack("<I", 3) + b"odd\0" + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


SINE = samples_of(tone(440, 0.2)).astype(np.float64)
SUBFORMAT = b"\x16\0" + b"\0" * 6 + struct.pack("<H", PCM) + b"\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"


def as_24_bit(samples: np.ndarray) -> bytes:
    return b"".join(int(sample * (1 << 23)).to_bytes(3, "little", signed=True) for sample in samples)


@pytest.mark.parametrize(
    ("content", "tolerance"),
    [
        (riff(PCM, 8, (SINE * 128 + 128).astype(np.uint8).tobytes()), 0.01),
        (riff(PCM, 16, (SINE * 32_768).astype("<i2").tobytes()), 1e-4),
        (riff(PCM, 24, as_24_bit(SINE)), 1e-6),
        (riff(PCM, 32, (SINE * (1 << 31)).astype("<i4").tobytes()), 1e-6),
        (riff(FLOAT, 32, SINE.astype("<f4").tobytes()), 1e-6),
        (riff(FLOAT, 64, SINE.astype("<f8").tobytes()), 1e-6),
        (riff(EXTENSIBLE, 16, (SINE * 32_768).astype("<i2").tobytes(), more=SUBFORMAT), 1e-4),
    ],
    ids=["8", "16", "24", "32", "float", "double", "extensible"],
)
def test_every_width(content: bytes, tolerance: float) -> None:
    wav = parse_wav(content)
    assert (wav.rate, wav.channels) == (RATE, 1)
    assert np.abs(wav.samples[:, 0] - SINE).max() <= tolerance


@pytest.mark.parametrize(
    ("tag", "code", "value"),  # from the tables of ITU-T G.711, 16 bit scale
    [(MU_LAW, 0xFF, 0), (MU_LAW, 0x80, 32_124), (MU_LAW, 0x00, -32_124), (MU_LAW, 0xEF, 132),
     (A_LAW, 0xD5, 8), (A_LAW, 0xAA, 32_256), (A_LAW, 0x2A, -32_256), (A_LAW, 0x55, -8)],
)  # fmt: skip
def test_telephone_companding(tag: int, code: int, value: int) -> None:
    assert parse_wav(riff(tag, 8, bytes([code]), rate=8_000)).samples[0, 0] * 32_768 == value


def test_channels_are_averaged_and_rates_brought_to_ours(tmp_path: Path) -> None:
    stereo = np.stack([SINE, -SINE / 2], axis=1)
    (tmp_path / "s.wav").write_bytes(riff(FLOAT, 32, stereo.astype("<f4").tobytes(), channels=2, rate=48_000))
    pcm = read_wav(tmp_path / "s.wav")
    assert len(pcm) // 2 == round(len(SINE) / 3)
    assert np.abs(samples_of(pcm)).max() == pytest.approx(0.5 / 4, abs=0.01)


def test_what_we_write_others_read(tmp_path: Path) -> None:
    left, right = tone(440, 0.2), tone(220, 0.1)
    write_wav(tmp_path / "out.wav", left, right)
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        columns = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    assert columns[:, 0].tobytes() == left
    assert columns[:, 1].tobytes() == right.ljust(len(left), b"\0")


GOOD = wav_of(tone(440, 0.1))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a WAV file"),
        (b"ID3\3" + bytes(100), "is not a WAV file"),
        (GOOD[:20], "no fmt chunk"),
        (GOOD[:44], "holds no sound"),
        (GOOD[:45], "not one whole sample"),
        (GOOD[:12] + b"data" + struct.pack("<I", 4) + bytes(4), "no fmt chunk"),
        (riff(PCM, 16, bytes(8), channels=0), "0 channels"),
        (riff(PCM, 16, bytes(8), rate=0), "0 samples a second"),
        (riff(PCM, 16, bytes(8), rate=4_000_000_000 // 10), "samples a second"),
        (riff(PCM, 12, bytes(8)), "tag 1, 12 bits"),
        (riff(PCM, 4, bytes(8)), "tag 1, 4 bits"),
        (riff(2, 4, bytes(8)), "tag 2"),
        (riff(FLOAT, 32, struct.pack("<f", float("nan"))), "not numbers"),
    ],
)
def test_bad_files_say_what_is_wrong(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(content)
    with pytest.raises(BadAudio) as caught:
        read_wav(tmp_path / "bad.wav", field="--wav")
    assert reason in caught.value.message
    assert "bad.wav" in caught.value.message
    assert caught.value.field == "--wav"
    assert caught.value.remedy


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadAudio, match=r"none\.wav cannot be read: No such file"):
        read_wav(tmp_path / "none.wav")
    with pytest.raises(BadAudio, match="cannot be written"):
        write_wav(tmp_path / "no" / "folder.wav", b"")


def test_a_cut_off_recording_is_read_up_to_the_cut(tmp_path: Path) -> None:
    (tmp_path / "cut.wav").write_bytes(GOOD[:-501])
    assert read_wav(tmp_path / "cut.wav") == GOOD[44:-502]


@given(st.binary(max_size=200), st.integers(0, 60))
def test_garbage_is_read_or_refused(garbage: bytes, at: int) -> None:
    with suppress(BadAudio):  # anything else is a fault
        assert parse_wav(GOOD[:at] + garbage).samples.size
