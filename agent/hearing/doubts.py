"""Readings that come within the margin of the one that won: what has to be asked instead of guessed."""

import re
from dataclasses import replace

from agent.grammar.numbers import DIGITS, SCALES
from agent.hearing.heard import About, Doubt, Option
from agent.hearing.judging import Judgement
from agent.hearing.lattice import Edge, Lattice, Path
from agent.hearing.spelling import Spelled
from agent.scene import Scene
from procurement.actor import Language
from procurement.catalogue import Catalogue

MARGIN = 1.2  # worth of an edge, 0.4 of a syllable: a name that leads another by less is asked about
_MOST = 3
_ABOUT: dict[str, About] = {"item": "item", "supplier": "supplier", "party": "supplier", "place": "place"}
_TEN_OR_FOUR = {"十": "四", "四": "十"}


def doubt_of(sounds: Lattice, path: Path, spelled: Spelled, scene: Scene, language: Language) -> Doubt | None:
    """The first doubt in the winning reading of ``sounds``, if any."""
    for edge in path.edges:
        if edge.changed:
            found = _other_name(edge, sounds, path, scene, language) or _ten_or_four(edge, sounds, path)
            if found is not None:
                return found
    return _other_number(spelled, sounds.written(path))


def _said(edge: Edge, sounds: Lattice) -> str:
    return sounds.text[sounds.tokens[edge.start].start : sounds.tokens[edge.end - 1].end]


def _with(edge: Edge, other: Edge, path: Path) -> Path:
    return replace(path, edges=tuple(other if one is edge else one for one in path.edges))


def _other_name(edge: Edge, sounds: Lattice, path: Path, scene: Scene, language: Language) -> Doubt | None:
    if edge.phrase is None or not edge.phrase.mentions:
        return None
    rivals = [edge]
    ranked = sorted(sounds.edges[edge.start], key=lambda other: -other.worth)
    for other in ranked:
        if other.phrase is None or other.end != edge.end or other.worth < edge.worth - MARGIN:
            continue
        if other.phrase.mentions and all(not other.phrase.records & one.phrase.records for one in rivals if one.phrase):
            rivals.append(other)
    if len(rivals) < 2:
        return None
    options = tuple(
        Option(_label(other, scene.catalogue, language), sounds.written(_with(edge, other, path)))
        for other in rivals[:_MOST]
    )
    return Doubt(_ABOUT[edge.phrase.mentions[0].kind], _said(edge, sounds), options)


def _label(edge: Edge, catalogue: Catalogue, language: Language) -> str:
    """The full name of the one record meant, else the words."""
    if edge.phrase is None or len(edge.phrase.records) != 1:
        return edge.text
    kind, record = next(iter(edge.phrase.records))
    if kind == "item":
        return catalogue.items_by_part[record].name.of(language)
    if kind == "place":
        return catalogue.warehouses_by_id[record].name.of(language)
    return catalogue.parties_by_id[record].name.of(language)


def _ten_or_four(edge: Edge, sounds: Lattice, path: Path) -> Doubt | None:
    """十箱 and 四箱 are told apart only by what was written for them, and no numeral was written."""
    said = _said(edge, sounds)
    alone = edge.phrase is None and edge.text[:1] in _TEN_OR_FOUR and edge.text[1:2] not in DIGITS | SCALES
    if not alone or said[:1] in DIGITS or said[:1] in SCALES:
        return None
    other = replace(edge, text=_TEN_OR_FOUR[edge.text[0]] + edge.text[1:])
    texts = [(one.text, sounds.written(_with(edge, one, path))) for one in (edge, other)]
    return Doubt("quantity", said, tuple(Option(label, text) for label, text in texts))


def _other_number(spelled: Spelled, written: str) -> Doubt | None:
    for found in spelled.found:
        if found.rivals and found.text in written:
            codes = (found.code, *found.rivals)[:_MOST]
            options = tuple(Option(code.text, written.replace(found.text, code.text, 1)) for code in codes)
            return Doubt("number", found.said, options)
    return None


_THREE = re.compile(r"(?<!\d)\d{3}(?!\d)")


def missing_digit(text: str, judgement: Judgement, scene: Scene) -> tuple[str, Doubt | None]:
    """620 where only 6204 and 6205 can be meant: (the text with the one that the supplier named sells, None), or a
    doubt between them."""
    reading = judgement.reading
    if any(mention.clear for span in reading.spans if (mention := span.mention("item")) is not None):
        return text, None
    bare = [span for span in reading.spans if span.quantity is not None and _THREE.fullmatch(span.text)]
    if len(bare) != 1:
        return text, None
    said = bare[0].text
    items = [item for item in scene.catalogue.items if item.part_no[:-1] == said and item.part_no.isdigit()]
    sellers = {mention.clear for span in reading.spans if (mention := span.mention("supplier")) is not None}
    sold = [item for item in items if sellers & set(item.suppliers)] if sellers - {None} else items
    if len(sold) == 1 and len(sellers) == 1:
        return text.replace(said, sold[0].part_no, 1), None
    if not sold:
        return text, None
    options = tuple(Option(item.part_no, text.replace(said, item.part_no, 1)) for item in sold[:_MOST])
    return text, Doubt("item", said, options)
