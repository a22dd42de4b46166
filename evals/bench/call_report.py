"""The figures of recorded calls, over all takes together. Times in milliseconds."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from evals.audio.callers import Samples
from evals.audio.written import prefix_length
from evals.bench.bars import Bar, at_least, at_most, share, spread
from evals.bench.call_scores import (
    Cut,
    Gap,
    Reaction,
    accepted_unheard,
    agent_interruptions,
    cut_off,
    cuts,
    gaps,
    reactions,
    selectivity,
    sound_of,
    words_heard,
    yields,
)
from evals.bench.latency import percentile
from evals.bench.rehearsal import Take
from voice.ports import Language

Listen = Callable[[Samples, Language], Awaitable[str]]
"""An independent recogniser: what is said in this sound."""

IN_TIME_MS = 50  # of the endpoint, for the final text
PAUSES = (300, 600)


def summed(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    counted = list(pairs)
    return sum(pair[0] for pair in counted), sum(pair[1] for pair in counted)


def answering(takes: Sequence[Take], fillers: Sequence[Samples]) -> tuple[dict[str, Any], list[Bar]]:
    found = [gap for take in takes for gap in gaps(take, fillers)]
    by_state = {
        state: gap_figures([g for g in found if g.state == state]) for state in sorted({g.state for g in found})
    }
    complete = by_state.get("complete", {"n": 0, "p50": None, "p95": None})
    in_time = (sum(gap.text_final <= IN_TIME_MS for gap in found), len(found))
    interruptions = summed(agent_interruptions(take) for take in takes)
    report: dict[str, Any] = {
        "response_gap_ms": gap_figures(found),
        "response_gap_ms_by_endpoint": by_state,
        "response_gap_ms_by_language": {
            language: gap_figures([g for g in found if g.language == language]) for language in ("zh", "en")
        },
        "fillers": sum(gap.filled for gap in found),
        "text_final_after_endpoint_ms": spread([gap.text_final for gap in found]),
        "agent_interruptions": {"share": share(interruptions), "n": interruptions[1]},
        "false_cut_offs": {},
    }
    bars = [
        at_most("response gap of complete commands, p50 ms", complete["p50"], 700, complete["n"]),
        at_most("response gap of complete commands, p95 ms", complete["p95"], 1100, complete["n"]),
        at_least("final text within 50 ms of the endpoint, share", share(in_time), 0.9, in_time[1]),
        at_most("agent interruptions a turn", share(interruptions), 0.10, interruptions[1]),
    ]
    for pause in PAUSES:
        cut = summed(cut_off(take, pause) for take in takes)
        report["false_cut_offs"][f"{pause}_ms"] = {"share": share(cut), "n": cut[1]}
        bars.append(at_most(f"false cut-offs at {pause} ms, share", share(cut), 0.03, cut[1]))
    return report, bars


def gap_figures(found: Sequence[Gap]) -> dict[str, Any]:
    return spread([gap.seconds * 1000 for gap in found])


def yielding(takes: Sequence[Take]) -> tuple[dict[str, Any], list[Bar]]:
    found = [reaction for take in takes for reaction in reactions(take)]
    stopped, interrupted = yields(found)
    ducked = [r.ducked * 1000 for r in found if r.kind in ("barge", "stop", "early_yes") and r.ducked is not None]
    silence, ducking = spread([seconds * 1000 for seconds in stopped]), spread(ducked)
    rate = (len(stopped), interrupted)
    counts = {
        "backchannel": selectivity(found, "backchannel"),
        "noise": selectivity(found, "noise"),
        "side_talk": selectivity(found, "side_talk"),
    }
    both = summed((counts["noise"], counts["side_talk"]))
    report = {
        "yield_to_silence_ms": silence,
        "duck_ms": ducking,
        "yield_rate": {"share": share(rate), "n": rate[1]},
        "selectivity": {kind: {"share": share(count), "n": count[1]} for kind, count in counts.items()},
        "sounds": [sound_row(reaction) for reaction in found],
    }
    backchannel = counts["backchannel"]
    return report, [
        at_most("yield to silence, p95 ms", silence["p95"], 400, silence["n"]),
        at_most("duck, p95 ms", ducking["p95"], 160, ducking["n"]),
        at_least("yield rate", share(rate), 0.98, rate[1]),
        at_least("backchannel selectivity", share(backchannel), 0.9, backchannel[1]),
        at_least("cough and side-talk selectivity", share(both), 0.7, both[1]),
    ]


def echoing(takes: Sequence[Take]) -> dict[str, Any]:
    """Calls in which nobody speaks during answers, but the microphone hears the loudspeaker."""
    answers = [turn for take in takes for turn in take.turns if turn["timeline_ms"]["first_sound"] is not None]
    whole = sum(not turn["interrupted"] for turn in answers)
    commands = sum(step.kind == "command" for take in takes for step in take.steps[: len(take.starts)])
    return {
        "answers": len(answers),
        "not_stopped_by_own_echo": share((whole, len(answers))),
        "turns_beyond_commands": max(0, sum(len(take.turns) for take in takes) - commands),
    }


def sound_row(reaction: Reaction) -> dict[str, Any]:
    def ms(seconds: float | None) -> int | None:
        return None if seconds is None else round(seconds * 1000)

    return {
        "kind": reaction.kind,
        "language": reaction.language,
        "said": reaction.said,
        "stopped_ms": ms(reaction.stopped),
        "ducked_ms": ms(reaction.ducked),
    }


async def hearing_back(takes: Sequence[Take], listen: Listen) -> tuple[dict[str, Any], list[Bar]]:
    """What the records say was heard of a cut answer against what the independent recogniser hears in the recording."""
    rows = [await heard_row(take, cut, listen) for take in takes for cut in cuts(take)]
    errors = {
        language: [abs(row["words_recorded"] - row["words_recognised"]) for row in rows if row["language"] == language]
        for language in ("en", "zh")
    }
    worst = percentile(errors["en"], 0.99) if errors["en"] else None
    unheard = summed(accepted_unheard(take) for take in takes)
    report = {
        "truncation_error_words": spread(errors["en"]) | {"p99": worst},
        "truncation_error_characters_zh": spread(errors["zh"]),
        "note": "The bar is judged on English: espeak-ng's Mandarin is hardly understandable to the recogniser.",
        "cut_answers": rows,
        "early_yes": {"accepted": unheard[0], "n": unheard[1]},
    }
    return report, [
        at_most("truncation error, p99 words", worst, 1, len(errors["en"])),
        at_most("confirmations accepted unheard", unheard[0] if unheard[1] else None, 0, unheard[1]),
    ]


async def heard_row(take: Take, cut: Cut, listen: Listen) -> dict[str, Any]:
    language: Language = "zh" if cut.language == "zh" else "en"
    recognised = await listen(sound_of(take, cut.stretch), language)
    return {
        "language": language,
        "recorded": cut.heard,
        "recognised": recognised,
        "words_recorded": words_heard(cut),
        "words_recognised": prefix_length(cut.spoken, recognised),
    }
