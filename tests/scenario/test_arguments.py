"""What Python users give is read alike, wherever it comes from."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.scenario import arguments

WHOLE = {
    "of Python": 5,
    "of numpy": np.int64(5),
    "of numpy, without a sign": np.uint8(5),
    "of numpy's dice": np.random.default_rng(1).integers(5, 6),
    "an array of no dimension": np.array(5),
    "of pandas": pd.Series([5])[0],
    "of pandas, with gaps allowed": pd.Series([5], dtype="Int64")[0],
}
NOT_WHOLE = {
    "true": True,
    "numpy's false": np.False_,
    "an array of true": np.array(True),
    "a number with a point": 5.0,
    "numpy's number with a point": np.float64(5),
    "a text": "5",
    "a decimal number": Decimal(5),
    "a list": [5],
    "an array": np.array([5, 6]),
    "what is missing": pd.NA,
    "nothing": None,
    "no number": float("nan"),
    "too low": 0,
    "too high": 10,
}


@pytest.mark.parametrize("value", WHOLE.values(), ids=WHOLE)
def test_a_whole_number_may_be(value):
    found = arguments.whole_number("seed", value, 1, 9)
    assert (found, type(found)) == (5, int)


@pytest.mark.parametrize("value", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_no_whole_number_is(value):
    with pytest.raises(ValueError, match=r"^seed .*: expected a whole number from 1 to 9$"):
        arguments.whole_number("seed", value, 1, 9)


def test_a_whole_number_may_have_no_limit():
    assert arguments.whole_number("runs", 10**30, 1) == 10**30
    with pytest.raises(ValueError, match=r"^runs 0: expected a whole number from 1 on$"):
        arguments.whole_number("runs", 0, 1)


def test_a_long_value_is_shown_on_one_short_line():
    with pytest.raises(ValueError, match=r"^seed .{0,60}: expected") as refused:
        arguments.whole_number("seed", pd.DataFrame({"a": range(1000)}), 1)
    assert "\n" not in str(refused.value)


DAYS = {
    "a text": "2030-03-01",
    "a text with a time": "2030-03-01 12:30",
    "a text of pandas": str(pd.Timestamp("2030-03-01")),
    "a date": date(2030, 3, 1),
    "a moment": datetime(2030, 3, 1, 23, 59),  # noqa: DTZ001  (what is read here)
    "a moment in a time zone": datetime(2030, 3, 1, tzinfo=UTC),
    "a moment of pandas": pd.Timestamp("2030-03-01"),
    "a moment of pandas with a time": pd.Timestamp("2030-03-01 06:00"),
    "a day of numpy": np.datetime64("2030-03-01"),
    "a moment of numpy": np.datetime64("2030-03-01T18:00", "ns"),
    "from a column": pd.Series(pd.to_datetime(["2030-03-01"]))[0],
    "from an array": pd.to_datetime(["2030-03-01"]).to_numpy()[0],
}
NOT_DAYS = {
    "another text": "1 March",
    "a month": "2030-03",
    "an impossible day": "2030-02-30",
    "missing in pandas": pd.NaT,
    "missing in numpy": np.datetime64("NaT"),
    "a number": 20300301,
    "true": True,
    "a list": ["2030-03-01"],
    "an array": np.array(["2030-03-01"], dtype="datetime64[D]"),
    "nothing": None,
}


@pytest.mark.parametrize("value", DAYS.values(), ids=DAYS)
def test_a_day_may_be(value):
    found = arguments.day("until", value)
    assert (found, type(found)) == (date(2030, 3, 1), date)


@pytest.mark.parametrize("value", NOT_DAYS.values(), ids=NOT_DAYS)
def test_no_day_is(value):
    with pytest.raises(ValueError, match=r"^until .*: expected a day, such as 2030-03-01$"):
        arguments.day("until", value)


TEXTS = {
    "a list": ["a", "b"],
    "a tuple": ("a", "b"),
    "an index": pd.Index(["a", "b"]),
    "a column": pd.Series(["a", "b"]),
    "a column of texts": pd.Series(["a", "b"], dtype="string"),
    "an array": np.array(["a", "b"]),
    "an array of objects": np.array(["a", "b"], dtype=object),
    "what is made one by one": (text for text in "ab"),
    "the keys of a mapping": {"a": 1, "b": 2}.keys(),
}
NOT_TEXTS = {
    "a set": {"a", "b"},
    "a mapping": {"a": 1},
    "a number": 3,
    "true": True,
    "numbers": [1, 2],
    "a text and nothing": ["a", None],
    "bytes": b"ab",
}


@pytest.mark.parametrize("value", TEXTS.values(), ids=TEXTS)
def test_texts_may_be(value):
    found = arguments.texts("relations", value)
    assert found == ("a", "b")
    assert {type(text) for text in found} == {str}


@pytest.mark.parametrize("value", NOT_TEXTS.values(), ids=NOT_TEXTS)
def test_no_texts_are(value):
    with pytest.raises(ValueError, match=r"^relations.*expected a list of texts"):
        arguments.texts("relations", value)


def test_one_text_is_a_list_of_one_and_nothing_is_none():
    assert arguments.texts("relations", "ab") == arguments.texts("relations", np.str_("ab")) == ("ab",)
    assert arguments.texts("relations", None) == arguments.texts("relations", []) == ()


def test_a_path_may_be_a_text_or_a_path():
    assert arguments.path("folder", "a/b") == arguments.path("folder", Path("a/b")) == Path("a/b")


@pytest.mark.parametrize("value", ["", 3, None, b"a", True, ["a"]], ids=repr)
def test_no_path_is(value):
    with pytest.raises(ValueError, match=r"^folder .*: expected a path$"):
        arguments.path("folder", value)
