"""The sentences that sum a hindcast up, for people who read no tables."""

from typing import TYPE_CHECKING, Any

from sim.analysis.labels import capital

from .baselines import RULES
from .packages import QUESTIONS
from .tables import BOTH
from .verdicts import BETTER, COARSE, LEAST_CASES, TOO_FEW, WORSE

if TYPE_CHECKING:
    import pandas as pd

NOTHING = "Nothing is known that the model could be compared with."
ROUGH = "Coarse, by closed forms that do not know what the posts allow: no verdict. For one, leave out --quick."
# the one wording of how far shipped records are no test; the pages show it as a command prints it
UPPER_BOUND = (
    "Take this for an upper bound: the numbers were fitted to other cases than the one that is forecast, but the form "
    "of the rules was chosen with all of them in view."
)
FITTED_TO_THESE = "This is too good: the numbers were fitted to these very cases, and the form of the rules was, too."


def headline(verdicts: "pd.DataFrame", caution: str = "") -> str:
    """Say for each record in which questions the model is better than the best rule of thumb, and in which it is not.

    Parameters
    ----------
    verdicts : as :func:`sim.hindcast.verdicts.verdict_frame` gives them
    caution : what stands at the end

    Returns
    -------
    str, a sentence for each record, and the caution
    """
    by_record: dict[str, list[dict[Any, Any]]] = {}
    for row in verdicts[verdicts["record"] != BOTH].to_dict("records"):
        by_record.setdefault(row["record"], []).append(row)
    if not by_record:
        return NOTHING
    if any(row["verdict"] == COARSE for rows in by_record.values() for row in rows):
        return f"{ROUGH} {caution}".strip()
    said = [f"{capital(record)}: {_of_record(rows)}." for record, rows in by_record.items()]
    return " ".join([*said, caution]).strip()


def caution(is_shipped: bool, is_fitted: bool) -> str:
    """What makes the scores too good: of shipped cases; of a table of the user's own nothing that is known.

    Parameters
    ----------
    is_shipped : whether the cases are those that come with detente
    is_fitted : whether numbers were fitted to the other cases
    """
    return (UPPER_BOUND if is_fitted else FITTED_TO_THESE) if is_shipped else ""


def _of_record(rows: list[dict[Any, Any]]) -> str:
    """Verdicts of one record: how many questions, and the shorter list of those better or not better."""
    compared = [row for row in rows if row["verdict"] != TOO_FEW]
    if not compared:
        n = max(row["cases"] for row in rows)
        whose = "this crisis" if n == 1 else f"these {n} crises"
        more = f"to compare the model with rules of thumb takes {LEAST_CASES} crises"
        return f"the scores are those of {whose} alone; {more}"
    better = [_words(row) for row in compared if row["verdict"] == BETTER]
    others = [_words(row) for row in compared if row["verdict"] != BETTER]
    worse = [f"{_words(row)} ({RULES[row['rule']].short})" for row in compared if row["verdict"] == WORSE]
    n = len(compared)
    of = f"{n} question{'s' if n > 1 else ''}"
    said = f"the model is better than the best rule of thumb in {len(better) or 'none'} of {of}"
    if better and others:
        said += f": {', '.join(better)}" if len(better) < len(others) else f", not in: {', '.join(others)}"
    return said + (f"; a rule of thumb is better in: {', '.join(worse)}" if worse else "")


def _words(row: dict[Any, Any]) -> str:
    return QUESTIONS[row["question"]].short
