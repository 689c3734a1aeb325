"""Files that are there whole or not at all, whatever happens while they are written."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from .processes import is_gone, mark

Content = Callable[[IO[bytes]], Any]  # writes a file's content to a stream
TEMPORARY = ".tmp"  # how the name of a file ends that is not whole yet
_unfinished: set[Path] = set()  # of this process


def write_whole(path: Path, content: Content) -> Path:
    """Write a file that is there whole or not at all, also after the power has failed; returns its path.

    Raises
    ------
    OSError
        If it cannot be written; names the file.
    """
    try:
        temporary = path.with_name(f".{path.name}.,{uuid4().hex[:8]},{mark()}{TEMPORARY}")
        _unfinished.add(temporary)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                content(stream)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
            _unfinished.discard(temporary)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            _unfinished.discard(temporary)
            raise
        _sync(path.parent)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror or str(problem), str(path)) from None
    return path


def content_of(path: Path, most: int = -1) -> bytes:
    """Bytes of a file, at most so many of them; a pipe or a device, which may never end, is not read.

    Raises
    ------
    OSError
        If it is not there, cannot be read, or is no plain file.
    """
    with open_plain(path) as stream:
        return stream.read(most)


def open_plain(path: Path) -> BufferedReader:
    """Open a plain file; raises OSError for anything else, without waiting for what a pipe may bring."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a plain file", str(path))
    return path.open("rb")


def renew(path: Path, content: bytes) -> None:
    """Write a file whole, unless it is what it should be."""
    if not path.is_file() or content_of(path) != content:
        write_whole(path, lambda stream: stream.write(content))


def remove_unfinished() -> None:
    """Remove what this process has not finished."""
    for temporary in [*_unfinished]:
        with suppress(OSError):
            temporary.unlink()
        _unfinished.discard(temporary)


def remove_strays(folder: Path) -> None:
    """Remove what is not whole from a folder that nobody else writes to: a process that was killed left it."""
    for stray in folder.glob(f".*{TEMPORARY}"):
        stray.unlink()


def remove_strays_of_the_gone(folder: Path) -> None:
    """Remove what is not whole from a folder that others may write to: what processes left that have ended."""
    for stray in folder.glob(f".*@*{TEMPORARY}"):
        if is_gone(stray.name.removesuffix(TEMPORARY).rpartition(",")[2]):
            with suppress(OSError):
                stray.unlink()


def _sync(folder: Path) -> None:
    """Have the names in a folder written, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
