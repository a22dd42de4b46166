"""A YAML document as plain values, and the line of each.

Stricter than YAML is: one document, no duplicate keys, no anchors, aliases or tags. A plain scalar is true, false,
null, a number as written (an int, or a Decimal that keeps its digits) or else text: yes, on and 2026-12-04 are text.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

Where = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists, from 0."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``line`` counts from 1; ``at`` is the way to the value."""

    line: int
    at: Where
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Document:
    """``value`` is whatever could be read; with ``faults`` it is not to be relied on."""

    value: Any
    lines: dict[Where, int]
    faults: tuple[Fault, ...]

    def line(self, at: Where) -> int:
        """Of the value, or of the nearest thing around it that is there."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


class _Loader(yaml.SafeLoader):
    """Knows plain scalars as described above."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  PyYAML declares it so


def _plain(kind: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), list(first))


_plain("bool", r"^(?:true|false)$", "tf")
_plain("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789")
_plain("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789")
_plain("null", r"^(?:null|~|)$", "n~")
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def read(text: str) -> Document:
    """Never raises: what is wrong with the text are the document's faults."""
    try:
        faults = _unwanted(text)
        node = None if faults else yaml.compose(text, Loader=_Loader)
        return Document(None, {}, tuple(faults)) if node is None else _document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Document(None, {}, (Fault(_line(mark), (), *_syntax(error)),))
    except yaml.YAMLError as error:
        return Document(None, {}, (Fault(1, (), f"is no YAML: {error}", "Leave out control characters."),))
    except RecursionError:
        return Document(None, {}, (Fault(1, (), "is nested too deeply", "Write it flatter."),))


def _line(mark: Any) -> int:
    return 1 if mark is None else int(mark.line) + 1


def _syntax(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    problem = error.problem or error.context or "cannot be read"
    if "'\\t'" in problem:
        return f"is no YAML: {problem}", "Indent with spaces, not tabs."
    if "single document" in str(error):
        return "holds several documents", "Leave out the line ---, or make a file of each."
    return f"is no YAML: {problem}", "Check indentation, colons and quotes; put text with : or # into quotes."


def _unwanted(text: str) -> list[Fault]:
    """Anchors, aliases and tags: a scenario says everything itself."""
    faults = []
    for event in yaml.parse(text, Loader=_Loader):
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)  # an alias has an anchor too
        line = _line(event.start_mark)
        if anchor is not None:
            faults.append(Fault(line, (), f"has an anchor or alias, {anchor!r}", "Write the value out."))
        if tag is not None:
            faults.append(Fault(line, (), f"has a tag, {tag!r}", "Leave it out, or put the text into quotes."))
    return faults


def _document(root: yaml.Node) -> Document:
    lines: dict[Where, int] = {}
    faults: list[Fault] = []

    def value_of(node: yaml.Node, at: Where) -> Any:
        lines.setdefault(at, _line(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return mapping_of(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [value_of(child, (*at, number)) for number, child in enumerate(node.value)]
        return _scalar(node)

    def mapping_of(node: yaml.MappingNode, at: Where) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, child in node.value:
            line = _line(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                faults.append(Fault(line, at, "has a key that is no text", "Use a word as the key."))
                continue
            key = str(key_node.value)
            if key in mapping:
                first = lines[(*at, key)]
                faults.append(Fault(line, (*at, key), f"is there twice, first in line {first}", "Keep one of them."))
                continue
            lines[(*at, key)] = line
            mapping[key] = value_of(child, (*at, key))
        return mapping

    return Document(value_of(root, ()), lines, tuple(faults))


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    match node.tag.rpartition(":")[2]:
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "float":
            return Decimal(text)
        case "null":
            return None
    return text
