"""The report of a tournament on the console: which policy ends how against which."""

import textwrap
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.labels import Labels, capital, percent
from sim.analysis.scripted import scripted_lines
from sim.results.measures import MEASURE_OF, REGIMES
from sim.rules.policies import PRESETS

from .tables import add_row, plain_table, print_heading

if TYPE_CHECKING:
    from sim.results.tournament import Tournament

MOST_LISTED = 16  # pairs of policies listed one by one


def print_tournament(result: "Tournament", console: Console) -> None:
    """Print a tournament: each pair where they are few, and the shares of rupture of all."""
    manifest = result.manifest
    a, b = (Labels(manifest["scenario"]).party(manifest[party]) for party in ("a", "b"))
    print_heading(manifest, console)
    console.print(
        Text(
            f"{capital(a)} and {b} {_choice(manifest['policies'])}; {Labels.count(manifest['runs'], 'history')} of "
            f"each pair.{_played(manifest)}"
        )
    )
    console.print(Text(held_equal(manifest)))
    for line in scripted_lines(manifest.get("scripted", {})):
        console.print(Text(line))
    console.print()
    if len(result.table) <= MOST_LISTED:
        console.print(pair_table(result, a, b))
        console.print()
    console.print(Text(f"Share of histories that end in rupture: {a} by row, {b} by column"))
    console.print(matrix(result))
    of_all = "all pairs" if not _played(manifest) else "the pairs played"
    console.print(Text(f"table.csv has every regime, the loss, the tension and the moves of {of_all}."))


def held_equal(manifest: dict[str, Any]) -> str:
    """Say what is the same for all policies: all that their names are not about."""
    scenario, labels = manifest["scenario"], Labels(manifest["scenario"])
    how = "; ".join(f"{labels.party(manifest[party])} {_breaking(scenario, manifest[party])}" for party in ("a", "b"))
    return f"Each policy changes what its name is about. All else stays as the scenario has it: {how}."


def _breaking(scenario: dict[str, Any], party: str) -> str:
    """Say whether a party breaks off: anywhere, by its policy, or in some of its relations."""
    here = [relation["breaks"][party] for relation in scenario["relations"].values() if party in relation["breaks"]]
    if any(here):
        return "breaks in some relations"
    policy = (scenario["states"].get(party) or scenario["alliances"][party])["policy"]
    own = scenario["policies"].get(policy, {"preset": policy})
    breaks = own.get("breaks")
    if breaks is None:
        breaks = PRESETS[own["preset"]].breaks
    return "breaks at its breaking point" if breaks else "never breaks"


def _choice(policies: list[str]) -> str:
    """Say among how many policies the two choose."""
    return f"each follow one of {len(policies)} policies" if len(policies) > 1 else f"both follow {policies[0]}"


def _played(manifest: dict[str, Any]) -> str:
    """Say how many pairs were played where not all were."""
    pairs, asked = manifest["pairs"], manifest["pairs_asked"]
    return f" Only {pairs} of {asked} pairs {'was' if pairs == 1 else 'were'} played." if pairs < asked else ""


def pair_table(result: "Tournament", a: str, b: str) -> Table:
    """One row a pair of policies."""
    shares = [regime.name for regime in REGIMES]
    means = [name for name in MEASURE_OF if name in result.table]
    words = [*(regime.called for regime in REGIMES), *(MEASURE_OF[name].words for name in means)]
    numbers = tuple(_head(each) for each in words)
    table = plain_table(a, b, *numbers, numbers=numbers)
    for column in table.columns[:2]:
        column.min_width = max(map(len, result.manifest["policies"]))
    for row in result.table.to_dict("records"):
        cells = [percent(row[name]) for name in shares] + [f"{row[name]:.2f}" for name in means]
        add_row(table, row["a_policy"], row["b_policy"], *cells)
    return table


def _head(words: str) -> str:
    """Head of a narrow column: a word or two a line."""
    return textwrap.fill(f"{words[:1].upper()}{words[1:]}", 14)


def matrix(result: "Tournament") -> Table:
    """Shares of rupture, a row a policy of the one and a column a policy of the other, by number."""
    policies = result.manifest["policies"]
    heads = tuple(str(n) for n in range(1, len(policies) + 1))
    table = plain_table("", "", *heads, numbers=("", *heads))
    shares: dict[Any, float] = result.table.set_index(["a_policy", "b_policy"])["rupture"].to_dict()
    for head, one in zip(heads, policies, strict=True):
        cells = [percent(shares[one, other]).removesuffix(" %") if (one, other) in shares else "" for other in policies]
        add_row(table, head, one, *cells)
    return table
