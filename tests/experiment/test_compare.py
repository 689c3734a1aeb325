"""The same runs in two worlds: differences have the right sign, size and certainty."""

import numpy as np
import pandas as pd
import pytest

from sim import load_scenario
from sim.engine.ensemble import Ensemble, Wanted
from sim.experiment import compare as module
from sim.experiment.compare import compare, median_pair
from sim.experiment.interrupted import Interrupted

SHORT = "end=2030-05-01"
HARSH = "timeline.first_expulsion.count=20"
NUMBERS = ["difference", "low", "high"]
RUNS = 12


def world(*sets):
    return load_scenario("two_states", [SHORT, *sets])


def row(comparison, level, name, measure):
    frame = comparison.differences
    return frame[(frame["level"] == level) & (frame["name"] == name) & (frame["measure"] == measure)].iloc[0]


@pytest.fixture(name="harsher", scope="module")
def _harsher():
    return compare(world(), world(HARSH), runs=RUNS)


def test_a_world_compared_with_itself_differs_in_nothing():
    found = compare(world(), world(), runs=RUNS)
    for frame in (found.differences, found.curves):
        assert (frame[NUMBERS] == 0).all(axis=None)
        assert (frame["a"] == frame["b"]).all()
    assert found.manifest["change"] == []
    assert found.parting["differing"] == 0


def test_the_other_way_round_every_difference_has_the_other_sign(harsher):
    back = compare(world(HARSH), world(), runs=RUNS)
    for one, other in ((harsher.differences, back.differences), (harsher.curves, back.curves)):
        assert (one["difference"] == -other["difference"]).all()
        assert (one["low"] == -other["high"]).all()
        assert (one["a"] == other["b"]).all()


def test_sending_home_twenty_in_place_of_three_costs_more(harsher):
    loss = row(harsher, "relation", "arden_belmora", "loss_at_end")
    assert 0 < loss["low"] <= loss["difference"] <= loss["high"]
    assert loss["difference"] == pytest.approx(loss["b"] - loss["a"])


def test_means_and_differences_are_those_of_the_runs_played_alone(harsher):
    wanted = Wanted(relations=("arden_belmora",), rows=True)
    rows = [Ensemble(each, 1, wanted).play(range(RUNS)).rows for each in (world(), world(HARSH))]
    a, b = (each.tension_peak[:, 0] for each in rows)
    found = row(harsher, "relation", "arden_belmora", "tension_peak")
    half = 1.959964 * np.std(b - a, ddof=1) / np.sqrt(RUNS)
    assert found["a"] == pytest.approx(a.mean())
    assert [*found[NUMBERS]] == pytest.approx([(b - a).mean(), (b - a).mean() - half, (b - a).mean() + half])


def test_a_share_is_a_share_of_runs():
    # Belmora without hollowing leaves once the reply reaches it: at a grievance of 3
    found = compare(world(), world("policies.belmora.breaking_hollowing=0"), runs=RUNS)
    first, anybody = (
        row(found, "break", "arden_belmora", "first break by belmora"),
        row(found, "run", "run", "any break"),
    )
    assert first["a"] == 0
    assert first["b"] * RUNS == round(first["b"] * RUNS) > 0
    assert [*first[NUMBERS]] == [*anybody[NUMBERS]]
    regimes = [row(found, "theatre", "theatre", regime)["b"] for regime in module.REGIMES]
    assert sum(regimes) == pytest.approx(1)


def test_curves_part_on_the_day_of_the_change_and_not_before(harsher):
    tension = harsher.curves.query("level == 'relation' and curve == 'tension'")
    parted = tension.loc[tension["difference"] != 0, "date"]
    assert parted.min() == pd.Timestamp("2030-03-02")  # the day after the expulsion, when it is perceived
    assert tension["date"].iloc[0] == pd.Timestamp("2030-01-01")


def test_threads_change_nothing(harsher, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 5)
    one, three = (compare(world(), world(HARSH), runs=RUNS, threads=n) for n in (1, 3))
    pd.testing.assert_frame_equal(one.differences, three.differences, check_exact=True)
    pd.testing.assert_frame_equal(one.curves, three.curves, check_exact=True)
    pd.testing.assert_frame_equal(one.curves, harsher.curves)  # chunks only change the order of sums


def test_the_manifest_says_what_was_compared(harsher):
    said = harsher.manifest
    assert (said["change"], said["runs"], said["seed"], said["relations"]) == ([HARSH], RUNS, 1, ["arden_belmora"])
    assert said["scenario_b"]["timeline"]["first_expulsion"]["count"] == 20


def test_progress_is_told_to_the_end():
    told = []
    compare(world(), world(), runs=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def _interrupting(done, total):
    raise KeyboardInterrupt


def test_interrupted_it_gives_the_pairs_that_were_finished(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 4)
    with pytest.raises(Interrupted) as caught:
        compare(world(), world(HARSH), runs=RUNS, progress=_interrupting)
    partial, whole = caught.value.partial, compare(world(), world(HARSH), runs=4)
    assert (partial.manifest["runs"], partial.manifest["runs_asked"]) == (4, RUNS)
    pd.testing.assert_frame_equal(partial.differences, whole.differences, check_exact=True)


def test_interrupted_after_one_pair_there_is_nothing_to_give(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 1)
    with pytest.raises(Interrupted) as caught:
        compare(world(), world(), runs=RUNS, progress=_interrupting)
    assert caught.value.partial is None


OTHER_ID = ("relations.arden_belmora=null", "plots.dyads=[]")
REFUSED = {
    "a single pair": ((), {"runs": 1}, "runs 1: expected 2 or more"),
    "other days": (("end=2030-05-02",), {}, "one world lasts from 2030-01-01 to 2030-05-01, the other"),
    "a relation that nobody has": ((), {"relations": ["x"]}, "no relation 'x'"),
}


@pytest.mark.parametrize(("sets", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_compared_is_refused(sets, options, message):
    with pytest.raises(ValueError, match=message):
        compare(world(), world(*sets), **({"runs": 2} | options))


def test_a_relation_has_to_be_in_both_worlds():
    parties = "states.{0}={{name: {0}}}".format
    third = world(parties("cordia"), "relations.cordial={between: [arden, cordia]}")
    with pytest.raises(ValueError, match="relation 'cordial' is not in both worlds; in both are arden_belmora"):
        compare(third, world(), runs=2, relations=["cordial"])
    found = compare(third, world(), runs=2)  # the relations that both have can be compared
    assert set(found.differences["name"]) == {"run", "arden_belmora", "arden–belmora", "theatre"}


PAIRS = {
    "the median of those that differ": ([[0, 0], [3, 0], [1, 0], [0, 0], [2, 0]], (4, 0, 3)),
    "of two in the middle the lower": ([[4, 0], [1, 0]], (1, 0, 2)),
    "among equals the median of the next measure": ([[1, 9], [1, 5], [1, 7]], (2, 0, 3)),
    "the next measure where none differ in the first": ([[0, 2], [0, 0], [0, -1]], (2, 1, 2)),
    "the first run where nothing differs": ([[0, 0], [0, 0]], (0, 1, 0)),
}


@pytest.mark.parametrize(("differences", "expected"), PAIRS.values(), ids=PAIRS)
def test_the_pair_to_be_told_is(differences, expected):
    assert median_pair(np.array(differences, dtype=np.float64)) == expected
