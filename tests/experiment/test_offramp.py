"""The smallest change that keeps the chance of an end below a bound, against a whole grid."""

import pytest

from sim import offramp, run
from sim.analysis.intervals import share_interval
from sim.analysis.offramp_headline import headline_of, runner_up
from sim.design.variation import DesignError
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.report.offramp import lines_of
from sim.results.measures import REGIMES_BY_NUMBER
from sim.scenario.arguments import ArgumentError
from sim.scenario.load import load_scenario

COUNT, HOLLOWING = "timeline.nato_cut.count", "policies.russia.breaking_hollowing"
CHANGES = [f"{COUNT}=1:9:5", f"{HOLLOWING}=36:44:5", "policies.russia.k=0.5:1:3"]
RUNS, BELOW = 400, 0.4
RUPTURE = [regime.name for regime in REGIMES_BY_NUMBER].index("rupture")


@pytest.fixture(name="found", scope="module")
def _found():
    return offramp("nato_russia_2021", CHANGES, below=BELOW, runs=RUNS)


def ruptures(setting, runs):
    """How many of some histories end in rupture, by playing all of them."""
    case = load_scenario("nato_russia_2021", settings=[setting] if setting else [])
    ensemble = Ensemble(case, 1, Wanted(("nato_russia",), rows=True))
    return int((ensemble.play(runs).rows.regime[:, 0] == RUPTURE).sum())


@pytest.fixture(name="grid", scope="module")
def _grid(found):
    """Ruptures at every value, in all histories of the search and in all that confirm."""
    settings = [f"{row['path']}={row['value']}" for row in found.tried.to_dict("records")]
    return {each: (ruptures(each, range(RUNS)), ruptures(each, range(RUNS, 2 * RUNS))) for each in settings}


def test_the_answers_are_those_of_a_whole_grid(found, grid):
    expected = {}
    for row in found.tried.to_dict("records"):  # from the smallest change on
        ends = [share_interval(n, RUNS)[1] for n in grid[f"{row['path']}={row['value']}"]]
        if max(ends) < BELOW:
            expected.setdefault(row["path"], row["value"])
    assert dict(zip(found.answers["path"], found.answers["value"], strict=True)) == expected
    assert set(expected) == {COUNT, HOLLOWING}


def test_chances_and_differences_are_those_of_the_histories_that_confirm(found, grid):
    as_it_is = ruptures("", range(RUNS, 2 * RUNS)) / RUNS
    assert found.manifest["as_it_is"]["share"] == as_it_is
    for row in found.answers.to_dict("records"):
        share = grid[f"{row['path']}={row['value']}"][1] / RUNS
        assert row["share"] == pytest.approx(share)
        assert row["difference"] == pytest.approx(share - as_it_is)
        assert row["low"] < row["share"] < row["high"] < BELOW


def test_answers_stand_from_the_smallest_change_on(found):
    assert found.answers["size"].is_monotonic_increasing
    assert found.answers["rank"].tolist() == [1, 2]


def test_fewer_histories_are_spent_than_by_a_whole_grid(found):
    assert found.manifest["spent"] < found.manifest["spent_by_a_grid"] / 2
    assert found.manifest["spent_by_a_grid"] == 2 * RUNS * (1 + len(found.tried))


def test_the_headline_names_the_change_and_the_runner_up_comes_next(found):
    first, second = found.answers.to_dict("records")
    assert headline_of(found) == found.manifest["headline"]
    assert first["path"] == HOLLOWING
    assert found.manifest["headline"].startswith("With the policy of Russia changed (breaking hollowing: ")
    assert found.manifest["headline"].endswith("the smallest change of those named that keeps this below 40 %")
    assert runner_up(found).startswith(
        f"Next: had NATO cut the ceiling of the Russian mission to NATO by {second['value']}, not 10, in "
    )


def test_what_is_lost_and_comes_back_stands_for_both_worlds(found):
    rows = found.returns.set_index(["what", "channel", "world"]).sort_index()
    worth = rows.loc["worth lost", ""]
    assert list(worth.index) == ["as it is", "changed"]
    assert worth.loc["changed", "gone_at_end"] < worth.loc["as it is", "gone_at_end"]
    shut = rows.loc["shut", "russian_mission"]
    assert shut.loc["changed", "gone_at_end"] < BELOW < shut.loc["as it is", "gone_at_end"]
    assert ((rows["back"] >= 0) & (rows["back"] <= 1)).all()


def test_where_the_end_is_rare_enough_nothing_has_to_change():
    found = offramp("nato_russia_2021", [f"{COUNT}=9,8"], below=1.0, runs=50)
    assert found.manifest["headline"].endswith("below 100 % without any change")


def test_where_no_change_is_enough_it_says_so():
    found = offramp("nato_russia_2021", ["policies.russia.k=0.5,0.9"], below=0.1, runs=50)
    assert len(found.answers) == 0
    assert found.manifest["headline"].endswith("none of the changes named keeps this below 10 %")
    assert set(found.returns["world"]) == {"as it is"}


