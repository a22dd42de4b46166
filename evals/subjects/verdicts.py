"""What a self-check found: which agents were caught, by which case and scorer, and which were not."""

from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

REASON = 160  # characters of a reason in the table


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a trial did not pass. ``scorer``: "" when nothing scored it: it broke off or never ended."""

    case: str
    scorer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``by``: the failure that caught the agent, on a case that the reference passes; ``tried``: trials until then;
    ``broken``: those of them that broke off, which says nothing."""

    agent: str
    fault: str
    by: Failure | None
    tried: int
    broken: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """``suite``: digest; ``cases``: scenarios times variants; ``failing``: those that the reference fails; ``idle``:
    cases that an agent passes which does nothing; ``fakes``: verdicts of the null, random and always-yes agents;
    ``mutants``: of the mutants."""

    suite: str
    cases: int
    failing: tuple[Failure, ...]
    idle: tuple[str, ...]
    fakes: tuple[Verdict, ...]
    mutants: tuple[Verdict, ...]

    @property
    def caught(self) -> int:
        return sum(verdict.by is not None for verdict in self.mutants)

    @property
    def survivors(self) -> tuple[str, ...]:
        return tuple(verdict.agent for verdict in (*self.fakes, *self.mutants) if verdict.by is None)

    @property
    def sound(self) -> bool:
        """Everything wrong is caught, and nothing right."""
        return not (self.failing or self.idle or self.survivors)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"caught": self.caught, "survivors": list(self.survivors), "sound": self.sound}


def table(check: SelfCheck) -> Table:
    """Of all agents, the survivors first."""
    shown = Table("agent", "fault", "caught on", "by", "reason", title=summary(check))
    for verdict in sorted((*check.fakes, *check.mutants), key=lambda verdict: verdict.by is not None):
        by = verdict.by
        caught = (
            (by.case, by.scorer or "breaking off", by.reason[:REASON])
            if by
            else ("[bold red]survives[/]", "", _tried(verdict))
        )
        shown.add_row(verdict.agent.rpartition(":")[2], verdict.fault, *caught)
    return shown


def _tried(verdict: Verdict) -> str:
    broken = f", {len(verdict.broken)} broke off: {verdict.broken[0].reason}" if verdict.broken else ""
    return f"{verdict.tried} trials{broken}"


def summary(check: SelfCheck) -> str:
    share = check.caught / len(check.mutants) if check.mutants else 0.0
    return (
        f"mutation score {check.caught}/{len(check.mutants)} ({share:.1%}); of {check.cases} cases the reference fails "
        f"{len(check.failing)}, and an agent that does nothing passes {len(check.idle)}"
    )
