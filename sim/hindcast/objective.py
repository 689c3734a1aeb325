"""One number for how well the played record is forecast, which a search for numbers makes as small as it can."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sim.scenario.schema import Scenario

from .ask import plan_hindcast
from .baselines import FINE_CLIMATOLOGY, Known, forecasts_by
from .closed_form import closed_form
from .packages import QUESTIONS, SCORE_OF
from .played import played_in
from .tables import MODEL, forecast_rows
from .worlds import world_of

RUNS = 200  # histories a package: enough for shares to about .03


def loss_of(cases: Sequence[str] = (), *, runs: int = RUNS, seed: int = 1) -> Callable[[dict[str, float]], float]:
    """Score of the record under numbers by path, ``parameters.NAME``.

    Parameters
    ----------
    cases : as for :func:`sim.hindcast.hindcast`
    runs : int, histories of which each forecast is made
    seed : int, of the histories: the same for all numbers, so that differences are due to these

    Returns
    -------
    function of numbers by path: the mean over questions of the model's score, as a part of the fine table's
    """
    planned = plan_hindcast(cases, runs=runs, seed=seed, fit=False)
    known, rows = Known(planned.learned), planned.rows_of_cases
    table = _mean_scores(
        row
        for given in planned.asked
        for row in forecast_rows(given, {MODEL: forecasts_by(FINE_CLIMATOLOGY, known, given, runs)}, seed)
    )

    def loss(numbers: dict[str, float]) -> float:
        found: list[dict[str, Any]] = []
        for given in planned.asked:
            world = with_numbers(world_of(given, rows[given.case], {}), numbers)
            forecasts = closed_form(given, {}, runs) | played_in(world, given, runs, seed)
            found += forecast_rows(given, {MODEL: forecasts}, seed)
        means = _mean_scores(found)
        return float(np.mean([means[question] / table[question] for question in means if table.get(question)]))

    return loss


def with_numbers(world: Scenario, numbers: dict[str, float]) -> Scenario:
    """The same world with other numbers under ``parameters``."""
    changed = {path.removeprefix("parameters."): value for path, value in numbers.items()}
    return world.model_copy(update={"parameters": world.parameters.model_copy(update=changed)})


def _mean_scores(rows: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Mean score of each question."""
    scores: dict[str, list[float]] = {}
    for row in rows:
        score = row[SCORE_OF[QUESTIONS[row["question"]].is_chance]]
        scores.setdefault(row["question"], []).append(score)
    return {question: float(np.mean(of_question)) for question, of_question in scores.items()}
