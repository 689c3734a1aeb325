"""How a government arrives at an answer: who is asked, what is decided, and in which order.

Belmora sends home ten of the forty at Arden's embassy.  That weighs 4 + 2.5·√(10/40) = 5.25, and
Arden has to decide three days later.
"""

import math

import pytest

from sim.rules.bargain import breaks_on, decide, head_steps_in, lets_lie, propose
from sim.rules.draws import STREAM_OVERRIDE, STREAM_SILENCE, uniform
from sim.rules.world import VERDICTS

ACT = 5.25  # severity of ten of forty sent home
NEVER_FADES = {"half_life_days": 1e12}
EXPULSION = {"act": {"date": 0, "from": "belmora", "to": "arden", "move": "expel", "channel": "a_embassy", "count": 10}}
EMBASSIES = {
    "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 40},
    "b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 40},
}
OWNS = ["verbal", "channel", "personnel", "institution", "conciliatory"]


def ministry(role, policy, owns=(), influence=1.0):
    return {"role": role, "policy": policy, "owns": list(owns), "influence": influence}


def states(**ministries):
    """Three states; Arden has the ministries given, the others the usual ones."""
    return {
        "arden": {"policy": "arden", "ministries": ministries},
        "belmora": {"policy": "ledger"},
        "cordia": {"policy": "ledger"},
    }


POLICIES = {
    "arden": {"preset": "proportional"},
    "single": {"preset": "proportional", "k": 1},
    "double": {"preset": "proportional", "k": 2},
    "fourfold": {"preset": "proportional", "k": 4},
}


@pytest.fixture
def decided(build):
    """Play until Arden has decided, on the third day, what to do about the act of day 0."""

    def play(policy=None, days=4, **other):
        other.setdefault("timeline", EXPULSION)
        other.setdefault("channels", EMBASSIES)
        other.setdefault("policies", POLICIES if policy is None else {"arden": policy})
        other["parameters"] = {**NEVER_FADES, **other.get("parameters", {})}
        return build(**other).play(days)

    return play


def provocations_of(world, party="arden"):
    """Rows of the provocations that a party has to answer."""
    given = world.state.provocations
    return [p for p in range(given.n[0]) if world.tables.actor[given.ij[p]] == world.party(party)]


def verdicts(world):
    """What Arden decided, provocation by provocation."""
    return [VERDICTS[world.state.provocations.verdict[p]] for p in provocations_of(world)]


def asked(world, p=0):
    """Severity that Arden's government decided on."""
    return float(world.state.provocations.asked[provocations_of(world)[p]])


# competence -----------------------------------------------------------------------------------


class TestCompetence:
    def test_a_ministry_that_owns_the_family_of_the_act_is_asked_and_one_that_does_not_is_not(self, decided):
        world = decided(
            states=states(
                foreign=ministry("foreign", "single", OWNS), defence=ministry("defence", "double", ["posture"])
            )
        )
        assert asked(world) == pytest.approx(ACT)

    def test_a_ministry_to_which_the_post_hit_is_attached_is_asked_too(self, decided):
        channels = {**EMBASSIES, "a_embassy": {**EMBASSIES["a_embassy"], "sender_ministry": "defence"}}
        world = decided(
            channels=channels,
            states=states(
                foreign=ministry("foreign", "single", OWNS), defence=ministry("defence", "double", ["posture"])
            ),
        )
        assert asked(world) == pytest.approx((1 * ACT + 2 * ACT) / 2)

    @pytest.mark.parametrize("concerned", [(), ("trade",)], ids=["nobody", "only the ministry of trade"])
    def test_where_nobody_is_competent_the_foreign_ministry_stands_in(self, decided, concerned):
        downgrade = {"act": {"date": 0, "from": "belmora", "to": "arden", "move": "downgrade_relations"}}
        world = decided(
            timeline=downgrade,
            states=states(
                defence=ministry("defence", "fourfold", ["posture"]),
                foreign=ministry("foreign", "double", ["verbal"]),
                trade=ministry("other", "single", ["channel"] if "trade" in concerned else []),
            ),
        )
        assert asked(world) == pytest.approx(5.5 if concerned else 11.0)

    def test_the_ministries_of_the_offender_are_not_asked(self, decided):
        calm = {name: {"policy": "ledger"} for name in ("arden", "cordia")}
        belmora = {"policy": "ledger", "ministries": {"foreign": ministry("foreign", "fourfold", OWNS)}}
        world = decided(policies=POLICIES, states={**calm, "belmora": belmora})
        assert asked(world) == pytest.approx(ACT)


