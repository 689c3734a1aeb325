"""Many runs summed up: the sums are right, whoever plays them and however they end."""

import signal

import pandas as pd
import pytest
from scipy import stats

from sim import EscalationModel, load_scenario, plan, run
from sim.analysis.exchanges import exchange_frame
from sim.analysis.intervals import share_interval
from sim.analysis.units import in_units
from sim.experiment.interrupted import Interrupted
from sim.experiment.memory import TooLargeError
from sim.experiment.playing import _next_size, bytes_needed, refuse_too_many
from sim.report.forecast import measure_table, rows_reported, severity_words

SETS = ["end=2030-05-31"]
RUNS = 30
TABLES = ("probabilities", "measures", "survival", "bands", "histories", "replies", "chains", "observed")


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states", settings=SETS)


@pytest.fixture(name="forecast", scope="module")
def _forecast(case):
    return run(case, runs=RUNS, keep=("outcomes", "curves", "moves", "exchanges"))


def ensemble_of(case, **asked):
    return plan.run(case, runs=1, **asked).ensemble


def assert_alike(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_every_run_ends_in_one_regime(forecast):
    frame = forecast.probabilities
    ends = frame[frame["level"].isin(["relation", "blocs", "theatre"]) & (frame["event"] != "rupture at any time")]
    assert set(ends.groupby(["level", "name"])["runs"].sum()) == {RUNS}


def test_who_is_the_first_to_break_adds_up_to_any_break():
    frame = run("nato_russia_2021", runs=RUNS).probabilities.set_index(["level", "event"])
    assert frame.loc["break"]["runs"].sum() == frame.loc["run", "any break"]["runs"] > 0


@pytest.mark.parametrize("n_threads", [1, 2])
def test_the_number_of_threads_changes_nothing(case, forecast, n_threads):
    assert_alike(run(case, runs=RUNS, threads=n_threads), forecast)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (3, 10), (10, 10), (907, 1000)])
def test_the_interval_of_a_share_is_that_of_wilson(successes, n):
    expected = stats.binomtest(successes, n).proportion_ci(method="wilson")
    assert share_interval(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_the_curves_of_a_single_run_are_those_that_it_has_alone(case, forecast):
    alone = EscalationModel(case, seed=1, run=3).run_until().trajectory.trajectory()
    own = forecast.histories[(forecast.histories["run"] == 3) & (forecast.histories["name"] == "arden_belmora")]
    expected = alone[alone["name"] == "arden_belmora"]
    for curve in ("tension", "loss", "flow_gross"):
        assert own[curve].tolist() == expected[curve].tolist()


def test_kept_outcomes_are_what_the_shares_count(forecast):
    own = forecast.outcomes[forecast.outcomes["name"] == "arden_belmora"]
    counted = forecast.probabilities[forecast.probabilities["name"] == "arden_belmora"].set_index("event")["runs"]
    assert own["run"].tolist() == list(range(RUNS))
    assert own["regime"].value_counts().to_dict() == counted.drop("rupture at any time").to_dict()
    assert own["hostile_moves"].mean() == pytest.approx(
        forecast.measures.query("name == 'arden_belmora' and measure == 'hostile_moves'")["mean"].item()
    )


def test_every_column_is_counted_by_what_it_came_to_itself():
    found = run("nato_russia_2021", runs=RUNS, keep=("outcomes",))
    shares = found.probabilities.set_index(["name", "event"])["runs"]
    means = found.measures.set_index(["name", "measure"])["mean"]
    for name, own in found.outcomes.groupby("name", observed=True):
        ends = own["regime"].value_counts()
        assert {regime: shares[name, regime] for regime in ends.index} == ends.to_dict()
        assert shares[name, "rupture at any time"] == own["ruptured_on"].notna().sum()
        for measure in ("tension_at_end", "tension_peak", "loss_at_end", "loss_peak", "flow_peak", "hostile_moves"):
            assert means[name, measure] == pytest.approx(own[measure].mean(), abs=1e-4)
    ends = found.outcomes.groupby("name", observed=True)["regime"].agg(lambda regimes: tuple(sorted(regimes)))
    assert len(set(ends)) > 1  # or else columns could be mistaken for each other


def test_kept_curves_begin_as_the_single_histories(forecast):
    for run_ in (0, 4):
        kept = forecast.curves[(forecast.curves["run"] == run_) & (forecast.curves["name"] == "theatre")]
        single = forecast.histories[(forecast.histories["run"] == run_) & (forecast.histories["name"] == "theatre")]
        assert kept["date"].tolist() == single["date"].tolist()
        assert kept["tension"].tolist() == single["tension"].tolist()


def test_kept_moves_are_those_of_every_run_read_closely(case, forecast):
    alone = EscalationModel(case, seed=1, run=7).run_until().trajectory.moves()
    kept = forecast.moves[forecast.moves["run"] == 7].drop(columns="run").reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, alone)


