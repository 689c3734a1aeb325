"""How tests find a panel of a figure: in one place, so that they follow where titles are worded anew."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure


def titles(figure: Figure) -> list[str]:
    """Titles of all panels that have one, in the order in which they are drawn."""
    return [title for axes in figure.axes if (title := axes.get_title(loc="left"))]


def panel(figure: Figure, title: str) -> Axes:
    """Return the first panel whose title is, or begins with, these words."""
    found = [axes for axes in figure.axes if axes.get_title(loc="left").startswith(title)]
    exact = [axes for axes in found if axes.get_title(loc="left") == title]
    if not found:
        raise LookupError(f"no panel '{title}'; there are {', '.join(titles(figure))}")
    return (exact or found)[0]
