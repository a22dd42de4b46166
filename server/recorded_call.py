"""``supplyline call``: recorded callers through the real pipeline, and what came of it as one JSON object."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.conversation import Conversation
from voice.call import Call
from voice.call_log import CallLog, TurnLog
from voice.gate import Gate
from voice.ports import Language
from voice.silero import Silero
from voice.speech_models import SpeechModels
from voice.transports.line import Cue, Line
from voice.wav import read_wav, write_wav

View = dict[str, Any]


def cues_of(wavs: Sequence[tuple[Path, float | None]]) -> list[Cue]:
    """(file, second of the call at which it is played, None for: when the agent has finished). Raises BadAudio."""
    return [Cue(read_wav(path, field="--wav"), at) for path, at in wavs]


async def recorded_call(
    conversation: Conversation,
    speech: SpeechModels,
    cues: Sequence[Cue],
    language: Language | None,
    record: Path | None,
) -> View:
    """Plays the cues in wall-clock time. {conversation, turns, drafts, records, metrics}; ``drafts`` as the last turn
    left them, ``records`` of all turns."""
    line = Line(cues)
    talk = conversation.talk()
    await talk.listen()
    call = Call(line, talk, speech.recogniser, speech.synthesiser, Gate(Silero().stream()), language=language)
    log = await call.run()
    if record is not None:
        write_wav(record, *line.channels(), field="--record")
    turns = [await turn.as_dict() for turn in log.turns]
    return {
        "conversation": conversation.id,
        "turns": turns,
        "drafts": next((turn["drafts"] for turn in reversed(turns) if "drafts" in turn), []),
        "records": [record for turn in turns for record in turn.get("records", ())],
        "metrics": metrics(log, line.seconds),
    }


def metrics(log: CallLog, seconds: float) -> View:
    """``response_gap_ms``: from the caller's last voiced frame to the first sound of the answer, by turn, as the call
    itself stamped them; ``decisions``: how often the turn rules did what."""
    return {
        "seconds": round(seconds, 2),
        "response_gap_ms": [_gap(turn) for turn in log.turns],
        "interruptions": sum(turn.interrupted for turn in log.turns),
        "fillers": sum(turn.filled for turn in log.turns),
        "decisions": log.counts,
    }


def _gap(turn: TurnLog) -> int | None:
    first = turn.timeline.first_sound
    return None if first is None else first - turn.timeline.speech_end


def call_text(result: View) -> str:
    """The call for a person to read."""
    lines = []
    for turn in result["turns"]:
        raw = "" if turn["raw_text"] == turn["text"] else f"   (heard as: {turn['raw_text']})"
        cut = " —✂" if turn["interrupted"] else ""
        lines += [f"> {turn['text']}{raw}", f"  {turn['heard'] or turn['spoken'] or turn.get('reply', '')}{cut}"]
        lines += [f"  [{record['type']} {record['id']} {record['action']}]" for record in turn.get("records", ())]
    return "\n".join(lines)
