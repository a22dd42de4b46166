"""What the recording of one call says of it: ``Record.audio``. Times in whole milliseconds, from the sound itself."""

from collections.abc import Awaitable, Callable
from typing import Any

from evals.audio.callers import Samples
from evals.audio.written import prefix_length
from evals.bench.call_scores import LOOKED_AT, cuts, gaps, reactions, sound_of, words_heard
from evals.bench.callbook import INTERRUPTING
from evals.bench.rehearsal import Take
from voice.ports import Language

Listen = Callable[[Samples, Language], Awaitable[str]]
"""What somebody who only hears the sound would write."""


async def call_figures(take: Take, fillers: list[Samples], listen: Listen) -> dict[str, Any]:
    """``gaps_ms``: of each command, from its last sound to the first of the answer; ``yields_ms``: of each
    interruption, until the agent fell silent, LOOKED_AT where it went on; ``kept_talking``: of each sound that is no
    speech for us, whether the agent did; ``truncation_words``: of each answer cut off, by how many words the note of
    what was heard is wrong (English: a recogniser hardly understands espeak-ng's Mandarin)."""
    found = reactions(take)
    stopped = [LOOKED_AT if one.stopped is None else one.stopped for one in found if one.kind in INTERRUPTING]
    return {
        "gaps_ms": [round(gap.seconds * 1000) for gap in gaps(take, fillers)],
        "yields_ms": [round(seconds * 1000) for seconds in stopped],
        "kept_talking": [one.stopped is None for one in found if one.kind not in INTERRUPTING],
        "truncation_words": [
            abs(words_heard(cut) - prefix_length(cut.spoken, await listen(sound_of(take, cut.stretch), "en")))
            for cut in cuts(take)
            if cut.language == "en"
        ],
    }
