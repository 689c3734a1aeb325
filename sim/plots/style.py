"""What every figure shares: colours and marks, the page, the date axis, saving.

Colour says who moves, the shape of a mark what kind of move it is, the style of a line which
relation it belongs to; so the figures can be read in grey and by the colour-blind.
"""

import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ParamSpec

import matplotlib
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, DayLocator, date2num, num2date
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import Formatter

from sim.analysis.labels import MONTHS, day_text
from sim.analysis.settings import settings_line
from sim.results.whole_files import Content, write_whole
from sim.rules.moves import FAMILIES

from .fonts import FONT, families_for

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.run_result import RunResult

Options = ParamSpec("Options")

INK, MUTED, HAIRLINE, BAND = "#1a1a1a", "#666666", "#c8c8c8", "#f4f4f2"
PARTY_COLOURS = ("#14467c", "#d9700a", "#1b8a6b", "#a5357f", "#8a7400", "#4aa3d9")
# one colour and one pattern a relation: (colour, line style)
RELATION_LINES: tuple[tuple[str, Any], ...] = (
    ("#1a1a1a", "-"),
    ("#8c510a", (0, (5, 1.5))),
    ("#6a51a3", (0, (5, 1.5, 1, 1.5))),
    ("#00786b", (0, (1, 1))),
)
MARKERS = dict(zip(FAMILIES, ("o", "s", "v", "D", "^", "P", "*", "X", "h", "d"), strict=True))

FIRST_DAY, DAY_AFTER_LAST = -719162.0, 2932896.9  # of the calendar, days since 1970: none can be labelled beyond

# the page, in inches
WIDTH, LEFT, RIGHT, GAP, FOOT = 11.0, 2.0, 2.15, 0.46, 0.6
TEXT_SIZE = 8.0  # points
TITLE_SIZE, DETAIL_SIZE = 13.0, 9.0  # points of the title of a page, and of what stands below it
BOLD = 1.13  # how much wider bold letters are
NARROW = 0.03  # inches of a narrow character
LINE, BETWEEN_DETAILS = 150, "   ·   "  # characters of a line below the title, and what parts two details

STYLE: dict[Any, Any] = {
    "font.family": [FONT],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": TEXT_SIZE,
    "axes.titlesize": 9.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # where it stands anyway; else all labels of ticks are laid out once more to find a place
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "legend.borderaxespad": 0.0,
    "legend.handlelength": 2.6,
    "savefig.dpi": 150,
    "svg.fonttype": "none",
    "svg.hashsalt": "detente",
    "timezone": "UTC",
}
# what would otherwise tell the day or the release of the drawing library
METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw as the project draws, whatever the user's own settings of matplotlib."""
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)
        # a name in a script that the font lacks is drawn with boxes; it is no reason to stop
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def styled(draw: Callable[Options, Figure]) -> Callable[Options, Figure]:
    """Make a figure function draw in the style of the project."""

    @wraps(draw)
    def draw_in_style(*arguments: Options.args, **options: Options.kwargs) -> Figure:
        with house_style():
            figure = draw(*arguments, **options)
            if len(families := families_for(figure)) > 1:  # drawn anew, as other letters have other widths
                matplotlib.rcParams["font.family"] = families
                figure = draw(*arguments, **options)
            return figure

    return draw_in_style


def save(figure: Figure, folder: Path | str, name: str, formats: Sequence[str] = ("png", "svg")) -> list[Path]:
    """Write a figure, whole or not at all, with the same bytes each time on the same platform.

    Parameters
    ----------
    figure : Figure
    folder : made if it is not there
    name : file name without ending
    formats : any of png, svg, pdf

    Returns
    -------
    list of Path, the files written, in the order of ``formats``

    Raises
    ------
    ValueError : for a format that is not known, before anything is written
    OSError : for a file that cannot be written, which is named
    """
    for ending in formats:
        if ending not in METADATA:
            raise ValueError(f"formats: cannot write {ending!r}; expected one of {', '.join(METADATA)}")
    paths = [Path(folder) / f"{name}.{ending}" for ending in formats]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with house_style():
        return [write_whole(path, _drawn(figure, ending)) for ending, path in zip(formats, paths, strict=True)]


def _drawn(figure: Figure, ending: str) -> Content:
    """Content of a file of a figure."""

    def write(stream: IO[bytes]) -> None:
        in_memory = BytesIO()  # a stream that fails is told by its own error, not by that of a library that draws
        figure.savefig(in_memory, format=ending, metadata=METADATA[ending])
        stream.write(in_memory.getvalue())

    return write


