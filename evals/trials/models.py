"""Language models as a trial hands them to the agent under test."""

from collections.abc import AsyncIterator, Callable

from agent.model import Chunk, Model, ModelRequest
from procurement.errors import Unavailable


class LentModel:
    """A model that serves many trials: an agent that closes it does not take it from the others."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self._model = model

    def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        return self._model.stream(request)

    async def close(self) -> None:
        """Whoever lent it closes it."""


class UnreachableModel:
    """A hosted model behind a line that is down. ``missed`` is told of each request that finds that out."""

    name = "unreachable"

    def __init__(self, missed: Callable[[], object]) -> None:
        self._missed = missed

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        self._missed()
        raise Unavailable("The language model cannot be reached.")
        yield  # makes it a stream

    async def close(self) -> None:
        """It holds nothing."""
