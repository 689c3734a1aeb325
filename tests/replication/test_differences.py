"""Where two files differ: the first row and column, and by how much of its size."""

import json

import pandas as pd
import pytest

from sim.replication.differences import Difference, differences

TABLE = "day,tension,note\n1,10,a\n2,20,\n3,0.5,b\n"
CASES = {
    "nothing": ("x.csv", TABLE, TABLE, ""),
    "two numbers": (
        "x.csv",
        TABLE,
        "day,tension,note\n1,10,a\n2,19,\n3,0.4,b\n",  # 1/20 and 0.1/0.5 of their size
        "row 2, column tension: 20, here 19; 2 of 9 values differ, by 0.2 of their size at most",
    ),
    "a text": (
        "x.csv",
        TABLE,
        TABLE.replace("b", "c"),
        "row 3, column note: b, here c; 1 of 9 values differ",
    ),
    "a row": ("x.csv", TABLE, TABLE + "4,1,c\n", "the first 3 rows are the same; has 3 rows, here 4"),
    "a column": (
        "x.csv",
        TABLE,
        TABLE.replace("tension", "loss"),
        "has other columns: first tension, here loss",
    ),
    "a value of a document": (
        "outcome.json",
        '{"peak": {"russia": [1, 2]}}',
        '{"peak": {"russia": [1, 3]}}',
        "peak.russia.1: 2, here 3",
    ),
    "a missing entry": ("outcome.json", '{"a": 1, "b": {}}', '{"a": 1}', "b: {}, here none"),
    "a line": ("memo.svg", "<svg>\n<a/>\n</svg>", "<svg>\n<b/>\n</svg>", "from line 2 on"),
    "bytes": ("memo.png", "abcd", "abxd", "from byte 2 on; has 4 bytes, here 4"),
    "a broken document": ("outcome.json", "{", "[", "from byte 0 on; has 1 bytes, here 1"),
    "versions alone": ("manifest.json", '{"version": "1", "seed": 2}', '{"version": "2", "seed": 2}', ""),
    "versions of a sweep": (
        "manifest.json",
        '{"result": "sweep", "numba": "1"}',
        '{"result": "sweep", "numba": "2"}',
        "",
    ),
    "a seed": ("manifest.json", '{"version": "1", "seed": 2}', '{"version": "2", "seed": 3}', "seed: 2, here 3"),
}


@pytest.fixture(name="folders")
def _folders(tmp_path):
    for name in ("then", "here"):
        (tmp_path / name).mkdir()
    return tmp_path / "then", tmp_path / "here"


@pytest.mark.parametrize(("file", "then", "here", "said"), CASES.values(), ids=CASES)
def test_it_says_of(file, then, here, said, folders):
    (folders[0] / file).write_text(then)
    (folders[1] / file).write_text(here)
    found = differences(*folders, [file])
    assert [difference.where for difference in found] == ([said] if said else [])


def test_a_file_that_is_not_written_is_named(folders):
    (folders[0] / "moves.csv").write_text(TABLE)
    assert differences(*folders, ["moves.csv"]) == [Difference("moves.csv", "is not written here")]


def test_large_tables_are_compared_to_the_last_bit(folders):
    for folder, value in zip(folders, (1.0, 1.0 + 2**-52), strict=True):
        pd.DataFrame({"run": [0, 1], "loss": [0.5, value], "end": ["intact", None]}).to_parquet(
            folder / "outcomes.parquet"
        )
    said = differences(*folders, ["outcomes.parquet"])[0].where
    assert said.startswith("row 2 (run 1), column loss: 1.0, here 1.0000000000000002; 1 of 6 values differ, by 2e-16")


def test_long_values_are_shortened(folders):
    for folder, value in zip(folders, "ab", strict=True):
        (folder / "outcome.json").write_text(json.dumps({"headline": value * 500}))
    assert len(differences(*folders, ["outcome.json"])[0].where) < 150
