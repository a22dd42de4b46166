"""Which of a set of named records do these words mean? Pure; no record is special, the weights come from the set.

A word in one name only tells records apart and weighs more than a word in many, so 华东 or "Suzhou" alone is a name and
精密 or "precision" is not. Characters are compared as written and, second, by their toneless sound (苏州精蜜).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from pypinyin import lazy_pinyin
from rapidfuzz.distance import OSA, Indel

# Measured on 60 drawn companies that share cities, brands and trades, 8 slips each (see the tests of the catalogue):
# without a margin 68 of 471 slips found a wrong company, from 0.08 on none; ACCEPT below 0.84 took one company for a
# missing one, above 0.90 ever more right ones were only asked about.
ACCEPT = 0.86  # share of what was said that the name must explain to be found
MARGIN = 0.08  # lead over the second best; with less, both are candidates
NEAR = 0.5  # below ACCEPT, from here on worth asking about
_SOUND = 0.97  # a match by sound counts a little less than one by writing
_SPELLED = 0.95  # Latin words that are no words of the name have to spell its sound this closely
_MAX_SAID = 80
_MAX_OPTIONS = 5

_TOKEN = re.compile(r"[\u3400-\u9fff]+|[a-z]+|[0-9]+")
_CHINESE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "one": "1", "two": "2", "three": "3"}
_FORMS_ZH = re.compile(r"(股份|有限|责任|公司|集团|供应商|厂家|工厂|那家|那边|这家|厂|家|的)+$")
_FORMS_EN = frozenset(
    ("co", "ltd", "limited", "inc", "corp", "corporation", "company", "group", "gmbh", "llc", "plc", "the", "no")
) | frozenset(("number", "warehouse", "supplier", "vendor"))


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into Chinese runs, Latin words (singular) and digit runs; ``key`` is all of it without gaps."""

    key: str
    chinese: tuple[str, ...]
    latin: tuple[str, ...]
    digits: tuple[str, ...]
    codes: frozenset[str]  # adjacent Latin and digit pieces as one, such as br20


def fold(text: str) -> str:
    """Case, width and Chinese digits folded; 2号仓库 and 二号仓 become the same."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_CHINESE_DIGITS)
    return folded.replace("仓库", "仓")


def key_of(text: str) -> str:
    """The text without case, width, spaces and punctuation: the key of exact comparison."""
    return "".join(character for character in fold(text) if character.isalnum())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def words_of(text: str) -> Words:
    folded = fold(text)
    chinese, latin, digits, codes, run = [], [], [], set(), ""
    for token in (match.group() for match in _TOKEN.finditer(folded)):
        if token[0] >= "\u3400":
            run = ""
            chinese.append(_FORMS_ZH.sub("", token) or token)
            continue
        token = _ORDINALS.get(token, token)
        run += token
        codes |= {token, run}
        if token.isdigit():
            digits.append(token)
        elif token not in _FORMS_EN:
            latin.append(_singular(token))
    return Words(key_of(text), tuple(chinese), tuple(latin), tuple(digits), frozenset(codes))


@lru_cache(maxsize=4096)
def syllables(chinese: str) -> tuple[str, ...]:
    """Toneless pinyin, one syllable a character; ü is v."""
    return tuple(lazy_pinyin(chinese))


@lru_cache(maxsize=4096)
def _sound_likeness(one: str, other: str, strict: bool) -> float:
    """Of two syllables. Strictly, only what is often confused is alike: zh z, ch c, sh s, ng n, l n, ü u."""
    if one == other:
        return _SOUND
    if _confusable(one) == _confusable(other):
        return _SOUND - 0.07
    likeness = Indel.normalized_similarity(one, other)
    return likeness * _SOUND if likeness >= 0.75 and not strict else 0.0


def _confusable(syllable: str) -> str:
    plain = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("v", "u").removesuffix("g")
    return "n" + plain[1:] if plain.startswith("l") else plain


@dataclass(frozen=True, slots=True)
class Named:
    """A record's names prepared for comparison. ``codes`` are identifiers (id, part number) that match only in full."""

    keys: frozenset[str]
    chinese: tuple[str, ...]
    latin: frozenset[str]
    digits: frozenset[str]
    codes: frozenset[str]
    sounds: frozenset[str]  # runs of two and more syllables as Latin text: suzhoujingmi, jingmi


def named(names: Iterable[str], codes: Iterable[str] = ()) -> Named:
    parts = [words_of(name) for name in names]
    identifiers = frozenset(key for key in map(key_of, codes) if key)
    chinese = tuple(dict.fromkeys(run for part in parts for run in part.chinese))
    return Named(
        keys=frozenset(part.key for part in parts if part.key) | identifiers,
        chinese=chinese,
        latin=frozenset(word for part in parts for word in part.latin),
        digits=frozenset(digits for part in parts for digits in part.digits),
        codes=identifiers,
        sounds=frozenset(sound for run in chinese for sound in _sounds(run)),
    )


def _sounds(run: str) -> Iterable[str]:
    heard = syllables(run)
    for start in range(len(heard)):
        for end in range(start + 2, len(heard) + 1):
            joined = "".join(heard[start:end])
            yield joined
            if "v" in joined:
                yield joined.replace("v", "u")
                yield joined.replace("v", "yu")


@dataclass(frozen=True, slots=True)
class Ranked:
    """``found``: index of the one record meant, ``candidates``: several fit, ``near``: none fits but these resemble."""

    found: int | None = None
    candidates: tuple[int, ...] = ()
    near: tuple[int, ...] = ()


