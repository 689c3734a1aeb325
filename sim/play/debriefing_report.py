"""A debriefing on the console."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from sim.analysis.labels import Labels, capital, day_text, percent
from sim.report.tables import add_row, plain_table
from sim.results.measures import MEASURE_OF, REGIME_OF

from .wording import never_asked_lines, open_decision_lines

if TYPE_CHECKING:
    from .debriefing import Debriefing
    from .seat import Seat


def print_debriefing(debriefing: "Debriefing", seat: "Seat", console: Console) -> None:
    """Print what was decided otherwise than by policy, and what came of it."""
    party = seat.table.labels.party(seat.party)
    console.print(Text("Debriefing", style="bold"))
    other = debriefing.choices[~debriefing.choices["is_same"]]
    for line in _decided(len(other), len(debriefing.choices), seat):
        console.print(Text(line))
    if len(other):
        console.print()
        console.print(_choices(other, party))
    console.print()
    console.print(_table(debriefing, seat))
    for line in _lines(debriefing, seat):
        console.print(Text(line))


def _decided(n_other: int, n: int, seat: "Seat") -> list[str]:
    """How many decisions differ from those of the policy, and which one is left open."""
    party, decisions = seat.table.labels.party(seat.party), Labels.count(n, "decision")
    if not n:
        return [*never_asked_lines(seat), *open_decision_lines(seat)]
    if not n_other:
        said = f"In {decisions} {party} never did anything but what its policy would have done."
    else:
        said = f"In {n_other} of {decisions} {party} did not do what its policy would have done."
    return [said, *open_decision_lines(seat)]


def _choices(rows: Any, party: str) -> Any:
    table = plain_table("Date", f"{party} did", "By its policy", "Why")
    for row in rows.to_dict("records"):
        add_row(table, day_text(row["date"], is_short=True), row["chosen"], row["by_policy"], row["why"])
    return table


def _lines(debriefing: "Debriefing", seat: "Seat") -> Iterator[str]:
    """What is said below the table."""
    manifest = debriefing.forecast.manifest
    runs, day = f"{manifest['runs']:,}", day_text(manifest["until"])
    players = " and ".join(seat.table.labels.party(party) for party in seat.table.parties)
    if not seat.table.is_over:
        yield f"The game was left on {day}; all this is how things stand on that evening."
    yield f"Same chance: the same game, in which {players} decided each time as the policy advised."
    yield (
        f"Histories: {runs} in which the policy of {players} decides by itself, also on the very day of an act; who "
        "plays decides on the morning after."
    )
    yield "Place: the share of the histories that lie lower than the game; where they are equal, half of them."
    yield (
        "Hostile moves: those of both sides against each other; words up to rung 2, such as protests and refusals, and "
        "military posture are not counted."
    )
    for relation in _told(debriefing):
        yield _ending(debriefing, seat, relation)
        yield _against_policy(debriefing, seat, relation)


def _ending(debriefing: "Debriefing", seat: "Seat", relation: str) -> str:
    """How a relation ends in the game, in how many histories it ends so, and how most of them end."""
    rows = debriefing.ends[debriefing.ends["relation"] == relation]
    (own,) = rows[rows["game"]].to_dict("records")
    usual = max(rows.to_dict("records"), key=lambda row: float(row["share"]))
    verb = _verb(seat)
    most = (
        "more often than in any other way"
        if usual["end"] == own["end"]
        else f"and most often {verb} {REGIME_OF[usual['end']].ends}: in {_with_interval(usual)}"
    )
    return (
        f"{seat.table.labels.followed(relation)} {verb} {REGIME_OF[own['end']].ends} in this game; by policy it does "
        f"so in {_with_interval(own)} of the histories, {most}."
    )


def _with_interval(end: dict[Any, Any]) -> str:
    """Share of the histories that end so, with its interval."""
    share, low, high = (percent(end[column]) for column in ("share", "low", "high"))
    return f"{share} (95 % interval {low} to {high})"


def _verb(seat: "Seat") -> str:
    return "ends" if seat.table.is_over else "stands"


def _against_policy(debriefing: "Debriefing", seat: "Seat", relation: str) -> str:
    """What is better in the game than under the same chance by policy, what is worse, and what is equal."""
    ends = debriefing.ends[debriefing.ends["relation"] == relation]
    same = REGIME_OF[ends[ends["same_chance"]].iloc[0]["end"]].ends
    found: dict[str, list[str]] = {"better in": [], "worse in": [], "equal in": []}
    for row in debriefing.measures[debriefing.measures["relation"] == relation].to_dict("records"):
        words, game, by_policy, *_ = _cells(row, seat.table.is_over)
        numbers = game if game == by_policy else f"{game} against {by_policy}"
        how = "equal in" if game == by_policy else "better in" if row["game"] < row["same_chance"] else "worse in"
        found[how].append(f"{words[:1].lower()}{words[1:]} ({numbers})")
    told = "; ".join(f"{how} {', '.join(each)}" for how, each in found.items() if each)
    return f"Against the same chance by policy, where it {_verb(seat)} {same}: {told}."


def _told(debriefing: "Debriefing") -> list[str]:
    """Relations that are shown: all with any number but zero, or all."""
    numbers = debriefing.measures.set_index("relation")[["game", "same_chance", "low", "median", "high"]]
    alive = numbers[(numbers != 0).any(axis="columns")].index
    known = debriefing.measures["relation"].drop_duplicates()
    return [*(known[known.isin(alive)] if len(alive) else known)]


def _table(debriefing: "Debriefing", seat: "Seat") -> Any:
    runs = f"{debriefing.forecast.manifest['runs']:,}"
    numbers = ("Game", "Same chance", f"{runs} histories: median (5 to 95 %)", "Place")
    table = plain_table("Outcome", "", *numbers, numbers=numbers)
    is_over = seat.table.is_over
    for relation in _told(debriefing):
        ends = debriefing.ends[debriefing.ends["relation"] == relation]
        came = [REGIME_OF[ends[ends[column]].iloc[0]["end"]].called for column in ("game", "same_chance")]
        shares = [f"{REGIME_OF[it['end']].called} {percent(it['share'])}" for _, it in ends.iterrows() if it["share"]]
        name, verb = seat.table.labels.followed(relation), _verb(seat)
        add_row(table, name, verb, *came, ", ".join(shares), "")
        rows = debriefing.measures[debriefing.measures["relation"] == relation]
        for row in rows.to_dict("records"):
            add_row(table, "", *_cells(row, is_over))
    return table


def _cells(row: dict[Any, Any], is_over: bool) -> tuple[str, ...]:
    measure = MEASURE_OF[row["measure"]]
    game, same, median, low, high = (
        f"{row[column]:.{measure.digits}f}" for column in ("game", "same_chance", "median", "low", "high")
    )
    words = measure.words if is_over else measure.words.replace("at the end", "on that evening")
    return capital(words), game, same, f"{median} ({low} to {high})", percent(row["place"])
