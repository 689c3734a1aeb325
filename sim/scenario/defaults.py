"""The ministries of a state and the organs of an alliance that lists none of its own."""

from sim.scenario.schema import Ministry, Scenario

_FOREIGN_OWNS = ["verbal", "channel", "personnel", "institution", "conciliatory"]

DEFAULT_MINISTRIES = {
    "foreign": Ministry(name="foreign ministry", role="foreign", owns=_FOREIGN_OWNS),
    "defence": Ministry(name="defence ministry", role="defence", owns=["posture"]),
    "head": Ministry(name="head of government", role="head"),
}
DEFAULT_ORGANS = {
    "secretary_general": Ministry(name="Secretary General", role="foreign", owns=_FOREIGN_OWNS),
    "council": Ministry(name="council", role="head"),
    "defence_planning": Ministry(name="defence planning", role="defence", owns=["posture"]),
}


def ministries_of(scenario: Scenario, party_id: str) -> dict[str, Ministry]:
    """Ministries of a state or organs of an alliance, by id; the default ones if it lists none.

    Raises
    ------
    KeyError
        if no state or alliance has this id.
    """
    if party_id in scenario.states:
        return scenario.states[party_id].ministries or DEFAULT_MINISTRIES
    return scenario.alliances[party_id].organs or DEFAULT_ORGANS
