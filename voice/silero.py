"""Silero's voice detector, run as a stream: its ONNX ships inside faster-whisper, its state is ours to keep.

Takes 16 kHz mono PCM16 in pieces of any length and looks at windows of 32 ms, each with the 4 ms before it.
"""

from importlib.resources import files

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

WINDOW = 512  # samples: 32 ms at 16 kHz
CONTEXT = 64  # samples of the window before that the model is also shown
STATE = (1, 1, 128)


class Silero:
    """The model, loaded once; every call opens its own stream. The session may be shared between threads."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        # One thread: a window takes a fraction of a millisecond, less than waking a second one.
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        model = files("faster_whisper") / "assets" / "silero_vad_v6.onnx"
        self.session = onnxruntime.InferenceSession(
            model.read_bytes(), providers=["CPUExecutionProvider"], sess_options=options
        )

    def stream(self) -> "SileroStream":
        return SileroStream(self.session)


class SileroStream:
    """One caller's audio. ``probability`` is that of the last whole window, 0 before the first."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self.probability = 0.0
        self.reset()

    def reset(self) -> None:
        """Forget what was heard, as for a new caller."""
        self.probability = 0.0
        self._hidden: NDArray[np.float32] = np.zeros(STATE, np.float32)
        self._cell: NDArray[np.float32] = np.zeros(STATE, np.float32)
        self._samples: NDArray[np.float32] = np.zeros(CONTEXT, np.float32)

    def feed(self, pcm: bytes) -> float:
        """Take more audio; returns the probability of speech in the last whole window."""
        fresh = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        self._samples = np.concatenate([self._samples, fresh])
        while len(self._samples) >= CONTEXT + WINDOW:
            window = self._samples[None, : CONTEXT + WINDOW]
            outputs = self._session.run(None, {"input": window, "h": self._hidden, "c": self._cell})
            probabilities, self._hidden, self._cell = outputs
            self.probability = float(probabilities.item())
            self._samples = self._samples[WINDOW:]
        return self.probability
