"""The readable driver: the same days as the rules prescribe, with a hand on the wheel."""

import ast
import copy
import gc
import inspect
import pickle
import textwrap
import weakref
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim import EscalationModel, load_scenario
from sim.analysis.run_result import result_of
from sim.engine.agents import AllianceAgent, MinistryAgent, PartyAgent, StateAgent
from sim.engine.compiled.ensemble import Ensemble
from sim.engine.move import Move
from sim.engine.trajectory import empty_curves, with_room
from sim.rules.curves import record
from sim.rules.day import PHASES, play_day
from sim.scenario.initial import initial_state
from sim.scenario.load import shipped_scenarios
from sim.scenario.packed import packed

NO_TALKS = [f"relations.arden_belmora.talks_per_day.{party}=0" for party in ("arden", "belmora")]
SCENARIOS = [path.stem for path in shipped_scenarios()]
SEEDS = (1, 2)
PARTIES = ("nato", "russia")


@pytest.fixture(scope="module")
def two_states():
    return load_scenario("two_states")


@pytest.fixture(scope="module")
def october():
    return load_scenario("nato_russia_2021")


def assert_same(one, other):
    """Assert that two (nested) tuples of arrays agree in every bit; NaN equals NaN.

    What is on the agenda is for a driver that looks there; the readable one asks everybody.
    """
    for name, a, b in zip(one._fields, one, other, strict=True):
        if name == "agenda":
            continue
        if hasattr(a, "_fields"):
            assert_same(a, b)
        else:
            np.testing.assert_array_equal(a, b, err_msg=name, strict=True)


@pytest.fixture(scope="module")
def certain():
    """October 2021 without misjudgement or chance: Russia leaves, and nobody does anything else."""
    nothing_by_chance = ["miss_probability=0", "perception_noise=0", "talks_per_day=0", "alliance_incidents_per_day=0"]
    nothing_by_chance += ["silence_first=0", "silence_forum=0"]
    rates = [f"relations.nato_russia.{rate}.{p}=0" for rate in ("incidents_per_day", "talks_per_day") for p in PARTIES]
    return load_scenario(
        "nato_russia_2021", settings=[f"parameters.{setting}" for setting in nothing_by_chance] + rates
    )


# the order of a day ---------------------------------------------------------------------------


def phases_called(function):
    """Names of the phases that a function calls, in the order of its lines."""
    calls = [
        node for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))) if isinstance(node, ast.Call)
    ]
    said = []
    for call in sorted(calls, key=lambda call: call.lineno):
        match call.func:
            case ast.Attribute(attr="do"):  # self.parties.do("perceive")
                said.append(ast.literal_eval(call.args[0]))
            case ast.Attribute(attr=name) | ast.Name(id=name):
                said.append(name.removesuffix("_due"))  # of those for whom something is due
    return tuple(name for name in said if name in PHASES)


@pytest.mark.parametrize("driver", [play_day, EscalationModel.step], ids=["the rules", "the model"])
def test_a_day_is_played_in_the_order_of_the_phases_by(driver):
    assert phases_called(driver) == PHASES


def test_each_phase_belongs_to_the_model_the_ministries_or_the_parties():
    for phase in PHASES:
        assert sum(hasattr(actor, phase) for actor in (EscalationModel, MinistryAgent, StateAgent)) == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_model_plays_what_the_rules_say_to_the_last_bit(name, seed):
    case = load_scenario(name)
    tables = packed(case).tables
    state, curves = initial_state(packed(case), seed), empty_curves(tables)
    for day in range(tables.n_days):
        state = with_room(tables, state)
        play_day(tables, state, day)
        record(tables, state, curves, day)
    model = EscalationModel(case, seed=seed).run_until()
    assert state.log.n[0] > 0
    assert_same(model.state, state)
    assert_same(model.curves, curves)


