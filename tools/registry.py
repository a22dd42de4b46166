"""The eight tools by name, and the one way to call them: the boundary where a SupplyLineError becomes an answer."""

import json
from typing import Any

from pydantic import ValidationError

from procurement.errors import InvalidInput, NotFound, SupplyLineError
from tools.capacity import CHECK_SUPPLIER_CAPACITY
from tools.lots import TRACE_LOT
from tools.ordering import CANCEL_ORDER, CREATE_ORDER
from tools.orders import FIND_ORDERS, GET_ORDER
from tools.shipments import FIND_SHIPMENT
from tools.spec import Tool, ToolContext, ToolResult
from tools.stock import STOCK_STATUS

TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        CREATE_ORDER,
        CANCEL_ORDER,
        CHECK_SUPPLIER_CAPACITY,
        FIND_SHIPMENT,
        GET_ORDER,
        FIND_ORDERS,
        TRACE_LOT,
        STOCK_STATUS,
    )
}

ARGUMENTS_LENGTH = 100_000  # characters of JSON text


def refusal(error: SupplyLineError) -> ToolResult:
    """An error as a tool's answer."""
    return ToolResult("refused", data=dict(error.as_dict()))


async def call(ctx: ToolContext, name: str, arguments: dict[str, Any] | str) -> ToolResult:
    """Validates and runs. Whatever the caller got wrong comes back as status ``refused`` with code, message, field and
    remedy; only faults of ours raise."""
    try:
        tool = TOOLS.get(name)
        if tool is None:
            raise NotFound(
                f"There is no tool {name[:40]!r}.", field="name", remedy=f"The tools are: {', '.join(TOOLS)}."
            )
        return await tool.run(ctx, validated(tool, arguments))
    except SupplyLineError as error:
        return refusal(error)


def validated(tool: Tool, arguments: dict[str, Any] | str) -> Any:
    """The tool's arguments as its ``parameters`` model; InvalidInput names the first field at fault."""
    try:
        return tool.parameters.model_validate(decoded(arguments) if isinstance(arguments, str) else arguments)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise InvalidInput(
            f"{tool.name}: {first['msg']}.",
            field=".".join(str(part) for part in first["loc"])[:80] or None,
            remedy=f"The fields of {tool.name} are: {', '.join(tool.parameters.model_fields)}.",
        ) from error


def decoded(text: str) -> dict[str, Any]:
    """JSON text as a model sends it; empty text means no arguments. Numbers keep their exact digits."""
    if not text.strip():
        return {}
    if len(text) > ARGUMENTS_LENGTH:
        raise InvalidInput("The arguments are too long.", field="arguments", remedy="Send a shorter JSON object.")
    try:
        value = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(
            "The arguments are not valid JSON.", field="arguments", remedy="Send one JSON object."
        ) from error
    if not isinstance(value, dict):
        raise InvalidInput("The arguments are not an object.", field="arguments", remedy="Send one JSON object.")
    return value
