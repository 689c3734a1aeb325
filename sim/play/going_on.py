"""Where a game that was left goes on: said when it is left, and when its file is opened again."""

import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sim.analysis.labels import day_text
from sim.scenario.played import history_of
from sim.scenario.schema import Scenario


class Opened(NamedTuple):
    """From which day on a seat chooses where a file is opened, and what is said of it.

    Attributes
    ----------
    since : as :class:`sim.play.Seat` takes it
    lines : sentences; none where the file is no game, or where the day was named
    """

    since: date | str | None
    lines: tuple[str, ...]


def opened(
    case: Scenario, parties: Sequence[str], since: str | None, seed: int | None = None, replay: int | None = None
) -> Opened:
    """Go on with a game where it was left, unless another day or another history is asked for.

    Parameters
    ----------
    case : the scenario that is opened, with or without a game
    parties : ids of those who sit down
    since, seed, replay : as they were asked for; None where they were not
    """
    if case.played is None or since is not None or not {*parties} <= {*case.by_hand}:
        return Opened(since, ())
    if history_of(case, seed, replay) != (case.played.seed, case.played.replay):
        return Opened(None, ("another history than that of the game: you begin anew, without its moves",))
    day = next_day(case)
    if day is None:
        how = "--since DAY keeps those before that day"
        return Opened(None, (f"the game was played to its end: you begin anew, without its moves; {how}",))
    return Opened(day, (f"you go on where the game was left, on {day_text(day)}; --since {case.start} begins it anew",))


def next_day(case: Scenario) -> date | None:
    """First day that a game has not played yet; None of one that was played to its end."""
    until = case.played.until if case.played else None
    return until + timedelta(days=1) if until is not None and case.start <= until < case.end else None


def going_on_line(file: Path, parties: Sequence[str], on: str = "lines", *, trust: bool = False) -> str:
    """The command that goes on with a game where it was left.

    Parameters
    ----------
    file : of the game
    parties : ids of those who sat
    on : where they played, as ``detente play`` has it

    Examples
    --------
    >>> going_on_line(Path("game.yaml"), ["arden"])
    'detente play game.yaml --as arden'
    """
    words = ["detente", "play", str(file), "--as", *parties]
    return shlex.join([*words, *(["--on", on] if on != "lines" else []), *(["--trust"] if trust else [])])
