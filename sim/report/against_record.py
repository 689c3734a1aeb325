"""How histories stand to the record, on the console: one history, many, and two worlds.

Nothing is printed where nothing is documented that the histories could bring.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.against_record import NEAR_DAYS, decided, hostile_kinds
from sim.analysis.labels import Labels, day_text, percent
from sim.analysis.record_scores import COMES, IN_TIME

from .tables import add_row, plain_table

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison
    from sim.results.forecast import Forecast
    from sim.results.run_result import RunResult

COUNTS = "A documented move comes where the same party makes a move of the same kind towards the same party."
MOST_MOVES = 24  # where more are documented, those of the relations that the scenario chooses are listed


class Standing(NamedTuple):
    """How a result stands to the record: the rows that are listed, their table, and what is said below it."""

    listed: "pd.DataFrame"
    table: Table
    lines: list[str]


def print_of_history(result: "RunResult", console: Console, is_complete: bool) -> None:
    """Print how one history stands to the record; arguments as for :func:`standing_of_history`."""
    _print(standing_of_history(result, is_complete), console)


def print_of_histories(forecast: "Forecast", console: Console) -> None:
    """Print how many histories stand to the record."""
    _print(standing_of_histories(forecast), console)


def print_of_worlds(comparison: "Comparison", console: Console) -> None:
    """Print the scores of two worlds against the record, and which of them is nearer to it."""
    _print(standing_of_worlds(comparison), console)


def _print(standing: Standing | None, console: Console) -> None:
    if standing is None:
        return
    console.print()
    console.print(standing.table)
    for line in standing.lines:
        console.print(Text(line))


def standing_of_history(result: "RunResult", is_complete: bool) -> Standing | None:
    """How one history stands to the record; None where nothing is documented that it could bring.

    Parameters
    ----------
    is_complete : bool, whether to list the documented moves of all relations
    """
    if result.against_record is None:
        return None
    record, scenario = result.against_record, result.manifest["scenario"]
    listed = record if is_complete else _listed(record, scenario)
    lines = [history_sentence(record, _n_not_documented(result))]
    others = record[~record["id"].isin(listed["id"])]
    if len(others):
        lines.append(f"Of {_moves(len(others))} in other relations {_came(others)}; --all lists them.")
    return Standing(
        listed, _history_table(listed, Labels(scenario)), [*lines, *impossible_lines(record, scenario), COUNTS]
    )


def standing_of_histories(forecast: "Forecast") -> Standing | None:
    """How many histories stand to the record; None where nothing is documented that they could bring."""
    if forecast.against_record is None:
        return None
    record, scenario = forecast.against_record, forecast.manifest["scenario"]
    found, listed = forecast.manifest["against_record"], _listed(record, scenario)
    lines = [histories_sentence(found)]
    others = record[~record["id"].isin(listed["id"])]
    if len(others):
        lines.append(_mean_sentence(others))
    table = _histories_table(listed, Labels(scenario), found["histories"])
    return Standing(listed, table, [*lines, *impossible_lines(record, scenario), COUNTS])


def standing_of_worlds(comparison: "Comparison") -> Standing | None:
    """How near two worlds come to the record; None where nothing is documented."""
    scores = comparison.record_scores
    if scores is None:
        return None
    table = _score_table(scores, comparison.manifest["read_closely"])
    return Standing(scores, table, [worlds_sentence(scores)])


def _listed(record: "pd.DataFrame", scenario: dict[str, Any]) -> "pd.DataFrame":
    """Documented moves that are listed: all, or of many those of the relations that the scenario chooses."""
    if len(record) <= MOST_MOVES:
        return record
    relations = Labels(scenario).relations
    chosen = {frozenset(relations[name]) for name in scenario["plots"]["dyads"] if name in relations}
    pairs = [frozenset(pair) for pair in zip(record["from"], record["to"], strict=True)]
    own = record[[pair in chosen for pair in pairs]]
    return own if len(own) else record.head(MOST_MOVES)


def impossible_lines(record: "pd.DataFrame", scenario: dict[str, Any]) -> list[str]:
    """How many documented moves lie between parties that have no relation in the scenario, in one line or none."""
    joined = {frozenset(pair) for pair in Labels(scenario).relations.values()}
    n = sum(frozenset(pair) not in joined for pair in zip(record["from"], record["to"], strict=True))
    if not n:
        return []
    return [f"{_moves(n)} cannot come: the scenario has no relation between the two parties."]


def _moves(n: int) -> str:
    return Labels.count(n, "documented move")


def _move_cells(move: dict[Any, Any], labels: Labels) -> tuple[str, str]:
    """Day of a documented move, and what it is."""
    count = 0 if _is_missing(move["count"]) else int(move["count"])
    deed = labels.deed(move["move"], move["to"], move["channel"], count)
    return day_text(move["date"], is_short=True), f"{labels.party(move['from'])} {deed}"


def _is_missing(value: Any) -> bool:
    return bool(value is None or value != value or str(value) == "<NA>")


# one history --------------------------------------------------------------------------------------


def _history_table(record: "pd.DataFrame", labels: Labels) -> Table:
    table = plain_table("Documented", "Move", "In this history", "", "Number", numbers=("Number",))
    for move in record.to_dict("records"):
        if _is_missing(move["played"]):
            add_row(table, *_move_cells(move, labels), "does not come", "", "")
        else:
            came = day_text(move["played_on"], is_short=True), lag_text(int(move["lag_days"]))
            add_row(table, *_move_cells(move, labels), *came, _number_text(move["played_count"], move["count"]))
    return table


def _number_text(played: Any, documented: Any) -> str:
    """How many there are in a history, against how many are documented."""
    if _is_missing(played):
        return ""
    if _is_missing(documented) or int(played) == int(documented):
        return f"{int(played)}"
    return f"{int(played)}, not {int(documented)}"


def lag_text(days: int) -> str:
    """Write how many days after its documented day a move comes.

    Examples
    --------
    >>> lag_text(-9), lag_text(0), lag_text(1)
    ('9 days before', 'on the day', '1 day after')
    """
    if days == 0:
        return "on the day"
    return f"{Labels.count(abs(days), 'day')} {'after' if days > 0 else 'before'}"


def _n_not_documented(result: "RunResult") -> int:
    """Hostile moves of a history that actors decided, and that come for no documented move."""
    moves = decided(result.moves)
    known = set(result.against_record["played"].dropna()) if result.against_record is not None else set()
    return int((moves["kind"].isin(hostile_kinds()) & ~moves["id"].isin(known)).sum())


def history_sentence(record: "pd.DataFrame", n_others: int) -> str:
    """How one history stands to the record, in two sentences.

    Parameters
    ----------
    record : as :func:`sim.analysis.against_record.of_history` gives it
    n_others : int, hostile moves that are not documented
    """
    return f"Of {_moves(len(record))} {_came(record)}. The history also has {_hostile(n_others)} not documented."


def _hostile(n: int) -> str:
    many = Labels.count(n, "hostile move") if n else "no hostile move"
    return f"{many} that {'is' if n < 2 else 'are'}"


def _came(record: "pd.DataFrame") -> str:
    n, near = int(record["played"].notna().sum()), int((record["lag_days"].abs() <= NEAR_DAYS).sum())
    if n == 0:
        return "none comes"
    many = "all" if 1 < n == near else near or "none"
    return f"{n} {'comes' if n == 1 else 'come'}, {many} within {NEAR_DAYS} days of their day"


# many histories -----------------------------------------------------------------------------------


def _histories_table(record: "pd.DataFrame", labels: Labels, n_runs: int) -> Table:
    head = f"Against the record, in {n_runs:,} histories"
    numbers = ("Comes", f"Within\n{NEAR_DAYS} days", "Number")
    lags, counts = "Days after,\n− before (90 %)", "In the histories\n(90 %)"
    table = plain_table("Documented", head, *numbers[:2], lags, numbers[2], counts, numbers=numbers)
    for move in record.to_dict("records"):
        shares = percent(move["came_share"]), percent(move["near_share"])
        number = "" if _is_missing(move["count"]) else f"{int(move['count'])}"
        add_row(table, *_move_cells(move, labels), *shares, _range(move, "lag"), number, _range(move, "count"))
    return table


def _range(move: dict[Any, Any], what: str) -> str:
    """Median and 90 % range of what the histories show of a documented move; nothing where they do not show it."""
    if _is_missing(move[f"{what}_q50"]):
        return ""
    return "{} ({} to {})".format(*(f"{move[f'{what}_{q}']:.0f}".replace("-", "−") for q in ("q50", "q05", "q95")))


def histories_sentence(found: dict[str, Any]) -> str:
    """How many histories stand to the record, in a sentence.

    Parameters
    ----------
    found : as :func:`sim.analysis.against_record.sums` gives it
    """
    (low, came, high), (_, near, _), (least, others, most) = (found[k] for k in ("came", "near", "not_documented"))
    return (
        f"In the median, a history brings {came} of {_moves(found['documented'])} "
        f"(90 % of histories: {low} to {high}), {near} within {NEAR_DAYS} days of their day, "
        f"and {_hostile(others)} not documented ({least} to {most})."
    )


def _mean_sentence(record: "pd.DataFrame") -> str:
    """How many of the moves that are not listed a history brings."""
    came, near = record["came_share"].sum(), record["near_share"].sum()
    return (
        f"Of {_moves(len(record))} in other relations a history brings {came:.1f} on average, {near:.1f} within "
        f"{NEAR_DAYS} days; against_record.csv lists them."
    )


# two worlds ---------------------------------------------------------------------------------------


def _score_table(scores: "pd.DataFrame", n_runs: int) -> Table:
    right = ("A", "B", "B less A (95 % interval)")
    means = _means(scores)
    n, known = means[COMES]["cells"], means[COMES]["documented"]
    head = f"Brier score, in {Labels.count(n_runs, 'history')} of each world, over {Labels.count(n, 'kind')} of move\n"
    head += f"of one party towards another, {known} of them documented"
    table = plain_table(head, *right, numbers=right)
    said = {COMES: "whether it comes", IN_TIME: f"whether it comes within {NEAR_DAYS} days of its documented day"}
    for event, what in said.items():
        row = means[event]
        difference, low, high = (_signed(row[column]) for column in ("difference", "low", "high"))
        add_row(table, what, f"{row['a']:.3f}", f"{row['b']:.3f}", f"{difference} ({low} to {high})")
    return table


def _means(scores: "pd.DataFrame") -> dict[str, dict[Any, Any]]:
    """The mean over the cells, by event."""
    return {row["event"]: row for row in scores[scores["move"] == ""].to_dict("records")}


def _signed(number: float) -> str:
    text = f"{number:+.3f}".replace("-", "−")
    return text if float(f"{number:.3f}") else "0.000"


def worlds_sentence(scores: "pd.DataFrame") -> str:
    """Which of two worlds is nearer to the record, in a sentence.

    Parameters
    ----------
    scores : as :func:`sim.analysis.record_scores.record_scores` gives them
    """
    nearer = {event: _nearer(row) for event, row in _means(scores).items()}
    found = {world for world in nearer.values() if world}
    if not found:
        return "The record does not tell the two worlds apart."
    if len(found) == 2:
        return f"{nearer[COMES]} is nearer to the record by what comes, {nearer[IN_TIME]} by when it comes."
    (world,) = found
    by = {(True, True): "", (True, False): " by what comes", (False, True): " by when it comes"}
    return f"{world} is nearer to the record{by[bool(nearer[COMES]), bool(nearer[IN_TIME])]} (0 is a perfect score)."


def _nearer(row: dict[Any, Any]) -> str:
    """World whose score is lower beyond chance; none where the interval holds 0."""
    return "B" if row["high"] < 0 else "A" if row["low"] > 0 else ""
