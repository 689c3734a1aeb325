"""Figures: of a run, of a forecast, of two worlds compared, of a tournament, of a hindcast, of a sweep.

A new figure is one function of what it draws, a :class:`~sim.results.run_result.RunResult` say, in a module of this
package, and one line in its table below; of a sweep or a hindcast, with a second function that says of which of them it
can be drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .figures import Figures

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.result import Result


@dataclass(frozen=True)
class Lazy:
    """A function of a module of this package, which is loaded with matplotlib when the function is first called.

    Attributes
    ----------
    module, function : where it is
    takes : names of the choices that it can be given besides the result
    """

    module: str
    function: str
    takes: tuple[str, ...] = ()

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call the function."""
        return getattr(import_module(f".{self.module}", __name__), self.function)(*arguments, **options)


class SweepFigure(NamedTuple):
    """A figure of sweeps or hindcasts: what draws it, and of which of them it can be drawn."""

    draw: Callable[..., "Figure"]
    applies: Callable[..., bool]


# of a run: how it escalated, what became of the posts, which ministry moved when
FIGURES: dict[str, Callable[..., "Figure"]] = {
    "escalation": Lazy("curves", "escalation", ("relations",)),
    "posts": Lazy("posts", "posts", ("relations", "channels")),
    "timeline": Lazy("timeline", "timeline", ("relations",)),
}
# of a run with ties: who withholds how much of each
TIE_FIGURES: dict[str, Callable[..., "Figure"]] = {"ties": Lazy("ties", "ties", ("relations",))}
# of a forecast: what may be expected, how likely a rupture is, how the other side answers
FORECAST_FIGURES: dict[str, Callable[..., "Figure"]] = {
    "fan": Lazy("forecast", "fan", ("relations",)),
    "ruptures": Lazy("forecast", "ruptures", ("relations",)),
    "replies": Lazy("forecast", "replies"),
}
# of two worlds: what the sentence says, as two bars; what a change makes different
COMPARISON_FIGURES: dict[str, Callable[..., "Figure"]] = {
    "memo": Lazy("memo", "memo"),
    "difference": Lazy("comparison", "difference"),
}
# of a tournament: which policy does how well against which
TOURNAMENT_FIGURES: dict[str, Callable[..., "Figure"]] = {"heat_map": Lazy("tournament", "heat_map")}
# of a hindcast: whether chances came true, where what happened lay in the forecasts
HINDCAST_FIGURES: dict[str, SweepFigure] = {
    "reliability": SweepFigure(Lazy("hindcast", "reliability"), Lazy("hindcast", "has_chances")),
    "places": SweepFigure(Lazy("hindcast", "places"), Lazy("hindcast", "has_places")),
    "fan_moves": SweepFigure(Lazy("hindcast", "fan_moves"), Lazy("hindcast", "was_played")),
    "fan_people": SweepFigure(Lazy("hindcast", "fan_people"), Lazy("hindcast", "was_played")),
}
# of a way out: the chance by the size of each change
OFFRAMP_FIGURES: dict[str, Callable[..., "Figure"]] = {"chances": Lazy("offramp", "chances")}
FIT_FIGURES: dict[str, Callable[..., "Figure"]] = {}  # its tables say it all
# of a sweep: which end is likely where, how it depends on what varies, where an end is frequent, which of that matters
SWEEP_FIGURES: dict[str, SweepFigure] = {
    "phase": SweepFigure(Lazy("phase", "phase", ("of",)), Lazy("phase_grid", "has_phases")),
    "curves": SweepFigure(Lazy("sweep_curves", "curves", ("of",)), Lazy("sweep_lines", "has_lines")),
    "shares": SweepFigure(Lazy("sweep_shares", "shares", ("of",)), Lazy("sweep_lines", "has_regime_lines", ("of",))),
    "region": SweepFigure(Lazy("region", "region", ("of",)), Lazy("region", "has_region", ("of",))),
    "indices": SweepFigure(Lazy("indices", "indices", ("of",)), Lazy("indices", "has_indices", ("of",))),
    "effects": SweepFigure(Lazy("effects", "effects", ("of",)), Lazy("effects", "has_effects", ("of",))),
    "tornado": SweepFigure(Lazy("tornado", "tornado", ("of",)), Lazy("tornado", "has_tornado", ("of",))),
}
OF_KIND = {
    "run": FIGURES,
    "forecast": FORECAST_FIGURES,
    "comparison": COMPARISON_FIGURES,
    "tournament": TOURNAMENT_FIGURES,
    "fit": FIT_FIGURES,
    "offramp": OFFRAMP_FIGURES,
}
OF_SOME = {"sweep": SWEEP_FIGURES, "hindcast": HINDCAST_FIGURES}


def figures_of(result: "Result", **choice: Any) -> dict[str, Callable[[], "Figure"]]:
    """Functions that draw the figures that there are of a result, by name.

    Parameters
    ----------
    choice : what is drawn, see :meth:`sim.results.result.Result.plot`; each figure takes what it knows of it
    """
    if result.kind in OF_SOME:
        some = {name: each for name, each in OF_SOME[result.kind].items() if _chosen(each.applies, result, choice)()}
        return {name: _chosen(each.draw, result, choice) for name, each in some.items()}
    has_ties = result.kind == "run" and result.tables.get("ties") is not None
    figures = OF_KIND[result.kind] | (TIE_FIGURES if has_ties else {})
    return {name: _chosen(draw, result, choice) for name, draw in figures.items()}


def _chosen(function: Callable[..., Any], result: "Result", choice: Mapping[str, Any]) -> Callable[[], Any]:
    """Give a function the result, and of a choice what it takes."""
    takes = getattr(function, "takes", ())
    return partial(function, result, **{name: value for name, value in choice.items() if name in takes})


def plot(
    result: "Result",
    figures: Sequence[str] | str | None = None,
    folder: Path | str | None = None,
    formats: Sequence[str] = ("png", "svg"),
    **choice: Any,
) -> dict[str, "Figure"]:
    """Draw figures of a result; see :meth:`sim.results.result.Result.plot`."""
    _check_choice(result.kind, choice)
    there = figures_of(result, **choice)
    names = [figures] if isinstance(figures, str) else list(there if figures is None else figures)
    if unknown := [name for name in names if name not in there]:
        raise ValueError(f"figures: no figure {unknown[0]!r} of this {result.kind}; expected any of {', '.join(there)}")
    drawn = Figures({name: there[name]() for name in names})
    for name, figure in drawn.items() if folder is not None else ():
        Lazy("style", "save")(figure, folder, name, formats)
    return drawn


def _check_choice(kind: str, choice: Mapping[str, Any]) -> None:
    """Raise ValueError for a choice that no figure of a kind of result takes."""
    draws = OF_KIND[kind].values() if kind in OF_KIND else [figure.draw for figure in OF_SOME[kind].values()]
    known = list(dict.fromkeys(name for draw in draws for name in getattr(draw, "takes", ())))
    if unknown := [name for name in choice if name not in known]:
        expected = f"expected any of {', '.join(known)}" if known else f"a {kind} is drawn whole"
        raise ValueError(f"{unknown[0]}: no choice for figures of a {kind}; {expected}")
