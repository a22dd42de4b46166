"""Words near a name of the catalogue: 苏州精蜜, "Suzou Precision", 高筋粉. The catalogue's margin rule decides."""

from typing import TypeVar

from rapidfuzz.distance import OSA

from agent.grammar.names import Mention
from procurement.catalogue import Catalogue, Match
from procurement.entities import Item, Party, Warehouse

R = TypeVar("R", Item, Party, Warehouse)
_SHORTEST = 2


def near_mention(said: str, touching: tuple[Mention, ...], catalogue: Catalogue) -> Mention | None:
    """The mention that ``said`` is near to. ``touching``: those that parts of it already are; with any, only their
    kinds are tried, and a part number in full is never read as anything else."""
    word = said.strip()
    if (
        len(word) < _SHORTEST
        or (word.isascii() and len(word) < 4)
        or not any(character.isalpha() for character in word)
    ):
        return None
    if any(character.isdigit() for character in word) and any(mention.exact for mention in touching):
        return None
    if not touching and (sounded := _sounds_like(word, catalogue)) is not None:
        return sounded
    kinds = [mention.kind for mention in touching] or ["supplier", "item", "place"]
    found = [mention for kind in dict.fromkeys(kinds) if (mention := _near(word, kind, catalogue)) is not None]
    if not touching:
        found = [mention for mention in found if mention.clear]
    return found[0] if len(found) == 1 or (found and touching) else None


def _near(said: str, kind: str, catalogue: Catalogue) -> Mention | None:
    if kind == "supplier":
        match = catalogue.find_supplier(said)
        return _mention("supplier", tuple(party.id for party in _chosen(match)))
    if kind == "item":
        items = catalogue.find_item(said)
        return _mention("item", tuple(item.part_no for item in _chosen(items)))
    if kind == "place":
        return _mention("place", tuple(place.id for place in _chosen(catalogue.find_place(said))))
    return None


def _chosen(match: Match[R]) -> tuple[R, ...]:
    return (match.found,) if match.found is not None else match.candidates


def _mention(kind: str, ids: tuple[str, ...]) -> Mention | None:
    return Mention(kind, ids, False) if ids else None  # type: ignore[arg-type]


def _sounds_like(said: str, catalogue: Catalogue) -> Mention | None:
    """An English word with the consonants of one item's name: flower, lable, carten."""
    if not said.isascii() or " " in said:
        return None
    key = consonants(said)
    found = [
        item.part_no
        for item in catalogue.items
        for text in (item.name.en, *item.aliases)
        if text.isascii() and any(consonants(word) == key and _close(word, said) for word in text.split())
    ]
    names = tuple(dict.fromkeys(found))
    return Mention("item", names, False) if len(key) > 2 and len(names) == 1 else None


def _close(word: str, said: str) -> bool:
    return OSA.distance(word.lower(), said.lower(), score_cutoff=2) <= 2


_ALIKE = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f"})


def consonants(word: str) -> str:
    """The word without vowels, h, w and doubled letters; a plural s dropped: flour and flower are flr."""
    lower = word.lower().replace("ph", "f").replace("ck", "k").translate(_ALIKE)
    lower = lower[:-1] if lower.endswith("s") and len(lower) > 4 else lower
    kept = [letter for letter in lower if letter not in "aeiouyhw-'"]
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1])
