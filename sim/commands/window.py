"""The days and moves of one history that a page or a figure is asked to show."""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .console import UsageError, check_choices

if TYPE_CHECKING:
    from sim.results.result import Result

ONLY = ("hostile",)


class Window(NamedTuple):
    """First and last day, those of the run where None, and whether moves that are not hostile are left out."""

    since: date | None
    until: date | None
    is_hostile_only: bool

    @property
    def is_whole(self) -> bool:
        """Whether all is shown."""
        return self == Window(None, None, False)


def window_of(read: "Result", since: str | None, until: str | None, only: str | None) -> Window:
    """Days and moves that are asked for; raises UsageError where a result has none, or for what is no day of it."""
    check_choices("--only", [only] if only else None, ONLY)
    given = {"--since": since, "--until": until, "--only": only}
    asked = [option for option, value in given.items() if value]
    if asked and read.kind != "run":
        raise UsageError(f"{asked[0]}: shows moves of one history, and this is a {read.kind}")
    first, last = (_day(read, option, given[option]) for option in ("--since", "--until"))
    if first and last and last < first:
        raise UsageError(f"--until {last}: before --since {first}; expected a later day")
    return Window(first, last, only is not None)


def _day(read: Any, option: str, text: str | None) -> date | None:
    """A day of a run; raises UsageError for any other."""
    from sim.scenario.arguments import ArgumentError, day

    if text is None:
        return None
    try:
        found = day(option, text)
    except ArgumentError as mistake:
        raise UsageError(f"{option} {text}: {mistake.problem}") from None
    start, end = (date.fromisoformat(read.outcome[which]) for which in ("start", "end"))
    if not start <= found <= end:
        raise UsageError(f"{option} {found}: outside the history; expected {start} to {end}")
    return found
