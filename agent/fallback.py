"""Several models as one: the first in order that answers. Usually hosted models and, last, the offline grammar."""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from agent.model import Chunk, Model, ModelRequest
from procurement.errors import Unavailable

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Circuit:
    """One model and whether to ask it. After ``tolerance`` failures in a row it is put aside for ``cool_down`` seconds;
    then a single request tries it again while the others still pass it by."""

    model: Model
    tolerance: int
    cool_down: float
    failures: int = 0
    aside_until: float = 0.0

    def admits(self, now: float) -> bool:
        if self.failures < self.tolerance:
            return True
        if now < self.aside_until:
            return False
        self.aside_until = now + self.cool_down
        return True

    def failed(self, now: float) -> None:
        self.failures += 1
        self.aside_until = now + self.cool_down

    def answered(self) -> None:
        self.failures = 0


class FallbackModel:
    """Text is passed on as it comes. When a model breaks after it has said something, the first chunk of the next one
    carries ``restart``. Tool calls are passed on only after the stream that made them ended well. Each chunk names the
    model it came from.

    A model that merely refuses one request (Unavailable with a ``field``) is passed over without being put aside.
    Models put aside are asked after all others have failed. Each model keeps its own deadlines.
    """

    def __init__(
        self,
        models: Sequence[Model],
        *,
        tolerance: int = 2,
        cool_down: float = 30.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        if not models:
            raise ValueError("a fallback needs at least one model")
        self.name = ", ".join(model.name for model in models)
        self._circuits = tuple(_Circuit(model, tolerance, cool_down) for model in models)
        self._now = now

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        """Raises Unavailable when no model answers, also after text was yielded; that text is then not an answer."""
        spoken = False
        for circuit in self._in_order():
            restart = spoken
            try:
                async with aclosing(_answer(circuit.model, request)) as chunks:
                    async for chunk in chunks:
                        yield replace(chunk, restart=True) if restart else chunk
                        restart, spoken = False, True
            except Unavailable as failure:
                self._note(circuit, failure)
            else:
                circuit.answered()
                return
        raise Unavailable("No language model can answer now.", remedy="Try again in a minute.")

    async def close(self) -> None:
        for circuit in self._circuits:
            await circuit.model.close()

    def _in_order(self) -> Iterator[_Circuit]:
        aside = []
        for circuit in self._circuits:
            if circuit.admits(self._now()):
                yield circuit
            else:
                aside.append(circuit)
        yield from aside

    def _note(self, circuit: _Circuit, failure: Unavailable) -> None:
        if failure.field is None:
            circuit.failed(self._now())
        log.warning("model failed", extra={"model": circuit.model.name, "reason": failure.message})


async def _answer(model: Model, request: ModelRequest) -> AsyncGenerator[Chunk, None]:
    """The model's chunks, named; tool calls once the stream is at its end. An answer of nothing is Unavailable."""
    chunks = model.stream(request)
    empty = True
    last: Chunk | None = None
    try:
        async for chunk in chunks:
            chunk = replace(chunk, answered_by=chunk.answered_by or model.name)
            if chunk.calls:
                last = chunk
            elif chunk.text:
                empty = False
                yield chunk
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
    if last is not None:
        yield last
    elif empty:
        raise Unavailable(f"The language model {model.name} gave an empty answer.")
