"""A class of a user's own plays, or is refused when the model is made."""

import pytest

from sim import EscalationModel, load_scenario
from sim.engine import hooks
from sim.engine.agents import AllianceAgent, MinistryAgent, PartyAgent, StateAgent
from sim.rules.day import PHASES
from sim.scenario.defaults import ministries_of


@pytest.fixture(scope="module")
def two_states():
    return load_scenario("two_states")


def of(base, **members):
    return type("Own", (base,), members)


def nothing(self):
    """Do nothing."""


async def later(self):
    """Do nothing, later."""


def one_by_one(self):
    yield


def test_the_phases_that_may_be_overridden_are_all_that_there_are():
    assert sorted(PHASES) == sorted({*hooks.OF_PARTIES, *hooks.OF_MINISTRIES, *hooks.OF_MODELS} - {"record", "step"})


FINE = {
    "nothing changed": of(StateAgent),
    "a phase": of(StateAgent, decide=nothing),
    "a phase with a default": of(StateAgent, decide=lambda self, hard=False: None),
    "a static phase": of(StateAgent, decide=staticmethod(lambda: None)),
    "a phase of its base": of(of(StateAgent, decide=nothing), perceive=nothing),
    "a method of its own": of(StateAgent, count_days=nothing),
    "a private method that is nearly a phase": of(StateAgent, _decides=nothing),
    "a number that is nearly a phase": of(StateAgent, decided=3),
    "a property that is nearly a phase": of(StateAgent, decided=property(nothing)),
    "another view": of(StateAgent, grievance=lambda self, other: 1.0),
    "a sum of what came in": of(StateAgent, receive=nothing),
}


@pytest.mark.parametrize("own", FINE.values(), ids=FINE)
def test_a_class_plays_that_has(own, two_states):
    model = EscalationModel(two_states, agents={"arden": own})
    model.step()
    assert type(model.party("arden")) is own


WRONG = {
    "no class": (StateAgent.decide, r"^agents: arden is given <function .*>; expected a subclass of StateAgent$"),
    "an object": (3, "^agents: arden is given 3; expected a subclass of StateAgent$"),
    "a class of something else": (dict, "^agents: arden is given <class 'dict'>; expected a subclass of StateAgent$"),
    "a party of no kind": (PartyAgent, "expected a subclass of StateAgent$"),
    "an alliance": (AllianceAgent, "expected a subclass of StateAgent$"),
    "a phase that wants the day": (
        of(StateAgent, decide=lambda self, day: None),
        r"^Own.decide: expected a method that takes nothing but self, def decide\(self\)$",
    ),
    "a phase that takes nothing": (of(StateAgent, decide=lambda: None), "Own.decide: expected a method"),
    "a static phase that wants self": (of(StateAgent, decide=staticmethod(nothing)), "Own.decide: expected a method"),
    "a phase that is a number": (of(StateAgent, decide=1), "Own.decide: expected a method"),
    "a phase that nobody awaits": (of(StateAgent, decide=later), "Own.decide: expected a method"),
    "a phase that nobody walks": (of(StateAgent, decide=one_by_one), "Own.decide: expected a method"),
    "an s too many": (
        of(StateAgent, decides=nothing),
        r"^Own.decides is never called; did you mean 'decide'\? \(begin the name with _ if it is your own\)$",
    ),
    "letters swapped": (of(StateAgent, percieve=nothing), "did you mean 'perceive'?"),
    "the other spelling": (of(StateAgent, realize=nothing), "did you mean 'realise'?"),
    "a capital": (of(StateAgent, Decide=nothing), "did you mean 'decide'?"),
    "a static slip": (of(StateAgent, decides=staticmethod(nothing)), "did you mean 'decide'?"),
    "Mesa's step": (of(StateAgent, step=nothing), "^Own.step is never called; expected one of perceive, decide,"),
    "the model's phase": (of(StateAgent, answer_offers=nothing), "^Own.answer_offers is never called; expected one of"),
    "a ministry's phase": (of(StateAgent, propose=nothing), "^Own.propose is never called; expected one of"),
    "no making of the shipped class": (
        of(StateAgent, __init__=lambda self, model, index: None),
        r"^agents: Own.__init__ of arden has to call super\(\).__init__\(model, index\)$",
    ),
    "another way of being made": (
        of(StateAgent, __init__=lambda self, model, index, mood: None),
        "^agents: Own: expected a class made from a model and an index$",
    ),
}


@pytest.mark.parametrize(("own", "message"), WRONG.values(), ids=WRONG)
def test_a_class_is_refused_on_one_line_that_is_or_has(own, message, two_states):
    with pytest.raises(ValueError, match=message) as refused:
        EscalationModel(two_states, agents={"arden": own})
    assert "\n" not in str(refused.value)


def test_the_row_of_an_agent_is_not_its_own(two_states):
    model = EscalationModel(two_states, agents={"arden": of(StateAgent, decide=lambda self: setattr(self, "index", 7))})
    with pytest.raises(AttributeError, match="index"):
        model.step()


def test_a_model_has_no_phases_of_parties(two_states):
    with pytest.raises(ValueError, match=r"^Own.decide is never called; expected one of settle,"):
        of(EscalationModel, decide=nothing)(two_states)


def test_an_alliance_wants_a_class_of_alliances():
    case = load_scenario("consensus")
    alliance = next(iter(case.alliances))
    EscalationModel(case, agents={alliance: of(AllianceAgent, consult=nothing)}).step()
    with pytest.raises(ValueError, match="expected a subclass of AllianceAgent"):
        EscalationModel(case, agents={alliance: StateAgent})


def test_a_ministry_is_named_by_its_party_and_proposes(two_states):
    silent = of(MinistryAgent, propose=nothing)
    usual = EscalationModel(two_states)
    of_arden = [f"arden.{name}" for name in ministries_of(two_states, "arden")]
    model = EscalationModel(two_states, agents=dict.fromkeys(of_arden, silent))
    assert {type(agent) for agent in model.ministries if agent.party_id == "arden"} == {silent}
    intents = [
        set(played.loc[played["from"] == "arden", "intent"])
        for played in (m.run_until().trajectory.moves() for m in (model, usual))
    ]
    assert ["mirror" in intent for intent in intents] == [False, True]
    with pytest.raises(ValueError, match="did you mean 'propose'"):
        EscalationModel(two_states, agents={"arden.foreign": of(MinistryAgent, purpose=nothing)})


@pytest.mark.parametrize("agents", [["arden"], {"arden"}, StateAgent, 3], ids=repr)
def test_classes_are_given_by_the_ids_of_agents(agents, two_states):
    with pytest.raises(ValueError, match=r"^agents .*: expected a mapping from the id of a party to a class$"):
        EscalationModel(two_states, agents=agents)


def test_a_model_of_ones_own_may_not_misspell_a_phase_either(two_states):
    of(EscalationModel, shock=nothing, summary=nothing)(two_states).step()
    with pytest.raises(ValueError, match=r"^Own.shocks is never called; did you mean 'shock'\?"):
        of(EscalationModel, shocks=nothing)(two_states)
    with pytest.raises(ValueError, match=r"^Own.arm: expected a method that takes nothing but self"):
        of(EscalationModel, arm=lambda self, day: None)(two_states)
