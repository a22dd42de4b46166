"""From a recogniser's text to what was said: ``hear``. Pure, for partial and for final text alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.grammar.tokens import normalise
from agent.hearing.attention import kind_of
from agent.hearing.codes import codes_of
from agent.hearing.doubts import doubt_of, missing_digit
from agent.hearing.ears import Ears
from agent.hearing.endpoint import state_of
from agent.hearing.heard import Doubt, Heard
from agent.hearing.judging import Judgement, judged, unexplained
from agent.hearing.lattice import Lattice, Path, lattice
from agent.hearing.phrasebook import phrasebook
from agent.hearing.run_together import run_together
from agent.hearing.spelling import Spelled, spelled
from agent.hearing.transcript import plain
from agent.scene import Scene
from procurement.actor import Language
from procurement.units import units_of

TRIED = 3  # readings the grammar judges
CONTEST = 3.0  # a reading further behind by its sound is not tried
GAIN = 0.25  # what a change has to be worth where the text makes sense without it
_UNLIKELY = "州城 Sushu Presition"  # touches both tries
_JUDGEMENT = 0.8  # what the grammar's opinion counts beside the sound


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading; ``worth`` by sound and grammar together."""

    text: str
    worth: float
    path: Path
    judgement: Judgement


def hear(raw: str, language: Language, ears: Ears) -> Heard:
    """What ``raw`` says to the conversation of these ears."""
    text = plain(raw)
    kind = kind_of(text, ears.awaits)
    if kind != "words":
        return Heard(
            raw, text if kind != "nothing" else "", language, kind, "decision" if kind == "backchannel" else "open"
        )
    scene = ears.scene
    codes = codes_of(scene.catalogue, ears.numbers)
    found = spelled(normalise(text), codes, scene.today.year)
    best, doubt = _understood(found, scene, language)
    whole, missing = missing_digit(best.text, best.judgement, scene)
    if whole != best.text:
        best = replace(best, text=whole, judgement=judged(whole, scene))
    doubt = doubt or missing or run_together(best.text, best.judgement.reading, codes)
    if doubt is None and missing is None and _means_nothing(best.judgement):
        return Heard(raw, best.text, language, "backchannel")
    return Heard(raw, best.text, language, kind, state_of(best.text, best.judgement, ears), doubt)


def prepare(ears: Ears) -> None:
    """Compile what the first utterance would wait for: about 0.3 s of processor time once a process, 30 ms for a
    catalogue not met before. May run in a thread of its own."""
    hear(_UNLIKELY, "zh", ears)


_LISTENING = frozenset(("filler", "topic_shift", "plain"))
_SHORT = 3  # tokens


def _means_nothing(judgement: Judgement) -> bool:
    """A word or two of no meaning here: what a recogniser makes of 嗯嗯 and uh-huh (Nana, 哇, altar). The ``state``
    stays open: a sentence may begin like that."""
    reading = judgement.reading
    return len(reading.tokens) <= _SHORT and all(
        span.residue or (span.concepts and span.concepts <= _LISTENING) for span in reading.spans
    )


def _understood(found: Spelled, scene: Scene, language: Language) -> tuple[Candidate, Doubt | None]:
    """The reading that sound and grammar together prefer, and what is doubtful in it; the text itself when the grammar
    explains all of it."""
    book = phrasebook(scene.catalogue)
    own = judged(found.text, scene)
    doubtful = unexplained(own.reading, book.names)
    sounds = Lattice(found.text, own.reading.tokens, ())
    best = Candidate(found.text, 0.0, Path(0.0), own)
    if doubtful.names or _counts(own):
        sounds = lattice(found.text, book, _units(scene, found.text), found.starts, doubtful)
        best = _judged(sounds, scene, own)[0]
        if any(edge.changed and edge.phrase is None for edge in best.path.edges):
            # A unit was guessed before the goods were known by name.
            sounds = lattice(found.text, book, _units(scene, best.text), found.starts, doubtful)
            best = _judged(sounds, scene, own)[0]
    return best, doubt_of(sounds, best.path, found, scene, language)


def _counts(judgement: Judgement) -> bool:
    """Whether something is counted, so that its unit may be a slip."""
    return any(span.quantity is not None for span in judgement.reading.spans)


def _judged(sounds: Lattice, scene: Scene, own: Judgement) -> Sequence[Candidate]:
    """The readings that sound best, in the order the grammar and the sound together give."""
    paths = sounds.best()
    tried = [path for path in paths[:TRIED] if path.worth >= paths[0].worth - CONTEST]
    standing = next((path for path in paths if not path.changes), None)
    if own.whole and standing is not None and paths[0].worth - standing.worth < GAIN:
        tried = [standing]
    candidates = []
    for path in tried:
        text = sounds.written(path)
        judgement = own if text == sounds.text else judged(text, scene)
        candidates.append(Candidate(text, path.worth + _JUDGEMENT * judgement.worth, path, judgement))
    return sorted(candidates, key=lambda one: -one.worth)


def _units(scene: Scene, text: str) -> frozenset[str]:
    """The units that what is talked about is counted in; empty when nothing is."""
    catalogue = scene.catalogue
    items = {part for part in catalogue.items_by_part if part in text}
    for draft in scene.drafts:
        items |= {str(line.get("item")) for line in draft.arguments.get("lines") or ()}
    named = [catalogue.items_by_part[part] for part in items if part in catalogue.items_by_part]
    named += [
        item
        for item in catalogue.items
        if any(name and name in text for name in (item.name.zh, *item.aliases) if not name.isascii())
    ]
    return frozenset(unit for item in named for unit in units_of(item))