def test_another_seed_and_another_run_of_a_seed_take_another_course(october):
    courses = [EscalationModel(october, seed, run).run_until("2021-12-31") for seed, run in ((1, 0), (2, 0), (1, 1))]
    logs = [model.trajectory.moves().drop(columns=["id"]).to_csv() for model in courses]
    assert len(set(logs)) == 3


# stepping -------------------------------------------------------------------------------------


class TestStepping:
    def test_plays_one_day_and_turns_to_the_next(self, two_states):
        model = EscalationModel(two_states)
        assert (model.day, model.date, model.running) == (0, date(2030, 1, 1), True)
        model.step()
        assert (model.day, model.date, model.today) == (1, date(2030, 1, 2), 0)

    def test_stops_after_the_last_day_and_further_steps_change_nothing(self, two_states):
        model = EscalationModel(two_states).run_until()
        assert (model.day, model.running, model.trajectory.end) == (365, False, date(2030, 12, 31))
        n_moves, frame = int(model.state.log.n[0]), model.datacollector.get_model_vars_dataframe()
        model.step()
        assert (model.day, model.state.log.n[0]) == (365, n_moves)
        assert len(model.datacollector.get_model_vars_dataframe()) == len(frame)

    @pytest.mark.parametrize("day", ["2030-03-01", date(2030, 3, 1)], ids=["as text", "as a date"])
    def test_until_a_date_plays_that_day_too(self, two_states, day):
        model = EscalationModel(two_states).run_until(day)
        assert model.date == date(2030, 3, 2)
        assert model.post("arden_embassy").accredited == 37  # three of forty went on 1 March

    def test_until_a_date_that_has_passed_plays_nothing(self, two_states):
        model = EscalationModel(two_states).run_until("2030-03-01")
        assert model.run_until("2030-02-01").day == 60

    def test_in_two_parts_is_the_same_as_in_one(self, two_states):
        parts = EscalationModel(two_states, seed=3).run_until("2030-03-04").run_until()
        assert_same(parts.state, EscalationModel(two_states, seed=3).run_until().state)

    def test_finds_room_for_as_many_moves_as_there_are(self):
        every_day = [f"relations.arden_belmora.talks_per_day.{party}=1" for party in ("arden", "belmora")]
        talkative = load_scenario(
            "two_states", settings=[*every_day, "parameters.talks_tiring=1", "parameters.talks_least_days=0"]
        )
        model = EscalationModel(talkative).run_until("2030-02-09")  # forty days: two offers, two answers a day
        assert model.state.log.n[0] == 160
        assert (model.trajectory.moves()["kind"] == "offer_talks").sum() == 80


def test_the_collected_frame_has_one_row_a_day():
    model = EscalationModel(
        load_scenario("two_states", settings=[*NO_TALKS, "parameters.delay_days=9"]), seed=1
    ).run_until("2030-03-10")
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == ["date", "moves", "tension", "loss", "flow_gross"]
    assert list(frame["date"]) == [date.fromordinal(date(2030, 1, 1).toordinal() + n) for n in range(69)]
    # 1 March is day 59: three of forty, 4 + 2.5·√0.075, over thirty days
    assert frame["moves"][57:60].tolist() == [0, 0, 1]
    assert frame["flow_gross"][58:60].tolist() == [0, pytest.approx((4 + 2.5 * 0.075**0.5) / 30)]


# looking --------------------------------------------------------------------------------------


