"""The report of a hindcast: the tables of the console, in words."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels, capital
from sim.hindcast.packages import QUESTIONS
from sim.report.hindcast import key_lines, score_table

from .common import Choice
from .document import Section, Table, from_console

if TYPE_CHECKING:
    from sim.results.hindcast import Hindcast

MOST_MISSES = 3  # of a question


def headline(result: "Hindcast") -> str:
    """Where the model is better than counting."""
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


def misses(result: "Hindcast", choice: Choice) -> Section:
    """The worst misses of each question, in words."""
    rows = tuple(
        (capital(QUESTIONS[row["question"]].short), row["date"], row["act"], row["said"], row["happened"])
        for row in result.misses.groupby("question", sort=False).head(MOST_MISSES).to_dict("records")
    )
    heads = ("Question", "Day", "Act", "The model said", "What happened")
    return Section("misses", "The worst misses", (Table("Forecasts that were furthest off", heads, rows),))
