"""A disk that is full from any write on, for every command that writes: exit code 4, one line, no torn file."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.promises._small_commands import COMMANDS, left_behind, prepare, torn
from tests.survival.file_calls import WRITING, FileCalls, fail_from, write_down
from tests.survival.io_calls import spread
from tests.survival.small_sweep import play
from tests.trials import Trial

TIMES, SHORT = 10**6, 2  # calls of each command
OUTPUT = 4
WRITERS = ("run", "forecast", "comparison", "tournament", "sweep")


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Let so many of the calls fail that write for each command, and all after them."""
    prepare()
    for name in WRITERS if times > SHORT else WRITERS[::3]:
        kinds = _calls(place(), COMMANDS[name])
        writing = [number for number, kind in enumerate(kinds, start=1) if kind in WRITING - {"chmod"}]
        for i in spread(len(writing), times):
            number, here = writing[i - 1], place()
            words, watch = COMMANDS[name], FileCalls(here / "results", fail_from(number, errno.ENOSPC)).watch
            wrong = _said_otherwise(play(here, words, watch)) or torn(here) or left_behind(here)
            if not wrong and (again := play(here, words))[0]:
                wrong = f"with room again: {again}"
            yield f"{name}: disk full from a call on", wrong and f"call {number}, {kinds[number - 1]}: {wrong}"


def _calls(place: Path, words: list[str]) -> list[str]:
    """The calls on files that an undisturbed command makes, in their order."""
    code, said = play(place, words, FileCalls(place / "results", write_down(place / "calls")).watch)
    if code:
        raise RuntimeError(f"an undisturbed command ended with {code}: {said}")
    return (place / "calls").read_text(encoding="utf-8").splitlines()


def _said_otherwise(report: tuple[int, str]) -> str:
    """What is otherwise than an exit code and one line that names the reason."""
    code, said = report
    reasons = [line for line in said.splitlines() if "No space left on device" in line]
    is_told = code == OUTPUT and "Traceback" not in said and len(reasons) == 1
    return "" if is_told else f"exit code {code}, expected {OUTPUT}; said: {said.strip()}"