def test_kept_exchanges_are_those_of_every_run_read_closely(case, forecast):
    assert forecast.exchanges["run"].unique().tolist() == list(range(RUNS))
    alone = exchange_frame(EscalationModel(case, seed=1, run=7).run_until().trajectory)
    kept = forecast.exchanges[forecast.exchanges["run"] == 7].drop(columns="run").reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, alone.astype(kept.dtypes.to_dict()))


def test_nothing_is_kept_that_nobody_asked_for(case):
    forecast = run(case, runs=2)
    assert (forecast.outcomes, forecast.curves, forecast.moves, forecast.exchanges) == (None,) * 4


def test_how_many_runs_stand_to_the_record_is_what_each_of_them_says():
    case = load_scenario("nato_russia_2021")
    many = run(case, runs=8).against_record.set_index("id")
    alone = [run(case, replay=number).against_record.set_index("id") for number in range(8)]
    for move, row in many.iterrows():
        came = [history.loc[move, "lag_days"] for history in alone if history.loc[move, "lag_days"] is not pd.NA]
        assert row["came_share"] == len(came) / 8
        assert row["near_share"] == sum(abs(lag) <= 30 for lag in came) / 8
        assert pd.isna(row["lag_q50"]) or row["lag_q50"] in came
    assert many["came_share"].max() > 0


def test_an_interruption_leaves_the_forecast_of_the_runs_that_were_finished(case):
    presses = iter([signal.SIGINT])

    def press_once(done, total):
        for pressed in presses:
            signal.raise_signal(pressed)

    with pytest.raises(Interrupted) as stopped:
        run(case, runs=10**7, progress=press_once)
    partial = stopped.value.partial
    assert 0 < partial.manifest["runs"] < partial.manifest["runs_asked"] == 10**7
    assert_alike(partial, run(case, runs=partial.manifest["runs"]))


@pytest.mark.parametrize(
    ("size", "done", "seconds", "n_threads", "expected"),
    [
        pytest.param(100, 1000, 1.0, 1, 250, id="one thread plays 250 in a quarter of a second"),
        pytest.param(100, 1000, 1.0, 2, 125, id="each of two plays half of what both do"),
        pytest.param(16, 10**6, 0.1, 2, 128, id="at most eight times as many as before"),
        pytest.param(64, 128, 3600.0, 2, 1, id="at least one"),
        pytest.param(10**6, 10**9, 1.0, 1, 200_000, id="never more than can be forgone"),
    ],
)
def test_a_chunk_takes_a_thread_a_quarter_of_a_second(size, done, seconds, n_threads, expected):
    assert _next_size(size, done, seconds, n_threads) == expected


def test_moves_are_averaged_however_many_there_are(case):
    endless = load_scenario(
        "two_states",
        settings=["realisation=exact", "end=2036-12-31"]
        + ["parameters.miss_probability=0", "parameters.perception_noise=0"]
        + [f"policies.{p}.{s}" for p in ("arden", "belmora") for s in
           ("preset=tit_for_tat", "breaks=false", "delay_days=1", "silence_first=0", "silence_reply=0")],
    )  # fmt: skip
    forecast = run(endless, runs=3, keep=["outcomes"])
    measured = forecast.measures.set_index(["name", "measure"])["mean"]
    kept = forecast.outcomes[forecast.outcomes["name"] == "theatre"]
    assert kept["moves"].min() > 2047
    assert measured["run", "moves"] == pytest.approx(kept["moves"].mean())
    assert measured["theatre", "hostile_moves"] == pytest.approx(kept["hostile_moves"].mean())


