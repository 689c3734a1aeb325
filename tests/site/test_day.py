"""The picture of a day shows every phase, in the order in which they are played."""

from docs.site.day import PARTS, picture
from sim.rules.day import PHASES


def test_the_parts_hold_all_phases_in_their_order() -> None:
    assert tuple(phase for phases in PARTS.values() for phase in phases) == tuple(PHASES)


def test_the_picture_is_a_list_of_lists() -> None:
    assert picture().count("<li>") == len(PARTS) + len(PHASES)
    assert "<strong>1 What happens by itself</strong><ul><li><b>settle</b>: " in picture()