# how much -------------------------------------------------------------------------------------


class TestTheGovernmentTakesTheMeanOfItsMinistries:
    def test_weighted_by_their_influence(self, decided):
        world = decided(
            states=states(
                foreign=ministry("foreign", "single", OWNS, influence=3),
                interior=ministry("other", "double", OWNS, influence=1),
            )
        )
        assert asked(world) == pytest.approx((3 * 5.25 + 1 * 10.5) / 4)  # 6.5625
        assert world.state.provocations.ratio[0] == pytest.approx((3 * 1 + 1 * 2) / 4)  # posts for one post
        assert not world.state.provocations.overridden[0]

    def test_and_a_ministry_of_no_influence_is_not_heard(self, decided):
        world = decided(
            states=states(
                foreign=ministry("foreign", "double", OWNS, influence=0.5),
                interior=ministry("other", "fourfold", OWNS, influence=0),
            )
        )
        assert asked(world) == pytest.approx(2 * ACT)
        assert world.state.provocations.ratio[0] == pytest.approx(2)

    def test_where_no_ministry_has_any_influence_nothing_is_owed(self, decided):
        world = decided(states=states(foreign=ministry("foreign", "double", OWNS, influence=0)))
        assert (verdicts(world), asked(world), world.state.provocations.ratio[0]) == (["nothing_owed"], 0, 1)


@pytest.mark.parametrize(
    ("policy", "severity", "verdict"),
    [
        pytest.param({"preset": "proportional", "k": 0, "c": 2.0}, 2.0, "nothing_owed", id="two: that is not hostile"),
        pytest.param({"preset": "proportional", "k": 0, "c": 2.1}, 2.1, "reply", id="a little more than two"),
        pytest.param({"preset": "proportional", "k": 0, "c": 2.1, "hostile_above": 3}, 2.1, "nothing_owed",
                     id="a little more than two, where three is not hostile yet"),
        pytest.param({"preset": "proportional", "k": 1, "c": -4}, 1.25, "nothing_owed", id="four less than the act"),
        pytest.param({"preset": "proportional", "k": 0, "cow_above": 5}, 0, "nothing_owed", id="nothing at all"),
        pytest.param({"preset": "bully", "cow_above": 5}, 0, "cowed", id="nothing, for fear of so grave an act"),
        pytest.param({"preset": "bully", "cow_above": 6}, 6.3, "reply", id="six fifths of what frightens nobody"),
        pytest.param({"preset": "bully", "k": 0.3}, 1.575, "nothing_owed", id="too little, and not for fear"),
        pytest.param({"preset": "tit_for_tat", "k": 3}, 5.25, "reply", id="as much as the act: tit for tat has no k"),
        pytest.param({"preset": "ledger"}, 5.25, "reply", id="the act, all of it still owed"),
    ],
)  # fmt: skip
def test_the_answer_asked_for_is(decided, policy, severity, verdict):
    world = decided(policy)
    assert (asked(world), verdicts(world)) == (pytest.approx(severity), [verdict])


def test_a_ledger_that_has_sent_more_than_it_received_owes_nothing(decided):
    first_blow = {
        "blow": {"date": 0, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 20},
        "answer": {**EXPULSION["act"], "date": 1, "answers": "blow"},
    }  # sent 4 + 2.5·√½ = 5.77, received 5.25
    world = decided({"preset": "ledger"}, timeline=first_blow, days=5)
    assert (verdicts(world), asked(world)) == (["nothing_owed"], 0)
    balance = world.state.provocations.balance[provocations_of(world)[0]]
    assert balance == pytest.approx(5.25 - 5.76776695)


# when, and on what ----------------------------------------------------------------------------


