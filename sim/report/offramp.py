"""The report of a way out on the console: the smallest change, the next ones, what is lost and what comes back."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.labels import Labels, capital, day_text, percent, value_text, with_the
from sim.analysis.near_limits import limit_words
from sim.analysis.offramp_headline import runner_up, says_of
from sim.analysis.returns import HELD, PEOPLE, SHUT
from sim.analysis.rounding import decimals_of
from sim.scenario.syntax import scalar

from .comparison import signed
from .tables import add_row, plain_table, print_heading, share_text

if TYPE_CHECKING:
    from sim.results.offramp import Offramp

NEVER = "not by then"


def print_offramp(result: "Offramp", console: Console) -> None:
    """Print a way out."""
    print_heading(result.manifest, console)
    console.print(Text(f"{result.manifest['headline']}."))
    if following := runner_up(result):
        console.print(Text(f"{following}."))
    console.print(Text(spent_words(result)))
    for line in lines_of(result):
        console.print(Text(line))
    console.print()
    if len(result.answers):
        console.print(answer_table(result))
        console.print()
    if len(result.returns):
        console.print(Text(returns_words(result)))
        console.print(return_table(result))


def spent_words(result: "Offramp") -> str:
    """Say how many histories were played, and how many a whole grid would have taken."""
    manifest = result.manifest
    return (
        f"{Labels.count(len(result.tried), 'value')} tried with {Labels.count(manifest['spent'], 'history')}; all "
        f"histories of all values would have been {manifest['spent_by_a_grid']:,}."
    )


def lines_of(result: "Offramp") -> list[str]:
    """What a reader should know: histories near a limit, changes without an answer, values that help less, or fail."""
    labels, tried = Labels(result.manifest["scenario"]), result.tried
    said = _near_limit(result.manifest)
    answered = set(result.answers["path"])
    without = [path for path in dict.fromkeys(tried["path"]) if path not in answered]
    if without and len(answered):
        names = ", ".join(labels.path(path) for path in without)
        said.append(f"Not below {percent(result.manifest['below'])} at any value named: {names}.")
    for row in result.answers.to_dict("records"):
        if worse := _worse_beyond(result, row):
            said.append(f"A larger change may be worse: {labels.path(row['path'])} {', '.join(worse)}.")
    failed = tried[tried["problem"] != ""]
    if len(failed):
        first = failed.iloc[0]
        said.append(
            f"{Labels.count(len(failed), 'value')} cannot be played; the first, {first['path']}={first['value']}: "
            f"{first['problem']}"
        )
    return said


def _near_limit(manifest: dict[str, Any]) -> list[str]:
    """Say how many histories lie near the limit of the end."""
    if (found := manifest.get("near_limit")) is None or manifest["changed"] is None:
        return []
    worlds, numbers = (manifest["scenario"], manifest["changed"]), (found["shares"], found["losses"])
    names = ("as it is", "with the change")
    return [*limit_words(manifest["end"], worlds, manifest["relation"], *numbers, names)]


def _worse_beyond(result: "Offramp", row: dict[Any, Any]) -> list[str]:
    """Values beyond an answer, on the same side of the scenario's own, that lie above the bound again."""
    own, tried = result.tried, result.tried["path"] == row["path"]
    beyond = own[tried & (own["size"] > row["size"]) & (own["side"] == "above") & (own["problem"] == "")]
    at = int(own.loc[tried & (own["value"] == row["value"]), "rung"].iloc[0])
    ladder = [int(rung) for rung in own.loc[tried, "rung"]]
    sizes = dict(zip(own["rung"], own["size"], strict=True))
    found, last = [], at
    for rung in [each for each in ladder if each > at]:  # the rungs of a ladder follow each other
        if sizes[rung] < sizes[last]:
            break
        last = rung
        found += beyond.loc[beyond["rung"] == rung, "value"].tolist()
    return [text_of(value) for value in found]


def text_of(value: str) -> str:
    """A value of the tables as it is read."""
    return "none" if value == "null" else value_text(scalar(value))


def answer_table(result: "Offramp") -> Table:
    """One row a change that is an answer, the smallest first."""
    labels = Labels(result.manifest["scenario"])
    right = ("As it is", "Changed to", "Size", "Chance", "Difference, points")
    table = plain_table("What", *right, numbers=right)
    for row in result.answers.to_dict("records"):
        points, low, high = (100 * row[name] for name in ("difference", "difference_low", "difference_high"))
        digits = decimals_of(low, high, 1)
        apart = [signed(number, digits) for number in (points, low, high)]
        add_row(
            table,
            capital(labels.path(row["path"])),
            text_of(row["own"]),
            text_of(row["value"]),
            percent(row["size"]),
            share_text(row["share"], row["low"], row["high"]),
            f"{apart[0]} ({apart[1]} to {apart[2]})",
        )
    return table


def tried_table(result: "Offramp") -> Table:
    """One row a value that was tried."""
    labels = Labels(result.manifest["scenario"])
    right = ("Value", "Size", "Histories", "Chance")
    table = plain_table("What", *right, "Side of the bound", numbers=right)
    for row in result.tried.to_dict("records"):
        share = share_text(row["share"], row["low"], row["high"]) if row["share"] == row["share"] else "–"
        side = row["side"] or f"cannot be played: {row['problem']}"
        add_row(table, capital(labels.path(row["path"])), text_of(row["value"]), percent(row["size"]),
                f"{row['runs']:,}", share, side)  # fmt: skip
    return table


def returns_words(result: "Offramp") -> str:
    """Say what the table of returns shows."""
    manifest = result.manifest
    name = Labels(manifest["scenario"]).followed(manifest["relation"])
    return (
        f"What {name} loses by {day_text(manifest['scenario']['end'])}, and how much of the loss comes back in the "
        "five years after it, in which the same rules play on. Shares are means over histories."
    )


def return_table(result: "Offramp") -> Table:
    """One row a thing that is lost, in each world."""
    labels = Labels(result.manifest["scenario"])
    right = ("Gone before", "Gone at the end", "Of the loss back", "Half of it back by")
    table = plain_table("What", "World", *right, numbers=right)
    names = {"as it is": "as it is", "changed": "with the change"}
    order = list(dict.fromkeys(zip(result.returns["what"], result.returns["channel"], strict=True)))
    rows = {(row["what"], row["channel"], row["world"]): row for row in result.returns.to_dict("records")}
    for what, channel in order:
        for world in dict.fromkeys(result.returns["world"]):
            row = rows[what, channel, world]
            is_lost = row["back"] == row["back"]
            half = day_text(row["half_back_on"]) if row["half_back_on"] else NEVER
            add_row(table, thing_words(labels, what, channel), names[world], percent(row["gone_at_start"]),
                    percent(row["gone_at_end"]), percent(row["back"]) if is_lost else "–",
                    half if is_lost else "–")  # fmt: skip
    return table


def thing_words(labels: Labels, what: str, channel: str) -> str:
    """Name of a thing that can be lost."""
    if what == SHUT:
        return f"{capital(labels.channel(channel))} shut (share of histories)"
    if what == PEOPLE:
        return f"People of {with_the(labels.channel(channel))} away"
    if what == HELD:
        return f"{capital(labels.channel(channel))} withheld"
    return "Worth of all institutions"


def bound_words(manifest: dict[str, Any]) -> str:
    """The end and the bound in words."""
    return f"{says_of(manifest)}: below {percent(manifest['below'])}"
