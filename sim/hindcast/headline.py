"""The sentences that sum a hindcast up, for people who read no tables."""

from typing import TYPE_CHECKING, Any

from sim.analysis.labels import capital

from .baselines import FINE_CLIMATOLOGY
from .packages import QUESTIONS, SCORE_OF
from .tables import ALL, BETTER, BOTH, LEAST_CASES, TOO_FEW, WORSE

if TYPE_CHECKING:
    import pandas as pd

NOTHING = "Nothing is known that the model could be compared with."


def headline(skill: "pd.DataFrame") -> str:
    """Say for each record in which questions the model is better than a table of frequencies, and in which it is not.

    Parameters
    ----------
    skill : as :func:`sim.hindcast.tables.skill_frame` gives it

    Returns
    -------
    str, a sentence for each record
    """
    if not len(skill):
        return NOTHING
    rows = skill[(skill["rule"] == FINE_CLIMATOLOGY) & (skill["role"] == ALL) & (skill["record"] != BOTH)]
    kept = [row for row in rows.to_dict("records") if row["score"] == SCORE_OF[QUESTIONS[row["question"]].is_chance]]
    by_record: dict[str, list[dict[Any, Any]]] = {}
    for row in kept:
        by_record.setdefault(row["record"], []).append(row)
    if not by_record:
        return NOTHING
    said = [_of_record(own, "than counting " if n == 0 else "") for n, own in enumerate(by_record.values())]
    return " ".join(f"{capital(record)}: {words}." for record, words in zip(by_record, said, strict=True))


def _of_record(rows: list[dict[Any, Any]], than: str) -> str:
    """Verdicts of one record: how many questions, and the shorter list of those better or not better."""
    compared = [row for row in rows if row["verdict"] != TOO_FEW]
    if not compared:
        n = max(row["cases"] for row in rows)
        whose = "this crisis" if n == 1 else f"these {n} crises"
        return f"the scores are those of {whose} alone; to compare the model with counting takes {LEAST_CASES} crises"
    better = [_words(row) for row in compared if row["verdict"] == BETTER]
    others = [_words(row) for row in compared if row["verdict"] != BETTER]
    n, worse = len(compared), [_words(row) for row in compared if row["verdict"] == WORSE]
    said = f"the model is better {than}in {len(better) or 'none'} of {n} question{'s' if n > 1 else ''}"
    if better and others:
        said += f": {', '.join(better)}" if len(better) < len(others) else f", not in: {', '.join(others)}"
    return said + (f"; it is worse in: {', '.join(worse)}" if worse else "")


def _words(row: dict[Any, Any]) -> str:
    return QUESTIONS[row["question"]].short
