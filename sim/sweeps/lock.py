"""The folder of a sweep is filled by one process at a time, and says by which."""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sim.results.files import OutputError, as_output_error

if TYPE_CHECKING:
    from filelock import FileLock

LOCK, HOLDER, PARTS = "sweep.lock", "in_use_by.txt", "parts"
KEPT = "what was finished is kept"
NAMED_SECONDS = 1.0  # within which a process that took a folder has said so
_HOLDER = re.compile(r"process (\d+) on (\S+), since \S+")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep a folder for this process alone, for as long as it lives at most.

    Raises
    ------
    OutputError
        If another process has it, which is named; if it cannot be written; or if what is written into is a link.
    """
    from filelock import FileLock

    lock = FileLock(folder / LOCK)
    with as_output_error(folder, KEPT):
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_links(folder)
        _take(lock, folder)
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        with as_output_error(folder, KEPT):
            text = f"process {os.getpid()} on {socket.gethostname()}, since {since}\n"
            (folder / HOLDER).unlink(missing_ok=True)  # the process named there is gone
            with (folder / HOLDER).open("x", encoding="utf-8") as note:  # always a new file: a link is never followed
                note.write(text)
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _refuse_links(folder: Path) -> None:
    """Raise OutputError where what is written into is a link, which may lead anywhere."""
    for name in (LOCK, PARTS):
        if (folder / name).is_symlink():
            raise OutputError(f"{folder / name}: is a link, which is not followed; remove it, or choose another folder")


def _take(lock: "FileLock", folder: Path) -> None:
    """Take a folder, or say who has it: it may be about to write its name, or to leave."""
    from filelock import Timeout

    until = time.monotonic() + NAMED_SECONDS
    while True:
        try:
            lock.acquire(timeout=0)
            return
        except NotImplementedError:
            raise OutputError(f"{folder}: its disk knows no locks; choose a folder on another") from None
        except Timeout:
            holder = _holder(folder)
        if holder or time.monotonic() > until:
            who = holder or "another process"
            raise OutputError(f"{folder}: {who} is filling it; wait, or choose another folder")
        time.sleep(0.01)


def _holder(folder: Path) -> str:
    """Who has a folder; empty where it is not said, or was said by a process that is gone."""
    import psutil

    try:
        said = _HOLDER.fullmatch((folder / HOLDER).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return ""
    is_gone = said is not None and said[2] == socket.gethostname() and not psutil.pid_exists(int(said[1]))
    return said[0] if said and not is_gone else ""
