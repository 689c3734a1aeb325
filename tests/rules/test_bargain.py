"""How a government arrives at an answer: who is asked, what is decided, and in which order.

Belmora sends home ten of the forty at Arden's embassy.  That weighs 4 + 2.5·√(10/40) = 5.25, and
Arden has to decide three days later.
"""

import math

import pytest

from sim.rules.bargain import (
    breaks_on,
    chance_of_further_step,
    chance_of_silence,
    decide,
    head_steps_in,
    luck_of_silence,
    propose,
)
from sim.rules.draws import STREAM_OVERRIDE, STREAM_SILENCE, of_cause, uniform, unit
from sim.rules.world import VERDICTS

ACT = 5.25  # severity of ten of forty sent home
NEVER_FADES = {"half_life_days": 1e12, "balance_half_life_days": 1e12}
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
        pytest.param({"preset": "proportional", "k": 1, "c": -3.25}, 2.0, "nothing_owed", id="two: not hostile"),
        pytest.param({"preset": "proportional", "k": 1, "c": -3.15}, 2.1, "nothing_legal",
                     id="a little more than two: owed, but less than a protest"),
        pytest.param({"preset": "proportional", "k": 1, "c": -1.25, "hostile_above": 4}, 4.0, "nothing_owed",
                     id="four, where that is not hostile yet"),
        pytest.param({"preset": "proportional", "k": 1, "c": -1.2, "hostile_above": 4}, 4.05, "reply",
                     id="and a little more"),
        pytest.param({"preset": "proportional", "k": 1, "c": -4}, 1.25, "nothing_owed", id="four less than the act"),
        pytest.param({"preset": "proportional", "k": 0.3}, 1.575, "reply", id="three for ten: few, not a trifle"),
        pytest.param({"preset": "proportional", "k": 0.3, "c": -1}, 0.575, "nothing_owed",
                     id="less than three tenths of what is hostile"),
        pytest.param({"preset": "proportional", "k": 0, "c": 2.0}, 2.0, "reply", id="a measure, and nobody for ten"),
        pytest.param({"preset": "proportional", "k": 0, "cow_above": 5}, 0, "nothing_owed", id="nothing at all"),
        pytest.param({"preset": "bully", "cow_above": 5}, 0, "cowed", id="nothing, for fear of so grave an act"),
        pytest.param({"preset": "bully", "cow_above": 6}, 6.3, "reply", id="six fifths of what frightens nobody"),
        pytest.param({"preset": "bully", "k": 0.3}, 1.575, "reply", id="three for ten, and not for fear"),
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
        # perceived on day 0, decided on day 3; what is held against Belmora halves by then, the balance twice
        relations = {
            "arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 8}, "balance": {"arden": 4}}
        }
        fades = {"preset": "ledger", "half_life_days": 3, "balance_half_life_days": 1.5}
        world = decided(fades, relations=relations)
        given = world.state.provocations
        assert given.perceived[0] == pytest.approx(5.25 / 2)
        assert given.grievance[0] == pytest.approx((5.25 + 8) / 2)
        assert given.balance[0] == pytest.approx((5.25 + 4) / 4)
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
    # perceived, balance, grievance, the act before, the own last act, k, c; a first move is owed in full whatever
    # the balance was; the first answer, too small for a copy, is a protest note, which is no act
    first, second = asked_with[0], asked_with[-1]
    assert first == pytest.approx((5.25, 5.25, 13.25, 0, 0, 1.5, -3))
    assert second == pytest.approx((4.5, 4.5, 17.75, 5.25, 0, 1.5, -3))


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
        pytest.param({**LEAVES, **CERTAIN_SILENCE}, 28.8, "silence", id="also then it may keep silent"),
        pytest.param({**LEAVES, **CERTAIN_SILENCE}, 28.7, "silence", id="and short of it"),
        pytest.param({**LEAVES, "k": 0}, 28.8, "rupture", id="who asks for nothing breaks nonetheless"),
        pytest.param({**LEAVES, "k": 0}, 28.7, "nothing_owed", id="who asks for nothing owes nothing"),
        pytest.param({**LEAVES, "k": 0, **CERTAIN_SILENCE}, 28.8, "silence", id="unless it keeps silent"),
        pytest.param({**LEAVES, "k": 0, **CERTAIN_SILENCE}, 28.7, "nothing_owed", id="what is not owed needs none"),
        pytest.param({"preset": "ledger"}, 500, "reply", id="who has no breaking point never breaks"),
        pytest.param({"preset": "tit_for_tat"}, 500, "reply", id="tit for tat never breaks"),
        pytest.param({"preset": "tit_for_tat", "breaks": True}, 500, "rupture", id="unless it is given one"),
    ],
)  # fmt: skip
def test_silence_comes_first_and_then_the_breaking_point(decided, policy, grievance, verdict):
    world = decided(policy, relations=with_grievance(grievance))
    assert verdicts(world) == [verdict]


