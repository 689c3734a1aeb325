"""Figures of a run: how it escalated, what became of the posts, which ministry moved when.

A new figure is one function of a :class:`~sim.experiment.store.RunResult` in a module of this
package, and one line in :data:`FIGURES`.
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


FIGURES: dict[str, Callable[..., "Figure"]] = {
    "escalation": _drawn_by("curves", "escalation"),
    "posts": _drawn_by("posts", "posts"),
    "timeline": _drawn_by("timeline", "timeline"),
}
