"""A Case: one scenario in one variant, which is what is tried, counted and named in reports."""

from dataclasses import dataclass
from itertools import accumulate

from evals.scenarios.scenario import Scenario, Variant


@dataclass(frozen=True, slots=True)
class Case:
    """``digest``: of the scenario."""

    scenario: Scenario
    variant: Variant
    digest: str

    @property
    def name(self) -> str:
        return f"{self.scenario.id}.{self.variant}"

    def key(self, trial: int) -> str:
        """As ``Record.key``."""
        return f"{self.name}.{trial}"

    @property
    def cut(self) -> frozenset[int]:
        """The utterances, from 1, into whose answer the next act is spoken."""
        acts = [act for step in self.scenario.steps for act in step.acts]
        said = accumulate(int(act.say is not None) for act in acts)
        return frozenset(number for number, act in zip(said, acts[1:], strict=False) if act.into is not None)
