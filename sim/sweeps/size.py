"""What a sweep needs of disk and memory, and the refusal of what does not fit; nothing is played for it."""

import shutil
from pathlib import Path

from sim.analysis.units import in_units
from sim.experiment.memory import TooLargeError, free_memory

from .sweep import Sweep, n_rows_of_a_point

ROW_BYTES = 300  # of a row in a file; measured, and rounded up
GROUPS_BYTES = 5_000  # of its sums over groups of histories, where there are any
PART_BYTES = 16_000  # of a file, whatever it holds
CSV_BYTES = 400  # of a row as text
VALUE_BYTES = 10  # of a value of a point in a file
VALUE_IN_MEMORY = 120  # while the points are written
WORKER_BYTES = 400_000_000  # of a process with all libraries


def refuse_too_large(sweep: Sweep, folder: Path, n_workers: int = 0, as_csv: bool = False) -> None:
    """Raise TooLargeError where a sweep fits neither the disk of its folder nor memory, naming the most that does."""
    points, a_point = sweep.design.n_points, bytes_of_a_point(sweep, as_csv)
    free = free_disk(folder) + sum(path.stat().st_size for path in folder.rglob("*.parquet"))  # which is replaced
    if points * a_point > free:
        _refuse(points, points * a_point, "disk", free, free // a_point)
    memory = free_memory()
    each = VALUE_IN_MEMORY * len(sweep.design.variations)
    if points * each > memory:
        _refuse(points, points * each, "memory", memory, memory // each)
    if n_workers * WORKER_BYTES > memory:
        raise TooLargeError(
            f"{n_workers} workers need {in_units(n_workers * WORKER_BYTES)} of memory, and {in_units(memory)} are "
            f"free; the most that fit are {memory // WORKER_BYTES}"
        )


def _refuse(points: int, needed: int, of: str, free: int, most: int) -> None:
    raise TooLargeError(
        f"{points:,} points need {in_units(needed)} of {of}, and {in_units(free)} are free; the most that fit are "
        f"{most:,}"
    )


def bytes_of_a_point(sweep: Sweep, as_csv: bool = False) -> int:
    """Bytes that a point takes on disk: its values, its rows in a part and in the summary, its share of a part."""
    a_row = ROW_BYTES + (GROUPS_BYTES if sweep.is_paired else 0)
    rows = n_rows_of_a_point(sweep) * (2 * a_row + (CSV_BYTES if as_csv else 0))
    return rows + VALUE_BYTES * len(sweep.design.variations) + PART_BYTES // sweep.points_per_part


def free_disk(folder: Path) -> int:
    """Bytes free on the disk of a folder, which need not be there yet."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free
