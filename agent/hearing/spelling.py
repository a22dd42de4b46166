"""Numbers spelled digit by digit, or written by the recogniser with gaps and slips, resolved against the numbers there
are. What resolves to none of them is left to be asked about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from agent.grammar.tokens import Token, tokenise
from agent.hearing.codes import Code, CodeKind, Codes
from agent.hearing.digits import Piece, piece_at
from agent.hearing.phrasebook import sound_keys
from agent.hearing.syllables import distance, sounds_of

_ANCHORS_ZH: tuple[tuple[str, CodeKind], ...] = (
    ("采购单", "order"), ("发货单", "shipment"), ("货运单", "shipment"), ("运单号", "tracking"), ("快递单", "tracking"),
    ("订单", "order"), ("单号", "order"), ("单子", "order"), ("批号", "lot"), ("批次", "lot"), ("运单", "tracking"),
)  # longest first  # fmt: skip
_ANCHORS_EN: dict[str, CodeKind] = {
    "order": "order", "orders": "order", "po": "order", "lot": "lot", "batch": "lot", "shipment": "shipment",
    "waybill": "tracking", "tracking": "tracking", "weigh": "tracking", "bill": "tracking",
}  # fmt: skip
_DAY = re.compile(r"(20\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LETTER_SOUNDS = {"p": "pi", "b": "bi", "t": "ti", "d": "di"}
_FIGURES = {"i": "1", "l": "1", "o": "0"}
_BEHIND = 12
_BETWEEN = frozenset("号码是为的那这个张:")  # what may stand between the word and its number
_SOUND = {text: sounds_of(text) for text, _ in _ANCHORS_ZH}
_ANCHOR_DISTANCE = 0.5
_REACH = 3  # tokens between the word and its number: 订单号码是
_LONGEST = 30  # tokens of a spelled number
_LONG = 5  # digits from which a slip is forgiven
_SOUNDED = 0.5  # the same where a letter or a word for the number was said
_SURE = 0.35  # doubt up to which a piece counts as said


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens ``start`` to ``end`` are ``code``, written ``text``; ``rivals``: other codes as near. ``said``: what
    stood there, ``at``: where ``text`` begins in the text made of it."""

    start: int
    end: int
    text: str
    code: Code
    slips: float
    rivals: tuple[Code, ...] = ()
    said: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word in front that tells what a number is of: tokens ``start`` to ``end``, to be written ``text``."""

    kind: CodeKind
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Spelled:
    text: str
    found: tuple[Found, ...]

    @property
    def starts(self) -> frozenset[int]:
        """Offsets of the numbers found."""
        return frozenset(one.at for one in self.found)


def spelled(text: str, codes: Codes, year: int) -> Spelled:
    """The text (normalised) with numbers that are known written as they are. ``year``: this one; digits that may be a
    day of it or next to it are no slip of a number."""
    text = _ORDINAL.sub("号", text)
    text = _RUN_TOGETHER.sub(lambda figures: _parted(figures, codes), _HUNDREDS.sub(_summed, text))
    tokens = tokenise(text)
    sounds = sound_keys(tokens)
    found: list[Found] = []
    anchors: dict[int, Anchor] = {}
    for pieces, anchor in _runs(tokens, sounds):
        resolved = _resolved(pieces, anchor.kind if anchor else None, codes, year)
        between = tokens[anchor.end : pieces[0].start] if anchor else ()
        if resolved and anchor and (anchor.text or (between and all(token.kind == "mark" for token in between))):
            anchors[resolved[0].start] = anchor
        found += resolved
    parts: list[str] = []
    at, length = 0, 0
    placed: list[Found] = []
    for one in found:
        start, end, number = tokens[one.start].start, tokens[one.end - 1].end, one.text
        if one.start in anchors:
            anchor = anchors[one.start]
            start = tokens[anchor.start if anchor.text else anchor.end - 1].start
            number = (anchor.text or tokens[anchor.end - 1].surface + " ") + number
        parts += [text[at:start], _apart(text[:start], number)]
        length += len(parts[-2]) + len(parts[-1])
        placed.append(replace(one, said=text[start:end], at=length - len(one.text)))
        at = end
    return Spelled("".join([*parts, text[at:]]), tuple(placed))


_ORDINAL = re.compile(r"[好浩耗毫](?=订单|定单|单子|采购单)")
_HUNDREDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2}00) and ([1-9]\d?)(?= [a-z]|$)", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?<![\d.,A-Za-z\-])\d{5,9}(?![\d.,A-Za-z\-])")


def _summed(figures: re.Match[str]) -> str:
    """A hundred and fifty, written 100 and 50."""
    return str(int(figures[1]) + int(figures[2]))


def _parted(figures: re.Match[str], codes: Codes) -> str:
    """6205300个 is 6205, 300个; 16205 is 要 and 6205, since one is also said yao."""
    said = figures.group()
    if said in codes.by_key:
        return said
    for code in codes.all:
        rest = said.removeprefix(code.key)
        if code.kind == "part" and code.key.isdigit() and len(code.key) > 3:
            if rest != said and len(rest) > 1 and rest[0] != "0":
                return f"{code.key},{rest}"
            if said == f"1{code.key}":
                return f"要{code.key}"
    return said


def _apart(before: str, number: str) -> str:
    """A number keeps its distance from a Latin word or another number in front."""
    return f" {number}" if before[-1:].isascii() and before[-1:].isalnum() else number


def _runs(tokens: Sequence[Token], sounds: Sequence[str]) -> Iterator[tuple[list[Piece], Anchor | None]]:
    """Stretches that spell something, with the word in front that says what."""
    at = 0
    while at < len(tokens):
        first = piece_at(tokens, sounds, at)
        anchor = _anchor_before(tokens, sounds, at) if first is not None and first.text else None
        if anchor is None and first is not None and first.text and tokens[at].kind != "word":
            anchor = _anchor_behind(tokens, at)
        if first is None or not first.text or (first.doubt and anchor is None):
            at += 1
            continue
        pieces = [first]
        while pieces[-1].end < len(tokens) and len(pieces) < _LONGEST:
            following = piece_at(tokens, sounds, pieces[-1].end)
            if following is None:
                break
            written = tokens[following.start].surface
            if written in _FIGURES and tokens[following.start - 1].kind == "number":
                following = replace(following, text=_FIGURES[written])  # 110i
            pieces.append(following)
        while not pieces[-1].text:
            pieces.pop()
        for at in range(1, min(4, len(pieces)) if anchor is None else 0):  # P次L2026: the word is spelled as well
            within = _anchor_before(tokens, sounds, pieces[at].start) if pieces[at].text else None
            if within is not None and within.text:
                pieces, anchor = pieces[at:], within
                break
        if sum(len(piece.text) for piece in pieces) >= 3:
            yield pieces, anchor
        at = pieces[-1].end


def _anchor_before(tokens: Sequence[Token], sounds: Sequence[str], at: int) -> Anchor | None:
    """What the words just in front say a number is of: 订单, lot, or what sounds like that."""
    for back in range(_REACH):
        end = at - back
        if end <= 0:
            return None
        if tokens[end - 1].key in _ANCHORS_EN:
            return Anchor(_ANCHORS_EN[tokens[end - 1].key], end - 1, end)
        for text, kind in _ANCHORS_ZH:
            start = end - len(text)
            if start >= 0 and _alike(tokens[start:end], sounds[start:end], text) <= _ANCHOR_DISTANCE:
                kept = "".join(token.surface for token in tokens[end:at])
                return Anchor(kind, start, end, text + (kept if _BETWEEN.issuperset(kept) else ""))
    return None


def _anchor_behind(tokens: Sequence[Token], at: int) -> Anchor | None:
    """幺幺八号订单: the word stands behind the number."""
    written = "".join(token.surface for token in tokens[at : at + _BEHIND])
    found = re.match(r".{2,6}?(?:号|的|那张|这张)*(?:订单|定单|单子|采购单)", written)
    return Anchor("order", at, at) if found is not None else None


def _alike(tokens: Sequence[Token], sounds: Sequence[str], text: str) -> float:
    total = 0.0
    for token, sound, syllable in zip(tokens, sounds, _SOUND[text], strict=True):
        total += distance(_LETTER_SOUNDS.get(token.key, sound) if token.kind != "char" else sound, syllable)
    return total


def _resolved(pieces: list[Piece], anchor: CodeKind | None, codes: Codes, year: int) -> list[Found]:
    """The numbers in one run; what is left on either side is looked at again."""
    best = _exact(pieces, anchor, codes) or _near(pieces, anchor, codes, year)
    if best is None:
        return []
    left = [piece for piece in pieces if piece.end <= best.start]
    right = [piece for piece in pieces if piece.start >= best.end]
    while left and left[-1].text.isalpha() and best.code.kind != "part" and best.text == best.code.text:
        best = replace(best, start=left.pop().start)  # S A in front of 10042 are its own letters misheard
    while right and right[0].text.isalpha() and best.code.kind != "part" and best.text == best.code.text:
        best = replace(best, end=right.pop(0).end)  # CJ1029386120ZN
    return [*_resolved(left, anchor, codes, year), best, *_resolved(right, None, codes, year)]


def _exact(pieces: list[Piece], anchor: CodeKind | None, codes: Codes) -> Found | None:
    """The longest stretch that is a known number to the digit."""
    best: tuple[int, float, Found] | None = None
    for first in range(len(pieces)):
        key, doubt = "", 0.0
        for last in range(first, len(pieces)):
            key += pieces[last].text
            doubt += pieces[last].doubt
            if not pieces[first].text or not pieces[last].text:
                continue
            code, text = codes.by_key.get(key) or codes.by_key.get(key.replace("O", "0")), ""
            order = anchor == "order" or (first > 0 and pieces[first - 1].text == "PO")
            if code is not None:
                text = code.text
            elif order and (code := _by_parts(key, codes)) is not None:
                text = code.tail
            elif order and (code := codes.by_tail.get(key.lstrip("0") or key)) is not None:
                text = code.tail
                if len(key) > len(text) and not any(piece.doubt for piece in pieces[first : last + 1]):
                    text = key  # 00117 stays as it was said
            if code is None or not _plausible(pieces[first : last + 1], doubt, anchor, code):
                continue
            found = Found(pieces[first].start, pieces[last].end, text, code, 0.0)
            if best is None or (len(key), -doubt) > best[:2]:
                best = len(key), -doubt, found
    return best[2] if best is not None else None


def _by_parts(key: str, codes: Codes) -> Code | None:
    """One hundred and seventeen is also written 10017 or 1107."""
    for tail, code in codes.by_tail.items():
        number = int(tail)
        if number % 10 and key in (f"{number // 100 * 100}{number % 100}", f"{number // 10 * 10}{number % 10}"):
            return code
    return None


def _plausible(pieces: Sequence[Piece], doubt: float, anchor: CodeKind | None, code: Code) -> bool:
    """Words that merely sound like digits count behind a word for the number, or as the odd one among digits."""
    doubtful = sum(1 for piece in pieces if piece.doubt)
    sure = sum(len(piece.text) for piece in pieces if not piece.doubt)
    if anchor is not None and code.kind in (anchor, "part"):
        return doubt <= _SURE * len(pieces)
    return doubtful == 0 or (doubtful <= 1 and sure >= 3 and doubt <= 0.7)


def _near(pieces: list[Piece], anchor: CodeKind | None, codes: Codes, year: int) -> Found | None:
    """The whole run but for its ends, as the one long number it is a slip of; alike near ones are rivals."""
    lettered = any(piece.text.isalpha() for piece in pieces)
    pieces = [piece for piece in pieces if piece.doubt <= (_SOUNDED if lettered or anchor else _SURE)]
    best: list[tuple[float, int, Found]] = []
    for first in range(min(3, len(pieces))):
        for last in range(len(pieces), max(first, len(pieces) - 3), -1):
            stretch = pieces[first:last]
            if not stretch or not stretch[0].text or not stretch[-1].text:
                continue
            best += _slips("".join(piece.text for piece in stretch), stretch, anchor, codes, year)
    if not best:
        return None
    slips, _, found = min(best, key=lambda one: one[:2])
    rivals = {one.code.text: one.code for other, _, one in best if one.code != found.code and other < slips + 1}
    return Found(found.start, found.end, found.text, found.code, slips, tuple(rivals.values()))


def _slips(
    said: str, pieces: Sequence[Piece], anchor: CodeKind | None, codes: Codes, year: int
) -> Iterator[tuple[float, int, Found]]:
    digits = "".join(character for character in said if character.isdigit())
    letters = "".join(character for character in said if character.isalpha())
    if len(digits) < (_LONG - 2 if letters else _LONG - 1 if anchor else _LONG + 2):
        return
    if not letters and anchor is None and (len(pieces) > 1 or _may_be_day(digits, year)):
        return
    for code in codes.all:
        if code.kind == "part" or len(code.digits) < _LONG or (anchor not in (None, code.kind) and not letters):
            continue
        allowed = 1 if len(code.digits) < 8 else 2 if len(code.digits) < 10 else 3
        prefix = "".join(character for character in code.key if character.isalpha())
        lettered = letters[:1] == prefix[:1] and code.kind != "order"
        slips = _slips_between(digits, code.digits, allowed, lettered=lettered)
        if slips > allowed or slips >= len(digits) - 1:
            continue
        # The letters tell kinds apart: a lot L from a product lot P, a shipment from an order.
        wrong = 0.0 if letters == prefix or not letters else 0.5 if letters[:1] == prefix[:1] else 0.9
        if anchor is not None and anchor != code.kind:
            wrong += 0.9
        yield slips + wrong, -len(said), Found(pieces[0].start, pieces[-1].end, code.text, code, slips + wrong)


def _slips_between(said: str, digits: str, allowed: int, *, lettered: bool) -> int:
    """Behind letters, the beginning of a number with more run into it (10044 签收, written 1044千), or its end, is one
    slip."""
    slips: int = OSA.distance(said, digits, score_cutoff=allowed)
    if lettered and len(said) >= 3 and (said.startswith(digits) or digits.endswith(said)):
        return min(slips, 1)
    return slips


def _may_be_day(digits: str, year: int) -> bool:
    day = _DAY.fullmatch(digits)
    return day is not None and abs(int(day[1]) - year) <= 1
