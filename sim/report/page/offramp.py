"""The report of a way out."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels, capital, percent
from sim.analysis.offramp_headline import ladders, runner_up, says_of, top_of
from sim.report.offramp import (
    answer_table,
    bound_words,
    lines_of,
    return_table,
    returns_words,
    spent_words,
    text_of,
    tried_table,
)

from .common import Choice, days_of, labels_of
from .curves import Band, Line, drawn_over_numbers
from .document import Chart, Section, filled, from_console

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.offramp import Offramp

MOST_CHARTS = 6


def headline(result: "Offramp") -> str:
    """The smallest change."""
    return f"{result.manifest['headline']}."


def details(result: "Offramp") -> list[str]:
    """What was looked for."""
    manifest = result.manifest
    who = capital(labels_of(result).followed(manifest["relation"]))
    return [f"{who} {bound_words(manifest)}", days_of(manifest["scenario"])]


def answers(result: "Offramp", choice: Choice) -> Section:
    """The answers, the smallest change first."""
    if not len(result.answers):
        return Section("answers", "Ways out", (spent_words(result), *lines_of(result)))
    table = from_console(answer_table(result), "Smallest change of each value that keeps the chance below the bound")
    following = runner_up(result)
    said = (*([f"{following}."] if following else []), spent_words(result), *lines_of(result))
    how = (
        "The size of a change is its distance from the scenario, as a share of the furthest value named. Chances and "
        "differences are from histories that the search has not seen, the same as the scenario is and with the change."
    )
    return Section("answers", "Ways out", (*said, table, how))


def course(result: "Offramp", choice: Choice) -> Section:
    """The chance by the size of each change, and all values that were tried."""
    labels = labels_of(result)
    charts = [_chart(result, rows, labels) for rows in ladders(result)[:MOST_CHARTS] if rows["share"].notna().any()]
    table = from_console(tried_table(result), "Values that were tried", is_folded=True)
    return Section("tried", "How the chance falls", (*charts, table))


def _chart(result: "Offramp", rows: "pd.DataFrame", labels: Labels) -> Chart:
    manifest, played = result.manifest, rows[rows["share"].notna()]
    own = manifest["as_it_is"]
    sizes = [0.0, *(100 * played["size"])]
    bound = [manifest["below"]] * len(sizes)
    lines = [Line([own["share"], *played["share"]], "c0"), Line(bound, "c1 b")]
    bands = [Band([own["low"], *played["low"]], [own["high"], *played["high"]], "f0")]
    path, ends = str(rows["path"].iloc[0]), [text_of(str(rows["value"].iloc[n])) for n in (0, -1)]
    values = " to ".join(dict.fromkeys(ends))
    title = f"{capital(labels.path(path))}, {values}: share of histories, by size of the change (%)"
    shares = ", ".join(f"{100 * share:.0f} %" for share in [own["share"], *played["share"]])
    says = f"{title}. {capital(says_of(manifest))}: {shares}."
    key = (
        ("line c0", says_of(manifest)),
        ("band f0", "95 % interval"),
        ("line c1 b", f"the bound: {percent(manifest['below'])}"),
    )
    return Chart(title, says, drawn_over_numbers(sizes, lines, bands, says, (0.0, top_of(result))), None, key)


def returns(result: "Offramp", choice: Choice) -> Section:
    """What is lost, and what comes back by when."""
    if not len(result.returns):
        return Section("returns", "What is lost, and what comes back", ())
    table = from_console(return_table(result), "What is lost, and what comes back")
    rows = filled(table.rows)
    blocks = (returns_words(result), type(table)(table.caption, table.heads, rows, table.numbers))
    return Section("returns", "What is lost, and what comes back", blocks)