class TestAParty:
    def test_shows_its_accounts_as_they_stand(self, october):
        model = EscalationModel(october)
        russia = model.party("russia")
        assert russia.grievance("nato") == pytest.approx(12.3925)
        assert russia.balance("nato") == 0
        # 70 accredited for reference and 18 in post; 13 and 6; the office; a council silent since July 2019, whose
        # rhythm had come down from the usual .8842 to .5042 by its meetings since 2014
        council = 0.5042 / 0.8842 * 2 ** (-824 / 180)
        worth = 4 * (0.3 + 0.7 * 18 / 70) + 2 * (0.3 + 0.7 * 6 / 13) + 1 + 3 * council
        assert russia.loss("nato") == model.party("nato").loss("russia") == pytest.approx(1 - worth / 10, abs=1e-5)
        assert russia.breaking_point("nato") == pytest.approx(3 + 34 * worth / 10, abs=4e-4)

    def test_shows_how_ready_it_is_to_talk(self, october):
        model = EscalationModel(october)
        # log odds 2 + 2·(1 − L) − 10·12.3925/37 for Russia, with 1 − L = 0.4238; NATO has a standing invitation
        assert model.party("russia").acceptance("nato") == pytest.approx(0.3772, abs=0.0001)
        assert model.party("nato").acceptance("russia") == 1.0

    def test_shows_its_policy_and_never_breaks_without_a_breaking_point(self, two_states):
        model = EscalationModel(two_states)
        assert (model.party("arden").policy("k"), model.party("belmora").policy("k")) == (1.2, 1.0)
        assert model.party("arden").breaking_point("belmora") == float("inf")

    def test_shows_how_contact_runs(self, certain):
        model = EscalationModel(certain).run_until()
        assert model.party("russia").contact("albania") == "direct"
        assert model.party("russia").contact("nato") == "russian_embassy_in_belgium"
        assert model.party("nato").contact("russia") == "unassigned"

    def test_is_a_state_or_an_alliance_with_members(self, october):
        model = EscalationModel(october)
        assert type(model.party("russia")) is StateAgent
        assert isinstance(model.party("csto"), AllianceAgent)
        assert "armenia" in model.party("csto").members
        assert repr(model.party("russia")) == "<StateAgent russia>"
        first = next(iter(model.ministries))
        assert (first.influence, repr(first)) == (1, "<MinistryAgent albania.culture>")


def test_a_policy_parameter_that_is_none_is_told_with_those_there_are():
    agent = object.__new__(PartyAgent)  # the name is read before any model
    with pytest.raises(KeyError, match="no policy parameter 'nope'; known are k, "):
        agent.policy("nope")


class TestAPost:
    def test_shows_people_and_status(self, certain):
        model = EscalationModel(certain, agents={"russia": Patient})
        mission = model.post("russian_mission")
        assert (mission.ceiling, mission.accredited, mission.present, mission.status) == (20, 18, 18, "open")
        assert mission.worth == pytest.approx(0.3 + 0.7 * 18 / 70)
        model.step()
        assert (mission.ceiling, mission.accredited, mission.present) == (10, 10, 18)
        model.run_until("2021-11-01")
        assert (mission.present, mission.departed, mission.status) == (10, 8, "open")

    def test_that_is_left_is_suspended_and_empty(self, certain):
        model = EscalationModel(certain).run_until()
        mission = model.post("russian_mission")
        assert (mission.accredited, mission.present, mission.departed, mission.worth) == (0, 0, 18, 0)
        assert (mission.status, model.post("nato_liaison_mission").status) == ("suspended", "closed")

    def test_says_what_it_has_when_asked_for_what_it_has_not(self, october):
        with pytest.raises(AttributeError, match="a post has no 'flag'; it has status, withheld, ceiling"):
            _ = EscalationModel(october).post("russian_mission").flag


class TestATie:
    """Harland holds a third of the trade back on 1 March 2030, and Kessia answers with a third: 4/9 is left."""

    @pytest.fixture(name="trade")
    def _trade(self):
        no_talks = [
            "relations.harland_kessia.talks_per_day.harland=0",
            "relations.harland_kessia.talks_per_day.kessia=0",
        ]
        model = EscalationModel(load_scenario("trade_and_visas", settings=no_talks), seed=1)
        return model.run_until("2030-03-02").post("trade")

    def test_that_a_side_withholds_is_not_open(self, trade):
        assert trade.status == "withheld"
        assert trade.withheld == {"harland": pytest.approx(1 / 3), "kessia": pytest.approx(1 / 3)}
        assert trade.worth == pytest.approx(4 / 9)

    def test_belongs_to_both_and_has_no_people(self, trade):
        assert (trade.kind, trade.sender, trade.host) == ("trade", None, None)
        assert repr(trade) == "tie trade: withheld, worth 0.44"

    def test_that_nobody_withholds_is_open(self):
        gas = EscalationModel(load_scenario("trade_and_visas"), seed=1).post("gas")
        assert (gas.status, gas.withheld, gas.worth) == ("open", {}, 1.0)


