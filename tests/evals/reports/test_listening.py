import base64
from pathlib import Path

import numpy as np

from evals.reports.listening import RATE, embedded, mu_law, small
from tests.evals.reports.runs import sound
from voice.wav import MU_LAW, parse_wav, wav_of


def test_it_sounds_the_same_in_a_quarter_of_the_bytes(tmp_path: Path) -> None:
    sound(tmp_path / "a.wav")
    content = (tmp_path / "a.wav").read_bytes()
    made = small(content)
    assert len(made) < len(content) / 3.9
    assert int.from_bytes(made[20:22], "little") == MU_LAW
    before, after = parse_wav(content), parse_wav(made)
    assert (after.rate, after.channels, len(after.samples)) == (RATE, 2, len(before.samples) // 2)
    middle = slice(RATE // 4, RATE // 2)
    difference = after.samples[middle] - before.samples[::2][middle]
    assert np.sqrt(np.mean(difference**2)) < 0.02 * np.abs(before.samples).max()


def test_every_code_reads_back_as_itself() -> None:
    layout = b"WAVEfmt " + bytes.fromhex("10000000 0700 0100 401f0000 401f0000 0100 0800")
    codes = bytes(range(256))
    body = layout + b"data" + (256).to_bytes(4, "little") + codes
    samples = parse_wav(b"RIFF" + len(body).to_bytes(4, "little") + body).samples[:, 0]
    again = mu_law(samples)
    wrong = [code for code in range(256) if again[code] != code]
    assert wrong == [0x7F], "there are two zeros; the negative one is read as the other"


def test_there_is_room_for_so_many_only(tmp_path: Path) -> None:
    for name in "abc":
        sound(tmp_path / f"{name}.wav")
    one = len(small((tmp_path / "a.wav").read_bytes()))
    (tmp_path / "empty.wav").write_bytes(wav_of(b"", b""))
    found = embedded(tmp_path, ["b.wav", "missing.wav", "empty.wav", "a.wav", "c.wav"], limit=2 * one)
    assert list(found) == ["b.wav", "a.wav"]
    assert base64.b64decode(found["a.wav"].partition(",")[2])[:4] == b"RIFF"
