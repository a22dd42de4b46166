"""Which tool a message calls for: evidence in weights, added up; a tool needs a lead, and a write a larger one."""

from agent.grammar.evidence import EVIDENCE
from agent.grammar.facts import Facts

TOOLS = (
    "create_order",
    "cancel_order",
    "check_supplier_capacity",
    "find_shipment",
    "get_order",
    "find_orders",
    "trace_lot",
    "stock_status",
)
ENOUGH = 3.0  # below it nothing was understood
LEAD = 0.5  # an order must weigh this much more than the best reading that writes nothing


def weigh(facts: Facts) -> dict[str, float]:
    """The weight of evidence for every tool."""
    weights = dict.fromkeys(TOOLS, 0.0)
    for evidence in EVIDENCE:
        if evidence.holds(facts):
            weights[evidence.tool] += evidence.weight
    return weights


def explain(facts: Facts) -> list[str]:
    """The evidence that held, in words."""
    return [f"{one.tool} {one.weight:+}: {one.why}" for one in EVIDENCE if one.holds(facts)]


def _listed(facts: Facts) -> bool:
    """Orders are to be listed, whatever for: 把延期的订单都列出来,下午开会要用."""
    return facts.noun and facts.has("list", "which") and not (facts.amount or facts.ordering)


def choose(facts: Facts) -> str | None:
    """The tool with enough evidence. A write that does not lead the best read gives way to it."""
    if facts.has("foreign") and not (facts.item or facts.identified or _listed(facts)):
        return None
    weights = weigh(facts)
    best = max(TOOLS, key=lambda tool: weights[tool])
    if weights[best] < ENOUGH:
        return None
    if best == "create_order":
        reads = max(weights[tool] for tool in TOOLS if tool not in ("create_order", "cancel_order"))
        if weights[best] - reads < LEAD:
            return max((tool for tool in TOOLS if tool != best), key=lambda tool: weights[tool])
    return best