@pytest.mark.parametrize(
    ("policy", "breaks", "verdict"),
    [
        pytest.param(LEAVES, False, "reply", id="breaks off elsewhere, not here"),
        pytest.param({"preset": "ledger"}, True, "rupture", id="breaks off nowhere but here"),
    ],
)
def test_a_party_may_have_a_breaking_point_in_one_relation_and_not_in_others(decided, policy, breaks, verdict):
    (relation,) = with_grievance(100).values()
    world = decided(policy, relations={"arden_belmora": {**relation, "breaks": {"arden": breaks}}})
    assert verdicts(world) == [verdict]


def test_a_grievance_that_just_reaches_the_breaking_point_breaks(decided):
    world = decided(LEAVES)
    given = world.state.provocations
    given.grievance[0], given.breaking_point[0] = 20.0, 20.0
    assert breaks_on(world.tables, world.state, 0)
    given.grievance[0] = 19.999
    assert not breaks_on(world.tables, world.state, 0)


def on_arden(move, count=0, date=0, channel="a_embassy", **more):
    """An act of Belmora's against Arden."""
    on = {} if channel is None else {"channel": channel}
    return {"date": date, "from": "belmora", "to": "arden", "move": move, "count": count, **on, **more}


@pytest.mark.parametrize(
    ("acts", "verdict"),
    [
        pytest.param([on_arden("expel", 1)], "reply", id="one sent home is none"),
        pytest.param([on_arden("expel", 3)], "reply", id="nor are three"),
        pytest.param([on_arden("expel", 4)], "rupture", id="four are"),
        pytest.param([on_arden("expel", 1), on_arden("expel", 2, channel="a_consulate")], "reply",
                     id="three from two posts are none"),
        pytest.param([on_arden("expel", 2), on_arden("expel", 2, channel="a_consulate")], "rupture",
                     id="four from two posts are"),
        pytest.param([on_arden("expel", 2), on_arden("expel", 2, date=2)], "rupture", id="so are two, and two later"),
        pytest.param([on_arden("cut_ceiling", 1)], "rupture", id="a ceiling cut by one is"),
        pytest.param([on_arden("restrict_access")], "rupture", id="restricted access is"),
        pytest.param([on_arden("recall_ambassador", channel="b_embassy")], "rupture", id="a recall is"),
        pytest.param([on_arden("ultimatum", channel=None)], "rupture", id="an ultimatum is"),
        pytest.param([on_arden("expel", 1), on_arden("restrict_access", channel="a_consulate")], "rupture",
                     id="one sent home together with something else is"),
        pytest.param([on_arden("expel", 1), on_arden("restrict_access", date=1, channel="c_embassy", to="cordia"),
                      on_arden("expel", 1, date=2)], "reply", id="what is done to others between is none"),
    ],
)  # fmt: skip
def test_an_occasion_to_break_for_a_party_past_its_breaking_point(decided, acts, verdict):
    """In the record answers to one to three people sent home do not even add another kind of move."""
    channels = {
        **EMBASSIES,
        "a_consulate": {"kind": "consulate", "sender": "arden", "host": "belmora", "accredited": 9},
        "c_embassy": {"kind": "embassy", "sender": "cordia", "host": "belmora", "accredited": 9},
    }
    timeline = {f"act{n}": one for n, one in enumerate(acts)}
    world = decided(LEAVES, timeline=timeline, channels=channels, relations=with_grievance(100))
    assert verdicts(world) == [verdict]


