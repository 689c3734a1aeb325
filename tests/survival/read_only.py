"""A folder that cannot be written: one line and exit code 4 before anything is played; what it holds can be read."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.survival.file_calls import FileCalls, fail_from
from tests.survival.mounts import mounted
from tests.survival.small_sweep import (
    begin,
    complains,
    completes,
    folder_in,
    play,
    undisturbed,
    words_for,
)
from tests.trials import Trial

OUTPUT, NOBODY = 4, 65534
POINTS = 3


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Refuse every call that writes; and have somebody without the right to write play a sweep."""
    whole = undisturbed(place(), words_for(POINTS))
    here = place()
    readonly = FileCalls(here / "results", fail_from(1, errno.EROFS))
    report = play(here, whole.words, lambda: (_play_nothing(), readonly.watch()))
    wrong = complains(report, OUTPUT, "cannot be written (Read-only file system)") or completes(here, whole)
    yield "read-only from the first call on", wrong
    above = {folder for file in (__file__, os.__file__) for folder in Path(file).resolve().parents}
    if not all(folder.stat().st_mode & 0o001 for folder in above):
        yield "a folder of somebody else: nobody else may read this copy of the project, or Python itself", ""
        return
    here = place()
    (here / "results").mkdir(mode=0o555)
    for name in ("out", "err"):
        (here / name).touch()
        (here / name).chmod(0o666)
    report = play(here, whole.words, lambda: (_play_nothing(), _become_nobody()))
    yield "a folder of somebody else", complains(report, OUTPUT, "cannot be written (no right to write there)")


def mounted_trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Turn the disk of a whole sweep, and one with nothing on it, read-only."""
    with mounted(place(), "size=3m") as disk:
        if disk is None:
            yield "a disk mounted read-only: no right to mount one here", ""
            return
        whole = undisturbed(disk, words_for(POINTS))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        here = place()
        (here / "results").symlink_to(disk / "results")
        report = play(here, whole.words, _play_nothing)
        yield "a disk mounted read-only", complains(report, OUTPUT, "cannot be written")
        report = play(here, [*whole.words, "--seed", "2"], _play_nothing)
        yield "a disk mounted read-only, a new sweep", complains(report, OUTPUT, "cannot be written")
        code, complaint = begin(here, lambda: _can_be_read(folder_in(disk))).report()
        yield "a sweep on a disk mounted read-only is read", complaint if code else ""


def _can_be_read(folder: Path) -> int:
    from sim import open_sweep

    return 0 if open_sweep(folder).n_played == POINTS else 1


def _play_nothing() -> None:
    """Have a process fail that plays any point of a sweep."""
    from sim.sweeps import play_points

    play_points.play_point = None


def _become_nobody() -> None:
    """Give up the right to write everywhere."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
