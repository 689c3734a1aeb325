"""The worst misses: what the model said, and what happened, in words."""

from collections.abc import Iterator, Mapping
from math import exp, expm1
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, day_text, percent, spaced
from sim.documented.events import Event, day_of
from sim.documented.pairing import Exchange
from sim.documented.words import PEOPLE as PEOPLE_GROUP

from .baselines import FINE_CLIMATOLOGY
from .packages import LAG, QUESTIONS, SCORE_OF, Documented
from .tables import MODEL

if TYPE_CHECKING:
    import pandas as pd

MOST = 8  # of each question
COLUMNS = ("question", "id", "date", "act", "said", "happened", "score", "rule_score")


def miss_frame(forecasts: "pd.DataFrame", packages: Mapping[str, Documented]) -> "pd.DataFrame":
    """Forecasts of the model that were furthest off, at most ``MOST`` a question, the worst first."""
    import pandas as pd

    rows = [row for question in QUESTIONS for row in _misses(forecasts, question, packages)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _misses(forecasts: "pd.DataFrame", question: str, packages: Mapping[str, Documented]) -> Iterator[dict[str, Any]]:
    rows, score = forecasts[forecasts["question"] == question], SCORE_OF[QUESTIONS[question].is_chance]
    of_rule = rows[rows["forecaster"] == FINE_CLIMATOLOGY].set_index("id")[score].to_dict()
    ranked = rows[rows["forecaster"] == MODEL].sort_values(score, ascending=False, kind="stable").head(MOST)
    for row in ranked.to_dict("records"):
        given = packages[row["id"]]
        yield {
            "question": question,
            "id": given.id,
            "date": given.exchange.package.date,
            "act": act_of(given),
            "said": said_of(row),
            "happened": happened_of(given),
            "score": row[score],
            "rule_score": of_rule.get(row["id"], float("nan")),
        }


def act_of(given: Documented) -> str:
    """What was done, as a sentence without its end."""
    package = given.exchange.package
    done = ", ".join(dict.fromkeys(_words(event) for event in package.measures))
    answer = "" if package.is_first else " (an answer)"
    return f"{package.actor} against {package.target}{answer}: {done}"


def _words(event: Event) -> str:
    """Words of a measure, with its people."""
    people = f" {event.persons}" if event.persons and event.group == PEOPLE_GROUP else ""
    return f"{spaced(event.move)}{people}"


def said_of(row: Mapping[Any, Any]) -> str:
    """What the model said.

    Examples
    --------
    >>> said_of({"question": "further", "chance": 0.031})
    '3 %'
    """
    if QUESTIONS[row["question"]].is_chance:
        return percent(row["chance"])
    back = expm1 if row["question"] == LAG else exp
    low, middle, high = (f"{back(row[q]):.0f}" for q in ("q05", "q50", "q95"))
    unit = "days" if row["question"] == LAG else "people"
    return f"{middle} {unit} (90 %: {low} to {high})"


def happened_of(given: Documented) -> str:
    """What happened, as far as the record says."""
    exchange = given.exchange
    if not exchange.answers:
        return "no answer"
    done = ", ".join(dict.fromkeys(_words(event) for event in exchange.answers))
    return f"answered {_when(exchange)}: {done}"


def _when(exchange: Exchange) -> str:
    """When an answer came; the month where the days are not known."""
    days, date = exchange.lag_days, exchange.answers[0].date
    if days is None:
        return f"on {day_text(date)}" if day_of(date) else f"in {date}"
    return "on the same day" if days == 0 else f"after {Labels.count(days, 'day')}"
