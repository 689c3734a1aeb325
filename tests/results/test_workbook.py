"""One workbook of all tables, that opens as it is meant in every country."""

import re
import zipfile

import pandas as pd
import pytest

from sim import read_result, run
from sim.results import workbook
from sim.results.workbook import write_workbook

TABLES = {
    "notes": pd.DataFrame(
        {
            "note": ["=1+1", "+a", "-b", "@c", "http://example.org", "007", "x" * 40_000],
            "date": pd.to_datetime(["2030-01-31", None, *["1899-12-31"] * 5]),
        }
    ),
    "numbers": pd.DataFrame(
        {"share": [1 / 3, None, float("inf")], "is_reply": [True, False, True], "count": [1, 2, 3]}
    ),
}


@pytest.fixture(name="sheets")
def _sheets(tmp_path):
    """XML of each file in the workbook."""
    path, left_out = write_workbook(TABLES, tmp_path)
    assert (path, left_out) == (tmp_path / "tables.xlsx", {})
    with zipfile.ZipFile(path) as content:
        return {name: content.read(name).decode() for name in content.namelist() if name.endswith(".xml")}


def test_a_sheet_is_a_table_with_the_names_of_columns_frozen(sheets):
    assert re.findall(r'<sheet name="(\w+)"', sheets["xl/workbook.xml"]) == ["notes", "numbers"]
    for number in (1, 2):
        assert '<pane ySplit="1" topLeftCell="A2"' in sheets[f"xl/worksheets/sheet{number}.xml"]


def test_no_cell_is_a_formula_or_a_link_and_texts_that_look_like_numbers_stay_texts(sheets):
    notes = sheets["xl/worksheets/sheet1.xml"]
    assert "<f>" not in "".join(sheets.values())
    assert "<hyperlink" not in notes
    for place, text in ((2, "=1+1"), (3, "+a"), (4, "-b"), (5, "@c"), (6, "http://example.org"), (7, "007")):
        assert f'<c r="A{place}" t="inlineStr"><is><t>{text}</t></is></c>' in notes
    assert f'<c r="A8" t="inlineStr"><is><t>{"x" * 32_766}…</t></is></c>' in notes


def test_days_are_days_and_those_that_spreadsheets_do_not_know_are_texts(sheets):
    notes = sheets["xl/worksheets/sheet1.xml"]
    assert re.search(r'<c r="B2" s="\d"><v>47514</v></c>', notes)  # 31 January 2030
    assert 'r="B3"' not in notes
    assert '<c r="B4" t="inlineStr"><is><t>1899-12-31</t></is></c>' in notes
    assert (
        'formatCode="yyyy\\-mm\\-dd"' in sheets["xl/styles.xml"] or 'formatCode="yyyy-mm-dd"' in sheets["xl/styles.xml"]
    )


def test_numbers_have_the_six_digits_of_the_csv(sheets):
    numbers = sheets["xl/worksheets/sheet2.xml"]
    assert '<c r="A2"><v>0.333333</v></c>' in numbers
    assert 'r="A3"' not in numbers
    assert '<c r="A4" t="inlineStr"><is><t>inf</t></is></c>' in numbers
    assert '<c r="B2" t="b"><v>1</v></c>' in numbers
    assert '<c r="C4"><v>3</v></c>' in numbers


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_workbook(TABLES, tmp_path / name)
    assert (tmp_path / "one" / "tables.xlsx").read_bytes() == (tmp_path / "other" / "tables.xlsx").read_bytes()


def test_a_table_that_is_too_long_for_a_sheet_is_left_out_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 7)
    path, left_out = write_workbook(TABLES, tmp_path)
    assert left_out == {"notes": 7}
    with zipfile.ZipFile(path) as content:
        assert re.findall(r'<sheet name="(\w+)"', content.read("xl/workbook.xml").decode()) == ["numbers"]


def test_the_workbook_is_among_the_checksums(tmp_path):
    run("two_states", until="2030-01-10").save(tmp_path)
    before = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    write_workbook(read_result(tmp_path).tables, tmp_path)
    after = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if "tables.xlsx" not in line] == before
    assert len(after) == len(before) + 1
