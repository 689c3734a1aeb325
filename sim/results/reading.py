"""Summaries of many runs as files, all by one piece of code; and any result read again.

Tables are written as CSV, those that may be left out as Parquet.  The manifest says which kind of result a folder
holds, and the columns and length of every table; so nothing has to be known here of any single table.
"""

import os
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario import arguments
from sim.scenario.problems import shown

from .documents import DocumentError, read_json
from .files import ResultError, as_csv, as_json, write_files
from .folder import ResultFolder
from .run_result import TABLES, RunResult
from .table_form import form_of
from .whole_files import Content

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd

    from .comparison import Comparison
    from .forecast import Forecast
    from .tournament import Tournament

    Summary: TypeAlias = Forecast | Comparison | Tournament

KINDS = {  # kind of result: module and class
    "forecast": ("forecast", "Forecast"),
    "comparison": ("comparison", "Comparison"),
    "tournament": ("tournament", "Tournament"),
}
_NAMES = {name: kind for kind, (_, name) in KINDS.items()}


def write_summary(summary: "Summary", folder: Path) -> list[Path]:
    """Write a summary; each file appears whole or not at all.

    Returns
    -------
    list of Path, the files written

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    import pandas as pd

    parts = {field.name: getattr(summary, field.name) for field in fields(summary)}
    tables = {name: part for name, part in parts.items() if isinstance(part, pd.DataFrame)}
    large = _tables_at_choice(type(summary))
    files: dict[str, Content] = {
        f"{name}.parquet" if name in large else f"{name}.csv": _as_parquet(table) if name in large else as_csv(table)
        for name, table in tables.items()
    }
    told = {name: part for name, part in parts.items() if isinstance(part, dict | str) and name != "manifest"}
    if told:
        files["outcome.json"] = as_json(told)
    forms = {name: form_of(name, table, name not in large) for name, table in tables.items()}
    about = {"result": _NAMES[type(summary).__name__], "tables": forms}
    return write_files(folder, files | {"manifest.json": as_json(about | parts["manifest"])})


def _tables_of(kind: type) -> list[str]:
    """Names of the tables."""
    return [field.name for field in fields(kind) if "DataFrame" in str(field.type)]


def _tables_at_choice(kind: type) -> set[str]:
    """Names of the tables that may be left out."""
    return {field.name for field in fields(kind) if "None" in str(field.type)}


def _as_parquet(table: "pd.DataFrame") -> Content:
    return lambda stream: table.to_parquet(stream, engine="pyarrow", compression="zstd", index=False)


def read_result(folder: Path | str) -> "RunResult | Summary":
    """Read what was written before: a run, a forecast, a comparison or a tournament.

    Warns
    -----
    ChangedResultWarning
        If a file can be read and fits the others, but is no longer what was written.

    Raises
    ------
    ResultError
        If a file is missing, cannot be read or does not fit the others.
    """
    folder = arguments.path("folder", folder)
    if not os.path.isfile(folder / "manifest.json"):  # also where the name is longer than any file's
        raise ResultError(
            f"{folder}: not the result of a run (manifest.json is missing); expected a folder under results"
        )
    files = ResultFolder(folder)
    kind = files.manifest.pop("result", "run")
    if kind == "sweep":
        raise ResultError(f"{folder}: a sweep; sim.open_sweep reads it")
    result = _read_run(files) if kind == "run" else _read_summary(files, kind)
    files.warn_of_changes()
    return result


def is_sweep(folder: Path | str) -> bool:
    """Whether a folder holds a sweep, which :func:`sim.api.open_sweep` reads; False where nobody can say."""
    try:
        return read_json(Path(folder) / "manifest.json").get("result") == "sweep"
    except (OSError, DocumentError):
        return False


def _read_run(files: ResultFolder) -> RunResult:
    tables: dict[str, Any] = {name: files.table(name) for name in TABLES}
    result = RunResult(**tables, outcome=files.document("outcome"), manifest=files.without_forms())
    _check(result, files.folder)
    return result


def _check(result: RunResult, folder: Path) -> None:
    """Raise ResultError where the parts of a run do not belong together."""
    if not isinstance(result.manifest.get("run", 0), int):
        raise ResultError(f"{folder / 'manifest.json'}: run {shown(result.manifest['run'])}; expected its number")
    made = result.outcome.get("moves")
    n_moves = made.get("all") if isinstance(made, dict) else None
    if len(result.moves) != n_moves:
        raise ResultError(f"{folder / 'moves.csv'}: has {len(result.moves)} moves, outcome.json says {n_moves}")
    if set(result.posts["channel"]) != set(result.manifest["scenario"]["channels"]):
        raise ResultError(f"{folder / 'posts.csv'}: does not have the posts that manifest.json names")
    if set(result.trajectory["date"]) != set(result.posts["date"]) and len(result.posts):
        raise ResultError(f"{folder / 'posts.csv'}: does not have the days of trajectory.csv")


def _read_summary(files: ResultFolder, kind: Any) -> "Summary":
    if kind not in [*KINDS]:
        known = ", ".join(("run", *KINDS))
        raise ResultError(f"{files.folder / 'manifest.json'}: a result {shown(kind)}; expected any of {known}")
    module, name = KINDS[kind]
    made: type[Summary] = getattr(import_module(f".{module}", __package__), name)
    large = _tables_at_choice(made)
    parts: dict[str, Any] = {
        name: files.table(name) if name not in large else files.large_table(name) if name in files.tables else None
        for name in _tables_of(made)
    }
    if missing := {field.name for field in fields(made)} - parts.keys() - {"manifest"}:
        outcome = files.document("outcome")
        if absent := sorted(missing - outcome.keys()):
            raise ResultError(f"{files.folder / 'outcome.json'}: {absent[0]!r} is missing; make the result again")
        parts |= {name: outcome[name] for name in missing}
    return made(**parts, manifest=files.without_forms())
