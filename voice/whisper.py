"""Whisper through CTranslate2, with an encoder window as short as the speech allows. Runs in the recogniser's worker.

Stock Whisper fills every utterance up to 30 s, so that one second costs as much as thirty. Too short a window loses or
repeats words: of 1,400 words in 150 clips, 34 in 100 were wrong with one of 6 s, 31 with 8 s as with 10 s, and with 7 s
one clip began to repeat itself.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import ctranslate2  # type: ignore[import-untyped]
import numpy as np
from tokenizers import Tokenizer

from voice.errors import Dropped, ModelMissing
from voice.frames import Samples, samples_of
from voice.mel import BANDS, FRAMES_A_SECOND, log_mel
from voice.ports import FRAME_SAMPLES, RATE, Language, Transcript

LANGUAGES: tuple[Language, ...] = ("zh", "en")
WINDOW_SECONDS = 9.0
TAIL_SECONDS = 1.0  # of silence after the speech, without which its last word may be lost
LONGEST_SECONDS = 30.0  # what the model's position table holds; of longer speech the end is heard
PROMPT_TOKENS = 180

TOKENS_A_SECOND = 14  # of the fastest Mandarin: bounds what a decoder that loops can write
TOKENS_AT_LEAST = 12

VOICED_DBFS = -50.0
VOICED_SECONDS = 0.08
DOUBT = 0.12  # probability that nobody spoke, from which on a prompted text is not trusted
UNLIKELY, IMPOSSIBLE = 0.35, 0.6  # the same probability without a prompt: of real commands it stays under 0.25
LOG_PROBABILITY = -1.0
CREDITS = re.compile(
    r"字幕|amara\.org|点赞.*订阅|點贊.*訂閱|thanks? (you )?for watching|like and subscribe|subtitles by|www\.",
    re.IGNORECASE,
)
"""What Whisper's training subtitles say over silence and music, and nobody says to a buyer's assistant."""


@dataclass(frozen=True, slots=True)
class _Decoded:
    text: str
    no_speech: float
    log_probability: float


class Whisper:
    """A loaded model. One utterance at a time; no state between utterances."""

    def __init__(self, folder: Path, *, threads: int = 2, compute_type: str = "int8", beam: int = 1) -> None:
        """``folder``: a CTranslate2 Whisper model with its ``tokenizer.json``. Raises ModelMissing."""
        for name in ("model.bin", "config.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise ModelMissing(
                    f"{folder} has no {name}, so it is not a Whisper model for CTranslate2",
                    field="SUPPLYLINE_WHISPER",
                    remedy="run: supplyline models check",
                )
        self._model = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type=compute_type, inter_threads=1, intra_threads=threads
        )
        if self._model.n_mels != BANDS:
            raise ModelMissing(
                f"{folder} wants {self._model.n_mels} mel bands, not {BANDS}",
                field="SUPPLYLINE_WHISPER",
                remedy="use tiny, base, small, medium or large-v2",
            )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._beam = beam
        self._suppressed = self._suppressed_in(folder / "config.json")

    def transcribe(
        self,
        pcm: bytes,
        language: Language | None = None,
        prompts: Mapping[Language, str] | None = None,
        dropped: Callable[[], bool] = lambda: False,
    ) -> Transcript:
        """Greedy text of one utterance; see ``voice.ports.Recogniser``. ``dropped`` is asked between encoding and
        decoding; when it says so the rest is left undone and Dropped is raised."""
        began = time.perf_counter()
        samples = samples_of(pcm)[-int((LONGEST_SECONDS - TAIL_SECONDS) * RATE) :]
        if voiced_seconds(samples) < VOICED_SECONDS:
            return Transcript("", language or "zh", no_speech=1.0, seconds=time.perf_counter() - began)
        encoded = self.encode(samples)
        if dropped():
            raise Dropped("a more urgent request came")
        chosen = language or self.language_of(encoded)
        decoded = self._judged(encoded, chosen, (prompts or {}).get(chosen, ""), len(samples) / RATE)
        return Transcript(
            without_loops(decoded.text),
            chosen,
            decoded.no_speech,
            decoded.log_probability,
            time.perf_counter() - began,
        )

    def warm(self) -> None:
        """The first decode of a process allocates what later ones use again."""
        self._decode(self.encode(np.zeros(RATE, np.float32)), "en", "", 1.0)

    def encode(self, samples: Samples, seconds: float | None = None) -> ctranslate2.StorageView:
        """``seconds`` sets the window's length; it holds what it can of the samples."""
        seconds = seconds or window_seconds(len(samples) / RATE)
        frames = round(seconds * FRAMES_A_SECOND) // 2 * 2  # the encoder halves them
        features = log_mel(samples, frames)[np.newaxis]
        return self._model.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(features)))

    def language_of(self, encoded: ctranslate2.StorageView) -> Language:
        """The likelier one of LANGUAGES: a caller with an accent may sound like a third one to Whisper."""
        probability = dict(self._model.detect_language(encoded)[0])
        return max(LANGUAGES, key=lambda language: probability[f"<|{language}|>"])

    def _judged(self, encoded: ctranslate2.StorageView, language: Language, prompt: str, seconds: float) -> _Decoded:
        """What was said, its text empty when nobody spoke.

        A prompt makes Whisper sure of itself: over a knock it recites the prompt and believes it. So when there may
        have been no speech, only what it writes without one counts.
        """
        decoded = self._decode(encoded, language, prompt, seconds)
        if prompt.strip() and decoded.no_speech > DOUBT:
            decoded = self._decode(encoded, language, "", seconds)
        if invented(decoded.text, decoded.no_speech, decoded.log_probability):
            return replace(decoded, text="")
        return decoded

    def _decode(self, encoded: ctranslate2.StorageView, language: Language, prompt: str, seconds: float) -> _Decoded:
        tokens = self._prompt_tokens(prompt, language)
        longest = TOKENS_AT_LEAST + int(TOKENS_A_SECOND * seconds)
        result = self._model.generate(
            encoded,
            [tokens],
            beam_size=self._beam,
            max_length=min(448, len(tokens) + longest),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
        )[0]
        written = result.sequences_ids[0]
        # CTranslate2 gives the mean over the tokens written; Whisper's own measure counts the closing token as well.
        log_probability = result.scores[0] * len(written) / (len(written) + 1)
        text = self._tokenizer.decode(written, skip_special_tokens=True).strip()
        return _Decoded(text, result.no_speech_prob, log_probability)

    def _prompt_tokens(self, prompt: str, language: Language) -> list[int]:
        before: list[int] = []
        if prompt.strip():
            words = self._tokenizer.encode(f" {prompt.strip()}", add_special_tokens=False).ids
            before = [self._token("<|startofprev|>"), *words[-PROMPT_TOKENS:]]
        task = (f"<|{language}|>", "<|transcribe|>", "<|notimestamps|>")
        return [*before, self._token("<|startoftranscript|>"), *(self._token(name) for name in task)]

    def _token(self, name: str) -> int:
        token: int | None = self._tokenizer.token_to_id(name)
        if token is None:
            raise ModelMissing(
                f"the model has no token {name}", field="SUPPLYLINE_WHISPER", remedy="use a multilingual one"
            )
        return token

    def _suppressed_in(self, config: Path) -> list[int]:
        """Brackets, music notes and control tokens, which are not speech; as the model's own list has them."""
        listed: list[int] = json.loads(config.read_text())["suppress_ids"]
        return sorted({*listed, self._token("<|startofprev|>"), self._token("<|startoftranscript|>")})


