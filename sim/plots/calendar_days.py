"""The days of the calendar over the panels of a figure: a thin line each, named once."""

from collections.abc import Iterable, Sequence
from itertools import cycle

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from sim.analysis.calendar import days_of
from sim.analysis.labels import capital

from .relations import OfScenario, labels_of
from .style import MUTED, WIDTH, wrapped

MOST_DAYS = 12  # of the calendar that are drawn; of more none is, as of moves
HEIGHTS = (0.98, 0.84, 0.7)  # of the names in their panel, one after another
LONGEST_NAME = 36  # characters


def draw_calendar(
    panels: Sequence[Axes], result: OfScenario, relations: Iterable[tuple[str, str]], named: Axes
) -> None:
    """Draw a line on each day of the calendar that concerns some relations.

    Parameters
    ----------
    panels : axes with dates
    relations : parties of the relations drawn, sorted in each
    named : the one of the panels in which the names stand
    """
    pairs, (low, high) = {*relations}, named.get_xlim()
    days = [day for day in days_of(result.manifest["scenario"], labels_of(result)) if day.concerns(pairs)]
    drawn = [(float(date2num(day.date)), day.title) for day in days]
    drawn = [(day, title) for day, title in drawn if low <= day <= high]
    for (day, title), height in zip(drawn, cycle(HEIGHTS), strict=False) if len(drawn) <= MOST_DAYS else ():
        for axes in panels:
            axes.axvline(day, color=MUTED, linewidth=0.7, linestyle=(0, (1, 1.5)), zorder=1.2, gid="calendar")
        is_late = day > (low + 2 * high) / 3
        gap = (high - low) / WIDTH * (-0.05 if is_late else 0.05)
        named.text(
            day + gap,
            height,
            wrapped(capital(title), LONGEST_NAME, 1),
            transform=named.get_xaxis_transform(),
            ha="right" if is_late else "left",
            va="top",
            size=7,
            color=MUTED,
            zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
        )
