"""Agents with one fault each, to be caught: ``evals.subjects.mutants:NAME`` is the factory of the one of that name."""

from evals.subjects.mutants import (
    deciding,
    finding,
    lasting,
    listening,
    misunderstanding,
    promising,
    recording,
    replying,
)
from evals.subjects.mutants.mutant import Mutant

MUTANTS: dict[str, Mutant] = {
    one.name: one
    for module in (misunderstanding, promising, deciding, recording, finding, replying, lasting, listening)
    for one in vars(module).values()
    if isinstance(one, Mutant)
}


def __getattr__(name: str) -> Mutant:
    """Each mutant by its name, for ``--agent``."""
    if name not in MUTANTS:
        raise AttributeError(f"there is no mutant {name!r}")
    return MUTANTS[name]
