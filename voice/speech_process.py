"""The inside of a speech worker: ``python -m voice.speech_process JOB SETTINGS``.

Requests come on standard input, answers go to standard output, each a length (4 bytes, big endian) and a pickle;
both ends are ours. Requests: ("ask", number, arguments) and ("drop", number). Answers: ("ready", facts),
("answer", number, value), ("error", number, exception). When the input ends, because the parent is gone or wants
so, the process ends at once.
"""

import json
import os
import pickle
import queue
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal

from voice.errors import Dropped, SpeechUnavailable, VoiceError
from voice.ports import Clip, Language, Transcript

Job = Literal["recognise", "synthesise"]
Answerer = Callable[..., Any]
HEADER = struct.Struct(">I")


def packed(message: object) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return HEADER.pack(len(body)) + body


def recogniser(settings: dict[str, Any]) -> Answerer:
    from voice.whisper import Whisper

    whisper = Whisper(Path(settings["whisper"]), threads=settings["threads"], beam=settings["beam"])

    def answer(
        pcm: bytes, language: Language | None, prompts: dict[Language, str], *, dropped: Callable[[], bool]
    ) -> Transcript:
        return whisper.transcribe(pcm, language, prompts, dropped)

    whisper.warm()
    return answer


def synthesiser(settings: dict[str, Any]) -> Answerer:
    """``settings["voices"]``: language to the path of a Piper voice, or to "espeak"."""
    from voice.espeak import Espeak

    voices: dict[str, Any] = {}
    for language, path in settings["voices"].items():
        if path == "espeak":
            voices[language] = Espeak(language)
        else:
            from voice.piper import Piper

            voices[language] = Piper(Path(path), Path(settings["cache"]), language)

    def answer(text: str, language: Language, *, dropped: Callable[[], bool]) -> Clip:
        if dropped():
            raise Dropped("nobody waits for it any more")
        clip: Clip = voices[language].synthesise(text)
        return clip

    return answer


JOBS: dict[str, Callable[[dict[str, Any]], Answerer]] = {"recognise": recogniser, "synthesise": synthesiser}


class _Inbox:
    """Reads requests in a thread of its own, so that "drop" is seen while a request is being answered."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._dropped: set[int] = set()
        self.requests: queue.SimpleQueue[tuple[int, tuple[Any, ...]]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def is_dropped(self, number: int) -> bool:
        return number in self._dropped

    def forget(self, number: int) -> None:
        self._dropped.discard(number)

    def _read(self) -> None:
        while True:
            header = self._stream.read(HEADER.size)
            body = self._stream.read(HEADER.unpack(header)[0]) if len(header) == HEADER.size else b""
            if not body:
                os._exit(0)  # a decode under way would keep the process for nobody
            kind, number, *rest = pickle.loads(body)
            if kind == "drop":
                self._dropped.add(number)
            else:
                self.requests.put((number, rest[0]))


def main(job: str, settings: str) -> None:
    # The models' libraries may print; what they print must not end up between the answers.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    inbox = _Inbox(sys.stdin.buffer)
    try:
        answer = JOBS[job](json.loads(settings))
    except VoiceError as error:
        answers.write(packed(("error", 0, error)))
        return
    answers.write(packed(("ready", 0, os.getpid())))
    while True:
        number, arguments = inbox.requests.get()
        message: tuple[str, int, Any]
        try:
            message = ("answer", number, answer(*arguments, dropped=partial(inbox.is_dropped, number)))
        except VoiceError as error:
            message = ("error", number, error)
        except Exception as error:
            # One text or recording the model cannot take must not cost everybody a restart.
            # Where it failed goes to the log; its message might quote what somebody said.
            traceback.print_tb(error.__traceback__)
            message = ("error", number, SpeechUnavailable(f"{job} failed: {type(error).__name__}"))
        inbox.forget(number)
        answers.write(packed(message))


if __name__ == "__main__":
    main(*sys.argv[1:])