class Names:
    """The names of a set of records, with the weight each word has in telling them apart."""

    def __init__(self, records: Sequence[Named]) -> None:
        self._records = records
        self._latin_count: dict[str, int] = {}
        self._chinese_count: dict[str, int] = {}
        for record in records:
            for word in record.latin:
                self._latin_count[word] = self._latin_count.get(word, 0) + 1
            for character in set("".join(record.chinese)):
                self._chinese_count[character] = self._chinese_count.get(character, 0) + 1

    def rank(self, said: str) -> Ranked:
        words = words_of(said[:_MAX_SAID])
        if not words.key:
            return Ranked()
        exact = [index for index, record in enumerate(self._records) if words.key in record.keys]
        if not exact:
            exact = [index for index, record in enumerate(self._records) if words.codes & record.codes]
        if exact:
            return Ranked(found=exact[0]) if len(exact) == 1 else Ranked(candidates=tuple(exact[:_MAX_OPTIONS]))
        return self._choose(words)

    def _choose(self, words: Words) -> Ranked:
        """The best is judged strictly, its rivals generously: a doubt about which is meant becomes a question."""
        rivals = [(self._score(words, record, strict=False), index) for index, record in enumerate(self._records)]
        rivals = sorted((pair for pair in rivals if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1]))
        if not rivals:
            return Ranked()
        best, chosen = max(
            ((self._score(words, self._records[index], strict=True), -index) for _, index in rivals[: 4 * _MAX_OPTIONS])
        )
        if best < ACCEPT:
            # What lies far behind the nearest is no suggestion.
            close = [index for score, index in rivals if rivals[0][0] - score <= 2 * MARGIN]
            return Ranked(near=tuple(close[:_MAX_OPTIONS]))
        fits = [index for score, index in rivals if index != -chosen and score > best - MARGIN]
        if not fits:
            return Ranked(found=-chosen)
        return Ranked(candidates=tuple(sorted([-chosen, *fits[: _MAX_OPTIONS - 1]])))

    def _score(self, words: Words, record: Named, *, strict: bool) -> float:
        """The weighted share of what was said that the record's names explain, 0 to 1."""
        total = explained = 0.0
        for run in words.chinese:
            weights = [self._weight(self._chinese_count.get(character, 0)) for character in run]
            total += sum(weights)
            explained += max((_alignment(run, name, weights, strict) for name in record.chinese), default=0.0)
        for word in words.latin:
            weight = self._weight(self._latin_count.get(word, 0)) * min(len(word), 8) / 3
            total += weight
            explained += weight * _word_likeness(word, record, strict)
        for digits in words.digits:
            total += 1.0
            explained += _digit_likeness(digits, record)
        share = explained / total if total else 0.0
        if len(words.latin) > 1 and not words.chinese:  # Latin words may spell out the Chinese name: su zhou jing mi
            share = max(share, _spelling_likeness("".join(words.latin), record.sounds, strict) * _SOUND)
        return min(share, ACCEPT - 0.01) if strict and _contradicts(words, record) else share

    def _weight(self, count: int) -> float:
        return 1 / (1 + log(max(count, 1)))


def _contradicts(words: Words, record: Named) -> bool:
    """Something said is not in the record: another number (6206 is no slip of 6205), a word, two characters."""
    if set(words.digits) - record.digits:
        return True
    spelled = "".join(words.latin) if len(words.latin) > 1 else ""
    if not all(_word_likeness(word, record, True) for word in words.latin):
        return not spelled or _spelling_likeness(spelled, record.sounds, True) < _SPELLED
    for run in words.chinese:
        explained = max((_alignment(run, name, [1.0] * len(run), True) for name in record.chinese), default=0.0)
        if len(run) - explained > 1.5:
            return True
    return False


def _spelling_likeness(word: str, others: Iterable[str], strict: bool) -> float:
    """Strictly, a slip is not in the first letter: Hangzhou is not Changzhou."""
    near = (other for other in others if not strict or other[0] == word[0])
    return max((Indel.normalized_similarity(word, other) for other in near), default=0.0)


def _word_likeness(word: str, record: Named, strict: bool) -> float:
    if word in record.latin or word in record.sounds:
        return 1.0
    if len(word) >= 3 and any(other.startswith(word) for other in record.latin):
        return 0.95
    best = _spelling_likeness(word, record.latin, strict)
    if len(word) >= 4:
        best = max(best, _spelling_likeness(word, record.sounds, strict) * _SOUND)
    return best if best >= 0.7 else 0.0


def _digit_likeness(digits: str, record: Named) -> float:
    if digits in record.digits or len(digits) < 3:
        return float(digits in record.digits)
    others = record.digits | record.codes
    best = max((OSA.normalized_similarity(digits, other) for other in others), default=0.0)
    return best if best >= 0.75 else 0.0


def _alignment(said: str, name: str, weights: list[float], strict: bool) -> float:
    """The weight of the said characters found in the name in order, by writing or by sound."""
    said_sounds, name_sounds = syllables(said), syllables(name)
    aligned = len(said_sounds) == len(said) and len(name_sounds) == len(name)
    best = [0.0] * (len(name) + 1)
    for row, character in enumerate(said):
        previous, best = best, [0.0] * (len(name) + 1)
        for column, other in enumerate(name):
            alike = 1.0 if character == other else 0.0
            if not alike and aligned:
                alike = _sound_likeness(said_sounds[row], name_sounds[column], strict)
            best[column + 1] = max(best[column], previous[column + 1], previous[column] + weights[row] * alike)
    return best[-1]