def test_what_a_run_needs_counts_what_is_kept(case):
    # two things followed on 151 days; a row has 3 numbers and 17 for each, of curves there are 3; each fourfold
    assert bytes_needed(ensemble_of(case))[1] == 0
    assert bytes_needed(ensemble_of(case, keep=["outcomes"]))[1] == 4 * 8 * (3 + 17 * 2)
    assert bytes_needed(ensemble_of(case, keep=["curves"]))[1] == 4 * 8 * (3 + 17 * 2 + 3 * 2 * 151)


def test_what_a_run_needs_is_what_the_arrays_of_a_run_take(case):
    ensemble = ensemble_of(case, keep=["outcomes", "curves"])
    chunk = ensemble.play([0, 1])
    assert 2 * ensemble.bytes_of_a_row == sum(array.nbytes for array in chunk.rows)
    assert 2 * ensemble.bytes_of_curves == chunk.whole.nbytes


def test_too_many_runs_are_refused_with_the_most_that_fit(case):
    ensemble = ensemble_of(case, keep=["outcomes"])
    fixed = bytes_needed(ensemble)[0]
    refuse_too_many(ensemble, 10, free_bytes=fixed + 10 * 1184)
    with pytest.raises(TooLargeError, match=r"11 runs need .* are free; the most that fit are 10$"):
        refuse_too_many(ensemble, 11, free_bytes=fixed + 10 * 1184)


def test_there_are_no_more_runs_than_numbers(case):
    with pytest.raises(TooLargeError, match="more than runs have numbers; the most that fit are 4,294,967,296"):
        refuse_too_many(ensemble_of(case), 2**32 + 1)


@pytest.mark.parametrize(
    ("n_bytes", "text"), [(999, "999 bytes"), (1500, "1.5 kB"), (12_000_000, "12 MB"), (3 * 10**15, "3000 TB")]
)
def test_bytes_are_written(n_bytes, text):
    assert in_units(n_bytes) == text


MISTAKES = {
    "no runs": ({"runs": 0}, "runs 0: expected a whole number from 1 to 4294967296"),
    "something unknown to keep": (
        {"runs": 1, "keep": ["all"]},
        "keep 'all': unknown; expected one of outcomes, curves, moves",
    ),
    "an unknown relation": (
        {"runs": 1, "relations": ["x"]},
        "relations 'x': unknown; expected one of arden_b",
    ),
    "an end outside": (
        {"runs": 1, "until": "2031-01-01"},
        "until '2031-01-01': outside the scenario; expected 2030-01-01 to 2030-05-31",
    ),
}


@pytest.mark.parametrize(("options", "message"), MISTAKES.values(), ids=MISTAKES)
def test_is_refused(case, options, message):
    with pytest.raises(ValueError, match=message):
        run(case, **options)


class TestWhatIsPrinted:
    """The account of a world of many relations: what is followed, and of that what is not nought."""

    def test_where_relations_are_asked_for_nothing_else_is_told(self):
        asked = {"runs": 2, "settings": ["end=2018-04-10"], "threads": 1}
        found = run("skripal_2018", relations=["russia_united_kingdom"], **asked)
        assert rows_reported(found) == [("relation", "russia_united_kingdom")]
        unasked = run("skripal_2018", **asked)
        assert ("theatre", "theatre") in rows_reported(unasked)

    def test_rows_of_nothing_but_noughts_are_left_out(self):
        quiet = ["end=2030-01-05", "timeline=null", "parameters.talks_per_day=0", "parameters.incidents_per_day=0"]
        found = run("two_states", runs=2, settings=quiet, threads=1)
        table = measure_table(found)
        where, what = ([*map(str, column.cells)] for column in table.columns[:2])
        assert where == ["Arden–Belmora", "", "anywhere"]
        assert what == ["institutional loss at the end", "highest institutional loss", "moves of any kind"]


def test_a_few_for_many_are_said_to_be_hardly_less_severe_where_people_are_sent_home():
    line = (
        "To send people home has a severity of {} and more, for a whole staff {}, so that few for many are hardly less "
        "severe. “In number” says how many."
    )
    assert severity_words(run("two_states", runs=20)) == [line.format("4", "6.5")]
    milder = run("two_states", settings=["parameters.personnel_severity_base=3"], runs=20)
    assert severity_words(milder) == [line.format("3", "5.5")]
    assert (
        severity_words(run("two_states", settings=["timeline.first_expulsion=null"], runs=2, until="2030-02-01")) == []
    )
