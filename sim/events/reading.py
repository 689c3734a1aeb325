"""Event files of others read as rows of the record; what cannot be used is counted and named."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.documented.events import COLUMNS, Event
from sim.scenario.limits import MOST_PROBLEMS
from sim.scenario.problems import Origin, Problem, ScenarioError

from .answers import with_answers
from .choice import Choice, parties_named
from .coded import BrokenRowError, Found, LeftOutError, RowReader
from .codes import may_also_be
from .layout import Layout, guessed_mapping, layout_of
from .mappings import Mapping, read_mapping
from .rows import Row, rows_of

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 10  # broken rows that are shown
REPEATED = "repeats of an event of the same day, pair and code"
BROKEN = {  # what is wrong with a row
    "cells": "with a wrong number of cells, or a quotation mark out of place",
    "day": "with an impossible day",
    "code": "with an unknown code",
    "country": "with an unknown country",
    "number": "with an impossible number",
    "confidence": "with an unknown confidence",
    "cell": "with a cell that docs/record.md does not allow",
}


@dataclass(frozen=True)
class Reading:
    """What was read of an event file.

    Attributes
    ----------
    file : the file
    mapping : name of the mapping
    found : events in the order of the file, each with its code, its id and how often it was mentioned
    rows : rows of the file that hold anything
    left_out : number of rows by the reason for which they were left out
    broken : number of rows by what is wrong with them
    problems : what is wrong with the first of these, a line each
    notes : what else a user should know, a line each
    """

    file: Path
    mapping: str
    found: tuple[Found, ...] = ()
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Events alone, as :mod:`sim.documented` has them."""
        return tuple(found.event for found in self.found)

    @property
    def table(self) -> "pd.DataFrame":
        """Columns of the record, and of each event its id, its code and the number of its mentions."""
        import pandas as pd

        rows = [(*cells_of(found.event).values(), found.id, found.code, found.mentions) for found in self.found]
        return pd.DataFrame(rows, columns=[*COLUMNS, "id", "code", "mentions"])


def cells_of(event: Event) -> dict[str, str]:
    """Cells of the columns of the record, as :func:`sim.documented.events.read_record` reads them."""
    return {column: _cell(column, value) for column, value in zip(COLUMNS, event[:-1], strict=True)}


def _cell(column: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return (" " if column == "approximate" else "; ").join(value)
    return "" if value is None else str(value)


def read_events(
    file: str | Path,
    *,
    mapping: str | Path | Mapping | None = None,
    between: Collection[str] = (),
    first: str = "",
    last: str = "",
    all_actors: bool = False,
    answers_within: int = 0,
    strict: bool = False,
) -> Reading:
    """Read an event file as rows of the record.

    Parameters
    ----------
    file : table with commas, semicolons or tabs between its columns
    mapping : name of a shipped mapping, a mapping file or a Mapping; guessed from the columns if absent
    between : names of parties whose events with each other are wanted; all if empty
    first, last : ISO days; all if empty
    all_actors : bool, whether actors and targets that are no government count for their country
    answers_within : int, days within which a measure counts as the answer to the last one of its target; no row
        answers another if 0, and the file itself does not say so
    strict : bool, whether a broken row is an error

    Returns
    -------
    Reading

    Raises
    ------
    ScenarioError
        If the file cannot be read, or no mapping fits; with ``strict`` also with what is wrong with its rows.
    """
    path = Path(file)
    with rows_of(path) as rows:
        reading = _Reading(path, rows, mapping, Choice(parties_named(between), first, last, all_actors)).read()
    if strict and reading.problems:
        raise ScenarioError(_first_of(reading))
    if answers_within:
        reading = replace(reading, found=tuple(with_answers(reading.found, answers_within)))
    return reading


def _first_of(reading: Reading) -> list[Problem]:
    """The first problems, and in a last line how many more rows are broken."""
    first, n_more = [*reading.problems[:MOST_NAMED]], sum(reading.broken.values()) - MOST_NAMED
    more = [Problem(Origin(reading.file), (), f"{n_more:,} more broken rows")] if n_more > 0 else []
    return [*first, *more]


class _Reading:
    """A file that is being read."""

    def __init__(self, file: Path, rows: Iterator[Row], mapping: str | Path | Mapping | None, choice: Choice) -> None:
        self.file, self.rows, self.choice = file, rows, choice
        first = next(rows, None)
        if first is None:
            raise ScenarioError([Problem(Origin(file), (), "no row", "a table of events")])
        self.notes: list[str] = []
        self.mapping = self._mapping(mapping, first[1])
        self.layout: Layout = layout_of(self.mapping, first[1], file)
        self.notes += self.layout.notes
        self.waiting = [] if self.layout.has_names else [first]
        self.found: dict[tuple[object, ...], Found] = {}
        self.left_out: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def _mapping(self, given: str | Path | Mapping | None, first: list[str]) -> Mapping:
        if isinstance(given, Mapping):
            return given
        if given is not None:
            return read_mapping(given)
        guessed = guessed_mapping(first, self.file)
        self.notes.append(f"read as {guessed.says} (mapping {guessed.name}), which the columns fit")
        return guessed

    def read(self) -> Reading:
        """Everything that the file holds."""
        reader = RowReader(self.mapping, self.layout, self.file, all_actors=self.choice.all_actors)
        n_rows = 0
        for line, cells in (row for rows in (self.waiting, self.rows) for row in rows):
            n_rows += 1
            try:
                self._keep(reader.read(line, cells))
            except LeftOutError as reason:
                self.left_out[str(reason)] += 1
            except BrokenRowError as broken:
                self._note(line, broken)
        self._say_what_may_be_meant(reader)
        return Reading(
            self.file, self.mapping.name, tuple(self.found.values()), n_rows, self.left_out, self.broken,
            tuple(self.problems), tuple(self.notes),
        )  # fmt: skip

    def _keep(self, found: Found) -> None:
        """Keep an event that is wanted; the same code of a day and pair is one event, which was mentioned again."""
        event = found.event
        if reason := self.choice.against(event):
            raise LeftOutError(reason)
        is_coded = bool(found.code)
        key = (event.date, event.actor, event.target, found.code) if is_coded else (event.line,)
        before = self.found.get(key)
        if before is None:
            self.found[key] = found
            return
        persons = [n for n in (before.event.persons, event.persons) if n is not None]
        one = before.event._replace(persons=max(persons, default=None))
        self.found[key] = before._replace(event=one, mentions=before.mentions + found.mentions)
        raise LeftOutError(REPEATED)

    def _note(self, line: int, broken: BrokenRowError) -> None:
        self.broken[BROKEN[broken.kind]] += 1
        if len(self.problems) < MOST_PROBLEMS:
            origin = Origin(self.file, line, self.layout.places.get(broken.column, 0) + 1)
            path = (broken.column,) if broken.column else ()
            self.problems.append(Problem(origin, path, broken.problem, broken.expected, broken.suggestion))

    def _say_what_may_be_meant(self, reader: RowReader) -> None:
        """Add a line for each code that several moves have, and one for days that may be American."""
        if reader.has_slashes:
            self.notes.append("days with slashes are read as day/month/year; day_form: MM/DD/YYYY reads the others")
        counts = Counter((found.code, found.event.move) for found in self.found.values() if found.code)
        for (code, move), n in sorted(counts.items()):
            if others := may_also_be(code, move):
                self.notes.append(f"code {code} ({n:,} events) is read as {move}; it may also be {', '.join(others)}")
