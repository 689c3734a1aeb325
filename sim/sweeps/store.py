"""The folder of a sweep: parts that are whole or not there, and from which a later process resumes.

``manifest.json`` says what all rows depend on, and by the hash of that, its fingerprint, whose the parts are.
``points.parquet`` holds the values of each point.  A part is named after its number and a hash of fingerprint, number
and bytes, and counts only while these agree.  ``summary.parquet`` holds the rows of all parts in the order of points.
``SHA256SUMS`` is written last: the other files count only while they are what it says.
"""

import hashlib
import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import IO, TYPE_CHECKING, Any

from sim.design.variation import Value, typed
from sim.experiment.interrupted import Interrupted
from sim.results.checksums import SUMS, read_sums, sound, unlike, write_sums
from sim.results.documents import DocumentError, read_json
from sim.results.files import OutputError, ResultError, as_data, as_json, as_output_error
from sim.results.folder import ChangedResultWarning
from sim.results.groups import without_groups
from sim.results.manifest import manifest_of
from sim.results.parquet import table_in
from sim.results.whole_files import Content, content_of, remove_strays, renew, write_whole
from sim.results.workbook import WORKBOOK
from sim.scenario.canonical import document_of
from sim.scenario.own_measure import from_manifest
from sim.scenario.problems import shown

from .lock import KEPT, PARTS
from .play_points import as_parquet, row_schema
from .sweep import Sweep, digest_of_all, fingerprint_of, is_as_written

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST, POINTS, SUMMARY = "manifest.json", "points.parquet", "summary.parquet"
SUMMARY_CSV = "summary.csv"
COPIES = (SUMMARY_CSV, WORKBOOK)  # for others to do with as they like
DIGITS = 16  # of the hash of a part, in its name
ROWS_IN_MEMORY = 1 << 16  # of a summary while it is written


def begin(folder: Path, sweep: Sweep, command: str = "") -> dict[int, Path]:
    """Start a sweep in a folder that is held, or resume it.

    Returns
    -------
    dict of Path by int, the parts that are there and whole

    Raises
    ------
    OutputError
        If the folder holds something else, or cannot be written.
    """
    fingerprint = fingerprint_of(sweep)
    with as_output_error(folder, KEPT):
        parts = _whole_parts(folder, key_of(sweep), sweep.n_parts)
        as_written = sound(folder)
        first_command = _begun_by(folder, fingerprint, MANIFEST in as_written, bool(parts))
        if first_command is None:  # the rest is of an unknown sweep
            as_written = set()
        (folder / PARTS).mkdir(exist_ok=True)
        remove_strays(folder)
        remove_strays(folder / PARTS)
        for path in sorted(set(_all_parts(folder)) - set(parts.values())):
            path.unlink()
        content = io.BytesIO()
        as_json(_manifest(sweep, fingerprint, command if first_command is None else first_command))(content)
        renew(folder / MANIFEST, content.getvalue())
        renew(folder / POINTS, as_parquet(point_table(sweep)))
        write_sums(folder, {MANIFEST, POINTS} | as_written)
        return parts


def _manifest(sweep: Sweep, fingerprint: dict[str, Any], command: str) -> dict[str, Any]:
    case = sweep.base.scenario
    about = manifest_of(
        document_of(case),
        rules=sweep.rules,
        experiment=sweep.experiment,
        source=sweep.source,
        settings=list(sweep.settings),
        fingerprint=key_of(sweep),
        command=command,
    )
    return {"result": "sweep"} | about | fingerprint


