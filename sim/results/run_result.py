"""One run, as tables and documents, and as files."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .result import Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class RunResult(Result):
    """One run: its tables and two documents.

    Attributes
    ----------
    moves : one row a move, in the order in which they were made
    trajectory : one row a day and dyad, pair of blocs or theatre; a column an index
    posts : one row a day and channel
    decisions : one row a provocation that was decided, also where nothing was done
    observed : one row a documented move
    exchanges : one row a hostile package, with what answers it
    scales : one row a day and dyad, pair of blocs or theatre; Goldstein's scale, and the classes of PLOVER
    outcome : how the run ended
    manifest : scenario, seed, versions, command
    against_record : one row a documented move that the run could bring: which move came for it; None where none is, see
        :func:`sim.analysis.against_record.of_history`
    """

    kind: ClassVar[str] = "run"

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

    def _said(self) -> str:
        return str(self.outcome.get("headline", ""))


TABLES = tuple(RunResult.table_names())
