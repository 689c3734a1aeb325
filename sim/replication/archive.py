"""A bundle as one file: a zip with the same bytes each time, and read as what it may be, a stranger's file.

All its files lie in one folder, with ``SHA256SUMS``, which names each of them.  Nothing is unpacked by the name that an
archive gives before that name, the sizes and the checksums were looked at.  A bundle that somebody has unpacked is
read likewise: only the files that are named, as they were bundled.
"""

import hashlib
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sim.analysis.units import in_units
from sim.results.checksums import SUMS
from sim.results.files import ResultError, as_output_error
from sim.results.inner_paths import is_inner_path
from sim.results.processes import PREFIX, mark, remove_folders_of_the_gone
from sim.results.whole_files import open_plain, write_whole
from sim.scenario.problems import shown

Files = Mapping[str, Path | bytes]  # content by path in the bundle
Told = Callable[[Path, str], str]  # of the folder of all files and the path of one that was changed: what is other

MOST_FILES = 2_000
MOST_BYTES = 2_000_000_000  # of all files unpacked, and of the archive
MOST_BYTES_OF_NAMES = 1_000_000  # of the list of files at the end of an archive
_CHANGED = 1980, 1, 1, 0, 0, 0  # the first moment that a zip can name
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_END, _END_BYTES, _LEVEL, _BLOCK = b"PK\x05\x06", 22, 9, 1 << 20
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def write_archive(path: Path, top: str, files: Files) -> Path:
    """Write files into an archive, in the order of their names and without times.

    Parameters
    ----------
    top : name of the folder in it that holds all
    files : content by path below that folder; the checksums are added

    Raises
    ------
    ResultError
        If there are more than may be read again.
    OutputError
        If it cannot be written.
    """
    size = sum(len(content) if isinstance(content, bytes) else content.stat().st_size for content in files.values())
    if size > MOST_BYTES or len(files) >= MOST_FILES:
        most = f"at most {MOST_FILES - 1:,} files of {in_units(MOST_BYTES)} in all"
        raise ResultError(
            f"{path}: {len(files):,} files of {in_units(size)} are too much for a bundle; expected {most}"
        )
    lines = (f"{_sum_of(content)}  {name}\n" for name, content in sorted(files.items()))
    whole = {**files, SUMS: "".join(lines).encode()}

    def content_to(stream: IO[bytes]) -> None:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=_LEVEL) as archive:
            for name in sorted(whole):
                _add(archive, f"{top}/{name}", whole[name])

    with as_output_error(path, "choose another folder with --out"):
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(path, content_to)


def _add(archive: zipfile.ZipFile, name: str, content: Path | bytes) -> None:
    entry = zipfile.ZipInfo(name, _CHANGED)
    entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16  # as written under Unix, anywhere
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as stream:
        for block in _blocks(content):
            stream.write(block)


def _blocks(content: Path | bytes) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with open_plain(content) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _sum_of(content: Path | bytes) -> str:
    digest = hashlib.sha256()
    for block in _blocks(content):
        digest.update(block)
    return digest.hexdigest()


def _nothing(_: Path, __: str) -> str:
    return ""


@contextmanager
def unpacked(path: Path, told: Told = _nothing) -> Iterator[Path]:
    """Folder of the files of a bundle, for a while.

    Parameters
    ----------
    path : of the zip file
    told : says of a file that was changed what is other than it was bundled, where that can be known

    Raises
    ------
    ResultError
        If it is no bundle, damaged, or more than is unpacked.
    """
    remove_folders_of_the_gone()
    with TemporaryDirectory(prefix=f"{PREFIX}{mark()}-") as folder:
        try:
            with open_plain(path) as stream:
                _check_end(stream)
                with zipfile.ZipFile(stream) as archive:
                    top = _unpack(archive, Path(folder), told)
        except OSError as problem:
            raise ResultError(f"{path}: cannot be unpacked ({problem.strerror or problem})") from None
        except _DAMAGES as problem:
            raise ResultError(f"{path}: no sound bundle ({_first_line(problem)}); get it again") from None
        yield Path(folder) / top


