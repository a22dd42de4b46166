"""Where in a clip its words are said: from phonemes or positions to the marks of ``voice.ports.Clip``."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from voice.frames import samples_of
from voice.ports import RATE, Clip, Mark

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_STOPS = r"\u3000-\u303f\uff00-\uffef\u2018-\u201d"  # punctuation as wide as a character
_WORD = re.compile(rf"[{_HAN}]|[$€¥£+#]?[^\W{_HAN}][^\s{_HAN}{_STOPS}]*")

QUIET = 10 ** (-45 / 20)  # of full scale: what a voice leaves before and after its words
LEAD = RATE // 100
TAIL = RATE * 15 // 100


def words_of(text: str) -> list[str]:
    """The text cut into what is said as one: a Han character, or a run of anything else up to a space. What follows a
    word (space, punctuation) is its own, so the pieces joined are the text."""
    starts = [found.start() for found in _WORD.finditer(text)]
    if not starts:
        return [text] if text else []
    edges = [0, *starts[1:], len(text)]
    return [text[left:right] for left, right in pairwise(edges)]


def aligned(pieces: Sequence[Sequence[str]], whole: Sequence[str]) -> list[int]:
    """How far into ``whole`` each piece reaches, when ``whole`` is about the pieces joined.

    Pieces are the phonemes of words said alone, ``whole`` those of the sentence, where words run into each other
    ("of the") or differ (a before a vowel). By the cheapest edits from one to the other.
    """
    joined = [phoneme for piece in pieces for phoneme in piece]
    rows, columns = len(joined) + 1, len(whole) + 1
    cost = [[0] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if row == 0 or column == 0:
                cost[row][column] = row + column
                continue
            differs = joined[row - 1] != whole[column - 1]
            cost[row][column] = min(
                cost[row - 1][column - 1] + (2 if differs else 0),
                cost[row - 1][column] + 1,
                cost[row][column - 1] + 1,
            )
    reach = [0] * rows
    row, column = rows - 1, columns - 1
    reach[row] = column
    while row > 0:
        differs = column > 0 and joined[row - 1] != whole[column - 1]
        if column > 0 and cost[row][column] == cost[row - 1][column - 1] + (2 if differs else 0):
            row, column = row - 1, column - 1
        elif cost[row][column] == cost[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1
            continue
        reach[row] = column
    ends, position = [], 0
    for piece in pieces:
        position += len(piece)
        ends.append(reach[position])
    return ends


def marks_of(words: Sequence[str], ends: Sequence[int], length: int) -> tuple[Mark, ...]:
    """Marks with ends that never go back and stay within ``length`` samples."""
    marks, last = [], 0
    for word, end in zip(words, ends, strict=True):
        last = min(max(last, end), length)
        marks.append(Mark(word, last))
    return tuple(marks)


def trimmed(clip: Clip) -> Clip:
    """Without the silence before the first sound, which only delays it; at most TAIL samples after the last."""
    loud = np.flatnonzero(np.abs(samples_of(clip.pcm)) > QUIET)
    if not len(loud):
        return clip
    start = max(0, int(loud[0]) - LEAD)
    end = min(len(clip.pcm) // 2, int(loud[-1]) + 1 + TAIL)
    words = [mark.text for mark in clip.marks]
    return Clip(clip.pcm[2 * start : 2 * end], marks_of(words, [mark.end - start for mark in clip.marks], end - start))
