"""One run, as tables and documents, and as files."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .files import as_csv, as_json, write_files
from .table_form import form_of
from .whole_files import Content

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("moves", "trajectory", "posts", "decisions", "observed", "exchanges", "scales")


@dataclass(frozen=True)
class RunResult:
    """One run: seven tables and two documents.

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
    """

    moves: "pd.DataFrame"
    trajectory: "pd.DataFrame"
    posts: "pd.DataFrame"
    decisions: "pd.DataFrame"
    observed: "pd.DataFrame"
    exchanges: "pd.DataFrame"
    scales: "pd.DataFrame"
    outcome: dict[str, Any]
    manifest: dict[str, Any]


def write_result(result: RunResult, folder: Path) -> list[Path]:
    """Write a run's tables and documents; each file appears whole or not at all.

    Returns
    -------
    list of Path, the files written

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    tables = {name: getattr(result, name) for name in TABLES}
    files: dict[str, Content] = {f"{name}.csv": as_csv(table) for name, table in tables.items()}
    about = {"tables": {name: form_of(name, table) for name, table in tables.items()}}
    documents = {"outcome": result.outcome, "manifest": about | result.manifest}
    files |= {f"{name}.json": as_json(document) for name, document in documents.items()}
    return write_files(folder, files)
