"""Where compiled code is kept: a folder of this user alone, named after the sources that it is made of."""

import atexit
import getpass
import hashlib
import os
import shutil
import socket
import stat
import tempfile
import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

PARTS = ("compiling", "engine/compiled", "rules")  # of the sources; compiled code is made of these files


@cache
def sources_digest() -> str:
    """Return a hash of every source file that compiled code is made of (16 hexadecimal digits).

    What is kept in a folder of this name can be no older than the sources.
    """
    digest, above = hashlib.sha256(), Path(__file__).parents[1]
    for source in sorted(source for part in PARTS for source in (above / part).glob("*.py")):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _made_for_me_alone(folders: Sequence[Path]) -> str:
    """Make folders that are not there, one in the other, for this user alone; say what is wrong with any of them.

    What is found there is run.  So a folder that another user could have filled is not used.
    """
    above = folders[0].parent
    try:
        above.mkdir(parents=True, exist_ok=True)
        if problem := _held_by_others(above, above.stat(), stat.S_IWOTH):
            return problem
        for folder in folders:
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode):
                return f"{folder} is a link or a file"
            if problem := _held_by_others(folder, found, stat.S_IWOTH | stat.S_IWGRP):
                return problem
        return "" if os.access(folders[-1], os.R_OK | os.W_OK | os.X_OK) else f"{folders[-1]} cannot be written"
    except OSError as problem:
        return f"{problem.filename or folders[-1]} cannot be written ({problem.strerror})"


def _held_by_others(folder: Path, found: os.stat_result, writable: int) -> str:
    """Say who else may change what a folder holds; in one with the sticky bit no other user may rename ours."""
    if not hasattr(os, "geteuid"):  # Windows keeps the folders of users apart
        return ""
    if found.st_uid not in (0, os.geteuid()):
        return f"{folder} belongs to another user"
    if found.st_mode & writable and not found.st_mode & stat.S_ISVTX:
        return f"{folder} can be written by other users"
    return ""


def _usual_folders(digest: str) -> list[Path]:
    """Where compiled code is kept, and the folders above it that are ours, too."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:  # by the parent of this process where it has our name
        return [Path(given)] if Path(given).name == digest else [Path(given) / digest]
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return [Path(caches) / "detente", Path(caches) / "detente" / digest]


def _temporary_folders(digest: str) -> list[Path]:
    """The same folder at every call, so that the second one finds what the first compiled."""
    user = os.geteuid() if hasattr(os, "geteuid") else getpass.getuser()
    above = Path(tempfile.gettempdir()) / f"detente-{user}"
    return [above, above / digest]


def _fresh_folder(digest: str) -> Path:
    """A folder for this process and its children, which is removed in the end; its name says whose it is."""
    above = Path(tempfile.mkdtemp(prefix=f"detente-{os.getpid()}@{socket.gethostname()}-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    (above / digest).mkdir(mode=0o700)
    return above / digest


def use_private_cache() -> bool:
    """Choose a folder of this user and of these sources alone, mode 0700; processes that this one starts use it, too.

    Within a cache folder that the user set it makes one of its own, too.  Where the usual folder cannot be used, one in
    the temporary folder is.

    Returns
    -------
    bool, whether the next process finds there what this one compiles
    """
    digest, is_kept = sources_digest(), True
    usual = _usual_folders(digest)
    folder = usual[-1]
    if problem := _made_for_me_alone(usual):
        folder, is_kept = _instead(digest)
        if not is_kept:
            advice = "set XDG_CACHE_HOME to a folder that you alone can write"
            warnings.warn(f"compiled code cannot be kept: {problem}; {advice}", RuntimeWarning, stacklevel=2)
        elif not any(folder.iterdir()) or "cannot be written" not in problem:
            warnings.warn(f"{problem}, so compiled code is kept in {folder}", RuntimeWarning, stacklevel=2)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return is_kept


def _instead(digest: str) -> tuple[Path, bool]:
    """Folder to use where the usual one cannot be, and whether it stays."""
    temporary = _temporary_folders(digest)
    return (_fresh_folder(digest), False) if _made_for_me_alone(temporary) else (temporary[-1], True)


IS_KEPT = use_private_cache()
