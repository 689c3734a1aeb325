"""The sentences that sum a hindcast up, for people who read no tables."""

from typing import TYPE_CHECKING

from .baselines import FINE_CLIMATOLOGY
from .packages import QUESTIONS, SCORE_OF
from .tables import ALL, BETTER, NO_BETTER, WORSE

if TYPE_CHECKING:
    import pandas as pd

SAYS = {
    BETTER: "better than a table of frequencies",
    NO_BETTER: "no better than a table of frequencies",
    WORSE: "worse than a table of frequencies",
}


def headline(skill: "pd.DataFrame") -> str:
    """Say in which questions the model is better than a table of frequencies, and in which it is not."""
    rows = skill[(skill["rule"] == FINE_CLIMATOLOGY) & (skill["role"] == ALL)]
    record = rows["record"].iloc[-1] if len(rows) else ""
    verdicts = {
        row["question"]: row["verdict"]
        for row in rows[rows["record"] == record].to_dict("records")
        if row["score"] == SCORE_OF[QUESTIONS[row["question"]].is_chance]
    }
    said = [
        f"{words}: {', '.join(QUESTIONS[name].words for name in names)}"
        for verdict, words in SAYS.items()
        if (names := [name for name in verdicts if verdicts[name] == verdict])
    ]
    return (
        f"The model is {'; '.join(said)}."
        if said
        else "These are too few cases to compare the model with a rule of thumb."
    )
