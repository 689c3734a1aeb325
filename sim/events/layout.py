"""Where in a file each column stands: columns may be renamed, missing, added, or in another order."""

from collections.abc import Mapping as MappingType
from pathlib import Path
from typing import NamedTuple

from sim.documented.events import COLUMNS as OF_RECORD
from sim.scenario.countries import folded
from sim.scenario.problems import Origin, Problem, ScenarioError, shown

from .mappings import SHIPPED, Mapping, read_mapping

OWN = "Detente "  # begins the names of the columns that detente adds to files of other codings

_FEWEST_NAMES = 2  # of columns that make the first row a row of names


class Layout(NamedTuple):
    """Columns of a file.

    Attributes
    ----------
    places : place of each column by the name that the mapping has for it
    width : cells of a row
    has_names : whether the first row holds names
    notes : what differs from the files that the mapping was written for, a line each
    """

    places: MappingType[str, int]
    width: int
    has_names: bool
    notes: tuple[str, ...]


def guessed_mapping(first: list[str], file: Path) -> Mapping:
    """Shipped mapping that the first row of a file fits.

    Raises
    ------
    ScenarioError
        If it fits none.
    """
    known = [read_mapping(name) for name in SHIPPED]
    fitting = [mapping for mapping in known if not _missing(mapping, _named(mapping, first))]
    if fitting:
        return max(fitting, key=lambda mapping: len({*_named(mapping, first)} & {*mapping.columns}))
    for mapping in known:
        if mapping.older and _columns_of_width(mapping, len(first)):
            return mapping
    problem = f"columns of no mapping that detente has ({', '.join(SHIPPED)})"
    raise ScenarioError([Problem(Origin(file, 1, 1), (), problem, "--mapping with a mapping file")])


def layout_of(mapping: Mapping, first: list[str], file: Path) -> Layout:
    """Columns of a file by its first row.

    Raises
    ------
    ScenarioError
        If a column is missing that every event needs.
    """
    named = _named(mapping, first)
    if sum(name in _usual(mapping).values() for name in named) < _FEWEST_NAMES:
        return _without_names(mapping, len(first), file)
    if missing := _missing(mapping, named):
        expected = "it, or another name for it under `also` of a mapping file"
        absent = [(what, f"no column {shown(mapping.needed[what][0])}") for what in missing]
        raise ScenarioError([Problem(Origin(file, 1, 1), (what,), problem, expected) for what, problem in absent])
    places = {name: named.index(name) for name in reversed(named) if name}
    return Layout(places, len(first), True, tuple(_differences(mapping, first, named)))


def _usual(mapping: Mapping) -> dict[str, str]:
    """Names of columns that the mapping knows, by their letters alone."""
    own = [f"{OWN}{column}" for column in OF_RECORD]
    known = {_letters(name): name for name in (*own, *mapping.read_columns, *mapping.columns)}
    return known | {_letters(other): name for other, name in mapping.also.items()}


def _letters(name: str) -> str:
    return folded(name).replace(" ", "")


def _named(mapping: Mapping, first: list[str]) -> list[str]:
    """Names of the columns as the mapping has them."""
    usual = _usual(mapping)
    return [usual.get(_letters(cell), cell) for cell in first]


def _missing(mapping: Mapping, named: list[str]) -> list[str]:
    """What is needed, and has no column in the file."""
    return [what for what, columns in mapping.needed.items() if not {*columns} & {*named}]


def _columns_of_width(mapping: Mapping, width: int) -> list[str]:
    """Columns of a file without names by their number; none where no such file is known."""
    for absent in ((), *mapping.older):
        columns = [column for column in mapping.columns if column not in absent]
        if len(columns) == width:
            return columns
    return []


def _without_names(mapping: Mapping, width: int, file: Path) -> Layout:
    columns = _columns_of_width(mapping, width)
    if not columns:
        expected = f"a first row with the names of the columns, or {len(mapping.columns)} columns"
        raise ScenarioError([Problem(Origin(file, 1, 1), (), f"{width} columns without names", expected)])
    absent = [column for column in mapping.columns if column not in columns]
    notes = [f"{width} columns without names, read in the order of {mapping.name}"]
    notes += [f"without the columns {', '.join(absent)}"] if absent else []
    return Layout({name: place for place, name in enumerate(columns)}, width, False, tuple(notes))


def _differences(mapping: Mapping, first: list[str], named: list[str]) -> list[str]:
    """What differs in the columns from what the mapping knows, a line each."""
    usual = mapping.columns or tuple(mapping.read_columns)
    renamed = [(cell, name) for cell, name in zip(first, named, strict=True) if cell != name]
    notes = [f"column {shown(cell)} is read as {shown(name)}" for cell, name in renamed]
    if twice := sorted({name for name in named if name and named.count(name) > 1}):
        notes.append(f"columns that stand twice, of which the first is read: {', '.join(map(shown, twice))}")
    if absent := [name for name in usual if name not in named]:
        notes.append(f"without the columns {', '.join(absent)}")
    if added := [name for name in named if name not in usual and not name.startswith(OWN)]:
        notes.append(f"columns that are left alone: {', '.join(map(shown, added))}")
    common = [name for name in named if name in usual]
    if [*dict.fromkeys(common)] != [name for name in usual if name in common]:
        notes.append("the columns stand in another order than usual")
    return notes
