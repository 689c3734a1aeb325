"""Posts over time: who is accredited and who is still there, under the ceiling of each channel."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .style import INK, MUTED, chosen_relations, date_axis, date_limits, name_of, page, styled, wrapped

if TYPE_CHECKING:
    from sim.experiment.store import RunResult

MOST = 12  # channels drawn when nobody asked for any
COLUMNS = 2
ACCREDITED, PRESENT, CEILING = "#a9cbe8", "#14467c", INK
# status: (face colour, hatch)
SHADES = {"closing": ("#fbe3c8", "//"), "suspended": ("#e6e1f0", "\\\\"), "closed": ("#dedede", "xx")}


@styled
def posts(result: "RunResult", channels: Sequence[str] | None = None) -> Figure:
    """Draw the staff of each channel under its ceiling, and when it was closed or suspended.

    A channel whose staff is not known is drawn only if its status changes.

    Parameters
    ----------
    result : RunResult
    channels : ids of channels; those of the scenario's ``plots``, or of the relations drawn, if absent

    Returns
    -------
    Figure, one panel a channel

    Raises
    ------
    ValueError : for a channel that the run does not have
    """
    chosen, of = _chosen_channels(result, channels)
    note = f"{len(chosen)} of {of} posts, those that changed most" if len(chosen) < of else ""
    rows = max(1, ceil(len(chosen) / COLUMNS))
    figure, panels = page(result, [1.6] * rows, columns=COLUMNS, note=note, margins=(0.75, 0.35), foot=0.95)
    for spare in panels[len(chosen) :]:
        spare.set_axis_off()
    for i, (axes, channel) in enumerate(zip(panels, chosen, strict=False)):
        date_axis(axes, date_limits(result), is_labelled=i >= len(chosen) - COLUMNS)
        _draw_post(axes, result, channel)
    if not chosen:
        panels[0].text(0, 0.9, "No posts whose staff is known.", color=MUTED, size=10)
    _key(figure)
    return figure


def _chosen_channels(result: "RunResult", channels: Sequence[str] | None) -> tuple[list[str], int]:
    """Choose the channels to draw; also say of how many."""
    rows, known = result.posts, list(result.posts["channel"].unique())
    asked = channels or result.manifest["scenario"].get("plots", {}).get("channels")
    for channel in asked or ():
        if channel not in known:
            raise ValueError(f"channels: no channel {channel!r} in this run; expected one of {', '.join(known)}")
    if asked:
        return list(asked), len(asked)
    relations = set(chosen_relations(result).values())
    of_channel = rows.groupby("channel", sort=False)
    has_staff = of_channel[["ceiling", "accredited"]].max().max(axis="columns") > 0
    n_changes = (of_channel[["ceiling", "accredited", "status"]].nunique() - 1).sum(axis="columns")
    changes_status = of_channel["status"].nunique() > 1
    worth = [c for c in known if (has_staff[c] or changes_status[c]) and _parties(result, c) in relations]
    return sorted(worth, key=lambda channel: -n_changes[channel])[:MOST], len(worth)


def _parties(result: "RunResult", channel: str) -> tuple[str, ...]:
    """Return the two parties that a channel joins, in sorted order."""
    entry = result.manifest["scenario"].get("channels", {}).get(channel, {})
    return tuple(sorted(entry.get("between") or (entry.get("sender"), entry.get("host"))))


def _draw_post(axes: Axes, result: "RunResult", channel: str) -> None:
    """Draw one channel: shades of its status, staff as steps, the ceiling as a bold line."""
    rows = result.posts[result.posts["channel"] == channel]
    rows = pd.concat([rows, rows.tail(1).assign(date=rows["date"].max() + pd.Timedelta(days=1))])
    days = rows["date"].to_numpy()
    most = int(rows[["ceiling", "accredited", "present"]].max().max())
    axes.set_title(wrapped(name_of(result, channel), 62, 1))
    axes.set_ylabel("people")
    axes.set_ylim(0, 1.3 * max(most, 1))
    axes.grid(visible=False, axis="x")
    _shade_status(axes, rows)
    if not most:
        axes.set_yticks([])
        axes.text(0.02, 0.08, "staff not known", transform=axes.transAxes, color=MUTED)
        return
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.fill_between(days, rows["accredited"].to_numpy(), step="post", color=ACCREDITED, linewidth=0, zorder=2)
    axes.step(days, rows["present"].to_numpy(), where="post", color=PRESENT, linestyle=(0, (3, 1)), linewidth=1.5, zorder=3)
    axes.step(days, rows["ceiling"].to_numpy(), where="post", color=CEILING, linewidth=2.4, zorder=4)


def _shade_status(axes: Axes, rows: pd.DataFrame) -> None:
    """Shade the days on which a channel is not open, and name the status over them."""
    spell = (rows["status"] != rows["status"].shift()).cumsum()
    days = rows["date"].to_numpy()
    begins = np.flatnonzero(spell.diff().fillna(1).to_numpy())
    for begin, end in zip(begins, [*begins[1:], len(rows) - 1], strict=True):
        status = rows["status"].iloc[begin]
        if status in SHADES:
            face, hatch = SHADES[status]
            axes.axvspan(days[begin], days[end], facecolor=face, edgecolor="white", hatch=hatch, linewidth=0, zorder=0)


def _key(figure: Figure) -> None:
    """Explain lines and shades once, at the foot of the page."""
    handles = [
        Line2D([], [], color=CEILING, linewidth=2.4, label="ceiling"),
        Patch(facecolor=ACCREDITED, label="accredited"),
        Line2D([], [], color=PRESENT, linestyle=(0, (3, 1)), linewidth=1.5, label="still present"),
        *(Patch(facecolor=f, edgecolor="white", hatch=h, linewidth=0, label=s) for s, (f, h) in SHADES.items()),
    ]
    figure.legend(handles=handles, loc="lower center", ncols=len(handles), bbox_to_anchor=(0.5, 0.1 / figure.get_figheight()))
