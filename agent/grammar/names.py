"""The live catalogue as phrases of the same trie machinery: full names, aliases, part numbers, and the distinctive
parts people shorten them to (苏州, Jinmai, 轴承). A short form that several records share means all of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from agent.grammar.lexicon import Trie
from agent.grammar.tokens import Keyer, normalise, plain_key, tokenise
from procurement.catalogue import Catalogue
from procurement.entities import Item, Name, Party, Warehouse
from procurement.units import UNIT_WORDS

MentionKind = Literal["item", "supplier", "place", "party"]

_DIGITS = {
    "1": ("一", "one", "first"),
    "2": ("二", "two", "second"),
    "3": ("三", "three", "third"),
    "4": ("四", "four", "fourth"),
}
_PLACE_SUFFIXES = ("仓库", "仓", "库", "")
_CHINESE = re.compile(r"[㐀-鿿]")
_GENERIC = frozenset(
    ("the", "and", "of", "co", "ltd", "company", "group", "foods", "warehouse", "no", "number", "precision bearings")
)


@dataclass(frozen=True, slots=True)
class Mention:
    """``ids``: part numbers, party ids or warehouse ids that the words may mean; one when they are clear.
    ``exact``: a full name, alias or number, not a short form."""

    kind: MentionKind
    ids: tuple[str, ...]
    exact: bool

    @property
    def clear(self) -> str | None:
        return self.ids[0] if len(self.ids) == 1 else None


@dataclass(frozen=True, slots=True)
class NameTrie:
    """``parts``: the part numbers, upper case. ``item_words``: Latin words that name items, no units therefore.
    ``goods``: matches any name of an item, behind a gap."""

    trie: Trie[Mention]
    parts: frozenset[str]
    item_words: frozenset[str]
    goods: re.Pattern[str]


_cache: list[tuple[Catalogue, Keyer, NameTrie]] = []
_CACHED = 16


def names_of(catalogue: Catalogue, keyer: Keyer = plain_key) -> NameTrie:
    """The catalogue compiled; kept for the catalogues used last, by identity."""
    for known, by, compiled in _cache:
        if known is catalogue and by is keyer:
            return compiled
    compiled = _compiled(catalogue, keyer)
    _cache.insert(0, (catalogue, keyer, compiled))
    del _cache[_CACHED:]
    return compiled


def _compiled(catalogue: Catalogue, keyer: Keyer) -> NameTrie:
    trie: Trie[Mention] = Trie()
    exact: dict[tuple[MentionKind, str], list[str]] = {}
    short: dict[tuple[MentionKind, str], list[str]] = {}
    item_words: set[str] = set()
    for item in catalogue.items:
        _collect(exact, "item", _item_names(item), item.part_no)
        _collect(short, "item", _item_short_forms(item), item.part_no)
        item_words |= {word for text in _texts(item.name, item.aliases) for word in _plural(text.lower())}
    for party in catalogue.parties:
        kind: MentionKind = "supplier" if party.kind == "supplier" else "party"
        people = tuple(text for person in party.contacts for text in (person.zh, person.en))
        _collect(exact, kind, _texts(party.name, (*party.aliases, party.id.replace("-", " "), *people)), party.id)
        _collect(short, kind, (*_party_short_forms(party), *_people_short_forms(party)), party.id)
    for place in catalogue.warehouses:
        _collect(exact, "place", _place_names(place), place.id)
        _collect(short, "place", _place_short_forms(place), place.id)
    taken = {text for _, text in exact}
    for (kind, text), ids in exact.items():
        _add(trie, text, Mention(kind, tuple(ids), True), keyer)
    for (kind, text), ids in short.items():
        item_name = kind != "item" and (("item", text) in exact or ("item", text) in short)
        if (kind, text) not in exact and not item_name and not (kind == "party" and text in taken):
            _add(trie, text, Mention(kind, tuple(ids), False), keyer)
    goods = _pattern({text for kind, text in (*exact, *short) if kind == "item"})
    return NameTrie(trie, frozenset(item.part_no.upper() for item in catalogue.items), frozenset(item_words), goods)


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of the texts as whole words, behind a gap; not 面粉到了吗, which is asked of an order."""
    longest = sorted(texts, key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, longest))})(?![A-Za-z0-9]|到[了哪没])", re.IGNORECASE)


def _collect(
    into: dict[tuple[MentionKind, str], list[str]], kind: MentionKind, texts: Iterable[str], record: str
) -> None:
    for text in texts:
        key = (kind, normalise(text).lower().strip())
        if key[1] and record not in into.setdefault(key, []):
            into[key].append(record)


def _add(trie: Trie[Mention], text: str, mention: Mention, keyer: Keyer) -> None:
    trie.add((token.key for token in tokenise(text, keyer)), mention)


def _texts(name: Name, aliases: Iterable[str]) -> tuple[str, ...]:
    return (name.zh, name.en, *aliases)


def _plural(text: str) -> tuple[str, ...]:
    """An English name with its other number: bracket, brackets; box, boxes."""
    if not text.isascii() or not text[-1:].isalpha():
        return (text,)
    if text.endswith("s") and not text.endswith("ss"):
        return (text, text[:-1])
    return (text, f"{text}es" if text.endswith(("x", "ch", "sh", "ss")) else f"{text}s")


def _item_names(item: Item) -> Iterator[str]:
    part = item.part_no
    yield part
    yield part.replace("-", " ")
    yield part.replace("-", "")
    for text in _texts(item.name, item.aliases):
        yield from _plural(text)


