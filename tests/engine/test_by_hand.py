"""Moves that are injected: held to the law together, by whom, until when, and why one is refused."""

import itertools
from datetime import date

import numpy as np
import pytest

from sim import EscalationModel, Move, load_scenario
from sim.engine.agents import StateAgent
from sim.engine.lawful import most_lawful
from sim.engine.refusals import reason
from sim.rules.moves import KINDS
from sim.rules.world import NONE, dyad_of


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states")


def expel(n, actor="arden", target="belmora"):
    return Move("expel", actor, target, channel=f"{target}_embassy", count=n)


def with_arden(case, phase, until="2030-01-01"):
    """Play with an Arden that does something else in the phase ``decide``."""
    own = type("Own", (StateAgent,), {"decide": phase, "__module__": __name__})
    return EscalationModel(case, agents={"arden": own}).run_until(until)


# together -----------------------------------------------------------------------------------------


def test_a_move_is_held_to_what_those_before_it_leave(case):
    model = EscalationModel(case)
    model.inject(expel(15))
    with pytest.raises(ValueError, match=r"^expel of 15: belmora_embassy allows 9 as things stand$"):  # of 24
        model.inject(expel(15))
    model.inject(expel(9))
    model.step()
    assert model.trajectory.moves()["count"].tolist()[:2] == [15, 9]


def test_a_post_that_is_closed_before_it_leaves_nobody(case):
    model = EscalationModel(case)
    model.inject(Move("close_consulate", "arden", "belmora", channel="belmora_consulate"))
    with pytest.raises(ValueError, match=r"^arden may not expel belmora_consulate as things stand: it is closing$"):
        model.inject(Move("expel", "arden", "belmora", channel="belmora_consulate", count=1))


def test_what_the_scenario_does_in_the_morning_comes_before_it(case):
    model = EscalationModel(case).run_until("2030-02-28")  # on 1 March Belmora expels 3 of 40
    with pytest.raises(ValueError, match=r"^expel of 40: arden_embassy allows 37 as things stand$"):
        model.inject(expel(40, "belmora", "arden"))


def test_what_the_day_leaves_no_room_for_is_said_to_be_lost(case):
    def decide(self):  # tomorrow, for which Belmora does the same afterwards
        if self.model.date == date(2030, 1, 1):
            self.model.inject(Move("suspend_council", "arden", "belmora", channel="joint_commission"))

    model = EscalationModel(
        case, agents={name: type("Own", (StateAgent,), {"decide": decide}) for name in ("arden",)}
    ).run_until("2030-01-01")
    model.state.posts.withheld[model.names.channel("joint_commission")] = True  # whatever came in between
    model.step()
    found = model.result()
    (it,) = found.manifest["in_python"]["injected"]
    assert (it["number"], it["made"], it["date"], it["by"]) == (None, 0, "2030-01-02", "by its own agent Own")
    assert len(found.moves) == 0


# by whom, and until when --------------------------------------------------------------------------


def test_an_agent_moves_for_itself_alone(case):
    with pytest.raises(ValueError, match=r"^<Own arden> may make moves of arden alone, not of belmora$"):
        with_arden(case, lambda self: self.model.inject(Move("criticise", "belmora", "arden")))


def test_a_move_for_the_day_after_the_last_is_refused(case):
    def decide(self):
        if self.model.date == date(2030, 12, 31):
            self.model.inject(Move("criticise", "arden", "belmora"))

    with pytest.raises(ValueError, match=r"^the run ends today, on 2030-12-31; no move can follow$"):
        with_arden(case, decide, None)


def test_a_party_that_is_played_by_hand_may_do_what_it_could_by_itself():
    case = load_scenario("two_states", settings=["by_hand=[arden]"])
    model = EscalationModel(case)
    model.inject(expel(2))
    model.step()
    assert model.trajectory.moves()["count"].tolist()[0] == 2


# why not ------------------------------------------------------------------------------------------

