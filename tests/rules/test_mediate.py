"""Good offices: who offers them, when, and what comes of it.

Arden and Belmora quarrel; Cordia, which has relations with both, is named as a mediator.
"""

import math

import pytest

from sim.rules import draws
from sim.rules.reconcile import acceptance
from sim.rules.world import INTENTS

from .acts import act

DAILY = {"mediation_per_day": 1.0}
QUARREL = {"blow": act(1, "belmora", "arden", "expel", "a_embassy", count=2)}
CHANNELS = {
    f"{a}_in_{b}": {"kind": "embassy", "sender": a, "host": b, "accredited": 10}
    for a in ("arden", "belmora", "cordia")
    for b in ("arden", "belmora", "cordia")
    if a != b
} | {"a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 40}}
NAMED = {"r": {"between": ["arden", "belmora"], "mediators": ["cordia"]}}
NEVER = {"silence_first": 1.0}


@pytest.fixture
def mediated(build):
    """A world after some days in which Cordia may mediate."""

    def make(days=3, timeline=QUARREL, relation=NAMED, seed=1, willing=(), channels=CHANNELS, **numbers):
        relations = {"r": {**relation["r"], "invites": [*willing]}}
        return build(
            channels=channels, relations=relations, timeline=timeline, parameters=NEVER | DAILY | numbers, seed=seed
        ).play(days)

    return make


def steps(world):
    """Day, actor, target and kind of everything that comes of mediation."""
    log = world.state.log
    return [move[:4] for m, move in enumerate(world.moves()) if INTENTS[log.intent[m]] == "mediation"]


BOTH = ("arden", "belmora")
OFFERS = [(1, "cordia", "arden", "offer_mediation"), (1, "cordia", "belmora", "offer_mediation")]


def test_if_both_accept_the_mediator_mediates_and_they_meet_and_no_further_offer_comes(mediated):
    assert steps(mediated(willing=BOTH)) == [
        *OFFERS,
        (1, "cordia", "arden", "mediate"),
        (1, "cordia", "belmora", "mediate"),
        (1, "arden", "belmora", "meet"),
    ]


def test_one_that_refuses_says_so_to_the_mediator(mediated):
    never = {"talks_intercept": -50.0}
    assert steps(mediated(days=2, willing=("arden",), **never)) == [*OFFERS, (1, "belmora", "cordia", "refuse_talks")]
    assert steps(mediated(days=2, **never)) == [
        *OFFERS,
        (1, "arden", "cordia", "refuse_talks"),
        (1, "belmora", "cordia", "refuse_talks"),
    ]


def test_nobody_mediates_without_a_quarrel(mediated):
    assert steps(mediated(timeline={})) == []


def test_a_meeting_ends_the_quarrel(mediated):
    timeline = QUARREL | {"talks": act(1, "belmora", "arden", "meet")}
    assert steps(mediated(timeline=timeline)) == []


def test_nobody_mediates_who_is_not_named(mediated):
    assert steps(mediated(relation={"r": {"between": ["arden", "belmora"]}})) == []


def test_a_mediator_that_has_broken_with_one_side_mediates_no_more(mediated):
    timeline = {"break": act(0, "cordia", "belmora", "sever_relations")} | QUARREL
    assert steps(mediated(timeline=timeline)) == []


def test_a_meeting_that_was_mediated_lowers_both_grievances_as_one_that_was_offered(mediated):
    held = [mediated(days=2, willing=willing, talks_relief=1.0).state.grievance.copy() for willing in (BOTH, ())]
    world = mediated(days=2, willing=BOTH, talks_relief=1.0)
    ij = world.ij("arden", "belmora")
    refused = mediated(days=2, talks_intercept=-50.0, talks_relief=1.0).state.grievance[ij]
    assert refused - held[0][ij] == pytest.approx(min(3.0, refused))  # a meeting has severity -3


@pytest.mark.parametrize("seed", range(8))
def test_each_side_accepts_by_the_rule_of_talks_and_a_draw_of_its_own(mediated, seed):
    given = {"days": 1, "seed": seed, "timeline": {"blow": QUARREL["blow"] | {"date": 0}}, "talks_intercept": -2.0}
    before, world = mediated(mediation_per_day=0.0, **given), mediated(**given)
    key, log, accepted = int(world.tables.party_key[world.party("belmora")]), world.state.log, []
    for side, other in (BOTH, BOTH[::-1]):
        chance = acceptance(before.tables, before.state, before.ij(side, other), 0)
        who = world.party(side), world.party("cordia")
        accepted.append(draws.uniform(world.tables, world.state, *who, 0, draws.STREAM_MEDIATION_ACCEPT, key) < chance)
        told = [
            m for m, move in enumerate(world.moves()) if side in move[1:3] and move[3] in ("mediate", "refuse_talks")
        ]
        assert [log.probability[m] for m in told] == pytest.approx([chance] * len(told))
        assert 0.1 < chance < 0.9
    assert ("meet" in {kind for *_, kind in steps(world)}) is all(accepted)
    assert [move[1] for move in steps(world) if move[3] == "refuse_talks"] == [
        side for side, accepts in zip(BOTH, accepted, strict=True) if not accepts
    ]


def test_offers_come_at_the_rate_of_the_mediator(mediated):
    rate, seen = 0.1, []
    for seed in range(40):
        world = mediated(days=60, seed=seed, mediation_per_day=rate, talks_intercept=-50.0)
        seen.append(sum(kind == "offer_mediation" for *_, kind in steps(world)) / 2)
    # of 59 days binomial: 5.9 on average, spread of a mean of forty sqrt(59 * .1 * .9 / 40) = 0.36
    assert sum(seen) / 40 == pytest.approx(5.9, abs=4 * math.sqrt(59 * 0.09 / 40))
