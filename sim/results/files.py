"""What the files of every result share: each is there whole or not at all."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario.cells import guarded
from sim.scenario.characters import is_utf8
from sim.scenario.problems import printable

from .checksums import SUMS, add_sum, write_sums
from .csv_text import TEXTS, csv_lines
from .whole_files import Content, remove_strays_of_the_gone, write_whole

if TYPE_CHECKING:
    import pandas as pd

MOST_CSV_BYTES = 100_000_000  # a longer table is written as Parquet
SAMPLED_ROWS = 1000
LONG_TABLE = 20_000  # rows from which it pays not to have pandas write each cell


class ResultError(Exception):
    """A folder that holds no result that can be read; the message says which and why."""


class OutputError(Exception):
    """A folder that cannot be written; the message says which and why."""


def as_csv(frame: "pd.DataFrame") -> Content:
    """A table as CSV, numbers to six digits, texts so that no spreadsheet takes them for formulas."""
    if len(frame) > LONG_TABLE:
        return lambda stream: stream.writelines(csv_lines(frame, guarded))
    text: str = as_data(frame).to_csv(index=False, float_format="%.6g", lineterminator="\n", date_format="%Y-%m-%d")
    return lambda stream: stream.write(text.encode())


def is_large(frame: "pd.DataFrame") -> bool:
    """Whether a table would take more than MOST_CSV_BYTES as CSV, by the lines of some of its rows."""
    if len(frame) < LONG_TABLE:
        return False
    some = frame.iloc[:: len(frame) // SAMPLED_ROWS]
    return sum(map(len, csv_lines(some, guarded))) * len(frame) > MOST_CSV_BYTES * len(some)


def as_parquet(frame: "pd.DataFrame") -> Content:
    """A table as Parquet."""
    return lambda stream: frame.to_parquet(stream, engine="pyarrow", compression="zstd", index=False)


def as_data(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A table whose texts are guarded."""
    texts = [column for column, kind in frame.dtypes.items() if str(kind) in TEXTS]
    return frame.assign(**{str(column): frame[column].map(guarded, na_action="ignore") for column in texts})


def as_json(document: dict[str, Any]) -> Content:
    """A document as JSON."""
    text = json_text(document)
    return lambda stream: stream.write(text.encode())


def json_text(document: dict[str, Any]) -> str:
    """A document as the text of its file."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_files(folder: Path, files: dict[str, Content]) -> list[Path]:
    """Write files by name into a folder, each whole or not at all, and last their checksums; returns their paths.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    check_name(folder)
    with as_output_error(folder, "choose another with --out"):
        folder.mkdir(parents=True, exist_ok=True)
        remove_strays_of_the_gone(folder)
        (folder / SUMS).unlink(missing_ok=True)  # while files are replaced it says nothing, and nothing wrong
        written = [write_whole(folder / name, content) for name, content in files.items()]
        write_sums(folder, files)
        return [*written, folder / SUMS]


def add_file(folder: Path, name: str, text: str) -> Path:
    """Write one more text into the folder of a result, and its checksum beside those of the others; returns its path.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with as_output_error(folder, "choose another with --out"):
        path = write_whole(folder / name, lambda stream: stream.write(text.encode()))
        add_sum(folder, name)
        return path


@contextmanager
def as_output_error(folder: Path, advice: str) -> Iterator[None]:
    """Turn an OSError into an OutputError that says on one line what cannot be written, and what to do."""
    try:
        yield
    except OSError as problem:
        where, why = problem.filename or folder, problem.strerror or problem
        raise OutputError(f"{where}: cannot be written ({why}); {advice}") from None


def check_name(folder: Path) -> None:
    """Raise OutputError where the name of a folder is not UTF-8: no manifest and no Parquet reader could name it."""
    if not is_utf8(str(folder)):
        raise OutputError(f"{printable(str(folder))}: the name is not UTF-8; choose another folder")


def check_writable(folder: Path) -> None:
    """Raise OutputError where a folder cannot be written, before any work is done for it; leaves nothing behind."""
    check_name(folder)
    above = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        problem = "no right to write there" if above.is_dir() else f"{above} is no folder"
        raise OutputError(f"{folder}: cannot be written ({problem}); choose another with --out")
