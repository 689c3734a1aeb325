"""The folder of a sweep: parts that are whole or not there, and that a later process goes on from.

``manifest.json`` says what all rows depend on.  ``points.parquet`` holds the values of each point.  A part is named
after its number and the hash of its bytes, and counts only while these agree.  ``summary.parquet`` holds the rows of
all parts in the order of points.
"""

import hashlib
import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sim.scenario.canonical import document_of

from .design import Value, typed
from .point import as_parquet, row_schema
from .store import Content, OutputError, as_json
from .sweep import Sweep, fingerprint_of

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST, POINTS, SUMMARY, PARTS = "manifest.json", "points.parquet", "summary.parquet", "parts"
SUMMARY_CSV = "summary.csv"
LOCK, HOLDER = "sweep.lock", "in_use_by.txt"
DIGITS = 16  # of the hash of a part, in its name
ROWS_IN_MEMORY = 1 << 16  # of a summary while it is written
_TEMPORARY = ".tmp"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a folder for this process alone, for as long as it lives at most.

    Raises
    ------
    OutputError
        If another process has it, which is named; or if it cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise OutputError(f"{folder}: {_holder(folder)} is filling it; wait, or choose another folder") from None
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        text = f"process {os.getpid()} on {socket.gethostname()}, since {since}\n"
        with told(folder):
            write_whole(folder / HOLDER, lambda stream: stream.write(text.encode()))
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return (folder / HOLDER).read_text(encoding="utf-8").strip() or "another process"
    except OSError:
        return "another process"


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Say on one line what cannot be written or read."""
    try:
        yield
    except OSError as problem:
        where, why = problem.filename or folder, problem.strerror or problem
        raise OutputError(f"{where}: cannot be written ({why}); what was finished is kept") from None


def write_whole(path: Path, content: Content) -> None:
    """Write a file that is there whole or not at all, also after the power has failed."""
    handle, temporary = tempfile.mkstemp(_TEMPORARY, ".", path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            content(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Have the names in a folder written, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def begin(folder: Path, sweep: Sweep, command: str = "") -> dict[int, Path]:
    """Begin a sweep in a folder that is held, or go on with it.

    Returns
    -------
    dict of Path by int, the parts that are there and whole

    Raises
    ------
    OutputError
        If the folder holds something else, or cannot be written.
    """
    fingerprint = fingerprint_of(sweep)
    with told(folder):
        (folder / PARTS).mkdir(exist_ok=True)
        for stray in (*folder.glob(f".*{_TEMPORARY}"), *(folder / PARTS).glob(f".*{_TEMPORARY}")):
            stray.unlink()
        if (folder / MANIFEST).exists():
            _check_same(folder, fingerprint)
        elif any((folder / PARTS).iterdir()):
            raise OutputError(f"{folder}: {MANIFEST} is missing, and {PARTS} hold what is not known; remove the folder")
        else:
            write_whole(folder / MANIFEST, as_json(_manifest(sweep, fingerprint, command)))
        points = as_parquet(point_table(sweep))
        if not (folder / POINTS).exists() or (folder / POINTS).read_bytes() != points:
            write_whole(folder / POINTS, lambda stream: stream.write(points))
        return _whole_parts(folder, sweep.n_parts)


def _manifest(sweep: Sweep, fingerprint: dict[str, Any], command: str) -> dict[str, Any]:
    case = sweep.base.scenario
    return {
        "result": "sweep",
        "name": case.name,
        "title": case.title,
        "source": str(sweep.source),
        "settings": list(sweep.settings),
        **fingerprint,
        "command": command,
        "scenario": document_of(case),
    }


def _check_same(folder: Path, now: Mapping[str, Any]) -> None:
    """Raise OutputError where a folder was begun with anything else."""
    before = read_manifest(folder, OutputError)
    if before.get("result") != "sweep":
        raise OutputError(f"{folder}: holds another result; choose another folder")
    other = [name for name in now if before.get(name) != now[name]]
    if other:
        said = "; ".join(f"{name} was {_short(before.get(name))}, is {_short(now[name])}" for name in other)
        raise OutputError(f"{folder}: was begun otherwise: {said}; choose another folder, or remove this one")


def _short(value: Any) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= 100 else f"{text[:12]}…"


def read_manifest(folder: Path, error: Callable[[str], Exception]) -> dict[str, Any]:
    """Manifest of a folder; raises an error of the class given where it cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as problem:
        raise error(f"{folder / MANIFEST}: cannot be read ({problem.strerror})") from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict):
        raise error(f"{folder / MANIFEST}: damaged; remove the folder and begin again")
    return manifest


