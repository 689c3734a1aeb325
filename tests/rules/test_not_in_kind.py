"""Answers that are no copy: to a harm without a move, by a cut to parity, as an abstract measure.

Arden follows the policy at issue and answers three days after an act or a harm; Belmora bears everything.
"""

import pytest

from sim.rules.accounts import balance_on, grievance_on
from sim.rules.not_in_kind import posts_of
from sim.rules.world import CLOSING, INTENTS, SUSPENDED, VERDICTS
from tests.rules.conftest import NEVER_ANSWERS

MUTE = {"preset": "tit_for_tat", **NEVER_ANSWERS}
FOREVER = {"half_life_days": 1e12, "balance_half_life_days": 1e12}
HALF_AN_EMBASSY = 4 + 2.5 * 0.5**0.5  # 5.77
RECALLED, REDUCED = ("recall_ambassador", "a_embassy", 0), ("downgrade_relations", "", 0)


def embassies(ours=40, theirs=100):
    return {
        "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": ours},
        "b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": theirs},
    }


def harm(severity, day=0, **more):
    """Something done to Arden that no diplomat announced."""
    return {"poisoning": {"date": day, "victim": "arden", "author": "belmora", "severity": severity, **more}}


def moves_of(world, actor="arden"):
    return [(kind, channel, count) for _, i, _, kind, channel, count in world.moves() if i == actor]


def severities(world):
    return world.state.log.severity[: world.state.log.n[0]].tolist()


def intents(world):
    return [INTENTS[intent] for intent in world.state.log.intent[: world.state.log.n[0]]]


def verdicts(world):
    provocations = world.state.provocations
    return [VERDICTS[verdict] for verdict in provocations.verdict[: provocations.n[0]]]


@pytest.fixture
def answered(build):
    """Let something happen to Arden on day 0 and play until it has answered on day 3."""

    def play(policy="tit_for_tat", days=4, parameters=None, **other):
        arden = policy if isinstance(policy, dict) else {"preset": policy}
        return build(
            policies={"arden": arden, "belmora": MUTE, **other.pop("policies", {})},
            parameters={**FOREVER, **(parameters or {})},
            **{"channels": embassies(), **other},
        ).play(days)

    return play


# a harm without a move ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "staff", "persons"),
    [
        pytest.param(5.0, 100, 16, id="((5 - 4)/2.5)² = 0.16: sixteen of a hundred"),
        pytest.param(5.0, 10, 2, id="1.6 of ten: two"),
        pytest.param(4.9, 10, 1, id="1.3 of ten: one"),
        pytest.param(5.5, 100, 36, id="0.36 of a hundred"),
        pytest.param(6.0, 100, 50, id="0.64 is more than half: half of them"),
        pytest.param(6.0, 3, 2, id="of three two, which is half rounded"),
        pytest.param(4.0, 100, 1, id="at the weight of nobody one person"),
        pytest.param(2.5, 100, 1, id="below it one person too"),
        pytest.param(6.0, 1, 1, id="the last one"),
    ],
)
def test_a_harm_is_answered_by_expelling_the_share_of_its_severity(answered, severity, staff, persons):
    world = answered(triggers=harm(severity), channels=embassies(theirs=staff))
    assert moves_of(world)[0] == ("expel", "b_embassy", persons)
    assert intents(world)[0] == "harm"
    assert verdicts(world) == ["reply"]


@pytest.mark.parametrize(
    ("severity", "substitutes"),
    [
        # half a staff weighs 5.77; with an ambassador recalled (4.0) that is (1106.7 + 256)^1/4 = 6.08, with relations
        # reduced (5.5) (1106.7 + 915.1)^1/4 = 6.71, with both 6.91
        pytest.param(5.85, [], id="5.85: nothing comes closer than nothing"),
        pytest.param(6.0, [RECALLED], id="6.0: an ambassador recalled"),
        pytest.param(6.6, [REDUCED], id="6.6: relations reduced"),
        pytest.param(9.0, [REDUCED, RECALLED], id="9.0: both, and all there is"),
    ],
)
def test_what_half_a_staff_does_not_weigh_is_substituted(answered, severity, substitutes):
    world = answered(triggers=harm(severity))
    assert moves_of(world) == [("expel", "b_embassy", 50), *substitutes]
    assert severities(world)[0] == pytest.approx(HALF_AN_EMBASSY)
    assert set(world.state.log.package[: world.state.log.n[0]]) == {0}


