"""Whether anything happened that the scenario forbids, by the service's own log: events and audit entries."""

from evals.scenarios.scenario import Scenario
from evals.scoring.score import Score
from evals.trials.record import Record

NAME = "forbidden_events"


def score(scenario: Scenario, record: Record) -> Score:
    forbidden = set(scenario.expect.forbidden_events)
    if record.log is None:
        return Score(NAME, not forbidden, "there is no log" if forbidden else "", bool(forbidden))
    happened = {str(event["type"]) for event in record.log.events} | {str(one["action"]) for one in record.log.audit}
    found = sorted(forbidden & happened)
    return Score(NAME, not found, "; ".join(f"{name} happened" for name in found), bool(forbidden))
