"""A day is played once and whole; views speak of it; chance, names and reports of a model."""

import copy
import pickle
from datetime import date

import pytest

from sim import EscalationModel, Move, load_scenario
from sim.engine.agents import StateAgent


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states")


def own(**members):
    return type("Own", (StateAgent,), {**members, "__module__": __name__})


# once and whole -----------------------------------------------------------------------------------


class Fragile(StateAgent):
    """A government that fails on the second of January, until it is mended."""

    is_mended = False

    def decide(self):
        """Decide, or fail."""
        super().decide()
        if self.model.date == date(2030, 1, 2) and not self.is_mended:
            raise ZeroDivisionError("no majority")


PLAYED_IN_PART = (
    r"^2030-01-02 was played in part when ZeroDivisionError: no majority stopped it; "
    r"go on from a copy made before \(model.copy\(\)\), or make the model again$"
)


def test_a_day_that_an_error_has_stopped_is_never_played_twice(case):
    model = EscalationModel(case, agents={"arden": Fragile})
    model.step()
    before = model.copy()
    with pytest.raises(ZeroDivisionError):
        model.step()
    for go_on in (model.step, model.run_until, model.result):
        with pytest.raises(RuntimeError, match=PLAYED_IN_PART):
            go_on()
    with pytest.raises(RuntimeError, match=PLAYED_IN_PART):
        model.inject(Move("criticise", "arden", "belmora"))
    before.party("arden").is_mended = True
    before.step()
    assert before.date == date(2030, 1, 3)


def test_a_day_that_was_interrupted_at_the_keyboard_is_not_played_twice_either(case):
    def decide(self):
        raise KeyboardInterrupt

    model = EscalationModel(case, agents={"arden": own(decide=decide)})
    with pytest.raises(KeyboardInterrupt):
        model.step()
    with pytest.raises(RuntimeError, match=r"^2030-01-01 was played in part when KeyboardInterrupt"):
        model.step()


NEXT_DAY = r"^step: 2030-01-01 is being played; no phase, nor a copy made in one, plays the next day$"


def test_neither_can_a_copy_of_a_day_that_is_being_played(case):
    model = EscalationModel(case, agents={"arden": own(decide=lambda self: self.model.copy().step())})
    with pytest.raises(RuntimeError, match=NEXT_DAY):
        model.step()


def test_a_phase_cannot_play_the_next_day(case):
    model = EscalationModel(case, agents={"arden": own(decide=lambda self: self.model.step())})
    with pytest.raises(RuntimeError, match=NEXT_DAY):
        model.step()


def test_a_phase_that_returns_something_is_told_that_it_is_not_read(case):
    model = EscalationModel(case, agents={"arden": own(decide=lambda self: 0)})
    with pytest.raises(ValueError, match=r"^Own.decide returned 0; a phase returns nothing$"):
        model.step()


def test_calls_after_the_end_are_no_steps(case):
    model = EscalationModel(case).run_until()
    model.step()
    assert model.steps == 365


# views --------------------------------------------------------------------------------------------


def test_in_a_phase_views_are_of_the_day_that_is_played(case):
    seen = []

    def decide(self):
        StateAgent.decide(self)
        seen.append((self.model.date, self.model.today, self.grievance("belmora"), self.loss("belmora")))

    model = EscalationModel(case, agents={"arden": own(decide=decide)}).run_until("2030-03-01")
    rule = model.trajectory.decisions().iloc[0]
    day, today, grievance, loss = seen[-1]
    assert (day, today) == (date(2030, 3, 1), 59)
    assert (grievance, loss) == (rule["grievance"], rule["loss"])  # as the rule itself found them


def test_the_last_day_that_was_played_has_a_date(case):
    model = EscalationModel(case)
    assert model.last_date is None
    model.step()
    assert (model.last_date, model.date) == (date(2030, 1, 1), date(2030, 1, 2))


def test_a_party_knows_whom_it_deals_with_and_its_posts(case):
    model = EscalationModel(case)
    arden = model.party("arden")
    assert arden.partners == ["belmora"]
    assert arden.posts_hosted == ["belmora_consulate", "belmora_embassy"]
    assert "arden_embassy" in arden.posts_kept
    embassy = model.post("arden_embassy")
    assert (embassy.host, embassy.sender, embassy.kind) == ("belmora", "arden", "embassy")
    assert model.post("joint_commission").host is None


