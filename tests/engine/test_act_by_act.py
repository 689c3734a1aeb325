"""An agent of a user's own decides act by act: by the usual rule, by its own moves, or not at all.

In ``two_states`` Belmora sends three people of Arden home on 1 March 2030.  Under seed 1 Arden, which answers 1.2 to
one, sends four home on the same day; Belmora has 24 people accredited there.
"""

from dataclasses import replace
from datetime import date

import pytest

from sim import EscalationModel, Move, load_scenario
from sim.engine.agents import MinistryAgent, StateAgent
from sim.scenario.defaults import ministries_of

MARCH = "2030-03-01"


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states")


def played(case, decide, until=MARCH, **members):
    own = type("Own", (StateAgent,), {"decide": decide, "__module__": __name__, **members})
    return EscalationModel(case, seed=1, agents={"arden": own}).run_until(until)


def answers(model):
    """What Arden did up to the first of March: kind, number, day, act answered."""
    moves = model.trajectory.moves()
    own = moves[moves["from"] == "arden"]
    days = own["announced"].dt.strftime("%Y-%m-%d")
    return [*zip(own["kind"], own["count"], days, own["parent"].tolist(), strict=True)]


def each(how):
    """A phase that does something about each act that is due."""

    def decide(self):
        for act in self.due:
            how(self, act)

    return decide


def expel(n, **given):
    return Move("expel", "arden", "belmora", channel="belmora_embassy", count=n, **given)


# what is due --------------------------------------------------------------------------------------


def test_it_sees_the_act_that_is_due_and_what_it_takes_in(case):
    seen = []

    def decide(self):
        seen.extend((self.model.date, act, self.received()) for act in self.due)

    played(case, decide)
    ((day, act, received),) = seen
    assert (day, act.number, act.harm, act.actor, act.moves) == (date(2030, 3, 1), 1, None, "belmora", (1,))
    assert (act.date, act.is_due, act.is_offer) == (date(2030, 3, 1), True, False)
    assert act.severity == pytest.approx(5.21, abs=0.005)  # as the account of this history says it is perceived
    assert [(move.kind, move.count, move.channel) for move in received] == [("expel", 3, "arden_embassy")]


def test_what_it_does_not_decide_is_due_again_on_the_next_day(case):
    seen = []
    played(case, lambda self: seen.extend(self.model.date for _ in self.due), "2030-03-03")
    assert seen == [date(2030, 3, 1), date(2030, 3, 2), date(2030, 3, 3)]


# deciding it --------------------------------------------------------------------------------------


def test_the_usual_rule_decides_one_act_as_it_decides_all(case):
    usual = EscalationModel(case, seed=1).run_until().trajectory
    by_act = played(case, each(lambda self, act: self.answer(act)), None).trajectory
    assert by_act.moves().equals(usual.moves())
    assert by_act.decisions().equals(usual.decisions())


def test_it_is_told_what_the_usual_rule_would_do_and_nothing_is_decided_by_that(case):
    told = []
    model = played(case, lambda self: told.extend(self.usual_answer(act) for act in self.due))
    assert [[(move.kind, move.count, move.channel) for move in moves] for moves in told] == [
        [("expel", 4, "belmora_embassy")]
    ]
    assert answers(model) == []
    assert len(model.party("arden").due) == 1


def test_of_a_party_that_is_played_by_hand_it_is_what_its_policy_would_do():
    told, case = [], load_scenario("two_states", settings=["by_hand=[arden]"])
    model = played(case, lambda self: told.extend(self.usual_answer(act) for act in self.due))
    assert [[(move.kind, move.count) for move in moves] for moves in told] == [[("expel", 4)]]
    assert answers(model) == []