def test_who_stays_away_from_an_institution_is_named(october):
    model = EscalationModel(october)
    cooperation = model.post("practical_cooperation")
    assert (cooperation.status, cooperation.withheld) == ("suspended", {"nato": 1.0})


@pytest.mark.parametrize(
    ("look", "message"),
    [
        pytest.param(lambda m: m.party("ruritania"), "no party 'ruritania'; known are arden, belmora", id="a party"),
        pytest.param(lambda m: m.post("embassy"), "no channel 'embassy'; known are .*arden_embassy", id="a post"),
        pytest.param(
            lambda m: m.party("arden").grievance("ruritania"),
            "have neither .*; arden deals with belmora",
            id="a partner",
        ),
    ],
)
def test_an_unknown_id_is_refused_with_the_known_ones_for(two_states, look, message):
    with pytest.raises(KeyError, match=message):
        look(EscalationModel(two_states))


# a hand on the wheel --------------------------------------------------------------------------

EXPULSION = Move("expel", "arden", "belmora", channel="belmora_embassy", count=4, deadline=date(2030, 1, 20))


class TestAMoveMadeByHand:
    def test_is_played_on_the_day_of_the_next_step(self, two_states):
        model = EscalationModel(two_states).run_until("2030-01-10")
        n_before = int(model.state.log.n[0])
        model.inject(EXPULSION)
        assert model.state.log.n[0] == n_before
        model.step()
        last = model.trajectory.moves().iloc[n_before]
        assert (str(last["announced"])[:10], str(last["effective"])[:10]) == ("2030-01-11", "2030-01-20")
        assert (last["from"], last["to"], last["kind"], last["count"]) == ("arden", "belmora", "expel", 4)
        assert (last["channel"], last["intent"]) == ("belmora_embassy", "scripted")
        assert model.post("belmora_embassy").accredited == 20

    def test_is_made_once(self):
        model = EscalationModel(load_scenario("two_states", settings=["parameters.delay_days=9"]))
        model.inject(EXPULSION)
        model.step()
        model.step()
        assert model.post("belmora_embassy").accredited == 20

    def test_may_answer_an_earlier_one_which_is_then_answered(self, two_states):
        model = EscalationModel(two_states, seed=3).run_until("2030-03-01")
        number = int(model.trajectory.moves()["id"].iloc[-1])
        model.inject(Move("expel", "arden", "belmora", channel="belmora_embassy", count=1, answers=number))
        decisions = model.run_until("2030-06-30").trajectory.decisions()
        assert list(decisions[decisions["party"] == "arden"]["verdict"]) == ["scripted"]

    def test_cannot_answer_what_the_other_has_not_done(self, two_states):
        model = EscalationModel(two_states)
        with pytest.raises(ValueError, match=r"answers: no. 1 is not a move of belmora against arden"):
            model.inject(Move("criticise", "arden", "belmora", answers=1))

    def test_of_one_day_and_direction_are_one_package(self, two_states):
        model = EscalationModel(two_states)
        for kind in ("criticise", "protest_note", "ultimatum"):
            model.inject(Move(kind, "arden", "belmora"))
        model.step()
        moves = model.trajectory.moves()
        assert moves.loc[moves["from"] == "arden", "package"].tolist() == [1, 1, 1]

    def test_finds_room_however_many_there_are(self, two_states):
        model = EscalationModel(two_states)
        for _ in range(500):
            model.inject(Move("criticise", "arden", "belmora"))
        model.step()
        assert len(model.trajectory.moves()) == 500

    def test_cannot_follow_the_end(self, two_states):
        model = EscalationModel(two_states).run_until()
        with pytest.raises(ValueError, match="the run ended on 2030-12-31; no move can follow"):
            model.inject(EXPULSION)

    def test_may_be_a_word(self, two_states):
        model = EscalationModel(two_states)
        model.inject(Move("criticise", "arden", "belmora"))
        model.step()
        assert "criticise" in set(model.trajectory.moves()["kind"])

    @pytest.mark.parametrize(
        ("move", "message"),
        [
            pytest.param(
                Move("expel", "arden", "belmora", "arden_embassy", 3),
                "from: 'arden' cannot make 'expel' on 'arden_embassy'; expected its host, belmora",
                id="expelling one's own diplomats",
            ),
            pytest.param(
                Move("suspend_mission", "arden", "belmora", "belmora_embassy"),
                "from: 'arden' cannot make 'suspend_mission' on 'belmora_embassy'; expected its sender",
                id="suspending what the other sent",
            ),
            pytest.param(
                Move("return_ambassador", "arden", "belmora", "arden_embassy"),
                "arden may not return_ambassador arden_embassy",
                id="sending back an ambassador who never left",
            ),
            pytest.param(
                Move("expel", "arden", "belmora", "belmora_embassy", 900),
                "expel of 900: belmora_embassy allows 24 as things stand",
                id="expelling more than there are",
            ),
            pytest.param(
                Move("expel", "arden", "belmora", "belmora_embassy", -3),
                "count -3: expected a whole number from 0 on",
                id="fewer than none",
            ),
            pytest.param(
                Move("expel", "arden", "belmora", "belmora_embassy"), "'expel' needs a count", id="expelling nobody"
            ),
            pytest.param(
                Move("criticise", "arden", "belmora", "belmora_embassy"),
                "'criticise' is not made on a channel",
                id="criticising a building",
            ),
            pytest.param(
                Move("expel", "arden", "belmora", count=1), "'expel' is made on a channel", id="expelling from nowhere"
            ),
            pytest.param(Move("invade", "arden", "belmora"), "move: 'invade' does not fit", id="war"),
            pytest.param(Move("expel", "arden", "belmora", "bungalow", 1), "'bungalow'", id="an unknown post"),
            pytest.param(Move("criticise", "arden", "ruritania"), "'ruritania'", id="an unknown party"),
        ],
    )
    def test_is_refused_for(self, two_states, move, message):
        model = EscalationModel(two_states)
        with pytest.raises(ValueError, match=message):
            model.inject(move)
        before = EscalationModel(two_states)
        model.step()
        before.step()
        assert_same(model.state, before.state)


