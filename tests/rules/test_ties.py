"""Ties: what two parties can lose without a post, who can withhold it, how grave that is and what it takes away."""

import pytest

from sim.rules.indices import breaking_point_of, loss, tie_left, ties_lost
from sim.rules.law import most_allowed
from sim.rules.moves import worth_severity
from sim.rules.world import reverse
from sim.scenario.pack import KIND_NUMBER

from .acts import act

QUIET = {"recovery_tie_per_day": 0.0, "silence_tie": 1.0, "silence_first": 1.0}
TIES = {
    "goods": {"kind": "trade", "between": ["belmora", "arden"], "worth": {"arden": 16.0, "belmora": 1.0}},
    "gas": {"kind": "energy", "between": ["arden", "belmora"], "controlled_by": "belmora", "worth": {"belmora": 0.0}},
    "flights": {"kind": "flights", "between": ["arden", "belmora"]},
}


@pytest.fixture
def world(build):
    """Make a world of two states and three ties in which Arden makes moves on some days, and play it."""

    def make(*moves, days=1, **sections):
        timeline = {f"m{n}": act(day, *who, kind, tie) for n, (day, *who, kind, tie) in enumerate(moves)}
        sections = {"parameters": QUIET, "ties": TIES} | sections
        return build(timeline=timeline, **sections).play(days)

    return make


def left(world, tie):
    return tie_left(world.state, world.channel(tie))


@pytest.mark.parametrize(
    ("severity", "worth", "expected"),
    [
        pytest.param(6.0, 1.0, 6.0, id="an ordinary tie has the severity of the table"),
        pytest.param(6.0, 16.0, 12.0, id="sixteen times as dear is as grave as sixteen of one day: twice one"),
        pytest.param(6.0, 0.0, 0.0, id="what is worth nothing hurts nobody"),
        pytest.param(-4.0, 16.0, -8.0, id="and giving back weighs as taking away does"),
    ],
)
def test_a_tie_weighs_by_its_worth_to_who_loses_it(severity, worth, expected):
    assert worth_severity(severity, worth, 4.0) == pytest.approx(expected)


def test_the_severity_is_that_of_the_worth_to_the_target(world):
    made = world((0, "belmora", "arden", "ban_trade", "goods"), (0, "arden", "belmora", "suspend_flights", "flights"))
    severities = {
        made.names.channels[c]: s for c, s in zip(made.state.log.channel[:2], made.state.log.severity[:2], strict=True)
    }
    assert severities == {"goods": pytest.approx(6.0 * 16.0**0.25), "flights": 4.5}


def test_who_values_nothing_is_not_touched(world):
    made = world((0, "belmora", "arden", "cut_energy", "gas"))
    back, forth = made.ij("belmora", "arden"), made.ij("arden", "belmora")
    assert ties_lost(made.tables, made.state, back) == 0.0  # worth nothing to who withholds it
    assert ties_lost(made.tables, made.state, forth) == pytest.approx(1 / 18)  # 1 of 16 + 1 + 1


def test_each_measure_takes_its_share_of_what_is_left(world):
    once = world((0, "arden", "belmora", "restrict_trade", "goods"))
    twice = world(
        (0, "arden", "belmora", "restrict_trade", "goods"), (1, "arden", "belmora", "restrict_trade", "goods"), days=2
    )
    both = world((0, "arden", "belmora", "restrict_trade", "goods"), (0, "belmora", "arden", "suspend_trade", "goods"))
    assert [left(once, "goods"), left(twice, "goods"), left(both, "goods")] == pytest.approx([2 / 3, 4 / 9, 2 / 9])
    assert left(once, "flights") == 1.0


def test_a_tie_lost_makes_nobody_readier_to_leave(world):
    before, after = (
        world(),
        world((0, "belmora", "arden", "ban_trade", "goods"), (0, "belmora", "arden", "cut_energy", "gas")),
    )
    ij = after.ij("arden", "belmora")
    assert ties_lost(after.tables, after.state, ij) == pytest.approx(17 / 18)
    assert loss(after.tables, after.state, ij >> 1, 0) == 0.0
    assert breaking_point_of(after.tables, after.state, ij, 0.0) == breaking_point_of(
        before.tables, before.state, ij, 0.0
    )


def test_ties_add_nothing_to_what_institutions_are_worth(world):
    # a closed embassy is as great a share of what there was, whether or not the two trade
    gone = (0, "belmora", "arden", "close_mission", "a_embassy")
    with_ties, without = world(gone, days=9), world(gone, days=9, ties={})
    losses = [loss(made.tables, made.state, made.ij("arden", "belmora") >> 1, 8) for made in (with_ties, without)]
    assert losses[0] == losses[1] > 0.0


def test_only_who_controls_a_tie_withholds_it_and_only_what_is_left(world):
    made = world((0, "belmora", "arden", "cut_energy", "gas"))
    gas, cut, restore = made.channel("gas"), KIND_NUMBER["cut_energy"], KIND_NUMBER["restore_tie"]
    ij = made.ij("belmora", "arden")
    allowed = [
        most_allowed(made.tables, made.state, kind, towards, gas)
        for kind, towards in ((cut, reverse(ij)), (cut, ij), (restore, reverse(ij)), (restore, ij))
    ]
    assert allowed == [0, 0, 0, 1]


def test_what_is_restored_is_whole_again_and_weighs_by_the_share_that_was_gone(world):
    made = world(
        (0, "belmora", "arden", "restrict_trade", "goods"),
        (1, "belmora", "arden", "restore_tie", "goods"),
        days=2,
    )
    assert left(made, "goods") == 1.0
    assert made.state.log.severity[1] == pytest.approx(-4.0 * 1 / 3 * 2.0)  # a third of a tie worth 16
    assert made.state.posts.rung[made.channel("goods")] == 0


def test_what_a_scenario_withholds_at_the_start_is_gone_from_the_first_day(world):
    half = TIES | {"flights": TIES["flights"] | {"withheld": {"arden": 0.5}}}
    made = world(ties=half)
    assert left(made, "flights") == 0.5
    assert made.state.posts.rung[made.channel("flights")] == 4  # flights suspended: the mildest that takes as much


def test_a_withheld_tie_comes_back_by_who_withholds_it(world):
    # certain, once the two have met twice and a day of quiet has passed
    soon = QUIET | {
        "recovery_tie_per_day": 1.0,
        "recovery_meetings": 0,
        "recovery_quiet_days": 1,
        "recovery_grievance": 1e6,
    }
    made = world((0, "belmora", "arden", "ban_trade", "goods"), days=6, parameters=soon)
    log = made.state.log
    restored = [m for m in range(log.n[0]) if log.kind[m] == KIND_NUMBER["restore_tie"]]
    assert [int(log.ij[m]) for m in restored] == [made.ij("belmora", "arden")]
    assert left(made, "goods") == 1.0


def test_a_break_leaves_ties_alone(world):
    made = world((0, "belmora", "arden", "sever_relations", None))
    assert [left(made, tie) for tie in TIES] == [1.0, 1.0, 1.0]
