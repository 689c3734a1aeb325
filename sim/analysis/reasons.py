"""Why a move was made or not made, in one clause with the numbers that decided it."""

from collections.abc import Mapping
from typing import Any

from .labels import spaced


def why_moved(move: Mapping[Any, Any]) -> str:
    """Reason of a move.

    Parameters
    ----------
    move : a row of the moves, with `intent`, the numbers of its decision, and the severity `answered`

    Returns
    -------
    str
    """
    intent = move["intent"]
    if intent == "rupture":
        return _reached(move)
    if intent == "talks":
        return _talks(move)
    if intent in _PLAIN:
        return _PLAIN[intent]
    return f"{_HOW[intent]}; {move['asked']:.2f} asked for {move['answered']:.2f} perceived"


_PLAIN = {
    "scripted": "given by the scenario",
    "incident": "an incident of its own",
    "contact": "no mission is left; contact runs through the named embassy",
}
_HOW = {
    "mirror": "answers in kind",
    "substitute": "stands in for what could not be answered in kind",
    "surcharge": "added on top of the answer",
    "protest": "no lawful measure fits; a note remains",
}


def _reached(row: Mapping[Any, Any]) -> str:
    return f"grievance {row['grievance']:.2f} ≥ breaking point {row['breaking_point']:.2f}, loss {row['loss']:.2f}"


def _talks(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "offer_talks":
        return "its own initiative"
    return f"grievance {move['grievance']:.2f}, loss {move['loss']:.2f}: chance to accept {move['probability']:.3f}"


def why_decided(decision: Mapping[Any, Any]) -> str:
    """Reason of a decision, also of one to do nothing.

    Parameters
    ----------
    decision : a row of the decisions

    Returns
    -------
    str
    """
    verdict = decision["verdict"]
    if verdict == "rupture":
        return _reached(decision)
    if verdict == "nothing_left":
        return f"{_reached(decision)}, and nothing left to close"
    below = f"grievance {decision['grievance']:.2f}"
    if decision["breaking_point"] == decision["breaking_point"]:
        below += f" < breaking point {decision['breaking_point']:.2f}"
    if verdict == "nothing_owed":
        return f"asks for {decision['asked']:.2f} at balance {decision['balance']:.2f}: not worth an answer; {below}"
    if verdict == "silence":
        return f"lets it lie (chance {decision['chance_of_silence']:.2f}); {below}"
    return f"{_VERDICTS.get(verdict, spaced(verdict))}; {below}"


_VERDICTS = {
    "reply": "answers",
    "nothing_legal": "the law and the posts leave no measure that fits",
    "scripted": "answered as the scenario says",
}
