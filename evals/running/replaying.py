"""A run that is over, graded again: the records as they were kept, the scorers and the suite as they are now."""

from evals.results import RunResult
from evals.running.asked import Asked, cases_of, doing_digests
from evals.running.folder import RunFolder
from evals.running.graded import Graded
from evals.running.summary import result_of
from evals.scenarios.reading import load


def replay(folder: RunFolder) -> tuple[Asked, RunResult]:
    """Without any agent. A record of a scenario that is done differently now is left out, so the run is incomplete
    then. Raises InvalidInput when it is no folder of a run."""
    started = folder.started("--replay")
    asked, suite = started.asked, load(started.asked.place)
    cases, doing = cases_of(suite, asked), doing_digests(suite)
    usable = [case for case in cases if started.doing.get(case.scenario.id) == doing[case.scenario.id]]
    keys = [(case, case.key(trial)) for case in usable for trial in range(1, asked.trials + 1)]
    kept = [(case, folder.record(key)) for case, key in keys]
    graded = {record.key: Graded.of(case.scenario, record) for case, record in kept if record is not None}
    result = result_of(
        asked,
        suite=suite.digest,
        model=started.model,
        cases=cases,
        graded=graded,
        recordings=folder.recordings(),
    )
    return asked, result
