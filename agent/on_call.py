"""What is answered on a call without a model and without a tool: stop, repeat, spell, and which of two was meant.

None of it decides anything or changes a record.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from agent.asides import Spelled, aside_of, spelled
from agent.replies import render_outcome, render_result
from agent.scenes import read_out
from agent.speech_numbers import code, letter_by_letter
from agent.speech_text import worded
from agent.spoken_replies import speak_outcome, speak_result
from agent.work import Work
from procurement.actor import Language
from procurement.entities import Draft
from procurement.voice_turns import VoiceTurn
from prompts.loader import Texts, load_catalog
from tools.views import draft_view

OnCall = Literal["stop", "which", "neither", "repeat", "spell"]


def on_call_of(work: Work) -> OnCall | None:
    """What of this a turn asks for; None for any other, and for every turn that is not on a call."""
    given = work.turn.input
    if work.aloud is None or "text" not in given:
        return None
    if "kind" in given:
        return "neither" if given["kind"] == "neither" else "stop"
    return "which" if given.get("question") else aside_of(given["text"])


def answer(work: Work, asked: OnCall) -> None:
    """Say it."""
    _ANSWERS[asked](work)


def _texts(language: Language) -> Texts:
    return load_catalog("spoken", language)


def _say(work: Work, key: str, **values: str) -> None:
    """A text of ours, written with the values as they are and said with them in words."""
    texts = _texts(work.language)
    work.say(texts(key, **values), texts(key, **{name: code(value, work.language) for name, value in values.items()}))


# --- stop -----------------------------------------------------------------------------------------------------------


def stop(work: Work) -> None:
    """The truth about the turn that was interrupted: what it did stands, and what waits still waits."""
    interrupted = next((turn for turn in reversed(work.spoken_before) if not _is_stop(turn)), None)
    for draft in _decided(interrupted):
        match draft["status"], draft["tool"]:
            case "executed", "create_order":
                _say(work, "aside.stopped_ordered", number=draft["record_id"])
            case "executed", _:
                _say(work, "aside.stopped_cancelling", number=draft["order"]["number"])
            case "pending_approval", _:
                _say(work, "aside.stopped_passed_on")
            case _:
                _say(work, "aside.stopped_declined")
        return
    waits = any(draft.status == "open" for draft in work.drafts)
    _say(work, "aside.stopped_waiting" if waits else "aside.stopped")


def remind(work: Work) -> None:
    """An order that was placed while the caller was talking already, so that nobody has told them: said first."""
    last = work.spoken_before[-1] if work.spoken_before else None
    if work.aloud is None or last is None or last.whole or on_call_of(work) is not None:
        return
    for draft in _decided(last):
        if draft["status"] == "executed" and draft["tool"] == "create_order":
            number = code(draft["record_id"], work.language)
            work.aloud.speak(_texts(work.language)("aside.ordered_meanwhile", number=number))


def _is_stop(turn: VoiceTurn) -> bool:
    return turn.input.get("kind") == "stop" or aside_of(str(turn.input.get("text", ""))) == "stop"


def _decided(turn: VoiceTurn | None) -> Iterator[dict[str, Any]]:
    """The drafts that a turn decided, as it left them, the weightiest first."""
    changed = [event["draft"] for event in (turn.events if turn else ()) if event["event"] == "DraftChanged"]
    for status in ("executed", "pending_approval", "declined"):
        yield from (draft for draft in changed if draft["status"] == status)


# --- which of two ---------------------------------------------------------------------------------------------------


def which(work: Work) -> None:
    """Ask which reading was meant; ``question`` is {"about", "said", "options": [{"label", "text"}]}."""
    labels = [str(option["label"]) for option in work.turn.input["question"]["options"]]
    parts = work.scene.catalogue.items_by_part
    spoken = [worded(label, work.language, parts) for label in labels]
    texts = _texts(work.language)
    work.say(texts("aside.which", options=_either(texts, labels)), texts("aside.which", options=_either(texts, spoken)))


def neither(work: Work) -> None:
    """None of the readings was meant: it is no answer to anything else that waits."""
    _say(work, "aside.say_anew")


def _either(texts: Texts, labels: Sequence[str]) -> str:
    """A, B, or C."""
    if len(labels) < 2:
        return "".join(labels)
    return texts("value.or", first=texts("value.comma").join(labels[:-1]), last=labels[-1])


# --- again ----------------------------------------------------------------------------------------------------------


def repeat(work: Work) -> None:
    """The last reply once more, in the same words; a draft that was decided meanwhile is told as it is now."""
    talked = (turn for turn in reversed(work.spoken_before) if not _is_stop(turn))
    last = next((turn for turn in talked if said(turn)), None)
    if last is None:
        _say(work, "aside.nothing_to_repeat")
        return
    asked = read_out(last)
    drafts = [draft for draft in work.drafts if draft.id in asked]
    if any(draft.status != "open" for draft in drafts):
        tell(work, drafts)
        return
    assert work.aloud is not None, "only words on a call are answered here"
    preface = _texts(work.language)("aside.read_again")
    work.say(last.reply, " ".join(sentence for sentence in said(last) if sentence != preface))
    work.aloud.reads_out(asked)


def said(turn: VoiceTurn) -> list[str]:
    """The sentences of its reply."""
    return [event["text"] for event in turn.events if event["event"] == "Spoken"]


def tell(work: Work, drafts: Sequence[Draft]) -> None:
    """How drafts stand: what became of those that were decided, and those that wait read out once more."""
    for draft in drafts:
        if draft.status != "open":
            view, today = draft_view(draft), work.scene.today
            work.say(render_outcome(view, work.language), speak_outcome(view, work.language, today))
    read(work, [draft for draft in drafts if draft.status == "open"])


def read(work: Work, drafts: Sequence[Draft]) -> None:
    """Read drafts out in full, with their question: as if they had just been proposed."""
    assert work.aloud is not None, "only words on a call are answered here"
    if drafts:
        result = {"status": "ok", "drafts": [draft_view(draft) for draft in drafts]}
        asked = ("create_order", result, work.language, work.scene.today)
        work.say(render_result(*asked), speak_result(*asked))
        work.aloud.reads_out([draft.id for draft in drafts])


def unheard(work: Work, chosen: Sequence[str]) -> list[str]:
    """Of the drafts that a yes on a call would decide, those whose reading was not heard to its end: it is no yes."""
    if work.aloud is None or work.begun is not None:
        return []
    return [draft.id for draft in work.scene.drafts if draft.id in chosen and not draft.heard]


def read_again(work: Work, ids: Sequence[str]) -> None:
    """Say so, and read the drafts out once more."""
    _say(work, "aside.read_again")
    work.say("\n\n")
    read(work, [draft for draft in work.drafts if draft.id in ids])


# --- spelling -------------------------------------------------------------------------------------------------------


def spell(work: Work) -> None:
    """The number that was talked about last, or of the kind that was named, character by character."""
    wanted = spelled(work.turn.input["text"])
    number = _number(work, wanted)
    if number is None:
        _say(work, "aside.nothing_to_spell")
        return
    texts = _texts(work.language)
    letters = letter_by_letter(number, work.language)
    written = texts("aside.spelled", name=number, letters=" ".join(number))
    work.say(written, texts("aside.spelled", name=code(number, work.language), letters=letters))


def _number(work: Work, wanted: Spelled | None) -> str | None:
    kinds: tuple[Spelled, ...] = (wanted,) if wanted else ("order", "shipment", "lot", "item", "tracking")
    for turn in reversed(work.spoken_before):
        for kind in kinds:
            found = next((_find(event, kind) for event in turn.events if _find(event, kind)), None)
            if found is not None:
                return found
    return None


def _find(value: Any, kind: Spelled) -> str | None:
    """The first number of that kind in an event's JSON."""
    if isinstance(value, list):
        return next((found for one in value if (found := _find(one, kind))), None)
    if not isinstance(value, dict):
        return None
    own = _own_number(value, kind)
    return own or next((found for one in value.values() if (found := _find(one, kind))), None)


def _own_number(view: dict[str, Any], kind: Spelled) -> str | None:
    keys = {"item": "part", "tracking": "tracking_number", "lot": "lot"}
    if kind in keys:
        found = view.get(keys[kind])
    elif kind == "shipment":
        found = view.get("number") if "tracking_number" in view else None
    elif view.get("type") == "order":
        found = view.get("id")
    else:
        found = view.get("number") if "supplier_name" in view else view.get("record_id")
    return found if isinstance(found, str) else None


_ANSWERS: dict[OnCall, Callable[[Work], None]] = {
    "stop": stop,
    "which": which,
    "neither": neither,
    "repeat": repeat,
    "spell": spell,
}
