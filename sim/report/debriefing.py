"""The debriefing of a game: what is said of it, and its tables, on the console and on a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.text import Text

from sim.analysis.labels import Labels, capital, day_text, percent
from sim.results.measures import MEASURE_OF, REGIME_OF

from .single_decisions import changed, command, how
from .tables import add_row, plain_table

if TYPE_CHECKING:
    from rich.table import Table

    from sim.results.debriefing import Debriefing

_WORDS = (
    "Place: the share of the histories that lie lower than the game; where they are equal, half of them.",
    (
        "Hostile moves: those of both sides against each other; words up to rung 2, such as protests and refusals, and "
        "military posture are not counted."
    ),
)


class Part(NamedTuple):
    """A table of a debriefing with what stands below it; either may be absent.

    Attributes
    ----------
    caption : what the table holds
    table : as the console shows it
    lines : sentences
    commands : what to type, below these
    """

    caption: str
    table: "Table | None"
    lines: tuple[str, ...]
    commands: tuple[str, ...] = ()


def print_debriefing(debriefing: "Debriefing", labels: Labels, console: Console) -> None:
    """Print what was decided otherwise than by policy, and what came of it."""
    whose = f" of {labels.party(debriefing.party)}" if len(debriefing.players) > 1 else ""
    console.print(Text(f"Debriefing{whose}", style="bold"))
    for part in parts_of(debriefing, labels):
        if part.table is not None:
            console.print()
            console.print(Text(f"{part.caption}:"))
            console.print(part.table)
        for line in (*part.lines, *part.commands):
            console.print(Text(line))


def parts_of(debriefing: "Debriefing", labels: Labels) -> list[Part]:
    """What a debriefing says, part by part.

    Parameters
    ----------
    labels : names of the scenario that was played
    """
    party, verb = labels.party(debriefing.party), _verb(debriefing)
    parts = [Part("", None, tuple(_decided(debriefing, labels)))]
    own = _own(debriefing)
    if len(other := own[~own["is_same"].astype(bool)]):
        title = f"Decisions of {party} that its policy would have taken otherwise"
        parts.append(Part(title, _choices(other, party), ()))
    if single := single_part(debriefing, labels):
        parts.append(single)
    if len(debriefing.partings):
        title = "Where this game and the same chance by policy part: the first days, and those of the gravest moves"
        parts.append(Part(title, _partings(debriefing), ()))
    title = f"How each relation {verb}: the game, the same chance by policy, {debriefing.runs:,} histories by policy"
    return [*parts, Part(title, _outcomes(debriefing, labels), tuple(_lines(debriefing, labels)))]


def _own(debriefing: "Debriefing") -> Any:
    """Decisions that were taken by hand."""
    return debriefing.choices[~debriefing.choices["is_left"].astype(bool)]


def _decided(debriefing: "Debriefing", labels: Labels) -> Iterator[str]:
    """How many decisions differ from those of the policy, how many were left to it, and which one is left open."""
    party = capital(labels.party(debriefing.party))
    own = _own(debriefing)
    n_left = len(debriefing.choices) - len(own)
    if len(own):
        n_other, decisions = len(own) - int(own["is_same"].sum()), labels.count(len(own), "decision")
        if n_other:
            yield f"In {n_other} of {decisions} {party} did not do what its policy would have done."
        else:
            yield f"{party} took {decisions}, each as its policy would have taken it."
    if n_left:
        more = "further decision" if len(own) else "decision"
        yield f"{labels.count(n_left, more)} {'was' if n_left == 1 else 'were'} left to the policy."
    if debriefing.open_day is not None:
        yield f"The decision of {day_text(debriefing.open_day)} is left open."
    elif not len(debriefing.choices):
        yield f"{party} was never asked: by its policy it had nothing to decide, and it did nothing of its own accord."


def _choices(rows: Any, party: str) -> "Table":
    table = plain_table("Date", f"{party} did", "By its policy", "Why")
    for row in rows.to_dict("records"):
        add_row(table, day_text(row["date"], is_short=True), row["chosen"], row["by_policy"], row["why"])
    return table


def single_part(debriefing: "Debriefing", labels: Labels) -> Part | None:
    """What each decision changed by itself, and how to ask again; None where none was looked at."""
    if not len(debriefing.effects):
        return None
    party = labels.party(debriefing.party)
    table = plain_table("Date", f"{capital(party)} did", "By its policy", "What that changed in the end")
    decided = debriefing.choices.set_index("date")
    days = [*debriefing.effects["date"].drop_duplicates()]
    for day in days:
        rows = debriefing.effects[debriefing.effects["date"] == day].to_dict("records")
        did = decided.loc[day]
        add_row(table, day_text(day, is_short=True), did["chosen"], did["by_policy"], changed(rows, labels))
    lines = [how(debriefing.effect_runs)]
    if debriefing.n_untold:
        lines.append(f"Less grave, and not looked at: {labels.count(debriefing.n_untold, 'further decision')}.")
    lines.append("To ask again of one decision, in the folder of the game:")
    return Part(
        "What each decision changed", table, tuple(lines), tuple(command(debriefing.party, day) for day in days)
    )


def _partings(debriefing: "Debriefing") -> "Table":
    table = plain_table("Date", "Only in this game", "Only by policy")
    for row in debriefing.partings.to_dict("records"):
        add_row(table, day_text(row["date"], is_short=True), row["own"] or "–", row["other"] or "–")
    return table


def _lines(debriefing: "Debriefing", labels: Labels) -> Iterator[str]:
    """What is said below the table of outcomes."""
    players = " and ".join(labels.party(party) for party in debriefing.players)
    if not debriefing.is_over:
        day = day_text(debriefing.until)
        yield f"The game was left on {day}; all this is how things stand on that evening."
    yield f"Same chance: the same game, in which {players} decided each time as the policy advised."
    yield (
        f"Histories: {debriefing.runs:,} in which the policy of {players} decides by itself, also on the very day of "
        "an act; who plays decides on the morning after."
    )
    yield from _WORDS
    differing, alike = _told(debriefing)
    for relation in differing:
        yield _ending(debriefing, labels, relation)
        yield _grounds(debriefing, relation)
        yield _against_policy(debriefing, relation)
    if alike:
        told = ", ".join(f"{labels.followed(name)} ({_came(debriefing, name, 'game')})" for name in alike)
        yield f"As under the same chance by policy, in every number: {told}."


def _rows(table: Any, relation: str) -> Any:
    return table[table["relation"] == relation]


def _came(debriefing: "Debriefing", relation: str, game: str) -> str:
    """Name of the end of a relation in one of the two games."""
    ends = _rows(debriefing.ends, relation)
    return REGIME_OF[ends[ends[game]].iloc[0]["end"]].called


def _ending(debriefing: "Debriefing", labels: Labels, relation: str) -> str:
    """How a relation ends in the game, in how many histories it ends so, and how most of them end."""
    rows = _rows(debriefing.ends, relation)
    (own,) = rows[rows["game"]].to_dict("records")
    usual = max(rows.to_dict("records"), key=lambda row: float(row["share"]))
    verb = _verb(debriefing)
    most = (
        "more often than in any other way"
        if usual["end"] == own["end"]
        else f"and most often {verb} {REGIME_OF[usual['end']].ends}: in {_with_interval(usual)}"
    )
    return (
        f"{labels.followed(relation)} {verb} {REGIME_OF[own['end']].ends} in this game; by policy it does "
        f"so in {_with_interval(own)} of the histories, {most}."
    )


def _with_interval(end: dict[Any, Any]) -> str:
    """Share of the histories that end so, with its interval; all three with as many decimals."""
    numbers = [end[column] for column in ("share", "low", "high")]
    digits = 1 if any("." in percent(number) for number in numbers) else 0
    share, low, high = (percent(number, digits) for number in numbers)
    return f"{share} (95 % interval {low} to {high})"


def _verb(debriefing: "Debriefing") -> str:
    return "ends" if debriefing.is_over else "stands"


def _grounds(debriefing: "Debriefing", relation: str) -> str:
    """What the end of a relation rests on, in the game and by policy."""
    (row,) = _rows(debriefing.grounds, relation).to_dict("records")
    game, same = (_came(debriefing, relation, which) for which in ("game", "same_chance"))
    of_game = f"What that rests on: {game}, because {row['game']}"
    if row["game"] == row["same_chance"]:
        return f"{of_game}; so too by policy."
    return f"{of_game}; under the same chance by policy {same}, because {row['same_chance']}."


def _against_policy(debriefing: "Debriefing", relation: str) -> str:
    """What is lower in the game than under the same chance by policy, what is higher, and what is equal."""
    ends = _rows(debriefing.ends, relation)
    same = REGIME_OF[ends[ends["same_chance"]].iloc[0]["end"]].ends
    found: dict[str, list[str]] = {"better in": [], "worse in": [], "equal in": []}
    for row in _rows(debriefing.measures, relation).to_dict("records"):
        words, game, by_policy, *_ = _cells(row, debriefing.is_over)
        numbers = game if game == by_policy else f"{game} against {by_policy}"
        how = "equal in" if game == by_policy else "better in" if row["game"] < row["same_chance"] else "worse in"
        found[how].append(f"{words[:1].lower()}{words[1:]} ({numbers})")
    told = "; ".join(f"{how} {', '.join(each)}" for how, each in found.items() if each)
    return f"Against the same chance by policy, where it {_verb(debriefing)} {same}: {told}."


def _told(debriefing: "Debriefing") -> tuple[list[str], list[str]]:
    """Relations that are shown in full, and those in which nothing differs from the same chance by policy.

    The first is always shown; left out is a relation in which every number is zero, if any other has one.
    """
    numbers = debriefing.measures.set_index("relation")[["game", "same_chance", "low", "median", "high"]]
    alive = numbers[(numbers != 0).any(axis="columns")].index
    known = debriefing.measures["relation"].drop_duplicates()
    first, *others = [*(known[known.isin(alive)] if len(alive) else known)]
    alike = [name for name in others if _is_alike(debriefing, name)]
    return [first, *(name for name in others if name not in alike)], alike


def _is_alike(debriefing: "Debriefing", relation: str) -> bool:
    """Whether a relation is in the game as under the same chance by policy, in what is shown of it."""
    cells = [_cells(row, debriefing.is_over) for row in _rows(debriefing.measures, relation).to_dict("records")]
    is_one_end = _came(debriefing, relation, "game") == _came(debriefing, relation, "same_chance")
    return is_one_end and all(game == same for _, game, same, *_ in cells)


def _outcomes(debriefing: "Debriefing", labels: Labels) -> "Table":
    numbers = ("Game", "Same chance", f"{debriefing.runs:,} histories: median (5 to 95 %)", "Place")
    table = plain_table("Outcome", "", *numbers, numbers=numbers)
    for relation in _told(debriefing)[0]:
        came = [_came(debriefing, relation, which) for which in ("game", "same_chance")]
        ends = _rows(debriefing.ends, relation).to_dict("records")
        shares = [f"{REGIME_OF[it['end']].called} {percent(it['share'])}" for it in ends if it["share"]]
        add_row(table, labels.followed(relation), _verb(debriefing), *came, ", ".join(shares), "")
        for row in _rows(debriefing.measures, relation).to_dict("records"):
            add_row(table, "", *_cells(row, debriefing.is_over))
    return table


def _cells(row: dict[Any, Any], is_over: bool) -> tuple[str, ...]:
    measure = MEASURE_OF[row["measure"]]
    game, same, median, low, high = (
        f"{row[column]:.{measure.digits}f}" for column in ("game", "same_chance", "median", "low", "high")
    )
    words = measure.words if is_over else measure.words.replace("at the end", "on that evening")
    return capital(words), game, same, f"{median} ({low} to {high})", percent(row["place"])
