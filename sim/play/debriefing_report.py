"""A debriefing on the console."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from sim.analysis.labels import capital, day_text, percent
from sim.report.tables import add_row, plain_table
from sim.results.measures import MEASURE_OF, REGIME_OF

if TYPE_CHECKING:
    from .debriefing import Debriefing
    from .seat import Seat


def print_debriefing(debriefing: "Debriefing", seat: "Seat", console: Console) -> None:
    """Print what was decided otherwise than by policy, and what came of it."""
    party = seat.table.labels.party(seat.party)
    console.print(Text("Debriefing", style="bold"))
    other = debriefing.choices[~debriefing.choices["is_same"]]
    n, runs = len(debriefing.choices), debriefing.forecast.manifest["runs"]
    console.print(Text(f"In {len(other)} of {n} decisions {party} did not do what its policy would have done."))
    if len(other):
        console.print()
        console.print(_choices(other, party))
    console.print()
    console.print(_table(debriefing, seat, f"{runs:,}"))
    console.print(Text(f"Same chance: the same history with the policy of {party} in the seat."))
    console.print(Text(f"Histories: {runs:,} with the policy in the seat. Place: the share of them that lie lower."))
    if debriefing.sentence:
        console.print()
        console.print(Text(f"The moves of this game, played in {runs:,} histories: {debriefing.sentence}"))


def _choices(rows: Any, party: str) -> Any:
    table = plain_table("Date", f"{party} did", "By its policy", "Why")
    for row in rows.to_dict("records"):
        add_row(table, day_text(row["date"], is_short=True), row["chosen"], row["by_policy"], row["why"])
    return table


def _table(debriefing: "Debriefing", seat: "Seat", runs: str) -> Any:
    numbers = ("Game", "Same chance", f"{runs} histories (5 to 95 %)", "Place")
    table = plain_table("Outcome", "", *numbers, numbers=numbers)
    labels, regimes = seat.table.labels, [*REGIME_OF]
    for end in debriefing.ends.to_dict("records"):
        shares = [f"{REGIME_OF[name].called} {percent(end[name])}" for name in regimes if end.get(name)]
        ends = (REGIME_OF[end["game"]].called, REGIME_OF[end["same_chance"]].called)
        add_row(table, labels.followed(end["relation"]), "ends", *ends, ", ".join(shares), "")
        rows = debriefing.measures[debriefing.measures["relation"] == end["relation"]]
        for row in rows.to_dict("records"):
            add_row(table, "", *_cells(row))
    return table


def _cells(row: dict[Any, Any]) -> tuple[str, ...]:
    measure = MEASURE_OF[row["measure"]]
    game, same = (f"{row[column]:.{measure.digits}f}" for column in ("game", "same_chance"))
    digits = max(1, measure.digits)
    mean, low, high = (f"{row[column]:.{digits}f}" for column in ("mean", "low", "high"))
    return capital(measure.words), game, same, f"{mean} ({low} to {high})", percent(row["place"])
