"""The account of a run on the console: every move with what it answers and why, then how it ended."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.against_record import hostile_kinds
from sim.analysis.calendar import Day, told
from sim.analysis.headline import MOST_DRAWN, RUPTURE, busiest, counted, end_words, is_left, postures_at_end
from sim.analysis.kept_moves import is_otherwise, kept_lines
from sim.analysis.labels import Labels, capital, day_text, rung_text
from sim.analysis.reasons import SILENT
from sim.analysis.scripted import NOT_ALLOWED, blocked_words, lacking_words, last_before
from sim.analysis.ties import INTACT, tie_lines
from sim.results import in_python
from sim.results.measures import REGIME_OF

from .against_record import print_of_history
from .tables import print_heading

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.run_result import RunResult


MOST_LISTED = 150  # relations whose moves are listed; of more, the account is summed up by party
MOST_PARTIES = 25  # in that sum
WITHOUT_HOSTILITY = "without hostility, such as offers of talks"


def print_account(result: "RunResult", console: Console, is_complete: bool = False) -> None:
    """Print the account of a run and its outcome table; of a world with quarrels everywhere, a sum by party first.

    Parameters
    ----------
    result : RunResult
    console : Console
    is_complete : bool, whether to list the moves of relations without any hostile move too, however many
    """
    labels, relations = Labels(result.manifest["scenario"]), result.outcome["relations"]
    listed = set(relations) if is_complete else relations_listed(result)
    is_summed_up = not is_complete and len(listed) > MOST_LISTED
    if is_summed_up:
        listed = {*busiest(relations, MOST_DRAWN), *result.manifest["scenario"]["plots"]["dyads"]}
    print_heading(result.manifest, console)
    if number := result.manifest.get("run"):
        console.print(Text(f"History {number:,} of those under seed {result.manifest['seed']}"))
    console.print(Text(result.outcome["headline"]))
    for line in opening_lines(result, labels, listed):
        console.print(Text(line))
    console.print()
    if is_summed_up:
        for part in (*party_sums(result, labels), Text()):
            console.print(part)
    table = move_table(result, labels, listed)
    console.print(table if table.row_count else Text("No moves."))
    for line in closing_lines(result, labels, listed):
        console.print(Text(line))
    console.print()
    console.print(outcome_table(result, labels, listed))
    for line in exchange_lines(result.outcome["exchanges"]):
        console.print(Text(line))
    print_of_history(result, console, is_complete)


def relations_listed(result: "RunResult") -> set[str]:
    """Ids of the relations whose moves are listed: in focus, or with hostile moves, a harm or an ally that joins."""
    relations, scenario = result.outcome["relations"], result.manifest["scenario"]
    harmed = [sorted((harm["victim"], harm["author"])) for harm in scenario["triggers"].values()]
    joining = result.moves.loc[result.moves["intent"] == "joining", ["from", "to"]].itertuples(index=False, name=None)
    told = [*harmed, *(sorted(pair) for pair in joining)]  # a headline counts who joins, also in words
    hostile = {name for name, it in relations.items() if it["hostile_moves"] or it["between"] in told}
    return hostile | set(scenario["plots"]["dyads"]) or set(relations)


def party_sums(result: "RunResult", labels: Labels) -> tuple[Table, Text]:
    """One row a party, of those with most hostile moves: what it did and took, and how its relations end."""
    moves, relations = result.moves, result.outcome["relations"]
    hostile = moves[moves["kind"].isin(hostile_kinds())]
    made, taken = hostile["from"].value_counts(), hostile["to"].value_counts()
    against = hostile.groupby("from")["to"].nunique()
    ends = Counter((party, relation["regime"]) for relation in relations.values() for party in relation["between"])
    of_all = Counter(party for relation in relations.values() for party in relation["between"])
    ranked = sorted({*made.index, *taken.index}, key=lambda party: (-made.get(party, 0), -taken.get(party, 0), party))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Party")
    for head in ("Hostile moves", "against", "Moves taken", "Relations", "in rupture", "intact"):
        table.add_column(head, justify="right")
    for party in ranked[:MOST_PARTIES]:
        moved = (made.get(party, 0), against.get(party, 0), taken.get(party, 0))
        numbers = (*moved, of_all[party], ends[party, RUPTURE], ends[party, INTACT])
        table.add_row(Text(capital(labels.party(party))), *(Text(f"{number:,}") for number in numbers))
    left_out = f"Of {len(ranked)} parties those with most hostile moves. " if ranked[MOST_PARTIES:] else ""
    busiest = "The moves of the busiest relations follow; --all lists those of every one."
    return table, Text(f"{left_out}{busiest}")


def move_table(result: "RunResult", labels: Labels, listed: set[str]) -> Table:
    """One row a harm, a day of the calendar, a move, and a decision to do nothing."""
    pairs = {tuple(result.outcome["relations"][name]["between"]) for name in listed}
    moves = _among(result.moves, pairs, "from", "to")
    entries = [_move_entry(move, labels, again) for move, again in zip(moves, _again(moves), strict=True)]
    unnoticed = result.moves[(result.moves["perceived"] == 0) & (result.moves["id"] == result.moves["package"])]
    entries += [_unnoticed_entry(move, labels) for move in _among(unnoticed, pairs, "from", "to")]
    silent = result.decisions[result.decisions["verdict"].isin(SILENT)]
    entries += [_silence_entry(row, labels) for row in _among(silent, pairs, "party", "towards")]
    entries += [_harm_entry(name, harm, labels) for name, harm in _harms_listed(result, pairs).items()]
    days = told(result.manifest["scenario"], labels)
    entries += [_day_entry(day) for day in days if day.concerns(pairs) and is_played(result, day)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("No.", justify="right")
    table.add_column("Date", no_wrap=True)
    table.add_column("Move", ratio=4)
    table.add_column("Severity", justify="right")
    table.add_column("Rung", justify="right")
    table.add_column("Answers", no_wrap=True)
    table.add_column("Why", ratio=4)
    for _, cells in sorted(entries, key=lambda entry: entry[0]):
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _among(frame: "pd.DataFrame", pairs: set[Any], actor: str, target: str) -> list[dict[Any, Any]]:
    sides = zip(frame[actor].to_numpy(), frame[target].to_numpy(), strict=True)
    rows: list[dict[Any, Any]] = frame[[tuple(sorted(pair)) in pairs for pair in sides]].to_dict("records")
    return rows


def _again(moves: list[dict[Any, Any]]) -> list[bool]:
    """Whether its party has made each move before on that day, on the same post: an answer may have two."""
    seen: set[tuple[Any, ...]] = set()
    found = []
    for move in moves:
        deed = tuple(move[key] for key in ("announced", "from", "to", "kind", "channel"))
        found.append(deed in seen)
        seen.add(deed)
    return found


def _move_entry(move: dict[Any, Any], labels: Labels, is_again: bool) -> tuple[tuple[Any, int], tuple[str, ...]]:
    deed = labels.deed(move["kind"], move["to"], move["channel"], int(move["count"]))
    text = f"{labels.party(move['from'])} {deed}{_people_and_vacancies(move)}"
    if move["effective"] > move["announced"]:
        text += f", by {day_text(move['effective'], is_short=True)}"
    text += f"{', once more on this day' if is_again else ''} ({move['ministry']})"
    return (move["announced"], move["id"]), (
        str(move["id"]),
        day_text(move["announced"], is_short=True),
        text,
        f"{move['severity']:.2f}",
        rung_text(move["rung"], move["posture_rung"]),
        _answered(move["parent"], move["cause"], labels),
        move["why"],
    )


def _people_and_vacancies(move: dict[Any, Any]) -> str:
    """How many of the posts that a lower ceiling takes are people, and how many were vacant."""
    count, people = int(move["count"]), int(move["leaving"])
    if move["kind"] != "cut_ceiling" or people == count:
        return ""
    vacant = count - people
    if people == 0:
        return ", all vacant"
    return f": {people} {'person' if people == 1 else 'people'} and {vacant} vacant post{'' if vacant == 1 else 's'}"


def _answered(move: Any, cause: str, labels: Labels) -> str:
    """What is answered: a move by its number, else a harm by its name."""
    if isinstance(move, int):
        return f"no. {move}"
    return labels.harm(cause) if cause else ""


def _silence_entry(row: dict[Any, Any], labels: Labels) -> tuple[tuple[Any, int], tuple[str, ...]]:
    text = f"{labels.party(row['party'])} does nothing against {labels.party(row['towards'])}"
    cells = (
        "–",
        day_text(row["date"], is_short=True),
        text,
        "",
        "",
        _answered(row["move"], row["cause"], labels),
        row["why"],
    )
    return (row["date"], 1 << 60), cells


def _harms_listed(result: "RunResult", pairs: set[Any]) -> dict[str, Any]:
    """Harms within the run between parties whose moves are listed."""
    first, last = result.outcome["start"], result.outcome["end"]
    harms = result.manifest["scenario"]["triggers"]
    return {
        name: harm
        for name, harm in harms.items()
        if tuple(sorted((harm["victim"], harm["author"]))) in pairs and first <= harm["date"] <= last
    }


def _harm_entry(name: str, harm: dict[str, Any], labels: Labels) -> tuple[tuple[Any, int], tuple[str, ...]]:
    text = (
        f"Harm: {labels.harm(name)}, for which {labels.party(harm['victim'])} holds {labels.party(harm['author'])} "
        f"responsible (evidence {harm['evidence']:.2f})"
    )
    day = day_text(harm["date"], is_short=True)
    cells = ("–", day, text, f"{harm['severity']:.2f}", "", "", "given by the scenario")
    return (datetime.fromisoformat(harm["date"]), 0), cells


def is_played(result: "RunResult", day: Day) -> bool:
    """Whether a day of the calendar is among those played."""
    return bool(result.outcome["start"] <= day.date.isoformat() <= result.outcome["end"])


def _day_entry(day: Day) -> tuple[tuple[Any, int], tuple[str, ...]]:
    cells = ("–", day_text(day.date, is_short=True), f"{capital(day.title)}: {day.says}", "", "", "", "by the calendar")
    return (datetime.fromisoformat(day.date.isoformat()), 0), cells


def _unnoticed_entry(move: dict[Any, Any], labels: Labels) -> tuple[tuple[Any, int], tuple[str, ...]]:
    day = move["announced"] + timedelta(days=1)
    text = f"{labels.party(move['to'])} does nothing against {labels.party(move['from'])}"
    cells = ("–", day_text(day, is_short=True), text, "", "", f"no. {move['id']}", "it went unnoticed")
    return (day, 1 << 60), cells


def opening_lines(result: "RunResult", labels: Labels, listed: set[str]) -> list[str]:
    """What lay between the parties before the first day."""
    given = result.manifest["scenario"]["relations"]
    return [
        f"{capital(labels.party(holder))} holds a grievance of {severity:.2f} against "
        f"{labels.party(next(party for party in given[name]['between'] if party != holder))} before the first day."
        for name in sorted(listed & set(given))
        for holder, severity in given[name]["grievance"].items()
        if severity
    ]


def _why_void(result: "RunResult", name: str, labels: Labels) -> str:
    """What left nothing for a scripted move."""
    asked = result.manifest["scenario"]["timeline"].get(name)
    if asked is None:
        return NOT_ALLOWED
    where = (asked[key] or "" for key in ("from", "to", "channel", "move", "date"))
    before = last_before(result.moves, *where)
    return blocked_words(before, labels) if before else lacking_words(asked["move"])


def closing_lines(result: "RunResult", labels: Labels, listed: set[str]) -> list[str]:
    """What the table leaves out: moves elsewhere, scripted moves that could not be made, contact."""
    relations = result.outcome["relations"]
    elsewhere = [relation for name, relation in relations.items() if name not in listed and relation["moves"]]
    lines = []
    if elsewhere:
        moves, hostile = (sum(relation[key] for relation in elsewhere) for key in ("moves", "hostile_moves"))
        without = f"{labels.count(moves, 'move')} {WITHOUT_HOSTILITY}"
        what = f"{labels.count(moves, 'move')}, {hostile:,} of them hostile" if hostile else without
        there = f"In {labels.count(len(elsewhere), 'other relation')} there {'is' if moves == 1 else 'are'}"
        lines.append(f"{there} {what}; --all lists them, with the numbers missing above.")
    lines += [
        f"The scripted move {name} could not be made: {_why_void(result, name, labels)}."
        for name in result.outcome["void"]
    ]
    lines += [
        f"The scripted move {name} was cut down from {asked} to {made}: the post has no more."
        for name, (asked, made) in result.outcome["cut_down"].items()
    ]
    lines += kept_lines(result.manifest["scenario"], is_otherwise(result.manifest))
    if own := in_python.told(result.manifest):
        lines.append(f"Made in Python: {'; '.join(own)}.")
    lines += in_python.lost(result.manifest)
    for name in sorted(listed):
        lines += _contact_lines(relations[name], labels)
        lines += tie_lines(result.ties, relations[name], labels)
    return lines


def _contact_lines(relation: dict[str, Any], labels: Labels) -> list[str]:
    a, b = relation["between"]
    if relation["loss_at_end"] < 1:
        return []
    ways = {
        way: "no embassy named" if way == "unassigned" else labels.channel(way) for way in relation["contact"].values()
    }
    return [
        f"Contact of {labels.party(x)} with {labels.party(y)}: {ways[relation['contact'][x]]}."
        for x, y in ((a, b), (b, a))
    ]


def outcome_table(result: "RunResult", labels: Labels, listed: set[str]) -> Table:
    """How each relation, each pair of blocs and the theatre ended."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Outcome")
    manifest = result.manifest
    table.add_column("Stands" if is_left(manifest["until"], manifest["scenario"]) else "Ends in", no_wrap=True)
    for name in ("Loss, start", "Loss, end", "Tension, end", "Tension, peak"):
        table.add_column(name, justify="right")
    table.add_column("Peak on", no_wrap=True)
    table.add_column("Rung", justify="right")
    table.add_column("Moves", justify="right")
    relations, postures = result.outcome["relations"], postures_at_end(result.trajectory)
    for name in sorted(listed):
        end = end_words(relations[name]["regime"], postures.get(name, 0))
        table.add_row(*_outcome_cells(relations[name], labels.pair(*relations[name]["between"]), end))
    others = Counter(relation["regime"] for name, relation in relations.items() if name not in listed)
    for regime, n in sorted(others.items()):
        table.add_row(f"{n} other {'relation' if n == 1 else 'relations'}", REGIME_OF[regime].called)
    if len(relations) > 1:
        blocs = result.outcome["blocs"].values()
        for bloc in blocs if len(blocs) > 1 else ():
            a, b = bloc["between"]
            table.add_row(*_outcome_cells(bloc, labels.followed(f"{a}–{b}"), REGIME_OF[bloc["regime"]].ends))
        table.add_row(*_outcome_cells(result.outcome["theatre"], labels.followed("theatre"), _most_telling(relations)))
    return table


