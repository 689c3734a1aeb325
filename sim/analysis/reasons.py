"""Why a move was made or not made, in one clause with the numbers that decided it."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .labels import harm_name, spaced

if TYPE_CHECKING:
    import pandas as pd

SILENT = ("silence", "nothing_owed", "nothing_legal", "nothing_left", "not_agreed")  # verdicts by which nothing is done


def severity_answered(moves: "pd.DataFrame", decisions: "pd.DataFrame") -> list[float]:
    """Severity of what each move answers, as its actor perceived it; NaN for a move that answers nothing.

    Parameters
    ----------
    moves, decisions : data frames of a run
    """
    perceived = {_question(row, "party", "move"): row["perceived"] for row in decisions.to_dict("records")}
    return [perceived.get(_question(row, "from", "parent"), float("nan")) for row in moves.to_dict("records")]


def _question(row: Mapping[Any, Any], actor: str, move: str) -> tuple[str, int | str]:
    """Who decides about what: about a move, or about a harm."""
    return row[actor], row[move] if isinstance(row[move], int) else row["cause"]


def reasons_of_moves(moves: "pd.DataFrame", triggers: Mapping[str, Any]) -> list[str]:
    """Reason of each move.

    Parameters
    ----------
    moves : data frame with a column `answered`
    triggers : the harms of the scenario, as JSON
    """
    joined: Counter[str] = Counter()
    reasons = []
    for move in moves.to_dict("records"):
        harm = triggers.get(move["cause"], {})
        threshold = harm.get("thresholds", {}).get(move["from"])
        evidence = harm.get("evidence")
        reasons.append(
            why_moved({**move, "evidence": evidence, "threshold": threshold, "before": joined[move["cause"]]})
        )
        joined[move["cause"]] += move["intent"] == "joining"
    return reasons


def reasons_of_decisions(decisions: "pd.DataFrame") -> list[str]:
    """Reason of each decision."""
    return [why_decided(row) for row in decisions.to_dict("records")]


def why_moved(move: Mapping[Any, Any]) -> str:
    """Reason of a move.

    Parameters
    ----------
    move : a row of the moves, with `intent`, the numbers of its decision, and the severity `answered`; of an ally
        that joins also the `evidence` of the harm, its `threshold` or None, and how many joined `before` it

    Returns
    -------
    str
    """
    intent = move["intent"]
    if intent in _BY_INTENT:
        return _BY_INTENT[intent](move)
    if intent in _PLAIN:
        return _PLAIN[intent]
    asked = f"{move['asked']:.2f} asked for {move['answered']:.2f}"
    if intent == "harm":
        return f"answers {harm_name(move['cause'])}; {asked} suffered"
    return f"{_HOW[intent]}; {asked} perceived"


_PLAIN = {
    "scripted": "given by the scenario",
    "incident": "an incident of its own",
    "arming": "its military posture has risen that far",
    "contact": "no mission is left; contact runs through the named embassy",
}
_HOW = {
    "mirror": "answers in kind",
    "substitute": "stands in for what could not be answered in kind",
    "surcharge": "added on top of the answer",
    "protest": "no lawful measure fits; a note remains",
    "parity": "cuts the larger staff down to the number of its own",
    "exact": "a measure of the very severity asked",
}


def _reached(row: Mapping[Any, Any]) -> str:
    return f"grievance {row['grievance']:.2f} ≥ breaking point {row['breaking_point']:.2f}, loss {row['loss']:.2f}"


def _talks(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "offer_talks":
        return "its own initiative"
    return f"grievance {move['grievance']:.2f}, loss {move['loss']:.2f}: chance to accept {move['probability']:.3f}"


def _recognition(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "ask_recognition":
        return "its own initiative"
    return f"chance to grant recognition {move['probability']:.3f}"


def _initiative(move: Mapping[Any, Any]) -> str:
    if move["severity"] > 0:
        return "a small step of its own accord, which the other side can bear"
    return "a step in a series of concessions of its own accord"


def _conciliation(move: Mapping[Any, Any]) -> str:
    return f"gives way to so grave an act; {move['answered']:.2f} perceived"


def _recovery(move: Mapping[Any, Any]) -> str:
    return f"they have met, quiet has lasted, and little is held against it: grievance {move['grievance']:.2f}"


def _joining(move: Mapping[Any, Any]) -> str:
    others = "nobody" if not move["before"] else f"{move['before']} other{'s' if move['before'] > 1 else ''}"
    text = f"joins over {harm_name(move['cause'])} after {others}"
    if move["threshold"] is not None:
        return f"{text}: its threshold of {move['threshold']:.2f} of the allies' weight is reached"
    return f"{text}: evidence {move['evidence']:.2f}, chance {move['probability']:.3f}"


_BY_INTENT = {
    "rupture": _reached,
    "talks": _talks,
    "recognition": _recognition,
    "initiative": _initiative,
    "conciliation": _conciliation,
    "recovery": _recovery,
    "joining": _joining,
}


def why_decided(decision: Mapping[Any, Any]) -> str:
    """Reason of a decision, also of one to do nothing; of one about a harm with its name.

    Parameters
    ----------
    decision : a row of the decisions

    Returns
    -------
    str
    """
    reason = _reason(decision)
    return f"{harm_name(decision['cause'])}: {reason}" if decision["cause"] else reason


def _reason(decision: Mapping[Any, Any]) -> str:
    verdict = decision["verdict"]
    if verdict in ("rupture", "consulting_rupture"):
        return _reached(decision)
    if verdict == "scripted":
        return "answered as the scenario says"
    if verdict == "nothing_left":
        return f"{_reached(decision)}, and nothing left to close"
    below = f"grievance {decision['grievance']:.2f}"
    if decision["breaking_point"] == decision["breaking_point"]:
        sign = "≥" if decision["grievance"] >= decision["breaking_point"] else "<"
        below += f" {sign} breaking point {decision['breaking_point']:.2f}"
    if verdict == "nothing_owed":
        return f"asks for {decision['asked']:.2f} at balance {decision['balance']:.2f}: not worth an answer; {below}"
    if verdict == "silence":
        return f"lets it lie (chance {decision['chance_of_silence']:.2f}); {below}"
    return f"{_VERDICTS.get(verdict, spaced(verdict))}; {below}"


_VERDICTS = {
    "reply": "answers",
    "nothing_legal": "the law and the posts leave no measure that fits",
    "cowed": "gives way to so grave an act",
    "consulting": "asks its members whether to answer",
    "not_agreed": "its members do not agree, and each decides for itself",
}
