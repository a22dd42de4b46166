"""Which tools, states, languages and channels the cases of a run touched, and which they did not. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from evals.results import CaseResult
from evals.scenarios.scenario import FaultKind
from procurement.entities import DocumentStatus, DraftStatus, Fulfilment, LotStatus, ResponseStatus, ShipmentStatus
from tools.registry import TOOLS

NONE = "-"  # a case without a tool call, or about no state in particular


def matrix(cases: Iterable[CaseResult]) -> list[dict[str, Any]]:
    """[{tool, state, variant, channel, cases}]: how many cases called the tool and are about the state."""
    counts = Counter(
        (tool, state, case.variant, case.channel)
        for case in cases
        for tool in case.tools or (NONE,)
        for state in case.covers or (NONE,)
    )
    return [
        {"tool": tool, "state": state, "variant": variant, "channel": channel, "cases": n}
        for (tool, state, variant, channel), n in sorted(counts.items())
    ]


def wanted() -> list[str]:
    """Everything a suite should touch: ``tool.create_order``, ``fault.crash``, ``draft.expired``, ``document.on_hold``,
    ``response.rejected``, ...."""
    kinds = {
        "tool": TOOLS,
        "fault": get_args(FaultKind),
        "draft": get_args(DraftStatus),
        "document": get_args(DocumentStatus),
        "response": get_args(ResponseStatus),
        "fulfilment": get_args(Fulfilment),
        "shipment": get_args(ShipmentStatus),
        "lot": get_args(LotStatus),
    }
    return [f"{kind}.{name}" for kind, names in kinds.items() for name in names]


def uncovered(cases: Sequence[CaseResult]) -> list[str]:
    """What no case touches: tools it called and faults that happened count, and the states it says it is about."""
    touched = {
        *(f"tool.{tool}" for case in cases for tool in case.tools),
        *(f"fault.{fault}" for case in cases for fault in case.faults),
        *(state for case in cases for state in case.covers),
    }
    return [name for name in wanted() if name not in touched]