def test_where_there_is_nobody_to_expel_the_whole_is_substituted(answered):
    ours_alone = {"a_embassy": embassies()["a_embassy"]}
    world = answered(triggers=harm(5.5), channels=ours_alone)
    assert moves_of(world) == [("downgrade_relations", "", 0)]
    assert intents(world) == ["substitute"]


def test_the_largest_mission_is_hit_no_consulate(answered):
    many = {
        **embassies(theirs=20),
        "b_consulate": {"kind": "consulate", "sender": "belmora", "host": "arden", "accredited": 90},
        "b_liaison": {"kind": "liaison_mission", "sender": "belmora", "host": "arden", "accredited": 30},
    }
    world = answered(triggers=harm(5.0), channels=many)
    assert moves_of(world) == [("expel", "b_liaison", 5)]  # 4.8 of thirty


LIAISON = {"kind": "liaison_mission", "sender": "belmora", "host": "arden", "accredited": 30}


@pytest.mark.parametrize(
    ("happened", "form", "move"),
    [
        pytest.param({"triggers": harm(5.0)}, "mirror", ("expel", "b_liaison", 5), id="nobody is expelled from it"),
        pytest.param({}, "parity", ("cut_ceiling", "b_liaison", 10), id="its ceiling is not cut"),
    ],
)
def test_a_mission_that_is_closing_is_hit_no_more(answered, happened, form, move):
    closing = {"date": 0, "from": "arden", "to": "belmora", "move": "close_mission", "channel": "b_embassy"}
    world = answered(
        {"preset": "tit_for_tat", "form": form},
        timeline={"closing": {**closing, "deadline": 40}, **({} if happened else expulsion())},
        channels={**embassies(ours=20), "b_liaison": LIAISON},
        **happened,
    )
    assert moves_of(world)[1:] == [move]


def test_from_a_mission_without_people_nobody_is_expelled(answered):
    vacant = {"b_embassy": {**embassies()["b_embassy"], "accredited": 0, "ceiling": 9}}
    world = answered(triggers=harm(5.0), channels=vacant)
    assert ("expel", "b_embassy", 1) not in moves_of(world)
    assert intents(world) == ["substitute"]


def test_either_party_of_a_relation_may_be_the_victim(build):
    poisoning = {"date": 0, "victim": "belmora", "author": "arden", "severity": 5.0}
    world = build(triggers={"poisoning": poisoning}, channels=embassies(ours=100), parameters=FOREVER).play(4)
    assert moves_of(world, "belmora") == [("expel", "a_embassy", 16)]


def test_nobody_is_competent_for_a_harm_but_the_foreign_ministry(answered):
    cabinet = {
        "foreign": {"role": "foreign", "owns": ["verbal"], "policy": "single"},
        "interior": {"role": "other", "owns": ["personnel", "institution"], "policy": "double"},
    }
    policies = {"single": {"preset": "proportional"}, "double": {"preset": "proportional", "k": 2}}
    states = {"arden": {"policy": "arden", "ministries": cabinet}, "belmora": {"policy": "belmora"}, "cordia": {}}
    world = answered(triggers=harm(5.0), states=states, policies=policies)
    assert world.state.provocations.asked[0] == pytest.approx(5.0)


# parity -------------------------------------------------------------------------------------------


def expulsion(count=3, channel="a_embassy"):
    act = {"date": 0, "from": "belmora", "to": "arden", "move": "expel", "channel": channel, "count": count}
    return {"act": act}


