"""Does a test fail when a rule is wrong?  Change the rules one place at a time and see.

    python tests/mutation/run.py                                  every rule
    python tests/mutation/run.py --modules perceive indices       two modules
    python tests/mutation/run.py --sample 400 --seed 1 --jobs 2   a reproducible sample
    python tests/mutation/run.py --tests tests/rules/test_log.py  by these tests alone

Each changed copy of a rule (a mutant) is tested on a temporary copy of the project; the checkout is
never touched.  Survivors, the mutants that no test noticed, are listed at the end with their share.
A run that exceeds its time limit counts as noticed.

Not mutated: texts and docstrings, types, class bodies, imports, ``@rule`` (in Python it returns the
function as it is), ``jit.py`` and what it imports (how rules are compiled, not what they say), ``x[0]`` to ``x[-1]``
(the same cell of a counter), ``while`` held true (only a time-out), and, unless ``--tables`` is
given, the rows of the tables of moves and parameters (data).
"""

import argparse
import ast
import gc
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

os.environ |= {"NUMBA_DISABLE_JIT": "1", "OPENBLAS_NUM_THREADS": "1", "CI": "1"}  # CI: hypothesis without chance

import pytest

# loaded once, before the processes fork: a mutant then costs only its tests
for package in ("hypothesis", "mesa", "numba.extending", "pandas", "pydantic", "ruamel.yaml"):
    import_module(package)
gc.freeze()  # what is loaded by then is never looked through again

ROOT = Path(__file__).parents[2]
TESTS = ("tests/rules", "tests/test_golden.py", "tests/verification")
NOT_RULES = {"__init__", "jit"}
TABLES = {"KINDS", "POLICY_PARAMETERS", "WORLD_PARAMETERS"}
FORK = get_context("fork")

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,), ast.Pow: (ast.Mult,), ast.LShift: (ast.RShift,), ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,), ast.BitXor: (ast.BitOr,),
    ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
CALLS = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor", "sin": "cos", "cos": "sin"}


class Mutant(NamedTuple):
    """One change of one place in a module."""

    module: str
    line: int
    operator: str
    source: str  # of the whole changed module
    shown: str  # the changed line


def variants(node: ast.AST, parent: ast.AST) -> Iterator[tuple[str, ast.AST, str]]:
    """Operator, node to replace, and its replacement."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=right):
            for n, op in enumerate(ops):
                for new in SWAPS.get(type(op), ()):
                    swapped = [*ops[:n], new(), *ops[n + 1 :]]
                    yield "comparison", node, f"({ast.unparse(ast.Compare(left, swapped, right))})"
        case ast.BinOp(left=left, op=op, right=right):
            for new in SWAPS[type(op)]:
                yield "arithmetic", node, f"({ast.unparse(ast.BinOp(left, new(), right))})"
        case ast.BoolOp(op=op, values=values):
            yield "and/or", node, f"({ast.unparse(ast.BoolOp(SWAPS[type(op)][0](), values))})"
        case ast.UnaryOp(operand=operand):
            yield "sign/not", node, f"({ast.unparse(operand)})"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CALLS:
            yield "function", node.func, ast.unparse(node.func).removesuffix(name) + CALLS[name]
    yield from constant_variants(node, parent)
    yield from statement_variants(node)


def constant_variants(node: ast.AST, parent: ast.AST) -> Iterator[tuple[str, ast.AST, str]]:
    """As :func:`variants`, for numbers one off and truth turned round."""
    match node:
        case ast.Constant(value=bool(value)):
            yield "constant", node, str(not value)
        case ast.Constant(value=int(value) | float(value)):
            is_first_cell = value == 0 and isinstance(parent, ast.Subscript)
            for step in (1,) if is_first_cell else (1, -1):
                yield "constant", node, f"({value + step})"


def statement_variants(node: ast.AST) -> Iterator[tuple[str, ast.AST, str]]:
    """As :func:`variants`, for conditions held to one side, results lost and statements left out."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test):
            yield from (("condition", test, value) for value in ("True", "False"))
        case ast.While(test=test):
            yield "condition", test, "False"
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield "return", value, "0"
        case ast.AugAssign(target=target, op=op, value=value):
            for new in SWAPS[type(op)]:
                yield "arithmetic", node, ast.unparse(ast.AugAssign(target, new(), value))
            yield "left out", node, "pass"
        case ast.Expr(value=ast.Call()) | ast.Assign(targets=[ast.Subscript()]) | ast.Return(value=None):
            yield "left out", node, "pass"
        case ast.Continue():
            yield "left out", node, "break"
        case ast.Break():
            yield "left out", node, "continue"


def children(node: ast.AST, with_tables: bool) -> Iterator[ast.AST]:
    """Parts of a node that may be mutated: no types, decorators, class bodies or, unless asked for, tables."""
    for field, value in ast.iter_fields(node):
        if field not in {"annotation", "returns", "decorator_list"}:
            for child in value if isinstance(value, list) else [value]:
                is_type = isinstance(child, ast.ClassDef | ast.Import | ast.ImportFrom | ast.AnnAssign)
                is_table = isinstance(child, ast.Assign) and getattr(child.targets[0], "id", "") in TABLES
                if isinstance(child, ast.AST) and not is_type and (with_tables or not is_table):
                    yield child


