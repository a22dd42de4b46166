"""The closed list of ideas that a reply can express (``concepts.toml``), and how they are known in Chinese and English
words."""

import re
import tomllib
from functools import cache
from pathlib import Path

LISTED = Path(__file__).with_name("concepts.toml")


@cache
def concepts() -> dict[str, re.Pattern[str]]:
    """Name of each idea to what expresses it in either language. ``mixed`` replies may use both."""
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return {name: re.compile("|".join([*words["zh"], *words["en"]]), re.IGNORECASE) for name, words in listed.items()}


def expresses(text: str, concept: str) -> bool:
    """Raises KeyError for an idea that is not listed; the reading of scenarios has seen to that."""
    return concepts()[concept].search(text) is not None
