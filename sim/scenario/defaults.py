"""What a file may leave out: the ministries of a state, the organs of an alliance, the thresholds of a crowd.

.. [Granovetter1978] M. Granovetter: Threshold models of collective behavior. American Journal of
   Sociology 83, 1978.
"""

from statistics import NormalDist

from sim.rules.moves import FAMILIES, TIE_FAMILIES

from .schema import Ministry, Scenario

_FOREIGN_OWNS = ["verbal", "channel", "personnel", "institution", "conciliatory"]
_OF_TIES = [FAMILIES[family] for family in TIE_FAMILIES]

DEFAULT_MINISTRIES = {
    "foreign": Ministry(name="foreign ministry", role="foreign", owns=_FOREIGN_OWNS),
    "defence": Ministry(name="defence ministry", role="defence", owns=["posture"]),
    "head": Ministry(name="head of government", role="head"),
    "trade": Ministry(name="ministry of trade", owns=["economic"]),
    "interior": Ministry(name="interior ministry", owns=["travel"]),
    "transport": Ministry(name="ministry of transport", owns=["transport"]),
    "culture": Ministry(name="ministry of education and culture", owns=["society"]),
}
DEFAULT_ORGANS = {
    "secretary_general": Ministry(name="Secretary General", role="foreign", owns=[*_FOREIGN_OWNS, *_OF_TIES]),
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


def normal_thresholds(n: int, mean: float, spread: float) -> list[float]:
    """Thresholds of a crowd that are spread like a normal distribution: its quantiles (i + 1/2)/n [Granovetter1978]_.

    Parameters
    ----------
    n : int, allies
    mean : float, share of influence
    spread : float, >= 0, standard deviation

    Returns
    -------
    list of float, ascending; who has one of 0 or less joins unasked, who has one above 1 never does
    """
    crowd = NormalDist()
    return [mean + spread * crowd.inv_cdf((i + 0.5) / n) for i in range(n)]
