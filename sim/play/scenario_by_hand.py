"""A scenario in which some parties are played by hand: what they do stands in its timeline."""

import re
from collections.abc import Iterable, Mapping

from sim.scenario.arguments import ArgumentError
from sim.scenario.schema import Scenario, TimelineMove

LONGEST_NAME = 64  # characters of an id
LAST = "z_"  # before an id that comes after others


def by_hand(scenario: Scenario, parties: Iterable[str], moves: Mapping[str, TimelineMove]) -> Scenario:
    """The scenario as it was played: its parties by hand, and their moves in the timeline.

    Parameters
    ----------
    scenario : Scenario, before anything was played
    parties : ids of the parties played by hand
    moves : their moves by id

    Returns
    -------
    Scenario, with a name of its own
    """
    played = sorted({*scenario.by_hand, *parties})
    new = [party for party in played if party not in scenario.by_hand]
    update = {
        "by_hand": played,
        "timeline": scenario.timeline | dict(moves),
        "name": "_".join([scenario.name, *new])[:LONGEST_NAME].rstrip("_"),
    }
    return scenario.model_copy(update=update).set_beside(())


def by_policy(scenario: Scenario, parties: Iterable[str]) -> Scenario:
    """The scenario in which these parties decide by their policies."""
    hands = [party for party in scenario.by_hand if party not in set(parties)]
    return scenario.model_copy(update={"by_hand": hands}) if hands != scenario.by_hand else scenario


def without_moves_of(scenario: Scenario, party: str) -> tuple[Scenario, dict[str, TimelineMove]]:
    """A scenario without what a hand put into its timeline for a party, and these moves."""
    made = re.compile(rf"(?:{LAST})?{_middle(party)}[0-9]+")
    own = {name: move for name, move in scenario.timeline.items() if made.fullmatch(name)}
    others = {name: move for name, move in scenario.timeline.items() if name not in own}
    return scenario.model_copy(update={"timeline": others}), own


def beginning_of(scenario: Scenario, party: str) -> str:
    """How the ids of the moves begin that are made by hand for a party.

    On one day moves are made in the order of their ids, and what the scenario itself lets the party do comes first.
    """
    given = [name for name, move in scenario.timeline.items() if move.from_ == party]
    return f"{LAST}{_middle(party)}" if any(name > _middle(party) for name in given) else _middle(party)


def _middle(party: str) -> str:
    return f"{party[:40]}_by_hand_"


def check_parties(scenario: Scenario, parties: Iterable[str]) -> None:
    """Raise ArgumentError where a party is not there, or is named twice."""
    known, seen = sorted({*scenario.states, *scenario.alliances}), set[str]()
    for party in parties:
        if party not in known:
            raise ArgumentError("party", party, f"unknown; expected one of {', '.join(known)}")
        if party in seen:
            raise ArgumentError("party", party, "sits at the table already")
        seen.add(party)
