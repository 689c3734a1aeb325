"""A run as files: what it leaves, how it is written, how it is read again."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .whole_files import Content, write_whole

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("moves", "trajectory", "posts", "decisions", "observed", "exchanges", "scales")
DOCUMENTS = ("outcome", "manifest")
_DATES = {
    "moves": ["announced", "effective"],
    "trajectory": ["date"],
    "posts": ["date"],
    "decisions": ["date"],
    "observed": ["date"],
    "exchanges": ["announced", "replied"],
    "scales": ["date"],
}
_TEXTS = {
    "moves": ["from", "to", "ministry", "kind", "channel", "intent", "cause", "why"],
    "trajectory": ["level", "name", "a", "b"],
    "posts": ["channel", "status"],
    "decisions": ["party", "towards", "cause", "verdict", "why"],
    "observed": ["id", "from", "to", "kind", "channel", "ministry", "answers", "source", "confidence", "note"],
    "exchanges": ["relation", "from", "to", "kinds", "reply_kinds"],
    "scales": ["level", "name"],
}
_FLAGS_WITH_GAPS = {"exchanges": ["is_in_kind", "is_one_for_one"]}
_COUNTS_WITH_GAPS = {
    "moves": ["parent"],
    "posts": ["ceiling", "accredited", "present"],
    "decisions": ["move"],
    "exchanges": ["answers", "reply", "lag_days", "reply_count"],
}


class ResultError(Exception):
    """A folder that is not the result of a run; the message says which and why."""


class OutputError(Exception):
    """A folder that cannot be written; the message says which and why."""


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
    files: dict[str, Content] = {f"{name}.csv": as_csv(getattr(result, name)) for name in TABLES}
    files |= {f"{name}.json": as_json(getattr(result, name)) for name in DOCUMENTS}
    return write_files(folder, files)


def as_csv(frame: "pd.DataFrame") -> Content:
    """A table as CSV, numbers to six digits."""
    text: str = frame.to_csv(index=False, float_format="%.6g", lineterminator="\n", date_format="%Y-%m-%d")
    return lambda stream: stream.write(text.encode())


def as_json(document: dict[str, Any]) -> Content:
    """A document as JSON."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return lambda stream: stream.write(text.encode())


def write_files(folder: Path, files: dict[str, Content]) -> list[Path]:
    """Write files by name into a folder, each whole or not at all; returns their paths.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    with told(folder, "choose another with --out"):
        folder.mkdir(parents=True, exist_ok=True)
        return [write_whole(folder / name, content) for name, content in files.items()]


@contextmanager
def told(folder: Path, advice: str) -> Iterator[None]:
    """Say on one line what cannot be written, and what to do: turn OSError into OutputError."""
    try:
        yield
    except OSError as problem:
        where, why = problem.filename or folder, problem.strerror or problem
        raise OutputError(f"{where}: cannot be written ({why}); {advice}") from None


def check_writable(folder: Path) -> None:
    """Raise OutputError where a folder cannot be written, before any work is done for it; leaves nothing behind."""
    above = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        problem = "no right to write there" if above.is_dir() else f"{above} is no folder"
        raise OutputError(f"{folder}: cannot be written ({problem}); choose another with --out")


def read_run(folder: Path) -> RunResult:
    """Read a run that was written before.

    Raises
    ------
    ResultError
        If a file is missing or cannot be read.
    """
    missing = [name for name in ("manifest.json", "moves.csv") if not (folder / name).is_file()]
    if missing:
        raise ResultError(
            f"{folder}: not the result of a run ({missing[0]} is missing); expected a folder under results"
        )
    try:
        tables: dict[str, Any] = {name: _read_csv(folder / f"{name}.csv", name) for name in TABLES}
        documents = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in DOCUMENTS}
        result = RunResult(**tables, **documents)
        _check(result)
    except OSError as problem:
        raise ResultError(f"{problem.filename}: cannot be read ({problem.strerror}); run the scenario again") from None
    except (KeyError, TypeError, ValueError) as problem:
        raise ResultError(f"{folder}: damaged result ({problem}); run the scenario again") from None
    return result


def _check(result: RunResult) -> None:
    """Raise ValueError where the parts of a result do not belong together."""
    if len(result.moves) != result.outcome["moves"]["all"]:
        raise ValueError(f"moves.csv has {len(result.moves)} moves, outcome.json {result.outcome['moves']['all']}")
    if set(result.posts["channel"]) != set(result.manifest["scenario"]["channels"]):
        raise ValueError("posts.csv and manifest.json name different posts")
    if set(result.trajectory["date"]) != set(result.posts["date"]) and len(result.posts):
        raise ValueError("posts.csv and trajectory.csv have different days")


def _read_csv(path: Path, name: str) -> "pd.DataFrame":
    import pandas as pd

    flags = _FLAGS_WITH_GAPS.get(name, [])
    texts = dict.fromkeys([*_TEXTS[name], *flags], "str")
    frame = pd.read_csv(path, dtype=texts, keep_default_na=False, na_values={"": [""]})
    if missing := {*texts, *_DATES[name]} - set(frame.columns):
        raise ValueError(f"{path.name} has no column {sorted(missing)[0]!r}")
    for column in _DATES[name]:
        frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d").astype("datetime64[s]")
    for column in flags:
        frame[column] = frame[column].map({"True": True, "False": False}).astype("boolean")
    numbers = [c for c in frame.columns if c not in texts and c not in _DATES[name]]
    frame[numbers] = frame[numbers].apply(pd.to_numeric)
    with_gaps = _COUNTS_WITH_GAPS.get(name, [])
    frame[with_gaps] = frame[with_gaps].astype("Int64")
    return frame
