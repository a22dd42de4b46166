"""Is a message clearly yes or no to the open drafts, and nothing else? With anything more it is an ordinary turn."""

from dataclasses import dataclass

from agent.grammar.change import Change
from agent.grammar.corrections import corrected
from agent.grammar.facts import Facts
from agent.grammar.pointing import Pointed, pointed, without
from agent.grammar.reading import read
from agent.grammar.signs import Signs
from agent.grammar.spans import Span
from agent.scene import OpenDraft, Scene
from procurement.entities import Decision

_COURTESY = ("plain", "polite", "thanks", "request", "bye")
_ASSENT = ("yes", "commit")
_ORDER_WORDS = frozenset(
    ["下单", "订", "买", "定", "下", "采购", "预订", "order", "buy", "book", "purchase"]
)  # "place an order" is another one
_FIRM = ("yes", "yep", "confirm", "approve", "agree", "确认", "我确认", "同意", "批准", "通过")
_VIEWED = frozenset(["信息", "内容", "明细", "数据", "details"])  # confirm the details: to see them
_TO_ONESELF = frozenset(["me", "us", "我", "我们", "咱", "咱们"])
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
    signs = _without_its_name(Signs(read(text, scene.catalogue, scene.today, scene.calendar)), scene)
    if _names_record(signs):
        return None
    if len(scene.drafts) == 1 and _drops_by_item(signs, scene):
        return Consent("no", (scene.drafts[0].id,))
    if len(scene.drafts) > 1:
        found = pointed(signs, scene)
        decision = _decision_about(found, scene) if found is not None else None
        if found is not None and decision is not None:
            return _counted(decision, found.drafts, scene, firm=True)
    decision = _decision(signs, scene)
    if decision is None:
        return None
    firm = scene.question is None and any(map(_is_firm, signs.spans))  # a yes may be to the question asked last
    return _counted(decision, _meant(decision, scene), scene, firm=firm)


def agrees(signs: Signs, scene: Scene) -> bool:
    """Firm words of assent and nothing else, whether or not anything is open."""
    return not _content(signs) and any(map(_is_firm, signs.spans)) and _assents(signs, scene)


def _without_its_name(signs: Signs, scene: Scene) -> Signs:
    """A yes to the only draft, a cancellation, in its own words (yes, cancel order 121) without them; else as it is."""
    if len(scene.drafts) != 1 or scene.drafts[0].tool != "cancel_order":
        return signs
    order = str(scene.drafts[0].arguments.get("order"))
    cancelling = [at for at, span in enumerate(signs.spans) if span.has("cancel") and not signs.negated(at)]
    if not any(_agrees(signs, at) and signs.spans[at].has("yes") for at in range(min(cancelling, default=0))):
        return signs
    rest = [
        span
        for at, span in enumerate(signs.spans)
        if at not in cancelling
        and not (span.identifier is not None and span.identifier.kind == "order" and _same_order(span, order))
    ]
    return without(signs, rest)


def _same_order(span: Span, order: str) -> bool:
    """119 and PO-2026-00119 are the same."""
    said = span.identifier.value if span.identifier is not None else ""
    return said == order or said.rpartition("-")[2].lstrip("0") == order.rpartition("-")[2].lstrip("0")


def _drops_by_item(signs: Signs, scene: Scene) -> bool:
    """轴承先算了, forget the bearings: the only draft, of this one item, is refused and nothing else is said."""
    lines = list(scene.drafts[0].arguments.get("lines") or ())
    names = [span for span in signs.spans if span.mention("item")]
    if len(lines) != 1 or not names or signs.reading.asked:
        return False
    if not all((mention := span.mention("item")) and str(lines[0].get("item")) in mention.ids for span in names):
        return False
    rest = without(signs, [span for span in signs.spans if span not in names])
    return not rest.reading.has("change", "more", "less", "new") and _dissents(rest, scene)


def _decision(signs: Signs, scene: Scene) -> Decision | None:
    if _dissents(signs, scene):
        return "no"
    return "yes" if _assents(signs, scene) else None


def _decision_about(found: Pointed, scene: Scene) -> Decision | None:
    """What the words beside those that point say; a draft merely pointed at answers the question which one."""
    rest = found.rest
    if all(_is_courtesy(span) for span in rest.spans):
        asked_which = sum(draft.presented for draft in scene.drafts) > 1
        return "yes" if asked_which and found.answers and not (rest.reading.asked or rest.asks) else None
    decision = _decision(rest, scene)
    torn = decision == "no" and any(_agrees(rest, at) for at in range(len(rest.spans)))  # one yes, the other no
    return None if torn else decision


def _meant(decision: Decision, scene: Scene) -> tuple[str, ...]:
    """The only one that the last proposal asked about, or else the only one there is. A no is to all that were asked
    about; of several a yes picks none."""
    presented = tuple(draft.id for draft in scene.drafts if draft.presented)
    if presented:
        return presented if decision == "no" or len(presented) == 1 else ()
    return (scene.drafts[0].id,) if len(scene.drafts) == 1 else ()


def _counted(decision: Decision, meant: tuple[str, ...], scene: Scene, *, firm: bool) -> Consent | None:
    """The decision if it can be about those drafts: each takes the yes that was said."""
    if decision == "yes" and not all(_takes(draft, firm) for draft in scene.drafts if draft.id in meant or not meant):
        return None
    return Consent(decision, meant)


def _takes(draft: OpenDraft, firm: bool) -> bool:
    return draft.takes == "any" or (draft.takes == "firm" and firm)


def _is_firm(span: Span) -> bool:
    """More than 好的 or ok, which may answer to anything."""
    return span.has("commit", "order") or span.text.lower().startswith(_FIRM)


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
        or (signs.reading.has("bye") and not any(map(_is_firm, spans)))
        or not any(_agrees(signs, at) for at in range(len(spans)))
    ):
        return False
    thanked = next(
        (at for at, span in enumerate(spans) if span.text.lower() == "for" and _thanks(signs, at)), len(spans)
    )
    for at, span in enumerate(spans):
        if at >= thanked and span.clause == spans[thanked].clause and not (span.residue or _content(signs)):
            continue
        if _agrees(signs, at) or _is_courtesy(span):
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


def _is_courtesy(span: Span) -> bool:
    return span.has(*_COURTESY) and not span.has("not", "no", "cancel", "drop")


def _thanks(signs: Signs, at: int) -> bool:
    before = signs.before(at)
    return before is not None and before.has("thanks")


def _agrees(signs: Signs, at: int) -> bool:
    span = signs.spans[at]
    if span.has(*_ASSENT):
        return not (signs.negated(at) or _not_consent(signs, at))
    return span.text.lower() in _ORDER_WORDS and signs.is_order_verb(at) and not signs.negated(at)


def _not_consent(signs: Signs, at: int) -> bool:
    """Confirming, 你确定, 是我, confirm the details, send it to me: something else than yes to a draft."""
    span, before = signs.spans[at], signs.before(at)
    rest = {other.text.lower() for other in signs.spans[at + 1 :] if other.clause == span.clause}
    word = span.text.lower()
    return (
        (word.isascii() and word.endswith("ing") and " " not in word)
        or (
            before is not None
            and before.text in ("你", "您", "你们")
            and span.has("yes")
            and signs.before(at - 1) is None
        )
        or not rest.isdisjoint(_VIEWED)
        or (word == "是" and not rest.isdisjoint(_TO_ONESELF))
        or (word.startswith(("send", "ship", "发", "传", "推")) and not rest.isdisjoint(_TO_ONESELF))
    )


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
