"""Long tables as CSV are the bytes that pandas writes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.results import csv_text, files
from sim.results.csv_text import csv_lines
from sim.scenario.cells import guarded

TEXTS = st.sampled_from(["", "Arden", "a, b", 'so "called"', "two\nlines", "=1+1", "-3", "ü"])
COLUMNS = {
    "text": st.lists(TEXTS, min_size=3, max_size=3),
    "number": st.lists(st.floats(allow_nan=True), min_size=3, max_size=3),
    "count": st.lists(st.integers(-(2**62), 2**62), min_size=3, max_size=3),
    "flag": st.lists(st.booleans(), min_size=3, max_size=3),
    "day": st.lists(st.dates(pd.Timestamp(1900, 1, 1).date()), min_size=3, max_size=3),
}


def by_pandas(frame):
    """As short tables are written."""
    given_texts = files.as_data(frame)
    return given_texts.to_csv(index=False, float_format="%.6g", lineterminator="\n", date_format="%Y-%m-%d").encode()


@given(st.fixed_dictionaries(COLUMNS), st.integers(1, 3))
@settings(max_examples=60)
def test_it_is_what_pandas_writes(columns, times):
    columns["day"] = np.array(columns["day"], dtype="datetime64[s]")
    frame = pd.DataFrame(columns)
    frame["maybe"] = pd.array([1, None, 3], dtype="Int64")
    frame["perhaps"] = pd.array([None, True, False], dtype="boolean")
    frame["one"] = pd.Categorical(["a, b", None, "a, b"])
    frame = frame.loc[np.repeat(frame.index, times)]
    assert b"".join(csv_lines(frame, guarded)) == by_pandas(frame)


def test_parts_of_a_long_table_join(monkeypatch):
    monkeypatch.setattr(csv_text, "ROWS_AT_ONCE", 4)
    frame = pd.DataFrame({"n": range(10), "x": np.linspace(0, 1, 10), "text": list("abcdefghij")})
    assert b"".join(csv_lines(frame)) == by_pandas(frame)


def test_a_day_that_is_missing_and_a_minus_before_a_zero_are_kept():
    frame = pd.DataFrame({"x": [0.0, -0.0], "day": np.array(["2030-01-01", "NaT"], dtype="datetime64[s]")})
    assert b"".join(csv_lines(frame)) == by_pandas(frame) == b"x,day\n0,2030-01-01\n-0,\n"


def test_columns_of_the_same_and_runs_of_the_same_are_written_in_every_row():
    days = np.array(["2030-01-01"] * 3 + ["2030-01-02"] * 3, dtype="datetime64[s]")
    frame = pd.DataFrame({"party": "Arden, old", "day": days, "loss": [0.5] * 5 + [-0.0], "nothing": np.nan, "n": 7})
    first = '"Arden, old",2030-01-01,0.5,,7\n'
    rows = 3 * [first] + 2 * [first.replace("01,0", "02,0")] + [first.replace("01,0.5", "02,-0")]
    assert b"".join(csv_lines(frame)).decode() == "party,day,loss,nothing,n\n" + "".join(rows)
    assert b"".join(csv_lines(frame[["party", "n"]])).decode() == "party,n\n" + 6 * '"Arden, old",7\n'


@pytest.mark.parametrize(("most", "is_large"), [(10**9, False), (1000, True)])
def test_a_table_is_large_by_its_bytes_as_csv(monkeypatch, most, is_large):
    monkeypatch.setattr(files, "MOST_CSV_BYTES", most)
    monkeypatch.setattr(files, "LONG_TABLE", 100)
    monkeypatch.setattr(files, "SAMPLED_ROWS", 50)
    assert files.is_large(pd.DataFrame({"n": range(1000), "x": 0.5})) == is_large
