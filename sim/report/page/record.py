"""How a result stands to the record: the tables of the console, with links to the moves of the account."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.report.against_record import Standing, standing_of_histories, standing_of_history, standing_of_worlds

from . import run
from .common import Choice
from .document import Section, Table, from_console

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.results.forecast import Forecast
    from sim.results.run_result import RunResult

PLAYED = 2  # column of the day on which a documented move comes


def of_history(result: "RunResult", choice: Choice) -> Section:
    """Which documented moves come in one history, and when."""
    standing = standing_of_history(result, choice.is_complete)
    if standing is None:
        return _section(None, "")
    table = _table(standing, "Documented moves, and what comes for them")
    known = set(run.moves_shown(result, choice).anchors)
    links = tuple(_link(table, anchor_of(move), known) for move in standing.listed["played"].tolist())
    return _section(standing, table if not any(map(any, links)) else replace(table, links=links))


def of_histories(forecast: "Forecast", choice: Choice) -> Section:
    """In how many histories documented moves come, and when."""
    standing = standing_of_histories(forecast)
    return _section(standing, "" if standing is None else _table(standing, "Documented moves, and how often they come"))


def of_worlds(comparison: "Comparison", choice: Choice) -> Section:
    """Which of two worlds is nearer to the record."""
    standing = standing_of_worlds(comparison)
    return _section(standing, "" if standing is None else _table(standing, "How near both worlds come to the record"))


def _section(standing: Standing | None, table: "Table | str") -> Section:
    lines: Sequence[str] = () if standing is None else standing.lines
    said = (line.replace("--all lists them", "detente report --all lists them") for line in lines)
    return Section("record", "Against the record", () if standing is None else (table, *said))


def _table(standing: Standing, caption: str) -> Table:
    """The table; columns without a head are named after the one before."""
    table = from_console(standing.table, caption)
    heads = tuple(head or ("How many days off" if n == PLAYED + 1 else "What") for n, head in enumerate(table.heads))
    return replace(table, heads=heads)


def anchor_of(move: Any) -> str:
    """Anchor of a move in the account; empty where none comes."""
    return run.anchor(int(move)) if str(move).isdigit() else ""


def _link(table: Table, target: str, known: set[str]) -> tuple[str, ...]:
    """Links of a row: the day on which a move comes leads to the move, if the account shows it."""
    return tuple(target if n == PLAYED and target in known else "" for n in range(len(table.heads)))
