"""What may be said, by its sound: the grammar's vocabulary, dates, units and the names of a catalogue, in one trie over
syllables and one list of English sounds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from agent.grammar.date_terms import DATE_WORDS, DAYS, HOLIDAYS, LENGTHS
from agent.grammar.lexicon import Node, Trie, phrases
from agent.grammar.names import Mention, NameTrie, names_of
from agent.grammar.tokens import Token, normalise, tokenise
from agent.grammar.words import VOCABULARY
from agent.hearing.syllables import sounds_of
from procurement.catalogue import Catalogue
from procurement.entities import Item, Party, Warehouse
from procurement.units import UNIT_WORDS

Kind = Literal["name", "word", "one"]

_DATES_ZH = (
    *(week + day for week in ("下周", "这周", "本周", "周", "星期", "礼拜") for day in "一二三四五六日天"),
    *(month + "月" for month in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")),
    *("本周", "这周", "下周", "上周", "下下周", "一周", "两周", "三天", "两天", "下个月", "这个月", "本月"),
    *("月底", "月初", "月中", "月底前", "年底", "之前", "以前", "之内", "以内"),
)
_TRADE = ("报价", "价格", "单价", "总价", "合同", "发票", "付款", "运费", "投诉", "规格", "样品")
"""Said to a purchasing desk, though the grammar does nothing about them."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text`` as it is written; ``keys`` one a token; ``mentions`` what it names in the catalogue; ``one``: a single
    character of the vocabulary, which only keeps what stands there. ``person``: the name of somebody, which is short
    and sounds like much else."""

    text: str
    keys: tuple[str, ...]
    kind: Kind
    mentions: tuple[Mention, ...] = ()
    person: bool = False

    @property
    def length(self) -> int:
        return len(self.keys)

    @property
    def records(self) -> frozenset[tuple[str, str]]:
        return frozenset((mention.kind, one) for mention in self.mentions for one in mention.ids)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """``chinese``: over syllables (digits, Latin words stand for themselves); ``english``: phrases of Latin words."""

    chinese: Trie[Phrase]
    english: tuple[Phrase, ...]
    names: NameTrie
    known: frozenset[str] = field(repr=False)  # Latin words of the vocabulary


def sound_keys(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """One a token: the syllable of a Chinese character, the key of anything else."""
    keys: list[str] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].kind == "char":
            end += 1
        if end > at:
            keys.extend(sounds_of("".join(token.surface for token in tokens[at:end])))
            at = end
        else:
            keys.append(tokens[at].key)
            at += 1
    return tuple(keys)


def _said(text: str, kind: Kind, mentions: tuple[Mention, ...] = (), *, person: bool = False) -> Phrase:
    return Phrase(text, sound_keys(tokenise(normalise(text))), kind, mentions, person)


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


@cache
def _vocabulary() -> tuple[tuple[Phrase, ...], frozenset[str]]:
    """The phrases that belong to no company, and the Latin words in them."""
    texts = {phrase for group in VOCABULARY for said in group.values() for phrase in phrases(said)}
    texts |= {*DAYS, *HOLIDAYS, *LENGTHS, *_DATES_ZH, *_TRADE, *UNIT_WORDS}
    words = {word for text in texts if text.isascii() for word in text.lower().replace("'", "").split()} | DATE_WORDS
    chinese = [text for text in sorted(texts) if _is_chinese(text) and not any(c.isascii() for c in text)]
    return tuple(_said(text, "one" if len(text) == 1 else "word") for text in chinese), frozenset(words)


def _walk(node: Node[Mention], keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[Mention, ...]]]:
    if node.values:
        yield keys, tuple(node.values)
    for key, following in node.next.items():
        yield from _walk(following, (*keys, key))


def _written(keys: tuple[str, ...], mentions: tuple[Mention, ...]) -> str:
    """The name from its keys: companies, people and places with capitals."""
    text = ""
    for key in keys:
        text += f" {key}" if text and key[0].isascii() and text[-1].isascii() else key
    return text if any(mention.kind == "item" for mention in mentions) else text.title()


_cache: list[tuple[Catalogue, Phrasebook]] = []
_CACHED = 16


def phrasebook(catalogue: Catalogue) -> Phrasebook:
    """Compiled once for a catalogue; kept for those used last. One read again that holds the same is the same."""
    for known, book in _cache:
        if known is catalogue or known == catalogue:
            return book
    book = _compiled(catalogue)
    _cache.insert(0, (catalogue, book))
    del _cache[_CACHED:]
    return book


def _compiled(catalogue: Catalogue) -> Phrasebook:
    names = names_of(catalogue)
    vocabulary, known = _vocabulary()
    trie: Trie[Phrase] = Trie()
    english: list[Phrase] = []
    for phrase in vocabulary:
        trie.add(phrase.keys, phrase)
    spelled = _spellings(catalogue)
    people = {one.zh for party in catalogue.parties for one in party.contacts}
    for keys, mentions in _walk(names.trie.root):
        written = "".join(keys) if any(_is_chinese(key) for key in keys) else " ".join(keys)
        text = spelled.get(written, _written(keys, mentions))
        if _is_chinese(text):
            named = _said(text, "name", mentions, person=text in people)
            trie.add(named.keys, named)
        elif all(key.isalpha() for key in keys):
            english.append(Phrase(text, keys, "name", mentions))
        elif all(key.isalnum() for key in keys):
            trie.add(keys, Phrase(text, keys, "name", mentions))
            if any(key.isalpha() for key in keys):
                english.append(Phrase(text, keys, "name", mentions))
    return Phrasebook(trie, tuple(english), names, known)


def _spellings(catalogue: Catalogue) -> Mapping[str, str]:
    """Names as the catalogue writes them, by how the grammar's keys join."""
    records: tuple[Item | Party | Warehouse, ...] = (*catalogue.items, *catalogue.parties, *catalogue.warehouses)
    texts = [text for record in records for text in (record.name.zh, record.name.en, *record.aliases)]
    texts += [text for party in catalogue.parties for one in party.contacts for text in (one.zh, one.en)]
    return {"".join(text.lower().split()) if _is_chinese(text) else text.lower(): text for text in texts}
