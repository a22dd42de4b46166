"""How far an order has come, derived from the sums of its lines; never set by hand. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from procurement.entities import Fulfilment

LineSums = tuple[Decimal, Decimal, Decimal]  # ordered, shipped, received, in base units


def fulfilment(lines: Sequence[LineSums]) -> Fulfilment:
    """The word for an order with these lines. Receipt counts before shipment: what is here has been sent."""
    if lines and all(received >= ordered for ordered, _, received in lines):
        exceeded = any(received > ordered for ordered, _, received in lines)
        return "over_received" if exceeded else "received"
    if any(received > 0 for _, _, received in lines):
        return "partially_received"
    if lines and all(shipped >= ordered for ordered, shipped, _ in lines):
        return "shipped"
    return "partially_shipped" if any(shipped > 0 for _, shipped, _ in lines) else "not_shipped"
