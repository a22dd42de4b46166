"""What a live run may cost: tokens are counted as they are used, and no trial starts once the limit is reached."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from agent.model import Chunk, Model, ModelRequest

PER = 1_000_000


@dataclass(slots=True)
class Bill:
    """Tokens of one trial. ``estimated``: those among them that no server reported."""

    input: int = 0
    output: int = 0
    estimated: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens."""

    input: float = 0.0
    output: float = 0.0

    def of(self, bill: Bill) -> float:
        return (bill.input * self.input + bill.output * self.output) / PER


@dataclass(slots=True)
class Budget:
    """``limit``: US dollars for all trials together, None for no limit. Trials that run when it is reached may end."""

    prices: Prices = Prices()
    limit: float | None = None
    bills: list[Bill] = field(default_factory=list)

    @property
    def spent(self) -> float:
        return sum(self.prices.of(bill) for bill in self.bills)

    @property
    def used_up(self) -> bool:
        return self.limit is not None and self.spent >= self.limit

    def open_bill(self) -> Bill:
        self.bills.append(Bill())
        return self.bills[-1]


class MeteredModel:
    """A Model that puts what it takes on a bill: the server's own count, or where it gives none an upper estimate, a
    token for each character. Trials share the model behind it, so it is not theirs to close."""

    def __init__(self, model: Model, bill: Bill) -> None:
        self.name = model.name
        self._model, self._bill = model, bill

    async def close(self) -> None:
        """Whoever opened the model closes it."""

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        said, reported = 0, False
        try:
            async for chunk in self._model.stream(request):
                if chunk.usage is not None:
                    self._bill.input += chunk.usage.input
                    self._bill.output += chunk.usage.output
                    reported = True
                    continue
                said += len(chunk.text) + sum(len(call.name) + len(call.arguments) for call in chunk.calls)
                yield chunk
        finally:
            if not reported:
                self._estimate(request, said)

    def _estimate(self, request: ModelRequest, said: int) -> None:
        asked = len(str(request.messages)) + sum(len(tool.description) for tool in request.tools)
        self._bill.input += asked
        self._bill.output += said
        self._bill.estimated += asked + said


def metered(models: Sequence[Model], bill: Bill) -> list[Model]:
    return [MeteredModel(model, bill) for model in models]
