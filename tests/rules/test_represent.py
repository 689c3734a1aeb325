"""A protecting state: whose embassy serves once a party has no mission left with the other side."""

import pytest

from sim.rules.represent import DIRECT, contact_of
from sim.rules.world import NONE

from .acts import act

CHANNELS = {
    f"{a}_in_{b}": {"kind": "embassy", "sender": a, "host": b, "accredited": 10}
    for a in ("arden", "belmora", "cordia")
    for b in ("arden", "belmora", "cordia")
    if a != b
}
CALM = {"silence_first": 1.0, "silence_level": 1.0, "silence_closure": 1.0, "recovery_mission_per_day": 0.0}
BREAK = {"break": act(1, "belmora", "arden", "sever_relations", deadline=5)}


@pytest.fixture
def broken(build):
    """A world in which Belmora breaks with Arden on day 1, to be gone on day 5."""

    def make(days=10, timeline=None, **relation):
        given = {"between": ["arden", "belmora"], "represented_by": {"arden": "cordia"}} | relation
        events = BREAK | (timeline or {})
        return build(channels=CHANNELS, relations={"r": given}, timeline=events, parameters=CALM).play(days)

    return make


def represents(world):
    return [move[:5] for move in world.moves() if move[3] in ("represent", "contact")]


def contact(world, actor="arden", target="belmora"):
    found = contact_of(world.tables, world.state, world.ij(actor, target))
    return {DIRECT: "direct", NONE: "none"}.get(found) or world.names.channels[found]


def test_a_third_states_embassy_serves_once_the_missions_are_gone(broken):
    assert contact(broken(days=4)) == "direct"
    world = broken()
    assert represents(world) == [(5, "cordia", "belmora", "represent", "cordia_in_belmora")]
    assert contact(world) == "cordia_in_belmora"
    assert contact(world, "belmora", "arden") == "none"  # who named nobody has nobody


def test_both_sides_may_be_represented(broken):
    world = broken(represented_by={"arden": "cordia", "belmora": "cordia"})
    assert represents(world) == [
        (5, "cordia", "belmora", "represent", "cordia_in_belmora"),
        (5, "cordia", "arden", "represent", "cordia_in_arden"),
    ]


def test_an_own_embassy_in_a_third_country_comes_first(broken):
    world = broken(contact={"arden": "arden_in_cordia"})
    assert represents(world) == [(5, "arden", "belmora", "contact", "arden_in_cordia")]
    assert contact(world) == "arden_in_cordia"


def test_who_has_no_embassy_left_there_represents_nobody(broken):
    closed = {"closed": act(0, "belmora", "cordia", "close_mission", "cordia_in_belmora", deadline=3)}
    world = broken(timeline=closed)
    assert represents(world) == []
    assert contact(world) == "none"


def test_it_ends_when_the_protecting_embassy_closes_or_a_mission_reopens(broken):
    closed = {"closed": act(7, "belmora", "cordia", "close_mission", "cordia_in_belmora", deadline=9)}
    assert contact(broken(days=12, timeline=closed)) == "none"
    back = {"back": act(8, "arden", "belmora", "reopen", "arden_in_belmora")}
    world = broken(days=12, timeline=back)
    assert contact(world) == "direct"
    assert not world.state.rerouted.any()


def test_nobody_is_represented_where_the_scenario_names_nobody(broken):
    assert represents(broken(represented_by={})) == []
