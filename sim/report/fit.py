"""The report of a fit on the console: numbers with their errors, scores beside those of a table, and warnings."""

from math import isnan
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.fit.headline import TABLE

from .tables import add_row, plain_table, print_heading

if TYPE_CHECKING:
    from sim.results.fit import Fit

NEAR = 1.01  # factor up to which a loss is about as good
TABLE_KEY = (
    f"Table: a {TABLE}: how often, by whether people are sent home and whether Moscow replies. A hindcast has another, "
    "finer one."
)
SCORE_WORDS = {"log": "log", "brier": "Brier", "crps": "CRPS"}


def print_fit(result: "Fit", console: Console) -> None:
    """Print a fit: what it rests on, its numbers, its scores, and what the record cannot tell."""
    print_heading(result.manifest, console)
    console.print(Text(result.manifest["headline"]))
    if len(result.numbers):
        console.print()
        console.print(number_table(result))
    if len(result.parts):
        console.print()
        console.print(
            Text("Mean scores, the lower the better; left out: each case by a fit to all others", style="bold")
        )
        console.print(part_table(result))
        console.print(Text(TABLE_KEY), soft_wrap=True)
    for line in warning_lines(result):
        console.print(Text(line), soft_wrap=True)
    if len(result.searched):
        console.print()
        console.print(Text(searched_line(result)), soft_wrap=True)


def number_table(result: "Fit") -> Table:
    """One row a number: value and standard error for each policy, and the default of detente."""
    numbers = result.numbers
    policies = [*dict.fromkeys(numbers["policy"])]
    table = plain_table("Part", "Number", "Rows", "Default", *policies, numbers=("Rows", "Default", *policies))
    for name in dict.fromkeys(numbers["number"]):
        rows = numbers[numbers["number"] == name].to_dict("records")  # a row a policy, in their order
        cells = [f"{row['value']:.2f} ± {row['error']:.2f}" for row in rows]
        add_row(table, rows[0]["part"], name, str(rows[0]["rows"]), f"{rows[0]['default']:.2f}", *cells)
    return table


def part_table(result: "Fit") -> Table:
    """One row a part of the reply and score."""
    heads = ("Rows", "In sample", "Left out", "Table", "Skill", "50 % held", "90 % held")
    table = plain_table("Part", "Score", *heads, numbers=heads)
    for row in result.parts.to_dict("records"):
        means = (f"{row[column]:.3f}" for column in ("in_sample", "left_out", "table"))
        held = ("" if isnan(row[column]) else f"{100 * row[column]:.0f} %" for column in ("holds_50", "holds_90"))
        add_row(table, row["part"], SCORE_WORDS[row["score"]], str(row["rows"]), *means, f"{row['skill']:.2f}", *held)
    return table


def warning_lines(result: "Fit") -> list[str]:
    """What the record cannot tell apart, a line each; in one line what it says little about."""
    rows = result.alike.to_dict("records")
    pairs = [f"{row['number']} and {row['other']}: {row['says']}." for row in rows if row["other"]]
    alone: dict[str, list[str]] = {}
    for row in rows:
        if not row["other"]:
            alone.setdefault(row["says"].replace("rests", "rest", 1), []).append(row["number"])
    return [*pairs, *(f"These {says}: {', '.join(names)}." for says, names in alone.items())]


def searched_line(result: "Fit") -> str:
    """Best numbers of a search, and the range of those about as good."""
    searched = result.searched.sort_values("loss", kind="stable")
    best, near = searched.to_dict("records")[0], searched[searched["loss"] <= searched["loss"].min() * NEAR]
    ends = {str(path): (near[path].min(), near[path].max()) for path in searched if path not in ("trial", "loss")}
    said = [f"{path} {best[path]:.4g} (within 1 %: {low:.4g} to {high:.4g})" for path, (low, high) in ends.items()]
    return f"Best of {len(searched)} trials, loss {best['loss']:.4g}: {'; '.join(said)}."
