"""Rows of the record as tables, and simulated moves as event files in the columns of POLECAT and ICEWS."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.documented.events import COLUMNS, Event
from sim.results.files import as_output_error, check_name
from sim.results.whole_files import write_whole
from sim.rules.moves import KINDS
from sim.scenario.cells import guarded
from sim.scenario.countries import cow_of, is_alliance, iso_of

from .codes import CAMEO, PLOVER, code_of
from .layout import OWN
from .mappings import read_mapping
from .reading import Reading, cells_of
from .simulated import simulated_events

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

WRITTEN = (CAMEO, PLOVER)
_USUAL_COLUMNS = {CAMEO: "icews", PLOVER: "plover"}  # mapping whose columns a file of a coding has
_GOLDSTEIN = {kind.name: kind.goldstein for kind in KINDS}


def write_events(result: "RunResult | str | Path", file: str | Path, *, coding: str = PLOVER) -> Path:
    """Write the moves of one simulated history as an event file; returns its path.

    Parameters
    ----------
    result : RunResult, or the folder of one
    file : path of the file, a table with commas
    coding : ``plover``, in the columns of POLECAT, or ``cameo``, in those of ICEWS

    Raises
    ------
    ValueError
        If there is no such coding, or the result is no single history.
    ResultError
        If the folder holds no result that can be read.
    OutputError
        If the file cannot be written.

    Notes
    -----
    The columns that begin with ``Detente`` hold each move in full, for many kinds of move share a code; a file with
    them is read back as the same moves.
    """
    if coding not in WRITTEN:
        raise ValueError(f"coding {coding!r}: expected {' or '.join(WRITTEN)}")
    history = _history(result) if isinstance(result, str | Path) else result
    rows = [_plover(event) if coding == PLOVER else _cameo(event) for event in simulated_events(history)]
    columns = [*read_mapping(_USUAL_COLUMNS[coding]).columns, *(f"{OWN}{column}" for column in COLUMNS)]
    return _write(Path(file), columns, rows)


def _history(folder: str | Path) -> "RunResult":
    """Read the result of a folder; raises ValueError where it is no single history."""
    from sim.results.reading import read_result
    from sim.results.run_result import RunResult

    read = read_result(folder)
    if not isinstance(read, RunResult):
        raise ValueError(f"{folder}: a {read.kind}; expected one history, as `detente run` without --runs writes it")
    return read


def write_table(reading: Reading, file: str | Path) -> Path:
    """Write the events of a file as a table in the columns of the record, each with its id, code and mentions.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    more = ({"id": found.id, "code": found.code, "mentions": str(found.mentions)} for found in reading.found)
    rows = (cells_of(event) | extra for event, extra in zip(reading.events, more, strict=True))
    return _write(Path(file), [*COLUMNS, "id", "code", "mentions"], rows)


def write_text(text: str, file: Path) -> Path:
    """Write a text; raises OutputError where it cannot be written."""
    check_name(file)
    with as_output_error(file, "choose another with --as"):
        return write_whole(file, lambda stream: stream.write(text.encode()))


def _write(file: Path, columns: list[str], rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a table with commas; texts are guarded, so that no spreadsheet takes them for formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(column, row.get(column, "")) for column in columns] for row in rows)
    return write_text(text.getvalue(), file)


def _cell(column: str, text: str) -> str:
    return text if column == "Intensity" else guarded(text)  # a number, and it may be below zero


def _plover(event: Event) -> dict[str, str]:
    type_, _, mode = code_of(event.move, PLOVER).partition(":")
    (actor,), (target,) = event.actor, event.target
    return _own(event) | {
        "Event ID": f"{event.case}-{event.line}",
        "Event Date": event.date,
        "Event Type": type_,
        "Event Mode": mode,
        "Intensity": f"{_GOLDSTEIN[event.move]:g}",
        "Actor Name": actor,
        "Actor Country": iso_of(actor) or _alliance(actor),
        "Actor COW": cow_of(actor),
        "Primary Actor Sector": "IGO" if is_alliance(actor) else "GOV",
        "Recipient Name": target,
        "Recipient Country": iso_of(target) or _alliance(target),
        "Recipient COW": cow_of(target),
        "Primary Recipient Sector": "IGO" if is_alliance(target) else "GOV",
        "Source": event.source,
    }


def _cameo(event: Event) -> dict[str, str]:
    (actor,), (target,) = event.actor, event.target
    return _own(event) | {
        "Event ID": f"{event.case}-{event.line}",
        "Event Date": event.date,
        "Source Name": actor,
        "Source Sectors": _sector(actor),
        "Source Country": actor if iso_of(actor) else "",
        "Event Text": event.move.replace("_", " "),
        "CAMEO Code": code_of(event.move, CAMEO),
        "Intensity": f"{_GOLDSTEIN[event.move]:g}",
        "Target Name": target,
        "Target Sectors": _sector(target),
        "Target Country": target if iso_of(target) else "",
        "Publisher": event.source,
    }


def _alliance(party: str) -> str:
    return party if is_alliance(party) else ""


def _sector(party: str) -> str:
    return "International Government Organization" if is_alliance(party) else "Government"


def _own(event: Event) -> dict[str, str]:
    """The columns of the record under names that no other has."""
    return {f"{OWN}{column}": cell for column, cell in cells_of(event).items()}
