"""One run, as tables and documents, and as files."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from .debriefing import FILE as DEBRIEFING
from .result import Result

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

GAME, DECISIONS, PROGRAM = "game.yaml", "decisions.jsonl", "program.jsonl"  # beside the tables of a game
WRITTEN_AT_A_SEAT = (GAME, DECISIONS, PROGRAM, f"{DEBRIEFING}.json")  # by who plays; not by playing the moves again
DAYS = {  # of each table the column that says on which day its rows are
    "moves": "announced",
    "trajectory": "date",
    "posts": "date",
    "ties": "date",
    "decisions": "date",
    "observed": "date",
    "exchanges": "announced",
    "scales": "date",
}


@dataclass(frozen=True, repr=False)
class RunResult(Result):
    """One run: its tables and two documents.

    Attributes
    ----------
    moves : one row a move, in the order in which they were made
    trajectory : one row a day and relation, pair of blocs or theatre; a column an index
    posts : one row a day and channel
    decisions : one row a provocation that was decided, also where nothing was done
    observed : one row a documented move
    exchanges : one row a hostile package, with what answers it
    scales : one row a day and relation, pair of blocs or theatre; Goldstein's scale, and the classes of PLOVER
    outcome : how the run ended
    manifest : scenario, seed, versions, command
    against_record : one row a documented move that the run could bring: which move came for it; None where none is, see
        :func:`sim.analysis.against_record.of_history`
    ties : one row a day and tie; None where the scenario has none
    debriefing : of a game that was played by hand, what :mod:`sim.results.debriefing` reads; None where there is none
    """

    kind: ClassVar[str] = "run"
    beside: ClassVar[tuple[str, ...]] = (DEBRIEFING,)

    moves: "pd.DataFrame"
    trajectory: "pd.DataFrame"
    posts: "pd.DataFrame"
    decisions: "pd.DataFrame"
    observed: "pd.DataFrame"
    exchanges: "pd.DataFrame"
    scales: "pd.DataFrame"
    outcome: dict[str, Any]
    manifest: dict[str, Any]
    against_record: "pd.DataFrame | None" = None
    ties: "pd.DataFrame | None" = None
    debriefing: dict[str, Any] | None = None

    def within(
        self, since: "date | None" = None, until: "date | None" = None, *, is_hostile_only: bool = False
    ) -> "RunResult":
        """The run with the rows of some days alone; how it ended stays as it is.

        Parameters
        ----------
        since, until : first and last day; those of the run if absent
        is_hostile_only : whether moves that are not hostile are left out
        """
        tables: dict[str, Any] = {
            name: _between(table, DAYS[name], since, until) for name, table in self.tables.items() if name in DAYS
        }
        if is_hostile_only:
            tables["moves"] = tables["moves"][tables["moves"]["severity"] > 0]
        return replace(self, **tables)

    def _said(self) -> str:
        return str(self.outcome.get("headline", ""))


def _between(table: "pd.DataFrame", column: str, since: "date | None", until: "date | None") -> "pd.DataFrame":
    """Rows of the days from one to another."""
    for day, sign in ((since, 1), (until, -1)):
        if day is not None:
            table = table[sign * (table[column] - np.datetime64(day)).dt.days >= 0]
    return table.reset_index(drop=True)


TABLES = tuple(RunResult.table_names())
