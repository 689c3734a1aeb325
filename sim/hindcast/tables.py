"""Tables of a hindcast: every forecast with its score, means of scores, skill, and the worst misses."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .baselines import RULES
from .distributions import Chance, Distribution, Forecasts
from .packages import QUESTIONS, Documented
from .scores import brier, crps, inside, log_score, pit
from .skill import skill

if TYPE_CHECKING:
    import pandas as pd

MODEL = "model"
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
SCORES = ("brier", "log", "crps")
ALL, FIRST, ANSWERS = "all", "first moves", "answers"
BOTH = "both records"

FORECAST_COLUMNS = {
    "id": "str",
    "record": "str",
    "case": "str",
    "date": "str",
    "actor": "str",
    "hit": "str",
    "role": "str",
    "question": "str",
    "forecaster": "str",
    "members": "int64",
    "chance": "float64",
    **dict.fromkeys(QUANTILES, "float64"),
    "happened": "float64",
    **dict.fromkeys(SCORES, "float64"),
    "place": "float64",
}


def forecast_rows(given: Documented, by: Mapping[str, Forecasts], seed: int) -> Iterator[dict[str, Any]]:
    """One row for each question of which the answer is known, and each forecaster that has a forecast.

    Parameters
    ----------
    by : forecasts by the name of a forecaster
    seed : of the draws that place an outcome among equal members
    """
    for name, question in QUESTIONS.items():
        happened = question.happened(given)
        for forecaster, forecasts in by.items() if happened is not None else ():
            if name in forecasts:
                u = drawn(given.id, name, seed)
                yield {
                    **_about(given),
                    "question": name,
                    "forecaster": forecaster,
                    "happened": happened,
                    **_scored(forecasts[name], happened or 0.0, u),
                }


def _about(given: Documented) -> dict[str, Any]:
    package = given.exchange.package
    return {
        "id": given.id,
        "record": given.record,
        "case": given.case,
        "date": package.date,
        "actor": package.actor,
        "hit": package.target,
        "role": FIRST if package.is_first else ANSWERS,
    }


def drawn(name: str, question: str, seed: int) -> float:
    """Uniform number in [0, 1) for one forecast; the same whatever else is forecast."""
    key = zlib.crc32(f"{name} {question}".encode())
    return float(np.random.default_rng([seed, key]).random())


def _scored(forecast: Distribution, happened: float, u: float) -> dict[str, Any]:
    """Forecast, its score, and the place of what happened in it."""
    if isinstance(forecast, Chance):
        chance = forecast.probability
        scores = {"brier": brier(chance, happened), "log": log_score(chance, happened)}
        return {"members": forecast.of, "chance": chance, **scores}
    return {
        "members": forecast.ascending.size,
        **{name: forecast.quantile(share) for name, share in QUANTILES.items()},
        "crps": crps(forecast.ascending, happened),
        "place": pit(forecast.ascending, happened, u),
    }


def forecast_frame(rows: Iterable[Mapping[str, Any]]) -> "pd.DataFrame":
    """Rows as a table, in the order of packages, questions and forecasters."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(FORECAST_COLUMNS)).astype(FORECAST_COLUMNS)


def parts(forecasts: "pd.DataFrame") -> Iterator[tuple[str, str, "pd.DataFrame"]]:
    """Record, role and rows of every part that is summed up: each record and all, each role and both."""
    records = list(dict.fromkeys(forecasts["record"]))
    for record in (*records, *([BOTH] if len(records) > 1 else [])):
        of_record = forecasts if record == BOTH else forecasts[forecasts["record"] == record]
        for role in (ALL, FIRST, ANSWERS):
            yield record, role, of_record if role == ALL else of_record[of_record["role"] == role]


def score_frame(forecasts: "pd.DataFrame") -> "pd.DataFrame":
    """Mean scores, and how often the intervals held, one row for a part, a question and a forecaster."""
    import pandas as pd

    rows = [
        {
            "record": record,
            "role": role,
            "question": question,
            "forecaster": forecaster,
            "packages": len(rows),
            "cases": rows["case"].nunique(),
            **{score: rows[score].mean() for score in SCORES},
            "inside_50": inside(rows["place"].dropna(), 0.5),
            "inside_90": inside(rows["place"].dropna(), 0.9),
        }
        for record, role, part in parts(forecasts)
        for (question, forecaster), rows in part.groupby(["question", "forecaster"], sort=False)
    ]
    return pd.DataFrame(rows)


def skill_frame(forecasts: "pd.DataFrame", seed: int) -> "pd.DataFrame":
    """Skill of the model against each rule of thumb, one row for a part, a question, a score and a rule."""
    import pandas as pd

    rows = [
        row
        for record, role, part in parts(forecasts)
        for question, rows in part.groupby("question", sort=False)
        for row in _skills({"record": record, "role": role, "question": question}, rows, seed)
    ]
    return pd.DataFrame(rows)


def _skills(about: dict[str, Any], rows: "pd.DataFrame", seed: int) -> Iterator[dict[str, Any]]:
    by = {name: own.set_index("id") for name, own in rows.groupby("forecaster", sort=False)}
    for score in SCORES:
        for rule in [name for name in RULES if name in by and MODEL in by]:
            both = by[MODEL][[score, "case"]].assign(of_rule=by[rule][score]).dropna()
            if len(both):
                found = skill(
                    both[score].to_numpy(),
                    both["of_rule"].to_numpy(),
                    both["case"].to_numpy(),
                    seed,
                )
                sizes = {"packages": len(both), "cases": both["case"].nunique()}
                yield about | {"score": score, "rule": rule} | sizes | found._asdict()
