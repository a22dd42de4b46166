"""Which of several open drafts a message points at: all of them, or some by place in the list, item or supplier."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.grammar.signs import Signs
from agent.grammar.spans import Reading, Span
from agent.scene import OpenDraft, Scene

_ALL = frozenset(["都", "全", "全部", "全都", "所有", "统统", "都要", "both", "all", "everything", "each"])
_ISSUE_ALL = ("issue all", "issue both", "issue them all")
_ORDINALS = {"the first": 1, "first": 1, "the second": 2, "second": 2, "the third": 3, "third": 3}
_JOINING_ZH = ["份", "张", "笔", "单", "款", "批", "那", "这", "那个", "这个", "的", "和", "跟", "与", "只", "就", "要"]
_JOINING_EN = [
    "the",
    "the one",
    "one",
    "ones",
    "of",
    "to",
    "for",
    "from",
    "them",
    "these",
    "those",
    "and",
    "with",
    "draft",
]
_JOINING = frozenset([*_JOINING_ZH, *_JOINING_EN])
_KEEPING = frozenset(
    [
        "只留",
        "只留下",
        "留",
        "留下",
        "保留",
        "只保留",
        "只要",
        "就要",
        "就留",
        "留着",
        "keep",
        "keep only",
        "just keep",
        "only",
    ]
)
_DEMONSTRATIVE = frozenset(["份", "张", "单", "那个", "one", "the one"])


@dataclass(frozen=True, slots=True)
class Pointed:
    """``drafts``: ids, none when what is named is none of them. ``rest``: the message without the words that point.
    ``answers``: the words that point can be all of an answer to which one (第二份, both), as a mere name cannot."""

    drafts: tuple[str, ...]
    rest: Signs
    answers: bool


def pointed(signs: Signs, scene: Scene) -> Pointed | None:
    """None when the message points at nothing."""
    listed = [draft for draft in scene.drafts if draft.presented]
    if len(listed) < 2:
        listed = list(scene.drafts)
    places = [at for at, span in enumerate(signs.spans) if _place(span, listed)]
    names = [at for at, span in enumerate(signs.spans) if span.mention("item") or span.mention("supplier")]
    totals = [at for at, span in enumerate(signs.spans) if span.text.lower() in (*_ALL, *_ISSUE_ALL)]
    if not (places or names or totals):
        return None
    keeping, kept = _kept(signs, names)
    words = {*places, *names, *totals, *_counts(signs, listed, bool(places), bool(totals)), *keeping, *_rows(signs)}
    rest = [
        span for at, span in enumerate(signs.spans) if at not in words and span.text.lower().strip() not in _JOINING
    ]
    if not (places or names):
        alone = all(signs.spans[at].text.lower() not in ("都", "全") for at in totals)
        return Pointed(tuple(draft.id for draft in listed), without(signs, rest), alone)
    spans = signs.spans
    meant = [draft for draft in listed if not places or any(_place(spans[at], listed) == draft.id for at in places)]
    for kind in ("item", "supplier"):
        said = [mention for at in names if at not in kept and (mention := spans[at].mention(kind)) is not None]
        stays = {one for at in kept if (mention := spans[at].mention(kind)) is not None for one in mention.ids}
        meant = [draft for draft in meant if _held(draft).isdisjoint(stays)]
        if said:
            meant = [draft for draft in meant if any(not _held(draft).isdisjoint(one.ids) for one in said)]
    alone = bool(places) or any(span.text.lower().strip() in _DEMONSTRATIVE for span in signs.spans)
    return Pointed(tuple(draft.id for draft in meant), without(signs, rest), alone)


def _kept(signs: Signs, names: Sequence[int]) -> tuple[list[int], list[int]]:
    """Words for keeping, and the names that are to stay while others are refused: 白糖去掉,只留面粉."""
    keeping = [at for at, span in enumerate(signs.spans) if span.text.lower() in _KEEPING]
    refused = [at for at in names if _fate(signs, at, keeping) == "refused"]
    kept = [at for at in names if at not in refused]
    return (keeping, kept) if refused and kept else ([], [])


def _fate(signs: Signs, name: int, keeping: Sequence[int]) -> str | None:
    """What the nearest such word says of a name: one before it in its clause, else one behind it."""
    clause = [at for at, span in enumerate(signs.spans) if span.clause == signs.spans[name].clause]
    before = [at for at in reversed(clause) if at < name]
    for at in (*before, *(at for at in clause if at > name)):
        if at in keeping:
            return "kept"
        if signs.spans[at].has("drop", "cancel", "no", "not", "no_order"):
            return "refused"
    return None


def _rows(signs: Signs) -> list[int]:
    """行 for a line of the order, behind its item: 白糖那行."""
    spans = signs.spans
    return [
        at
        for at in range(2, len(spans))
        if spans[at].text in ("行", "一行") and spans[at - 1].text in ("那", "这") and spans[at - 2].mention("item")
    ]


def _place(span: Span, listed: Sequence[OpenDraft]) -> str | None:
    """The draft that an ordinal counts to; empty for one beyond the list, None when the span is no ordinal."""
    if span.has("last_option"):
        return listed[-1].id
    place = span.ordinal or _ORDINALS.get(span.text.lower()) or (1 if span.has("first_option") else None)
    if place is None:
        return None
    return listed[place - 1].id if 1 <= place <= len(listed) else "none of them"


def _counts(signs: Signs, listed: Sequence[OpenDraft], placed: bool, total: bool) -> list[int]:
    """Numbers that count drafts and no goods: 两份都确认, 最后一份."""
    return [
        at
        for at, span in enumerate(signs.spans)
        if span.quantity
        and span.quantity.unit in (None, "H87")
        and ((total and span.quantity.amount == len(listed)) or (placed and span.quantity.amount == 1))
    ]


def _held(draft: OpenDraft) -> set[str]:
    """The part numbers and the supplier of a draft."""
    lines = draft.arguments.get("lines") or ()
    return {str(line.get("item")) for line in lines} | {str(draft.arguments.get("supplier"))}


def without(signs: Signs, spans: Sequence[Span]) -> Signs:
    """The message with only these of its spans."""
    concepts = frozenset(concept for span in spans for concept in span.concepts)
    reading = signs.reading
    return Signs(Reading(reading.text, reading.tokens, tuple(spans), reading.asked, concepts))
