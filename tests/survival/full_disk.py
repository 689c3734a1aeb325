"""A disk that is full: one line, exit code 4, nothing lost that was finished, and with room the same bytes."""

import errno
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.survival.file_calls import WRITING, FileCalls, fail_from
from tests.survival.io_calls import POINTS, kinds_of_calls, spread
from tests.survival.mounts import mounted
from tests.survival.small_sweep import (
    Report,
    Undisturbed,
    begin_command,
    complains,
    completes,
    parts_in,
    play,
    undisturbed,
    words_for,
)
from tests.trials import Trial

OUTPUT = 4
FILES_BEFORE_PARTS = 3  # manifest, points and checksums
SMALLEST_FILE = 2000  # bytes that a process may write to one file, so that no part fits
FULL = ("cannot be written (No space left on device); what was finished is kept",)
LARGE = 60  # points, so many that the disk is filled before the last


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Let every call fail that writes, from so many on; and forbid a process to write files of any size."""
    whole = undisturbed(place(), words_for(POINTS))
    kinds = kinds_of_calls(place(), whole.words)
    writing = [number for number, kind in enumerate(kinds, start=1) if kind in WRITING - {"chmod"}]
    for i in spread(len(writing), times):
        here, number = place(), writing[i - 1]
        report = play(here, whole.words, FileCalls(here / "results", fail_from(number, errno.ENOSPC)).watch)
        finished = min(POINTS, kinds[: number - 1].count("rename") - FILES_BEFORE_PARTS)
        wrong = complains(report, OUTPUT, *FULL) or _kept(here, whole, finished) or completes(here, whole)
        yield "disk full from a call on", wrong and f"call {number}, {kinds[number - 1]}: {wrong}"
    here = place()
    report = play(here, whole.words, _no_large_file)
    wrong = complains(report, OUTPUT, "cannot be written (File too large)") or completes(here, whole)
    yield "no file beyond a size (RLIMIT_FSIZE)", wrong


def real_trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Fill a disk of its own while a sweep is played."""
    with mounted(place(), "size=3m") as disk:
        if disk is None:
            yield "a disk that fills up: no right to mount one here", ""
            return
        whole = undisturbed(place(), words_for(LARGE))
        for i in range(min(times, 20)):
            here = disk / str(i)
            here.mkdir()
            report, n_before = _filled_up(here, whole, after=1 + i % 10, filler=disk / "filler")
            n_after = len(parts_in(here))
            lost = f"{n_before - n_after} parts lost" if n_after < n_before else ""
            yield "a disk that fills up (tmpfs)", complains(report, OUTPUT, *FULL) or lost or completes(here, whole)
            shutil.rmtree(here)


def _filled_up(place: Path, whole: Undisturbed, after: int, filler: Path) -> tuple[Report, int]:
    """Fill the disk once so many parts are there; what is said, and how many there were."""
    child = begin_command(place, whole.words)
    while len(parts_in(place)) < after and not child.ended():
        time.sleep(0.001)
    try:
        with filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
    except OSError:
        n_parts = len(parts_in(place))
    report = child.report()
    filler.unlink()
    return report, n_parts


def _no_large_file() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLEST_FILE, SMALLEST_FILE))


def _kept(place: Path, whole: Undisturbed, finished: int) -> str:
    """What is otherwise than it should be in a sweep that could not be written after so many parts."""
    strays, parts = [path.name for path in place.rglob("*.tmp")], parts_in(place)
    if strays:
        return f"left behind: {', '.join(strays)}"
    strange = parts.items() - whole.files.items()
    return (
        f"{len(parts)} parts, {finished} finished, {len(strange)} strange" if strange or len(parts) < finished else ""
    )
