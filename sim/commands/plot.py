"""detente plot: the figures of a result once more."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .console import Choices, UsageError, check_choices, remark, say
from .drawing import draw, figures_of

if TYPE_CHECKING:
    from sim.results.run_result import RunResult
    from sim.results.sweep_result import SweepResult

Formats = Annotated[list[str] | None, Parameter(name="--format", negative="", consume_multiple=True)]


def plot(
    result: Path,
    /,
    *,
    figure: Choices = None,
    format_: Formats = None,
    relation: Choices = None,
    channel: Choices = None,
    out: Path | None = None,
) -> int:
    """Draw the figures of a result again: other formats, another selection.

    Parameters
    ----------
    result
        Folder of a result, such as `results/nato_russia_2021/seed-1-…`.
    figure
        Which figures; of a run: escalation, posts, timeline; of a sweep over a grid: phase, curves, shares, as far as
        they fit; all if absent.
    format_
        png, svg or pdf; png and svg if absent.
    relation
        Relations to draw of a run or a forecast, by id; of a sweep one relation, pair of blocs, theatre or run; the
        scenario's or the experiment's choice if absent.
    channel
        Posts to draw of a run, by id; the scenario's choice if absent.
    out
        Folder for the figures; the result's own if absent.
    """
    from sim.results.files import ResultError
    from sim.results.folder import ChangedResultWarning

    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", ChangedResultWarning)
        read = _read(result)
    try:
        _select(read, figure, format_, relation, channel)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        raise ResultError(f"{result}: cannot be drawn as it stands ({_one_line(problem)}); make it again") from None
    changes = [change for change in noted if issubclass(change.category, ChangedResultWarning)]
    for change in changes:
        remark(str(change.message))
    drawn = draw(read, out or result, figure, tuple(format_ or ("png", "svg")), of=result, is_as_written=not changes)
    for path in drawn.files:
        say(str(path))
    return drawn.code


def _one_line(problem: Exception) -> str:
    return " ".join(f"{type(problem).__name__} {problem}".split())


def _read(folder: Path) -> Any:
    from sim.api import open_sweep
    from sim.results.reading import is_sweep, read_result

    return open_sweep(folder) if is_sweep(folder) else read_result(folder)


def _select(read: Any, figure: Choices, format_: Formats, relation: Choices, channel: Choices) -> None:
    """Put the relations and posts chosen in the place of the scenario's own choice."""
    if is_of_sweep := hasattr(read, "points"):
        _choose_row(read, relation)
    choices = {"--figure": (figure, list(figures_of(read))), "--format": (format_, ["png", "svg", "pdf"])}
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
    if (relation or channel) and not is_of_sweep:
        plots = read.manifest["scenario"]["plots"]
        plots["dyads"], plots["channels"] = relation or plots["dyads"], channel or plots["channels"]


def _choose_row(read: "SweepResult", relation: Choices) -> None:
    """Put the row chosen in the place of the experiment's own choice; raises UsageError where nothing can be drawn."""
    if not (read.summary["runs"] > 0).any():
        raise UsageError(f"{read.folder}: no point has been played, and so there is nothing to draw")
    if relation and len(relation) > 1:
        raise UsageError(f"--relation {' '.join(relation)}: one at a time for a sweep")
    if relation and relation[0] in _relations(read):
        read.manifest["experiment"] = (read.manifest.get("experiment") or {}) | {"of": relation[0]}
    if not figures_of(read):
        raise UsageError(f"{read.folder}: {_why_no_figure(read)}")


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
    if hasattr(read, "points"):
        return list(dict.fromkeys(read.summary["name"]))
    if hasattr(read, "outcome"):
        return list(read.outcome["relations"])
    if not hasattr(read, "bands"):
        return []
    return list(dict.fromkeys(read.bands.loc[read.bands["level"] == "relation", "name"]))


def _channels(read: "RunResult | Any") -> list[str]:
    return list(read.manifest["scenario"]["channels"]) if hasattr(read, "outcome") else []