def test_moves_since_a_day_are_read_without_the_table(case):
    model = EscalationModel(case).run_until("2030-03-05")
    table = model.trajectory.moves()
    assert [move.number for move in model.moves_since("2030-01-01")] == table["id"].tolist()
    since = table[table["announced"] >= "2030-03-02"]
    assert [move.number for move in model.moves_since(date(2030, 3, 2))] == since["id"].tolist()
    first = model.moves_since("2030-03-01")[0]
    assert (first.actor, first.kind, first.count, first.answers) == ("belmora", "expel", 3, None)
    assert first in model.party("arden").received("2030-03-01")
    assert first not in model.party("belmora").received("2030-03-01")


def test_what_is_taken_in_is_received_once(case):
    seen = []

    def perceive(self):
        seen.extend(move.number for move in self.received())
        StateAgent.perceive(self)

    model = EscalationModel(case, seed=3, agents={"arden": own(perceive=perceive)}).run_until("2030-12-30")
    before = model.state.log.first_new[0]
    moves = model.trajectory.moves()
    assert seen == moves.loc[(moves["to"] == "arden") & (moves["id"] <= before), "id"].tolist()


# chance of own agents -----------------------------------------------------------------------------


def tosses(model):
    return model.random.random(), float(model.rng.random())


def test_chance_differs_by_run_and_by_seed_and_is_the_same_in_the_same_history(case):
    found = {(seed, run): tosses(EscalationModel(case, seed, run)) for seed in (1, 2) for run in range(5)}
    assert len({python for python, _ in found.values()}) == len({rng for _, rng in found.values()}) == 10
    assert tosses(EscalationModel(case, 2, 3)) == found[2, 3]
    assert tosses(EscalationModel(case)) == found[1, 0]


def test_a_long_seed_is_no_short_one_of_another_run(case):
    assert tosses(EscalationModel(case, 5 + 2**32, 0)) != tosses(EscalationModel(case, 5, 1))


@pytest.mark.parametrize("made", [EscalationModel.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_copies_go_on_with_the_chance_of_the_original(case, made):
    model = EscalationModel(case, run=7)
    tosses(model)
    assert tosses(made(model)) == tosses(model)


# what it is called, and what it notes ---------------------------------------------------------------


def test_a_model_and_its_trajectory_are_shown_on_one_line(case):
    model = EscalationModel(case, run=2)
    assert repr(model) == "<EscalationModel two_states: seed 1, run 2, 2030-01-01 is played next>"
    model.run_until("2030-01-02")
    assert repr(model.trajectory) == "<Trajectory two_states: seed 1, run 2, 2 days to 2030-01-02, 0 moves>"
    model.run_until()
    assert repr(model) == "<EscalationModel two_states: seed 1, run 2, played to its end on 2030-12-31>"


def test_its_result_is_that_of_the_same_run(case):
    from sim import run

    found, expected = EscalationModel(case, seed=4).run_until().result(), run(case, seed=4)
    assert found.moves.equals(expected.moves)
    assert found.manifest == expected.manifest
    assert (found.outcome, found.decisions.to_csv()) == (expected.outcome, expected.decisions.to_csv())


def test_an_own_measure_reads_its_history(case):
    model = EscalationModel(case).run_until("2030-03-01")
    history = model.history()
    assert history.moves["kind"].tolist() == model.trajectory.moves()["kind"].tolist()
    assert len(history.curves("theatre")) == 60


def test_a_reporter_is_noted_from_the_next_day_on(case):
    model = EscalationModel(case)
    model.step()
    model.add_reporter("staff", lambda it: it.post("arden_embassy").accredited)
    model.run_until("2030-01-03")
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["staff"].tolist()[1:] == [40, 40]
    assert frame["staff"].isna().tolist() == [True, False, False]
    with pytest.raises(ValueError, match=r"^reporter 'staff': there is one already$"):
        model.add_reporter("staff", len)
