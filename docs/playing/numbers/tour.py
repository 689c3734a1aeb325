"""Numbers of the tour: how often the lesson ends strained."""

from sim.results.forecast import Forecast

from .words import share


def tour_strained(tour_thousand: Forecast) -> str:
    """Share of histories in which the relation ends strained, with its interval."""
    return share(tour_thousand.probabilities, level="relation", event="strained")


NUMBERS = {"tour_strained": tour_strained}
