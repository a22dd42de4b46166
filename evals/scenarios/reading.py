"""Reads a suite: a folder with YAML files in it, or one file. Strict: whatever is wrong in any of them is told, each
with file, line, field and remedy, before anything is run.

A file is ``format: 1`` and ``scenarios``, a list; ``scenario.py`` has the fields. ``python -m evals.scenarios.reading
PATH`` checks a suite while it is being written.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from evals.scenarios import documents
from evals.scenarios.checks import findings
from evals.scenarios.documents import Document, Where
from evals.scenarios.scenario import Scenario
from procurement.errors import InvalidInput

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Suite:
    """``digests``: {scenario id: SHA-256 of what it says}, so that layout and comments do not matter; ``digest``: over
    all of them."""

    scenarios: tuple[Scenario, ...]
    digests: Mapping[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """``line`` counts from 1, 0 where there is none; ``field``: the way to it, such as ``scenarios.0.title``."""

    file: Path
    line: int
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or 'file'}: {self.message}. {self.remedy}"


class BadScenario(InvalidInput):
    """A suite that cannot be run as it is; ``mistakes`` has all of them, in the order of the files."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        text = "\n".join(str(mistake) for mistake in mistakes)
        super().__init__(f"The suite has {count}:\n{text}", field="suite", remedy="Correct the files named.")
        self.mistakes = mistakes


def load(path: Path) -> Suite:
    """The suite at ``path``, ordered by file and place in it. Raises BadScenario."""
    scenarios: list[Scenario] = []
    mistakes: list[Mistake] = []
    seen: dict[str, str] = {}
    for file in _files(path, mistakes):
        document = _document(file, mistakes)
        for where, entry in _entries(file, document, mistakes):
            name = entry.get("id")
            if isinstance(name, str) and name in seen:
                at = (*where, "id")
                message, remedy = f"{name!r} is the id of another scenario, in {seen[name]}", "Choose another id."
                mistakes.append(_mistake(file, document, at, message, remedy))
            elif isinstance(name, str):
                seen[name] = f"{file}:{document.line(where)}"
            scenario = _scenario(file, document, where, entry, mistakes)
            if scenario is not None:
                scenarios.append(scenario)
    if not scenarios and not mistakes:
        mistakes.append(Mistake(path, 0, "", "has no scenario", "Put *.yaml files with scenarios into it."))
    if mistakes:
        raise BadScenario(tuple(mistakes))
    digests = {scenario.id: digest_of(scenario) for scenario in scenarios}
    return Suite(tuple(scenarios), digests, _sha256(digests))


def digest_of(scenario: Scenario) -> str:
    """SHA-256 (hex) of the scenario as canonical JSON."""
    return _sha256(scenario.model_dump(mode="json"))


def _sha256(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# --- files ----------------------------------------------------------------------------------------------------------


def _files(path: Path, mistakes: list[Mistake]) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*.yaml") if file.is_file())
    if not path.is_file():
        mistakes.append(Mistake(path, 0, "", "does not exist", "Name a folder of scenarios, or one file."))
        return []
    return [path]


def _document(file: Path, mistakes: list[Mistake]) -> Document:
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(file, line, "", "is not UTF-8", "Save it as UTF-8."))
        return Document({}, {}, ())
    except OSError as error:
        mistakes.append(Mistake(file, 0, "", f"cannot be read: {error.strerror}", "Make it readable."))
        return Document({}, {}, ())
    document = documents.read(text)
    mistakes += [Mistake(file, one.line, _field(one.at), one.message, one.remedy) for one in document.faults]
    if document.value is None and not document.faults:
        mistakes.append(Mistake(file, 1, "", "is empty", _SHAPE))
    return document


_SHAPE = "A file is 'format: 1' and 'scenarios:' with a list."


def _entries(file: Path, document: Document, mistakes: list[Mistake]) -> Iterator[tuple[Where, dict[str, Any]]]:
    """The file's scenarios that are mappings."""
    content = document.value
    if content is None or (content == {} and not document.lines):
        return
    if not isinstance(content, dict):
        mistakes.append(_mistake(file, document, (), "is no mapping", _SHAPE))
        return
    for name in content.keys() - {"format", "scenarios"}:
        mistakes.append(_mistake(file, document, (name,), f"there is no field {name!r} in a file", _SHAPE))
    if content.get("format") is not FORMAT:
        message = "is missing" if "format" not in content else f"{content['format']!r} is not known"
        mistakes.append(_mistake(file, document, ("format",), message, f"Write 'format: {FORMAT}'."))
    listed = content.get("scenarios")
    if not isinstance(listed, list) or not listed:
        mistakes.append(_mistake(file, document, ("scenarios",), "is no list of scenarios", _SHAPE))
        return
    for number, entry in enumerate(listed):
        if isinstance(entry, dict):
            yield ("scenarios", number), entry
        else:
            where = ("scenarios", number)
            mistakes.append(_mistake(file, document, where, "is no scenario", "A scenario is a mapping with an id."))


