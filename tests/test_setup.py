"""The set-up: one lock, pinned by hash, without index URLs, that fits pyproject.toml; a Makefile that helps."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks() -> dict[str, str]:
    """Canonical name to the lock's block for it: the pinned line and its hashes."""
    found = re.split(r"\n(?=[a-z0-9])", LOCK.strip(), flags=re.IGNORECASE)
    return {canonical(re.split(r"[=\[ ]", block, maxsplit=1)[0]): block for block in found}


LOCKED = blocks()


def requirements() -> list[Requirement]:
    project = PROJECT["project"]
    return [Requirement(text) for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]


def test_every_package_is_pinned_with_hashes() -> None:
    assert len(LOCKED) > 80
    for name, block in LOCKED.items():
        first, *rest = block.splitlines()
        assert re.fullmatch(r"\S+==\S+( ; .+)? \\", first), name
        assert rest, name
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in rest), name


def test_the_lock_names_no_index_and_no_file() -> None:
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--extra-index" not in LOCK
    assert "--find-links" not in LOCK
    assert " @ " not in LOCK


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.name)
def test_the_lock_fits_the_project(requirement: Requirement) -> None:
    block = LOCKED[canonical(requirement.name)]
    version = re.match(r"\S+==(\S+)", block)
    assert version is not None
    assert requirement.specifier.contains(version[1]), f"{requirement} is locked at {version[1]}: make lock"


def test_the_build_backend_is_locked_too() -> None:
    """The project is installed without build isolation, so that nothing unpinned is fetched."""
    assert [Requirement(text).name for text in PROJECT["build-system"]["requires"]] == ["setuptools"]
    assert "setuptools" in LOCKED


def make(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_make_names_the_python_it_needs(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\ntest "$1" = --version && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    answer = make("setup", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert answer.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13" in answer.stderr
    assert "Python 3.9.2" in answer.stderr
    assert not (tmp_path / "venv").exists()


def test_make_says_how_to_get_venv(tmp_path: Path) -> None:
    """A Debian machine without python3-venv: the interpreter is there, ensurepip is not."""
    bare = tmp_path / "python-bare"
    bare.write_text(
        f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n',
    )
    bare.chmod(0o755)
    answer = make("setup", f"PYTHON={bare}", f"VENV={tmp_path / 'venv'}")
    assert answer.returncode != 0
    assert "apt-get install python3-venv" in answer.stderr
    assert not (tmp_path / "venv").exists()


def test_run_and_test_set_up_first() -> None:
    for goal in ("run", "test"):
        plan = make("--dry-run", "--assume-new=requirements.lock", goal).stdout
        assert "--require-hashes -r requirements.lock" in plan
        assert "--no-deps --no-build-isolation --editable ." in plan


def test_ci_calls_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("exec make test")
    assert "SUPPLYLINE_REQUIRE_BROWSER=1" in script.read_text()
    subprocess.run(["sh", "-n", script], check=True)


def test_files_beside_the_code_are_installed_with_it() -> None:
    declared = PROJECT["tool"]["setuptools"]["package-data"]
    packages = {path.parent for path in ROOT.glob("*/__init__.py")} - {ROOT / "tests"}
    missing = [
        str(file.relative_to(ROOT))
        for package in packages
        for file in package.rglob("*")
        if file.is_file()
        and file.suffix not in {".py", ".pyc"}
        and not any(file in set(package.glob(pattern)) for pattern in declared.get(package.name, []))
    ]
    assert missing == []


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"
