"""Numbers of the README: what four changes make of the history that it shows."""

import pandas as pd

from sim.results.measures import REGIME_OF
from sim.results.run_result import RunResult

from .words import having, named


def what_if(
    run: RunResult, no_grievance: RunResult, more_to_lose: RunResult, one_post: RunResult, other_seed: RunResult
) -> str:
    """How soon Russia answers NATO's cut, with what, and how the relation ends, with and without a change."""
    results = {
        "none": run,
        "no grievance from earlier years": no_grievance,
        "Russia values its institutions more": more_to_lose,
        "NATO cuts one post, not ten": one_post,
        "other chances": other_seed,
    }
    columns = ("Days to Russia's answer", "Its answer", "NATO–Russia ends")
    return named("Change", *columns, rows={name: (*_answer(result), _end(result)) for name, result in results.items()})


def _answer(result: RunResult) -> tuple[str, str]:
    """Days to the answer to the first cut, and its kinds of move."""
    cut = having(result.exchanges, from_="nato", to="russia").iloc[0]
    if pd.isna(cut["lag_days"]):
        return "–", "none"
    return f"{cut['lag_days']:.0f}", cut["reply_kinds"].replace("_", " ").replace(" + ", ", ")


def _end(result: RunResult) -> str:
    return REGIME_OF[result.outcome["relations"]["nato_russia"]["regime"]].ends


NUMBERS = {"what_if": what_if}
