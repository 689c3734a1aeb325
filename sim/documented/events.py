"""Documented moves read from a table, one row a move; ``docs/record.md`` says what the columns mean."""

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.files import shipped_folder, table_text
from sim.scenario.problems import Origin, Problem, ScenarioError, one_of, shown, unknown_name

from .noted import NOTE, columns_in, said_in, with_said
from .words import ACT, CONFIDENCES, GROUP_OF_MOVE, IN_STAFF, LEVELS, NOTHING_LEFT, ONLY_PEOPLE, ROLES

RECORDS = ("moscow", "world")

_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",]*))(,|$)')
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Event(NamedTuple):
    """One documented move, or one documented silence.

    Dates are ISO texts of a day, or of a month where the day is not known.  Counts are persons, None where unknown.
    """

    case: str
    date: str
    actor: tuple[str, ...]  # more than one where a row speaks of several that did the same
    level: str  # who decided: an alliance, a state, a ministry or a head of state or government
    ministry: str
    target: tuple[str, ...]
    move: str
    persons: int | None
    is_own: bool  # the actor closed a post of its own
    facilities: str
    location: str
    deadline: str
    effective: str
    answers: str  # date of the move answered; of first moves the date of their trigger
    is_war_wide: bool  # the trigger is a war as a whole: no lag can be taken from its date
    before: int | None  # people in the mission that was hit
    after: int | None
    role: str
    domain: str
    uncounted: str  # "act" where the row repeats another, "people" where only its people are counted elsewhere
    is_joint: bool  # actor and target did it together
    silence: str  # of silences: "in_staff", "nothing_left" or neither
    approximate: tuple[str, ...]  # "day", "persons"
    is_unverified: bool
    source: str
    confidence: str
    line: int  # in the table

    @property
    def group(self) -> str:
        """Group of moves that this one belongs to."""
        return GROUP_OF_MOVE["recall_staff" if self.is_own else self.move]

    @property
    def is_sure(self) -> bool:
        """Whether it is documented well enough to be counted."""
        return not self.is_unverified and self.confidence != "low"


def day_of(text: str) -> date | None:
    """Day that a date names; None for a month, or for no date."""
    return date.fromisoformat(text) if _DAY.fullmatch(text) else None


def days_between(earlier: str, later: str) -> int | None:
    """Days from one date to another, None where either is no day.

    Examples
    --------
    >>> days_between("2018-03-26", "2018-03-30"), days_between("2018-03", "2018-03-30")
    (4, None)
    """
    begins, ends = day_of(earlier), day_of(later)
    return (ends - begins).days if begins and ends else None


def read_record(source: str | Path, *, left_out: list[Problem] | None = None) -> tuple[Event, ...]:
    """Read the moves of a record, in the order of the table.

    Parameters
    ----------
    source : str or Path
        ``"moscow"`` or ``"world"``, which come with detente, or a table of your own with at least the columns
        ``NEEDED``, or in the older form of :mod:`sim.documented.noted`
    left_out : list, to which what is wrong with single rows is added, while the others are read

    Raises
    ------
    ScenarioError
        If there is no such record, or the table lacks a column that is needed or has no rows; where no list is given
        also with every row that is not as ``docs/record.md`` says, a line each.
    """
    path = _path_of(source)
    problems: list[Problem] = []
    header, *body = _rows(table_text(path), path, problems)
    names = columns_in([cell for cell, _ in header])
    said = said_in("", "") if NOTE in names else {}
    if missing := [name for name in NEEDED if name not in names and name not in said]:
        problems.append(Problem(Origin(path, 1, 1), (), f"no column {', '.join(missing)}", f"at least {LISTED}"))
    elif not body and not problems:
        problems.append(Problem(Origin(path, 1, 1), (), "no row below the names of the columns", "a row for each move"))
    read = [] if problems else [_event(names, row, problems) for row in body]
    events = tuple(event for event in read if event)
    if problems and (left_out is None or not events):
        raise ScenarioError(problems)
    if left_out is not None:
        left_out += problems
    return events


def _path_of(source: str | Path) -> Path:
    """Table of a name or a path."""
    if str(source) in RECORDS:
        return shipped_folder() / "history" / f"{source}.csv"
    if os.path.isfile(source):
        return Path(source)
    raise ScenarioError([unknown_name(None, (), f"there is no record {shown(str(source))}", str(source), RECORDS)])


def _rows(text: str, file: Path, problems: list[Problem]) -> Iterator[list[tuple[str, Origin]]]:
    """Cells of the first row, and of each other that is not empty and without a quotation mark out of place."""
    for line, written in enumerate(text.split("\n"), start=1):
        known = len(problems)
        cells = [*_cells(written, file, line, problems)]
        if line == 1 or (written and len(problems) == known):
            yield cells


def _cells(written: str, file: Path, line: int, problems: list[Problem]) -> Iterator[tuple[str, Origin]]:
    """Cells of one line; what follows a quotation mark out of place is left out."""
    begins, is_last = 0, False
    while not is_last:
        origin = Origin(file, line, begins + 1)
        found = _CELL.match(written, begins)
        if not found:
            problems.append(
                Problem(origin, (), "a quotation mark out of place", 'quotes around the whole cell, "" inside')
            )
            return
        quoted, bare, sign = found.groups()
        yield (bare if quoted is None else quoted.replace('""', '"')).strip(), origin
        begins, is_last = found.end(), not sign


# what a cell may hold ---------------------------------------------------------------------------


