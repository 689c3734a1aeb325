"""The worst misses: what the model said, and what happened, in words."""

from collections.abc import Iterator, Mapping
from math import exp, expm1
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, capital, day_text, percent, spaced
from sim.documented.events import Event, day_of
from sim.documented.pairing import Exchange
from sim.documented.words import PEOPLE as PEOPLE_GROUP

from .baselines import FINE_CLIMATOLOGY
from .packages import LAG, QUESTIONS, SCORE_OF, Documented
from .tables import MODEL

if TYPE_CHECKING:
    import pandas as pd

MOST = 10  # of each question
SCORE_WORDS = {True: "log score", False: "CRPS"}
INTRODUCTION = (
    "For each question the documented acts for which the forecast of the model was furthest off, the worst first.",
    "Beside its score stands that of a table of frequencies: where it is as high, counting did not help either.",
)
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
    low, middle, high = (round(back(row[q])) for q in ("q05", "q50", "q95"))
    people = "1 person" if middle == 1 else f"{middle:,} people"
    said = Labels.count(middle, "day") if row["question"] == LAG else people
    return f"{said} (90 %: {low:,} to {high:,})"


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


def miss_page(misses: "pd.DataFrame", title: str) -> str:
    """Page of the worst misses, for people: a table a question, in Markdown."""
    lines = [f"# {title}: the worst misses", "", *INTRODUCTION]
    for question, rows in misses.groupby("question", sort=False):
        score = SCORE_WORDS[QUESTIONS[str(question)].is_chance]
        lines += ["", f"## {capital(QUESTIONS[str(question)].words)}", ""]
        lines += [f"| day | what was done | the model said | what happened | {score} | of the table |", "|-|-|-|-|-|-|"]
        lines += [_line(row) for row in rows.to_dict("records")]
    return "\n".join(lines) + "\n"


def _line(row: Mapping[Any, Any]) -> str:
    texts = [str(row[name]).replace("|", "\\|") for name in ("date", "act", "said", "happened")]
    numbers = [f"{row[name]:.2f}" if row[name] == row[name] else "" for name in ("score", "rule_score")]
    return f"| {' | '.join([*texts, *numbers])} |"
