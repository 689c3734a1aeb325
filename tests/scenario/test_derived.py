"""Tables that follow from others give what the rules that they spare would have given."""

import numpy as np
import pytest

from sim.rules.draws import days_at_rate, log_of_none
from sim.scenario.derived import _added_in_order, _never
from sim.scenario.load import load_scenario
from sim.scenario.packed import packed

N_DAYS = 3


def test_no_incident_comes_by_a_number_below_the_share_of_histories_without_one() -> None:
    # half of the days bring one: of 3 days and the one after, none in .5**4
    (never,) = _never(np.array([0.5]), N_DAYS)
    assert never == pytest.approx(0.0625, rel=1e-8)


@pytest.mark.parametrize("rate", [0.0, 1e-320, 1e-9, 0.01, 0.5, 0.999, 1.0])
@pytest.mark.parametrize("n_days", [1, 365, 100_000])
def test_such_a_number_is_below_all_that_bring_an_incident_in_time(rate: float, n_days: int) -> None:
    (never,) = _never(np.array([rate]), n_days)
    if never > 0.0:
        assert days_at_rate(rate, log_of_none(rate), np.nextafter(never, 0.0), n_days + 1) == n_days + 1
    else:
        assert rate >= 0.01  # an incident is all but certain


def test_what_allies_weigh_is_added_up_as_a_rule_adds() -> None:
    # .1 + .2 is .30000000000000004, with .3 more .6000000000000001; from the other end it is .6
    assert _added_in_order(np.array([[0.1, 0.0, 0.2, 0.3]])).tolist() == [0.6000000000000001]


@pytest.mark.parametrize(("case", "has_sides"), [("sweden_saudi_2015", True), ("cascade", False)])
def test_nobody_takes_sides_where_no_alliance_stands_by_its_members_over_an_act(case: str, has_sides: bool) -> None:
    assert packed(load_scenario(case)).tables.has_sides == has_sides
