"""The timeline: which ministry of which party moved when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from .calendar_days import draw_calendar
from .lanes import draw_lanes, families_key, in_lanes, marks_of
from .relations import chosen_relations, labels_of, note_on
from .style import colours_of, date_axis, date_limits, page, styled, wrapped

if TYPE_CHECKING:
    from sim.results.run_result import RunResult


@styled
def timeline(result: "RunResult", relations: Sequence[str] | None = None) -> Figure:
    """Draw which ministry of which party moved when, and who answered whom.

    Parameters
    ----------
    result : RunResult
    relations : ids of relations; those of the scenario's ``plots`` or the busiest if absent

    Returns
    -------
    Figure, one lane a ministry that moved

    Raises
    ------
    ValueError : for a relation that the run does not have
    """
    drawn = chosen_relations(result, relations)
    limits = date_limits(result)
    marks = marks_of(result, result.moves, drawn)
    lead = [_leading(result, move["party"], str(move["ministry"])) for move in marks.to_dict("records")]
    others = [ministry[len(first) + 2 :] for ministry, first in zip(marks["ministry"], lead, strict=True)]
    marks["text"] = [f"{text}, with {more}" if more else text for text, more in zip(marks["text"], others, strict=True)]
    marks["lane"] = [f"{party},{first}" for party, first in zip(marks["party"], lead, strict=True)]
    colours = colours_of(drawn)
    order = dict.fromkeys(lane for party in colours for lane in marks.loc[marks["party"] == party, "lane"])
    names = {}
    for lane in order:
        party, _, ministry = lane.partition(",")
        names[lane] = f"{wrapped(labels_of(result).party(party), 22, 2)}\n{wrapped(ministry, 24, 2)}"
    lanes = in_lanes(marks, names or {"": ""}, limits, 48)
    figure, (axes,) = page(result, [lanes.height], note=note_on(result, drawn))
    date_axis(axes, limits)
    draw_lanes(axes, lanes, colours, "simulated")
    draw_calendar([axes], result, drawn.values(), named=axes)
    axes.set_title("Moves by ministry")
    axes.set_ylabel("ministry")
    families_key(axes, marks)
    return figure


def _leading(result: "RunResult", party: str, ministries: str) -> str:
    """Return the first of some ministries with commas between them; there may be commas in its name, too."""
    sections = (("states", "ministries"), ("alliances", "organs"))
    own = [result.manifest["scenario"].get(s, {}).get(party, {}).get(part) or {} for s, part in sections]
    names = {entry.get("name") or name for entries in own for name, entry in entries.items()}
    found = [name for name in names if f"{ministries}, ".startswith(f"{name}, ")]
    return max(found, key=len, default=ministries.partition(",")[0])