def wrapped(text: str, width: int, lines: int) -> str:
    """Break a text into at most so many lines of so many characters, and show where it was cut."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …", break_on_hyphens=False))


def fitted(text: str, inches: float, lines: int, size: float = TEXT_SIZE, most: int = 400) -> str:
    """Break a text into so many lines at most that are no wider than so many inches, and show where it was cut.

    Parameters
    ----------
    size : of the letters, points
    most : characters of a line, also where narrow ones leave room
    """
    for width in range(min(most, int(inches / NARROW) + 1), 1, -1):
        broken = wrapped(text, width, lines)
        if max(map(text_width, broken.split("\n"))) * size / TEXT_SIZE <= inches:
            return broken
    return wrapped(text, 1, lines)


def balanced(text: str, width: int, lines: int) -> str:
    """Break a text as :func:`wrapped` does, into lines of about the same length."""
    broken = wrapped(text, width, lines)
    narrower = (wrapped(text, w, lines) for w in range(width // 2, width))
    same = (other for other in narrower if other.count("\n") == broken.count("\n") and not other.endswith("…"))
    return next(same, broken)


def text_width(text: str) -> float:
    """Width of a line of text at the usual size, inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=TEXT_SIZE), False)
    return float(width) / 72


def colours_of(relations: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Give each party of the relations drawn its colour, in order of appearance."""
    parties = dict.fromkeys(party for pair in relations.values() for party in pair)
    return {party: PARTY_COLOURS[i % len(PARTY_COLOURS)] for i, party in enumerate(parties)}


def date_limits(result: "RunResult") -> tuple[float, float]:
    """Return both ends of the date axis of a run (days since 1970)."""
    return limits_of(result.trajectory["date"])


def limits_of(days: "pd.Series[Any]") -> tuple[float, float]:
    """Return both ends of a date axis (days since 1970): the days and a little air."""
    begin, end = float(date2num(days.min())), float(date2num(days.max())) + 1
    air = max(0.25, 0.015 * (end - begin))
    return max(begin - air, FIRST_DAY), min(end + air, DAY_AFTER_LAST)


class DateLabels(Formatter):
    """Label days so that the year is said once, below the first tick and where it changes."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Label one position, as for the pointer of an interactive window."""
        return self.label(num2date(x), 0)

    def format_ticks(self, values: Any) -> list[str]:
        """Label all ticks of an axis together."""
        days = [num2date(value) for value in values]
        span = (days[-1] - days[0]).days if days else 0
        labels, year = [], None
        for day in days:
            labels.append(self.label(day, span) + (f"\n{day.year}" if day.year != year and span <= 2000 else ""))
            year = day.year
        return labels

    def label(self, day: datetime, span: int) -> str:
        """Label a day as closely as the days spanned ask for."""
        if span > 2000:
            return str(day.year)
        month = MONTHS[day.month - 1][:3]
        return month if span > 300 else f"{day.day} {month}"


def date_axis(axes: Axes, limits: tuple[float, float], is_labelled: bool = True, most: int = 10) -> None:
    """Give axes the common date axis, with so many ticks at most; only the lowest panel carries its labels."""
    axes.set_xlim(*limits)
    is_short = limits[1] - limits[0] < 12
    axes.xaxis.set_major_locator(DayLocator() if is_short else AutoDateLocator(minticks=most // 2, maxticks=most))
    axes.xaxis.set_major_formatter(DateLabels())
    axes.tick_params(axis="x", labelbottom=is_labelled)
    if is_labelled:
        axes.set_xlabel("date")


def _heading(result: "RunResult", note: str) -> tuple[str, str]:
    """Return the title, which says what happened, and the line below it."""
    scenario = str(result.manifest.get("title") or result.manifest["name"])
    number = result.manifest.get("run")
    seed = f"seed {result.manifest['seed']}" + (f", history {number:,}" if number else "")
    details = details_of(result.manifest, scenario, period_of(result.trajectory["date"]), seed, note)
    return str(result.outcome.get("headline") or scenario), details


def period_of(days: "pd.Series[Any]") -> str:
    """Write the first and the last of some days."""
    first, last = (day_text(day, is_short=True) for day in (days.min(), days.max()))
    return first if first == last else f"{first} to {last}"


def details_of(manifest: Mapping[str, Any], subject: str, *details: str) -> str:
    """Write what a figure is made from: on a line, or on more where that is too long; and what was set, on another.

    Parameters
    ----------
    manifest : of the result that is drawn
    subject : what it is of
    details : what else is to be known; empty ones are left out
    """
    lines = [detail_lines(subject)]
    for detail in filter(None, details):
        longer = f"{lines[-1]}{BETWEEN_DETAILS}{detail}"
        if len(longer.rpartition("\n")[2]) <= LINE:
            lines[-1] = longer
        else:
            lines.append(detail_lines(detail))
    return "\n".join([*lines, *filter(None, [detail_lines(settings_line(manifest))])])


def detail_lines(text: str) -> str:
    """Break what stands below the title into two lines at most."""
    return fitted(text, WIDTH - 0.6, 2, DETAIL_SIZE, LINE)


def page(
    result: "RunResult",
    heights: Sequence[float],
    *,
    columns: int = 1,
    note: str = "",
    margins: tuple[float, float, float] = (LEFT, RIGHT, FOOT),
) -> tuple[Figure, list[Axes]]:
    """Lay out the page of a run; see :func:`sheet`.

    Parameters
    ----------
    note : said after the scenario and the seed
    """
    return sheet(*_heading(result, note), heights, columns=columns, margins=margins)


def sheet(
    title: str,
    details: str,
    heights: Sequence[float],
    *,
    columns: int = 1,
    margins: tuple[float, float, float] = (LEFT, RIGHT, FOOT),
    gap: float = GAP,
    first_gap: float | None = None,
) -> tuple[Figure, list[Axes]]:
    """Lay out a page: a heading, below it rows of panels at fixed places.

    Parameters
    ----------
    title : what the figure says
    details : lines below the title
    heights : inches, one a row of panels
    columns : panels in a row
    margins : inches, on the left, on the right and below the last row; left and right are also kept between columns
    gap : inches above each row
    first_gap : inches above the first row, where they are others

    Returns
    -------
    Figure, list of Axes (row by row)
    """
    title, (left, right, foot) = _broken_title(title.replace(" %", "\N{NO-BREAK SPACE}%")), margins
    below = 0.56 + 0.24 * (title.count("\n") + 1)
    top = below + 0.16 * details.count("\n")
    gaps = [gap if first_gap is None else first_gap, *[gap] * (len(heights) - 1)]
    height = top + sum(heights) + sum(gaps) + foot
    figure = Figure(figsize=(WIDTH, height))
    figure.text(0.3 / WIDTH, 1 - 0.22 / height, title, size=TITLE_SIZE, weight="bold", va="top", linespacing=1.25)
    figure.text(0.3 / WIDTH, 1 - (below - 0.22) / height, details, size=DETAIL_SIZE, color=MUTED, va="top")
    width = WIDTH / columns - left - right
    panels, edge = [], height - top
    for row, above in zip(heights, gaps, strict=True):
        edge -= above + row
        corners = (left + column * WIDTH / columns for column in range(columns))
        panels += [figure.add_axes((x / WIDTH, edge / height, width / WIDTH, row / height)) for x in corners]
    return figure, panels


def _broken_title(title: str) -> str:
    """Break a title into at most four lines that fit the page, also where its letters are wide."""
    room = (WIDTH - 0.6) * TEXT_SIZE / TITLE_SIZE / BOLD
    broken = (balanced(title, width, 4) for width in range(92, 30, -6))
    return next((each for each in broken if max(map(text_width, each.split("\n"))) <= room), balanced(title, 30, 4))


def split(axes: Axes, spans: Sequence[tuple[float, float]]) -> list[Axes]:
    """Put several panels in the place of one.

    Parameters
    ----------
    spans : inches, from the left edge of the page to each panel, and its width
    """
    figure: Any = axes.figure
    _, bottom, _, height = axes.get_position().bounds
    axes.remove()
    return [figure.add_axes((left / WIDTH, bottom, width / WIDTH, height)) for left, width in spans]


def inches_of(axes: Axes) -> tuple[float, float]:
    """Width and height of a panel, inches."""
    figure: Any = axes.figure
    (page_width, page_height), (width, height) = figure.get_size_inches(), axes.get_position().size
    return float(page_width * width), float(page_height * height)


def label_outside(axes: Axes) -> None:
    """Put the label of the vertical axis at the edge of the page, left of whatever names its ticks."""
    axes.yaxis.set_label_coords(-(LEFT - 0.4) / (WIDTH - LEFT - RIGHT), 0.5)


def key(axes: Axes, handles: Sequence[Any] | None = None, title: str = "") -> None:
    """Put the key beside its panel, where it covers nothing."""
    shown = axes.get_legend_handles_labels()[0] if handles is None else handles
    if shown:
        labels = [wrapped(str(handle.get_label()), 26, 2) for handle in shown]
        place: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.015, 1.0)}
        axes.legend(shown, labels, title=title or None, title_fontsize=7.5, alignment="left", **place)
