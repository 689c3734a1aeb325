"""Whose a temporary file or folder is: its name says which process made it, so that another knows when it is left."""

import os
import re
import shutil
import socket
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "detente-"  # of temporary folders

_MARK = re.compile(r"(\d{1,10})@(.+)")


def mark() -> str:
    """What names this process: its number and its computer."""
    return f"{os.getpid()}@{socket.gethostname()}"


def is_gone(mark: str) -> bool:
    """Whether a process of this computer has ended; False where that cannot be known."""
    import psutil

    found = _MARK.fullmatch(mark)
    return found is not None and found[2] == socket.gethostname() and not psutil.pid_exists(int(found[1]))


def remove_folders_of_the_gone() -> None:
    """Remove temporary folders that processes of this user left which were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*@*-*"):
        with suppress(OSError):
            found = folder.lstat()
            is_own = stat.S_ISDIR(found.st_mode) and (not hasattr(os, "geteuid") or found.st_uid == os.geteuid())
            if is_own and is_gone(folder.name.removeprefix(PREFIX).rpartition("-")[0]):
                shutil.rmtree(folder, ignore_errors=True)