class TestADecision:
    def test_is_taken_on_the_day_it_is_due_and_not_before(self, decided):
        assert verdicts(decided(days=3)) == ["pending"]
        world = decided(days=4)
        assert (verdicts(world), world.state.provocations.decided[0]) == (["reply"], 3)

    def test_stands_on_the_accounts_as_they_have_faded_by_that_day(self, decided):
        # perceived on day 1, decided on day 3; everything halves in two days
        relations = {
            "arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 8}, "balance": {"arden": 4}}
        }
        world = decided({"preset": "ledger", "half_life_days": 2, "breaking_hollowing": 40}, relations=relations)
        given = world.state.provocations
        assert given.perceived[0] == pytest.approx(5.25 / 2)
        assert given.grievance[0] == pytest.approx(5.25 / 2 + 8 / 2**1.5)
        assert given.balance[0] == pytest.approx(5.25 / 2 + 4 / 2**1.5)
        assert asked(world) == pytest.approx(5.25 / 2)
        assert given.valued[0] == 3

    def test_notes_the_loss_and_the_breaking_point_of_that_day(self, decided):
        # two embassies of like weight; one keeps 0.3 + 0.7 · 30/40 = 0.825 of its worth
        world = decided({"preset": "ledger"})
        assert world.state.provocations.loss[0] == pytest.approx(0.175 / 2)
        assert world.state.provocations.breaking_point[0] == pytest.approx(3 + 34 * (1 - 0.0875))

    def test_stands_on_the_loss_of_the_relation_at_issue(self, decided):
        # the mission keeps 8 of 70, the liaison mission 6 of 13, the office all; the council met three days ago
        cut = {**EXPULSION["act"], "from": "league", "to": "belmora", "channel": "b_mission"}
        world = decided(timeline={"act": cut}, channels=None)
        worth = 4 * (0.3 + 0.7 * 8 / 70) + 2 * (0.3 + 0.7 * 6 / 13) + 1 + 3 * 2 ** (-3 / 180)
        assert world.state.provocations.loss[0] == pytest.approx(1 - worth / 10)
        assert world.state.provocations.breaking_point[0] == pytest.approx(3 + 34 * worth / 10)

    def test_leaves_the_provocations_of_others_and_those_not_yet_due_alone(self, decided):
        world = decided(days=3)
        arden, belmora = world.party("arden"), world.party("belmora")
        for ministry_row in range(world.tables.ministry_party.size):
            propose(world.tables, world.state, ministry_row, 2)
        for party in (arden, belmora):
            decide(world.tables, world.state, party, 2)
        assert verdicts(world) == ["pending"]
        assert world.state.provocations.weight_sum[0] == 0
        decide(world.tables, world.state, belmora, 3)
        assert verdicts(world) == ["pending"]
        decide(world.tables, world.state, arden, 3)
        assert verdicts(world) == ["nothing_owed"]  # nobody has proposed anything

    def test_is_taken_for_each_provocation_by_itself(self, decided):
        two = {"act": EXPULSION["act"], "blow": {**EXPULSION["act"], "date": 6, "count": 30}}  # all who are left
        world = decided({"preset": "tit_for_tat"}, timeline=two, days=10)
        assert verdicts(world) == ["reply", "reply"]
        assert (asked(world, 0), asked(world, 1)) == (pytest.approx(5.25), pytest.approx(6.5))


def test_an_own_rule_is_given_seven_numbers_in_this_order(decided):
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 8}, "balance": {"arden": 2}}}
    acts = {"act": EXPULSION["act"], "closure": {"date": 10, "from": "belmora", "to": "arden", "move": "ultimatum"}}
    own = {"own_rule": "tests.rules.own_rules_example:sore", "k": 1.5, "c": -3}
    world, asked_with = decided(own, days=0, timeline=acts, relations=relations), []

    def listen(_, *numbers):
        asked_with.append(numbers)
        return 3.5

    world.tables = world.tables._replace(own_rule=listen)
    world.play(14)
    # perceived, balance, grievance, the act before, the own last act, k, c; the first answer, too small for a
    # copy, is a protest note, which counts in no balance and is no act
    first, second = asked_with[0], asked_with[-1]
    assert first == pytest.approx((5.25, 7.25, 13.25, 0, 0, 1.5, -3))
    assert second == pytest.approx((4.5, 11.75, 17.75, 5.25, 0, 1.5, -3))


