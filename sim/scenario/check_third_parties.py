"""Third parties of a relation: who looks after a party's interests, and who mediates."""

from collections.abc import Iterator

from .problems import Finding, absent
from .relations import pairs_of, sorted_pair
from .schema import Relation, Scenario

Path = tuple[str, ...]


def check_third_parties(path: Path, relation: Relation, scenario: Scenario) -> Iterator[Finding]:
    """Problems of the third parties of a relation whose id leads there."""
    if len({*relation.between}) == len(relation.between):
        yield from _protectors(path, relation, scenario)
        yield from _mediators(path, relation, scenario)


def _protectors(path: Path, relation: Relation, scenario: Scenario) -> Iterator[Finding]:
    """A protecting state is a third one, with an embassy with the other side."""
    for party, state in relation.represented_by.items():
        here = (*path, "represented_by", party)
        if party not in relation.between:
            continue  # which is said of every key by party
        other = next(side for side in relation.between if side != party)
        with_embassy = {
            channel.sender
            for channel in scenario.channels.values()
            if channel.kind == "embassy" and channel.host == other and channel.sender in scenario.states
        } - {party}
        if state not in scenario.states:
            yield absent(here, "state", state, scenario.states)
        elif state not in with_embassy:
            candidates = sorted(name for name in with_embassy if name)
            yield Finding(
                here, f"'{state}' is no third state with an embassy in {other}", candidates=candidates, word=state
            )


def _mediators(path: Path, relation: Relation, scenario: Scenario) -> Iterator[Finding]:
    """A mediator is a third party that deals with both sides, and is named once."""
    pairs = pairs_of(scenario)
    parties = [*scenario.states, *scenario.alliances]
    able = [
        party
        for party in parties
        if party not in relation.between and all(sorted_pair((party, side)) in pairs for side in relation.between)
    ]
    for place, mediator in enumerate(relation.mediators):
        here = (*path, "mediators", str(place))
        if mediator not in parties:
            yield absent(here, "state or alliance", mediator, parties)
        elif mediator not in able:
            problem = f"'{mediator}' is no third party that deals with both sides"
            yield Finding(here, problem, candidates=able, word=mediator)
        elif mediator in relation.mediators[:place]:
            yield Finding(here, f"'{mediator}' is named twice")
