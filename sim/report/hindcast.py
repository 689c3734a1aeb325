"""The report of a hindcast on the console: scores beside those of rules of thumb, and where the model is no better."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.hindcast.baselines import FINE_CLIMATOLOGY, RULES
from sim.hindcast.packages import QUESTIONS, SCORE_OF
from sim.hindcast.tables import ALL, MODEL

from .tables import add_row, plain_table, print_heading

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.hindcast import Hindcast

SCORE_WORDS = {"log": "log", "crps": "CRPS"}
MOST_MISSES = 5


def print_hindcast(result: "Hindcast", console: Console) -> None:
    """Print a hindcast: a table of scores for each record, what they show, and the worst misses."""
    print_heading(result.manifest, console)
    console.print(Text(result.manifest["headline"]))
    for record in dict.fromkeys(result.scores["record"]):
        console.print()
        console.print(Text(f"{record}: mean scores, the lower the better", style="bold"))
        console.print(score_table(result, record))
    console.print()
    console.print(Text("The worst misses of the model", style="bold"))
    for line in miss_lines(result):
        console.print(Text(line), soft_wrap=True)


def score_table(result: "Hindcast", record: str) -> Table:
    """One row a question: scores of the model and of each rule of thumb, skill, and how often intervals held."""
    heads = ("Packages", "Model", *(RULES[rule].words.capitalize() for rule in RULES))
    last = ("Skill against the table (90 %)", "", "50 % held", "90 % held")
    table = plain_table("Question", "Score", *heads, *last, numbers=(*heads, "50 % held", "90 % held"))
    scores = result.scores[(result.scores["record"] == record) & (result.scores["role"] == ALL)]
    for question in [name for name in QUESTIONS if name in set(scores["question"])]:
        add_row(table, *_cells(result, scores[scores["question"] == question], record, question))
    return table


def _cells(result: "Hindcast", rows: "pd.DataFrame", record: str, question: str) -> tuple[str, ...]:
    score = SCORE_OF[QUESTIONS[question].is_chance]
    by = {row["forecaster"]: row for row in rows.to_dict("records")}
    own = by[MODEL]
    means = [f"{by[name][score]:.3f}" if name in by else "" for name in (MODEL, *RULES)]
    held = ["" if own[part] != own[part] else f"{100 * own[part]:.0f} %" for part in ("inside_50", "inside_90")]
    skill = skill_row(result, record, question, FINE_CLIMATOLOGY)
    return QUESTIONS[question].words, SCORE_WORDS[score], str(own["packages"]), *means, *_skill_cells(skill), *held


def _skill_cells(row: dict[Any, Any] | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    return f"{row['skill']:.2f} ({row['low']:.2f} to {row['high']:.2f})", row["verdict"]


def skill_row(result: "Hindcast", record: str, question: str, rule: str) -> dict[Any, Any] | None:
    """Skill against a rule of thumb by the score that is compared in words; None where there is none."""
    found = result.skill
    found = found[(found["record"] == record) & (found["role"] == ALL) & (found["question"] == question)]
    found = found[(found["rule"] == rule) & (found["score"] == SCORE_OF[QUESTIONS[question].is_chance])]
    return found.to_dict("records")[0] if len(found) else None


def miss_lines(result: "Hindcast") -> list[str]:
    """The worst miss of each question, in words."""
    worst = result.misses.drop_duplicates("question")
    return [
        f"{row['date']}  {row['act']}. {QUESTIONS[row['question']].words}: said {row['said']}; {row['happened']}."
        for row in worst.to_dict("records")
    ]
