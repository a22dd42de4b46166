"""One run, from what was asked for to its result."""

import gc
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.model import Model
from evals.results import RunResult, Share
from evals.running import inspection
from evals.running.asked import Asked, cases_of, doing_digests
from evals.running.budget import Budget
from evals.running.folder import RunFolder, Started
from evals.running.graded import Graded
from evals.running.playing import LONGEST, Player, way_in
from evals.running.progress import progress
from evals.running.summary import result_of
from evals.scenarios.case import Case
from evals.scenarios.reading import Suite, load
from evals.subjects.naming import factory_named
from evals.subjects.subject import Factory
from evals.trials.template import make_template
from procurement.errors import InvalidInput

AT_ONCE = 4  # trials side by side where a model is waited for; offline one has the processor to itself
GRAMMAR = "grammar"


def names(models: Sequence[Model]) -> str:
    return ", ".join(model.name for model in models) or GRAMMAR


async def run(
    asked: Asked,
    folder: RunFolder,
    *,
    models: Sequence[Model] = (),
    budget: Budget | None = None,
    longest: float | None = None,
    mishear: bool = False,
) -> RunResult:
    """Plays what the folder has no record of, and grades everything. ``longest``: seconds for a trial. ``mishear``:
    text scenarios are also tried with words as a recogniser mishears them.

    Raises InvalidInput for a suite, an agent or a pattern that cannot be, before anything is played.
    """
    suite, subject = load(asked.place), factory_named(asked.agent)
    cases, budget = cases_of(suite, asked), budget or Budget()
    folder.start(Started(asked=asked, model=names(models), doing=doing_digests(suite)))
    with TemporaryDirectory(prefix="eval-") as scratch:
        template = Path(scratch) / "template.db"
        await make_template(template)
        gc.collect()
        gc.freeze()  # what is loaded by now stays: going through it again and again takes a fifth of the time
        async with way_in(asked.channel) as way:
            longest = longest or LONGEST[asked.channel]
            player = Player(folder, asked, subject, models, budget, template, way, longest)
            graded, stopped = await _played(player, cases)
        heard = await _misheard(suite, asked, subject, Path(scratch) / "heard", template) if mishear else {}
    return result_of(
        asked,
        suite=suite.digest,
        model=names(models),
        cases=cases,
        graded=graded,
        recordings=folder.recordings(),
        incomplete=stopped,
        errors_heard=heard,
    )


async def _played(player: Player, cases: Sequence[Case]) -> tuple[dict[str, Graded], str | None]:
    """Every trial by its key, and why some are missing."""
    asked, budget = player.asked, player.budget
    graded: dict[str, Graded] = {}
    with progress(len(cases) * asked.trials) as ended:

        async def play(case: Case, trial: int) -> Graded | None:
            record = await player.record(case, trial)
            if record is None:
                ended(None)
                return None
            found = graded[record.key] = Graded.of(case.scenario, record)
            ended(found.passed)
            return found

        at_once = AT_ONCE if asked.mode == "live" and asked.channel == "text" else 1
        stopped = await inspection.inspect(cases, asked, play, logs=player.folder.logs, at_once=at_once)
    if stopped is None and budget.used_up and len(graded) < len(cases) * asked.trials:
        stopped = f"the budget of {budget.limit:g} USD was used up after {len(graded)} trials"
    return graded, stopped


async def _misheard(suite: Suite, asked: Asked, subject: Factory, folder: Path, template: Path) -> dict[str, Share]:
    from evals.running.asr_curve import errors_heard

    return await errors_heard(suite, subject=subject, agent_name=asked.agent, folder=folder, template=template)


def check_resumable(folder: RunFolder, models: Sequence[Model]) -> None:
    """Raises InvalidInput for a run that was begun with other models."""
    began = folder.started("--resume").model
    if began != names(models):
        raise InvalidInput(
            f"the run was begun with {began}, and this is {names(models)}",
            field="--resume",
            remedy="give the same SUPPLYLINE_MODEL_ settings, or start a new run",
        )
