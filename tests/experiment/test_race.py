"""The search for the smallest change that keeps a chance below a bound, on chances that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.race import FIRST_LOOK, Race, Seen


def race_over(chances, ladders=None, bound=0.5, most=1600, played=None):
    """A race in which a history has the event at a rung where a draw of its own is below the chance of the rung."""
    draws = np.random.default_rng(7).random(2 * most)

    def play(rung, runs):
        if played is not None:
            played.append((rung, runs))
        return draws[runs.start : runs.stop] < chances[rung]

    race = Race(ladders or [range(len(chances))], bound, most, play)
    for rung in range(len(chances)):
        race.look(rung)
    return race


def test_the_smallest_value_below_the_bound_is_the_answer():
    assert race_over([0.9, 0.7, 0.3, 0.1]).run() == [2]


def test_where_no_value_is_below_there_is_no_answer():
    assert race_over([0.9, 0.8, 0.7]).run() == [None]


def test_each_ladder_has_an_answer_of_its_own():
    assert race_over([0.9, 0.3, 0.2, 0.9, 0.8], [range(3), range(3, 5)]).run() == [1, None]


def test_a_larger_change_need_not_help_more():
    # bisecting would start in the middle, where the chance is high, and miss the first value
    assert race_over([0.2, 0.9, 0.9, 0.9, 0.1]).run() == [0]


def test_a_chance_on_the_bound_is_not_below_it():
    assert race_over([0.5, 0.3]).run() == [1]


def test_histories_are_spent_where_the_side_of_the_bound_is_open():
    played = []
    race = race_over([0.95, 0.52, 0.1, 0.05], played=played)
    assert race.run() == [2]
    assert race.seen[0].n == race.seen[2].n == race.seen[3].n == FIRST_LOOK
    assert race.seen[1].n == 1600


def test_no_history_is_played_twice_and_answers_are_confirmed_in_others():
    played = []
    race_over([0.95, 0.52, 0.1], played=played).run()
    numbers = {rung: [n for r, runs in played if r == rung for n in runs] for rung in range(3)}
    assert all(len(own) == len(set(own)) for own in numbers.values())
    assert [max(own) < 1600 for own in numbers.values()] == [True, True, False]
    assert numbers[2] == [*range(100), *range(1600, 3200)]


def test_what_is_not_confirmed_is_no_answer():
    def play(rung, runs):  # below the bound in the histories of the search alone
        is_new = runs.start >= 1600
        return np.full(len(runs), rung == 0 and is_new) if rung < 2 else np.ones(len(runs), dtype=bool)

    race = Race([range(3)], 0.5, 1600, play)
    for rung in range(3):
        race.look(rung)
    assert race.run() == [1]


def test_intervals_hold_over_all_looks_together():
    # 100, 200, 400, 800, 1600: five looks, each with a fifth of what may be missed
    race = race_over([0.5])
    assert race.looks == 5
    assert race.z == pytest.approx(2.5758, abs=1e-4)  # the quantile of .995
    assert Race([range(1)], 0.5, 100, race.play).z == pytest.approx(1.95996, abs=1e-4)


def test_few_histories_are_one_look():
    race = race_over([0.9, 0.0], most=20)
    assert (race.looks, race.seen[0]) == (1, Seen(20, race.seen[0].events))
    assert race.run() == [1]


@given(st.lists(st.sampled_from([0.05, 0.2, 0.35, 0.65, 0.8, 0.95]), min_size=1, max_size=8))
def test_far_from_the_bound_it_agrees_with_a_whole_grid(chances):
    expected = next((n for n, chance in enumerate(chances) if chance < 0.5), None)
    assert race_over(chances).run() == [expected]
