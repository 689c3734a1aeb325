"""The report of a hindcast: the tables of the console, in words."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels, capital, percent
from sim.hindcast.baselines import FINE_CLIMATOLOGY, RULES
from sim.hindcast.free_running import MEASURES
from sim.hindcast.packages import QUESTIONS
from sim.hindcast.reliability import TENTHS, largest_cases, reliability_points, title_of
from sim.hindcast.tables import MODEL, QUANTILES
from sim.report.hindcast import key_lines, score_table

from .common import Choice
from .curves import Band, Line, drawn_over_numbers, drawn_since
from .document import Chart, Section, Table, from_console

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.hindcast import Hindcast

MOST_MISSES = 3  # of a question
MOST_CASES = 4  # drawn of a measure
SHOWN = {MODEL: ("the model", "c0"), FINE_CLIMATOLOGY: (RULES[FINE_CLIMATOLOGY].words, "c1")}


def headline(result: "Hindcast") -> str:
    """Where the model is better than the best rule of thumb, and what makes that too good."""
    return str(result.manifest["headline"])


def details(result: "Hindcast") -> list[str]:
    """How many acts were forecast."""
    return [f"answers to {Labels.count(result.forecasts['id'].nunique(), 'documented act')}"]


def scores(result: "Hindcast", choice: Choice) -> Section:
    """Scores of each record beside those of rules of thumb, and what they mean."""
    tables = [
        from_console(score_table(result, record), f"{capital(record)}: mean scores, the lower the better")
        for record in dict.fromkeys(result.scores["record"])
    ]
    return Section("scores", "How well it forecasts", (*tables, *key_lines(result)))


def chances(result: "Hindcast", choice: Choice) -> Section:
    """How often what was given a chance came true, a chart a question."""
    forecasts = result.forecasts.dropna(subset=["chance"])
    of_each = {name: forecasts[forecasts["question"] == name] for name in QUESTIONS}
    charts = [_reliability(own, QUESTIONS[name].words) for name, own in of_each.items() if _is_drawn(own)]
    said = ("On the dashed line a chance comes true as often as it says.",) if charts else ()
    return Section("chances", "Whether chances come true", (*said, *charts))


def _is_drawn(forecasts: "pd.DataFrame") -> bool:
    """Whether the chances of the model lie in two tenths at least: one point is no curve."""
    return len(reliability_points(forecasts[forecasts["forecaster"] == MODEL])) > 1


def _reliability(forecasts: "pd.DataFrame", question: str) -> Chart:
    """Shares that came true by tenths of the chances, of the model and of the table of frequencies."""
    points = {name: reliability_points(forecasts[forecasts["forecaster"] == name]) for name in SHOWN}
    middles = [(tenth + 0.5) / TENTHS for tenth in range(TENTHS)]
    shares = {name: found["share"].reindex(range(TENTHS)).tolist() for name, found in points.items()}
    lines = [Line(shares[name], look) for name, (_, look) in SHOWN.items()]
    rows = tuple(
        (_tenth_words(tenth), *(_came_true(found, tenth) for found in points.values()))
        for tenth in range(TENTHS)
        if any(tenth in found.index for found in points.values())
    )
    words = [words for words, _ in SHOWN.values()]
    title = f"{capital(question)}: share that came true, by the chance given"
    says = f"{title}. " + "; ".join(f"{row[0]}: {words[0]} {row[1]}, {words[1]} {row[2]}" for row in rows) + "."
    drawing = drawn_over_numbers(middles, [*lines, Line(middles, "c5 b")], [], says, (0.0, 1.0))
    table = Table(title, ("Chance given", *(f"{capital(each)}: came true" for each in words)), rows, is_folded=True)
    key = tuple((f"line {look}", each) for each, look in SHOWN.values())
    return Chart(title, says, drawing, table, (*key, ("line c5 b", "as often as it says")))


def _tenth_words(tenth: int) -> str:
    return f"{100 * tenth // TENTHS} to {100 * (tenth + 1) // TENTHS} %"


def _came_true(points: "pd.DataFrame", tenth: int) -> str:
    if tenth not in points.index:
        return "–"
    found = points.loc[[tenth]].iloc[0].to_dict()
    return f"{percent(found['share'])} of {found['packages']:,.0f}"


def cases(result: "Hindcast", choice: Choice) -> Section:
    """Whole cases from their first act on, and the record; nothing where none was played."""
    frame, blocks = result.free_running, []
    for measure in MEASURES if len(frame) else ():
        for case in largest_cases(frame, measure, MOST_CASES):
            own = frame[(frame["measure"] == measure) & (frame["case"] == case)]
            blocks.append(_fan(own.sort_values("day", kind="stable"), f"{title_of(case)}: {measure}"))
    said = ("The largest cases, played from their first act on without their own record.",) if blocks else ()
    return Section("cases", "Whole cases", (*said, *blocks))


def _fan(rows: "pd.DataFrame", what: str) -> Chart:
    """The middle of all histories with the bands that hold one in two and nine in ten, and the record."""
    days: list[int] = rows["day"].tolist()
    numbers: dict[str, list[float]] = {name: rows[name].tolist() for name in (*QUANTILES, "happened")}
    top = 1.05 * max(1.0, *numbers["q95"], *numbers["happened"])
    title = f"{what}, by days since the first act"
    says = f"{title}: after {days[-1]} days {numbers['happened'][-1]:.0f} in the record; "
    says += "{:.0f} in the middle of all histories, {:.0f} to {:.0f} in nine of ten.".format(
        *(numbers[name][-1] for name in ("q50", "q05", "q95"))
    )
    bands = [Band(numbers["q05"], numbers["q95"], "f0"), Band(numbers["q25"], numbers["q75"], "f0 inner")]
    lines = [Line(numbers["q50"], "c0"), Line(numbers["happened"], "c1")]
    table_rows = tuple(
        (str(day), f"{record:.0f}", f"{middle:.0f}", f"{low:.0f} to {high:.0f}")
        for day, record, middle, low, high in zip(
            days, numbers["happened"], numbers["q50"], numbers["q05"], numbers["q95"], strict=True
        )
    )
    heads = ("Days", "Record", "Middle of all histories", "Nine in ten")
    table = Table(title, heads, table_rows, frozenset(range(4)), is_folded=True)
    key = (
        ("line c1", "the record"), ("line c0", "middle of all histories"),
        ("band f0 inner", "one in two histories"), ("band f0", "nine in ten histories"),
    )  # fmt: skip
    return Chart(title, says, drawn_since(days, lines, bands, says, (0.0, top)), table, key)


def misses(result: "Hindcast", choice: Choice) -> Section:
    """The worst misses of each question, in words."""
    rows = tuple(
        (capital(QUESTIONS[row["question"]].short), row["date"], row["act"], row["said"], row["happened"])
        for row in result.misses.groupby("question", sort=False).head(MOST_MISSES).to_dict("records")
    )
    heads = ("Question", "Day", "Act", "The model said", "What happened")
    return Section("misses", "The worst misses", (Table("Forecasts that were furthest off", heads, rows),))
