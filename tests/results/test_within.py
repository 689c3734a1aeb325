"""A long history can be read by some of its days, and by its hostile moves."""

from datetime import date

import pytest

from sim import load_scenario, run
from sim.results.run_result import DAYS

FIRST, LAST = date(2030, 3, 1), date(2030, 3, 3)


@pytest.fixture(name="played", scope="module")
def _played():
    return run(load_scenario("two_states", settings=["end=2030-06-30"]))


OF_TWO_STATES = [name for name in DAYS if name != "ties"]  # of which it has none


@pytest.mark.parametrize("name", OF_TWO_STATES)
def test_a_table_keeps_the_rows_of_the_days_and_no_others(name, played):
    days = getattr(played, name)[DAYS[name]]
    wanted = sum(FIRST <= day.date() <= LAST for day in days)
    kept = getattr(played.within(FIRST, LAST), name)
    assert len(kept) == wanted
    assert all(FIRST <= day.date() <= LAST for day in kept[DAYS[name]])


def test_without_days_nothing_is_left_out(played):
    same = played.within()
    assert all(getattr(same, name).equals(getattr(played, name)) for name in OF_TWO_STATES)


def test_moves_that_are_not_hostile_can_be_left_out_and_all_else_stays(played):
    shown = played.within(is_hostile_only=True)
    assert len(shown.moves) == (played.moves["severity"] > 0).sum() < len(played.moves)
    assert shown.trajectory.equals(played.trajectory)


def test_how_it_ended_stays_as_it_is(played):
    assert played.within(LAST).outcome == played.outcome
