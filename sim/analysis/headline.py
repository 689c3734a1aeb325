"""What happened in a run, in two sentences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .labels import Labels, day_text

if TYPE_CHECKING:
    import pandas as pd


ANSWERS = ("mirror", "substitute", "surcharge", "protest", "rupture")
ENDS = {
    "rupture": "in rupture",
    "recovered": "recovered",
    "cold standoff": "in a cold standoff",
    "cooperative": "cooperative",
    "strained": "strained",
}


def headline(moves: "pd.DataFrame", decisions: "pd.DataFrame", outcome: Mapping[str, Any], scenario: Any) -> str:
    """Say what happened and how it ended.

    Parameters
    ----------
    moves, decisions : data frames of a run
    outcome : the run's outcome
    scenario : the scenario as JSON

    Returns
    -------
    str, two sentences
    """
    labels = Labels(scenario)
    return f"{_event(moves, decisions, labels)} {_ending(outcome, scenario, labels)}".strip()


def _event(moves: "pd.DataFrame", decisions: "pd.DataFrame", labels: Labels) -> str:
    answers = int(moves["intent"].isin(ANSWERS).sum())
    first = moves[~moves["intent"].isin(ANSWERS) & (moves["severity"] > 0) & (moves["kind"] != "refuse_talks")]
    breaks = decisions[decisions["verdict"] == "rupture"]
    if first.empty:
        return "Nobody moves against anybody."
    if len(breaks):
        return _break(moves, breaks.iloc[0], labels)
    if answers:
        after = f"{answers} {'move follows' if answers == 1 else 'moves follow'} in answer"
    else:
        after = "no answer follows"
    return f"On {day_text(first.iloc[0]['announced'])} {_deed(first.iloc[0], labels)}; {after}."


def _break(moves: "pd.DataFrame", decision: Any, labels: Labels) -> str:
    cause = moves[moves["id"] == decision["move"]].iloc[0]
    days = (decision["date"] - cause["announced"]).days
    party, towards = labels.party(decision["party"]), labels.party(decision["towards"])
    return (
        f"{party} announces on {day_text(decision['date'])} that it breaks with {towards}, "
        f"{days} {'day' if days == 1 else 'days'} after {_deed(cause, labels)}."
    )


def _deed(move: Any, labels: Labels) -> str:
    deed = labels.deed(move["kind"], move["to"], move["channel"], int(move["count"]))
    return f"{labels.party(move['from'])} {deed}"


def _ending(outcome: Mapping[str, Any], scenario: Any, labels: Labels) -> str:
    relations = outcome["relations"]
    focus = scenario["plots"]["dyads"] or busiest(relations, 1)
    parts = [
        f"{labels.pair(*relations[name]['between'])} ends {ENDS[relations[name]['regime']]}"
        for name in focus
        if name in relations
    ]
    if len(relations) > 1:
        parts.append(f"the theatre {ENDS[outcome['theatre']['regime']]}")
    sentence = ", ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def busiest(relations: Mapping[str, Any], most: int) -> list[str]:
    """Ids of the relations with most moves, those with hostile moves first."""
    ranked = sorted(relations, key=lambda r: (-relations[r]["hostile_moves"], -relations[r]["moves"], r))
    return ranked[:most]
