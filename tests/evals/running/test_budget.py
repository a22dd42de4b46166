"""What a live run costs: counted as the server says, estimated where it says nothing, stopped at the limit."""

from collections.abc import AsyncIterator

import pytest

from agent.model import Chunk, ModelRequest, Usage
from evals.running.budget import Bill, Budget, MeteredModel, Prices, metered
from procurement.errors import Unavailable
from tests.agent.requests import hear


class Counting:
    """Says two pieces and what they took; ``counts`` False: keeps the latter to itself."""

    name = "tiny"

    def __init__(self, *, counts: bool = True, breaks: bool = False) -> None:
        self.counts, self.breaks, self.open = counts, breaks, True

    async def stream(self, request: ModelRequest) -> AsyncIterator[Chunk]:
        yield Chunk(text="好的")
        if self.breaks:
            raise Unavailable("It broke.")
        yield Chunk(text="。")
        if self.counts:
            yield Chunk(usage=Usage(120, 30))

    async def close(self) -> None:
        self.open = False


async def test_the_servers_count_is_taken_and_kept_from_the_agent() -> None:
    bill = Bill()
    heard = await hear(MeteredModel(Counting(), bill))
    assert [chunk.text for chunk in heard.chunks] == ["好的", "。"]
    assert bill == Bill(input=120, output=30)


async def test_without_a_count_it_is_a_token_for_each_character() -> None:
    bill = Bill()
    await hear(MeteredModel(Counting(counts=False), bill))
    assert bill.output == 3
    assert bill.input >= len("You order.订五百个6204轴承")
    assert bill.estimated == bill.input + bill.output


async def test_an_answer_that_breaks_off_is_on_the_bill() -> None:
    bill = Bill()
    with pytest.raises(Unavailable):
        await hear(MeteredModel(Counting(breaks=True), bill))
    assert bill.output == 2
    assert bill.input > 0


async def test_trials_do_not_close_the_model_they_share() -> None:
    model = Counting()
    for one in metered([model], Bill()):
        assert one.name == "tiny"
        await one.close()
    assert model.open


def test_the_limit_is_reached_by_all_bills_together() -> None:
    budget = Budget(Prices(input=2.0, output=10.0), limit=0.05)
    first = budget.open_bill()
    first.input, first.output = 10_000, 2_000
    assert budget.spent == pytest.approx(0.04)
    assert not budget.used_up
    budget.open_bill().output = 1_000
    assert budget.used_up


def test_without_a_limit_it_is_never_used_up() -> None:
    budget = Budget(Prices(1.0, 1.0))
    budget.open_bill().input = 10**9
    assert not budget.used_up