class Slow(StateAgent):
    """A government that waits for a hundred days, which it counts itself."""

    days = 0

    def __init__(self, model, index) -> None:
        super().__init__(model, index)
        self.seen = []

    def perceive(self) -> None:
        """Count the days."""
        self.days += 1
        self.seen.append(self.model.day)
        super().perceive()

    def decide(self) -> None:
        """Wait."""
        if self.days >= 100:
            super().decide()


class Hostile(StateAgent):
    """A government that removes the other before it has perceived anything."""

    def perceive(self) -> None:
        """Remove the other."""
        if len(self.model.parties) > 1:
            self.model.party("belmora").remove()


class Watched(EscalationModel):
    """A model that keeps something, and is made from something else."""

    def __init__(self, title, case) -> None:
        super().__init__(case)
        self.title, self.days = title, []

    def record(self) -> None:
        """Note the day."""
        super().record()
        self.days.append(self.day)


COPIES = {
    "model.copy": EscalationModel.copy,
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
}


def moves_at_the_end(model):
    return model.copy().run_until().trajectory.moves().to_csv()


class TestATrajectory:
    @pytest.mark.parametrize("name", ["two_states", "skripal_2018", "vrbetice_2021"])
    def test_that_is_kept_stands_when_the_model_goes_on(self, name):
        model = EscalationModel(load_scenario(name)).run_until(load_scenario(name).start + timedelta(days=3))
        kept = model.trajectory
        before = tables_of(kept)
        model.run_until(model.date + timedelta(days=60))
        assert tables_of(kept) == before

    def test_of_the_end_is_a_frame_of_its_own_each_time(self, two_states):
        trajectory = EscalationModel(two_states).run_until().trajectory
        for make in (trajectory.moves, trajectory.decisions, trajectory.trajectory, trajectory.posts):
            before = make().to_csv()
            changed = make()
            changed.loc[:, changed.select_dtypes("number").columns] = 0
            assert make().to_csv() == before

    def test_of_the_compiled_driver_stands_when_other_runs_are_played(self, two_states):
        ensemble = Ensemble(two_states, n_threads=1)
        first, *_ = histories = list(ensemble.histories([0, 1, 2]))
        alone = next(Ensemble(two_states, n_threads=1).histories([0]))
        assert tables_of(first) == tables_of(alone)
        assert len({tables_of(history) for history in histories}) == 3


