from evals.running.coverage import matrix, uncovered, wanted
from tests.evals.running.cases import case


def test_the_matrix_counts_cases_by_tool_state_language_and_channel() -> None:
    cases = [
        case("a", tools=["create_order"], covers=["draft.executed"]),
        case("b", tools=["create_order", "get_order"], covers=["draft.executed"]),
        case("b", variant="en"),
    ]
    rows = [tuple(row.values()) for row in matrix(cases)]
    assert rows == [
        ("-", "-", "en", "text", 1),
        ("create_order", "draft.executed", "zh", "text", 2),
        ("get_order", "draft.executed", "zh", "text", 1),
    ]


def test_what_nobody_touches_is_named() -> None:
    covered = case("a", tools=["trace_lot"], faults=["crash"], covers=["draft.expired", "document.on_hold"])
    left = uncovered([covered])
    assert set(wanted()) - set(left) == {"tool.trace_lot", "fault.crash", "draft.expired", "document.on_hold"}
    assert {"tool.create_order", "fault.model_down", "draft.open", "response.rejected"} <= set(left)
