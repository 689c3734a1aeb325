"""A scenario in which some parties are played by hand: what they do stands in its timeline."""

from collections.abc import Iterable, Mapping

from sim.analysis.labels import Labels
from sim.scenario import hands
from sim.scenario.arguments import ArgumentError
from sim.scenario.hands import LAST, Decider, decider_of
from sim.scenario.problems import nearest
from sim.scenario.schema import PlayedHistory, Scenario, TimelineMove

LONGEST_NAME = 64  # characters of an id


def by_hand(
    scenario: Scenario, parties: Iterable[str], moves: Mapping[str, TimelineMove], history: PlayedHistory
) -> Scenario:
    """The scenario as it was played: its parties by hand, and their moves in the timeline.

    Parameters
    ----------
    scenario : Scenario, before anything was played
    parties : ids of the parties played by hand
    moves : their moves by id
    history : that is played

    Returns
    -------
    Scenario, with a name of its own
    """
    played = sorted({*scenario.by_hand, *parties})
    new = [party for party in played if party not in scenario.by_hand]
    update = {
        "by_hand": played,
        "timeline": scenario.timeline | dict(moves),
        "played": history,
        "name": "_".join([scenario.name, *new])[:LONGEST_NAME].rstrip("_"),
    }
    return scenario.model_copy(update=update).set_beside(())


def by_policy(scenario: Scenario, parties: Iterable[str]) -> Scenario:
    """The scenario in which these parties decide by their policies."""
    left = [party for party in scenario.by_hand if party not in set(parties)]
    return scenario.model_copy(update={"by_hand": left}) if left != scenario.by_hand else scenario


def without_moves_of(scenario: Scenario, party: str) -> tuple[Scenario, dict[str, TimelineMove]]:
    """A scenario without what a hand put into its timeline for a party, and these moves."""
    own = {name: it for name, it in scenario.timeline.items() if decider_of(name, party) is not Decider.SCENARIO}
    others = {name: move for name, move in scenario.timeline.items() if name not in own}
    return scenario.model_copy(update={"timeline": others}), own


def beginning_of(scenario: Scenario, party: str) -> str:
    """How the ids of the moves begin that are made by hand for a party.

    On one day moves are made in the order of their ids, and what the scenario itself lets the party do comes first.
    """
    given = [name for name, move in scenario.timeline.items() if move.from_ == party]
    beginning = hands.beginning_of(party)
    return f"{LAST}{beginning}" if any(name > beginning for name in given) else beginning


def party_called(text: str, scenario: Scenario, labels: Labels) -> str:
    """Id of the party that is called so, by its id or its name, in capitals or not; the text itself if nobody is."""
    called, parties = text.casefold(), [*scenario.states, *scenario.alliances]
    ids = {party.casefold(): party for party in parties}
    names = {name.casefold(): party for party in parties for name in _names_of(labels.party(party))}
    return ids.get(called) or names.get(called, text)


def _names_of(name: str) -> tuple[str, ...]:
    return name, name.removeprefix("the ")


def check_parties(scenario: Scenario, parties: Iterable[str]) -> None:
    """Raise ArgumentError where a party is not there, or is named twice."""
    known, seen = sorted({*scenario.states, *scenario.alliances}), set[str]()
    for party in parties:
        if party not in known:
            near = nearest(party, known)
            meant = f"did you mean {near!r}?" if near else f"expected one of {', '.join(known)}"
            raise ArgumentError("party", party, f"unknown; {meant}")
        if party in seen:
            raise ArgumentError("party", party, "sits at the table already")
        seen.add(party)
