"""detente report: a result as one page."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .console import UsageError, check_choices, remark, say
from .drawing import Formats
from .plot import cannot_be
from .window import Window, window_of

if TYPE_CHECKING:
    from sim.report.page.common import Choice
    from sim.results.result import Result

FORMATS = ("html", "md")


def report(
    result: Path,
    /,
    *,
    format_: Formats = None,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
    only: str | None = None,
    since: str | None = None,
    until: str | None = None,
    out: Path | None = None,
) -> int:
    """Write a result as one page, which needs no network and no other file: report.html in the folder of the result.

    The page has the headline, the account, tables, small charts, the assumptions, and where the result comes from. That
    of a sweep over a grid has controls for its values.

    Parameters
    ----------
    result
        Folder of a result, such as `results/nato_russia_2021/seed-1-…`.
    format_
        html or md; html if absent. Markdown has the texts and tables, to paste into a note.
    all_
        For a run: also list the moves of relations in which no move is hostile.
    only
        For a run: `hostile` leaves out the moves that are not hostile.
    since
        For a run: first day of the account, YYYY-MM-DD.
    until
        For a run: last day of the account, YYYY-MM-DD.
    out
        Folder for the page; the folder of the result if absent.
    """
    from sim.results.files import ResultError
    from sim.results.folder import ChangedResultWarning
    from sim.results.reading import read_result

    check_choices("--format", format_, FORMATS)
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", ChangedResultWarning)
        read: Any = read_result(result)
    changes = [change for change in noted if issubclass(change.category, ChangedResultWarning)]
    for change in changes:
        remark(str(change.message))
    from sim.report.page import write_report

    try:
        choice = _choice(read, all_, window_of(read, since, until, only))
        for ending in format_ or FORMATS[:1]:
            path = write_report(read, (out or result) / f"report.{ending}", choice)
            say(f"{path} ({path.stat().st_size / 1000:.0f} kB)")
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        raise ResultError(cannot_be(result, "reported", problem, is_as_written=not changes)) from None
    return 0


def _choice(read: "Result", is_complete: bool, window: Window) -> "Choice":
    """What of a result is shown; raises UsageError for all moves of what is no run."""
    from sim.report.page.common import Choice

    if is_complete and read.kind != "run":
        raise UsageError(f"--all: shows moves of one history, and this is a {read.kind}")
    return Choice(is_complete, window.is_hostile_only, window.since, window.until)
