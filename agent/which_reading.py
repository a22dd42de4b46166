"""The answer to "Did you mean A or B?": which of the readings it picks. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

from agent.grammar.numbers import number_at
from agent.grammar.tokens import normalise, tokenise
from agent.hearing.heard import Option

_PLACES = (
    re.compile(r"(?:the )?(?:first|former|1st)(?: one)?|第一(?:个|家|种|张)?|前(?:者|面的?|一个)", re.IGNORECASE),
    re.compile(r"(?:the )?(?:second|latter|2nd)(?: one)?|第二(?:个|家|种|张)?|后(?:者|面的?|一个)", re.IGNORECASE),
    re.compile(r"(?:the )?(?:third|last|3rd)(?: one)?|第三(?:个|家|种|张)?|最后(?:一个|一家)?", re.IGNORECASE),
)
_AROUND = re.compile(
    r"^(?:yes|no|对|是|是的|不是?|嗯|i mean(?:t)?|我说的是|我要的?是?)[\s,.]*|[\s,.。!?]+$", re.IGNORECASE
)


_YES = re.compile(
    r"(?:yes|yeah|yep|yup|right|correct|sure|ok|okay|对|对的|是|是的|嗯|好|好的|确认|可以|没错|please|[\s,.。!]+)+",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"(?:no|nope|neither|none|neither of them|none of them|不|不是|不对|都不是|都不对|没有|[\s,.。!]+)+", re.IGNORECASE
)


def bare(text: str) -> Literal["yes", "neither"] | None:
    """A yes that picks none of the readings, or a no to all of them."""
    said = text.strip()
    if not said:
        return None
    return "yes" if _YES.fullmatch(said) else "neither" if _NEITHER.fullmatch(said) else None


def answered(text: str, options: Sequence[Option]) -> Option | None:
    """The one option that the words name, by what sets it apart from the others, by its number or its place; None when
    they name none, or more than one."""
    said = _AROUND.sub("", text.strip()).strip()
    if not said:
        return None
    for place, option in zip(_PLACES, options, strict=False):
        if place.fullmatch(said):
            return option
    labels = [option.label for option in options]
    named = [option for option, own in zip(options, own_parts(labels), strict=True) if _names(said, option.label, own)]
    return named[0] if len(named) == 1 else None


def own_parts(labels: Sequence[str]) -> list[str]:
    """What of each label the others do not share at their beginning and end: 东 and 中 of 华东精密 and 华中精密."""
    head = _shared(labels)
    tail = _shared([label[::-1] for label in labels])
    return [label[head : max(len(label) - tail, head)] for label in labels]


def _shared(labels: Sequence[str]) -> int:
    count = 0
    for characters in zip(*labels, strict=False):
        if len(set(characters)) > 1:
            break
        count += 1
    return count


def _names(said: str, label: str, own: str) -> bool:
    value = _number(label)
    if value is not None:
        return _number(said) == value
    words, wanted = said.lower(), label.lower()
    if wanted in words or (len(words) > 1 and words in wanted and own.lower() in words):
        return True
    return bool(own.strip()) and own.lower().strip() in words and len(words) <= len(wanted) + 4


def _number(text: str) -> object:
    """The number a text begins with; None without one."""
    tokens = tokenise(normalise(text))
    found = number_at(tokens, 0) if tokens else None
    return None if found is None else found.value