def test_a_value_that_makes_no_scenario_is_noted_and_the_others_are_played():
    """The host expels from the embassy of the other; there is nobody to expel from its own."""
    channels = "timeline.first_expulsion.channel=belmora_embassy,arden_embassy"
    found = offramp("two_states", [channels, "timeline.first_expulsion.count=1,2"], runs=20, below=0.9)
    failed = found.tried[found.tried["problem"] != ""]
    assert len(failed) == 1
    assert (failed["runs"].tolist(), failed["side"].tolist()) == ([0], [""])
    assert (found.tried.loc[found.tried["problem"] == "", "runs"] == 20).all()


def test_a_change_may_be_a_single_value():
    found = offramp("nato_russia_2021", [f"{COUNT}=1"], runs=50, below=0.9)
    assert found.tried[["value", "size"]].to_numpy().tolist() == [["1", 1.0]]
    assert found.manifest["headline"].startswith("Had NATO cut the ceiling of the Russian mission to NATO by 1, not 10")


def test_more_threads_change_nothing():
    one, two = (offramp("two_states", ["policies.arden.k=0.5,0.8"], runs=30, threads=n) for n in (1, 2))
    assert one.answers.equals(two.answers)
    assert one.tried.equals(two.tried)
    assert one.returns.equals(two.returns)


def test_an_experiment_names_the_changes():
    found = offramp("nato_russia_2021", experiment="levers", runs=5, below=0.99)
    assert {"timeline.nato_cut.count", "policies.russia.breaking_floor"} <= set(found.tried["path"])


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"change": []}, DesignError, "nothing varies; expected --change"),
        ({"change": ["policies.nobody.k=1,2"]}, DesignError, "policies.nobody.k"),
        ({"change": ["timeline.nato_cut.count=10,10"]}, DesignError, "10 stands there twice"),
        ({"change": [f"{COUNT}=9,8"], "end": "peace"}, ArgumentError, "end 'peace': unknown; expected one of"),
        ({"change": [f"{COUNT}=9,8"], "below": 0}, ArgumentError, "below 0: expected a share above 0, up to 1"),
        ({"change": [f"{COUNT}=9,8"], "relation": "x"}, ArgumentError, "relation 'x': unknown; expected one of"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, error, message):
    with pytest.raises(error, match=message):
        offramp("nato_russia_2021", **asked)


def test_the_chance_as_it_is_agrees_with_a_forecast():
    """The first histories of the search are those that a forecast plays."""
    forecast = run("nato_russia_2021", runs=RUNS)
    share = forecast.probabilities.query("name == 'nato_russia' and event == 'rupture'")["share"].iloc[0]
    assert ruptures("", range(RUNS)) / RUNS == pytest.approx(share)


def test_a_measure_above_a_number_may_be_what_is_to_be_rare():
    found = offramp("trade_and_visas", ["policies.kessia.silence_tie=0.9"], end="lost by Kessia above 10 %", runs=40)
    ensemble = Ensemble(load_scenario("trade_and_visas"), 1, Wanted(("harland_kessia",), rows=True))
    lost = ensemble.play(range(40, 80)).rows.ties_lost_ba_at_end[:, 0]  # Kessia is the second side; those that confirm
    assert found.manifest["end"] == "ties_lost_ba_at_end above 0.1"
    assert found.manifest["as_it_is"]["share"] == (lost > 0.1).mean()
    assert "worth of ties lost by Kessia at the end above 10 % in" in found.manifest["headline"]


def test_a_way_out_of_a_cold_standoff_says_how_many_histories_lie_near_its_limit():
    found = offramp("two_states", ["timeline.first_expulsion.count=1:2:2"], end="cold_standoff", below=0.5, runs=100)
    case = load_scenario("two_states")
    lost = Ensemble(case, 1, Wanted(("arden_belmora",), rows=True)).play(range(200)).rows.loss_at_end[:, 0]
    shares, losses = found.manifest["near_limit"]["shares"], found.manifest["near_limit"]["losses"]
    assert shares[0] == sum(0.38 - 1e-9 <= loss <= 0.42 + 1e-9 for loss in lost) / 200
    assert losses[0] == pytest.approx(lost.mean())
    told = lines_of(found.__class__(found.answers, found.tried, found.returns, found.manifest | TOLD))
    assert told[0] == (
        "A cold standoff is a loss of 0.4 or more. Arden–Belmora ends within 0.02 of that in 24 % of histories as it "
        "is and 7 % with the change; the mean loss is 0.43 and 0.36."
    )
    strained = offramp("two_states", ["timeline.first_expulsion.count=1"], end="strained", below=0.5, runs=100)
    assert "near_limit" not in strained.manifest  # there is no one limit of it


def test_a_move_may_be_dropped():
    found = offramp("nato_russia_2021", ["timeline.nato_cut=null"], below=0.2, runs=100)
    assert found.manifest["headline"].startswith(
        "Had NATO not cut the ceiling of the Russian mission to NATO by 10, NATO–Russia would"
    )
    assert found.answers[["path", "own", "value"]].values.tolist() == [["timeline.nato_cut", "given", "null"]]
    assert "nato_cut" not in found.manifest["changed"]["timeline"]


TOLD = {
    "near_limit": {"shares": [0.24, 0.07], "losses": [0.43, 0.36]},
    "changed": {"parameters": {"cold_loss": None}},
}
