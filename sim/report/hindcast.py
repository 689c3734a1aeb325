"""The report of a hindcast on the console: scores beside those of rules of thumb, and where the model is no better."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.labels import Labels, capital, percent
from sim.documented.pairing import WITHIN_DAYS
from sim.hindcast.baselines import RULES
from sim.hindcast.packages import QUESTIONS, SCORE_OF
from sim.hindcast.scores import inside
from sim.hindcast.tables import ALL, MODEL

from .tables import add_row, plain_table, print_heading

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.hindcast import Hindcast

SCORE_WORDS = {"log": "", "crps": " (CRPS)"}  # chances have log scores
BEST = "*"  # behind the score of the best rule of thumb
KEY = (
    "Chances have log scores. Mirror: answers always, with the same number. Frequency: that of all other cases.",
    "Silence: never answers. Table: frequencies by replier, by people sent home or nobody, by first move or answer.",
    f"{BEST}: the best rule of thumb. Skill 0.25: the model's score is a quarter lower. Below 0 that rule is better.",
    "Its interval is over cases. Better and worse are said with an allowance for the number of questions (Holm): if no",
    "question told the two apart, nineteen of twenty such tables would have no such word.",
)


def print_hindcast(result: "Hindcast", console: Console) -> None:
    """Print a hindcast: a table of scores for each record, what they show, whole cases, and the worst misses."""
    print_heading(result.manifest, console)
    console.print(Text(result.manifest["headline"]))
    for record in dict.fromkeys(result.scores["record"]):
        console.print()
        console.print(Text(f"{capital(record)}: mean scores, the lower the better", style="bold"))
        console.print(score_table(result, record))
    console.print()
    for line in key_lines(result):
        console.print(Text(line))
    console.print()
    console.print(Text("The worst miss of the model for each question; misses.md has more", style="bold"))
    for line in miss_lines(result):
        console.print(Text(line))


def score_table(result: "Hindcast", record: str) -> Table:
    """One row a question: scores of the model and of each rule of thumb, skill, and how often intervals held."""
    heads = ("Acts", "Model", *(rule.short for rule in RULES.values()), "50, 90 %")
    table = plain_table("Question", *heads, "Skill (95 % interval)", "The model is", numbers=heads)
    scores = result.scores[(result.scores["record"] == record) & (result.scores["role"] == ALL)]
    for question in [name for name in QUESTIONS if name in set(scores["question"])]:
        add_row(table, *_cells(result, scores[scores["question"] == question], record, question))
    return table


def key_lines(result: "Hindcast") -> list[str]:
    """What the columns mean, by an example from the tables, and how whole cases came out."""
    return [*KEY, *_interval_lines(result.scores), *whole_case_lines(result)]


def _interval_lines(scores: "pd.DataFrame") -> list[str]:
    """What the two numbers of the intervals mean, by those that stand first."""
    held = scores[(scores["forecaster"] == MODEL) & (scores["role"] == ALL)].dropna(subset=["inside_50"])
    if not len(held):
        return []
    half, most = (f"{100 * held.iloc[0][column]:.0f}" for column in ("inside_50", "inside_90"))
    n = Labels.count(int(held.iloc[0]["packages"]), "forecast")
    said = f"{half}, {most}: in {half} % of {n} what happened lay in the middle half, in {most} % in the middle nine"
    return [f"{said} tenths. Ideal is 50 and 90; less means too sure."]


def whole_case_lines(result: "Hindcast") -> list[str]:
    """How often the record of whole cases lay in the fans, one line a measure."""
    last = result.free_running[result.free_running["day"] == WITHIN_DAYS]
    found = []
    for measure, rows in last.groupby("measure", sort=False):
        half, most = (percent(inside(rows["place"], share)) for share in (0.5, 0.9))
        found.append(
            f"Told only how a crisis began, the model has the {measure} of a year in the middle half of its histories "
            f"in {half} of {Labels.count(len(rows), 'case')} (should be 50), in the middle nine tenths in {most} "
            "(should be 90)."
        )
    return found


def _cells(result: "Hindcast", rows: "pd.DataFrame", record: str, question: str) -> tuple[str, ...]:
    score = SCORE_OF[QUESTIONS[question].is_chance]
    by = {row["forecaster"]: row for row in rows.to_dict("records")}
    own = by[MODEL]
    verdict = verdict_row(result, record, question)
    best = verdict["rule"] if verdict else ""
    means = [f"{by[name][score]:.3f}{BEST if name == best else ''}" if name in by else "" for name in (MODEL, *RULES)]
    held = [f"{100 * own[part]:.0f}" for part in ("inside_50", "inside_90") if own[part] == own[part]]
    named = f"{QUESTIONS[question].short}{SCORE_WORDS[score]}"
    return named, str(own["packages"]), *means, ", ".join(held), *_verdict_cells(verdict)


def _verdict_cells(row: dict[Any, Any] | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    has_interval = row["low"] == row["low"]  # one case alone has none
    interval = f" ({signed(row['low'])} to {signed(row['high'])})" if has_interval else ""
    return f"{signed(row['skill'])}{interval}", row["verdict"]


def signed(value: float) -> str:
    """Write a skill.

    Examples
    --------
    >>> signed(-0.004), signed(-0.254), signed(-52.25)
    ('0.00', '−0.25', '−52')
    """
    return f"{value:.{2 if abs(value) < 10 else 0}f}".replace("-0.00", "0.00").replace("-", "−")


def verdict_row(result: "Hindcast", record: str, question: str) -> dict[Any, Any] | None:
    """The best rule of thumb, the skill against it, and what that shows; None where there is none."""
    if result.verdicts is None:
        return None
    found = result.verdicts[(result.verdicts["record"] == record) & (result.verdicts["question"] == question)]
    return found.to_dict("records")[0] if len(found) else None


def miss_lines(result: "Hindcast") -> list[str]:
    """The worst miss of each question, in words."""
    worst = result.misses.drop_duplicates("question")
    return [
        f"{row['date']}  {row['act']}. {QUESTIONS[row['question']].words}: said {row['said']}; {row['happened']}."
        for row in worst.to_dict("records")
    ]