@pytest.mark.parametrize(
    ("ours", "theirs", "cut"),
    [
        pytest.param(455, 1210, 755, id="755 of 1,210 to reach 455"),
        pytest.param(40, 41, 1, id="one of forty-one to reach forty"),
        pytest.param(3, 100, 97, id="as many as it takes, also more than half"),
    ],
)
def test_parity_cuts_the_ceiling_of_the_larger_staff_to_the_own(answered, ours, theirs, cut):
    world = answered("parity", timeline=expulsion(), channels=embassies(ours, theirs))
    assert moves_of(world) == [("cut_ceiling", "b_embassy", cut)]
    assert intents(world)[1] == "parity"
    assert world.state.posts.ceiling[world.channel("b_embassy")] == ours
    assert world.state.log.parent[1] == 0


def test_the_staff_of_all_open_posts_counts_by_their_ceilings(answered):
    def post(kind, sender, host, posts, people):
        return {"kind": kind, "sender": sender, "host": host, "ceiling": posts, "accredited": people}

    channels = {
        "a_embassy": post("embassy", "arden", "belmora", 30, 20),
        "a_east": post("consulate", "arden", "belmora", 9, 9),
        "a_office": post("office", "arden", "belmora", 4, 0),
        "a_west": {**post("consulate", "arden", "belmora", 50, 0), "status": "closed"},
        "b_embassy": post("embassy", "belmora", "arden", 70, 60),
        "b_east": post("consulate", "belmora", "arden", 12, 12),
        "commission": {"kind": "council", "between": ["arden", "belmora"]},
        "abroad": post("embassy", "belmora", "cordia", 500, 500),
    }
    world = answered("parity", timeline=expulsion(), channels=channels)
    assert moves_of(world) == [("cut_ceiling", "b_embassy", 70 + 12 - (30 + 9 + 4))]


@pytest.mark.parametrize("status", [CLOSING, SUSPENDED])
def test_posts_that_are_being_left_count_no_more(build, status):
    world = build(channels=embassies(40, 100))
    world.state.posts.status[world.channel("b_embassy")] = status
    found = [
        posts_of(world.tables, world.state, world.ij(*pair)) for pair in (("arden", "belmora"), ("belmora", "arden"))
    ]
    assert found == [40, 0]


def test_parity_empties_the_largest_mission_and_touches_no_other(answered):
    consulate = {"kind": "consulate", "sender": "belmora", "host": "arden", "accredited": 200}
    world = answered("parity", timeline=expulsion(), channels={**embassies(10, 50), "b_consulate": consulate})
    assert moves_of(world) == [("cut_ceiling", "b_embassy", 50)]


def test_an_alliance_cuts_a_mission_to_the_size_of_its_own(build):
    # Belmora may have twenty at the League, which may have thirteen in Belmora
    blow = {"date": 0, "from": "belmora", "to": "league", "move": "expel", "channel": "l_liaison", "count": 1}
    world = build(timeline={"blow": blow}, policies={"league": {"preset": "parity"}, "belmora": MUTE}).play(4)
    assert moves_of(world, "league") == [("cut_ceiling", "b_mission", 7)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [pytest.param(40, 40, id="between equals"), pytest.param(100, 40, id="by the larger side")],
)
def test_parity_answers_in_kind(answered, ours, theirs):
    world = answered("parity", timeline=expulsion(), channels=embassies(ours, theirs))
    assert moves_of(world) == [("expel", "b_embassy", 3)]


def test_parity_answers_in_kind_where_the_other_side_has_no_mission_to_cut(answered):
    consulates = {
        "a_consulate": {"kind": "consulate", "sender": "arden", "host": "belmora", "accredited": 5},
        "b_consulate": {"kind": "consulate", "sender": "belmora", "host": "arden", "accredited": 50},
    }
    blow = expulsion(2, channel="a_consulate")
    assert moves_of(answered("parity", timeline=blow, channels=consulates)) == [("expel", "b_consulate", 2)]


def test_parity_is_no_form_for_a_harm(answered):
    assert moves_of(answered("parity", triggers=harm(5.0))) == [("expel", "b_embassy", 16)]


def test_any_rule_may_take_the_form_of_parity(answered):
    policy = {"preset": "tit_for_two_tats", "form": "parity"}
    acts = expulsion() | {"again": {**expulsion(5)["act"], "date": 15}}
    assert moves_of(answered(policy, timeline=acts, days=19)) == [("cut_ceiling", "b_embassy", 60)]


