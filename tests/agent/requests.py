"""What tests of models ask: a ModelRequest with small tools of its own, and how to read an answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from agent.model import Chunk, Model, ModelRequest, ToolCallRequest
from agent.scene import Scene
from procurement.actor import Actor
from procurement.catalogue import Catalogue
from procurement.working_calendar import WorkingCalendar
from tools.spec import Tool, ToolContext, ToolResult


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    item: str | None = Field(None, description="Part number or name.")
    quantity: Decimal | None = Field(None, description="How many.", gt=0)


class Order(BaseModel):
    """One purchase order."""

    model_config = ConfigDict(extra="forbid")

    lines: list[Line] = Field(description="One entry an item.")
    title: str | None = None
    date: dt.date | None = Field(None, description="Latest day of arrival.")


class Look(BaseModel):
    order: str


async def _run(context: ToolContext, arguments: Any) -> ToolResult:
    raise AssertionError("a model does not run tools")


ORDER = Tool("order", "write", Order, _run, "Propose an order.")
LOOK = Tool("look", "read", Look, _run, "Look at an order.")

ASKED: tuple[dict[str, Any], ...] = (
    {"role": "system", "content": "You order."},
    {"role": "user", "content": "订五百个6204轴承"},
)


def asking(messages: Sequence[dict[str, Any]] = ASKED, tools: Sequence[Tool] = (ORDER, LOOK)) -> ModelRequest:
    actor = Actor("c", "buyer", "b", "buyer", "buyer", "李娜", "Li Na", "zh", Decimal(50_000), False, None)
    catalogue = Catalogue(own_party_id="b", items=(), parties=(), warehouses=())
    scene = Scene(actor, "zh", dt.date(2026, 11, 23), WorkingCalendar(), catalogue)
    return ModelRequest(said=messages, tools=tools, scene=scene)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as the conversation understands it: the text after the last restart, and the calls."""

    text: str
    calls: tuple[ToolCallRequest, ...]
    chunks: tuple[Chunk, ...]


async def hear(model: Model, request: ModelRequest | None = None) -> Heard:
    text = ""
    calls: tuple[ToolCallRequest, ...] = ()
    chunks: list[Chunk] = []
    async for chunk in model.stream(request or asking()):
        text = chunk.text if chunk.restart else text + chunk.text
        calls += chunk.calls
        chunks.append(chunk)
    return Heard(text, calls, tuple(chunks))
