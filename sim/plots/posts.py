"""Posts over time: who is accredited and who is still there, under the ceiling of each channel."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .relations import chosen_relations, labels_of
from .style import INK, MUTED, WIDTH, date_axis, date_limits, page, styled, text_width, wrapped

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

MOST = 12  # channels drawn when nobody asked for any
COLUMNS, LEFT, RIGHT = 2, 0.7, 0.25  # panels in a row; inches beside each
ACCREDITED = "#a9cbe8"
CEILING: dict[str, Any] = {"color": INK, "linewidth": 2.6, "zorder": 3}
PRESENT: dict[str, Any] = {"color": "#14467c", "linewidth": 1.5, "linestyle": (0, (3, 1)), "zorder": 4}
# status: (face colour, hatch)
SHADES = {"closing": ("#fbe3c8", "//"), "suspended": ("#e6e1f0", "\\\\"), "closed": ("#dedede", "xx")}


@styled
def posts(result: "RunResult", channels: Sequence[str] | None = None, relations: Sequence[str] | None = None) -> Figure:
    """Draw the staff of each channel under its ceiling, and when it was closed or suspended.

    A channel whose staff is not known is drawn only if its status changes.

    Parameters
    ----------
    result : RunResult
    channels : ids of channels; those of the scenario's ``plots``, or of the relations drawn, if absent
    relations : ids of the relations whose channels are drawn where none are named; as for the other figures

    Returns
    -------
    Figure, one panel a channel

    Raises
    ------
    ValueError : for a channel that the run does not have
    """
    chosen, of = _chosen_channels(result, channels, relations)
    note = f"{len(chosen)} of {of} posts, those that changed most" if len(chosen) < of else ""
    shown = _posts(result, chosen)
    rows = max(1, ceil(len(chosen) / COLUMNS))
    figure, panels = page(result, [1.6] * rows, columns=COLUMNS, note=note, margins=(LEFT, RIGHT, 1.0))
    for spare in panels[len(chosen) :]:
        spare.set_axis_off()
    for i, (axes, channel) in enumerate(zip(panels, chosen, strict=False)):
        date_axis(axes, date_limits(result), is_labelled=i >= len(chosen) - COLUMNS)
        _draw_post(axes, shown[shown["channel"] == channel], labels_of(result).channel(channel))
    if chosen:
        _key(figure, set(shown["status"]))
    else:
        panels[0].text(0, 0.9, "No posts whose staff is known.", color=MUTED, size=10)
    return figure


def _chosen_channels(
    result: "RunResult", channels: Sequence[str] | None, relations: Sequence[str] | None
) -> tuple[list[str], int]:
    """Choose the channels to draw; also say of how many."""
    known = list(result.posts["channel"].unique())
    asked = channels or result.manifest["scenario"].get("plots", {}).get("channels")
    for channel in asked or ():
        if channel not in known:
            raise ValueError(f"channels: no channel {channel!r} in this run; expected one of {', '.join(known)}")
    if asked:
        return list(asked), len(asked)
    pairs = set(chosen_relations(result, relations).values())
    rows = _posts(result, [channel for channel in known if _parties(result, channel) in pairs])
    of_channel = rows.groupby("channel", sort=False)
    has_staff = of_channel[["ceiling", "accredited"]].max().max(axis="columns") > 0
    n_values = of_channel[["ceiling", "accredited", "status"]].nunique()
    worth = (
        n_values[has_staff | (n_values["status"] > 1)].sum(axis="columns").sort_values(ascending=False, kind="stable")
    )
    return list(worth.index[:MOST]), len(worth)


def _posts(result: "RunResult", channels: Sequence[str]) -> pd.DataFrame:
    """Posts of some channels day by day, with 0 where the staff is not known."""
    rows = result.posts[result.posts["channel"].isin(channels)]
    return rows.fillna({"ceiling": 0, "accredited": 0, "present": 0})


def _parties(result: "RunResult", channel: str) -> tuple[str, ...]:
    """Return the two parties that a channel joins, in sorted order."""
    entry = result.manifest["scenario"]["channels"][channel]
    return tuple(sorted(entry.get("between") or (entry["sender"], entry["host"])))


def _draw_post(axes: Axes, rows: pd.DataFrame, name: str) -> None:
    """Draw one channel: shades of its status, staff as steps, the ceiling as a bold line."""
    rows = pd.concat([rows, rows.tail(1).assign(date=rows["date"].max() + pd.Timedelta(days=1))])
    days = rows["date"].to_numpy()
    most = int(rows[["ceiling", "accredited", "present"]].max().max())
    axes.set_title(wrapped(name, 44, 1) + ("" if most else " (staff not known)"))
    axes.set_ylabel("people")
    axes.set_ylim(0, 1.3 * max(most, 1))
    axes.grid(visible=False, axis="x")
    _shade_status(axes, rows)
    if not most:
        axes.set_yticks([])
        said = "" if set(rows["status"]) & {*SHADES} else "open all the time; how many people is not known"
        axes.text(0.5, 0.5, said, transform=axes.transAxes, ha="center", va="center", color=MUTED)
        return
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.fill_between(days, rows["accredited"].to_numpy(), step="post", color=ACCREDITED, linewidth=0, zorder=2)
    axes.step(days, rows["ceiling"], where="post", **CEILING)
    axes.step(days, rows["present"], where="post", **PRESENT)


def _shade_status(axes: Axes, rows: pd.DataFrame) -> None:
    """Shade the days on which a channel is not open, and write the status over them where it fits."""
    status, days = rows["status"].to_numpy(), date2num(rows["date"].to_numpy())
    changes = [0, *np.flatnonzero(status[1:] != status[:-1]) + 1, len(rows) - 1]
    per_inch = np.ptp(axes.get_xlim()) / (WIDTH / COLUMNS - LEFT - RIGHT)
    for begin, end in pairwise(changes):
        if status[begin] not in SHADES:
            continue
        face, hatch = SHADES[status[begin]]
        axes.axvspan(days[begin], days[end], facecolor=face, edgecolor="white", hatch=hatch, linewidth=0, zorder=0)
        if text_width(status[begin]) * per_inch < days[end] - days[begin]:
            middle, box = (days[begin] + days[end]) / 2, {"facecolor": face, "edgecolor": "none", "pad": 1.0}
            over = axes.get_xaxis_transform()
            axes.text(middle, 0.9, status[begin], transform=over, ha="center", va="center", size=7.5, bbox=box)


def _key(figure: Figure, statuses: set[str]) -> None:
    """Explain lines and shades once, at the foot of the page."""
    shown = {status: shade for status, shade in SHADES.items() if status in statuses}
    shades = [Patch(facecolor=f, edgecolor="white", hatch=h, lw=0, label=s) for s, (f, h) in shown.items()]
    staff = [Patch(facecolor=ACCREDITED, label="accredited"), Line2D([], [], **PRESENT, label="still present")]
    handles = [Line2D([], [], **CEILING, label="ceiling"), *staff, *shades]
    place = (0.5, 0.14 / figure.get_figheight())
    figure.legend(handles=handles, loc="lower center", ncols=len(handles), bbox_to_anchor=place)
