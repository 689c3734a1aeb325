"""The report of a forecast on the console: how likely each end is, how far it goes, how acts are answered."""

import re
import shlex
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.forecast import busiest_directions, lags_of
from sim.analysis.intervals import share_interval
from sim.analysis.kept_moves import kept_lines
from sim.analysis.labels import OF_ALL, Labels, day_text, percent, spaced
from sim.analysis.moves_by_kind import is_about_posts
from sim.analysis.near_limits import number_in_force
from sim.analysis.scripted import scripted_lines
from sim.analysis.sweep_words import number_words
from sim.analysis.where_defined import in_histories
from sim.results.measures import (
    ANY_BREAK,
    FIRST_BREAK,
    MEASURE_OF,
    OWN,
    REGIME_OF,
    RUPTURE_AT_ANY_TIME,
    own_column,
    own_measure,
)
from sim.rules.parameters import PERSONNEL_SEVERITY_BASE, PERSONNEL_SEVERITY_SLOPE, WORLD_PARAMETERS

from .against_record import print_of_histories
from .tables import add_row, plain_table, print_heading, share_text

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.forecast import Forecast

CHANCE_ALONE = "Intervals hold chance within the model alone, not what its numbers might be"
MOST_BLOCS, MOST_BREAKS, MOST_CHAINS, MOST_KINDS, MOST_MOVES, MOST_TIES = 5, 5, 5, 2, 12, 12


def print_forecast(forecast: "Forecast", console: Console, replay: str) -> None:
    """Print a forecast.

    Parameters
    ----------
    forecast : Forecast
    console : Console
    replay : the command that tells one of the histories in full
    """
    print_heading(forecast.manifest, console)
    console.print(Text(forecast.manifest["headline"]))
    for line in lines_about_moves(forecast):
        console.print(Text(line))
    console.print()
    console.print(outcome_table(forecast))
    console.print()
    console.print(measure_table(forecast))
    for each in in_histories(forecast.manifest):
        console.print(Text(each.sentence))
    if len(forecast.replies):
        console.print()
        console.print(reply_table(forecast))
        for line in severity_words(forecast):
            console.print(Text(line))
        console.print()
        console.print(chain_table(forecast))
    if (table := move_table(forecast)) is not None:
        console.print()
        console.print(table)
    if forecast.ties is not None:
        console.print()
        console.print(tie_table(forecast))
    print_of_histories(forecast, console)
    console.print()
    console.print(Text(f"{CHANCE_ALONE}: detente check {_typed(replay)} --assumptions"), soft_wrap=True)
    console.print(Text(f"One history in full: {replay}"), soft_wrap=True)


def lines_about_moves(forecast: "Forecast") -> list[str]:
    """What a reader should know of given moves: those that were not made as asked for, and those of a game."""
    manifest = forecast.manifest
    return [*scripted_lines(manifest.get("scripted", {})), *kept_lines(manifest["scenario"], is_otherwise=True)]


def _typed(replay: str) -> str:
    """The scenario as it was typed, from the command that plays one history of it.

    Examples
    --------
    >>> _typed("detente run 'my case.yaml' --seed 1 --replay 3")
    "'my case.yaml'"
    """
    _, _, scenario = (*shlex.split(replay), "SCENARIO", "SCENARIO")[:3]
    return shlex.quote(scenario)


def rows_reported(forecast: "Forecast") -> list[tuple[str, str]]:
    """Level and name of what is reported: relations, pairs of blocs where they are few, and the theatre.

    Where all there is is one relation, blocs and theatre only say the same again, or nearly: none of them is severed.
    Where relations were asked for, there are only these.
    """
    found = list(dict.fromkeys(forecast.bands[["level", "name"]].itertuples(index=False, name=None)))
    relations = [key for key in found if key[0] == "relation"]
    blocs = [key for key in found if key[0] == "blocs"]
    theatre = [key for key in found if key[0] == "theatre"]
    if forecast.manifest.get("relations_asked") or len(relations) == 1 == len(
        Labels(forecast.manifest["scenario"]).relations
    ):
        return relations
    return [*relations, *(blocs if 1 < len(blocs) <= MOST_BLOCS else []), *theatre]


def _of(frame: "pd.DataFrame", key: tuple[str, str]) -> "pd.DataFrame":
    return frame[(frame["level"] == key[0]) & (frame["name"] == key[1])]


def outcome_table(forecast: "Forecast") -> Table:
    """Share of histories in which each thing happens, with its interval; what never happens is left out."""
    table = plain_table("Outcome", "", "Share of histories (95 % interval)")
    for what, event, shares in [
        *_breaks(forecast),
        *(row for key in rows_reported(forecast) for row in _ends(forecast, key)),
        *_own_shares(forecast),
    ]:
        add_row(table, what, event, share_text(*shares))
    return table


