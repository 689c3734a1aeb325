"""The report of two worlds."""

from typing import TYPE_CHECKING

from sim.analysis.labels import capital, percent
from sim.analysis.scripted import in_two_worlds
from sim.analysis.what_if import names_of_worlds, spoken_of
from sim.report.comparison import difference_table, divergence_of, world_lines
from sim.report.tables import share_text

from .bars import Bar, drawn_bars
from .common import Choice, days_of, labels_of
from .document import Block, Chart, Section, Table, Terms, filled, from_console
from .run import curve_chart

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

CURVES = {"tension": ("tension (severity)", None), "loss": ("institutional loss (share of worth)", 1.0)}


def headline(comparison: "Comparison") -> str:
    """What the change changes."""
    return comparison.sentence


def details(comparison: "Comparison") -> list[str]:
    """What was played."""
    manifest = comparison.manifest
    return [f"{manifest['runs']:,} pairs of histories", days_of(manifest["scenario_a"])]


def change(comparison: "Comparison", choice: Choice) -> Section:
    """The two worlds, and the outcome of the sentence in both."""
    manifest = comparison.manifest
    worlds = [(line.partition(": ")[0], line.partition(": ")[2]) for line in world_lines(manifest)[:2]]
    scripted = in_two_worlds(*(manifest.get(f"scripted_{end}", {}) for end in "ab"))
    spoken = _bars(comparison)
    blocks: list[Block] = [Terms(tuple(worlds)), world_lines(manifest)[2] + ".", *scripted, *spoken]
    return Section("change", "What was changed", tuple(blocks))


def _bars(comparison: "Comparison") -> list[Chart]:
    """The shares that the sentence gives, as two bars; nothing where it gives means, or finds no difference."""
    spoken = spoken_of(comparison)
    if spoken is None or spoken.unit:
        return []
    bars = []
    names = names_of_worlds(comparison.manifest)
    for world, name, look, (share, low, high) in zip(
        "AB", names, ("f5", "f0"), spoken.in_worlds(comparison.manifest["runs"]), strict=True
    ):
        text = share_text(share, low, high) if low < high else percent(share)
        bars.append(Bar(f"{world}, {name}", text, share, low, high, look))
    title = comparison.sentence
    says = "; ".join(f"{bar.words}: {bar.text}" for bar in bars)
    rows = tuple((bar.words, bar.text) for bar in bars)
    table = Table("The two bars", ("World", "Share (95 % interval)"), rows, is_folded=True)
    return [Chart(title, says, drawn_bars(bars, says), table)]


def ends(comparison: "Comparison", choice: Choice) -> Section:
    """Shares and means in both worlds."""
    table = from_console(difference_table(comparison), "Shares and means in both worlds, and the difference")
    heads = ("Where", "What", *table.heads[2:])
    return Section("ends", "What differs in the end", (Table(table.caption, heads, filled(table.rows), table.numbers),))


def course(comparison: "Comparison", choice: Choice) -> Section:
    """Medians of both worlds, and the mean difference."""
    labels, frame = labels_of(comparison), comparison.curves
    names = list(dict.fromkeys(frame.loc[frame["level"] == "relation", "name"]))[:1] or ["theatre"]
    names_of = dict(zip("ab", (f"median, {world}" for world in ("A", "B")), strict=True))
    blocks = []
    for curve, (words, top) in CURVES.items():
        own = frame[(frame["name"] == names[0]) & (frame["curve"] == curve)].reset_index(drop=True)
        title = f"{capital(labels.followed(names[0]))}: {words}"
        blocks.append(curve_chart(own, title, names_of, {"a": "c5 b", "b": "c0"}, top=top))
        apart = {"difference": "B less A, mean"}
        bands = (("low", "high", "f0"),)
        key = (("band f0", "95 % interval"),)
        blocks.append(curve_chart(own, f"{title}, difference", apart, {"difference": "c0"}, bands, None, key))
    return Section("course", "Day by day", tuple(blocks))


def chance(comparison: "Comparison", choice: Choice) -> Section:
    """Where a pair of histories diverges."""
    same = (
        "Each pair of histories has the same chances, so that what differs between its two histories comes from the "
        "change."
    )
    said, courses = divergence_of(comparison.parting)
    return Section("chance", "Where two histories diverge", (same, said, *([Terms(tuple(courses))] if courses else [])))
