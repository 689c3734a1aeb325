"""detente plot: the figures of a result once more."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import Choices, UsageError, check_choices, remark, say
from .drawing import FORMATS, Formats, draw, figures_of, formats_of
from .window import window_of

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult


def plot(
    result: Path,
    /,
    *,
    figure: Choices = None,
    format_: Formats = None,
    relation: Choices = None,
    channel: Choices = None,
    only: str | None = None,
    since: str | None = None,
    until: str | None = None,
    out: Path | None = None,
) -> int:
    """Draw the figures of a result again, in other formats or with another selection.

    Parameters
    ----------
    result
        Folder of a result, such as `results/nato_russia_2021/seed-1-…`.
    figure
        Which figures to draw; all if absent. A run has escalation, posts and timeline, and with ties also ties. A
        sweep over a grid has phase, curves and shares; which of them can be drawn depends on how many values vary.
    format_
        png, svg or pdf; png and svg if absent.
    relation
        What to draw; if absent, the scenario or the experiment chooses. Of a run or a forecast: ids of relations. Of a
        sweep: one relation, pair of blocs, theatre or run.
    channel
        For a run: ids of the posts to draw; if absent, the scenario chooses.
    only
        For a run: `hostile` leaves out the moves that are not hostile.
    since
        For a run: first day that is drawn, YYYY-MM-DD.
    until
        For a run: last day that is drawn, YYYY-MM-DD.
    out
        Folder for the figures; the folder of the result if absent.
    """
    from sim.results.files import ResultError
    from sim.results.folder import ChangedResultWarning
    from sim.results.reading import read_result

    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", ChangedResultWarning)
        read: Any = read_result(result)
    changes = [change for change in noted if issubclass(change.category, ChangedResultWarning)]
    try:
        window = window_of(read, since, until, only)
        if not window.is_whole:
            read = read.within(window.since, window.until, is_hostile_only=window.is_hostile_only)
        choice = _choice(read, figure, format_, relation, channel)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        raise ResultError(cannot_be(result, "drawn", problem, is_as_written=not changes)) from None
    for change in changes:
        remark(str(change.message))
    formats = formats_of(True, format_)
    drawn = draw(read, out or result, figure, formats, result_folder=result, is_as_written=not changes, **choice)
    for path in drawn.files:
        say(str(path))
    return drawn.code


def cannot_be(result: Path, done: str, problem: Exception, *, is_as_written: bool) -> str:
    """Say that a result cannot be shown, and what helps: a new one where it was changed; else the fault is detente's.

    Examples
    --------
    >>> cannot_be(Path("mine"), "drawn", KeyError("day"), is_as_written=False)
    "mine: cannot be drawn as it stands (KeyError 'day'); make it again"
    """
    why = " ".join(f"{type(problem).__name__} {problem}".split())
    if is_as_written:
        return f"{result}: cannot be {done} ({why}), though nobody changed it: a fault of detente; please report it"
    return f"{result}: cannot be {done} as it stands ({why}); make it again"


def _choice(
    read: Any, figure: Choices, format_: Formats, relation: Choices, channel: Choices
) -> dict[str, list[str] | str]:
    """What is to be drawn, where something is chosen; raises UsageError where there is no such thing."""
    chosen_here: dict[str, Any] = {"relations": relation, "channels": channel}
    if read.kind == "sweep":
        chosen_here = {"of": _row_chosen(read, relation)}
    choice = {name: value for name, value in chosen_here.items() if value}
    choices = {"--figure": (figure, list(figures_of(read, **choice))), "--format": (format_, FORMATS)}
    choices |= {"--relation": (relation, _relations(read)), "--channel": (channel, _channels(read))}
    mistakes = []
    for option, (chosen, known) in choices.items():
        if chosen and not known:
            mistakes.append(f"{option}: this result has nothing to choose by it")
            continue
        try:
            check_choices(option, chosen, known)
        except UsageError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise UsageError("\n".join(mistakes))
    return choice


def _row_chosen(read: "SweepResult", relation: Choices) -> str | None:
    """Row of a sweep that is chosen, if there is such a one; raises UsageError where nothing can be drawn."""
    if not (read.summary["runs"] > 0).any():
        raise UsageError(f"{read.folder}: no point has been played, and so there is nothing to draw")
    if relation and len(relation) > 1:
        raise UsageError(f"--relation {' '.join(relation)}: one at a time for a sweep")
    row = relation[0] if relation and relation[0] in _relations(read) else None
    if not figures_of(read, **({"of": row} if row else {})):
        raise UsageError(f"{read.folder}: {_why_no_figure(read)}")
    return row


def _why_no_figure(read: "SweepResult") -> str:
    """Say what stands in the way of every figure, and what to do."""
    from sim.plots.phase_grid import MOST_COMBINATIONS

    paths, design = [path for path in read.points if path != "point"], read.manifest["design"]
    if design != "grid":
        return f"there is no figure of {design} over {len(paths)} paths"
    return (
        f"a grid over {len(paths)} paths has more than {MOST_COMBINATIONS} combinations beyond the first two; "
        "vary two paths and give the others by --set, or draw the points by --design sobol"
    )


def _relations(read: Any) -> list[str]:
    """Names that may be chosen by --relation; none of a comparison or a tournament, which are drawn whole."""
    if read.kind == "sweep":
        return list(dict.fromkeys(read.summary["name"]))
    if read.kind == "run":
        return list(read.outcome["relations"])
    if read.kind == "forecast":
        return list(dict.fromkeys(read.bands.loc[read.bands["level"] == "relation", "name"]))
    return []


def _channels(read: Any) -> list[str]:
    return list(read.manifest["scenario"]["channels"]) if read.kind == "run" else []
