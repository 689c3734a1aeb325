"""In which domain an act on a tie is answered."""

import math

import pytest

from sim.rules import draws
from sim.rules.domains import chance_of_tie, is_about_ties, strength_in, tie_drawn
from sim.rules.world import NONE

from .acts import act

ANSWERS = {"silence_tie": 0.0, "silence_persons": 0.0, "silence_reply": 1.0, "recovery_tie_per_day": 0.0}
ALONE = {"answer_same_tie": 0.0, "answer_another_tie": 0.0, "answer_recall": 0.0, "answer_people": 0.0}
TIES = {
    "goods": {"kind": "trade", "between": ["arden", "belmora"]},
    "gas": {"kind": "energy", "between": ["arden", "belmora"], "controlled_by": "belmora", "worth": {"arden": 3.0}},
    "flights": {"kind": "flights", "between": ["arden", "belmora"]},
    "aid": {"kind": "aid", "between": ["arden", "belmora"], "controlled_by": "arden", "worth": {"arden": 0.0}},
}


@pytest.fixture
def answered(build):
    """Let Arden make a move on 2 January; the moves by which Belmora answers."""

    def make(kind="ban_trade", tie="goods", ties=TIES, extra=None, is_world=False, **numbers):
        blow = {"blow": act(1, "arden", "belmora", kind, tie)} | (extra or {})
        made = build(timeline=blow, ties=ties, parameters=ANSWERS | numbers).play(8)
        answers = [(k, c) for _, actor, _, k, c, _ in made.moves() if actor == "belmora"]
        return made if is_world else answers

    return make


@pytest.mark.parametrize(
    ("domain", "answer"),
    [
        pytest.param("answer_same_tie", [("ban_trade", "goods")], id="in the same tie: in kind"),
        pytest.param("answer_another_tie", [("close_airspace", "flights")], id="in another, here the only other one"),
        pytest.param("answer_recall", [("recall_ambassador", "b_embassy")], id="by the own ambassador"),
        pytest.param("answer_people", [("expel", "a_embassy")], id="by people sent home"),
    ],
)
def test_the_answer_comes_in_the_domain_drawn(answered, domain, answer):
    ties = {name: TIES[name] for name in ("goods", "flights", "aid")}
    assert [move[:2] for move in answered(ties=ties, **ALONE | {domain: 1.0})] == answer


def test_what_is_not_open_is_not_drawn(answered):
    # Belmora cannot withhold aid, and has no other tie: it recalls, though answering in the same tie has most weight
    aid = {"aid": TIES["aid"]}
    found = answered("suspend_aid", "aid", aid, **ALONE | {"answer_same_tie": 0.9, "answer_recall": 0.1})
    assert found == [("recall_ambassador", "b_embassy")]


@pytest.mark.parametrize("seed", range(8))
def test_the_shares_are_those_of_the_draw(build, seed):
    shares = {"answer_same_tie": 0.5, "answer_another_tie": 0.2, "answer_recall": 0.18, "answer_people": 0.12}
    blow = {"blow": act(1, "arden", "belmora", "ban_trade", "goods")}
    made = build(timeline=blow, ties=TIES, parameters=ANSWERS | shares, seed=seed).play(8)
    who = made.party("belmora"), made.party("arden")
    u = draws.uniform(made.tables, made.state, *who, 4, draws.STREAM_DOMAIN, 0)  # three days after the act
    w1 = draws.words(made.tables, made.state, *who, 4, draws.STREAM_DOMAIN, 0)[1]
    another = "close_airspace" if draws.unit(w1) < 0.5 / (0.5 + 0.75) else "cut_energy"  # by strength, in this order
    expected = ("ban_trade", another, "recall_ambassador", "expel")[sum(u >= end for end in (0.5, 0.7, 0.88))]
    assert [kind for _, actor, _, kind, _, _ in made.moves() if actor == "belmora"] == [expected]


def test_an_act_that_also_sends_people_home_is_answered_in_kind(answered):
    people = {"people": act(1, "arden", "belmora", "expel", "b_embassy", count=2)}
    found = answered(extra=people, **ALONE | {"answer_recall": 1.0})
    assert {kind for kind, _ in found} == {"expel", "ban_trade"}


def test_a_party_is_strong_where_the_other_side_needs_the_tie_more(answered):
    made = answered(is_world=True)
    ij = made.ij("belmora", "arden")
    # 3 of 3 + 1, equal, and nothing that Arden would miss
    strengths = [strength_in(made.tables, ij, made.channel(tie)) for tie in ("gas", "flights", "aid")]
    assert strengths == pytest.approx([0.75, 0.5, 0.0])
    assert is_about_ties(made.state, 0)


@pytest.mark.parametrize(
    ("kind", "tie", "cut"),
    [
        # to cut the gas off is 6 times the fourth root of its worth to Arden, 3, which is 7.9
        pytest.param("ban_trade", "goods", True, id="a market closed, 6.0: the gas may be cut off"),
        pytest.param("restrict_flights", "flights", False, id="flights worth a half restricted, 3.4: it may not"),
    ],
)
def test_no_tie_is_withheld_over_less_than_half_of_what_that_is(build, kind, tie, cut):
    ties = TIES | {"flights": TIES["flights"] | {"worth": {"belmora": 0.5}}}
    by_people = ANSWERS | ALONE | {"answer_people": 1.0}  # so that all ties are there afterwards
    made = build(timeline={"blow": act(1, "arden", "belmora", kind, tie)}, ties=ties, parameters=by_people).play(5)
    assert made.state.provocations.asked[0] > 0.0
    chance = chance_of_tie(made.tables, made.state, made.ij("belmora", "arden"), made.channel("gas"), 0)
    assert (chance > 0.0) == cut


