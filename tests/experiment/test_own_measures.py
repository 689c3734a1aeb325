"""An own measure is one more row: in forecasts, comparisons and sweeps it has the numbers that ours have."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import compare, load_scenario, open_sweep, plan, read_result, run, sweep
from sim.analysis.sensitivity import sensitivity_of
from sim.results.files import OutputError

CASE = load_scenario("two_states", settings=["end=2030-04-30"])
CHANGE = ["policies.arden.k=3"]
COLUMNS = ["mean", "low", "high", "q05", "q25", "q50", "q75", "q95"]
TEXT = '''"""Measures that results have anyway, and others."""


def made(history) -> int:
    return len(history.moves)


def anybody(history):
    return bool((history.decisions["verdict"] == "rupture").any())


def hottest(history):
    return history.curves("arden_belmora")["tension"].max()


def first_lag(history):
    lags = history.exchanges["lag_days"].dropna()
    return lags.iloc[0] if len(lags) else None


def odd(history):
    return history.run % 4 == 1 if history.run % 2 else None
'''
NAMES = ["made", "anybody", "hottest", "first_lag", "odd"]


@pytest.fixture(name="own", scope="module")
def _own(tmp_path_factory) -> list[str]:
    """Own measures of a file, as they are typed."""
    file = tmp_path_factory.mktemp("own") / "mine.py"
    file.write_text(TEXT, "utf-8")
    return [f"{file}:{name}" for name in NAMES]


def row(table, **of):
    """The one row of a table."""
    for column, value in of.items():
        table = table[table[column] == value]
    (found,) = table.to_dict("records")
    return found


@pytest.fixture(name="forecast", scope="module")
def _forecast(own):
    return run(CASE, runs=150, measures=own, keep=["outcomes"])


def test_a_number_has_the_mean_the_interval_and_the_quantiles_that_ours_has(forecast):
    mine, ours = (
        row(forecast.measures, level=level, measure=name) for level, name in (("own", "made"), ("run", "moves"))
    )
    assert [mine[column] for column in COLUMNS] == pytest.approx([ours[column] for column in COLUMNS])
    mine = row(forecast.measures, level="own", measure="hottest")
    ours = row(forecast.measures, level="relation", measure="tension_peak")
    assert [mine[column] for column in COLUMNS] == pytest.approx([ours[column] for column in COLUMNS], rel=0.001)


def test_yes_and_no_have_the_share_and_the_interval_that_ours_has(forecast):
    numbers = ["runs", "share", "low", "high"]
    mine, ours = row(forecast.probabilities, event="anybody"), row(forecast.probabilities, level="run")
    assert [mine[name] for name in numbers] == [ours[name] for name in numbers]


def test_where_one_is_not_defined_it_does_not_count_and_how_often_is_said(forecast):
    odd = row(forecast.probabilities, level="own", event="odd")
    assert (odd["runs"], odd["share"]) == (38, 38 / 75)
    said = {entry["name"]: entry for entry in forecast.manifest["measures"]}
    assert (said["odd"]["undefined"], said["made"]["undefined"], said["odd"]["is_share"]) == (75, 0, True)
    assert said["first_lag"]["function"].endswith("mine.py:first_lag")
    assert {*said["made"]["files"]} <= {*forecast.manifest["own_rules"]}


def test_kept_histories_have_its_value_each(forecast):
    rows = forecast.outcomes[forecast.outcomes["level"] == "theatre"]
    assert rows["made"].tolist() == rows["moves"].tolist()
    assert rows["odd"].isna().sum() == 75
    assert str(rows["odd"].dtype) == "boolean"


def test_threads_change_no_byte(own, tmp_path: Path):
    for threads in (1, 4):
        run(CASE, runs=150, measures=own, threads=threads).save(tmp_path / str(threads))
        compare(CASE, changes=CHANGE, runs=70, measures=own, threads=threads).save(tmp_path / f"c{threads}")
    for one, other in (("1", "4"), ("c1", "c4")):
        for file in (tmp_path / one).iterdir():
            assert file.read_bytes() == (tmp_path / other / file.name).read_bytes(), file.name


def test_a_result_is_read_again_as_it_was_written(own, tmp_path: Path):
    for made in (run(CASE, runs=20, measures=own), compare(CASE, changes=CHANGE, runs=20, measures=own)):
        made.save(tmp_path / made.kind)
        again = read_result(tmp_path / made.kind)
        table = "probabilities" if made.kind == "forecast" else "differences"
        pd.testing.assert_frame_equal(getattr(again, table), getattr(made, table), rtol=1e-5)


def test_a_comparison_has_its_difference_with_the_interval_that_ours_has(own):
    made = compare(CASE, changes=CHANGE, runs=150, measures=own, measure="made")
    numbers = ["a", "b", "difference", "low", "high"]
    mine, ours = row(made.differences, measure="made_mean"), row(made.differences, level="run", measure="moves")
    assert [mine[name] for name in numbers] == pytest.approx([ours[name] for name in numbers])
    mine, ours = (row(made.differences, measure=name) for name in ("anybody_share", "any break"))
    assert [mine[name] for name in numbers] == pytest.approx([ours[name] for name in numbers])
    assert made.sentence.startswith(
        "With the policy of Arden changed (strength of answers: 3 instead of 1.2), the mean of"
    )
    said = {entry["name"]: entry for entry in made.manifest["measures"]}
    assert (said["odd"]["pairs"], said["odd"]["undefined_a"], said["odd"]["undefined_b"]) == (75, 75, 75)


def test_a_comparison_is_over_the_pairs_in_which_it_is_defined_in_both_worlds():
    def of_many(history):
        return len(history.moves) if len(history.moves) > 12 else None

    made = compare(CASE, changes=CHANGE, runs=100, measures={"of_many": of_many})
    both = [run(case, runs=100, measures={"of_many": of_many}, keep=["outcomes"]).outcomes for case in (
        CASE, load_scenario("two_states", settings=["end=2030-04-30", *CHANGE]))]  # fmt: skip
    a, b = (frame.loc[frame["level"] == "theatre", "of_many"].to_numpy() for frame in both)
    is_in_both = ~np.isnan(a) & ~np.isnan(b)
    found = row(made.differences, measure="of_many_mean")
    assert made.manifest["measures"][0]["pairs"] == is_in_both.sum()
    assert found["difference"] == pytest.approx((b - a)[is_in_both].mean())
    assert found["a"] == pytest.approx(a[is_in_both].mean())


SPAN = ["policies.arden.k=0.5:2", "policies.belmora.k=0.5:2"]


def test_a_sweep_has_its_mean_and_its_share_with_the_errors_that_ours_have(own, tmp_path: Path):
    found = sweep(CASE, ["policies.arden.k=0.5,2"], tmp_path / "sweep", runs=70, measures=own).summary
    mine, ours = (found[found["level"] == level].reset_index(drop=True) for level in ("own", "run"))
    alike = {"made_mean": "moves", "made_mean_se": "moves_se"}
    alike |= {f"anybody_share{end}": f"any_break{end}" for end in ("", "_low", "_high")}
    for column, other in alike.items():
        assert mine[column].to_numpy() == pytest.approx(ours[other].to_numpy())
    assert mine["odd_runs"].tolist() == [35, 35]


def test_its_sensitivity_is_that_of_ours(own, tmp_path: Path):
    made = sweep(CASE, SPAN, tmp_path / "sweep", design="sobol", points=32, runs=10, measures=own)
    mine, ours = (sensitivity_of(made, of, [name]).table for of, name in ((None, "made_mean"), ("run", "moves")))
    assert mine["ST"].to_numpy() == pytest.approx(ours["ST"].to_numpy())
    assert "made_mean" in sensitivity_of(made).measures


@pytest.mark.slow
def test_threads_workers_and_other_executors_give_the_same_bytes(own, tmp_path: Path):
    def files(name, **by):
        folder = tmp_path / name
        sweep(CASE, ["policies.arden.k=0.5:2:3"], folder, runs=20, measures=own, **by)
        return {path.name: path.read_bytes() for path in folder.rglob("*.parquet")}

    alone = files("alone", threads=1)
    assert files("several", threads=3) == alone
    assert files("workers", workers=2) == alone
    with ThreadPoolExecutor(2) as pool:
        assert files("executor", executor=pool) == alone


def test_a_sweep_whose_measure_was_edited_is_not_resumed_with_another(tmp_path: Path):
    file, vary = tmp_path / "mine.py", ["policies.arden.k=0.5,2"]
    file.write_text(TEXT, "utf-8")
    sweep(CASE, vary, tmp_path / "sweep", runs=3, measures=[f"{file}:made"])
    file.write_text(TEXT.replace("len(history.moves)", "len(history.moves) + 1"), "utf-8")
    with pytest.raises(OutputError, match=r"holds a sweep of something else: .*measures was"):
        sweep(CASE, vary, tmp_path / "sweep", runs=3, measures=[f"{file}:made"])
    assert open_sweep(tmp_path / "sweep").summary["made_mean"].notna().sum() == 2


def test_a_function_of_python_is_asked_on_threads_and_refused_elsewhere(tmp_path: Path):
    made = sweep(CASE, ["policies.arden.k=0.5,2"], tmp_path / "a", runs=3, measures={"two": lambda history: 2})
    assert made.summary["two_mean"].dropna().tolist() == [2.0, 2.0]
    with pytest.raises(ValueError, match="with `workers` other processes ask them; expected texts `MODULE:FUNCTION`"):
        plan.sweep(CASE, ["policies.arden.k=0.5,2"], tmp_path / "b", measures={"two": len}, workers=2)


def test_a_point_at_which_one_fails_says_so_and_the_others_are_played(tmp_path: Path):
    def hard(history):
        return 1 / (history.scenario.policies["arden"].k != 2)

    made = sweep(CASE, ["policies.arden.k=0.5,2"], tmp_path / "a", runs=3, measures={"hard": hard})
    ((point, problem),) = made.failed.to_numpy().tolist()
    assert point == 1
    assert "measure hard failed in history 0: ZeroDivisionError: division by zero" in problem
    assert problem.startswith(("tests/experiment/test_own_measures.py:", str(Path(__file__).parent)))


def test_the_name_of_one_of_ours_is_refused():
    with pytest.raises(ValueError, match="tension_peak is in every result; expected another name"):
        plan.run(CASE, runs=3, measures={"tension_peak": len})
    with pytest.raises(ValueError, match=r"measures .*: goes with `runs` only"):
        plan.run(CASE, measures={"two": len})


def test_the_cost_says_what_it_takes(own):
    assert "; own measures take " in str(plan.run(CASE, runs=10, measures=own).cost())
    assert "own measures" not in str(plan.run(CASE, runs=10).cost())


STEPS = {1: 120, 7: 18, 30: 4}


@pytest.mark.parametrize("step", STEPS)
def test_curves_are_kept_on_every_day_or_every_so_many(step):
    made = run(CASE, runs=2, keep=["curves"], step=step)
    days = made.curves[(made.curves["name"] == "theatre") & (made.curves["run"] == 1)]["date"]
    assert len(days) == STEPS[step]
    assert {*days.diff().dropna().dt.days} <= {step}
    assert made.manifest["curve_step_days"] == step
    assert made.bands["date"].nunique() == len(days)
    assert compare(CASE, changes=CHANGE, runs=2, step=step).curves["date"].nunique() == len(days)


def test_a_long_scenario_has_as_many_days_as_a_figure_shows_and_says_so():
    made = run("nato_russia_1997_2021", runs=2, keep=["curves"])
    assert made.manifest["curve_step_days"] == 23
    assert made.curves["date"].nunique() == 391
