"""Figures and workbooks of any result, and the names of the folders that hold them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import remark

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figures_of(result: Any) -> dict[str, Callable[..., "Figure"]]:
    """Figures that there are of a result, by name."""
    from sim import plots

    if type(result).__name__ == "SweepResult":
        return {name: figure.draw for name, figure in plots.SWEEP_FIGURES.items() if figure.applies(result)}
    tables = {
        "Forecast": plots.FORECAST_FIGURES,
        "Comparison": plots.COMPARISON_FIGURES,
        "Tournament": plots.TOURNAMENT_FIGURES,
    }
    return tables.get(type(result).__name__, plots.FIGURES)


def draw(
    result: Any, folder: Path, names: Sequence[str] | None = None, formats: Sequence[str] = ("png", "svg")
) -> list[Path]:
    """Draw figures of a result into a folder; returns the files written."""
    from sim.plots.style import save

    figures = figures_of(result)
    return [path for name in names or figures for path in save(figures[name](result), folder, name, formats)]


def as_workbook(result: Any, folder: Path) -> list[Path]:
    """Write the tables of a result as a workbook, too, and say what is too long for one; returns the file written."""
    from sim.experiment.workbook import MOST_ROWS, write_workbook

    path, left_out = write_workbook(result, folder)
    for name, rows in left_out.items():
        remark(f"{path}: without the table {name}, whose {rows:,} rows do not fit into a sheet of {MOST_ROWS:,}")
    return [path]


def digits_of(manifest: dict[str, Any], *names: str) -> str:
    """Eight digits that stand for some entries of a manifest."""
    import hashlib

    return hashlib.sha256(" ".join(str(manifest[name]) for name in names).encode()).hexdigest()[:8]
