"""Figures: of a run, of a forecast, of two worlds compared, of a tournament, of a sweep.

A new figure is one function of what it draws, a :class:`~sim.results.files.RunResult` say, in a
module of this package, and one line in its table below; of a sweep, with a second function that
says of which sweeps it can be drawn.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.sweep_result import SweepResult


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


class SweepFigure(NamedTuple):
    """A figure of sweeps: what draws it, and of which sweeps it can be drawn."""

    draw: Callable[..., "Figure"]
    applies: Callable[["SweepResult"], bool]


def _asked_of(module: str, function: str) -> Callable[["SweepResult"], bool]:
    """Return a function that says whether a figure can be drawn of a sweep; loaded as what draws it."""

    def applies(result: "SweepResult") -> bool:
        return bool(getattr(import_module(f".{module}", __name__), function)(result))

    return applies


# of a sweep: which end is likely where, how it depends on what varies, which of that matters
SWEEP_FIGURES: dict[str, SweepFigure] = {
    "phase": SweepFigure(_drawn_by("phase", "phase"), _asked_of("phase_grid", "has_phases")),
    "curves": SweepFigure(_drawn_by("sweep_curves", "curves"), _asked_of("sweep_lines", "has_lines")),
    "shares": SweepFigure(_drawn_by("sweep_shares", "shares"), _asked_of("sweep_lines", "has_regime_lines")),
    "indices": SweepFigure(_drawn_by("sensitivity", "indices"), _asked_of("sensitivity", "has_indices")),
    "effects": SweepFigure(_drawn_by("sensitivity", "effects"), _asked_of("sensitivity", "has_effects")),
    "tornado": SweepFigure(_drawn_by("sensitivity", "tornado"), _asked_of("sensitivity", "has_tornado")),
}