def _begun_by(folder: Path, fingerprint: Mapping[str, Any], is_sound: bool, has_parts: bool) -> str | None:
    """Command that started the sweep of a folder; None if new, or if its manifest is damaged and its parts are ours.

    Raises
    ------
    OutputError
        If the folder holds another sweep.
    """
    if has_parts and not is_sound:
        return None
    if not (folder / MANIFEST).exists():
        if (folder / PARTS).exists() and any((folder / PARTS).iterdir()):
            raise OutputError(f"{folder}: {MANIFEST} is missing, and {PARTS} hold what is not known; remove the folder")
        return None
    before = read_manifest(folder, OutputError)
    if before.get("result") != "sweep":
        raise OutputError(f"{folder}: holds another result; choose another folder")
    other = [name for name in fingerprint if before.get(name) != fingerprint[name]]
    if other:
        said = "; ".join(f"{name} was {_short(before.get(name))}, is {_short(fingerprint[name])}" for name in other)
        raise OutputError(
            f"{folder}: holds a sweep of something else: {said}; choose another folder, or remove this one"
        )
    return str(before.get("command", ""))


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 100 else f"{text[:12]}…"


def read_manifest(folder: Path, error: Callable[[str], Exception]) -> dict[str, Any]:
    """Manifest of a folder; raises an error of the class given where it cannot be read."""
    try:
        return read_json(folder / MANIFEST)
    except OSError as problem:
        raise error(f"{folder / MANIFEST}: cannot be read ({problem.strerror})") from None
    except DocumentError as problem:
        raise error(f"{folder / MANIFEST}: damaged ({problem}); remove the folder and start again") from None


def key_of(sweep: Sweep) -> str:
    """SHA-256 of everything that the rows of a sweep depend on."""
    return digest_of_all(fingerprint_of(sweep))


def _whole_parts(folder: Path, key: str, n_parts: int) -> dict[int, Path]:
    """Parts of the sweep with that fingerprint whose bytes are those that they were written with."""
    found = {_number_of(path): path for path in _all_parts(folder) if _is_whole(path, key)}
    return {number: path for number, path in found.items() if number < n_parts}


def _all_parts(folder: Path) -> list[Path]:
    """Files of parts, whole or not."""
    return sorted((folder / PARTS).glob("part-*.parquet"))


def n_parts_there(folder: Path) -> int:
    """Parts that a folder holds, whole or not."""
    return len(_all_parts(folder))


def _number_of(path: Path) -> int:
    number = path.stem.split("-")[1]
    return int(number) if number.isdecimal() else -1


def _is_whole(path: Path, key: str) -> bool:
    """Whether a part bears the name that belongs to it."""
    return path.name == _name_of(key, _number_of(path), content_of(path))


def _name_of(key: str, part: int, content: bytes) -> str:
    digits = hashlib.sha256(f"{key} {part} ".encode() + content).hexdigest()[:DIGITS]
    return f"part-{part:05d}-{digits}.parquet"


def keep_part(folder: Path, key: str, part: int, content: bytes) -> Path:
    """Write a part of the sweep with that fingerprint; once this returns it stays, whatever happens."""
    with as_output_error(folder, KEPT):
        return write_whole(folder / PARTS / _name_of(key, part, content), lambda stream: stream.write(content))


def finish(folder: Path, sweep: Sweep, parts: Mapping[int, Path], as_csv: bool, stop: Event) -> None:
    """Write the rows of all parts, unless they are there as they should be; a CSV that is there is kept right, too.

    Raises
    ------
    Interrupted
        If ``stop`` is set before all are written.
    OutputError
        If the folder cannot be written, or a part is damaged meanwhile.
    """
    with as_output_error(folder, KEPT):
        wanted = {SUMMARY, SUMMARY_CSV} if as_csv or (folder / SUMMARY_CSV).exists() else {SUMMARY}
        if wanted <= sound(folder):
            return

        def batches() -> Iterator["pa.Table"]:
            return _batches(_tables(parts, key_of(sweep), schema, OutputError), stop)

        schema = row_schema(sweep.own, bool(sweep.base.scenario.ties), sweep.is_paired)
        write_whole(folder / SUMMARY, _as_parquet(batches, schema))
        if SUMMARY_CSV in wanted:
            write_whole(folder / SUMMARY_CSV, _as_csv(batches))
        write_sums(folder, {MANIFEST, POINTS} | wanted)


def _as_parquet(batches: Callable[[], Iterator["pa.Table"]], schema: "pa.Schema") -> Content:
    """Rows as Parquet."""
    import pyarrow.parquet as pq

    def write(stream: IO[bytes]) -> None:
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            for table in batches():
                writer.write_table(table)

    return write