# breaking -------------------------------------------------------------------------------------


def with_grievance(severity):
    return {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": severity}}}


LEAVES = {"preset": "ledger", "breaks": True}
CERTAIN_SILENCE = {"silence_first": 1.0, "silence_reply": 1.0}


@pytest.mark.parametrize(
    ("policy", "grievance", "verdict"),
    [
        # after the act the breaking point stands at 3 + 34 · 0.9125 = 34.025, and the act adds 5.25
        pytest.param(LEAVES, 28.8, "rupture", id="beyond the breaking point it breaks"),
        pytest.param(LEAVES, 28.7, "reply", id="short of it it answers"),
        pytest.param({**LEAVES, **CERTAIN_SILENCE}, 28.8, "rupture", id="silence stops no break"),
        pytest.param({**LEAVES, **CERTAIN_SILENCE}, 28.7, "silence", id="short of it it may keep silent"),
        pytest.param({**LEAVES, "k": 0}, 28.8, "rupture", id="who asks for nothing breaks nonetheless"),
        pytest.param({**LEAVES, "k": 0}, 28.7, "nothing_owed", id="who asks for nothing owes nothing"),
        pytest.param({**LEAVES, "k": 0, **CERTAIN_SILENCE}, 28.7, "silence", id="silence comes first"),
        pytest.param({"preset": "ledger"}, 500, "reply", id="who has no breaking point never breaks"),
        pytest.param({"preset": "tit_for_tat"}, 500, "reply", id="tit for tat never breaks"),
        pytest.param({"preset": "tit_for_tat", "breaks": True}, 500, "rupture", id="unless it is given one"),
    ],
)  # fmt: skip
def test_the_breaking_point_comes_first(decided, policy, grievance, verdict):
    world = decided(policy, relations=with_grievance(grievance))
    assert verdicts(world) == [verdict]


def test_a_grievance_that_just_reaches_the_breaking_point_breaks(decided):
    world = decided(LEAVES)
    given = world.state.provocations
    given.grievance[0], given.breaking_point[0] = 20.0, 20.0
    assert breaks_on(world.tables, world.state, 0)
    given.grievance[0] = 19.999
    assert not breaks_on(world.tables, world.state, 0)


# silence --------------------------------------------------------------------------------------


def share_of(world, rule, n=2000):
    """Share of ``n`` provocations, alike but for their number, to which a rule says yes."""
    hits = 0
    for number in range(n):
        world.state.provocations.number[0] = number
        hits += bool(rule(world.tables, world.state, 0, 3))
    return hits / n


def near(p, n=2000):
    """Four standard errors of a share observed ``n`` times."""
    return pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / n))


@pytest.mark.parametrize(
    ("is_reply", "share"),
    [
        pytest.param(False, 0.14, id="one first move in seven, as in 80 of 93 documented cases answered"),
        pytest.param(True, 0.7, id="seven answers in ten"),
    ],
)
def test_left_without_a_reply_are(decided, is_reply, share):
    world = decided(policies={}, parameters={"silence_first": 0.14, "silence_reply": 0.7})
    world.state.provocations.is_reply[0] = is_reply
    assert share_of(world, lets_lie) == near(share)


def test_a_provocation_is_let_lie_or_not_by_one_draw_that_names_party_partner_day_and_number(decided):
    world = decided({"preset": "tit_for_tat", "silence_first": 0.5})
    tables, state = world.tables, world.state
    arden, belmora = world.party("arden"), world.party("belmora")
    for number in range(64):
        state.provocations.number[0] = number
        u = uniform(tables, state, arden, belmora, 3, STREAM_SILENCE, number)
        assert [lets_lie(tables, state, 0, 3) for _ in range(3)] == [u < 0.5] * 3


def test_silence_may_be_set_for_one_relation_and_one_side(decided):
    lenient = {"arden_belmora": {"between": ["arden", "belmora"], "silence_first": {"arden": 1.0}}}
    assert verdicts(decided({"preset": "ledger"}, relations=lenient)) == ["silence"]
    other_side = {"arden_belmora": {"between": ["arden", "belmora"], "silence_first": {"belmora": 1.0}}}
    assert verdicts(decided({"preset": "ledger"}, relations=other_side)) == ["reply"]