def _breaks(forecast: "Forecast") -> list[tuple[str, str, Any]]:
    labels, frame = Labels(forecast.manifest["scenario"]), forecast.probabilities
    any_, first = frame[frame["level"] == "run"], frame[frame["level"] == "break"]
    rows = [(OF_ALL["run"], ANY_BREAK.says, _shares(any_.iloc[0]))]
    ranked = first.sort_values("runs", ascending=False, kind="stable")
    for _, row in ranked.head(MOST_BREAKS).iterrows():
        who = f"{labels.party(row['party'])} {FIRST_BREAK.says} with {labels.party(row['towards'])}"
        rows.append(("", who, _shares(row)))
    if len(others := ranked[MOST_BREAKS:]):
        n, runs = forecast.manifest["runs"], int(others["runs"].sum())
        rows.append(("", f"one of {len(others)} others", (runs / n, *map(float, share_interval(runs, n)))))
    return rows


def _ends(forecast: "Forecast", key: tuple[str, str]) -> list[tuple[str, str, Any]]:
    own = _of(forecast.probabilities, key)
    own = own[own["runs"] > 0]
    ends = own[own["event"].isin(REGIME_OF)].sort_values("runs", ascending=False, kind="stable")
    labels = Labels(forecast.manifest["scenario"])
    rows = [(labels.measure(row["event"], key[1]), _shares(row)) for _, row in ends.iterrows()]
    at_any_time = own[own["event"] == RUPTURE_AT_ANY_TIME.words]
    mended = at_any_time[~at_any_time["runs"].isin(own.loc[own["event"] == "rupture", "runs"])]
    rows += [(labels.measure(RUPTURE_AT_ANY_TIME.name, key[1]), _shares(row)) for _, row in mended.iterrows()]
    title = labels.followed(key[1])
    return [("" if n else title, event, shares) for n, (event, shares) in enumerate(rows)]


def _own_shares(forecast: "Forecast") -> list[tuple[str, str, Any]]:
    """Own measures that say yes or no, where they are defined in any history."""
    own = forecast.probabilities[forecast.probabilities["level"] == OWN]
    many = _defined(forecast)
    rows = [
        (row["event"] + many.get(row["event"], ""), _shares(row)) for _, row in own[own["share"].notna()].iterrows()
    ]
    return [("" if n else OF_ALL[OWN], event, shares) for n, (event, shares) in enumerate(rows)]


def _defined(forecast: "Forecast") -> dict[str, str]:
    """What to add to the names of own measures that are not defined in every history: in how many they are."""
    n = int(forecast.manifest["runs"])
    entries = [entry for entry in forecast.manifest.get("measures", []) if entry["undefined"]]
    return {own_measure(entry["name"]).words: f" ({n - entry['undefined']:,} of {n:,})" for entry in entries}


def _shares(row: Any) -> tuple[float, float, float]:
    return row["share"], row["low"], row["high"]


def measure_table(forecast: "Forecast") -> Table:
    """How far it goes: the middle of all histories, where nine in ten lie, and the mean."""
    table = plain_table(
        "How far it goes", "", "Median", "90 % of histories", "Mean", numbers=("Median", "90 % of histories", "Mean")
    )
    labels, many = Labels(forecast.manifest["scenario"]), _defined(forecast)
    for key in [*rows_reported(forecast), ("run", "run"), (OWN, OWN)]:
        rows = _of(forecast.measures, key).dropna(subset="mean").to_dict("records")
        title = labels.followed(key[1])
        for n, (what, *numbers) in enumerate(_told([_measure_cells(row, labels) for row in rows])):
            add_row(table, "" if n else title, what + (many.get(what, "") if key[0] == OWN else ""), *numbers)
    return table


