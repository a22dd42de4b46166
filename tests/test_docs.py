"""The documents are true: their commands run, their dialogue is what comes out, and they name all that they should.

``<!-- run -->`` before a ``sh`` block: it is run, in one empty folder per document. ``<!-- chat OPTIONS -->`` before a
``text`` block: its ``>`` lines are typed into ``supplyline chat OPTIONS``; the rest must be the answer. Other ``sh``
blocks are only read: their commands must exist.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import supplyline
from tools.registry import TOOLS

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^\n]+) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)```", re.DOTALL)


def text_of(document: str) -> str:
    return (ROOT / document).read_text()


def blocks(document: str, mark: str | None, language: str) -> list[tuple[str, str]]:
    """(the rest of the mark, body) of the code blocks with that mark and language."""
    found = []
    for block in BLOCK.finditer(text_of(document)):
        name, _, rest = (block["mark"] or "").partition(" ")
        if block["language"] == language and name == (mark or ""):
            found.append((rest, block["body"]))
    return found


def environment() -> dict[str, str]:
    """This environment without settings, with the ``supplyline`` command of this Python first on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUPPLYLINE_")}
    return {**kept, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", "PYTHONUTF8": "1"}


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if blocks(name, "run", "sh")])
def test_marked_commands_run(document: str, tmp_path: Path) -> None:
    said = ""
    for _, body in blocks(document, "run", "sh"):
        done = subprocess.run(
            ["sh", "-eu", "-c", body], cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{body}\n{done.stdout}\n{done.stderr}"
        said += done.stdout
    if document in READMES:  # its two examples end in orders: one by 确认, one by the manager's decision
        assert "\norder PO-" in said
        assert '"action": "created"' in said


def talk(options: str, said: list[str], database: Path) -> str:
    """What ``supplyline chat`` prints after its greeting."""
    done = subprocess.run(
        [sys.executable, "-m", "supplyline", "chat", "--demo", *shlex.split(options), "--db", database],
        input="\n".join(said) + "\n",
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.partition("\n\n")[2].strip() + "\n"


@pytest.mark.parametrize("document", READMES)
def test_the_dialogue_is_what_comes_out(document: str, tmp_path: Path) -> None:
    """With UPDATE_DOCS=1 in the environment the document is rewritten instead."""
    dialogues = blocks(document, "chat", "text")
    assert dialogues
    for number, (options, body) in enumerate(dialogues):
        said = [line.removeprefix("> ") for line in body.splitlines() if line.startswith("> ")]
        answer = talk(options, said, tmp_path / f"{number}.db")
        if os.environ.get("UPDATE_DOCS") == "1":
            (ROOT / document).write_text(text_of(document).replace(body, answer))
        else:
            assert answer == body


# --- commands -------------------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, str]]:
    """(document, command line) of every make and supplyline command that a document shows in a ``sh`` block."""
    for document in DOCUMENTS:
        for _, body in blocks(document, None, "sh") + blocks(document, "run", "sh"):
            for line in body.splitlines():
                plain = line.partition(" #")[0].split(" > ")[0].strip()
                if plain.startswith(("make ", "supplyline ")):
                    yield document, plain


@pytest.mark.parametrize(("document", "command"), list(commands()))
def test_shown_commands_exist(document: str, command: str) -> None:
    program, *arguments = shlex.split(command)
    if program == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert next(word for word in arguments if "=" not in word) in targets
    else:
        supplyline.build_parser().parse_args(arguments)


def leaves(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every complete subcommand."""
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not nested:
        yield path
    for action in nested:
        for name, child in action.choices.items():
            yield from leaves(child, (*path, name))


@pytest.mark.parametrize("document", READMES)
@pytest.mark.parametrize("path", list(leaves(supplyline.build_parser())), ids=" ".join)
def test_every_subcommand_is_in_the_readme(document: str, path: tuple[str, ...]) -> None:
    table = "\n".join(line for line in text_of(document).splitlines() if line.startswith("| `supplyline "))
    assert re.search(r"`(supplyline )?" + " ".join(path) + r"\b", table)


# --- what the documents must name -----------------------------------------------------------------------------------


def settings_in_code() -> set[str]:
    """The variables that ``server/settings.py`` reads; it looks them up by their name without the prefix."""
    source = (ROOT / "server" / "settings.py").read_text()
    names = re.findall(r"""value(?:\.get\(|\[)"(\w+)"|"(\w+)" in value""", source)
    return {"SUPPLYLINE_" + (first or second).upper() for first, second in names}


@pytest.mark.parametrize("document", READMES)
def test_every_setting_is_in_the_readme(document: str) -> None:
    table = "".join(line for line in text_of(document).splitlines() if line.startswith("| `SUPPLYLINE_"))
    named = set(re.findall(r"`(SUPPLYLINE_[A-Z_]+)`", table))
    assert len(named) >= 8
    assert named == settings_in_code()


def test_every_tool_is_in_the_architecture() -> None:
    section = text_of("ARCHITECTURE.md").split("\n## Tools\n", 1)[1].split("\n## ", 1)[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (read|write) \|", section, re.MULTILINE))
    assert rows == {name: tool.effect for name, tool in TOOLS.items()}


def test_both_readmes_show_the_same() -> None:
    english, chinese = (text_of(document) for document in READMES)
    for pattern in (r"`supplyline [a-z ]+", r"\bSUPPLYLINE_[A-Z_]+", r"^```\w*", r"^<!-- \w+"):
        assert re.findall(pattern, english, re.MULTILINE) == re.findall(pattern, chinese, re.MULTILINE)
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text_of(document)):
        assert (ROOT / target).exists(), target


def test_every_lane_is_in_contributing() -> None:
    from tests.lanes import LANES

    rows = re.findall(r"^\| (\w+) \| .* \| (\d+) min \|$", text_of("CONTRIBUTING.md"), re.MULTILINE)
    assert rows == [(lane.name, str(lane.minutes)) for lane in LANES]