# the head of government -----------------------------------------------------------------------

HARD_AND_SOFT = states(
    culture=ministry("other", "double", OWNS),
    foreign=ministry("foreign", "single", OWNS),
    trade=ministry("other", "single", OWNS),
)


def under_pressure(decided, grievance, probability=1.0, **policy):
    """Decide with a grievance before the act; breaking point 34.025, four fifths of it 27.22."""
    government = {**LEAVES, "override_probability": probability, **policy}
    return decided(
        policies={**POLICIES, "arden": government}, states=HARD_AND_SOFT, relations=with_grievance(grievance)
    )


@pytest.mark.parametrize(
    ("grievance", "policy", "overridden"),
    [
        pytest.param(22.1, {}, True, id="near the breaking point the head of government takes the hardest proposal"),
        pytest.param(21.8, {}, False, id="farther from it the mean of the ministries stands"),
        pytest.param(21.8, {"override_share": 0.5}, True, id="or already at half of it, where a scenario says so"),
        pytest.param(22.1, {"probability": 0.0}, False, id="a head of government that never steps in does not"),
        pytest.param(99.0, {"breaks": False}, False, id="nor one whose policy has no breaking point"),
    ],
)
def test_the_head_of_government(decided, grievance, policy, overridden):
    world = under_pressure(decided, grievance, **policy)
    given = world.state.provocations
    assert verdicts(world) == ["reply"]
    assert bool(given.overridden[0]) is overridden
    assert given.asked[0] == pytest.approx(2 * ACT if overridden else (1 + 2 + 1) * ACT / 3)
    assert given.ratio[0] == pytest.approx(2 if overridden else 4 / 3)


def test_the_head_of_government_steps_in_at_exactly_the_share_named(decided):
    world = under_pressure(decided, 0.0, override_share=0.5)
    given = world.state.provocations
    given.breaking_point[0], given.grievance[0] = 20.0, 10.0
    assert head_steps_in(world.tables, world.state, 0, 3)
    given.grievance[0] = 9.999
    assert not head_steps_in(world.tables, world.state, 0, 3)


def test_the_head_of_government_steps_in_every_second_time_by_a_draw_of_its_own(decided):
    world = under_pressure(decided, 22.1, probability=0.5)
    assert share_of(world, head_steps_in) == near(0.5)
    tables, state = world.tables, world.state
    arden, belmora = world.party("arden"), world.party("belmora")
    for number in range(64):
        state.provocations.number[0] = number
        u = uniform(tables, state, arden, belmora, 3, STREAM_OVERRIDE, number)
        assert head_steps_in(tables, state, 0, 3) == (u < 0.5)


@pytest.mark.parametrize(
    ("culture", "foreign", "severity", "ratio"),
    [
        pytest.param({"k": 0.25}, {"k": 0.2}, ACT / 4, 0.25, id="little"),
        pytest.param({"k": 3, "c": -20}, {"k": 2, "c": -20}, 0, 3, id="nothing, three for one, says the first"),
        pytest.param({"k": 1}, {"k": 0, "c": ACT}, ACT, 1, id="of two equally hard the first"),
        pytest.param({"k": 1}, {"k": 2}, 2 * ACT, 2, id="the second where it is harder"),
    ],
)
def test_the_hardest_proposal_may_be(decided, culture, foreign, severity, ratio):
    government = {**LEAVES, "override_probability": 1, "override_share": 0}
    policies = {
        "arden": government,
        "culture": {"preset": "proportional", **culture},
        "foreign": {"preset": "proportional", **foreign},
    }
    both = states(culture=ministry("other", "culture", OWNS), foreign=ministry("foreign", "foreign", OWNS))
    # decided on the day of perception, when nothing has faded
    world = decided(policies=policies, states=both, parameters={"delay_days": 1})
    assert asked(world) == pytest.approx(severity)
    assert world.state.provocations.ratio[0] == ratio


def test_a_verdict_once_given_is_not_reopened(decided):
    world = decided({"preset": "tit_for_tat"})
    world.state.provocations.asked_sum[0] = 0
    decide(world.tables, world.state, world.party("arden"), 4)
    assert verdicts(world) == ["reply"]