def mutants_of(path: Path, with_tables: bool) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def walk(node: ast.AST) -> Iterator[Mutant]:
        for child in children(node, with_tables):
            for operator, old, new in variants(child, node):
                start, end = starts[old.lineno - 1] + old.col_offset, starts[old.end_lineno - 1] + old.end_col_offset
                changed = (source[:start] + new.encode() + source[end:]).decode()
                yield Mutant(path.stem, old.lineno, operator, changed, changed.splitlines()[old.lineno - 1].strip())
            yield from walk(child)

    return walk(ast.parse(source))


def run_tests(tree: Path, module: str, tests: Sequence[str]) -> None:
    """Run the tests in this process, those named after the module first; leave with pytest's code."""
    os.chdir(tree)
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    own = f"tests/rules/test_{module}.py"
    first = [own] if Path(own).exists() and "tests/rules" in tests else []
    paths = [*first, *(test for test in tests if Path(test).exists())]
    options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    os._exit(int(pytest.main([*options, *paths])))


def exit_code(tree: Path, module: str, tests: Sequence[str], limit_seconds: float) -> int | None:
    """Run the tests in a fresh process; None where it exceeds its time limit."""
    process = FORK.Process(target=run_tests, args=(tree, module, tests))
    process.start()
    process.join(limit_seconds)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    return process.exitcode


def copy_project(base: str) -> Path:
    """Copy what the tests need into a new folder under ``base``."""
    tree = Path(tempfile.mkdtemp(dir=base))
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for part in ("sim", "tests", "scenarios"):
        shutil.copytree(ROOT / part, tree / part, ignore=ignored)
    shutil.copy2(ROOT / "pyproject.toml", tree)
    return tree


def begin_worker(base: str, tests: Sequence[str]) -> None:
    """Give this worker a copy of its own, with compiled files for all but what changes."""
    global own_tree
    own_tree = copy_project(base)
    os.environ["NUMBA_CACHE_DIR"] = str(own_tree)
    exit_code(own_tree, "", tests, 600.0)
    sys.dont_write_bytecode = True


def survives(mutant: Mutant, tests: Sequence[str], limit_seconds: float) -> bool:
    """Whether all tests pass although the module is wrong."""
    path = own_tree / "sim" / "rules" / f"{mutant.module}.py"
    original = path.read_text(encoding="utf-8")
    path.write_text(mutant.source, encoding="utf-8")
    try:
        return exit_code(own_tree, mutant.module, tests, limit_seconds) == 0
    finally:
        path.write_text(original, encoding="utf-8")


def chosen(arguments: argparse.Namespace) -> list[Mutant]:
    """Return the mutants asked for, the sample in the order of the modules."""
    rules = ROOT / "sim" / "rules"
    modules = arguments.modules or sorted(p.stem for p in rules.glob("*.py") if p.stem not in NOT_RULES)
    everything = [mutant for name in modules for mutant in mutants_of(rules / f"{name}.py", arguments.tables)]
    if arguments.sample is None or arguments.sample >= len(everything):
        return everything
    picked = random.Random(arguments.seed).sample(range(len(everything)), arguments.sample)
    return [everything[n] for n in sorted(picked)]


def main() -> int:
    """Test the mutants and list the survivors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", nargs="+", help="modules of sim/rules, without .py; all unless given")
    parser.add_argument("--sample", type=int, help="how many mutants; all unless given")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="tests to run; those of the rules unless given")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--tables", action="store_true", help="also the rows of the tables of moves and parameters")
    arguments = parser.parse_args()
    mutants, say = chosen(arguments), sys.stdout.write
    with tempfile.TemporaryDirectory() as base:
        began = time.monotonic()
        if exit_code(copy_project(base), "", arguments.tests, 600.0) != 0:
            say(f"The tests fail without any change: see pytest {' '.join(arguments.tests)}\n")
            return 2
        limit = 10.0 + 4.0 * (time.monotonic() - began)
        say(f"{len(mutants)} mutants, up to {limit:.0f} s each\n")
        survivors = []
        with ProcessPoolExecutor(arguments.jobs, FORK, begin_worker, (base, arguments.tests)) as pool:
            verdicts = pool.map(partial(survives, tests=arguments.tests, limit_seconds=limit), mutants)
            for mutant, survived in zip(mutants, verdicts, strict=True):
                if survived:
                    survivors.append(mutant)
                    say(f"sim/rules/{mutant.module}.py:{mutant.line}  [{mutant.operator}]  {mutant.shown}\n")
                    sys.stdout.flush()
    say(f"{len(survivors)} of {len(mutants)} mutants survive ({len(survivors) / max(1, len(mutants)):.1%})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