def _item_short_forms(item: Item) -> Iterator[str]:
    """The name without its part number (轴承, bearings), its last word (flour), a head all its names share (糖)."""
    chinese = [text for text in _texts(item.name, item.aliases) if _CHINESE.search(text)]
    for text in _texts(item.name, item.aliases):
        bare = text.replace(item.part_no, "").strip(" -")
        if bare and bare != text:
            yield from _plural(bare)
        elif _CHINESE.search(text):
            if len(text) >= 3:
                yield text[-2:]
        elif " " in text:
            yield from _plural(text.rsplit(" ", 1)[1])
    heads = {text[-1] for text in chinese}
    if len(chinese) > 1 and len(heads) == 1 and not heads & UNIT_WORDS.keys() and item.part_no not in chinese[0]:
        yield heads.pop()


def _party_short_forms(party: Party) -> Iterator[str]:
    """How it begins (苏州, Jinmai) and, of suppliers, any distinctive word of the name (铸造, Castings)."""
    for text in _texts(party.name, party.aliases):
        if party.kind != "supplier":
            if not _CHINESE.search(text):
                yield text.split()[0]
            continue
        if _CHINESE.search(text):
            yield from (text[:length] for length in range(2, len(text)))
            if len(text) >= 4:
                yield text[-2:]
                yield text[2:4]
        else:
            words = text.split()
            yield from (word for word in words if len(word) >= 4 and word.lower() not in _GENERIC)
            yield from (" ".join(words[:length]) for length in range(2, len(words)))


def _people_short_forms(party: Party) -> Iterator[str]:
    """郑凯 is 郑总, 小郑; Anna Keller is Anna, Ms Keller. A surname alone may be any word."""
    for person in party.contacts:
        if 2 <= len(person.zh) <= 3 and _CHINESE.search(person.zh):
            surname = person.zh[0]
            yield from (surname + title for title in ("总", "经理", "老板", "工", "哥", "姐", "主管", "先生", "女士"))
            yield from (form + surname for form in ("小", "老", "阿"))
        words = person.en.split()
        if len(words) == 2 and not _CHINESE.search(person.en):
            chinese = _CHINESE.search(person.zh) is not None
            surname, given = (words[0], words[1]) if chinese else (words[1], words[0])
            yield from (f"{title} {surname}" for title in ("mr", "mr.", "ms", "ms.", "mrs", "mrs.", "miss"))
            if len(given) >= 4:
                yield given


def _place_names(place: Warehouse) -> Iterator[str]:
    """With every way to write the number: 苏州二号仓, 苏州2号库, 二仓, Suzhou warehouse two, warehouse no. 2."""
    texts = _texts(place.name, place.aliases)
    yield from texts
    yield place.id.replace("-", " ")
    for text in texts:
        if _CHINESE.search(text):
            core = re.sub(r"(仓库|仓|库)$", "", text)
            for variant in _numbered_zh(core):
                for suffix in _PLACE_SUFFIXES:
                    if suffix or not re.fullmatch(r"[一二三四\d]+号?", variant):
                        yield variant + suffix
        else:
            core = re.sub(r"\bwarehouse\b", "", text).strip()
            yield from _numbered_en(" ".join(core.split()))


def _numbered_zh(core: str) -> Iterator[str]:
    match = re.search(r"[一二三四1-4](?=号?$)", core)
    if match is None:
        yield core
        return
    digit = next(key for key, names in _DIGITS.items() if match.group() in (key, names[0]))
    head = core[: match.start()]
    for numeral in (digit, _DIGITS[digit][0]):
        yield f"{head}{numeral}号"
        yield from (f"{head}{numeral}仓", f"{head}{numeral}仓库")


def _numbered_en(core: str) -> Iterator[str]:
    match = re.search(r"\d$", core)
    if match is None or match.group() not in _DIGITS:
        if core and not core[-1].isdigit():
            yield from (
                core,
                f"{core} warehouse",
                f"warehouse {core}",
                f"{core} wh",
                f"{core} depot",
                f"{core} 仓",
                f"{core} 仓库",
                f"{core} site",
            )
        return
    head, digit = core[: match.start()].strip(), match.group()
    numeral, word, ordinal = _DIGITS[digit]
    for number in (f"no. {digit}", f"no {digit}", f"number {digit}", f"#{digit}", f"number {word}", digit, word):
        for noun in ("warehouse", "wh", "depot"):
            yield f"{head} {noun} {number}"
            if head or number not in (digit, word):
                yield f"{head} {number} {noun}"
        if head:
            yield f"{head} {number}"
    yield from (f"{ordinal} {head} warehouse", f"the {ordinal} {head} warehouse")
    if head:
        yield from (f"{head} {number}" for number in (f"{digit}号", f"{numeral}号", f"{digit}号仓", f"{numeral}号仓"))
        yield from (f"the {ordinal} {head} one", f"the {ordinal} {head}", f"{ordinal} {head}")


def _place_short_forms(place: Warehouse) -> Iterator[str]:
    for text in _texts(place.name, place.aliases):
        if _CHINESE.search(text):
            head = re.sub(r"[一二三四\d]*号?(仓库|仓|库)?$", "", text)
            if len(head) >= 2:
                yield from (head, f"{head}仓", f"{head}仓库")
        else:
            word = text.split()[0]
            if word.isalpha() and len(word) >= 4 and word.lower() not in _GENERIC:
                yield from (word, f"{word} warehouse", f"{word} 仓", f"{word} 仓库")
