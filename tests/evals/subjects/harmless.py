"""A mutant without a fault: nothing may catch it."""

from typing import Any

from evals.subjects.mutants.mutant import replaces


@replaces("procurement.proposals.line_amounts", hint=("order",))
def nothing_wrong(line_amounts: Any, *terms: Any) -> Any:
    """It does what it did before."""
    return line_amounts(*terms)