def test_a_harm_is_an_occasion_to_break(decided):
    harm = {"harm": {"date": 0, "author": "belmora", "victim": "arden", "severity": 4.5}}
    assert verdicts(decided(LEAVES, timeline={}, triggers=harm, relations=with_grievance(100))) == ["rupture"]


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        pytest.param({**LEAVES, **CERTAIN_SILENCE}, "silence", id="kept silent about"),
        pytest.param({**LEAVES, "k": 0}, "nothing_owed", id="owed nothing by who asks for nothing"),
    ],
)
def test_what_is_no_occasion_to_break_is(decided, policy, verdict):
    world = decided(policy, timeline={"act": on_arden("expel", 3)}, relations=with_grievance(100))
    assert verdicts(world) == [verdict]


# heads counted --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "answer", "is_answered"),
    [
        pytest.param(5, 5, False, id="as many as the own act sent home"),
        pytest.param(5, 4, False, id="fewer"),
        pytest.param(5, 6, True, id="one more"),
        pytest.param(0, 1, False, id="one, where the own act sent nobody home: severities are weighed"),
    ],
)
def test_a_ledger_counts_heads_where_an_answer_sends_people_home(build, own, answer, is_answered):
    begun = {"date": 0, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": own}
    if not own:
        begun = {"date": 0, "from": "arden", "to": "belmora", "move": "restrict_access", "channel": "b_embassy"}
    answered = {"date": 1, "from": "belmora", "to": "arden", "move": "expel", "channel": "a_embassy", "count": answer}
    timeline = {"begun": begun, "answered": {**answered, "answers": "begun"}}
    exact = {"silence_reply": 0, "further_step": 0, "perception_noise": 0}
    policies = {
        "arden": {"preset": "ledger", **exact},
        "belmora": {"preset": "tit_for_tat", "silence_first": 1, "silence_reply": 1},
    }
    world = build(timeline=timeline, channels=EMBASSIES, policies=policies).play(8)
    answers = [move for move in world.moves() if move[1] == "arden" and move[0] > 1]
    assert bool(answers) is is_answered


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


def keeps_silent(tables, state, p, day):
    """Whether the number drawn for provocation ``p`` lies below the chance of silence."""
    return luck_of_silence(tables, state, p, day) < chance_of_silence(tables, state, p)


@pytest.mark.parametrize(
    ("is_reply", "share"),
    [
        pytest.param(False, 0.38, id="four first moves in ten"),
        pytest.param(True, 0.75, id="three answers in four"),
    ],
)
def test_left_without_a_reply_are(decided, is_reply, share):
    world = decided(policies={}, parameters={"silence_first": 0.38, "silence_reply": 0.75})
    world.state.provocations.is_reply[0] = is_reply
    assert share_of(world, keeps_silent) == near(share)


def test_a_provocation_is_let_lie_or_not_by_one_draw_that_names_party_partner_day_and_number(decided):
    world = decided({"preset": "tit_for_tat", "silence_first": 0.5})
    tables, state = world.tables, world.state
    arden, belmora = world.party("arden"), world.party("belmora")
    for number in range(64):
        state.provocations.number[0] = number
        u = uniform(tables, state, arden, belmora, 3, STREAM_SILENCE, number)
        assert [luck_of_silence(tables, state, 0, 3) for _ in range(3)] == [u] * 3


def test_all_who_take_a_side_in_one_affair_are_answered_by_one_draw(build):
    # Belmora harms Arden; Arden and then Cordia expel over it, and Belmora has one and the same luck with both
    harm = {"harm": {"date": 4, "author": "belmora", "victim": "arden", "severity": 5}}
    blow = {"date": 5, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 2}
    cordia = {**blow, "date": 8, "from": "cordia", "channel": "b_embassy_abroad"}
    timeline = {name: {**move, "answers": "harm"} for name, move in {"one": blow, "two": cordia}.items()}
    relations = {"abroad": {"between": ["belmora", "cordia"]}}
    world = build(timeline=timeline, triggers=harm, relations=relations).play(9)
    tables, state = world.tables, world.state
    first, second = provocations_of(world, "belmora")
    word = of_cause(tables, state, world.ij("belmora", "arden"), 0, STREAM_SILENCE)[0]
    assert luck_of_silence(tables, state, first, 7) == luck_of_silence(tables, state, second, 30) == unit(word)


BY_KIND = {
    "silence_first": 0.1,
    "silence_recall": 0.2,
    "silence_closure": 0.3,
    "silence_level": 0.4,
    "silence_forum": 0.5,
    "silence_reply": 0.6,
}


def move(name, channel=None):
    """A move of Belmora against Arden on day 0."""
    where = {} if channel is None else {"channel": channel}
    return {"date": 0, "from": "belmora", "to": "arden", "move": name, **where}


EXPELS = {**move("expel", "a_embassy"), "count": 10}


@pytest.mark.parametrize(
    ("moves", "chance"),
    [
        pytest.param([EXPELS], 0.1, id="people sent home"),
        pytest.param([move("cancel_meeting")], 0.1, id="a meeting cancelled"),
        pytest.param([move("recall_ambassador", "b_embassy")], 0.2, id="the own ambassador recalled"),
        pytest.param([move("close_consulate", "a_consulate")], 0.3, id="a consulate closed"),
        pytest.param([move("downgrade_relations")], 0.4, id="relations reduced"),
        pytest.param([move("suspend_council", "commission")], 0.5, id="a council left"),
        pytest.param([EXPELS, move("suspend_council", "commission")], 0.1, id="people before a council"),
        pytest.param([move("close_consulate", "a_consulate"), move("downgrade_relations")], 0.4,
                     id="relations before posts, in whichever order"),
    ],
)  # fmt: skip
def test_the_chance_of_silence_is_that_of_the_kind_of_act(decided, moves, chance):
    timeline = {f"m{n}": m for n, m in enumerate(moves)}
    world = decided({"preset": "ledger"}, days=1, timeline=timeline, channels=None, parameters=BY_KIND)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(chance)


def test_who_lets_every_expulsion_lie_does_so_whatever_stands_beside_it(decided):
    """London 2018: 23 people and the high-level contacts; a measure of no weight does not decide about the people."""
    timeline = {"people": EXPELS, "council": move("suspend_council", "commission")}
    silenced = {**BY_KIND, "silence_first": 1.0}
    world = decided({"preset": "ledger"}, days=1, timeline=timeline, channels=None, parameters=silenced)
    assert chance_of_silence(world.tables, world.state, 0) == 1.0


@pytest.mark.parametrize(
    ("answer", "size", "chance"),
    [
        pytest.param(EXPELS, 0.0, 0.6, id="of people"),
        pytest.param(move("close_consulate", "a_consulate"), 0.0, 0.6, id="or of a consulate"),
        pytest.param(EXPELS, 1.0, 3 / 23, id="odds of three to two become three to twenty by ten people"),
    ],
)
def test_an_answer_is_let_lie_by_one_chance_whatever_its_kind_and_by_its_size(decided, answer, size, chance):
    blow = {"date": 0, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 1}
    timeline = {"blow": blow, "answer": {**answer, "date": 1, "answers": "blow"}}
    numbers = {**BY_KIND, "silence_reply_size": size}
    world = decided({"preset": "ledger"}, days=2, timeline=timeline, channels=None, parameters=numbers)
    (p,) = provocations_of(world)
    assert chance_of_silence(world.tables, world.state, p) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("silences", "relation", "chance"),
    [
        pytest.param("weighed", {}, 1 / 11, id="weighed: a tenth of the odds of one to one, by ten people"),
        pytest.param("by_kind", {}, 0.5, id="by kind: one in two"),
        pytest.param("never", {}, 0.0, id="never"),
        pytest.param("never", {"silence_first": {"arden": 0.9}}, 0.9, id="what the relation says goes before"),
    ],
)
def test_the_chance_of_silence_by_what_decides_about_it(decided, silences, relation, chance):
    policy = {"preset": "ledger", "silences": silences, "silence_first": 0.5, "silence_size": 1.0}
    relations = {"arden_belmora": {"between": ["arden", "belmora"], **relation}}
    world = decided(policy, days=1, relations=relations)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(chance)


