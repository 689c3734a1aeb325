"""What happened in a run, in two sentences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.results.measures import REGIME_OF

from .labels import Labels, day_text, harm_name

if TYPE_CHECKING:
    import pandas as pd


ANSWERS = ("mirror", "parity", "exact", "harm", "substitute", "surcharge", "protest", "rupture")
WORDS = ("refuse_talks", "refuse_recognition")
MOST_DRAWN = 3  # relations in a figure where nobody asked for any


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
    labels, shown = Labels(scenario), drawn_by_default(outcome["relations"], scenario)
    event, parties = _event(moves, decisions, scenario, labels)
    ending = _ending(outcome, scenario, labels)
    if not parties or any(set(outcome["relations"][name]["between"]) == parties for name in shown):
        return f"{event} {ending}".strip()
    return f"{ending} Elsewhere: {event}".strip()


def drawn_by_default(relations: Mapping[str, Any], scenario: Any) -> list[str]:
    """Ids of the relations that figures draw where nobody asks for any: those of the scenario, or the busiest."""
    busy = [name for name in relations if relations[name]["moves"]] or list(relations)
    ranked = sorted(busy, key=lambda name: -relations[name]["moves"])[:MOST_DRAWN]
    return [name for name in scenario["plots"]["dyads"] if name in relations] or ranked


def _event(moves: "pd.DataFrame", decisions: "pd.DataFrame", scenario: Any, labels: Labels) -> tuple[str, set[str]]:
    """Say what happened first, and between whom; between nobody where nothing did."""
    breaks = decisions[decisions["verdict"] == "rupture"]
    if len(breaks):
        return _break(moves, breaks.iloc[0], scenario, labels), {*breaks.iloc[0][["party", "towards"]]}
    if scenario["autonomous_from"]:
        moves = moves[moves["announced"] >= scenario["autonomous_from"]]
    is_answer = moves["intent"].isin(ANSWERS) & moves["parent"].notna()
    is_joining = moves["intent"] == "joining"
    is_first = ~is_answer & ~is_joining & (moves["severity"] > 0) & ~moves["kind"].isin(WORDS)
    deeds = moves[is_first]
    if deeds.empty:
        return "Nobody moves against anybody.", set()
    answered = moves["parent"].isin(deeds["id"]) & (is_answer | is_joining)
    noted = deeds[deeds["package"].isin(deeds.loc[deeds["id"].isin(moves.loc[answered, "parent"]), "package"])]
    deeds = noted if len(noted) else deeds  # what was answered, before what was not
    first = deeds.iloc[int((deeds["intent"] == "arming").argmin())]  # posture only where there is nothing else
    over = f", over {harm_name(first['cause'])}," if first["cause"] else ""
    after = moves["id"].isin(_descendants(moves, first["package"]))
    sequel = _sequel(int((is_joining & after).sum()), int((is_answer & after).sum()))
    said = f"On {day_text(first['announced'])}{over} {_deed(first, labels)}; {sequel}."
    return said, {first["from"], first["to"]}


def _descendants(moves: "pd.DataFrame", package: int) -> set[int]:
    """Numbers of the moves that a package led to, step by step."""
    found = set(moves.loc[moves["package"] == package, "id"])
    for number, parent in zip(moves["id"], moves["parent"], strict=True):  # an answer comes after what it answers
        if parent in found:
            found.add(number)
    return found


def _sequel(joined: int, answers: int) -> str:
    joining = f"{joined} {'ally joins' if joined == 1 else 'allies join'}, " if joined else ""
    if answers:
        return f"{joining}{answers} {'move follows' if answers == 1 else 'moves follow'} in answer"
    return f"{joining}no answer follows"


def _break(moves: "pd.DataFrame", decision: Any, scenario: Any, labels: Labels) -> str:
    import pandas as pd

    if decision["cause"]:
        begun, deed = scenario["triggers"][decision["cause"]]["date"], harm_name(decision["cause"])
    else:
        act = moves[moves["id"] == decision["move"]].iloc[0]
        begun, deed = act["announced"], _deed(act, labels)
    days = (decision["date"] - pd.Timestamp(begun)).days
    party, towards = labels.party(decision["party"]), labels.party(decision["towards"])
    return (
        f"{party} announces on {day_text(decision['date'])} that it breaks with {towards}, "
        f"{days} {'day' if days == 1 else 'days'} after {deed}."
    )


def _deed(move: Any, labels: Labels) -> str:
    deed = labels.deed(move["kind"], move["to"], move["channel"], int(move["count"]))
    return f"{labels.party(move['from'])} {deed}"


def _ending(outcome: Mapping[str, Any], scenario: Any, labels: Labels) -> str:
    relations = outcome["relations"]
    focus = scenario["plots"]["dyads"] or busiest(relations, 1)
    parts = [
        f"{labels.pair(*relations[name]['between'])} {REGIME_OF[relations[name]['regime']].says}"
        for name in focus
        if name in relations
    ]
    if len(relations) > 1:
        parts.append(f"{labels.followed('theatre')} {REGIME_OF[outcome['theatre']['regime']].ends}")
    sentence = ", ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def busiest(relations: Mapping[str, Any], most: int) -> list[str]:
    """Ids of the relations with most moves, those with hostile moves first."""
    ranked = sorted(relations, key=lambda r: (-relations[r]["hostile_moves"], -relations[r]["moves"], r))
    return ranked[:most]
