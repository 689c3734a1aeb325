"""The objective of a search: one number for how well the played record is forecast."""

import pytest

from sim.hindcast.objective import loss_of, with_numbers
from sim.scenario.load import load_scenario

CASE = ["uk_ussr_1985"]  # four packages, all of them answered or not


def test_a_world_has_other_numbers_under_its_parameters() -> None:
    world = load_scenario("two_states")
    changed = with_numbers(world, {"parameters.package_exponent": 2.5})
    assert (changed.parameters.package_exponent, changed.name) == (2.5, world.name)


def test_a_world_in_which_nobody_answers_is_forecast_worse() -> None:
    """London and Moscow answered each other four times in five days."""
    loss = loss_of(CASE, runs=100)
    usual, silent = loss({}), loss({"parameters.generosity": 1.0})
    assert usual < silent
    assert loss({}) == pytest.approx(usual)  # the same chance again