def test_what_generosity_forgives_comes_on_top_also_where_nothing_else_is_let_lie(decided):
    world = decided({"preset": "ledger", "silences": "never", "generosity": 0.25}, days=1)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(0.25)


def test_the_chance_of_silence_is_noted_with_the_decision(decided):
    world = decided({"preset": "ledger", "silence_first": 0.5, "silence_alliance": 5, "silence_share": 2})
    # a quarter of the staff: half of the weight, so odds of 1 : e
    assert world.state.provocations.silence[0] == pytest.approx(1 / (1 + math.e))


@pytest.mark.parametrize(
    ("policy", "chance"),
    [
        pytest.param({"silence_first": 0.3}, 0.3, id="as a first move, where nothing is said of it"),
        pytest.param({"silence_first": 0.3, "silence_measure": 0.8}, 0.8, id="by a number of its own"),
    ],
)
def test_a_measure_that_is_about_no_post_is_let_lie(decided, policy, chance):
    timeline = {"act": {**move("measure"), "severity": 5.0}}
    world = decided({"preset": "ledger", **policy}, days=1, timeline=timeline)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("count", "size", "chance"),
    [
        pytest.param(1, 1.0, 0.5, id="one person: as it stands"),
        pytest.param(10, 1.0, 1 / 11, id="ten: a tenth of the odds"),
        pytest.param(16, 0.5, 1 / 5, id="sixteen, by the root: a quarter of them"),
        pytest.param(16, 0.0, 0.5, id="any number, where size plays no part"),
    ],
)
def test_the_more_people_are_sent_home_the_rarer_is_silence(decided, count, size, chance):
    act = {"act": {**EXPULSION["act"], "count": count}}
    numbers = {"preset": "ledger", "silence_first": 0.5, "silence_size": size}
    world = decided(numbers, days=1, timeline=act)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(chance)


