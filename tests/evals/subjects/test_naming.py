"""What --agent may name, and what each mistake is told."""

from pathlib import Path

import pytest

from agent.assistant import open_agent
from evals.subjects.mutants import MUTANTS
from evals.subjects.naming import factory_named
from procurement.errors import InvalidInput


def test_a_factory_is_found_by_its_name() -> None:
    assert factory_named("agent.assistant:open_agent") is open_agent


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_enters_by_its_name(name: str) -> None:
    assert factory_named(f"evals.subjects.mutants:{name}") is MUTANTS[name]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("agent.assistant", "names no agent"),
        (":open_agent", "names no agent"),
        ("agent.assistant:", "names no agent"),
        ("no_such_package.agents:open_it", "no module 'no_such_package.agents'"),
        ("agent.no_such_module:open_it", "no module 'agent.no_such_module'"),
        (".agents:open_it", "no name of a module"),
        ("agent.assistant:open_nothing", "has no 'open_nothing'"),
        ("evals.subjects.mutants:no_such_mutant", "has no 'no_such_mutant'"),
        ("agent.assistant:POLL", "no factory but a float"),
        ("agent.assistant:Conversation", "cannot be called with a store and models"),
    ],
)
def test_what_is_no_factory_is_told_with_a_remedy(name: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as caught:
        factory_named(name)
    assert caught.value.field == "--agent"
    assert caught.value.remedy


def test_a_module_that_cannot_be_imported_is_no_spelling_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_agents.py").write_text("import no_such_library")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        factory_named("broken_agents:open_it")
