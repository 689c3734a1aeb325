"""The report of one history."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.headline import drawn_by_default
from sim.analysis.labels import Labels, capital, day_text, percent, shortened
from sim.analysis.ties import shares_by_tie, tie_lines
from sim.report.account import (
    closing_lines,
    exchange_lines,
    move_table,
    opening_lines,
    outcome_table,
    relations_listed,
)

from .common import Choice, days_of, labels_of
from .curves import Band, Line, drawn_over_days
from .document import Block, Chart, Section, Table, from_console
from .look import COLOURS
from .timeline import Mark, drawn_timeline, is_grouped

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

MOST_ROWS, MOST_POSTS, MOST_DAYS, MOST_RELATIONS = 90, 25, 9, 3
LONGEST_LANE = 48  # characters of the name of a party in the timeline
ANSWERED = re.compile(r"no\. (\d+)")  # as the account names the move that is answered
MOST_OPENINGS = 3  # lines before the account; more of them are folded


def headline(result: "RunResult") -> str:
    """What came out."""
    return str(result.outcome["headline"])


def details(result: "RunResult") -> list[str]:
    """What was played."""
    number = result.manifest.get("run")
    until = result.outcome["end"]
    return [f"one history{f', number {number:,}' if number else ''}", days_of(result.manifest["scenario"], until)]


def listed_in(result: "RunResult", choice: Choice) -> set[str]:
    """Ids of the relations whose moves are shown."""
    return set(result.outcome["relations"]) if choice.is_complete else relations_listed(result)


def account(result: "RunResult", choice: Choice) -> Section:
    """Every move with what it answers and why, as a timeline and as a table."""
    labels, listed = labels_of(result), listed_in(result, choice)
    narrowed, shown, remark = _narrowed(result, choice, listed)
    table = _linked(from_console(move_table(narrowed, labels, listed), "Moves, in their order"))
    blocks: list[Block] = [*_openings(result, labels, listed), remark]
    if marks := _marks(narrowed, labels, listed):
        blocks.append(_timeline(narrowed, shown, marks))
    blocks.append(table if table.rows else "No moves.")
    blocks += [line.replace("--all lists them", "detente report --all lists them") for line in
               closing_lines(result, labels, listed)]  # fmt: skip
    return Section("account", "What happened", tuple(filter(None, blocks)))


def moves_shown(result: "RunResult", choice: Choice) -> Table:
    """The table of moves of the account, whose rows can be linked to."""
    listed = listed_in(result, choice)
    narrowed, _, _ = _narrowed(result, choice, listed)
    return _linked(from_console(move_table(narrowed, labels_of(result), listed), "Moves, in their order"))


def anchor(move: int) -> str:
    """Name by which a link finds a move of the account."""
    return f"move-{move}"


def _linked(table: Table) -> Table:
    """The moves with anchors, and what each answers as a link to that move, if it is shown."""
    anchors = tuple(anchor(int(row[0])) if row[0].isdigit() else "" for row in table.rows)
    return replace(table, anchors=anchors, links=tuple(_links(row, {*anchors}) for row in table.rows))


def _links(row: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
    found = (ANSWERED.fullmatch(cell) for cell in row)
    targets = (anchor(int(answered[1])) if answered else "" for answered in found)
    return tuple(target if target in known else "" for target in targets)


def _openings(result: "RunResult", labels: Labels, listed: set[str]) -> list[Block]:
    """What lay between the parties before: a few lines, or a table to open."""
    lines = opening_lines(result, labels, listed)
    if len(lines) <= MOST_OPENINGS:
        return [*lines]
    rows = tuple((line,) for line in lines)
    return [Table("Grievances before the first day", ("What one party holds against another",), rows, is_folded=True)]


def _narrowed(result: "RunResult", choice: Choice, listed: set[str]) -> tuple["RunResult", Choice, str]:
    """The run with the moves and decisions that are shown, which those are, and what is said of those left out."""
    found = _within(result, choice, choice.is_hostile_only)
    if _n_moves(found, listed) <= MOST_ROWS:
        return found, choice, "Moves that are not hostile are left out." if choice.is_hostile_only else ""
    hostile = _within(result, choice, True)
    n_hostile = _n_moves(hostile, listed)
    if n_hostile <= MOST_ROWS:
        return hostile, choice, "So many moves were made that those without hostility are left out; moves.csv has all."
    days = hostile.moves[_is_listed(hostile, listed)]["announced"]
    last = max(days.iloc[0], days.iloc[MOST_ROWS] - pd.Timedelta(days=1))  # one whole day at least
    shown = replace(choice, until=last.date())
    return (
        _within(result, shown, True),
        shown,
        f"Of {n_hostile} hostile moves the first are shown, up to {day_text(last)}; moves.csv has all.",
    )


def _within(result: "RunResult", choice: Choice, is_hostile_only: bool) -> "RunResult":
    return result.within(choice.since, choice.until, is_hostile_only=is_hostile_only)


def _is_listed(result: "RunResult", listed: set[str]) -> "pd.Series[bool]":
    pairs = {tuple(result.outcome["relations"][name]["between"]) for name in listed}
    own = zip(result.moves["from"], result.moves["to"], strict=True)
    return pd.Series([tuple(sorted(pair)) in pairs for pair in own], result.moves.index, dtype=bool)


def _n_moves(result: "RunResult", listed: set[str]) -> int:
    return int(_is_listed(result, listed).sum())


def _marks(result: "RunResult", labels: Labels, listed: set[str]) -> list[Mark]:
    rows = result.moves[_is_listed(result, listed)].to_dict("records")
    return [
        Mark(
            int(move["id"]),
            int(move["parent"]) if isinstance(move["parent"], int) else None,
            move["announced"].date(),
            shortened(capital(labels.party(move["from"])), LONGEST_LANE),
            move["severity"] > 0,
        )
        for move in rows
    ]


def _timeline(result: "RunResult", choice: Choice, marks: Sequence[Mark]) -> Chart:
    start, end = (date.fromisoformat(result.outcome[which]) for which in ("start", "end"))
    days = min(choice.since or start, marks[0].day), choice.until or end
    answers = sum(mark.answers is not None for mark in marks)
    parties = len({mark.lane for mark in marks})
    moves, sides = Labels.count(len(marks), "move"), "1 party" if parties == 1 else f"{parties} parties"
    says = f"Timeline: {moves} of {sides}; {answers} answer an earlier move. The table of moves lists them."
    hostile = "hostile moves; ×2 for two of one day" if is_grouped(marks) else "hostile move, with its number"
    key = (("mark f0", hostile), ("mark o0", "other move"), ("line join", "act and answer"))
    return Chart("Who moved when, and what answers what", says, drawn_timeline(marks, days, says), key=key)


def ends(result: "RunResult", choice: Choice) -> Section:
    """How each relation ended."""
    labels, listed = labels_of(result), listed_in(result, choice)
    table = from_console(outcome_table(result, labels, listed), "How each relation ends")
    return Section("ends", "How it ended", (table, *exchange_lines(result.outcome["exchanges"])))


def posts(result: "RunResult", choice: Choice) -> Section:
    """What became of the posts: those of the figures, and those that changed."""
    labels, frame = labels_of(result), result.posts
    asked = result.manifest["scenario"]["plots"].get("channels", [])
    rows = [
        (name not in asked, _post(labels.channel(str(name)), own))
        for name, own in frame.groupby("channel", sort=False)
        if name in asked or _has_changed(own)
    ]
    shown = tuple(row for _, row in sorted(rows, key=lambda entry: entry[0])[:MOST_POSTS])
    heads = ("Post", "Status", "Staff", "Ceiling", "Last change")
    if not shown:
        return Section("posts", "Posts", ("No post changed.",) if len(frame) else ())
    more = f"{len(rows) - MOST_POSTS} more posts changed; posts.csv has all." if len(rows) > MOST_POSTS else ""
    table = Table("Posts at the start and at the end", heads, shown, frozenset((2, 3)))
    return Section("posts", "Posts", tuple(filter(None, (table, more))))


def ties(result: "RunResult", choice: Choice) -> Section:
    """What was withheld of the ties: those of which anything was, and what each side lost; empty without ties."""
    if result.ties is None:
        return Section("ties", "Ties", ())
    labels, relations = labels_of(result), result.outcome["relations"]
    rows = tuple(_tie(labels, own) for own in shares_by_tie(result.ties).values())
    if not rows:
        return Section("ties", "Ties", ("Nobody withheld any tie.",))
    heads = ("Tie", "Withheld at the end", "Left at the end", "Least left")
    table = Table("Ties of which anything was withheld", heads, rows[:MOST_POSTS], frozenset((2, 3)))
    lines = [line for relation in relations.values() for line in tie_lines(result.ties, relation, labels)]
    more = f"{len(rows) - MOST_POSTS} more ties were withheld; ties.csv has all." if len(rows) > MOST_POSTS else ""
    return Section("ties", "Ties", tuple(filter(None, (*lines, table, more))))


def _tie(labels: Labels, own: "pd.DataFrame") -> tuple[str, ...]:
    """One row: name, who withholds how much at the end, and the share that is left."""
    last = own.iloc[-1]
    held = [(last["a"], last["withheld_ab"]), (last["b"], last["withheld_ba"])]
    by = ", ".join(f"{labels.party(party)} {percent(share)}" for party, share in held if share > 0) or "nobody"
    return capital(labels.channel(last["tie"])), by, percent(last["left"]), percent(own["left"].min())


_OF_POSTS = ["status", "accredited", "ceiling"]


def _has_changed(own: "pd.DataFrame") -> bool:
    return bool((own[_OF_POSTS].astype(str) != own[_OF_POSTS].astype(str).iloc[0]).any(axis=None))


def _post(name: str, own: "pd.DataFrame") -> tuple[str, ...]:
    """One row: name, and what stood at the start and at the end."""
    texts = own[_OF_POSTS].map(_plain)
    first, last = texts.iloc[0], texts.iloc[-1]
    cells = [a if a == b else f"{a} → {b}" for a, b in zip(first, last, strict=True)]
    is_new = (texts != texts.shift()).any(axis=1)
    is_new.iloc[0] = False
    changed = own["date"][is_new]
    return capital(name), *cells, day_text(changed.iloc[-1], is_short=True) if len(changed) else "none"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else f"{value:g}"


def course(result: "RunResult", choice: Choice) -> Section:
    """Grievance of both sides and what is lost, day by day."""
    of_all = result.outcome["relations"]
    relations = {name: of_all[name] for name in result.manifest.get("relations", of_all)}  # that tables have
    drawn = [name for name in drawn_by_default(relations, result.manifest["scenario"]) if name in relations]
    drawn = [name for name in drawn if relations[name]["moves"] or relations[name]["tension_peak"]] or drawn[:1]
    shown = _within(result, choice, False)
    blocks = [chart for name in drawn[:MOST_RELATIONS] for chart in _curves(shown, name)]
    return Section("course", "Day by day", tuple(blocks))


def _curves(result: "RunResult", name: str) -> list[Chart]:
    labels, frame = labels_of(result), result.trajectory
    own = frame[(frame["level"] == "relation") & (frame["name"] == name)].reset_index(drop=True)
    sides = [labels.party(str(own[side].iloc[0])) for side in "ab"]
    title = capital(labels.followed(name))
    columns = {"grievance_ab": f"grievance of {sides[0]}", "grievance_ba": f"grievance of {sides[1]}"}
    points = {
        "breaking_point_ab": f"breaking point of {sides[0]}",
        "breaking_point_ba": f"breaking point of {sides[1]}",
    }
    columns |= {column: words for column, words in points.items() if own[column].notna().any()}
    looks = {"grievance_ab": "c0", "grievance_ba": "c1", "breaking_point_ab": "c0 b", "breaking_point_ba": "c1 b"}
    return [
        curve_chart(own, f"{title}: grievance (severity)", columns, looks),
        curve_chart(own, f"{title}: institutional loss (share of worth)", {"loss": "loss"}, {"loss": "c2"}, top=1.0),
    ]


def curve_chart(
    own: "pd.DataFrame",
    title: str,
    columns: dict[str, str],
    looks: dict[str, str],
    bands: Sequence[tuple[str, str, str]] = (),
    top: float | None = None,
    key: tuple[tuple[str, str], ...] = (),
) -> Chart:
    """Chart of columns over days, with a table of some of the days.

    Parameters
    ----------
    own : (days, ...), with ``date``
    columns : names of the lines, by column
    looks : classes, by column
    bands : two columns and the classes of what lies between
    top : end of the vertical axis; a little above the highest value if None
    key : of the bands
    """
    shown = [*columns, *(column for low, high, _ in bands for column in (low, high))]
    highest, lowest = float(own[shown].max().max()), float(own[shown].min().min())
    least = 0.0 if lowest < 0 else 1.0  # of the upper end: what lies below nought needs no room above
    axis = (min(0.0, 1.05 * lowest), top if top is not None else max(least, 1.05 * highest))
    first, last = (day_text(own["date"].iloc[n]) for n in (0, -1))
    course = "; ".join(
        f"{words} {own[column].iloc[0]:.2f} at the start, {own[column].iloc[-1]:.2f} at the end, "
        f"{own[column].max():.2f} at its highest"
        for column, words in columns.items()
    )
    says = f"{title}, {first} to {last}: {course}."
    drawing = drawn_over_days(
        [day.date() for day in own["date"]],
        [Line(own[column].to_list(), looks[column]) for column in columns],
        [Band(own[low].to_list(), own[high].to_list(), look) for low, high, look in bands],
        says,
        axis,
    )
    lines = tuple((f"line {looks[column]}", words) for column, words in columns.items())
    return Chart(title, says, drawing, _days_table(own, title, columns, bands), (*lines, *key))


def _days_table(
    own: "pd.DataFrame", title: str, columns: dict[str, str], bands: Sequence[tuple[str, str, str]]
) -> Table:
    """The curve on some days, evenly apart, with the first and the last."""
    n = min(len(own), MOST_DAYS)
    places = sorted({round(i * (len(own) - 1) / max(1, n - 1)) for i in range(n)})
    rows = []
    for row in own.iloc[places].to_dict("records"):
        numbers = [f"{row[column]:.2f}" if row[column] == row[column] else "–" for column in columns]
        ranges = [f"{row[low]:.2f} to {row[high]:.2f}" for low, high, _ in bands]
        rows.append((day_text(row["date"], is_short=True), *numbers, *ranges))
    heads = ["Date", *map(capital, columns.values()), *(_band_words(low) for low, _, _ in bands)]
    return Table(f"{title}, on some days", tuple(heads), tuple(rows), frozenset(range(1, len(heads))), is_folded=True)


def _band_words(low: str) -> str:
    return {"q05": "90 % of histories", "q25": "50 % of histories"}.get(low, "95 % interval")


def colour_of(n: int) -> str:
    """Class of the colour of a line."""
    return f"c{n % len(COLOURS)}"
