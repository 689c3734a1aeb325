"""What a process asks of the file system below a folder, counted; at one call, something happens."""

import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

WRITING = {"create", "mkdir", "write", "fsync", "rename", "chmod"}  # what fails where nothing can be written
_EVENTS = {"os.mkdir": "mkdir", "os.remove": "unlink", "os.rename": "rename", "os.chmod": "chmod", "os.scandir": "list"}

Fault = Callable[[str, int], None]  # of the kind of a call and its number, from 1, before it is made


class FileCalls:
    """Calls of this process on files below a folder: making, writing, syncing, renaming, removing, reading, listing."""

    def __init__(self, folder: Path, fault: Fault) -> None:
        self._below, self._fault, self._n = os.path.join(folder.absolute(), ""), fault, 0

    def watch(self) -> None:
        """Begin; there is no end, for Python forgets no audit hook."""
        sys.addaudithook(self._heard)
        sync = os.fsync

        def fsync(handle: int) -> None:
            self._note("fsync")
            sync(handle)

        os.fsync = fsync
        os.fdopen = lambda handle, *how: io.BufferedWriter(_Written(handle, self._note))

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        kind = _EVENTS.get(event)
        if event == "open":
            kind = "create" if arguments[2] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR) else "read"
        path = arguments[0] if kind else None
        if isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(self._below):
            self._note(kind)

    def _note(self, kind: str) -> None:
        self._n += 1
        self._fault(kind, self._n)


class _Written(io.FileIO):
    """A file of which half is written before a fault."""

    def __init__(self, handle: int, note: Callable[[str], None]) -> None:
        super().__init__(handle, "w")
        self._note = note

    def write(self, content: Any) -> int:
        half = len(content) // 2
        super().write(content[:half])
        self._note("write")
        return half + (super().write(content[half:]) or 0)


def write_down(path: Path) -> Fault:
    """Let every call be, and write its kind into a file."""

    def fault(kind: str, n: int) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{kind}\n")

    return fault


def kill_at(number: int) -> Fault:
    """Kill this process before a call."""

    def fault(kind: str, n: int) -> None:
        if n == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return fault


def fail_from(number: int, code: int) -> Fault:
    """Have every call fail that would write something, from one on."""

    def fault(kind: str, n: int) -> None:
        if n >= number and kind in WRITING:
            raise OSError(code, os.strerror(code))

    return fault
