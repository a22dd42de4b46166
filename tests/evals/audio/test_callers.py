import io
import tarfile
from pathlib import Path

import numpy as np
import pytest

from evals.audio import voices
from evals.audio.callers import CALLERS, Studio, callers, key, missing_parts, trimmed
from procurement.errors import InvalidInput


def test_both_languages_have_voices_to_tune_with_and_voices_held_out() -> None:
    for language in ("zh", "en"):
        tune, held_out = callers(language, "tune"), callers(language, "held-out")
        assert len(tune) >= 3
        assert len(held_out) >= 3
        assert not {caller.voice for caller in tune} & {caller.voice for caller in held_out}


def test_a_clip_is_named_by_all_that_makes_it() -> None:
    first, second = CALLERS[:2]
    assert len({key("你好", first), key("您好", first), key("你好", second)}) == 3
    assert key("你好", first) == key("你好", first)


def test_a_clip_in_the_cache_needs_no_model(tmp_path: Path) -> None:
    np.save(tmp_path / f"{key('你好', CALLERS[0])}.npy", np.arange(5, dtype=np.int16))
    said = Studio(tmp_path / "none", tmp_path).say("你好", CALLERS[0])
    assert said.tolist() == [0, 1, 2, 3, 4]


def test_a_machine_without_voices_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        Studio(tmp_path / "none", tmp_path).say("你好", CALLERS[0])
    assert caught.value.remedy == "run: make callers"
    assert "zf_xiaobei" in str(caught.value.message)


def test_silence_at_both_ends_goes() -> None:
    tone = np.sin(np.arange(2400) / 10).astype(np.float32)
    quiet = np.full(4800, 1e-4, np.float32)
    assert abs(len(trimmed(np.concatenate([quiet, tone, quiet]))) - len(tone)) <= 240


def test_a_changed_archive_is_not_unpacked(tmp_path: Path) -> None:
    archive = tmp_path / "voices.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        entry = tarfile.TarInfo("package/voices/zf_xiaobei.bin")
        entry.size = 4
        tar.addfile(entry, io.BytesIO(b"evil"))
    with pytest.raises(SystemExit, match="its hash differs"):
        voices.unpack(archive, {"zf_xiaobei"}, tmp_path / "voices")
    assert not (tmp_path / "voices").exists()


@pytest.mark.voice
@pytest.mark.skipif(bool(missing_parts()), reason="test callers are not installed: make callers")
def test_a_caller_speaks(tmp_path: Path) -> None:
    said = Studio(cache=tmp_path).say("好的", CALLERS[0])
    assert said.dtype == np.int16
    assert 3_000 < len(said) < 24_000
    assert 15_000 < np.abs(said).max() <= 16_384
    assert np.array_equal(said, Studio(cache=tmp_path).say("好的", CALLERS[0]))
