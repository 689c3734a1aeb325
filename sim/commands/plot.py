"""detente plot: the figures of a result once more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .console import Choices, UsageError, check_choices, say
from .drawing import draw, figures_of

if TYPE_CHECKING:
    from sim.experiment.store import RunResult

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
        Which figures; of a run: escalation, posts, timeline; all if absent.
    format_
        png, svg or pdf; png and svg if absent.
    relation
        Relations to draw of a run or a forecast, by id; the scenario's choice if absent.
    channel
        Posts to draw of a run, by id; the scenario's choice if absent.
    out
        Folder for the figures; the result's own if absent.
    """
    from sim.experiment.store import ResultError
    from sim.experiment.summary_store import read_result

    read = read_result(result)
    try:
        _select(read, figure, format_, relation, channel)
        written = draw(read, out or result, figure, tuple(format_ or ("png", "svg")))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        raise ResultError(f"{result}: damaged result ({problem}); make it again") from None
    for path in written:
        say(str(path))
    return 0


def _select(read: Any, figure: Choices, format_: Formats, relation: Choices, channel: Choices) -> None:
    """Put the relations and posts chosen in the place of the scenario's own choice."""
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
    if relation or channel:
        plots = read.manifest["scenario"]["plots"]
        plots["dyads"], plots["channels"] = relation or plots["dyads"], channel or plots["channels"]


def _relations(read: Any) -> list[str]:
    if hasattr(read, "outcome"):
        return list(read.outcome["relations"])
    if not hasattr(read, "bands"):
        return []
    return list(dict.fromkeys(read.bands.loc[read.bands["level"] == "relation", "name"]))


def _channels(read: "RunResult | Any") -> list[str]:
    return list(read.manifest["scenario"]["channels"]) if hasattr(read, "outcome") else []