def tables_of(trajectory):
    frames = (trajectory.moves(), trajectory.decisions(), trajectory.trajectory(), trajectory.posts())
    return "".join(frame.to_csv() for frame in frames)


class TestACopy:
    def test_played_on_takes_the_same_course(self, two_states):
        model = EscalationModel(two_states, seed=3).run_until("2030-03-03")
        twin = model.copy()
        assert twin.date == model.date
        assert_same(model.run_until().state, twin.run_until().state)
        assert_same(model.curves, twin.curves)
        frames = [m.datacollector.get_model_vars_dataframe() for m in (model, twin)]
        assert frames[0].equals(frames[1])

    def test_leaves_the_original_where_it_is(self, two_states):
        model = EscalationModel(two_states, seed=3).run_until("2030-03-03")
        moves = int(model.state.log.n[0])
        model.copy().run_until()
        assert (model.day, model.state.log.n[0], len(model.datacollector.get_model_vars_dataframe())) == (62, moves, 62)
        assert not model.curves.tension[62:].any()

    def test_branches_at_a_move_by_hand(self, two_states):
        model = EscalationModel(two_states, seed=3).run_until("2030-01-10")
        branch = model.copy()
        branch.inject(EXPULSION)
        waiting = branch.copy()
        model.run_until("2030-01-20")
        assert (
            branch.run_until("2030-01-20").post("belmora_embassy").accredited < model.post("belmora_embassy").accredited
        )
        np.testing.assert_array_equal(branch.curves.tension[:10], model.curves.tension[:10])
        assert (branch.curves.tension[11:20] > model.curves.tension[11:20]).all()
        assert_same(waiting.run_until("2030-01-20").state, branch.state)  # a move that waits is copied too

    def test_keeps_seed_run_and_classes(self, two_states):
        twin = EscalationModel(two_states, seed=5, run=7, agents={"arden": Patient}).copy()
        assert (twin.seed_number, twin.run_number, type(twin.party("arden"))) == (5, 7, Patient)

    @pytest.mark.parametrize("made", COPIES.values(), ids=COPIES)
    def test_holds_what_agents_remember(self, two_states, made):
        model = EscalationModel(two_states, agents={"arden": Slow}).run_until("2030-02-25")
        twin = made(model)
        assert (twin.party("arden").days, twin.party("arden").seen, twin.steps) == (56, list(range(56)), 56)
        twin.step()
        assert (model.party("arden").days, len(model.party("arden").seen)) == (56, 56)
        assert_same(model.run_until().state, twin.run_until().state)

    @pytest.mark.parametrize("made", COPIES.values(), ids=COPIES)
    def test_holds_what_a_subclass_keeps_and_does_not_make_it_again(self, two_states, made):
        model = Watched("a name", two_states).run_until("2030-01-05")
        twin = made(model)
        twin.step()
        assert (twin.title, twin.days, model.days) == ("a name", [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4])

    @pytest.mark.parametrize("made", COPIES.values(), ids=COPIES)
    def test_has_the_agents_that_there_are_now_and_its_own_chance(self, two_states, made):
        model = EscalationModel(two_states)
        mesa.Agent(model)
        model.party("arden").remove()
        model.random.random()
        twin = made(model)
        assert [agent.unique_id for agent in twin.agents] == [agent.unique_id for agent in model.agents]
        assert [agent.id for agent in twin.parties] == ["belmora"]
        assert all(agent.model is twin for agent in twin.agents)
        assert twin.random.random() == model.random.random()
        assert twin.rng.random() == model.rng.random()

    @pytest.mark.parametrize("made", COPIES.values(), ids=COPIES)
    def test_holds_views_of_its_own_posts_and_parties(self, two_states, made):
        model = EscalationModel(two_states, agents={"arden": Slow}).run_until("2030-02-28")
        model.party("arden").watched = model.post("arden_embassy"), model.party("belmora")
        twin = made(model)
        twin.step()
        embassy, other = twin.party("arden").watched
        assert (embassy.accredited, model.post("arden_embassy").accredited) == (37, 40)
        assert other is twin.party("belmora")

    def test_of_an_agent_comes_with_a_model_of_its_own(self, two_states):
        agent = EscalationModel(two_states).party("arden")
        twin = copy.deepcopy(agent)
        assert twin.model is not agent.model
        assert twin.model.party("arden") is twin

    def test_shares_what_nobody_changes(self, two_states):
        model = EscalationModel(two_states)
        twin = model.copy()
        assert all(getattr(twin, part) is getattr(model, part) for part in ("case", "names", "tables", "groups"))

    def test_that_is_no_longer_used_leaves_the_memory(self, two_states):
        model = EscalationModel(two_states)
        trace = weakref.ref(model.copy())
        gc.collect()
        assert trace() is None

    def test_goes_to_another_process_and_plays_on_there(self, two_states):
        model = EscalationModel(two_states, seed=3).run_until("2030-03-03")
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            assert pool.submit(moves_at_the_end, model).result() == moves_at_the_end(model)

    def test_asks_the_same_rules_of_a_users_own(self, monkeypatch):
        monkeypatch.syspath_prepend(Path(__file__).parents[1] / "rules")
        case = load_scenario("two_states", settings=["policies.belmora.own_rule=own_rules_example:sore"])
        model = EscalationModel(case).run_until("2030-02-25")
        twin = pickle.loads(pickle.dumps(model))
        assert [rule.path for rule in twin.tables.own_rule.rules] == ["own_rules_example:sore"]
        assert_same(model.run_until().state, twin.run_until().state)