def _whole_parts(folder: Path, n_parts: int) -> dict[int, Path]:
    """Parts whose bytes are those that they were written with; any other is removed."""
    found: dict[int, Path] = {}
    for path in sorted((folder / PARTS).glob("part-*.parquet")):
        number = path.stem.split("-")[1]
        if number.isdecimal() and int(number) < n_parts and int(number) not in found and is_whole(path):
            found[int(number)] = path
        else:
            path.unlink()
    return found


def n_parts_there(folder: Path) -> int:
    """Parts that a folder holds, whole or not."""
    return sum(1 for _ in (folder / PARTS).glob("part-*.parquet"))


def is_whole(path: Path) -> bool:
    """Whether the bytes of a part agree with its name."""
    return path.stem.rpartition("-")[2] == digits_of_bytes(path.read_bytes())


def digits_of_bytes(content: bytes) -> str:
    """First digits of the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def keep_part(folder: Path, part: int, content: bytes) -> Path:
    """Write a part; once this returns it stays, whatever happens."""
    path = folder / PARTS / f"part-{part:05d}-{digits_of_bytes(content)}.parquet"
    with told(folder):
        write_whole(path, lambda stream: stream.write(content))
    return path


def write_summary(folder: Path, parts: Mapping[int, Path], as_csv: bool) -> None:
    """Write the rows of all parts in the order of points, as Parquet and on request as CSV, numbers to six digits."""
    import pyarrow.parquet as pq

    def parquet(stream: IO[bytes]) -> None:
        with pq.ParquetWriter(stream, row_schema(), compression="zstd") as writer:
            for table in _in_order(parts):
                writer.write_table(table)

    def csv(stream: IO[bytes]) -> None:
        for n, table in enumerate(_in_order(parts)):
            frame = table.to_pandas()
            text = frame.to_csv(index=False, header=n == 0, float_format="%.6g", lineterminator="\n")
            stream.write(text.encode())

    with told(folder):
        write_whole(folder / SUMMARY, parquet)
        if as_csv:
            write_whole(folder / SUMMARY_CSV, csv)


def _in_order(parts: Mapping[int, Path]) -> Iterator["pa.Table"]:
    """Rows of parts by number, as many at a time as are well held in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held_back: list[pa.Table] = []
    for number in sorted(parts):
        held_back.append(pq.read_table(parts[number], schema=row_schema()))
        if sum(map(len, held_back)) >= ROWS_IN_MEMORY:
            yield pa.concat_tables(held_back)
            held_back = []
    if held_back:
        yield pa.concat_tables(held_back)


def point_table(sweep: Sweep) -> "pa.Table":
    """Values of each point: a column a path, of numbers, of true and false, or of texts."""
    import pyarrow as pa

    n_points, design = sweep.design.n_points, sweep.design
    columns = zip(*map(design.values, range(n_points)), strict=True)
    paths = [variation.path for variation in design.variations]
    table = {path: _column(list(column)) for path, column in zip(paths, columns, strict=True)}
    return pa.table({"point": pa.array(range(n_points), pa.int64()), **table})


def _column(values: list[Value]) -> "pa.Array":
    import pyarrow as pa

    if all(isinstance(value, bool) for value in values):
        return pa.array(values, pa.bool_())
    if all(isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 for value in values):
        return pa.array(values, pa.int64())
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return pa.array(values, pa.float64())
    return pa.array(map(typed, values), pa.string())


def read_rows(folder: Path) -> "pa.Table":
    """Rows of a sweep: its summary, or those of the parts that there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if (folder / SUMMARY).exists():
        return pq.read_table(folder / SUMMARY)
    parts = {int(path.stem.split("-")[1]): path for path in (folder / PARTS).glob("part-*.parquet") if is_whole(path)}
    return pa.concat_tables([row_schema().empty_table(), *_in_order(parts)])
