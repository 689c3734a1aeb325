"""The report of a tournament."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels, capital
from sim.analysis.scripted import scripted_lines
from sim.analysis.tournament_headline import headline as said_of
from sim.report.tournament import held_equal, pair_table

from .common import Choice, days_of, labels_of
from .document import Section, Table, from_console

if TYPE_CHECKING:
    from sim.results.tournament import Tournament


def headline(result: "Tournament") -> str:
    """Which policies do how well."""
    return f"{said_of(result)}."


def details(result: "Tournament") -> list[str]:
    """What was played."""
    manifest = result.manifest
    pairs = f"{Labels.count(manifest['runs'], 'history')} of each of {Labels.count(manifest['pairs'], 'pair')}"
    return [f"{pairs} of policies", days_of(manifest["scenario"])]


def ends(result: "Tournament", choice: Choice) -> Section:
    """How each pair of policies ends: the shares of rupture as a matrix, and all numbers."""
    labels, manifest = labels_of(result), result.manifest
    a, b = (capital(labels.party(manifest[side])) for side in "ab")
    policies = list(manifest["policies"])
    shares = result.table.set_index(["a_policy", "b_policy"])["rupture"].to_dict()
    rows = [[shares.get((one, other)) for other in policies] for one in policies]
    texts = [[one, *("" if s is None else f"{100 * s:.0f} %" for s in row)] for one, row in zip(policies, rows,
             strict=True)]  # fmt: skip
    matrix = Table(
        f"Share of histories that end in rupture: {a} by row, {b} by column",
        (f"{a}, {b}", *policies),
        tuple(map(tuple, texts)),
        frozenset(range(1, len(policies) + 1)),
        shares=tuple((None, *row) for row in rows),
    )
    pairs = from_console(pair_table(result, a, b), "Every pair of policies", is_folded=True)
    lines = (held_equal(manifest), *scripted_lines(manifest.get("scripted", {})))
    return Section("ends", "How each pair ends", (*lines, matrix, pairs))