def _mistake(file: Path, document: Document, where: Where, message: str, remedy: str) -> Mistake:
    return Mistake(file, document.line(where), _field(where), message, remedy)


def _field(where: Where) -> str:
    return ".".join(str(part) for part in where)


# --- scenarios ------------------------------------------------------------------------------------------------------


def _scenario(
    file: Path, document: Document, where: Where, entry: dict[str, Any], mistakes: list[Mistake]
) -> Scenario | None:
    found = [_mistake(file, document, (*where, *at), message, remedy) for at, message, remedy in findings(entry)]
    scenario = None
    try:
        scenario = Scenario.model_validate(entry)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            at = _place(entry, details)
            if at is not None:
                found.append(_mistake(file, document, (*where, *at), _message(details), _remedy(details)))
    mistakes += sorted(dict.fromkeys(found), key=lambda mistake: mistake.line)
    return None if found else scenario


def _place(entry: Any, details: Mapping[str, Any]) -> Where | None:
    """The error's place in the file: without the names pydantic gives to its own branches. None where the error is
    of a branch of a union that the value does not belong to."""
    if details["type"] == "too_short" and details["input"]:  # its entries are wrong, and are told by themselves
        return None
    at: list[str | int] = []
    value: Any = entry
    for part in details["loc"]:
        branch = isinstance(part, str) and (part == "str" or part.startswith("dict["))
        if branch and (part == "str") == isinstance(value, dict):
            return None
        if isinstance(value, list | dict) and part in (value if isinstance(value, dict) else range(len(value))):
            value = value[part]
            at.append(part)
    if details["type"] == "missing":
        at.append(details["loc"][-1])
    return tuple(at)


def _message(details: Mapping[str, Any]) -> str:
    match details["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return f"there is no field {details['loc'][-1]!r} here"
        case "too_short":
            return "is empty"
        case "value_error":
            return str(details["msg"]).removeprefix("Value error, ")
    given = details["input"]
    shown = "" if isinstance(given, dict | list) else f", not {given!r}"
    message = str(details["msg"])
    return message[0].lower() + message[1:] + shown


def _remedy(details: Mapping[str, Any]) -> str:
    kind, given = details["type"], details["input"]
    if kind == "missing":
        return "Add it."
    if kind == "extra_forbidden":
        return f"The fields are: {', '.join(_fields_around(details['loc']))}."
    if kind == "string_type":
        scalar = not isinstance(given, dict | list) and given is not None
        return f'Put it into quotes: "{given}".' if scalar else "Write text."
    return _REMEDIES.get(kind, "Correct the value.")


_REMEDIES = {
    "literal_error": "Use one of these words.",
    "string_pattern_mismatch": "Use 3 to 80 lower-case letters, digits and hyphens.",
    "value_error": "Complete it, or leave it out.",
    "model_type": "Write fields, one a line.",
    "tuple_type": "Write a list: each entry on a line that begins with a hyphen.",
    "dict_type": "Write fields, one a line.",
    "too_short": "Give at least one.",
    "string_too_short": "Write something, or leave the field out.",
    "string_too_long": "Shorten it.",
    "time_delta_parsing": 'Write a length of time such as "PT45M".',
}


def _fields_around(location: tuple[int | str, ...]) -> list[str]:
    """Fields of the model that the unknown field was written in."""
    model: type[BaseModel] = Scenario
    for part in location[:-1]:
        field = model.model_fields.get(str(part))
        model = model if field is None else next(_models_in(field.annotation), model)
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m evals.scenarios.reading PATH", file=sys.stderr)
        return 2
    try:
        suite = load(Path(arguments[0]))
    except BadScenario as error:
        print(*error.mistakes, sep="\n")
        return 1
    cases = sum(len(scenario.variants) for scenario in suite.scenarios)
    print(f"{len(suite.scenarios)} scenarios, {cases} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