WHY = {
    "a meeting": (Move("meet", "arden", "belmora"), "no offer waits for an answer"),
    "a refusal": (Move("refuse_talks", "arden", "belmora"), "no offer of talks waits for an answer"),
    "another refusal": (
        Move("refuse_recognition", "arden", "belmora"),
        "no request for recognition waits for an answer",
    ),
    "withdrawing": (Move("withdraw_forces", "arden", "belmora"), "no forces of its stand there"),
    "an ambassador's return": (
        Move("return_ambassador", "arden", "belmora", channel="arden_embassy"),
        "its head is at post",
    ),
    "giving back": (
        Move("restore_posts", "arden", "belmora", channel="belmora_embassy", count=1),
        "it has lost no posts that could be given back",
    ),
}


@pytest.mark.parametrize(("move", "why"), WHY.values(), ids=WHY)
def test_a_refusal_says_what_is_missing_for(case, move, why):
    with pytest.raises(ValueError, match=f"as things stand: {why}$"):
        EscalationModel(case).inject(move)


def test_one_may_ask_before_and_nothing_is_made_by_that(case):
    model = EscalationModel(case)
    assert model.refusal(expel(24)) == ""
    assert model.refusal(expel(25)) == "expel of 25: belmora_embassy allows 24 as things stand"
    assert model.refusal(expel(24)) == ""
    model.step()
    assert len(model.trajectory.moves()) == 0


def test_a_kind_that_a_party_rules_out_is_not_in_its_repertoire():
    case = load_scenario("two_states", settings=["states.arden.never=[expel]"])
    with pytest.raises(ValueError, match=r"expel is not in its repertoire$"):
        EscalationModel(case).inject(expel(1))


def test_a_second_offer_waits(case):
    model = EscalationModel(case)
    model.inject(Move("offer_talks", "arden", "belmora"))
    with pytest.raises(ValueError, match=r"its last offer is not 7 days old \(talks_least_days\)$"):
        model.inject(Move("offer_talks", "arden", "belmora"))


@pytest.mark.parametrize("name", ["two_states", "nato_russia_2021", "algeria_spain_2022"])
def test_whatever_is_not_allowed_has_a_reason_in_one_clause(name):
    model = EscalationModel(load_scenario(name)).run_until()
    tables, state, day = model.tables, model.state, model.day
    dyads = np.unique(dyad_of(state.log.ij[: state.log.n[0]]))[:3]
    for ij, kind in itertools.product((2 * dyads).tolist(), range(len(KINDS))):
        own = range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1])
        for channel in (NONE, *own):
            needs = bool(KINDS[kind].on)
            if needs != (channel != NONE) or most_lawful(tables, state, ij, day, kind, channel) > 0:
                continue
            said = reason(tables, state, ij, day, kind, channel)
            assert said
            assert "\n" not in said


# a word to an offer -------------------------------------------------------------------------------


def test_a_meeting_answers_the_offer_that_waits():
    case = load_scenario("two_states", settings=["by_hand=[arden]", "parameters.talks_per_day=0"])
    model = EscalationModel(case)
    model.inject(Move("offer_talks", "belmora", "arden"))
    model.step()
    model.inject(Move("meet", "arden", "belmora"))
    model.step()
    moves = model.trajectory.moves()
    assert moves[["kind", "from"]].to_numpy().tolist() == [["offer_talks", "belmora"], ["meet", "arden"]]
    assert moves["parent"].tolist()[1] == 1


def test_a_move_may_answer_a_harm_by_its_id_and_have_a_ground():
    model = EscalationModel(load_scenario("cascade")).run_until("2030-01-05")
    model.inject(Move("criticise", "victim", "author", answers="harm", ground="it was no accident"))
    found = model.run_until("2030-01-06").result()
    assert found.moves[["cause", "why"]].to_numpy().tolist() == [["harm", "by hand: it was no accident"]]
    assert found.decisions["why"].tolist() == ["Harm: answered by hand"]
    with pytest.raises(
        ValueError, match=r"^answers 'storm': no harm that author has done by then; expected one of harm$"
    ):
        model.inject(Move("criticise", "victim", "author", answers="storm"))