def check_unpacked(folder: Path, told: Told = _nothing) -> list[str]:
    """Look whether a bundle that somebody has unpacked is as it was bundled.

    Returns
    -------
    list of str, the paths of its files below the folder; what else lies there is not among them

    Raises
    ------
    ResultError
        If a file is missing or was changed, or the list of them is no list of files of a bundle.
    """
    try:
        if (size := (folder / SUMS).stat().st_size) > MOST_BYTES_OF_NAMES:
            raise ValueError(f"{SUMS} has {in_units(size)}")
        sums = _sums_of((folder / SUMS).read_bytes())
        if wrong := [name for name in sums if not is_inner_path(name)]:
            raise ValueError(f"{shown(wrong[0])} is no path below a folder")
        for name, digits in sums.items():
            if not (folder / name).is_file():
                raise ValueError(f"{shown(name)} is missing")
            if _sum_of(folder / name) != digits:
                raise ValueError(_changed(folder, name, told))
    except OSError as problem:
        raise ResultError(f"{folder}: cannot be read ({problem.strerror or problem})") from None
    except ValueError as problem:
        raise ResultError(f"{folder}: no sound bundle ({_first_line(problem)}); unpack it again") from None
    return list(sums)


def _changed(folder: Path, name: str, told: Told) -> str:
    what = told(folder, name)
    return f"{shown(name)} is not what was bundled{f': {what}' if what else ''}"


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]


def _check_end(stream: IO[bytes]) -> None:
    """Raise ValueError where the list of files is missing or too long to be read."""
    size = stream.seek(0, 2)
    if size > MOST_BYTES:
        raise ValueError(f"larger than {in_units(MOST_BYTES)}")
    stream.seek(max(0, size - _END_BYTES))
    end = stream.read()
    if not end.startswith(_END):
        raise ValueError("not a zip file, or its end is missing")
    n_files, n_bytes = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if n_files > MOST_FILES or n_bytes > MOST_BYTES_OF_NAMES:
        raise ValueError(f"more than {MOST_FILES:,} files")


def _unpack(archive: zipfile.ZipFile, folder: Path, told: Told) -> str:
    """Write the files of an archive into an empty folder; returns the name of the folder in it that holds them."""
    entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
    top = _check_entries(archive.infolist(), entries)
    sums = _sums_in(archive, entries.get(f"{top}/{SUMS}"))
    if other := sorted({name.partition("/")[2] for name in entries} ^ {SUMS, *sums}):
        raise ValueError(f"{SUMS} and the files in it do not agree: {shown(other[0])}")
    changed = []
    for name, entry in entries.items():
        place, inside = folder / name, name.partition("/")[2]
        place.parent.mkdir(parents=True, exist_ok=True)
        if _written(archive, entry, place) != sums.get(inside) and inside != SUMS:
            changed.append(inside)
    if changed:
        raise ValueError(_changed(folder / top, changed[0], told))
    return top


def _check_entries(listed: list[zipfile.ZipInfo], entries: Mapping[str, zipfile.ZipInfo]) -> str:
    """Raise ValueError where an entry may not be unpacked; returns the folder that holds all."""
    n_files = sum(not entry.is_dir() for entry in listed)
    if len({unicodedata.normalize("NFC", name).casefold() for name in entries}) < n_files:
        raise ValueError("two files of one name")
    if wrong := [name for name in entries if "/" not in name or not is_inner_path(name)]:
        raise ValueError(f"{shown(wrong[0])} is no path below a folder")
    if sum(entry.file_size for entry in entries.values()) > MOST_BYTES:
        raise ValueError(f"more than {in_units(MOST_BYTES)} unpacked")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries.values()):
        raise ValueError("packed in a way that bundles are not")
    tops = {name.partition("/")[0] for name in entries}
    if len(tops) != 1:
        raise ValueError("no folder that holds all files")
    return tops.pop()


def _sums_in(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> dict[str, str]:
    """Checksums by path."""
    if entry is None or entry.file_size > MOST_BYTES_OF_NAMES:
        raise ValueError(f"no {SUMS}")
    return _sums_of(archive.read(entry))


def _sums_of(content: bytes) -> dict[str, str]:
    found = [_LINE.fullmatch(line) for line in content.decode().splitlines()]
    if not all(found):
        raise ValueError(f"{SUMS} is damaged")
    return {line[2]: line[1] for line in found if line}


def _written(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> str:
    """Write one file, no more bytes than its entry says; returns its SHA-256."""
    digest = hashlib.sha256()
    with archive.open(entry) as source, place.open("xb") as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()
