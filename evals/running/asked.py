"""What a run was asked for, as ``run.json`` in its folder keeps it, so that it can be resumed and graded again."""

import hashlib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from evals.scenarios.case import Case
from evals.scenarios.reading import Suite
from evals.scenarios.scenario import Channel, Scenario
from evals.subjects.subject import REFERENCE
from evals.trials.record import Mode
from procurement.errors import InvalidInput

VERSION = 1
SHIPPED = Path(__file__).resolve().parent.parent / "suite"


class Asked(BaseModel):
    """``suite``: folder or file as it was named, None for the one that is shipped. ``only``: a pattern of scenario ids
    or tags."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = VERSION
    suite: str | None = None
    agent: str = REFERENCE
    mode: Mode = "offline"
    channel: Channel = "text"
    trials: int = Field(default=1, ge=1)
    only: str | None = None

    @property
    def vary(self) -> bool:
        """Whether trials may differ from run to run; as ``RunResult.varies``."""
        return self.mode == "live" or self.channel == "voice"

    @property
    def place(self) -> Path:
        return SHIPPED if self.suite is None else Path(self.suite)


def cases_of(suite: Suite, asked: Asked) -> list[Case]:
    """Those to try, by name. Raises InvalidInput when there are none."""
    found = [
        Case(scenario, variant, suite.digests[scenario.id])
        for scenario in _wanted(suite.scenarios, asked)
        for variant in scenario.variants
    ]
    if not found:
        raise InvalidInput(
            f"no {asked.channel} scenario of the suite has an id or tag like {asked.only or '*'}",
            field="--only" if asked.only else "--channel",
            remedy="a pattern such as 'order-*', or another --channel",
        )
    return sorted(found, key=lambda case: case.name)


def _wanted(scenarios: Sequence[Scenario], asked: Asked) -> Iterator[Scenario]:
    for scenario in scenarios:
        names = (scenario.id, *scenario.tags)
        if scenario.channel == asked.channel and any(fnmatchcase(name, asked.only or "*") for name in names):
            yield scenario


def doing_digests(suite: Suite) -> dict[str, str]:
    """{scenario id: SHA-256 of what its trials depend on}: all but the words around it and what is expected, the
    reference excepted. A record may be graded again as long as this is the same."""
    left_out = {"title", "tags", "covers", "quarantine", "expect"}
    doing = {
        scenario.id: scenario.model_dump_json(exclude=left_out) + repr(scenario.expect.reference)
        for scenario in suite.scenarios
    }
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in doing.items()}
