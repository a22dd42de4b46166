"""The loader is strict, the two languages say the same things, and no text is there for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from procurement.entities import (
    DocumentStatus,
    DraftStatus,
    Fulfilment,
    LotStatus,
    ResponseStatus,
    ShipmentStatus,
)
from prompts.loader import Template, Texts, flatten, load_catalog, load_prompt

ROOT = Path(__file__).resolve().parents[2]
READERS = ["replies", "answer_words", "draft_words", "wording", "prompt"]


def texts(**sources: str) -> Texts:
    return Texts("t", "en", {key: Template.parse(key, text) for key, text in sources.items()})


def test_fills_in_variables() -> None:
    assert texts(a="{x} of {{{y}}}")("a", x=1, y="two") == "1 of {two}"


def test_a_value_is_never_a_template() -> None:
    assert texts(a="said {x}")("a", x="{y} {0} {x.__class__}") == "said {y} {0} {x.__class__}"


@pytest.mark.parametrize("values", [{}, {"x": 1, "y": 2}, {"y": 2}])
def test_variables_have_to_fit(values: dict[str, object]) -> None:
    with pytest.raises(KeyError, match="variables"):
        texts(a="{x}")("a", **values)


def test_none_is_never_printed() -> None:
    with pytest.raises(TypeError):
        texts(a="{x}")("a", x=None)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match="no text 'b'"):
        texts(a="A")("b")


@pytest.mark.parametrize("text", ["{}", "{0}", "{x!r}", "{x:>9}", "{x.y}", "{x[0]}", "{x", "x}"])
def test_only_plain_variables(text: str) -> None:
    with pytest.raises(ValueError, match=r"^k"):
        Template.parse("k", text)


def test_only_texts_in_a_catalogue() -> None:
    assert flatten({"a": {"b": {"c": "x"}}, "d": "y"}) == {"a.b.c": "x", "d": "y"}
    with pytest.raises(ValueError, match=r"a\.b"):
        flatten({"a": {"b": 1}})


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_catalog("replies", "fr")
    with pytest.raises(FileNotFoundError):
        load_prompt("nothing", "en")


CATALOGUES = sorted(path.parent.name for path in (ROOT / "prompts").glob("*/zh.toml"))


@pytest.mark.parametrize("name", CATALOGUES)
def test_both_languages_have_the_same_texts(name: str) -> None:
    zh, en = load_catalog(name, "zh"), load_catalog(name, "en")
    assert zh.keys == en.keys
    assert {key: zh.templates[key].variables for key in zh.keys} == {
        key: en.templates[key].variables for key in en.keys
    }


@pytest.mark.parametrize("name", sorted(path.parent.name for path in (ROOT / "prompts").glob("*/zh.md")))
def test_both_languages_have_the_same_prompt_variables(name: str) -> None:
    assert load_prompt(name, "zh").variables == load_prompt(name, "en").variables


def test_english_replies_hold_no_chinese() -> None:
    chinese = {key for key, one in load_catalog("replies", "en").templates.items() if re.search(r"[一-鿿]", one.text)}
    assert not chinese


def keys_in_code() -> Iterator[re.Pattern[str]]:
    """Patterns of the keys that the readers name, a variable part standing for anything."""
    for module in READERS:
        for node in ast.walk(ast.parse((ROOT / "agent" / f"{module}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                if re.match(r"[a-z_]+\.", str(node.values[0].value)):
                    yield re.compile("".join(parts))


def test_every_reply_is_used() -> None:
    patterns = list(keys_in_code())
    unused = {key for key in load_catalog("replies", "en").keys if not any(p.fullmatch(key) for p in patterns)}
    assert not unused


@pytest.mark.parametrize(
    ("family", "words", "beyond"),
    [
        ("shipment_status", ShipmentStatus, set()),
        ("document", DocumentStatus, set()),
        ("response", ResponseStatus, set()),
        ("fulfilment", Fulfilment, set()),
        ("lot_status", LotStatus, {"unknown"}),
    ],
)
def test_every_word_of_a_closed_set_has_a_text(family: str, words: object, beyond: set[str]) -> None:
    keys = {key.partition(".")[2] for key in load_catalog("replies", "en").keys if key.startswith(f"{family}.")}
    assert keys == set(get_args(words)) | beyond


def test_every_draft_status_has_an_outcome() -> None:
    keys = load_catalog("replies", "zh").keys
    assert all(f"outcome.{status}" in keys for status in get_args(DraftStatus) if status != "executed")