def test_a_harm_is_let_lie_like_one_person_sent_home(build):
    harm = {"harm": {"date": 0, "author": "belmora", "victim": "arden", "severity": 9}}
    world = build(triggers=harm, parameters={**BY_KIND, "silence_size": 1.0}).play(1)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(0.1)


def test_of_what_would_be_answered_a_generous_policy_forgives_a_part(decided):
    world = decided({"preset": "ledger", "silence_first": 0.4, "generosity": 0.25}, days=1)
    assert chance_of_silence(world.tables, world.state, 0) == pytest.approx(1 - 0.6 * 0.75)


def test_silence_may_be_set_for_one_relation_and_one_side(decided):
    lenient = {"arden_belmora": {"between": ["arden", "belmora"], "silence_first": {"arden": 1.0}}}
    assert verdicts(decided({"preset": "ledger"}, relations=lenient)) == ["silence"]
    other_side = {"arden_belmora": {"between": ["arden", "belmora"], "silence_first": {"belmora": 1.0}}}
    assert verdicts(decided({"preset": "ledger"}, relations=other_side)) == ["reply"]
    # and then it holds for any kind and any size of act
    sized = {"preset": "ledger", "silence_size": 5.0}
    assert verdicts(decided(sized, relations=lenient)) == ["silence"]


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        pytest.param("silence_reply", "silence", id="an answer is not answered by the number for answers"),
        pytest.param("silence_first", "reply", id="not by that for first moves"),
    ],
)
def test_silence_of_a_relation_about_answers(decided, key, verdict):
    relations = {"arden_belmora": {"between": ["arden", "belmora"], key: {"arden": 1.0}}}
    blow = {"date": 0, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 1}
    timeline = {"blow": blow, "answer": {**EXPULSION["act"], "date": 1, "answers": "blow"}}
    assert verdicts(decided({"preset": "tit_for_tat"}, timeline=timeline, relations=relations, days=5)) == [verdict]


# a further step -------------------------------------------------------------------------------

BLOW = {"date": 0, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 20}
STRUCK_FIRST = {"blow": BLOW, "answer": {**EXPULSION["act"], "date": 1, "answers": "blow"}}  # sent 5.77, received 5.25


