"""Imports run one way, the rules stand alone, and the command line starts fast."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))

# from the bottom up: a part imports its own level and those before it
LEVELS = (
    ("version",),
    ("compiling",),
    ("rules",),
    ("scenario",),
    ("design", "documented", "engine"),
    ("results",),
    ("analysis",),
    ("drafts", "events", "experiment"),
    ("fit",),
    ("hindcast",),
    ("plots", "report"),
    ("play", "sweeps"),
    ("plan",),
    ("replication",),
    ("api", "cli", "commands", "selftest"),
)
LEVEL_OF = {part: height for height, parts in enumerate(LEVELS) for part in parts}
TOP = len(LEVELS)  # what users import from sim itself

RULES_MAY_IMPORT = {"math", "numpy", "typing"}
HEAVY = ("mesa", "numba", "matplotlib", "pandas", "pyarrow", "scipy")


def module_name(source: Path) -> str:
    """Dotted name of a file, ``sim.rules.moves``; a package goes by the name of its folder."""
    parts = source.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(source): source for source in SOURCES}


def imported_names(tree: ast.AST, package: str) -> Iterator[str]:
    """Every module that a file imports anywhere, relative imports spelled out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                member = f"{base}.{alias.name}"
                yield member if member in MODULES or base == "sim" else base


def as_run(tree: ast.Module) -> ast.Module:
    """Leave out what only a type checker reads."""
    return ast.Module([node for node in tree.body if not ast.unparse(node).startswith("if TYPE_CHECKING:")], [])


def imports_of(module: str, *, only_run: bool = False) -> set[str]:
    """Modules that a module of the project imports, at its top or inside a function."""
    source = MODULES[module]
    package = module if source.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return set(imported_names(as_run(tree) if only_run else tree, package))


def part_of(module: str) -> str:
    """Part of the project that a module belongs to: ``rules`` for ``sim.rules.moves``."""
    return module.split(".")[1]


IN_A_PART = [module for module in MODULES if module != "sim"]


@pytest.mark.parametrize("module", IN_A_PART)
def test_every_module_belongs_to_a_part_with_a_level(module: str) -> None:
    assert part_of(module) in LEVEL_OF


@pytest.mark.parametrize("module", IN_A_PART)
def test_no_import_runs_back_up(module: str) -> None:
    inside = [name for name in imports_of(module) if name.startswith("sim.")]
    upward = [name for name in inside if LEVEL_OF.get(part_of(name), TOP) > LEVEL_OF[part_of(module)]]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    inside = {module: imports_of(module, only_run=True) & set(IN_A_PART) for module in IN_A_PART}
    TopologicalSorter(inside).prepare()  # raises CycleError and names the circle


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("sim.rules")])
def test_the_rules_import_nothing_but_numbers_and_themselves(module: str) -> None:
    outside = {name for name in imports_of(module) if not name.startswith(("sim.rules", "sim.compiling"))}
    assert {name.split(".")[0] for name in outside} <= RULES_MAY_IMPORT


def test_the_command_line_starts_without_the_heavy_packages() -> None:
    loaded = f"import sys, sim.cli; print(*[name for name in {HEAVY} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.stdout.split(), answer.stderr) == ([], "")


@pytest.mark.parametrize(
    ("package", "code", "expected"),
    [
        pytest.param("sim.rules", "from .moves import EXPEL", ["sim.rules.moves"], id="one dot is the own package"),
        pytest.param("sim.rules", "from ..scenario import x", ["sim.scenario"], id="two dots are the one above"),
        pytest.param("sim.rules", "from . import moves", ["sim.rules.moves"], id="a module named as a member"),
        pytest.param("sim.cli", "from sim import run", ["sim.run"], id="a name offered to users"),
        pytest.param("sim", "def f():\n    import mesa", ["mesa"], id="an import inside a function counts"),
    ],
)
def test_imports_are_read_whatever_their_form(package: str, code: str, expected: list[str]) -> None:
    assert list(imported_names(ast.parse(code), package)) == expected
