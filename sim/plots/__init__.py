"""Figures: of a run, of a forecast, of two worlds compared, of a tournament.

A new figure is one function of what it draws, a :class:`~sim.experiment.store.RunResult` say, in a
module of this package, and one line in its table below.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def _drawn_by(module: str, function: str) -> Callable[..., "Figure"]:
    """Return a function that draws the figure; matplotlib is loaded when it is first called."""

    def draw(*arguments: Any, **options: Any) -> "Figure":
        figure: Figure = getattr(import_module(f".{module}", __name__), function)(*arguments, **options)
        return figure

    return draw


# of a run: how it escalated, what became of the posts, which ministry moved when
FIGURES: dict[str, Callable[..., "Figure"]] = {
    "escalation": _drawn_by("curves", "escalation"),
    "posts": _drawn_by("posts", "posts"),
    "timeline": _drawn_by("timeline", "timeline"),
}
# of a forecast: what may be expected, how likely a rupture is, how the other side answers
FORECAST_FIGURES: dict[str, Callable[..., "Figure"]] = {
    "fan": _drawn_by("forecast", "fan"),
    "ruptures": _drawn_by("forecast", "ruptures"),
    "replies": _drawn_by("forecast", "replies"),
}
# of two worlds: what a change makes different
COMPARISON_FIGURES: dict[str, Callable[..., "Figure"]] = {
    "difference": _drawn_by("comparison", "difference"),
}
# of a tournament: which policy does how well against which
TOURNAMENT_FIGURES: dict[str, Callable[..., "Figure"]] = {
    "heat_map": _drawn_by("tournament", "heat_map"),
}