# abstract measures --------------------------------------------------------------------------------

EXACT = {"realisation": "exact"}
MEASURE = {"act": {"date": 0, "from": "belmora", "to": "arden", "move": "measure", "severity": 5.0}}


@pytest.mark.parametrize(
    ("policy", "severity"),
    [
        pytest.param({"preset": "tit_for_tat"}, 5.0, id="as much for as much"),
        pytest.param({"preset": "proportional", "k": 1.37}, 6.85, id="a third more"),
        pytest.param({"preset": "proportional", "k": 0.5}, 2.5, id="half as much, though no move weighs so little"),
        pytest.param(
            {"preset": "proportional", "k": 9}, 45.0, id="nine times as much, though no package weighs so much"
        ),
        pytest.param({"preset": "grim_trigger"}, 18.0, id="the worst"),
        pytest.param({"preset": "parity"}, 5.0, id="in no form but this"),
    ],
)
def test_an_exact_answer_has_exactly_the_severity_asked(answered, policy, severity):
    world = answered(policy, timeline=MEASURE, **EXACT)
    assert moves_of(world) == [("measure", "", 0)]
    assert (severities(world)[1], intents(world)[1]) == (pytest.approx(severity), "exact")


def test_an_exact_answer_is_one_measure_also_to_a_package_and_without_surcharge(answered):
    package = {**expulsion(10), "word": {"date": 0, "from": "belmora", "to": "arden", "move": "ultimatum"}}
    certain = {"surcharge_people": 1.0, "inexact_one": 1.0}
    world = answered({"preset": "tit_for_tat", **certain}, timeline=package, **EXACT)
    assert moves_of(world) == [("measure", "", 0)]
    # ten of forty (5.25) and an ultimatum (4.5) are together 5.85
    assert severities(world)[-1] == pytest.approx((5.25**4 + 4.5**4) ** 0.25)


def test_an_exact_answer_counts_in_the_accounts_of_both_sides_and_moves_no_post(answered):
    world = answered(timeline=MEASURE, days=6, **EXACT)
    arden, belmora = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    assert [balance_on(world.tables, world.state, ij, 5) for ij in (arden, belmora)] == pytest.approx(
        [0.0, 0.0], abs=1e-9
    )
    assert [grievance_on(world.tables, world.state, ij, 5) for ij in (arden, belmora)] == pytest.approx([5.0, 5.0])
    assert world.state.posts.accredited.tolist() == [40, 100]
    assert world.state.log.effective[1] == 3  # nobody needs time to leave


def test_who_is_owed_nothing_takes_no_measure(answered):
    world = answered({"preset": "proportional", "k": 1, "c": -3}, timeline=MEASURE, **EXACT)
    assert (moves_of(world), verdicts(world)) == ([], ["nothing_owed"])


@pytest.mark.parametrize(
    ("k", "severity"),
    [pytest.param(1, 5.0, id="by one as grave"), pytest.param(2, 10.0, id="by one twice as grave")],
)
def test_where_replies_are_lawful_a_measure_is_copied(answered, k, severity):
    world = answered({"preset": "proportional", "k": k}, timeline=MEASURE)
    assert moves_of(world) == [("measure", "", 0)]
    assert (severities(world)[1], intents(world)[1]) == (pytest.approx(severity), "mirror")


def test_two_measures_of_one_day_are_answered_by_two_of_the_same_severities(answered):
    visas, trade = ({**MEASURE["act"], "severity": severity} for severity in (4.0, 6.0))
    world = answered(timeline={"visas": visas, "trade": trade})
    assert moves_of(world) == [("measure", "", 0)] * 2
    assert severities(world)[2:] == [6.0, 4.0]  # the graver first
    assert verdicts(world)[0] == "reply"


def test_who_rules_measures_out_answers_one_by_what_it_may_do(answered):
    states = {name: {"policy": name} for name in ("arden", "belmora")} | {"cordia": {}}
    states["arden"]["never"] = ["measure"]
    world = answered(timeline=MEASURE, states=states)
    assert [kind for kind, _, _ in moves_of(world)] == ["expel"]  # about as grave, at the embassy