def test_its_own_moves_answer_on_the_same_day_as_those_of_the_usual_rule(case):
    def decide(self):
        for act in self.due:
            self.answer(act, [replace(move, count=move.count // 2) for move in self.usual_answer(act)])

    model = played(case, decide)
    assert answers(model) == [("expel", 2, MARCH, 1)]
    decisions = model.trajectory.decisions()
    assert decisions["verdict"].tolist() == ["scripted"]
    assert model.party("arden").due == []
    assert model.result().moves["why"].tolist() == ["given by the scenario", "by its own agent Own"]
    assert model.result().decisions["why"].tolist() == ["answered by its own agent Own"]


@pytest.mark.parametrize(("name", "run"), [("two_states", 1), ("cascade", 1), ("arms_race", 1), ("skripal_2018", 2)])
def test_who_does_what_the_usual_rule_would_do_takes_the_same_course(name, run):
    case = load_scenario(name)
    decide = each(lambda self, act: self.answer(act, self.usual_answer(act)))
    agents = {party: type("Own", (StateAgent,), {"decide": decide}) for party in case.states}
    own, usual = (EscalationModel(case, run=run, agents=given).run_until() for given in (agents, {}))
    same = ["announced", "from", "to", "kind", "channel", "count", "parent", "severity"]
    assert own.trajectory.moves()[same].equals(usual.trajectory.moves()[same])


def test_it_answers_every_second_act(case):
    sent = load_scenario(
        "two_states",
        settings=[
            *("parameters.talks_per_day=0", "policies.belmora.silence_first=1", "policies.belmora.press_on=0"),
            "policies.arden.merge_days=0",
        ],
    )

    def decide(self):
        for act in self.due:
            self.count += 1
            self.answer(act, [expel(1)] if self.count % 2 else [])

    model = EscalationModel(sent, agents={"arden": type("Own", (StateAgent,), {"decide": decide, "count": 0})})
    for day in ("2030-05-01", "2030-07-01"):  # acts of 1 March, 2 May, 2 July
        model.run_until(day)
        model.inject(Move("expel", "belmora", "arden", channel="arden_embassy", count=2))
    arden = model.run_until("2030-09-30").trajectory.moves().query("`from` == 'arden'")
    first = arden[arden["intent"] == "scripted"]
    assert first["announced"].dt.month.tolist() == [3, 7]


def test_an_act_that_is_left_is_left_for_good_and_said_to_be(case):
    model = played(case, each(lambda self, act: self.answer(act, [])), "2030-03-20")
    assert [move for move in answers(model) if move[0] != "offer_talks"] == []
    decisions = model.result().decisions
    own = decisions[decisions["party"] == "arden"]
    assert own["verdict"].tolist() == ["unanswered"]
    assert own["why"].iloc[0].startswith("left without an answer by its own agent Own; grievance ")


def test_an_act_that_was_left_can_still_be_answered_by_moves(case):
    def decide(self):
        for act in self.open_acts:
            if act.is_due:
                self.answer(act, [])
            elif self.model.date == date(2030, 3, 5):
                self.answer(act, [expel(1)])

    assert answers(played(case, decide, "2030-03-05")) == [("expel", 1, "2030-03-05", 1)]


def test_its_moves_are_held_to_the_law_together_and_none_is_made_where_one_is_refused(case):
    refused = []

    def decide(self):
        for act in self.due:
            try:
                self.answer(act, [expel(15), expel(10)])
            except ValueError as why:
                refused.append(str(why))

    model = played(case, decide)
    assert refused == ["expel of 10: belmora_embassy allows 9 as things stand"]
    assert answers(model) == []


def test_a_measure_has_the_severity_that_is_given(case):
    def decide(self):
        for act in self.due:
            self.answer(act, [Move("measure", "arden", "belmora", severity=2.5)])

    moves = played(case, decide).trajectory.moves()
    assert moves.loc[moves["from"] == "arden", ["kind", "severity"]].to_numpy().tolist() == [["measure", 2.5]]


def test_a_harm_is_answered_as_an_act():
    case = load_scenario("cascade")

    def decide(self):
        for act in self.due:
            if act.harm:
                assert (act.number, act.actor, act.moves) == (None, "author", ())
                self.answer(act, [Move("criticise", "victim", "author")])

    own = type("Own", (StateAgent,), {"decide": decide})
    model = EscalationModel(case, agents={"victim": own}).run_until("2030-01-08")
    moves = model.trajectory.moves().query("`from` == 'victim'")
    assert moves[["kind", "cause"]].to_numpy().tolist() == [["criticise", "harm"]]
    assert model.trajectory.decisions()["verdict"].tolist() == ["scripted"]


WRONG = {
    "twice": (lambda self, act: (self.answer(act), self.answer(act)), r"^no. 1 is decided already$"),
    "for the other": (
        lambda self, act: self.answer(act, [Move("criticise", "belmora", "arden")]),
        "^criticise: an answer to it goes from arden to belmora$",
    ),
    "as another agent": (
        lambda self, act: self.model.party("belmora").answer(act, []),
        "^belmora decides about acts in its own phase decide, and there alone$",
    ),
    "by its number": (lambda self, act: self.answer(1), "^1: expected an act of self.due or self.open_acts$"),
    "in answer to another": (
        lambda self, act: self.answer(act, [expel(1, answers=7)]),
        "^answers 7: expected the act itself, or nothing$",
    ),
    "a measure of no severity": (
        lambda self, act: self.answer(act, [Move("measure", "arden", "belmora")]),
        "'measure' has none; expected a severity",
    ),
}


@pytest.mark.parametrize(("how", "message"), WRONG.values(), ids=WRONG)
def test_an_act_is_not_answered(case, how, message):
    with pytest.raises(ValueError, match=message):
        played(case, each(how))


def test_it_is_decided_in_no_other_phase(case):
    def perceive(self):
        StateAgent.perceive(self)
        for act in self.due:
            self.answer(act)

    with pytest.raises(ValueError, match="arden decides about acts in its own phase decide, and there alone"):
        played(case, lambda self: None, perceive=perceive)


def test_what_a_phase_does_not_publish_is_said_to_be_lost(case):
    def decide(self):
        for act in self.due:
            self.answer(act, [expel(2)])

    found = played(case, decide, publish=lambda self: None).result()
    assert found.decisions["verdict"].tolist() == ["nothing_legal"]
    (lost,) = found.manifest["in_python"]["injected"]
    assert (lost["number"], lost["made"], lost["count"]) == (None, 0, 2)


# a ministry ---------------------------------------------------------------------------------------


def asked(case, severity):
    """Severity that Arden decides on where each of its ministries asks for one."""

    def propose(self):
        for act in self.due:
            self.ask(act, severity)

    own = type("Own", (MinistryAgent,), {"propose": propose})
    agents = {f"arden.{name}": own for name in ministries_of(case, "arden")}
    model = EscalationModel(case, seed=1, agents=agents).run_until(MARCH)
    return model.trajectory.decisions()


def test_a_ministry_asks_for_a_severity(case):
    assert asked(case, 5.75)["asked"].tolist() == [5.75]
    assert asked(case, 0)["verdict"].tolist() == ["nothing_owed"]


@pytest.mark.parametrize("severity", [-1, float("nan"), "5"], ids=repr)
def test_it_asks_for_a_number(case, severity):
    with pytest.raises(ValueError, match=r"^severity .*: expected a number, 0 or more$"):
        asked(case, severity)
