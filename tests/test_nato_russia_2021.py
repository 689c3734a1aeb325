"""October 2021 between the capitals: every embassy has staff, and grievances come from the acts that the file lists."""

import pytest

from sim import load_scenario

NAME = "nato_russia_2021"


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario(NAME)


def test_every_embassy_has_staff_which_is_documented_or_marked_as_assumed(case):
    embassies = {id_: channel for id_, channel in case.channels.items() if channel.kind == "embassy"}
    assert len(embassies) == 62  # two with each of thirty members, and two with Belarus
    assert all(channel.accredited > 0 for channel in embassies.values())
    assert all(channel.source or channel.confidence == "assumed" for channel in embassies.values())
    assumed = {(channel.sender == "russia", channel.accredited) for channel in embassies.values() if not channel.source}
    assert assumed == {(True, 112), (False, 45), (True, 46), (False, 25), (True, 41), (False, 10)}  # three classes


def test_nobody_is_assumed_to_have_left_an_embassy_of_which_nothing_is_known(case):
    for channel in case.channels.values():
        if channel.confidence == "assumed":
            assert channel.ceiling is None
            assert channel.reference_staff is None
