"""What own measures are given, what they may give, and what is said of one that fails."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import load_scenario, run
from sim.analysis.own_measures import OwnMeasures, tried
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.scenario.own_measure import OwnMeasureError, read_measures

CASE = load_scenario("two_states", settings=["end=2030-06-30"])


def values(functions, runs=(0, 1, 2), case=CASE):
    """Values of functions in some histories, (R, M)."""
    asked = OwnMeasures(tried(read_measures(functions), case, 1))
    return Ensemble(case, 1, Wanted(measured=asked), n_threads=1).play(list(runs)).measured


def test_a_history_has_the_tables_of_a_single_run():
    seen = {}

    def look(history):
        seen[history.run] = {
            name: getattr(history, name)
            for name in ("moves", "decisions", "exchanges", "trajectory", "posts", "outcome")
        }
        return 1

    values({"look": look})
    for number, tables in seen.items():
        single = run(CASE, seed=1, replay=number)
        for name, table in tables.items():
            expected = getattr(single, name)
            if name == "outcome":
                assert table == {key: value for key, value in expected.items() if key != "headline"}
            else:
                pd.testing.assert_frame_equal(table, expected[list(table)])


def test_curves_of_a_relation_are_daily_and_those_of_the_trajectory():
    found = {}

    def look(history):
        found[history.run] = history.curves("arden_belmora"), history.curves("theatre"), history.trajectory
        return 1

    values({"look": look})
    for own, theatre, days in found.values():
        assert len(own) == len(theatre) == (CASE.end - CASE.start).days + 1
        rows = days[days["name"] == "arden_belmora"].set_index("date")
        pd.testing.assert_frame_equal(own, rows[list(own)], check_freq=False)
        assert own["loss"].to_numpy() == pytest.approx(theatre["loss"].to_numpy())


def test_a_measure_sees_scenario_seed_and_number_and_changes_nothing_for_the_next_one():
    def spoil(history):
        moves = history.moves
        moves["count"] = 0
        moves.loc[0, "kind"] = "nothing"
        return len(moves)

    def count(history):
        assert (history.scenario.name, history.seed) == ("two_states", 1)
        return int(history.moves["count"].sum()) + 0 * history.run

    both = values({"spoil": spoil, "count": count})
    assert both[:, 1].tolist() == values({"count": count})[:, 0].tolist()
    assert both[:, 1].min() > 0


def test_after_its_call_a_history_cannot_be_read():
    kept = []
    values({"keep": lambda history: kept.append(history) or 1})
    with pytest.raises(ValueError, match="only while its measure is asked"):
        _ = kept[0].moves


GIVEN = {
    "yes": (lambda history: True, True, 1.0),
    "no of numpy": (lambda history: np.bool_(False), True, 0.0),
    "a whole number": (lambda history: 3, False, 3.0),
    "a number of numpy": (lambda history: np.float32(0.5), False, 0.5),
    "nothing": (lambda history: None, False, np.nan),
    "no number": (lambda history: float("nan"), False, np.nan),
    "a missing value of pandas": (lambda history: pd.NA, False, np.nan),
}


@pytest.mark.filterwarnings("ignore:.*gave nothing in any of the first")
@pytest.mark.parametrize(("function", "is_share", "value"), GIVEN.values(), ids=GIVEN)
def test_yes_and_no_are_shares_numbers_have_means_and_nothing_is_not_defined(function, is_share, value):
    (measure,) = tried(read_measures({"mine": function}), CASE, 1)
    assert measure.is_share is is_share
    np.testing.assert_array_equal(values({"mine": function}), [[value]] * 3)


def test_what_a_function_says_of_itself_counts_where_the_first_histories_do_not_define_it():
    def rare(history) -> bool | None:
        return None

    assert [each.is_share for each in tried(read_measures({"rare": rare}), CASE, 1)] == [True]


FAILS = {
    "raises": ("    return history.moves['no_such']", "2: measure mine failed in history 0: KeyError: 'no_such'"),
    "asserts": ("    assert not history.run + 1", "2: measure mine failed in history 0: AssertionError"),
    "leaves": ("    raise SystemExit(3)", "2: measure mine failed in history 0: SystemExit: 3"),
    "an unknown relation": ("    return history.curves('arden')",
                            "2: measure mine failed in history 0: ValueError: no relation 'arden' in this history; "),
    "a text": ("    return 'many'",
               "1: measure mine gave 'many' (str) in history 0; expected a number, True, False or None"),
    "a list": ("    return [1, 2]",
               "1: measure mine gave [1, 2] (list) in history 0; expected a number, True, False or None"),
    "without end": ("    return float('inf')",
                    "1: measure mine gave inf (float) in history 0; expected a number, True, False or None"),
    "too large": ("    return 10 ** 400", "expected a number, True, False or None"),
    "first yes, then a number": ("    return True if history.run == 0 else 2.0",
                                 "1: measure mine gave 2.0 (float) in history 1; expected True, False or None in"),
    "first a number, then yes": ("    return 2 if history.run == 0 else True",
                                 "1: measure mine gave True (bool) in history 1; expected a number or None in"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "said"), FAILS.values(), ids=FAILS)
def test_what_goes_wrong_is_said_on_one_line_with_file_and_line(body, said, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(f"def mine(history):\n{body}\n", "utf-8")
    with pytest.raises(OwnMeasureError) as problem:
        values(["mine.py:mine"])
    assert re.fullmatch(rf"mine\.py:.*{re.escape(said.partition(': ')[2] or said)}.*", str(problem.value))
    assert said in str(problem.value)


def test_the_line_is_that_of_the_users_file_wherever_it_fails(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (
        "import json\n\n\ndef read(text):\n    return json.loads(text)\n\n\ndef mine(history):\n    return read('{')\n"
    )
    (tmp_path / "mine.py").write_text(text, "utf-8")
    with pytest.raises(OwnMeasureError, match=r"^mine\.py:5: measure mine failed in history 0: JSONDecodeError: "):
        values(["mine:mine"])


def test_one_that_gives_another_value_of_the_same_history_is_refused():
    calls = iter(range(10))
    with pytest.raises(OwnMeasureError, match=r"gave 0 and then 1 of the same history 0; expected one that depends on"):
        tried(read_measures({"mine": lambda history: next(calls)}), CASE, 1)
