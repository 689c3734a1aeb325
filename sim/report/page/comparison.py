"""The report of two worlds."""

from typing import TYPE_CHECKING, Any

from sim.analysis.labels import capital, percent
from sim.analysis.near_limits import near_limits
from sim.analysis.rounding import top_of_shares
from sim.analysis.what_if import changes_in_words, names_of_worlds, relation_shown, settings_in_short, shown_of
from sim.analysis.where_defined import in_pairs
from sim.report.comparison import difference_table, divergence_of, lines_about_moves, world_lines
from sim.report.tables import share_text

from .bars import Bar, drawn_bars
from .common import Choice, days_of, labels_of
from .document import Block, Chart, Section, Table, Terms, filled, from_console
from .run import curve_chart

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

MOST_CHANGES = 20  # in the table of what was changed
OF_A_MEAN = "means of shares; B with the 95 % interval of the difference"
OF_TIES = (
    "What is lost of ties is known for the end and the worst day, and stands in the next table; no curve of it is kept."
)
CURVES = {"tension": "tension (severity)", "loss": "institutional loss (share of worth)"}


def headline(comparison: "Comparison") -> str:
    """What the change changes."""
    return comparison.sentence


def details(comparison: "Comparison") -> list[str]:
    """What was played."""
    manifest = comparison.manifest
    return [f"{manifest['runs']:,} pairs of histories", days_of(manifest["scenario_a"])]


def change(comparison: "Comparison", choice: Choice) -> Section:
    """The two worlds, and the outcome of the headline in both."""
    manifest = comparison.manifest
    worlds = Terms(tuple(zip("AB", names_of_worlds(manifest), strict=True)))
    how = f"{world_lines(manifest)[2]}."
    return Section(
        "change",
        "What was changed",
        (worlds, *_changes(manifest), how, *lines_about_moves(manifest), *_bars(comparison)),
    )


def _changes(manifest: dict[str, Any]) -> list[Block]:
    """What differs between the two worlds, a row each: in words, and as it is set."""
    rows = tuple(zip(changes_in_words(manifest), settings_in_short(manifest), strict=True))
    if not rows:
        return []
    more = f"{len(rows) - MOST_CHANGES} more changes stand in manifest.json." if len(rows) > MOST_CHANGES else ""
    table = Table("What differs between A and B", ("What", "As it is set in B"), rows[:MOST_CHANGES])
    return [table, *([more] if more else [])]


def _bars(comparison: "Comparison") -> list[Chart]:
    """The shares that the headline gives, as two bars; nothing where it gives means."""
    spoken = shown_of(comparison)
    if spoken.unit:
        return []
    bars = []
    for world, look, (share, low, high) in zip(
        ("A", "B"), ("f5", "f0"), spoken.in_worlds(comparison.manifest["runs"]), strict=True
    ):
        digits = spoken.digits
        text = share_text(share, low, high, digits) if low < high else percent(share, digits)
        bars.append(Bar(world, text, share, low, high, look))
    what = "shares of histories, with 95 % intervals" if spoken.is_event else OF_A_MEAN
    title = f"What the headline speaks of, in both worlds: {what}"
    says = f"{title}. " + "; ".join(f"{bar.words} {bar.text}" for bar in bars)
    rows = tuple((bar.words, bar.text) for bar in bars)
    table = Table("What the headline speaks of, in both worlds", ("World", "Share"), rows, is_folded=True)
    return [Chart(title, says, drawn_bars(bars, says), table)]


def ends(comparison: "Comparison", choice: Choice) -> Section:
    """Shares and means in both worlds."""
    table = from_console(difference_table(comparison), "Shares and means in both worlds, and the difference")
    heads = ("Where", "What", *table.heads[2:])
    shown = Table(table.caption, heads, filled(table.rows), table.numbers)
    said = [*near_limits(comparison), *(each.sentence for each in in_pairs(comparison.manifest))]
    return Section("ends", "What differs in the end", (shown, *said))


def course(comparison: "Comparison", choice: Choice) -> Section:
    """Medians of both worlds, and the mean difference."""
    labels, frame = labels_of(comparison), comparison.curves
    name = relation_shown(comparison)
    names_of = dict(zip("ab", (f"median, {world}" for world in ("A", "B")), strict=True))
    blocks = []
    for curve, words in CURVES.items():
        own = frame[(frame["name"] == name) & (frame["curve"] == curve)].reset_index(drop=True)
        top = top_of_shares(float(own[["a", "b"]].max().max())) if curve == "loss" else None
        title = f"{capital(labels.followed(name))}: {words}"
        blocks.append(curve_chart(own, title, names_of, {"a": "c5 b", "b": "c0"}, top=top))
        apart = {"difference": "B less A, mean"}
        bands = (("low", "high", "f0"),)
        key = (("band f0", "95 % interval"),)
        blocks.append(curve_chart(own, f"{title}, difference", apart, {"difference": "c0"}, bands, None, key))
    said = (OF_TIES,) if any(comparison.manifest[f"scenario_{end}"].get("ties") for end in "ab") else ()
    return Section("course", "Day by day", (*blocks, *said))


def chance(comparison: "Comparison", choice: Choice) -> Section:
    """Where a pair of histories diverges."""
    same = (
        "Each pair of histories has the same chances, so that what differs between its two histories comes from the "
        "change."
    )
    said, courses = divergence_of(comparison)
    return Section("chance", "Where two histories diverge", (same, said, *([Terms(tuple(courses))] if courses else [])))
