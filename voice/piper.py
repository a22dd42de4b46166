"""A Piper voice, with the samples at which each word is said. Runs inside the synthesiser's worker: Piper is GPL-3.0.

Piper tells how long each phoneme takes only when its model has that output; a copy of the model with the output added
is written once to a cache folder.
"""

import json
import os
import tempfile
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
from piper import AudioChunk, PiperVoice, SynthesisConfig
from piper.config import PhonemeType, PiperConfig
from piper.patch_voice_with_alignment import add_alignment_output

from voice.errors import ModelMissing
from voice.frames import pcm_of, resampled
from voice.marks import aligned, marks_of, trimmed, words_of
from voice.ports import RATE, Clip, Language

GAIN = 0.8  # of the loudest sample; clauses made one by one must not jump in loudness
SILENT = {" ", ",", ".", "!", "?", ";", ":", "^", "$", "_", "-", "—", "…", '"', "(", ")"}


class Piper:
    """A loaded voice. One text at a time."""

    def __init__(self, model: Path, cache: Path, language: Language, *, threads: int = 2) -> None:
        """``model``: a Piper .onnx with its .onnx.json beside it. Raises ModelMissing."""
        self._field = f"SUPPLYLINE_VOICE_{language.upper()}"
        config = model.with_name(f"{model.name}.json")
        for file in (model, config):
            if not file.is_file():
                raise ModelMissing(
                    f"there is no Piper voice at {file}", field=self._field, remedy="run: supplyline models check"
                )
        self.language = language
        self._voice = PiperVoice(
            config=PiperConfig.from_dict(json.loads(config.read_text())),
            session=_session(with_alignments(model, cache), threads),
            download_dir=cache,
        )
        if self._voice.config.phoneme_type is PhonemeType.PINYIN and not (cache / "g2pW").is_dir():
            raise ModelMissing(
                f"{model.name} needs the g2pW pronunciation model, which is not in {cache}",
                field=self._field,
                remedy="use a voice of phoneme type espeak, such as zh_CN-huayan-medium",
            )
        self._alone: dict[str, list[str]] = {}

    def synthesise(self, text: str) -> Clip:
        words = words_of(text)
        chunks = list(self._voice.synthesize(sayable(text), SynthesisConfig(volume=GAIN), include_alignments=True))
        if not chunks:
            return Clip(b"", marks_of(words, [0] * len(words), 0))
        rate = chunks[0].sample_rate
        pcm = resampled(pcm_of(np.concatenate([chunk.audio_float_array for chunk in chunks])), rate)
        ends = [round(end * RATE / rate) for end in self._ends(words, chunks)]
        return trimmed(Clip(pcm, marks_of(words, ends, len(pcm) // 2)))

    def _ends(self, words: list[str], chunks: Iterable[AudioChunk]) -> list[int]:
        """The sample, at the voice's rate, where each word's last sounding phoneme is over."""
        phonemes: list[str] = []
        over: list[int] = []
        at = 0
        for chunk in chunks:
            if chunk.phoneme_alignments is None:
                raise ModelMissing(
                    "the voice does not tell how long its phonemes take", field=self._field, remedy="use another voice"
                )
            ends = accumulate((int(alignment.num_samples) for alignment in chunk.phoneme_alignments), initial=at)
            sounding = [
                (alignment.phoneme, end)
                for alignment, end in zip(chunk.phoneme_alignments, list(ends)[1:], strict=True)
                if alignment.phoneme not in SILENT
            ]
            phonemes += [phoneme for phoneme, _ in sounding]
            over += [end for _, end in sounding]
            at += len(chunk.audio_float_array)
        reached = aligned([self._phonemes_alone(word) for word in words], phonemes)
        return [over[count - 1] if count else 0 for count in reached]

    def _phonemes_alone(self, word: str) -> list[str]:
        if word not in self._alone:
            if len(self._alone) > 5_000:
                self._alone.clear()
            spoken = self._voice.phonemize(sayable(word))
            self._alone[word] = [phoneme for part in spoken for phoneme in part if phoneme not in SILENT]
        return self._alone[word]


def _session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """Threads that wait for work sleep: spinning, the default, doubles the processor time and takes it from the
    recogniser."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def sayable(text: str) -> str:
    """Without what Piper or its phonemiser would choke on: lone surrogates, NUL, and its own [[phoneme]] notation."""
    return text.encode(errors="replace").decode().replace("\0", " ").replace("[[", "[ [")


def with_alignments(model: Path, cache: Path) -> Path:
    """The copy of ``model`` that tells its phonemes' lengths; written by the first to ask, whole or not at all."""
    stamp = model.stat()
    copy = cache / f"{model.stem}-{stamp.st_size:x}-{stamp.st_mtime_ns:x}.aligned.onnx"
    if not copy.is_file():
        network = onnx.load(str(model))
        outputs = {output.name for output in network.graph.output}
        lengths = {name for node in network.graph.node if node.op_type == "Ceil" for name in node.output}
        if not outputs & lengths:
            add_alignment_output(network)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache, suffix=".onnx", delete=False) as file:
            file.write(network.SerializeToString())
        os.replace(file.name, copy)
    return copy