def window_seconds(speech: float) -> float:
    return min(LONGEST_SECONDS, max(WINDOW_SECONDS, speech + TAIL_SECONDS))


def voiced_seconds(samples: Samples) -> float:
    """How much of it is louder than VOICED_DBFS, in frames of 20 ms: a click is not an utterance."""
    whole = len(samples) // FRAME_SAMPLES
    if whole == 0:
        return 0.0
    energy = np.mean(samples[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES) ** 2, axis=1)
    return float(np.count_nonzero(energy > 10 ** (VOICED_DBFS / 10))) * FRAME_SAMPLES / RATE


def invented(text: str, no_speech: float = 0.0, log_probability: float = 0.0) -> bool:
    """Whether the text is held to come from the model alone: nobody spoke, or probably nobody and it doubts its own
    words too, or it recites subtitles. Figures are those of decoding without a prompt."""
    doubted = no_speech > UNLIKELY and log_probability < LOG_PROBABILITY
    return no_speech > IMPOSSIBLE or doubted or bool(CREDITS.search(text))


def without_loops(text: str) -> str:
    """A stretch that a looping decoder repeated, once, and nothing after it. Digits and short words may repeat
    (零零零零, no no no), so short stretches need six rounds and longer ones three."""
    for shortest, longest, rounds in ((4, 60, 3), (1, 3, 6)):
        loop = re.search(rf"(.{{{shortest},{longest}}}?)\1{{{rounds - 1},}}", text, re.DOTALL)
        if loop:
            text = text[: loop.start()] + _unit(loop[1])
    return text.strip()


def _unit(stretch: str) -> str:
    """The shortest stretch that, repeated, is this one: 谢谢谢谢 is 谢, and again and again is "again and "."""
    return stretch[: (stretch + stretch).index(stretch, 1)]