def test_the_tie_in_answer_is_none_that_the_act_hits_and_none_that_is_gone(build):
    blow = {"blow": act(1, "arden", "belmora", "ban_trade", "goods")}
    made = build(timeline=blow, ties=TIES, parameters=ANSWERS).play(2)
    made.state.provocations.asked[0] = 6.0
    ij, drawn = made.ij("belmora", "arden"), []
    for gone in ("gas", "flights"):
        drawn.append({tie_drawn(made.tables, made.state, ij, 0, u) for u in (0.01, 0.5, 0.99)})
        made.state.posts.held_back[made.channel(gone)] = 1.0
    drawn.append({tie_drawn(made.tables, made.state, ij, 0, 0.5)})
    assert drawn == [{made.channel("gas"), made.channel("flights")}, {made.channel("flights")}, {NONE}]


@pytest.mark.parametrize("seed", range(6))
def test_as_many_are_sent_home_over_a_tie_as_in_a_first_act(build, seed):
    # a median of e^1.2 = 3.3 people; of forty at most ten
    numbers = ANSWERS | ALONE | {"answer_people": 1.0, "incident_median_log": 1.2, "incident_sd_log": 0.8}
    blow = {"blow": act(1, "arden", "belmora", "ban_trade", "goods")}
    made = build(timeline=blow, ties=TIES, parameters=numbers, seed=seed).play(8)
    who = made.party("belmora"), made.party("arden")
    _, _, w2, w3 = draws.words(made.tables, made.state, *who, 4, draws.STREAM_DOMAIN, 0)
    people = min(10, max(1, round(math.exp(1.2 + 0.8 * draws.normal(w2, w3)))))
    assert [(k, n) for _, actor, _, k, _, n in made.moves() if actor == "belmora"] == [("expel", people)]


def test_of_its_own_accord_a_party_spares_the_ties_that_it_needs_itself(build):
    made = build(ties=TIES).play(1)
    ij = made.ij("belmora", "arden")
    # strengths as above, and each is worth 1 to Belmora
    chances = [chance_of_tie(made.tables, made.state, ij, made.channel(tie), NONE) for tie in ("gas", "flights", "aid")]
    assert chances == pytest.approx([0.75 / math.e, 0.5 / math.e, 0.0])


def test_a_tie_is_drawn_by_these_chances(build):
    made = build(ties=TIES).play(1)
    ij = made.ij("belmora", "arden")
    ties = sorted(made.channel(tie) for tie in TIES)  # flights .5, gas .75, goods .5 of 1.75, aid never
    chances = {tie: chance_of_tie(made.tables, made.state, ij, tie, NONE) for tie in ties}
    whole, passed = sum(chances.values()), 0.0
    for tie, chance in chances.items():
        if chance > 0.0:
            assert tie_drawn(made.tables, made.state, ij, NONE, (passed + chance / 2) / whole) == tie
        passed += chance
    assert whole == pytest.approx(1.75 / math.e)


def test_the_answer_to_a_tie_has_a_delay_of_its_own(answered):
    # e⁰ = 1 day after the act, where people would be answered after e² = 7.4 days
    days = {"delay_days": 0.0, "delay_median_log": 2.0, "delay_sd_log": 0.0}
    own = {"delay_tie_median_log": 0.0, "delay_tie_sd_log": 0.0}
    made = answered(is_world=True, **ALONE | {"answer_recall": 1.0} | days | own)
    assert [day for day, actor, *_ in made.moves() if actor == "belmora"] == [2]


@pytest.mark.parametrize("seed", [*range(6), 36, 81])  # the last two draw .515 and .490, beside 13/25
def test_words_in_public_are_answered_by_a_recall_or_by_an_ambassador_sent_home(build, seed):
    made = build(timeline={"words": act(1, "arden", "belmora", "denounce")}, parameters=ANSWERS, seed=seed).play(8)
    who = made.party("belmora"), made.party("arden")
    u = draws.uniform(made.tables, made.state, *who, 4, draws.STREAM_DOMAIN, 0)
    expected = ("recall_ambassador", "b_embassy") if u < 13 / 25 else ("expel_ambassador", "a_embassy")
    assert [(kind, c) for _, actor, _, kind, c, _ in made.moves() if actor == "belmora"] == [expected]


def test_words_are_answered_in_words_where_there_is_no_ambassador(build):
    made = build(
        timeline={"words": act(1, "arden", "belmora", "denounce")},
        parameters=ANSWERS,
        channels={},
        relations={"neighbours": {"between": ["arden", "belmora"]}},
    ).play(8)
    assert [kind for _, actor, _, kind, _, _ in made.moves() if actor == "belmora"] == ["denounce"]
