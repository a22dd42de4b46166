"""Holds the code to the tables in ARCHITECTURE.md: who may import whom, who may know which library, no cycles.

The tables are read from the document itself, so that it cannot drift from what is checked.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = "supplyline"  # supplyline.py, where the parts are put together, may import every package
FORBIDDEN_MODULES = {"common", "core", "utils", "util", "helpers", "base", "misc"}
FORBIDDEN_SUFFIXES = (
    "Manager", "Handler", "Processor", "Engine", "Helper", "Util", "Utils", "Base", "Abstract", "Common",
    "Data", "Info",
)  # fmt: skip
COMMITTING = {"procurement.store", "procurement.migrate"}


@dataclass(frozen=True)
class Import:
    """``type_only``: under ``if TYPE_CHECKING``, so it is not there when the program runs."""

    importer: str  # dotted module of ours
    imported: str  # dotted name as written
    line: int
    type_only: bool


def table_rows(heading: str) -> list[list[str]]:
    """Cells of the first Markdown table under ``heading`` in ARCHITECTURE.md, header and rule left out."""
    section = (ROOT / "ARCHITECTURE.md").read_text().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`([a-z_]\w*)/?`", cell))


def allowed_imports() -> dict[str, set[str]]:
    return {names_in(row[0]).pop(): names_in(row[2]) for row in table_rows("Packages")}


def library_owners() -> dict[str, set[str]]:
    """Import name of a library to the packages that may know it."""
    owners: dict[str, set[str]] = {}
    for row in table_rows("Libraries"):
        for library in names_in(row[0]):
            owners[library] = names_in(row[1])
    return owners


PACKAGES = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    files = [ROOT / f"{CONSOLE}.py"]
    for package in sorted(PACKAGES):
        files += sorted((ROOT / package).rglob("*.py"))
    for file in files:
        parts = list(file.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        yield ".".join(parts), ast.parse(file.read_text(), filename=str(file))


SOURCES = dict(sources())


def imports_of(module: str, tree: ast.Module) -> Iterator[Import]:
    """Every import, those inside functions included; ``from p import m`` names ``p.m``."""
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    guarded = {id(inner) for guard in guards for statement in guard.body for inner in ast.walk(statement)}
    for node in ast.walk(tree):
        type_only = id(node) in guarded
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, type_only)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: write imports in full"
            for alias in node.names:
                yield Import(module, f"{node.module}.{alias.name}", node.lineno, type_only)


IMPORTS = [found for module, tree in SOURCES.items() for found in imports_of(module, tree)]


def top(name: str) -> str:
    return name.split(".", 1)[0]


def test_the_tables_cover_what_exists() -> None:
    allowed = allowed_imports()
    assert set(allowed) == PACKAGES
    assert all(packages <= PACKAGES for packages in allowed.values())
    assert len(library_owners()) >= 10
    assert len(SOURCES) > 40
    assert len(IMPORTS) > 200


def test_packages_import_only_downwards() -> None:
    allowed = allowed_imports()
    wrong = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in IMPORTS
        if top(found.imported) in PACKAGES | {CONSOLE, "tests"}
        and top(found.importer) != CONSOLE
        and top(found.imported) not in allowed[top(found.importer)] | {top(found.importer)}
    ]
    assert wrong == []


def test_libraries_stay_with_their_owners() -> None:
    owners = library_owners()
    wrong = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in IMPORTS
        if top(found.imported) in owners and top(found.importer) not in owners[top(found.imported)]
    ]
    assert wrong == []


def normal(distribution: str) -> str:
    return distribution.lower().replace("_", "-")


def test_every_library_is_declared_and_has_an_owner() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    texts = [*project["dependencies"], *extras["piper"], *extras["evals"]]
    declared = {normal(re.match(r"[\w.-]+", text)[0]) for text in texts}  # type: ignore[index]
    distributions = {**packages_distributions(), "starlette": ["fastapi"]}  # FastAPI is built on it and hands it out
    foreign = {
        top(found.imported): found
        for found in IMPORTS
        if top(found.imported) not in PACKAGES | {CONSOLE} | sys.stdlib_module_names
    }
    undeclared = [
        f"{found.importer}:{found.line} imports {name}"
        for name, found in foreign.items()
        if not {normal(distribution) for distribution in distributions.get(name, [])} & declared
    ]
    assert undeclared == []
    assert set(foreign) <= set(library_owners())


def module_of(name: str) -> str | None:
    """The module of ours that a dotted import name falls into."""
    while name:
        if name in SOURCES:
            return name
        name = name.rpartition(".")[0]
    return None


def test_no_module_cycles() -> None:
    """Two modules of one package may name each other's types, if only for the type checker."""
    edges: dict[str, set[str]] = {module: set() for module in SOURCES}
    for found in IMPORTS:
        if found.type_only and top(found.imported) == top(found.importer):
            continue
        target = module_of(found.imported)
        # A package's own __init__ is empty, so importing it cannot close a circle.
        if target is not None and target != found.importer:
            edges[found.importer].add(target)
    done: set[str] = set()

    def walk(module: str, path: list[str]) -> None:
        assert module not in path, "a circle: " + " -> ".join([*path[path.index(module) :], module])
        if module in done:
            return
        for target in sorted(edges[module]):
            walk(target, [*path, module])
        done.add(module)

    for module in sorted(edges):
        walk(module, [])


def test_package_files_are_empty() -> None:
    """Importing a package imports nothing else by surprise."""
    for package in sorted(PACKAGES):
        code = ast.parse((ROOT / package / "__init__.py").read_text()).body
        assert [node for node in code if not isinstance(node, ast.Expr)] == [], package


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_names_say_what_a_thing_is(module: str) -> None:
    assert not set(module.split(".")) & FORBIDDEN_MODULES
    classes = [node.name for node in ast.walk(SOURCES[module]) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name.endswith(FORBIDDEN_SUFFIXES)] == []


def is_broad(kind: ast.expr | None) -> bool:
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_no_exception_is_swallowed(module: str) -> None:
    silent = [
        f"{module}:{node.lineno}"
        for node in ast.walk(SOURCES[module])
        if isinstance(node, ast.ExceptHandler)
        and is_broad(node.type)
        and all(isinstance(statement, ast.Pass | ast.Continue | ast.Break) for statement in node.body)
    ]
    assert silent == []


def test_only_the_store_commits_on_a_connection() -> None:
    """Everything else calls ``uow.commit()``; so a crash test that finds the store's has found them all."""
    calls = [
        f"{module}:{node.lineno}"
        for module, tree in SOURCES.items()
        if module not in COMMITTING
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "uow")
    ]
    assert calls == []
