"""The report of many histories."""

from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, capital
from sim.analysis.where_defined import in_histories
from sim.report.forecast import (
    chain_table,
    lines_about_moves,
    measure_table,
    move_table,
    outcome_table,
    reply_table,
    rows_reported,
    severity_words,
    tie_table,
)
from sim.report.tables import share_text
from sim.results.measures import REGIMES, RUPTURE_AT_ANY_TIME

from .bars import Bar, drawn_bars
from .common import Choice, days_of, labels_of
from .document import Block, Chart, Section, Table, filled, from_console
from .run import curve_chart

if TYPE_CHECKING:
    from sim.results.forecast import Forecast

MOST_RELATIONS = 4
CURVES = {"tension": ("tension (severity)", "c0", None), "loss": ("institutional loss (share of worth)", "c2", 1.0)}


def headline(forecast: "Forecast") -> str:
    """What may be expected."""
    return str(forecast.manifest["headline"])


def details(forecast: "Forecast") -> list[str]:
    """What was played."""
    manifest = forecast.manifest
    return [Labels.count(manifest["runs"], "history"), days_of(manifest["scenario"], manifest.get("until"))]


def ends(forecast: "Forecast", choice: Choice) -> Section:
    """How likely each end is, and how far it goes."""
    labels = labels_of(forecast)
    table = from_console(outcome_table(forecast), "What happens, and in how many of the histories")
    table = Table(table.caption, ("Where", "What", table.heads[2]), filled(table.rows))
    charts = [_bars(forecast, name, labels) for level, name in rows_reported(forecast) if level == "relation"]
    blocks: list[Block] = [*charts[:MOST_RELATIONS], table, *lines_about_moves(forecast)]
    blocks += [each.sentence for each in in_histories(forecast.manifest)]
    return Section("ends", "How likely each end is", tuple(blocks))


def _bars(forecast: "Forecast", name: str, labels: Labels) -> Chart:
    own = forecast.probabilities[forecast.probabilities["name"] == name].set_index("event")
    events = [event for event in (*REGIMES, RUPTURE_AT_ANY_TIME) if event.words in own.index]
    found: list[tuple[Any, Any]] = [(event, own.loc[event.words]) for event in events]
    bars = [
        Bar(event.says, share_text(*(row[c] for c in ("share", "low", "high"))), row["share"], row["low"], row["high"])
        for event, row in found
        if row["runs"] > 0
    ]
    title = f"{capital(labels.followed(name))}: share of histories, with 95 % intervals"
    says = f"{title}. " + "; ".join(f"{bar.words} {bar.text}" for bar in bars)
    return Chart(title, says, drawn_bars(bars, says))


def far(forecast: "Forecast", choice: Choice) -> Section:
    """How far it goes."""
    table = from_console(measure_table(forecast), "The middle of all histories, the range of nine in ten, and the mean")
    heads = ("Where", "What", *table.heads[2:])
    blocks = [Table(table.caption, heads, filled(table.rows), table.numbers)]
    n = forecast.manifest["read_closely"]
    if (found := move_table(forecast)) is not None:
        made = from_console(found, "")
        caption = f"How often each side does what about posts and relations, in {n:,} histories"
        blocks.append(Table(caption, ("Who", "What", *made.heads[2:]), made.rows, made.numbers))
    if forecast.ties is not None:
        withheld = from_console(tie_table(forecast), "")
        caption = f"How often each side withholds each tie, in {n:,} histories"
        blocks.append(Table(caption, ("Tie", "By", *withheld.heads[2:]), withheld.rows, withheld.numbers))
    return Section("far", "How far it goes", tuple(blocks))


def course(forecast: "Forecast", choice: Choice) -> Section:
    """Bands of the curves of the relations followed."""
    labels, bands = labels_of(forecast), forecast.bands
    names = [name for level, name in rows_reported(forecast) if level == "relation"] or ["theatre"]
    known = "Each day has quantiles of all histories, known to 1.6 %: one may differ by as much from that of a table."
    blocks: list[Block] = [known]
    for name in names[:MOST_RELATIONS]:
        for curve, (words, look, top) in CURVES.items():
            own = bands[(bands["name"] == name) & (bands["curve"] == curve)].reset_index(drop=True)
            fill = look.replace("c", "f")
            ranges = (("q05", "q95", fill), ("q25", "q75", f"inner {fill}"))
            key = ((f"band {fill}", "90 % of histories"), (f"band inner {fill}", "50 % of histories"))
            title = f"{capital(labels.followed(name))}: {words}"
            blocks.append(curve_chart(own, title, {"q50": "median"}, {"q50": look}, ranges, top, key))
    return Section("course", "Day by day", tuple(blocks))


def chance(forecast: "Forecast", choice: Choice) -> Section:
    """How acts are answered, which is for the policies, and how far chance spreads the histories."""
    said = (
        "All histories have the same scenario and the same policies; only chance differs. It decides on which day a "
        "first move or an answer comes, whether a side stays silent, and whether talks are accepted."
    )
    heading = "What chance did, and what the policies chose"
    if not len(forecast.replies):
        return Section("chance", heading, (said, "Nobody had to answer anything."))
    head = f"How acts were answered, in {forecast.manifest['read_closely']:,} histories"
    replies, chains = from_console(reply_table(forecast), head), from_console(chain_table(forecast), "")
    tables = (
        Table(head, ("Answered", *replies.heads[1:]), replies.rows),
        Table("The most common chains of act and answer", ("Share", "Chain"), chains.rows, chains.numbers),
    )
    return Section("chance", heading, (said, *tables, *severity_words(forecast)))