class TestAnAgentThatIsRemoved:
    @pytest.mark.parametrize(
        ("name", "gone"),
        [
            ("two_states", "belmora"),
            ("nato_russia_2021", "russia"),
            ("skripal_2018", "germany"),
            ("arms_race", "arden"),
            ("two_blocs", "north"),
        ],
    )
    def test_does_nothing_any_more_but_what_the_scenario_gives_and_the_run_goes_on(self, name, gone):
        model = EscalationModel(load_scenario(name))
        model.party(gone).remove()
        moves = model.run_until(model.date + timedelta(days=100)).trajectory.moves()
        assert set(moves.loc[moves["from"] == gone, "intent"]) <= {"scripted", "rerouted"}

    def test_does_nothing_from_the_moment_of_its_removal(self, two_states):
        model = EscalationModel(two_states, agents={"arden": Hostile, "belmora": Slow})
        belmora = model.party("belmora")
        model.step()
        assert belmora.days == 0

    def test_may_be_taken_from_the_set_that_mesa_keeps(self, two_states):
        model = EscalationModel(two_states)
        model.agents.remove(model.party("arden"))
        moves = model.run_until("2030-06-30").trajectory.moves()
        assert set(moves.loc[moves["from"] == "arden", "intent"]) <= {"scripted", "rerouted"}
        assert [agent.id for agent in model.parties] == ["belmora"]

    def test_is_found_no_more(self, two_states):
        model = EscalationModel(two_states)
        model.party("arden").remove()
        with pytest.raises(KeyError, match="party 'arden' was removed from this model"):
            model.party("arden")

    def test_may_be_a_ministry_or_every_agent(self, two_states):
        model = EscalationModel(two_states)
        next(iter(model.ministries)).remove()
        assert len(model.ministries) == 13  # seven each, but for one
        model.remove_all_agents()
        model.run_until()
        assert (len(model.parties), len(model.ministries), len(model.agents), model.running) == (0, 0, 0, False)

    def test_leaves_the_memory(self, two_states):
        model = EscalationModel(two_states)
        trace = weakref.ref(model.party("arden"))
        trace().remove()
        gc.collect()
        assert trace() is None


