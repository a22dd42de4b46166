"""A message cut into spans: names, quantities, dates, identifiers, and the concepts its other words stand for.

All readings of all stretches of tokens compete; the chain of spans that explains most wins (longest phrases first, as a
shortest-path over the tokens). What nothing explains stays as residue.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from agent.grammar.date_cursor import DateCursor
from agent.grammar.date_terms import DateReading
from agent.grammar.dates import date_at
from agent.grammar.identifiers import Identifier, find_identifiers
from agent.grammar.lexicon import Lexicon, Trie, lexicon
from agent.grammar.names import Mention, NameTrie, names_of
from agent.grammar.numbers import Number, number_at
from agent.grammar.recognition import recognised
from agent.grammar.spans import Quantity, Reading, Span
from agent.grammar.tokens import Keyer, Token, normalise, plain_key, tokenise
from procurement.catalogue import Catalogue
from procurement.units import UNIT_WORDS
from procurement.working_calendar import WorkingCalendar

_LOOSE_UNITS = frozenset(
    ["each", "把", "对", "份", "台", "板", "片", "根", "支", "块", "条", "张", "g", "t", "l", "m", "mt", "ea", "each"]
)  # units only right after a number
_NEED_UNIT = frozenset(
    ["半", "half", "quarter", "one", "一", "两", "俩", "百", "千", "万", "亿"]
)  # 千万别忘, "one" and the like are no quantities alone
_COUNTED_OTHERS = frozenset(
    [
        "句",
        "家",
        "次",
        "批",
        "车",
        "点",
        "年",
        "块",
        "元",
        "毛",
        "分",
        "角",
        "位",
        "人",
        "票",
        "柜",
        "趟",
        "路",
        "种",
        "样",
        "%",
        "度",
        "层",
        "折",
        "点钟",
        "块钱",
        "成",
        "倍",
    ]
)
_MONEY = frozenset(["$", "¥", "£", "€", "rmb", "cny", "usd", "eur", "yuan", "dollars", "dollar", "元"])
_LIST_MARK = re.compile(r"(?m)(?<=\n)\s*\(?\d{1,2}[.),:;]\s*(?!\d)")  # 1. 2. at the head of a line
_MANY_LINES = 20
_STOPS = frozenset(",.;!?:\n()[]<>\"'/~-")


def read(text: str, catalogue: Catalogue, today: date, calendar: WorkingCalendar, keyer: Keyer = plain_key) -> Reading:
    """The reading of a message."""
    cut = _LIST_MARK.sub(lambda mark: " " * len(mark.group()), normalise(text))
    names = names_of(catalogue, keyer)
    vocabulary = lexicon(keyer)
    tokens, identifiers = _masked(cut, names, vocabulary, keyer)
    reader = _Reader(cut, tokens, identifiers, names, vocabulary, DateCursor(tokens, today, calendar))
    spans = _numbered(reader.best(), tokens)
    kept = tuple(span for span in recognised(spans, cut, tokens, catalogue) if not span.stop)
    concepts = frozenset(concept for span in kept for concept in span.concepts)
    return Reading(cut, tokens, kept, any(token.surface == "?" for token in tokens), concepts)


def _masked(
    text: str, names: NameTrie, vocabulary: Lexicon, keyer: Keyer
) -> tuple[tuple[Token, ...], dict[int, Identifier]]:
    """The tokens, each identifier one token with a key no phrase has; misspelt words of the vocabulary repaired."""
    found = find_identifiers(text, names.parts, names.goods)
    tokens: list[Token] = []
    identifiers: dict[int, Identifier] = {}
    at = 0
    for token in tokenise(text, keyer):
        while at < len(found) and found[at].end <= token.start:
            at += 1
        if at < len(found) and token.start >= found[at].start:
            if not tokens or tokens[-1].start != found[at].start:
                identifiers[len(tokens)] = found[at]
                start, end = found[at].start, found[at].end
                tokens.append(Token(text[start:end], start, end, "mark", "\0"))
            continue
        named = token.key in names.trie.root.next
        tokens.append(token if named else replace(token, key=vocabulary.repaired(token)))
    return tuple(tokens), identifiers


@cache
def _unit_trie(keyer: Keyer) -> Trie[tuple[str, Decimal]]:
    trie: Trie[tuple[str, Decimal]] = Trie()
    for word, unit in UNIT_WORDS.items():
        trie.add((token.key for token in tokenise(word, keyer)), unit)
    return trie


class _Reader:
    def __init__(
        self,
        text: str,
        tokens: tuple[Token, ...],
        identifiers: dict[int, Identifier],
        names: NameTrie,
        vocabulary: Lexicon,
        dates: DateCursor,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.keys = [token.key for token in tokens]
        self.identifiers = identifiers
        self.names = names
        self.vocabulary = vocabulary
        self.dates = dates
        self.units = _unit_trie(plain_key)

    def best(self) -> list[Span]:
        """The chain of spans of highest worth, from the end backwards."""
        length = len(self.tokens)
        worth = [0.0] * (length + 1)
        choice: list[Span | None] = [None] * length
        for start in range(length - 1, -1, -1):
            worth[start] = worth[start + 1]
            for value, span in self.spans_at(start):
                if value + worth[span.end] > worth[start]:
                    worth[start], choice[start] = value + worth[span.end], span
        chain, at = [], 0
        while at < length:
            span = choice[at] or self.span(at, at + 1)
            chain.append(span)
            at = span.end
        return chain

    def span(self, start: int, end: int) -> Span:
        return Span(start, end, self.text[self.tokens[start].start : self.tokens[end - 1].end])

    def spans_at(self, start: int) -> Iterator[tuple[float, Span]]:
        if start in self.identifiers:
            yield 10.0, replace(self.span(start, start + 1), identifier=self.identifiers[start])
            return
        if self.keys[start] in _STOPS:
            yield 1.0, replace(self.span(start, start + 1), stop=True)
            return
        for end, concepts in self.vocabulary.trie.matches(self.keys, start):
            yield _worth(end - start), replace(self.span(start, end), concepts=frozenset(concepts))
        for end, mentions in self.names.trie.matches(self.keys, start):
            yield _worth(end - start) + 0.6, replace(self.span(start, end), mentions=tuple(mentions))
        if (due := self.due_before_occasion(start)) is not None:
            yield _worth(due - start) + 0.6, replace(self.span(start, due), date=DateReading(due, "unclear"))
        found = date_at(self.dates, start)
        if found is not None:
            bonus = 0.1 if found.kind in ("length", "time") else 0.6
            yield _worth(found.end - start) + bonus, replace(self.span(start, found.end), date=found)
        unit = self.unit_at(start)
        if unit is not None and self.keys[start] not in _LOOSE_UNITS:
            yield _worth(unit[0] - start) - 0.2, replace(self.span(start, unit[0]), unit=unit[1][0])
        yield from self.counted(start)

    def counted(self, start: int) -> Iterator[tuple[float, Span]]:
        """Quantities, ordinals, prices, warehouses by number."""
        if self.keys[start] == "第" or self.keys[start] == "头":
            number = number_at(self.tokens, start + 1)
            if number is not None and number.value < 100:
                end = self.past_classifier(number.end)
                yield _worth(end - start) + 1, replace(self.span(start, end), ordinal=int(number.value))
        if self.keys[start] in _MONEY:
            number = number_at(self.tokens, start + 1)
            if number is not None:
                yield (
                    _worth(number.end - start) + 1,
                    replace(self.span(start, number.end), concepts=frozenset(["money"])),
                )
        if (numbered := self.of_lines(start)) is not None:
            yield _worth(numbered - start) + 1, replace(self.span(start, numbered), concepts=frozenset(["other_count"]))
        number = number_at(self.tokens, start)
        if number is None:
            vague = self.few(start)
            if vague:
                yield from self.with_unit(start, Number(Decimal(1), vague, vague=True), required=True)
            if self.keys[start] in ("a", "an", "one"):
                number = Number(Decimal(1), start + 1)
                yield from self.with_unit(start, number, required=True)
            elif self.keys[start] in ("吨", "斤") and start + 1 < len(self.tokens) and self.keys[start + 1] == "半":
                yield from self.with_unit(start, Number(Decimal(1), start), required=True)
            return
        yield from self.with_unit(start, number, required=self._needs_unit(start, number.end))

    def due_before_occasion(self, start: int) -> int | None:
        """双十二前: a deadline that names no day; an occasion by itself is only talk."""
        if self.keys[start] != "双":
            return None
        number = number_at(self.tokens, start + 1)
        if number is None or number.value not in (11, 12):
            return None
        end = number.end + (self.keys[number.end : number.end + 1] in (["之"], ["以"]))
        return end + 1 if self.keys[end : end + 1] == ["前"] else None

    def of_lines(self, start: int) -> int | None:
        """The end of a number that tells a line, or how many an order has: line 3 is down, a two-line order."""
        if self.keys[start] == "line" and (number := number_at(self.tokens, start + 1)) is not None:
            counts = self.unit_at(number.end) is not None or any(self.names.trie.matches(self.keys, number.end))
            return number.end if number.value < _MANY_LINES and not counts else None
        number = number_at(self.tokens, start)
        if number is None or number.value >= _MANY_LINES:
            return None
        if self.keys[number.end : number.end + 2] == ["号", "线"]:
            return number.end + 2
        if self.keys[number.end : number.end + 3] == ["号", "产", "线"]:
            return number.end + 3
        end = number.end + (self.keys[number.end : number.end + 1] == ["-"])
        lined = self.keys[end : end + 1] in (["line"], ["item"]) and self.keys[end + 1 : end + 2] in (["order"], ["po"])
        return end + 1 if lined else None

    def _needs_unit(self, start: int, end: int) -> bool:
        key = self.keys[start]
        return key in ("千", "万", "百", "亿") or (key in _NEED_UNIT and end == start + 1)

    def few(self, start: int) -> int:
        """The end of a word for no definite number (几, a few, several), 0 without one."""
        for words in (
            ("几",),
            ("好", "几"),
            ("a", "few"),
            ("several",),
            ("some",),
            ("a", "bunch", "of"),
            ("few",),
            ("a", "lot", "of"),
            ("若", "干"),
            ("一", "些"),
        ):
            if tuple(self.keys[start : start + len(words)]) == words:
                return start + len(words)
        return 0

    def past_classifier(self, at: int) -> int:
        return (
            at + 1
            if at < len(self.keys) and self.keys[at] in ("个", "家", "张", "种", "批", "项", "款", "位", "条")
            else at
        )

    def with_unit(self, start: int, number: Number, *, required: bool) -> Iterator[tuple[float, Span]]:
        if start and self.keys[start - 1] == "-" and self.tokens[start - 1].end == self.tokens[start].start:
            number = replace(number, vague=True)  # less than nothing cannot be ordered
        end = number.end
        key = self.keys[end] if end < len(self.keys) else ""
        if key in ("号",) and end + 1 < len(self.keys) and self.keys[end + 1] in ("仓", "库"):
            stop = end + 2 + (self.keys[end + 1 : end + 3] == ["仓", "库"])
            place = Mention("place", (), False)
            yield _worth(stop - start) + 0.5, replace(self.span(start, stop), mentions=(place,))
            return
        if key in _COUNTED_OTHERS or key in _MONEY:
            concept = "money" if key in _MONEY | {"块", "毛", "%", "折"} else "other_count"
            if key == "批":
                concept = "lot"
            yield _worth(end + 1 - start) + 0.3, replace(self.span(start, end + 1), concepts=frozenset([concept]))
        unit = self.unit_at(end)
        if unit is not None:
            after, (code, factor) = unit
            amount = number.value * factor
            if after < len(self.keys) and self.keys[after] == "半" and code != "H87":
                amount, after = amount + factor / 2, after + 1
            elif after < len(self.keys) and code == "KGM" and factor == 1000:
                extra = number_at(self.tokens, after)
                if (
                    extra is not None
                    and extra.end == after + 1
                    and extra.value < 10
                    and self.tokens[after].kind == "char"
                ):
                    follow = self.keys[after + 1] if after + 1 < len(self.keys) else ""
                    if self.unit_at(after + 1) is None and follow not in ("周", "天", "个", "号"):
                        amount, after = amount + extra.value * 100, after + 1
            quantity = Quantity(amount, code, number.vague)
            yield _worth(after - start) + 0.5, replace(self.span(start, after), quantity=quantity)
        elif not required:
            quantity = Quantity(number.value, None, number.vague)
            value = _worth(end - start) + 0.1
            yield value, replace(self.span(start, end), quantity=quantity)

    def unit_at(self, at: int) -> tuple[int, tuple[str, Decimal]] | None:
        """(end, unit) of the unit word at ``at``; not a word that is an item's name, unless "of" something follows."""
        if at < len(self.keys) and self.keys[at] == "个" and at + 1 < len(self.keys):
            later = self.unit_at(at + 1)
            if later is not None and later[1][0] != "H87":
                return later
        best = None
        for end, units in self.units.matches(self.keys, at):
            best = end, units[0]
        if best is not None and self.keys[at] == "each":
            return None
        if best is not None and self.keys[at] in self.names.item_words and not self.of_something(best[0]):
            return None
        return best

    def of_something(self, at: int) -> bool:
        """cartons of butter: there the carton is a unit."""
        if at >= len(self.keys) or self.keys[at] != "of":
            return False
        return any(
            mention.kind == "item" for _, found in self.names.trie.matches(self.keys, at + 1) for mention in found
        )


def _worth(length: int) -> float:
    return float(length**1.5)


def _numbered(chain: Sequence[Span], tokens: Sequence[Token]) -> list[Span]:
    """With clause numbers, and bare unit words (公斤, 箱) and neighbouring residue joined."""
    spans: list[Span] = []
    clause = 0
    for span in chain:
        if span.stop:
            clause += 1
            spans.append(replace(span, clause=clause))
            continue
        span = replace(span, clause=clause)
        before = spans[-1] if spans else None
        if (
            span.residue
            and before is not None
            and before.residue
            and before.clause == clause
            and _joins(before, span, tokens)
        ):
            text = before.text + " " * (tokens[span.start].start - tokens[before.end - 1].end) + span.text
            spans[-1] = Span(before.start, span.end, text, clause)
        else:
            spans.append(span)
    return spans


def _joins(before: Span, span: Span, tokens: Sequence[Token]) -> bool:
    return tokens[before.end - 1].kind != "mark" and tokens[span.start].kind != "mark"