def _told(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows but for those that have nothing but noughts; the last one where there are no others."""
    return [cells for cells in rows if re.search("[1-9]", "".join(cells[1:]))] or rows[-1:]


def _measure_cells(row: dict[Any, Any], labels: Labels) -> tuple[str, ...]:
    if row["level"] == OWN:
        column = own_column(row["measure"], is_share=False)
        median, low, high, mean = (number_words(column, row[q]) for q in ("q50", "q05", "q95", "mean"))
        return own_measure(row["measure"]).words, median, f"{low} to {high}", mean
    measure = MEASURE_OF[row["measure"]]
    median, low, high = (f"{row[q]:.{measure.digits}f}" for q in ("q50", "q05", "q95"))
    words = labels.lost_by(measure, row["name"]) if measure.of_side is not None else measure.words
    return words, median, f"{low} to {high}", f"{row['mean']:.{max(1, measure.digits)}f}"


def reply_table(forecast: "Forecast") -> Table:
    """How acts are answered: a row for each of the most frequent directions."""
    head = f"Acts answered, in {forecast.manifest['read_closely']:,} histories"
    table = plain_table(head, "How many", "After days (90 %)", "With", "In number", "Times as severe")
    frame, labels = forecast.replies, Labels(forecast.manifest["scenario"])
    for party, towards in (directions := busiest_directions(frame)):
        own = frame[(frame["from"] == party) & (frame["to"] == towards)]
        lags = "{1} ({0} to {2})".format(*lags_of(frame, (party, towards)))
        add_row(table, f"by {labels.party(party)}, of {labels.party(towards)}", *_reply_cells(own, lags))
    if not directions:
        n_acts = int(frame.loc[frame["what"] == "answered", "replies"].sum())
        add_row(table, "by anybody", f"{percent(0)} of {n_acts:,}", "", "", "", "")
    return table


def severity_words(forecast: "Forecast") -> list[str]:
    """Say why answers by people sent home are about as severe as what they answer, however few; nothing without any."""
    if not (forecast.replies["what"] == "number").any():
        return []
    numbers = (WORLD_PARAMETERS[which] for which in (PERSONNEL_SEVERITY_BASE, PERSONNEL_SEVERITY_SLOPE))
    base, slope = (number_in_force(forecast.manifest["scenario"], number) for number in numbers)
    said = (
        f"To send people home has a severity of {base:g} and more, for a whole staff {base + slope:g}, so that few for "
    )
    return [f"{said}many are hardly less severe. “In number” says how many."]


def _reply_cells(own: "pd.DataFrame", lags: str) -> tuple[str, ...]:
    n_acts = own.loc[own["what"] == "answered", "replies"].sum()
    answered = own[(own["what"] == "answered") & (own["value"] == "yes")]
    many = f"{percent(answered['share'].sum())} of {n_acts:,}"
    is_counted = 2 * own.loc[own["what"] == "number", "replies"].sum() > answered["replies"].sum()
    number = _most(own, "number") if is_counted else ""
    return many, lags, _most(own, "kind"), number, _most(own, "ratio", 1)


def _most(own: "pd.DataFrame", what: str, most: int = MOST_KINDS) -> str:
    rows = own[own["what"] == what].sort_values("replies", ascending=False, kind="stable").head(most)
    return ", ".join(f"{spaced(value)} ({percent(n)})" for value, n in zip(rows["value"], rows["share"], strict=True))


def chain_table(forecast: "Forecast") -> Table:
    """The most common chains of act and answer, with the share of histories that hold them."""
    table = plain_table("Share", "Most common chains, in the same histories", numbers=("Share",))
    for chain in forecast.chains.head(MOST_CHAINS).to_dict("records"):
        add_row(table, percent(chain["share"]), chain["chain"])
    return table


def move_table(forecast: "Forecast") -> Table | None:
    """Who does what about posts, institutions and relations, between parties that are followed; None where nobody does.

    Withheld ties have a table of their own, :func:`tie_table`; words, talks and posture stand in the file alone.
    """
    if forecast.moves_by_kind is None:
        return None
    import pandas as pd

    labels, frame = Labels(forecast.manifest["scenario"]), forecast.moves_by_kind
    followed = [{*labels.relations[name]} for name in forecast.manifest["relations"]]
    is_told = [{*pair} in followed for pair in zip(frame["party"], frame["towards"], strict=True)]
    told = frame[frame["kind"].map(is_about_posts).astype(bool) & pd.Series(is_told, frame.index, dtype=bool)]
    ranked = told.sort_values("share", ascending=False, kind="stable")
    if ranked.empty:
        return None
    head = f"Posts and relations, in {forecast.manifest['read_closely']:,} histories"
    right = ("Share of histories (95 % interval)", "Moves, mean", "People or posts, mean")
    table = plain_table(head, "", right[0], "Median day", *right[1:], numbers=right[1:])
    for row in ranked.head(MOST_MOVES).to_dict("records"):
        who = f"{labels.party(row['party'])}, towards {labels.party(row['towards'])}"
        day, count = day_text(row["median_date"], is_short=True), row["mean_count"]
        counted = "" if count != count else f"{count:.2f}"  # many kinds count nothing
        shares = share_text(*_shares(row))
        add_row(table, who, spaced(row["kind"]), shares, day, f"{row['mean_moves']:.2f}", counted)
    if len(ranked) > MOST_MOVES:
        add_row(table, f"{len(ranked) - MOST_MOVES} more in moves_by_kind.csv", "", "", "", "", "")
    return table


def tie_table(forecast: "Forecast") -> Table:
    """How often each side withholds each tie; of many ties those that are withheld most often."""
    head = f"Ties withheld, in {forecast.manifest['read_closely']:,} histories"
    right = ("Share of histories (95 % interval)", "Withheld at the end, mean")
    table = plain_table(head, "by", right[0], "Mostly", "Median day", right[1], numbers=right[1:])
    labels = Labels(forecast.manifest["scenario"])
    assert forecast.ties is not None
    ranked = forecast.ties.sort_values("share", ascending=False, kind="stable")
    for row in ranked.head(MOST_TIES).to_dict("records"):
        move = f"{spaced(row['usual_move'])} ({percent(row['usual_move_share'])})" if row["usual_move"] else ""
        day = day_text(row["median_date"], is_short=True) if row["runs"] else ""
        at_end = percent(row["withheld_at_end"])
        add_row(
            table, labels.channel(row["tie"]), labels.party(row["party"]), share_text(*_shares(row)), move, day, at_end
        )
    if len(ranked) > MOST_TIES:
        add_row(table, f"{len(ranked) - MOST_TIES} more in ties.csv", "", "", "", "", "")
    return table
