"""The house is tidy: nothing left over, nothing that works on one machine only, tables and names agree."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sim
from sim.rules import moves, parameters, policies

ROOT = Path(__file__).parents[1]
FOLDERS = (".ci", ".github", "detente", "docs", "scenarios", "sim", "tests")
TEXT = {"", ".cff", ".cfg", ".csv", ".html", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml"}

# brackets keep a pattern from finding itself
UNWANTED = {
    "a note of work left undone": re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b"),
    "a path of one machine": re.compile(r"(?<![\w.~}-])/(wor[k]|tm[p]|hom[e]|roo[t]|Use[r]s)/"),
    "the address of a package host": re.compile(r"://\S*(/simpl[e]\b|\.wh[l]\b)|--(extra-)?inde[x]-url|--fin[d]-links"),
}
PIN = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [^/@:]+)?")


def project_texts() -> list[Path]:
    """Text files at the top of the project and in its folders; not what runs and tools leave behind."""
    files = [*ROOT.iterdir(), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*"))]
    return sorted(file for file in files if file.is_file() and (file.suffix in TEXT or file.name.startswith(".")))


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in project_texts()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if UNWANTED[what].search(line)
    ]
    assert found == []


def test_every_line_of_the_constraints_is_a_name_a_version_and_a_marker() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_the_citation_names_the_version_of_the_package() -> None:
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert str(citation["version"]) == sim.__version__


@pytest.mark.parametrize("package", ["detente", "sim"])
def test_type_checkers_may_read_the_types_of(package: str) -> None:
    assert (ROOT / package / "py.typed").read_bytes() == b""


# table, its names in order, the module that holds the constants
TABLES = {
    "policy parameters": ([row.name for row in parameters.POLICY_PARAMETERS], parameters),
    "world parameters": ([row.name for row in parameters.WORLD_PARAMETERS], parameters),
    "kinds of move": ([row.name for row in moves.KINDS], moves),
    "kinds of channel": (list(moves.CHANNEL_KINDS), moves),
    "families of moves": (list(moves.FAMILIES), moves),
    "rules for how much": (list(policies.HOW_MUCH), policies),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_constant_is_the_row_of_its_name_in_the(table: str) -> None:
    names, module = TABLES[table]
    assert {name: getattr(module, name.upper()) for name in names} == {name: i for i, name in enumerate(names)}


@pytest.mark.parametrize("row", [*parameters.POLICY_PARAMETERS, *parameters.WORLD_PARAMETERS], ids=lambda row: row.name)
def test_every_default_lies_in_its_range_and_says_where_it_comes_from(row: parameters.Parameter) -> None:
    assert row.low <= row.default <= row.high
    assert row.mark in {"fit", "seed", "design", "source"}
