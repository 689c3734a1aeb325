"""Any result read from its folder again.

The manifest says which kind of result a folder holds, and the columns and length of every table; so nothing has to be
known here of any single table.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario import arguments
from sim.scenario.problems import shown

from .above import above
from .files import ResultError
from .folder import ResultFolder
from .result import Result

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd

    from .comparison import Comparison
    from .fit import Fit
    from .forecast import Forecast
    from .hindcast import Hindcast
    from .offramp import Offramp
    from .run_result import RunResult
    from .sweep_result import SweepResult
    from .tournament import Tournament

    AnyResult: TypeAlias = RunResult | Forecast | Comparison | Tournament | Offramp | Hindcast | Fit | SweepResult

KINDS = {  # kind of result: module and class
    "run": ("run_result", "RunResult"),
    "forecast": ("forecast", "Forecast"),
    "comparison": ("comparison", "Comparison"),
    "tournament": ("tournament", "Tournament"),
    "hindcast": ("hindcast", "Hindcast"),
    "fit": ("fit", "Fit"),
    "offramp": ("offramp", "Offramp"),
}
SWEEP = "sweep"  # which lies in parts, and is read by who plays it


def read_result(folder: Path | str) -> "AnyResult":
    """Read what was written before: a result of any of ``KINDS``, or a sweep, as its ``kind`` says.

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
        if os.path.isfile(folder / "result" / "manifest.json"):
            raise ResultError(f"{folder}: an unpacked bundle; its result lies in {folder / 'result'}")
        raise ResultError(f"{folder}: no result (manifest.json is missing); expected a folder under results")
    files = ResultFolder(folder)
    kind = files.manifest.pop("result", "run")  # a run did not always say so
    if kind == SWEEP:
        sweep: SweepResult = above("sim.sweeps.reading", "read_sweep")(folder)
        return sweep
    read = _read(files, _class_of(kind, folder))
    if read.kind == "run":
        _check(read, folder)
    files.warn_of_changes()
    result: RunResult | Forecast | Comparison | Tournament | Offramp | Hindcast | Fit = read
    return result


def _class_of(kind: Any, folder: Path) -> type[Result]:
    """Class of a kind of result; raises ResultError where there is none."""
    if not isinstance(kind, str) or kind not in KINDS:
        known = ", ".join((*KINDS, SWEEP))
        raise ResultError(f"{folder / 'manifest.json'}: a result {shown(kind)}; expected any of {known}")
    module, name = KINDS[kind]
    found: type[Result] = getattr(import_module(f".{module}", __package__), name)
    return found


def _read(files: ResultFolder, made: Any) -> Any:
    """Tables and documents as a result of a class."""
    absent = made.optional_tables() - {*files.tables}
    parts: dict[str, Any] = {
        name: None
        if name in absent
        else files.large_table(name)
        if name in made.large or files.is_large(name)
        else files.table(name)
        for name in made.table_names()
    }
    for table, columns in made.renamed.items():
        parts[table] = parts[table].rename(columns=columns)
    beside = {name: files.optional_document(name) for name in made.beside}
    return made(**parts, **_documents(files, made), **beside, manifest=files.without_forms())


def _table(files: ResultFolder, name: str, is_always_large: bool) -> "pd.DataFrame":
    return files.large_table(name) if is_always_large or files.is_large(name) else files.table(name)


def _documents(files: ResultFolder, made: type[Result]) -> dict[str, Any]:
    """What stands in ``outcome.json``."""
    names = made.documents()
    found = files.document("outcome") if names else {}
    found = {"outcome": found} if names == ["outcome"] else found
    if absent := sorted({*names} - found.keys()):
        raise ResultError(f"{files.folder / 'outcome.json'}: {absent[0]!r} is missing; make the result again")
    return {name: found[name] for name in names}


def _posts_of(result: "RunResult") -> set[str]:
    """Posts that the table has: all, or those of the relations that a large world's tables have."""
    channels, relations = result.manifest["scenario"]["channels"], result.outcome["relations"]
    pairs = {frozenset(relations[name]["between"]) for name in result.manifest.get("relations", relations)}
    ends = {id_: channel["between"] or (channel["sender"], channel["host"]) for id_, channel in channels.items()}
    return {id_ for id_, pair in ends.items() if frozenset(pair) in pairs}


def _check(result: "RunResult", folder: Path) -> None:
    """Raise ResultError where the parts of a run do not belong together."""
    if not isinstance(result.manifest.get("run", 0), int):
        raise ResultError(f"{folder / 'manifest.json'}: run {shown(result.manifest['run'])}; expected its number")
    made = result.outcome.get("moves")
    n_moves = made.get("all") if isinstance(made, dict) else None
    if len(result.moves) != n_moves:
        raise ResultError(f"{folder / 'moves.csv'}: has {len(result.moves)} moves, outcome.json says {n_moves}")
    if set(result.posts["channel"]) != _posts_of(result):
        raise ResultError(f"{folder / 'posts.csv'}: does not have the posts that manifest.json names")
    ties = set() if result.ties is None else set(result.ties["tie"])
    if ties != set(result.manifest["scenario"].get("ties", {})):
        raise ResultError(f"{folder / 'ties.csv'}: does not have the ties that manifest.json names")
    if set(result.trajectory["date"]) != set(result.posts["date"]) and len(result.posts):
        raise ResultError(f"{folder / 'posts.csv'}: does not have the days of trajectory.csv")
