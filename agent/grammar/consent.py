"""Is a message clearly yes or no to the open drafts, and nothing else? With anything more it is an ordinary turn."""

from dataclasses import dataclass

from agent.grammar.change import Change
from agent.grammar.corrections import corrected
from agent.grammar.facts import Facts
from agent.grammar.reading import read
from agent.grammar.signs import Signs
from agent.scene import Scene
from procurement.entities import Decision

_COURTESY = ("plain", "polite", "thanks", "request", "bye")
_ASSENT = ("yes", "commit")
_ORDER_WORDS = frozenset(
    ["下单", "订", "买", "定", "下", "采购", "预订", "order", "buy", "book", "purchase"]
)  # "place an order" is another one
_SPOILS = (
    "but",
    "hedge",
    "wait",
    "change",
    "inquire",
    "ability",
    "more",
    "less",
    "double",
    "halve",
    "later",
    "earlier",
)


@dataclass(frozen=True, slots=True)
class Consent:
    """``drafts``: ids of those decided; empty when several wait and it is not clear which is meant."""

    decision: Decision
    drafts: tuple[str, ...]


def read_decision(text: str, scene: Scene) -> Consent | None:
    """The decision, or None when the message is not clearly one."""
    if not scene.drafts:
        return None
    signs = Signs(read(text, scene.catalogue, scene.today, scene.calendar))
    if _names_record(signs):
        return None
    if _dissents(signs, scene):
        return Consent("no", _meant(scene))
    if _assents(signs, scene):
        return Consent("yes", _meant(scene))
    return None


def _meant(scene: Scene) -> tuple[str, ...]:
    """Those the last proposal asked about; of older ones the only one."""
    presented = tuple(draft.id for draft in scene.drafts if draft.presented)
    if presented:
        return presented
    return (scene.drafts[0].id,) if len(scene.drafts) == 1 else ()


def _names_record(signs: Signs) -> bool:
    return signs.identifier("order", "lot", "shipment", "tracking") is not None


def _assents(signs: Signs, scene: Scene) -> bool:
    """Words of assent, courtesy, and at most a repetition of what the draft says."""
    spans = signs.spans
    if (
        not spans
        or signs.reading.asked
        or signs.asks
        or _hesitates(signs)
        or not any(_agrees(signs, at) for at in range(len(spans)))
    ):
        return False
    thanked = next((at for at, span in enumerate(spans) if span.has("thanks") and span.text.isascii()), len(spans))
    for at, span in enumerate(spans):
        if at > thanked and span.clause == spans[thanked].clause and not (span.residue or _content(signs)):
            continue
        if _agrees(signs, at) or (span.has(*_COURTESY) and not span.has("not", "no", "cancel", "drop")):
            continue
        if span.mentions or span.quantity or span.date:
            continue
        if span.has("arrive", "to", "from", "new") and not span.has(*_SPOILS) and _content(signs):
            continue
        return False
    if any(span.has("hedge", "but", "wait") for span in spans):
        return False
    against = ("no", "not", "cancel", "drop", "yes_no", "which")
    if any(span.has(*against) and not span.has("yes", "commit", "filler") for span in spans):
        return False
    return not _content(signs) or _repeats(signs, scene)


def _hesitates(signs: Signs) -> bool:
    """嗯...: the words trail off."""
    return ".." in signs.reading.text.replace(" ", "")


def _agrees(signs: Signs, at: int) -> bool:
    span = signs.spans[at]
    if span.has(*_ASSENT):
        return not signs.negated(at)
    return span.text.lower() in _ORDER_WORDS and signs.is_order_verb(at) and not signs.negated(at)


def _content(signs: Signs) -> bool:
    return any(span.mentions or span.quantity or span.date for span in signs.spans)


def _repeats(signs: Signs, scene: Scene) -> bool:
    """What it names is what the draft says: 对,500个,下单吧. Only with a word of assent in front."""
    if not signs.spans[0].has("yes", "filler") or signs.reading.has("change", "more", "less"):
        return False
    facts = Facts(signs, {})
    drafts = [draft for draft in scene.drafts if draft.presented]
    if len(drafts) != 1 or drafts[0].tool != "create_order" or not any(span.has("yes") for span in signs.spans):
        return False
    again = corrected(signs, facts, scene)
    return again is not None and len(again) == 1 and _same(again[0], drafts[0].arguments)


def _same(one: dict[str, object], other: dict[str, object]) -> bool:
    return {key: value for key, value in one.items() if key != "replaces"} == dict(other)


def _dissents(signs: Signs, scene: Scene) -> bool:
    """Words of refusal and courtesy; a reason may follow one (不要了,太贵了), another wish may not."""
    spans = signs.spans
    change = Change(signs, Facts(signs, {}), scene)
    if not any(_refuses(signs, at) for at in range(len(spans))) or signs.asks:
        return False
    if change.content or signs.reading.has("help", "handoff", "look", "list"):
        return False
    if signs.reading.has("no_order", "cancel", "drop"):
        return True
    if signs.reading.has("change", "wait", "but"):
        return False
    agreeing = [
        span for span in spans if span.has(*_ASSENT) and not span.has("no", "filler", "cancel", "drop", "no_order")
    ]
    return not agreeing or _negated_all(signs)


def _refuses(signs: Signs, at: int) -> bool:
    span = signs.spans[at]
    if span.has("no_order", "cancel", "drop"):
        return not signs.negated(at)
    if span.has("no"):
        following = signs.after(at)
        return following is None or not (following.has("order", "commit") and span.text in ("是", "没"))
    return span.has(*_ASSENT, "want", "order") and signs.negated(at)


def _negated_all(signs: Signs) -> bool:
    return all(
        signs.negated(at)
        for at, span in enumerate(signs.spans)
        if span.has(*_ASSENT) and not span.has("no", "filler", "cancel", "drop")
    )
