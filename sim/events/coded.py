"""One row of an event file as an event of the record; what stands against it is raised."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple, NoReturn

from sim.documented.events import COLUMNS, Event, event_of_cells
from sim.documented.words import CONFIDENCES, GROUP_OF_MOVE, GROUPS, INITIAL, POSTURE, REPAIR, WORDS
from sim.scenario.cells import unguarded
from sim.scenario.characters import fault_in_line
from sim.scenario.countries import is_alliance, party_of
from sim.scenario.foreign_cells import NOTHING
from sim.scenario.problems import Origin, Problem, nearest, printable, shown

from . import codes
from .days import FORMS, day_reader
from .layout import OWN, Layout
from .mappings import Columns, Mapping, constant_confidence

NOT_A_MOVE, NOBODY = "the code is no move between governments", "without an actor or a target"
NOT_A_GOVERNMENT, NO_COUNTRY = "not of a government", "no country or alliance"
ONE_PARTY = "of a party against itself"

# as CAMEO calls parts of the world, which are no parties
_REGIONS = frozenset(
    (
        *("AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "LAM"),
        *("MEA", "MDT", "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "WAF", "WST"),
    )
)
_EMPTY = frozenset(("", *NOTHING, "None", "NULL", "---"))
_TALKS = ("meet", "offer_talks", "accept_talks", "refuse_talks", "contact", "offer_contact", "ask_recognition")
_MOST_PERSONS = 999_999


class BrokenRowError(Exception):
    """A row that says something impossible: which column, and what is wrong."""

    def __init__(self, kind: str, column: str, problem: str, expected: str, suggestion: str = "") -> None:
        super().__init__(kind, column, problem, expected)
        self.kind, self.column, self.problem = kind, column, problem
        self.expected, self.suggestion = expected, suggestion


class LeftOutError(Exception):
    """A row that is whole, and no event that is wanted; the argument says why."""


class Found(NamedTuple):
    """An event, and what the file alone knows of it."""

    event: Event
    code: str = ""  # empty where the file has the move in words
    id: str = ""
    mentions: int = 1


class RowReader:
    """Reads rows of one file; what is the same in many rows is worked out once."""

    def __init__(self, mapping: Mapping, layout: Layout, file: Path, *, all_actors: bool) -> None:
        self.mapping, self.layout, self.file, self.all_actors = mapping, layout, file, all_actors
        self.day_of = day_reader(mapping.day_form)
        self.party_of = cache(lambda written: party_of(written, mapping.countries))
        self.move_of: Callable[[str, bool], str] = cache(
            lambda code, of_officials: codes.move_of(code, of_officials=of_officials, own=mapping.codes)
        )
        self.code_of = cache(self._code)
        self.is_government = cache(self._is_government)
        self.confidence = constant_confidence(mapping)
        self.own = "" if mapping.name == "detente" else OWN
        self.is_own = f"{self.own}move" in layout.places
        self.has_slashes = False  # whether a day was read whose form may be the American one

    def read(self, line: int, cells: list[str]) -> Found:
        """Event of a row; raises BrokenRowError or LeftOutError where there is none."""
        if not cells:
            raise BrokenRowError("cells", "", "a quotation mark out of place", 'quotes around a whole cell, "" inside')
        if len(cells) != self.layout.width:
            raise BrokenRowError("cells", "", f"{len(cells)} cells", f"{self.layout.width}, one for each column")
        if self.is_own and self._cell(cells, f"{self.own}move"):
            return self._of_record(line, cells)
        return self._coded(line, cells)

    # rows in the columns of the record -----------------------------------------------------------

    def _of_record(self, line: int, cells: list[str]) -> Found:
        """A row that has the columns of the record; those that are missing or empty get what is usual."""
        given = {name: unguarded(self._as_it_stands(cells, f"{self.own}{name}")) for name in COLUMNS}
        usual = {
            "case": self.file.stem,
            "level": "alliance" if is_alliance(given["actor"]) else "state",
            "role": role_of(given["move"]),
            "answers": given["date"] if role_of(given["move"]) == INITIAL and not given["role"] else "",
            "source": self.file.name,
            "confidence": "medium",
        }
        problems: list[Problem] = []
        places = self.layout.places
        event = event_of_cells(
            {
                name: (cell or usual.get(name, ""), Origin(self.file, line, places.get(f"{self.own}{name}", 0) + 1))
                for name, cell in given.items()
            },
            problems,
        )
        if event is None or problems:
            first = problems[0]
            column = f"{self.own}{'.'.join(first.path)}"
            raise BrokenRowError("cell", column, first.problem, first.expected, first.suggestion)
        return Found(event, id=self._cell(cells, "id"))

    # rows that a codebook was applied to ---------------------------------------------------------

    def _coded(self, line: int, cells: list[str]) -> Found:
        mapping = self.mapping
        day = self._day(cells)
        code = self._code_or_word(cells)
        actor, target = self._party(cells, "actor"), self._party(cells, "target")
        persons = self._number(cells, mapping.persons, "people")
        officials = self.is_government(self._first(cells, mapping.target_sector))
        move = code if mapping.coding == codes.WORDS or code in GROUP_OF_MOVE else self.move_of(code, officials)
        if not move:
            raise LeftOutError(NOT_A_MOVE)
        if actor == target:
            raise LeftOutError(ONE_PARTY)
        if not self.all_actors and not (officials and self.is_government(self._first(cells, mapping.actor_sector))):
            raise LeftOutError(NOT_A_GOVERNMENT)
        id_ = self._first(cells, mapping.id)
        event = Event(
            case=self.file.stem, date=day, actor=(actor,), level="alliance" if is_alliance(actor) else "state",
            ministry="", target=(target,), move=move, persons=persons, is_own=False, facilities="", location="",
            deadline="", effective="", answers=day if role_of(move) == INITIAL else "", is_war_wide=False,
            before=None, after=None, role=role_of(move), domain="", uncounted="", is_joint=False, silence="",
            approximate=(), is_unverified=False, source=self._source(cells, id_),
            confidence=self._confidence(cells), line=line,
        )  # fmt: skip
        mentions = self._number(cells, mapping.mentions, "mentions") or 1
        return Found(event, "" if code == move else code, _readable(id_), mentions)

    def _cell(self, cells: list[str], column: str) -> str:
        """Text of a cell; empty where the column is missing, or the cell holds what programs write for nothing."""
        written = self._as_it_stands(cells, column)
        return "" if written in _EMPTY else written

    def _as_it_stands(self, cells: list[str], column: str) -> str:
        place = self.layout.places.get(column)
        return "" if place is None else cells[place]

    def _first(self, cells: list[str], columns: Columns) -> str:
        """First cell of some columns that holds anything."""
        for column in columns:
            if found := self._cell(cells, column):
                return found
        return ""

    def _day(self, cells: list[str]) -> str:
        written = self._first(cells, self.mapping.day)
        day = self.day_of(written)
        if not day:
            expected = f"a day in the form {self.mapping.day_form or FORMS[0]}"
            self._refuse("day", self.mapping.day, f"{shown(written)} is no day", expected)
        self.has_slashes |= "/" in written and not self.mapping.day_form
        return day

    def _code_or_word(self, cells: list[str]) -> str:
        """Code of a row, or its word where the file has one."""
        mapping = self.mapping
        word = self._first(cells, mapping.move + (mapping.code if mapping.coding == codes.WORDS else ()))
        if word or mapping.coding == codes.WORDS:
            word = mapping.codes.get(word, word)
            if word not in GROUP_OF_MOVE:
                problem, close = f"no move is called {shown(word)}", nearest(word, GROUP_OF_MOVE)
                self._refuse("code", mapping.move + mapping.code, problem, "a word of docs/record.md", close)
            return word
        written, mode = self._first(cells, mapping.code), self._first(cells, mapping.mode)
        code: str | None = self.code_of(written, mode)
        if code is None:
            self._refuse("code", mapping.code, f"{shown(written)} is no code", f"a code of {mapping.coding.upper()}")
        return code

    def _code(self, written: str, mode: str) -> str | None:
        if self.mapping.coding == codes.CAMEO:
            return codes.cameo_code(written)
        return codes.plover_code(written, mode)

    def _party(self, cells: list[str], who: str) -> str:
        """Actor or target; the first of the columns must hold a country, the others may hold anything."""
        columns: Columns = getattr(self.mapping, who)
        if as_written := self._first(cells, getattr(self.mapping, f"{who}_as_written")):
            return _readable(as_written)
        named = [(column, cell) for column in columns if (cell := self._cell(cells, column))]
        for _, cell in named:
            if party := self.party_of(cell):
                return str(party)
        if not named:
            raise LeftOutError(NOBODY)
        column, cell = named[0]
        if column == columns[0] and cell not in _REGIONS:
            self._refuse("country", (column,), f"no country is called {shown(cell)}", "a name or a code of a country")
        raise LeftOutError(NO_COUNTRY)

    def _is_government(self, sector: str) -> bool:
        """Whether a sector is one of governments; a country without a sector is its government."""
        sectors = {part.strip() for part in sector.replace(";", ",").split(",")} - _EMPTY
        return not sectors or not self.mapping.governments or bool(sectors & {*self.mapping.governments})

    def _number(self, cells: list[str], columns: Columns, what: str) -> int | None:
        written = self._first(cells, columns)
        whole = written.removesuffix(".0")
        if written and not (whole.isascii() and whole.isdigit() and len(whole) <= len(str(_MOST_PERSONS))):
            self._refuse("number", columns, f"{shown(written)} is no number of {what}", "a whole number, or nothing")
        return int(whole) or None if written else None

    def _source(self, cells: list[str], id_: str) -> str:
        return _readable(self._first(cells, self.mapping.source)) or _readable(f"{self.file.name} {id_}".strip())

    def _confidence(self, cells: list[str]) -> str:
        if self.confidence:
            return self.confidence
        written = self._first(cells, self.mapping.confidence).lower()
        if written and written not in CONFIDENCES:
            expected = "high, medium or low"
            self._refuse("confidence", self.mapping.confidence, f"{shown(written)} is no confidence", expected)
        return written or "medium"

    def _refuse(self, kind: str, columns: Columns, problem: str, expected: str, suggestion: str = "") -> NoReturn:
        """Raise BrokenRowError for the first of some columns that the file has."""
        column = next((name for name in columns if name in self.layout.places), "")
        raise BrokenRowError(kind, column, problem, expected, suggestion)


@cache
def role_of(move: str) -> str:
    """Role of a row that nothing more is known of: who answers whom, no codebook says."""
    group = GROUP_OF_MOVE.get(move, "")
    if move in _TALKS:
        return "talks"
    return INITIAL if group in GROUPS else {WORDS: "statement", REPAIR: "recovery", POSTURE: "posture"}.get(group, "")


def _readable(text: str) -> str:
    """Text on one line of characters that can be seen."""
    return printable(text, 2000) if fault_in_line(text) or len(text) > 2000 else text
