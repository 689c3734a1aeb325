"""The report of a comparison on the console: what differs between two worlds, and where two histories diverge."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.kept_moves import kept_lines
from sim.analysis.labels import Labels, day_text
from sim.analysis.near_limits import near_limits
from sim.analysis.rounding import decimals_of
from sim.analysis.scripted import in_two_worlds
from sim.analysis.what_if import Outcome, settings_in_short, spoken_of
from sim.analysis.where_defined import in_pairs
from sim.results.measures import (
    OF_COMPARISONS,
    OWN,
    breaking_party,
    event_of,
    measure_of,
    own_measure,
    own_name,
)

from .against_record import print_of_worlds
from .tables import add_row, plain_table, print_heading

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

MOST_CHANGES = 5
ONLY_SPOKEN_OF = {event.words for event in OF_COMPARISONS}  # sums of other rows, and what sentences read
Replays = Callable[[int], tuple[str, str]]


def print_comparison(comparison: "Comparison", console: Console, replays: Replays) -> None:
    """Print a comparison.

    Parameters
    ----------
    comparison : Comparison
    console : Console
    replays : gives the commands that tell a history in full, in the first world and in the second
    """
    manifest = comparison.manifest
    print_heading(manifest, console)
    console.print(Text(comparison.sentence))
    for line in [*world_lines(manifest), *lines_about_moves(manifest)]:
        console.print(Text(line))
    console.print()
    console.print(difference_table(comparison))
    for line in (*near_limits(comparison), *(each.sentence for each in in_pairs(manifest))):
        console.print(Text(line))
    print_of_worlds(comparison, console)
    console.print()
    print_divergence(comparison, console, *replays(comparison.parting["run"]))


def lines_about_moves(manifest: dict[str, Any]) -> list[str]:
    """What a reader should know of given moves: those that were not made as asked for, and those of a game."""
    not_made = in_two_worlds(*(manifest.get(f"scripted_{end}", {}) for end in "ab"))
    return [*not_made, *kept_lines(manifest["scenario_b"], is_otherwise=True)]


def world_lines(manifest: dict[str, Any]) -> list[str]:
    """What the two worlds are."""
    changes = settings_in_short(manifest)
    text = ", ".join(changes[:MOST_CHANGES]) or "nothing that a rule reads"
    if len(changes) > MOST_CHANGES:
        text += f" and {len(changes) - MOST_CHANGES} more (in manifest.json)"
    other = f"{manifest['title_b']}; changed" if manifest["title_b"] != manifest["title_a"] else "changed"
    other = manifest.get("label") or other
    return [
        f"A: {manifest['title_a']}",
        f"B: {other}: {text}",
        f"{manifest['runs']:,} histories in each, under the same chance",
    ]


def difference_table(comparison: "Comparison") -> Table:
    """Shares and means in both worlds, and their difference; what is nought in both, as written, is left out."""
    right = ("A", "B", "B less A (95 % interval)")
    table = plain_table("Outcome", "", *right, numbers=right)
    labels = Labels(comparison.manifest["scenario_a"])
    listed = comparison.differences[comparison.differences["level"] != "blocs"]
    if len(labels.relations) == 1 or comparison.manifest.get("relations_asked"):
        listed = listed[listed["level"] != "theatre"]
    spoken = spoken_of(comparison)
    last, pairs = "", {entry["name"]: entry["pairs"] for entry in comparison.manifest.get("measures", [])}
    for row in listed.to_dict("records"):
        is_known = row["a"] == row["a"]  # of an own measure that is nowhere defined it is not
        if row["measure"] in ONLY_SPOKEN_OF and not _is_spoken_of(row, spoken):
            continue
        if is_known and re.search("[1-9]", "".join((cells := _cells(row, labels))[1:])):
            title = labels.followed(row["name"])
            n = pairs[own_name(row["measure"])] if row["level"] == OWN else comparison.manifest["runs"]
            what, *numbers = cells
            what += "" if n == comparison.manifest["runs"] else f" ({Labels.count(n, 'pair')})"
            add_row(table, "" if title == last else title, what, *numbers)
            last = title
    return table


def _is_spoken_of(row: dict[Any, Any], spoken: Outcome | None) -> bool:
    """Whether the sentence gives the numbers of a row."""
    return spoken is not None and (row["level"], row["name"], row["measure"]) == spoken.row


def _cells(row: dict[Any, Any], labels: Labels) -> tuple[str, ...]:
    column = row["measure"].replace(" ", "_")
    is_event = bool(breaking_party(row["measure"])) or event_of(column) is not None
    scale, usual, unit = (100, 0, " %") if is_event else (1, max(1, measure_of(column).digits), "")
    a, b, difference, low, high = (scale * row[column] for column in ("a", "b", "difference", "low", "high"))
    digits = decimals_of(low, high, usual)
    numbers = [f"{number:.{digits}f}{unit}" for number in (a, b)]
    apart, low, high = (signed(number, digits) for number in (difference, low, high))
    return labels.measure(row["measure"], row["name"]), *numbers, f"{apart} ({low} to {high})"


def signed(number: float, digits: int) -> str:
    """Write a number with its sign; nothing has none."""
    text = f"{number:+.{digits}f}".replace("-", "−")
    return text if float(f"{number:.{digits}f}") else f"{0:.{digits}f}"


def print_divergence(comparison: "Comparison", console: Console, *replays: str) -> None:
    """Print where the median pair of histories diverges, and how to see both histories in full."""
    said, courses = divergence_of(comparison)
    console.print(Text(said))
    table = plain_table("", "")
    table.show_header = False
    for world, course in courses:
        add_row(table, world, course)
    console.print(table)
    for world, replay in zip("AB", replays, strict=True):
        console.print(Text(f"{world} in full: {replay}"), soft_wrap=True)


def divergence_of(comparison: "Comparison") -> tuple[str, list[tuple[str, str]]]:
    """Say where the median pair of histories diverges; and what happens then in A and in B, where it does."""
    parting = comparison.parting
    said = _what_pair_it_is(parting, Labels(comparison.manifest["scenario_a"]))
    if not parting["date"]:
        return f"{said} do not differ in any decision.", []
    courses = [(world.upper(), _course(parting, world)) for world in "ab"]
    return f"{said} diverge on {day_text(parting['date'])}:", courses


def _what_pair_it_is(parting: dict[str, Any], labels: Labels) -> str:
    """Which pair of histories is shown: the median of those that differ in a measure, or one of those in an event."""
    if not parting["differing"]:
        return f"The two histories number {parting['run']}"
    level, name, column = (parting[key] for key in ("level", "name", "measure"))
    is_event = bool(breaking_party(column)) or event_of(column.replace(" ", "_")) is not None
    says = f"“{own_measure(own_name(column)).words}”" if level == OWN else labels.measure(column, name)
    if is_event and level != OWN:
        says = f"whether {f'{labels.followed(name)} ' if level not in ('run', 'break') else ''}{says}"
    chosen = "stands for the others" if is_event else "is the median"
    pairs = Labels.count(parting["differing"], "pair")
    return f"Of the {pairs} of histories that differ in {says}, number {parting['run']} {chosen}; its two histories"


def _course(parting: dict[str, Any], world: str) -> str:
    given = f"{parting[f'given_{world}']} (given by the scenario); " if parting[f"given_{world}"] else ""
    why = f" ({parting[f'why_{world}']})" if parting[f"why_{world}"] else ""
    text = f"{given}{parting[world] or 'there is no such move'}{why}"
    return text[:1].upper() + text[1:]