@pytest.mark.parametrize(
    ("policy", "verdict", "severity"),
    [
        pytest.param({"preset": "ledger", "further_step": 1}, "reply", 5.25, id="a ledger answers, as the act was"),
        pytest.param({"preset": "ledger", "further_step": 1, "k": 0.5}, "reply", 2.625, id="by its own measure"),
        pytest.param({"preset": "ledger", "further_step": 1, "generosity": 1}, "nothing_owed", 0.0,
                     id="not where it forgives everything"),
        pytest.param({"preset": "ledger", "further_step": 0}, "nothing_owed", 0.0, id="not where it takes no step"),
        pytest.param({"preset": "ledger", "further_step": 1, "silence_reply": 1}, "nothing_owed", 0.0,
                     id="not where it is silent about every answer"),
        pytest.param({"preset": "proportional", "c": -5, "further_step": 1}, "nothing_owed", 0.25,
                     id="not where nothing is counted"),
    ],
)  # fmt: skip
def test_to_an_answer_that_leaves_nothing_owed(decided, policy, verdict, severity):
    world = decided(policy, timeline=STRUCK_FIRST, days=5)
    assert (verdicts(world), asked(world)) == ([verdict], pytest.approx(severity))


@pytest.mark.parametrize(
    ("step", "silent", "generosity", "chance"),
    [
        pytest.param(0.1, 0.75, 0, 0.1, id="that of the policy"),
        pytest.param(0.5, 0.75, 0, 0.25, id="but at most what silence leaves"),
        pytest.param(1, 1, 0, 0.0, id="and none where there is always silence"),
        pytest.param(0.4, 0, 0.5, 0.2, id="half of it where half is forgiven"),
        pytest.param(1, 0.5, 0.75, 0.125, id="an eighth: half is not answered, three quarters of the rest forgiven"),
    ],
)
def test_the_chance_of_a_further_step_is(decided, step, silent, generosity, chance):
    policy = {"preset": "ledger", "further_step": step, "silence_reply": silent, "generosity": generosity}
    world = decided(policy, timeline=STRUCK_FIRST, days=2)
    (p,) = provocations_of(world)
    world.state.provocations.silence[p] = chance_of_silence(world.tables, world.state, p)
    assert chance_of_further_step(world.tables, world.state, p) == pytest.approx(chance)


def test_a_first_move_that_asks_for_nothing_is_followed_by_no_further_step(decided):
    fades = {"preset": "ledger", "half_life_days": 1, "further_step": 1}  # 5.25 / 8 on day 3, less than is hostile
    assert verdicts(decided(fades)) == ["nothing_owed"]


def test_a_further_step_is_taken_by_the_draw_that_is_farthest_from_silence(decided):
    policy = {"preset": "ledger", "further_step": 1}
    luck = decided(policy, timeline=STRUCK_FIRST, days=5)
    (p,) = provocations_of(luck)
    above = 1 - luck_of_silence(luck.tables, luck.state, p, 4)
    for step, verdict in ((above + 1e-9, "reply"), (above - 1e-9, "nothing_owed")):
        assert verdicts(decided({**policy, "further_step": step}, timeline=STRUCK_FIRST, days=5)) == [verdict]


# what is owed ---------------------------------------------------------------------------------


def test_a_ledger_owes_for_a_first_move_all_of_it_whatever_it_has_sent_before(decided):
    in_debt = {"arden_belmora": {"between": ["arden", "belmora"], "balance": {"arden": -30}}}
    world = decided({"preset": "ledger"}, relations=in_debt)
    assert (verdicts(world), asked(world)) == (["reply"], pytest.approx(ACT))


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
    at_once = {"delay_days": 0, "delay_median_log": -2, "delay_sd_log": 0}
    world = decided(policies=policies, states=both, parameters=at_once)
    assert asked(world) == pytest.approx(severity)
    assert world.state.provocations.ratio[0] == ratio


def test_a_verdict_once_given_is_not_reopened(decided):
    world = decided({"preset": "tit_for_tat"})
    world.state.provocations.asked_sum[0] = 0
    decide(world.tables, world.state, world.party("arden"), 4)
    assert verdicts(world) == ["reply"]
