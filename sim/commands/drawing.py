"""Figures and workbooks of any result, and the names of the folders that hold them."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from cyclopts import Parameter

from .console import check_choices, remark
from .exit_codes import FAILED, OUTPUT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.result import Result

Missing = dict[tuple[int, str], list[str]]  # figures by exit code and reason
ALL = "all figures"
FORMATS, USUAL_FORMATS = ("png", "svg", "pdf"), ("png", "svg")
Formats = Annotated[list[str] | None, Parameter(name="--format", negative="", consume_multiple=True)]


class Drawn(NamedTuple):
    """Files of the figures that were drawn, and the exit code: 0 where none is missing."""

    files: list[Path]
    code: int


NOTHING_DRAWN = Drawn([], 0)


def formats_of(figures: bool, chosen: Sequence[str] | None) -> tuple[str, ...]:
    """Endings of the files of figures, none where none is drawn; raises UsageError for one that cannot be written."""
    check_choices("--format", chosen, FORMATS)
    return tuple(dict.fromkeys(chosen or USUAL_FORMATS)) if figures else ()


def figures_of(result: "Result", **choice: Any) -> dict[str, Callable[[], "Figure"]]:
    """Functions that draw the figures that there are of a result, by name."""
    from sim import plots

    _settle_matplotlib()
    return plots.figures_of(result, **choice)


def _settle_matplotlib() -> None:
    """Draw into files, whatever windows and settings matplotlib was given: a notebook's do not fit elsewhere."""
    import logging
    from importlib.util import find_spec

    os.environ["MPLBACKEND"] = "Agg"
    found = find_spec("matplotlib")
    for place in found.submodule_search_locations or () if found else ():
        os.environ["MATPLOTLIBRC"] = os.path.join(place, "mpl-data", "matplotlibrc")
    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)  # of its own settings and folders
    if "matplotlib.artist" not in sys.modules:  # nobody reads what it writes of each class: a third of its import
        import matplotlib.artist

        matplotlib.artist.kwdoc = lambda artist: ""


def draw(
    result: "Result",
    folder: Path,
    names: Sequence[str] | None = None,
    formats: Sequence[str] = USUAL_FORMATS,
    result_folder: Path | None = None,
    is_as_written: bool = True,
    **choice: Any,
) -> Drawn:
    """Draw figures of a result into a folder; what cannot be drawn is named, and nothing else is lost by it.

    Parameters
    ----------
    result_folder : folder of the result, where it is another
    is_as_written : whether the tables are what was written; others may be the reason
    choice : what is drawn, see :meth:`sim.results.result.Result.plot`
    """
    missing: Missing = {}
    files, letters = [], set[str]()
    with _left_out(missing, ALL):
        figures = figures_of(result, **choice)
        from sim.plots.fonts import letters_without_font
        from sim.plots.style import save

        for name in names or figures:
            with _left_out(missing, name):
                figure = figures[name]()
                letters |= letters_without_font(figure)
                files += save(figure, folder, name, formats)
    for (_, reason), left_out in missing.items():
        tables = (
            "all tables are whole" if is_as_written else "the tables are not what was written: make the result again"
        )
        remark(f"not drawn: {', '.join(left_out)} ({reason}); {tables}. {_again(result_folder or folder, left_out)}")
    if letters:
        from sim.plots.fonts import advice_for

        remark(advice_for(letters))
    return Drawn(files, max((code for code, _ in missing), default=0))


@contextmanager
def _left_out(missing: Missing, name: str) -> Iterator[None]:
    """Note a figure that cannot be drawn, whatever the reason: the tables are there, and so are the other figures."""
    from sim.results.files import OutputError

    try:
        yield
    except (OSError, OutputError) as problem:
        missing.setdefault((OUTPUT, _reason(problem)), []).append(name)
    except Exception as problem:
        missing.setdefault((FAILED, _reason(problem)), []).append(name)


def _reason(problem: Exception) -> str:
    """What went wrong, on one line; of a disk without the file, so that several figures share the line."""
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    said = (str(problem).splitlines() or [""])[0]
    return f"{type(problem).__name__}: {said}" if said else type(problem).__name__


def _again(folder: Path, names: Sequence[str]) -> str:
    """The command that draws what is missing."""
    words = ["detente", "plot", str(folder)] + (["--figure", *names] if ALL not in names else [])
    return f"To draw again: {shlex.join(words)}"


def as_workbook(result: "Result", folder: Path) -> list[Path]:
    """Write the tables of a result as a workbook, too, and say what is too long for one; returns the file written."""
    from sim.results.workbook import MOST_ROWS, write_workbook

    path, left_out = write_workbook(result.tables, folder)
    for name, rows in left_out.items():
        remark(f"{path}: without the table {name}, whose {rows:,} rows do not fit into a sheet of {MOST_ROWS:,}")
    return [path]
