"""Moves that the file of a game keeps: what a policy did while the seat was left to it is not decided anew."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.hands import Decider, decider_of

from .labels import Labels


def kept_lines(scenario: Mapping[str, Any], is_otherwise: bool) -> list[str]:
    """Say that moves by the policy of a seat stay as they were in the game, where something else is played.

    Parameters
    ----------
    scenario : as JSON
    is_otherwise : whether something is set, or another history is played than that of the game

    Returns
    -------
    list of str, a line a party; empty where no policy decided for a seat, or the game is played as it was
    """
    return list(_lines(scenario)) if is_otherwise else []


def _lines(scenario: Mapping[str, Any]) -> Iterator[str]:
    labels = Labels(scenario)
    by_policy = Counter(
        move["from"] for name, move in scenario["timeline"].items() if decider_of(name, move["from"]) is Decider.POLICY
    )
    for party, moves in by_policy.items():
        made, are, they = ("The move", "is", "it was") if moves == 1 else (f"The {moves} moves", "are", "they were")
        yield (
            f"{made} that the policy of {labels.party(party)} made in this game {are} kept as {they}, with the reasons "
            f"of that day: the policy does not decide anew. For a what-if of the policy, play on from the day of the "
            f"change: detente play FILE --as {party} --since DAY."
        )


def is_otherwise(manifest: Mapping[str, Any]) -> bool:
    """Whether a run sets something, or is another history than that of the game in its scenario."""
    played = manifest["scenario"].get("played")
    if not played:
        return False
    return bool(manifest.get("settings")) or (manifest["seed"], manifest.get("run", 0)) != (
        played["seed"],
        played["replay"],
    )
