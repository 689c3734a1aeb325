"""Rows of a table are those that pandas gives, values and types."""

import numpy as np
import pandas as pd

from sim.analysis.records import records

FRAME = pd.DataFrame(
    {
        "id": [1, 2],
        "parent": pd.array([None, 1], dtype="Int64"),
        "from": ["arden", "belmora"],
        "cause": ["", None],
        "announced": np.array(["2030-01-01", "2030-01-02"], dtype="datetime64[s]"),
        "asked": [np.nan, 4.5],
        "is_reply": [False, True],
    }
)


def test_rows_are_those_of_pandas():
    one, other = records(FRAME), FRAME.to_dict("records")
    assert repr(one) == repr(other)  # as a missing value is not equal to itself
    assert [[type(value) for value in row.values()] for row in one] == [[*map(type, row.values())] for row in other]


def test_an_empty_table_has_none():
    assert records(FRAME.head(0)) == []
