"""The texts of the pages: both languages say the same things, and every word of the trade has its text."""

from typing import get_args

import pytest

from procurement.actor import Role
from procurement.entities import (
    DocumentStatus,
    DraftStatus,
    Fulfilment,
    LotStatus,
    OrderFilter,
    ResponseStatus,
    ShipmentStatus,
    Verdict,
)
from prompts.loader import load_catalog
from server.pages.chat import EXAMPLES
from server.pages.frame import SECTIONS
from tools.registry import TOOLS

WORDS = {
    "role": get_args(Role),
    "document": get_args(DocumentStatus),
    "response": get_args(ResponseStatus),
    "fulfilment": get_args(Fulfilment),
    "moving": get_args(ShipmentStatus),
    "draft_status": get_args(DraftStatus),
    "lot_status": get_args(LotStatus),
    "orders": get_args(OrderFilter),
    "promise": get_args(Verdict),
    "tool": tuple(TOOLS),
    "nav": tuple(name for name, _, _ in SECTIONS),
    "line_answer": ("1", "3", "5", "7", "42"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_has_its_text(language: str) -> None:
    texts = load_catalog("pages", language)
    wanted = {f"{group}.{word}" for group, words in WORDS.items() for word in words}
    wanted |= {f"chat.example_{example}" for example in EXAMPLES}
    assert wanted <= texts.keys


def test_both_languages_have_the_same_texts_with_the_same_variables() -> None:
    zh, en = load_catalog("pages", "zh"), load_catalog("pages", "en")
    assert zh.keys == en.keys
    for key in zh.keys:
        assert zh.templates[key].variables == en.templates[key].variables, key