def _as_csv(batches: Callable[[], Iterator["pa.Table"]]) -> Content:
    """Rows as CSV, numbers to six digits."""

    def write(stream: IO[bytes]) -> None:
        for n, table in enumerate(batches()):
            frame = without_groups(table.to_pandas())
            text = as_data(frame).to_csv(index=False, header=n == 0, float_format="%.6g", lineterminator="\n")
            stream.write(text.encode())

    return write


def _tables(
    parts: Mapping[int, Path], key: str, schema: "pa.Schema", error: Callable[[str], Exception]
) -> Iterator["pa.Table"]:
    """Rows of each part by number; raises an error of the class given where one is damaged."""
    for number in sorted(parts):
        content = content_of(parts[number])
        if parts[number].name != _name_of(key, number, content):
            raise error(f"{parts[number]}: damaged; the same command plays it again")
        yield table_in(content, schema)


def _batches(tables: Iterator["pa.Table"], stop: Event) -> Iterator["pa.Table"]:
    """The same rows, as many at a time as are well held in memory; raises Interrupted once ``stop`` is set."""
    import pyarrow as pa

    held_back: list[pa.Table] = []
    for table in tables:
        if stop.is_set():
            raise Interrupted(None)
        held_back.append(table)
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
    if all(_is_exact(value) for value in values):
        return pa.array(map(float, values), pa.float64())  # type: ignore[arg-type]
    return pa.array(map(typed, values), pa.string())


def _is_exact(value: Value) -> bool:
    """Whether a value is a number that a column of fractions holds to its last digit."""
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 2**53)


def read_sweep_manifest(folder: Path) -> dict[str, Any]:
    """Manifest of a sweep whose files are what they were written as; parts are looked at when they are read.

    Raises
    ------
    ResultError
        If the folder holds no sweep, or a file is missing or damaged.
    """
    changed = unlike(folder)
    if damaged := [name for name in changed if name not in COPIES]:
        raise ResultError(f"{folder / damaged[0]}: missing or damaged; the same command makes it again")
    manifest = read_manifest(folder, ResultError)
    if manifest.get("result") != "sweep":
        raise ResultError(f"{folder}: holds no sweep")
    if wrong := next((key for key in ("runs", "seed") if type(manifest.get(key)) is not int), None):
        raise ResultError(f"{folder / MANIFEST}: {wrong} {shown(manifest.get(wrong))}; expected a whole number")
    settings = manifest.get("settings")
    if not (isinstance(settings, list) and all(isinstance(setting, str) for setting in settings)):
        raise ResultError(f"{folder / MANIFEST}: settings {shown(settings)}; expected a list of texts PATH=VALUE")
    if not is_as_written(manifest):
        raise ResultError(f"{folder / MANIFEST}: edited; it does not fit its fingerprint, and says nothing of the rows")
    if not {MANIFEST, POINTS} <= read_sums(folder).keys():
        raise ResultError(f"{folder / SUMS}: missing or damaged; the same command makes it again")
    if changed:
        are = "is" if len(changed) == 1 else "are"
        said = (
            f"{folder}: {', '.join(changed)} {are} not what was written (edited, damaged or removed); {SUMMARY} is read"
        )
        warnings.warn(ChangedResultWarning(said), stacklevel=4)
    return manifest


def read_rows(folder: Path, manifest: Mapping[str, Any]) -> "pa.Table":
    """Rows of the sweep of that manifest: its summary, or those of the parts that there are.

    Raises
    ------
    ResultError
        If a part is damaged.
    """
    import pyarrow as pa

    if SUMMARY in read_sums(folder):
        return table_in(content_of(folder / SUMMARY))
    parts = {_number_of(path): path for path in _all_parts(folder)}
    schema = row_schema(from_manifest(manifest), bool(manifest["scenario"].get("ties")), "groups" in manifest)
    key = str(manifest["fingerprint"])
    return pa.concat_tables([schema.empty_table(), *_tables(parts, key, schema, ResultError)])
