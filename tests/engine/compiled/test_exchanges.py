"""The hostile packages that are noted of each run: the same as the exchanges of its log, one history at a time."""

import numpy as np
import pytest

from sim import EscalationModel
from sim.analysis.exchanges import exchanges_of
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.workspace import ROOM_FOR_PACKAGES
from sim.rules.moves import CLOSE_CONSULATE, EXPEL
from sim.rules.world import NONE
from sim.scenario.load import load_scenario

ANSWERS = ["policies.arden.silence_first=0", "policies.arden.delay_days=3", "policies.belmora.silence_reply=1"]


def packages_of(runs, *sets, scenario="two_states"):
    """Packages noted of some runs."""
    case = load_scenario(scenario, settings=sets)
    return Ensemble(case, 1, Wanted(packages=True), n_threads=1).play(runs).packages


def test_an_act_and_its_answer_are_two_packages():
    found = packages_of(
        [5], "end=2030-04-30", "relations.arden_belmora.incidents_per_day={arden: 0, belmora: 0}", *ANSWERS
    )
    act, answer = 0, 1  # Belmora expels three on 1 March, day 59 of 2030; Arden answers three days later
    assert found.run.tolist() == [5, 5]
    assert found.day.tolist() == [59, 62]
    assert found.is_scripted.tolist() == [True, False]
    assert found.ij[act] == found.ij[answer] ^ 1
    assert found.expelled[act] == 3
    assert found.answers.tolist() == [NONE, found.head[act]]
    assert found.kinds[act] == 1 << EXPEL


def test_two_acts_that_a_target_takes_together_have_one_head():
    second = (
        "timeline.another={date: 2030-03-02, from: belmora, to: arden, move: close_consulate, channel: arden_consulate}"
    )
    consulate = "channels.arden_consulate={kind: consulate, sender: arden, host: belmora, accredited: 5}"
    sets = ["end=2030-04-30", "relations.arden_belmora.incidents_per_day={arden: 0, belmora: 0}", *ANSWERS]
    found = packages_of([0], *sets, consulate, second)
    first, other = np.flatnonzero(found.is_scripted)
    assert found.kinds[other] == 1 << CLOSE_CONSULATE
    assert found.head[other] == found.head[first] == found.package[first]
    assert set(found.answers[~found.is_scripted]) <= {NONE, found.head[first]}


@pytest.mark.parametrize("run", [0, 3, 8])
def test_they_are_the_exchanges_that_are_read_from_the_log_of_a(run):
    case = load_scenario("skripal_2018")
    found = packages_of([run], scenario="skripal_2018")
    exchanges = exchanges_of(EscalationModel(case, seed=1, run=run).run_until().trajectory)
    assert (found.package + 1).tolist() == [each["package"] for each in exchanges]
    assert (found.head + 1).tolist() == [each["provocation"] for each in exchanges]
    replied = {each["provocation"] for each in exchanges if each["reply"] is not None}
    assert {head + 1 for head in found.answers.tolist() if head != NONE} == replied


def test_no_packages_are_noted_where_none_are_wanted():
    ensemble = Ensemble(load_scenario("two_states"), 1, n_threads=1)
    assert ensemble.play(range(3)).packages.run.size == 0


def test_where_there_are_more_than_room_was_made_for_none_is_lost():
    few = packages_of([0, 1])
    runs = ROOM_FOR_PACKAGES // max(1, int(few.n[0]) // 4)
    many = packages_of(range(runs))
    assert int(many.n[0]) == many.run.size > ROOM_FOR_PACKAGES
    assert set(many.run.tolist()) == set(range(runs))
    again = packages_of([runs - 1])
    assert many.head[many.run == runs - 1].tolist() == again.head.tolist()
