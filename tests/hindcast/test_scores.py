"""Scores of one forecast, worked by hand."""

from math import log

import numpy as np
import pytest

from sim.hindcast.distributions import Chance, members, spread
from sim.hindcast.scores import brier, crps, inside, log_score, pit

CHANCES = {  # chance, what happened: Brier, log
    "nine in ten, and it came": (0.9, 1.0, 0.01, 0.105361),  # -ln .9
    "nine in ten, and it did not come": (0.9, 0.0, 0.81, 2.302585),  # -ln .1
    "an even chance": (0.5, 1.0, 0.25, 0.693147),  # ln 2
    "one in four, and it did not come": (0.25, 0.0, 0.0625, 0.287682),  # -ln .75
}


@pytest.mark.parametrize(("chance", "happened", "squared", "logarithm"), CHANCES.values(), ids=CHANCES)
def test_the_scores_of_a_chance_are(chance, happened, squared, logarithm):
    assert brier(chance, happened) == pytest.approx(squared)
    assert log_score(chance, happened) == pytest.approx(logarithm, abs=1e-6)


ENSEMBLES = {  # members, what happened: mean distance from it less half the mean distance of two members
    "one member is its distance": ([2.0], 5.0, 3.0),
    "one member that is right": ([2.0], 2.0, 0.0),
    "two members, one right": ([0.0, 1.0], 0.0, 0.25),  # 1/2 - 1/2 * (0 + 1 + 1 + 0)/4
    "two members, between them": ([0.0, 1.0], 0.5, 0.25),  # 1/2 - 1/4
    "three members": ([1.0, 2.0, 6.0], 2.0, 5 / 3 - 10 / 9),  # (1 + 0 + 4)/3 - 1/2 * 2 * (1 + 5 + 4)/9
}


@pytest.mark.parametrize(("values", "happened", "score"), ENSEMBLES.values(), ids=ENSEMBLES)
def test_the_crps_of_an_ensemble_is(values, happened, score):
    assert crps(np.array(values), happened) == pytest.approx(score)


def test_a_sure_and_right_ensemble_beats_a_wide_one_and_a_sure_and_wrong_one_loses_to_it():
    wide, sure = np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.full(5, 2.0)
    assert crps(sure, 2.0) < crps(wide, 2.0)
    assert crps(sure, 6.0) > crps(wide, 6.0)


PLACES = {  # members, what happened, draw: (below + draw * (equal + 1)) / (n + 1)
    "below all": ([1.0, 2.0, 3.0], 0.0, 0.5, 0.125),  # (0 + .5 * 1)/4
    "above all": ([1.0, 2.0, 3.0], 9.0, 0.5, 0.875),  # (3 + .5 * 1)/4
    "between the first and the second": ([1.0, 2.0, 3.0], 1.5, 0.5, 0.375),
    "as the middle one": ([1.0, 2.0, 3.0], 2.0, 0.5, 0.5),  # (1 + .5 * 2)/4
    "as all, drawn low": ([2.0, 2.0, 2.0], 2.0, 0.0, 0.0),
    "as all, drawn high": ([2.0, 2.0, 2.0], 2.0, 0.75, 0.75),  # .75 * 4/4
}


@pytest.mark.parametrize(("values", "happened", "u", "place"), PLACES.values(), ids=PLACES)
def test_the_place_of_what_happened_is(values, happened, u, place):
    assert pit(np.array(values), happened, u) == pytest.approx(place)


def test_places_of_right_forecasts_are_spread_evenly():
    rng = np.random.default_rng(1)
    found = [pit(rng.integers(0, 4, 50), rng.integers(0, 4), rng.random()) for _ in range(4000)]
    counts, _ = np.histogram(found, bins=10, range=(0, 1))
    assert np.abs(counts - 400).max() < 80  # four standard deviations of a bin are 76


def test_a_middle_interval_holds_the_places_within_it():
    places = [0.02, 0.05, 0.3, 0.5, 0.75, 0.99]
    assert inside(places, 0.5) == pytest.approx(3 / 6)
    assert inside(places, 0.9) == pytest.approx(4 / 6)
    assert np.isnan(inside([], 0.9))


def test_a_chance_from_counts_is_never_sure():
    assert Chance(0, 500).probability == pytest.approx(0.5 / 501)
    assert Chance(500, 500).probability == pytest.approx(500.5 / 501)
    assert log_score(Chance(500, 500).probability, 0.0) == pytest.approx(log(501 / 0.5))


def test_members_stand_in_order_and_have_quantiles():
    found = members([3.0, 1.0, 2.0])
    assert found.ascending.tolist() == [1.0, 2.0, 3.0]
    assert found.quantile(0.5) == 2.0


def test_members_stand_for_weighted_values_by_their_weights():
    assert spread([1.0, 2.0, 3.0], [1.0, 0.0, 1.0], 6).ascending.tolist() == [1.0, 1.0, 1.0, 3.0, 3.0, 3.0]
