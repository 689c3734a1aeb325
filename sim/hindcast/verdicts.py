"""Whether a hindcast is better than the best rule of thumb, question by question, with an allowance for many questions.

.. [Holm1979] S. Holm: A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6, 1979.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .packages import QUESTIONS, SCORE_OF
from .tables import ALL, BOTH

if TYPE_CHECKING:
    import pandas as pd

BETTER, NO_BETTER, WORSE, TOO_FEW, COARSE = "better", "no better", "worse", "too few cases", "not said"
LEAST_CASES = 5  # from which an interval over cases says anything
ERROR = 0.05  # chance of any wrong verdict, if no question told the model and the best rule apart
COLUMNS = {
    "record": "str",
    "question": "str",
    "score": "str",
    "packages": "int64",
    "cases": "int64",
    "rule": "str",
    "skill": "float64",
    "low": "float64",
    "high": "float64",
    "p": "float64",
    "verdict": "str",
}


def verdict_frame(skill: "pd.DataFrame", is_coarse: bool = False) -> "pd.DataFrame":
    """One row a record and a question: the best rule of thumb, the skill against it, and what that shows.

    The model is *better* or *worse* than the rule that did best on these very acts.  That choice helps the rule: worse
    takes an allowance for the number of rules, better takes none.  Chances of all questions have Holm's allowance for
    their number [Holm1979]_; both records together are the same acts once more, and have one of their own.

    Parameters
    ----------
    skill : as :func:`sim.hindcast.tables.skill_frame` gives it
    is_coarse : whether the forecasts are too coarse for a verdict

    Returns
    -------
    DataFrame with ``COLUMNS``: ``rule`` has the lowest mean score of all, ``p`` is the chance of as large a difference
    if there were none, with the allowance; not a number where there are too few cases
    """
    import pandas as pd

    rows = [_row(own) for own in _by_question(skill)]
    tested = [row for row in rows if row["cases"] >= LEAST_CASES]
    for is_both in (False, True):
        family = [row for row in tested if (row["record"] == BOTH) == is_both]
        for row, p in zip(family, holm([row["p"] for row in family]), strict=True):
            word = BETTER if row["skill"] > 0 else WORSE
            row |= {"p": p, "verdict": word if p <= ERROR else NO_BETTER}
    for row in rows if is_coarse else ():
        row["verdict"] = COARSE
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _by_question(skill: "pd.DataFrame") -> list[list[dict[Any, Any]]]:
    """Rows against each rule of thumb of each record and question, by the score that is compared in words."""
    found: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in skill.to_dict("records"):
        if row["role"] == ALL and row["score"] == SCORE_OF[QUESTIONS[row["question"]].is_chance]:
            found.setdefault((row["record"], row["question"]), []).append(row)
    return [*found.values()]


def _row(against: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    """The best rule of thumb, and the chance of the difference before Holm's allowance, to either side."""
    best = min(against, key=lambda row: row["skill"] if row["skill"] == row["skill"] else float("-inf"))
    worse = len(against) * min(row["p_worse"] for row in against)
    is_too_few = best["cases"] < LEAST_CASES
    return {
        **{name: best[name] for name in COLUMNS if name in best},
        "p": float("nan") if is_too_few else min(1.0, 2.0 * min(best["p_better"], worse)),
        "verdict": TOO_FEW,
    }


def holm(chances: Sequence[float]) -> list[float]:
    """Chances of many tests with Holm's allowance for their number, in the same order [Holm1979]_.

    Examples
    --------
    >>> holm([0.25, 0.0625, 0.125])
    [0.25, 0.1875, 0.25]
    """
    found, largest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda each: chances[each])):
        largest = max(largest, min(1.0, (len(chances) - rank) * chances[place]))
        found[place] = largest
    return found