class _CellError(Exception):
    """A cell that holds something else; says what was expected, and among which names the word may be meant."""

    def __init__(self, expected: str, names: Collection[str] = ()) -> None:
        super().__init__(expected)
        self.expected, self.names = expected, names


def _text(cell: str) -> str:
    return cell


def _some_text(cell: str) -> str:
    if not cell:
        raise _CellError("a text")
    return cell


def _when(cell: str) -> str:
    """Day or month, or nothing."""
    try:
        if cell:
            date.fromisoformat(cell if _DAY.fullmatch(cell) else f"{cell}-01")
    except ValueError:
        raise _CellError("a day or a month, as in 2021-10-06 or 2021-10") from None
    return cell


def _some_when(cell: str) -> str:
    return _when(_some_text(cell))


def _number(cell: str) -> int | None:
    if cell and not re.fullmatch("[0-9]{1,6}", cell):
        raise _CellError("a whole number, or nothing")
    return int(cell) if cell else None


def _persons(cell: str) -> int | None:
    number = _number(cell)
    if number == 0:
        raise _CellError("a whole number from 1 on, or nothing")
    return number


def _yes(cell: str) -> bool:
    if cell not in ("", "yes"):
        raise _CellError("yes, or nothing")
    return cell == "yes"


def _name(names: Collection[str], cell: str, usual: str = "") -> str:
    """One of some names; an empty cell is the usual one, where there is one."""
    cell = cell or usual
    if cell not in names:
        raise _CellError("", names)
    return cell


def _perhaps(names: Collection[str], cell: str) -> str:
    if cell and cell not in names:
        raise _CellError(f"{one_of([*names])}, or nothing")
    return cell


def _parties(cell: str) -> tuple[str, ...]:
    return tuple(_some_text(name.strip()) for name in cell.split(";"))


def _about(cell: str) -> tuple[str, ...]:
    return tuple(_perhaps(("day", "persons"), word) for word in re.findall("[^ ,;]+", cell))


# a column of the table, and how its cells are read; in the order of the fields of Event
_COLUMNS: dict[str, Callable[[str], Any]] = {
    "case": _some_text,
    "date": _some_when,
    "actor": _parties,
    "level": partial(_name, LEVELS, usual="state"),
    "ministry": _text,
    "target": _parties,
    "move": partial(_name, GROUP_OF_MOVE),
    "persons": _persons,
    "own": _yes,
    "facilities": _text,
    "location": _text,
    "deadline": _when,
    "effective": _when,
    "answers": _when,
    "war_wide": _yes,
    "before": _number,
    "after": _number,
    "role": partial(_name, ROLES),
    "domain": _text,
    "uncounted": partial(_perhaps, (ACT, ONLY_PEOPLE)),
    "joint": _yes,
    "silence": partial(_perhaps, (IN_STAFF, NOTHING_LEFT)),
    "approximate": _about,
    "unverified": _yes,
    "source": _text,
    "confidence": partial(_name, CONFIDENCES, usual="medium"),
}


COLUMNS = tuple(_COLUMNS)
NEEDED = ("case", "date", "actor", "target", "move", "role")  # a table may lack every other column
LISTED = f"{', '.join(NEEDED[:-1])} and {NEEDED[-1]}"


def event_of_cells(cells: Mapping[str, tuple[str, Origin]], problems: list[Problem]) -> Event | None:
    """Event of the cells of one row, by column; None where a cell is not what its column holds, which is noted.

    Parameters
    ----------
    cells : text of each column of ``COLUMNS``, and where it stands
    problems : gains what is wrong
    """
    return _event([*cells], [*cells.values()], problems)


def _event(names: list[str], row: list[tuple[str, Origin]], problems: list[Problem]) -> Event | None:
    """Event of a row; None where a cell is not what its column holds."""
    origin = row[0][1]
    if len(row) != len(names):
        problems.append(Problem(origin, (), f"{len(row)} cells", f"{len(names)}, one for each column"))
        return None
    cells = dict(zip(names, row, strict=True))
    if NOTE in cells:
        cells = with_said(cells)
    cells = dict.fromkeys(_COLUMNS, ("", origin)) | cells
    known = len(problems)
    values = [_value(name, *cells[name], problems) for name in _COLUMNS]
    if len(problems) > known:
        return None
    event = Event._make([*values, origin.line])
    _check_order(event, cells, problems)
    return event


def _check_order(event: Event, cells: dict[str, tuple[str, Origin]], problems: list[Problem]) -> None:
    """Note an answer before what it answers, and a deadline before the act; a month is compared with months."""
    orders = {
        "answers": (event.answers, event.date, "is later than the date", "that day, or one before"),
        "deadline": (event.date, event.deadline, "is earlier than the date", "that day, or one after"),
    }
    for column, (earlier, later, is_wrong, expected) in orders.items():
        known = min(len(earlier), len(later))
        if earlier[:known] > later[:known]:
            cell, origin = cells[column]
            problems.append(Problem(origin, (column,), f"{shown(cell)} {is_wrong}", expected))


def _value(column: str, cell: str, origin: Origin, problems: list[Problem]) -> Any:
    """Value of a cell; what is wrong with it is noted."""
    try:
        return _COLUMNS[column](cell)
    except _CellError as error:
        if error.names:
            problem = f"no {column} is called {shown(cell)}"
            problems.append(unknown_name(origin, (column,), problem, cell, error.names))
        else:
            problems.append(Problem(origin, (column,), f"{shown(cell)} is not allowed here", error.expected))
        return None