def _most_telling(relations: dict[str, Any]) -> str:
    """How many of all relations are in rupture, or where none is, intact."""
    ruptured = counted(relations, RUPTURE)
    return f"{ruptured or counted(relations, INTACT)} of {len(relations)} {'in rupture' if ruptured else 'intact'}"


def _outcome_cells(entry: dict[str, Any], name: str, end: str) -> tuple[Text, ...]:
    cells = (
        name,
        end.removeprefix("in ").removeprefix("a "),
        f"{entry['loss_at_start']:.2f}",
        f"{entry['loss_at_end']:.2f}",
        f"{entry['tension_at_end']:.2f}",
        f"{entry['tension_peak']:.2f}",
        day_text(entry["tension_peak_on"], is_short=True) if entry["tension_peak"] else "–",
        str(entry.get("rung_highest", "")),
        str(entry.get("moves", "")),
    )
    return tuple(Text(cell) for cell in cells)


def exchange_lines(found: dict[str, Any]) -> list[str]:
    """How hostile acts were answered by hostile moves, in one line; none where nothing hostile was done."""
    if not found["first_moves"]:
        return []
    first = f"{_numbered(found['first_moves'], 'first move')}, {found['first_moves_answered']} answered"
    text = f"Exchanges of hostile moves: {first}"
    replies = found["replies"]
    if replies:
        text += (
            f"; {_numbered(replies, 'reply', 'replies')} after {_numbered(found['lag_days'], 'day')} and with "
            f"{found['match_ratio']:.2f} times the severity{' (medians)' if replies > 1 else ''}, "
            f"{round(found['in_kind_share'] * replies)} in kind"
        )
    chains = [f"{n} of {_numbered(steps, 'step')}" for steps, n in found["chains"].items() if n]
    return [f"{text}; chains: {', '.join(chains)}."]


def _numbered(n: Any, one: str, many: str = "") -> str:
    number = n if isinstance(n, str) else f"{n:g}"
    return f"{number} {one if number == '1' else many or one + 's'}"
