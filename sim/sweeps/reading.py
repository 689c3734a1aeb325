"""A sweep read from its folder."""

from pathlib import Path

from sim.results.documents import check_texts
from sim.results.files import ResultError
from sim.results.parquet import table_in
from sim.results.sweep_result import SweepResult
from sim.results.whole_files import content_of

from .store import POINTS, read_rows, read_sweep_manifest


def read_sweep(folder: Path) -> SweepResult:
    """Read a sweep, also one that is not complete.

    Raises
    ------
    ResultError
        If the folder holds none, or a file cannot be read.
    """
    try:
        manifest = read_sweep_manifest(folder)
        points = table_in(content_of(folder / POINTS)).to_pandas()
        summary = read_rows(folder, manifest).to_pandas()
        for table in (points, summary):
            check_texts(table)
    except OSError as problem:
        raise ResultError(f"{folder}: cannot be read ({problem.strerror or problem})") from None
    except ValueError as problem:
        raise ResultError(f"{folder}: damaged ({problem}); the same command writes it again") from None
    return SweepResult(folder, points, summary, manifest)
