"""The report of sensitivity on the console: which of the paths that vary matter."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.labels import Labels, capital, percent, value_text
from sim.analysis.sensitivity import INDEXED, Sensitivity, SensitivityError, sensitivity_of
from sim.analysis.sweep_table import is_share, table_of
from sim.analysis.sweep_words import change_words, quantity_words

from .tables import add_row, plain_table

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

MOST_RIVALS = 3  # named one by one
MOST_PATHS = 20  # listed for a measure


class Columns(NamedTuple):
    """How the indices of a design are printed: what they are, and what stands in a column."""

    said: str
    heads: dict[str, str]  # column by head


COLUMNS = {
    "sobol": Columns(
        "Sobol' indices, the share of the variance that a path explains alone and with all its interactions",
        {"Alone": "S1", "Total": "ST"},
    ),
    "morris": Columns(
        "elementary effects: mean size, mean and spread of the change, reckoned for the whole range of a path",
        {"Size": "mu_star", "Mean": "mu", "Spread": "sigma"},
    ),
    "lhs": Columns("standardised rank regression coefficients, −1 to 1", {"Coefficient": "SRRC"}),
    "oat": Columns(
        "range that a path alone brings about, by the same histories at both ends, and what is at these",
        {"Difference": "swing", "Least": "least", "Most": "most"},
    ),
}


def print_sensitivity(result: "SweepResult", console: Console, of: str | None = None) -> None:
    """Print which paths matter, a table a measure that is shown; nothing for a design that allows no index.

    Parameters
    ----------
    of : name of a row: a relation, "theatre", "run"; that of the experiment, or the first relation, if absent
    """
    if result.manifest["design"] not in INDEXED:
        return
    try:
        found = sensitivity_of(result, of, table_of(result, of).shown)
    except SensitivityError as problem:
        console.print(Text(f"No sensitivity: {problem}"))
        return
    columns = COLUMNS[found.design]
    title = capital(Labels(result.manifest["scenario"]).followed(found.name))
    console.print(Text(f"{title}: {columns.said}, with 95 % intervals"))
    for measure in found.measures:
        console.print()
        console.print(Text(head_of(found, measure)))
        console.print(table_of_indices(found, measure, columns))
        if rivals := rivals_line(found, measure):
            console.print(Text(rivals))
    for note in found.notes:
        console.print(Text(note))
    console.print()


def rivals_line(found: Sensitivity, measure: str) -> str:
    """Say which paths may matter as much as the first; empty where none may."""
    rivals, top = found.rivals(measure), found.ranked(measure).iloc[0]["path"]
    if not rivals:
        return ""
    named = ", ".join(rivals[:MOST_RIVALS]) + (f" and {len(rivals) - MOST_RIVALS} more" if rivals[MOST_RIVALS:] else "")
    return f"That {top} matters most is not certain; it may as well be {named}."


def head_of(found: Sensitivity, measure: str) -> str:
    """Name of a measure, and what is to be known of its indices."""
    first = found.table[found.table["measure"] == measure].iloc[0]
    said = quantity_words(measure)
    if found.design == "oat":
        return f"{said}; {_number(measure, first['own'])} as the scenario is"
    if found.design == "lhs":
        said += f"; all together explain {percent(first['explained'])} of the variance of ranks"
    noise = first["noise_share"]
    return f"{said}; sampling noise: at most {percent(noise)} of the variance" if noise == noise else said


def table_of_indices(found: Sensitivity, measure: str, columns: Columns) -> Table:
    """Paths from the one that matters most down."""
    rows = found.ranked(measure)
    table = plain_table("", *columns.heads, numbers=tuple(columns.heads))
    number = _number if found.design in ("morris", "oat") else _index
    for row in rows.head(MOST_PATHS).to_dict("records"):
        add_row(table, row["path"], *(_cell(row, name, measure, number) for name in columns.heads.values()))
    return table


def _cell(row: dict[Any, Any], name: str, measure: str, number: Callable[[str, float], str]) -> str:
    """Write a number with its interval, a difference of shares in points; of an end of a tornado the path's value."""
    write = change_words if name == "swing" else number
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    least = write(measure, low).removesuffix(" points")
    interval = f" ({least} to {write(measure, high).removesuffix(' points')})" if low == low else ""
    if f"{name}_at" in row:  # an end of a tornado: what counts is the difference, which has its interval
        return f"{write(measure, row[name])} at {value_text(row[f'{name}_at'])}"
    return f"{write(measure, row[name])}{interval}"


def _index(_: str, value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _number(measure: str, value: float) -> str:
    """Number in the unit of the measure; of a share in per cent."""
    if is_share(measure):
        return f"−{percent(-value)}" if value < 0 else percent(value)
    return f"{value:.3g}".replace("-", "−")
