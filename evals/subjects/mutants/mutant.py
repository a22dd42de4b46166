"""A Mutant: the production agent with one fault. Two ways to put it in: misread the words, or change one function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pkgutil import resolve_name
from types import TracebackType
from typing import Any, Self

from agent.assistant import Agent, open_agent
from agent.conversation import Conversation
from agent.fallback import FallbackModel
from agent.grammar.model import Grammar
from agent.model import Model, ModelRequest
from evals.subjects.mutants.misreading import Arguments, MisreadingModel
from evals.subjects.subject import Factory, Subject
from procurement.actor import Actor
from procurement.store import Store


@dataclass(frozen=True, slots=True)
class Mutant:
    """A Factory. ``fault`` in one line; ``hint``: words of the ids, titles, tags or situations of scenarios to try
    first; ``stops``: the fault is that something breaks off or never ends, so a trial that does is a verdict;
    ``hears``: it shows only when the words are spoken, recognised with this rate of errors."""

    name: str
    fault: str
    hint: tuple[str, ...]
    factory: Factory
    stops: bool = False
    hears: float | None = None

    async def __call__(self, store: Store, models: Sequence[Model] = ()) -> Subject:
        return await self.factory(store, models)


def misreads(tool: str, *, hint: tuple[str, ...]) -> Callable[[Callable[[Arguments, ModelRequest], Arguments]], Mutant]:
    """The mutant that fills in the arguments of a tool as the decorated function changes them."""

    def made(change: Callable[[Arguments, ModelRequest], Arguments]) -> Mutant:
        async def factory(store: Store, models: Sequence[Model]) -> Subject:
            return Agent(store, MisreadingModel(FallbackModel([*models, Grammar()]), tool, change))

        return Mutant(change.__name__, _fault(change), hint, factory)

    return made


def replaces(
    *targets: str, hint: tuple[str, ...], stops: bool = False, hears: float | None = None
) -> Callable[[Callable[..., Any]], Mutant]:
    """The mutant that does what the decorated function says wherever the product would call one of ``targets``, names
    in full. The decorated function gets what was there before, and then the arguments of the call."""
    originals = {target: resolve_name(target) for target in targets}

    def made(change: Callable[..., Any]) -> Mutant:
        functions = {target: (original, _instead(original, change)) for target, original in originals.items()}

        async def factory(store: Store, models: Sequence[Model]) -> Subject:
            return PatchedAgent(functions, store, models)

        return Mutant(change.__name__, _fault(change), hint, factory, stops, hears)

    return made


def _fault(change: Callable[..., Any]) -> str:
    assert change.__doc__, f"{change.__name__} does not say what its fault is"
    return change.__doc__.strip()


def _instead(original: Callable[..., Any], change: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def changed(*args: Any, **kwargs: Any) -> Any:
        return change(original, *args, **kwargs)

    return changed


class PatchedAgent:
    """The production agent, while functions of the product are others: {target: (original, changed)}. They are global,
    so there is one subject in a process at a time; one that was killed is followed by the next without being closed."""

    def __init__(self, functions: dict[str, tuple[Any, Any]], store: Store, models: Sequence[Model]) -> None:
        self._functions = functions
        self._store = store
        self._models = models
        self._agent: Agent

    async def __aenter__(self) -> Self:
        for target, (_, changed) in self._functions.items():
            _put(target, changed)
        try:
            self._agent = await open_agent(self._store, self._models)
        except BaseException:
            self._restore()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._agent.close()
        finally:
            self._restore()

    async def conversation(self, actor: Actor, conversation_id: str | None = None) -> Conversation:
        return await self._agent.conversation(actor, conversation_id)

    def _restore(self) -> None:
        for target, (original, _) in self._functions.items():
            _put(target, original)


def _put(target: str, function: Any) -> None:
    owner, _, name = target.rpartition(".")
    setattr(resolve_name(owner), name, function)
