"""Whether a folder keeps results: files that are whole or not there, and a lock that one process alone can have.

Everything is tried in a new folder inside it, which is removed again.  The second process is one of this computer: what
another computer sees of a shared disk cannot be tried from here.
"""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

from sim.results.files import OutputError
from sim.results.whole_files import write_whole
from sim.sweeps.lock import held

from .check import CheckError

FIRST, SECOND = b"first\n" * 10_000, b"second\n"
ANSWER_SECONDS = 60.0  # until a second process has begun and said how it went
FREE_SECONDS = 10.0  # until the lock of a process that was killed is free
HELD = "held"


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """A new folder inside one, which is made where it is not there; both are as before afterwards.

    Raises
    ------
    OSError
        If it cannot be made.
    CheckError
        If it cannot be removed.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".selftest-", dir=folder))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        if scratch.exists():
            raise CheckError(f"{scratch}: cannot be removed")
    finally:
        with suppress(OSError):
            for path in made:
                path.rmdir()


def check_writing(folder: Path) -> None:
    """Raise CheckError or OSError where a file does not come to be there as it was written, and by itself."""
    with scratch_in(folder) as scratch:
        write_whole(scratch / "file", lambda stream: stream.write(FIRST))
        _expect(scratch, FIRST, "written")


def check_replacing(folder: Path) -> None:
    """Raise CheckError or OSError where a file is neither the old one nor the new one."""
    with scratch_in(folder) as scratch:
        write_whole(scratch / "file", lambda stream: stream.write(FIRST))
        with suppress(_BrokenOffError):
            write_whole(scratch / "file", _break_off)
        _expect(scratch, FIRST, "kept when the writing of another broke off")
        write_whole(scratch / "file", lambda stream: stream.write(SECOND))
        _expect(scratch, SECOND, "replaced")


class _BrokenOffError(Exception):
    """What ends the writing of a file early."""


def _break_off(stream: IO[bytes]) -> None:
    stream.write(SECOND)
    raise _BrokenOffError


def _expect(scratch: Path, content: bytes, how: str) -> None:
    """Raise CheckError where a folder does not hold one file of this content."""
    if (scratch / "file").read_bytes() != content:
        raise CheckError(f"{scratch.parent}: a file was not {how}; its content is another")
    if strays := sorted(path.name for path in scratch.iterdir() if path.name != "file"):
        raise CheckError(f"{scratch.parent}: beside a file that was {how}, there is {strays[0]}")


def check_lock(folder: Path) -> None:
    """Raise CheckError where a second process takes a folder that this one has."""
    with scratch_in(folder) as scratch, held(scratch), _second_process(scratch) as (said, _):
        if said == HELD:
            raise CheckError(f"{folder}: a second process took a folder that was in use")
        if f"process {os.getpid()} " not in said:
            raise CheckError(f"{folder}: a second process was not told who has a folder, but {said}")


def check_lock_after_kill(folder: Path) -> None:
    """Raise CheckError where this process takes a folder too early, or cannot take it once its holder is killed."""
    with scratch_in(folder) as scratch, _second_process(scratch) as (said, process):
        if said != HELD:
            raise CheckError(f"{folder}: a second process could not take a folder that was free: {said}")
        if _can_be_taken(scratch):
            raise CheckError(f"{folder}: a folder could be taken that a second process had")
        process.kill()
        process.join(ANSWER_SECONDS)
        until = time.monotonic() + FREE_SECONDS
        while not _can_be_taken(scratch):
            if time.monotonic() > until:
                raise CheckError(f"{folder}: still locked {FREE_SECONDS:.0f} s after its holder was killed")
            time.sleep(0.1)


def _can_be_taken(folder: Path) -> bool:
    try:
        with held(folder):
            return True
    except OutputError:
        return False


@contextmanager
def _second_process(folder: Path) -> Iterator[tuple[str, Any]]:
    """Have a second process try to take a folder: what it says of that, and the process, which then waits.

    Raises
    ------
    CheckError
        If it does not say anything.
    """
    context = get_context("spawn")  # a forked child would have the lock of its parent
    here, there = context.Pipe()
    process = context.Process(target=_try_to_take, args=(folder, there), daemon=True)
    process.start()
    there.close()  # so that its end is noticed
    try:
        if not here.poll(ANSWER_SECONDS):
            raise CheckError(f"a second process said nothing for {ANSWER_SECONDS:.0f} s")
        try:
            said = str(here.recv())
        except EOFError:
            raise CheckError("a second process ended before it could try") from None
        yield said, process
    finally:
        process.kill()
        process.join()
        here.close()


def _try_to_take(folder: Path, pipe: Any) -> None:
    """Take a folder, say so, and keep it until killed; or say why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked, which ends this one
    try:
        with held(folder):
            pipe.send(HELD)
            pipe.recv()
    except EOFError:  # the process that asked is gone
        return
    except Exception as problem:
        pipe.send(str(problem))