# another mind ---------------------------------------------------------------------------------


class Patient(StateAgent):
    """A government that decides nothing: what is due stays due."""

    def decide(self) -> None:
        """Wait."""


class TestAnActorOfOnesOwn:
    def test_changes_the_run(self, two_states):
        usual = EscalationModel(two_states, seed=1).run_until("2030-06-30").trajectory.moves()
        calm = EscalationModel(two_states, seed=1, agents={"arden": Patient}).run_until("2030-06-30").trajectory.moves()
        assert "mirror" in set(usual.loc[usual["from"] == "arden", "intent"])
        assert "mirror" not in set(calm["intent"])

    def test_leaves_the_draws_of_everybody_else_where_they_were(self):
        # whatever happens, the clocks of offers ring as often, and not sooner after a grave act
        steady = load_scenario("two_states", settings=["parameters.talks_grave=1000000", "parameters.talks_tiring=1"])
        usual, calm = (EscalationModel(steady, agents=own).run_until() for own in ({}, {"arden": Patient}))
        assert usual.state.log.n[0] != calm.state.log.n[0]
        np.testing.assert_array_equal(usual.state.n_offers, calm.state.n_offers)
        np.testing.assert_array_equal(usual.state.next_offer, calm.state.next_offer)

    def test_must_be_for_a_party_that_there_is(self, two_states):
        with pytest.raises(ValueError, match="no party 'ruritania'; known are arden, belmora"):
            EscalationModel(two_states, agents={"ruritania": Patient})


# ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2029-12-31", "2031-01-01"], ids=["before the start", "after the end"])
def test_a_run_cannot_be_played_to_a_day_outside_the_scenario(two_states, day):
    with pytest.raises(ValueError, match=f"day '{day}': outside the scenario; expected 2030-01-01 to 2030-12-31"):
        EscalationModel(two_states).run_until(day)


def test_a_run_that_has_not_begun_has_no_outcome(two_states):
    with pytest.raises(ValueError, match="no day has been played yet"):
        result_of(EscalationModel(two_states).trajectory)


@pytest.mark.parametrize("seed", ["x", 1.5, -1, 2**64], ids=repr)
def test_a_seed_is_a_whole_number_of_64_bits(two_states, seed):
    with pytest.raises(ValueError, match=r"seed .*: expected a whole number from 0 to 18446744073709551615"):
        EscalationModel(two_states, seed=seed)


def test_a_model_that_is_no_longer_used_leaves_the_memory(two_states):
    model = EscalationModel(two_states)
    model.step()
    trace = weakref.ref(model)
    del model
    gc.collect()
    assert trace() is None


def test_a_move_of_a_party_that_never_breaks_has_no_breaking_point_as_its_decision_has_none(two_states):
    settings = ["policies.arden.breaks=false", "policies.belmora.breaks=true", "policies.belmora.silence_reply=0"]
    model = EscalationModel(load_scenario("two_states", settings=settings)).run_until()
    moves = model.trajectory.moves()
    answers = moves[moves["grievance"].notna() & (moves["severity"] > 0)]
    assert answers.loc[answers["from"] == "arden", "breaking_point"].isna().all()
    assert answers.loc[answers["from"] == "belmora", "breaking_point"].notna().all()
    assert {*answers["from"]} == {"arden", "belmora"}
