"""Success against the rate of recognition errors: scenarios that were written for text, heard badly (``--asr-errors``).

The trials are offline ones like any other, with the scenario's own expectations; at rate 0 the words arrive as they
were typed, so the difference is that of the errors alone.
"""

from collections.abc import Sequence
from pathlib import Path

from evals.results import Share
from evals.scenarios.reading import Suite
from evals.scenarios.scenario import Scenario, Variant
from evals.scoring.grading import grade, passed
from evals.subjects.subject import Factory
from evals.trials.hearing import hard_of_hearing
from evals.trials.trial import run_trial

RATES = (0.0, 0.05, 0.1, 0.2)
SCENARIOS = 40  # at most: they are played once a rate in each variant


def spoken_scenarios(suite: Suite, most: int = SCENARIOS) -> list[Scenario]:
    """Those that one person could say on a call, spread evenly over the suite's ids."""
    fitting = sorted((one for one in suite.scenarios if _could_be_said(one)), key=lambda one: one.id)
    return [fitting[number * len(fitting) // most] for number in range(most)] if len(fitting) > most else fitting


def _could_be_said(scenario: Scenario) -> bool:
    """Everything is said by one person, one thing after the other, and nothing else goes wrong."""
    acts = [act for step in scenario.steps for act in step.acts] + [reaction.does for reaction in scenario.reactions]
    return (
        scenario.channel == "text"
        and scenario.quarantine is None
        and not scenario.faults
        and not any(step.together for step in scenario.steps)
        and all(act.conversation is None and act.actor in (None, scenario.actor) for act in acts)
        and any(act.say is not None for act in acts)
    )


async def errors_heard(
    suite: Suite,
    *,
    subject: Factory,
    agent_name: str,
    folder: Path,
    template: Path,
    rates: Sequence[float] = RATES,
    most: int = SCENARIOS,
) -> dict[str, Share]:
    """{rate: passed cases of all}, for ``RunResult.errors_heard``. ``folder``: for the trials, a folder each."""
    cases = [(scenario, variant) for scenario in spoken_scenarios(suite, most) for variant in scenario.variants]
    curve = {}
    for rate in rates:
        held = 0
        for scenario, variant in cases:
            place = folder / f"{scenario.id}.{variant}.{rate:g}"
            place.mkdir(parents=True)
            hearing = hard_of_hearing(subject, variant, rate, f"{scenario.id}.{variant}.{rate:g}")
            digest = suite.digests[scenario.id]
            held += await _passes(scenario, variant, hearing, agent_name, place, template, digest)
        curve[f"{rate:g}"] = Share(passed=held, n=len(cases), share=held / len(cases) if cases else None)
    return curve


async def _passes(
    scenario: Scenario, variant: Variant, subject: Factory, agent_name: str, folder: Path, template: Path, digest: str
) -> bool:
    record, _ = await run_trial(
        scenario, variant, 1, subject=subject, agent_name=agent_name, folder=folder, template=template, digest=digest
    )
    return passed(grade(scenario, record), record)
