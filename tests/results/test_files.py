"""What a run leaves can be read again as it was."""

import pandas as pd
import pytest

from sim import load_scenario, run
from sim.results import files
from sim.results.files import OutputError, ResultError, check_writable
from sim.results.reading import read_result

HARM = "triggers.spy_case={date: 2030-02-01, victim: arden, author: belmora, severity: 5}"
RUNS = {
    "the flagship": ("nato_russia_2021", ()),
    "an answer to a harm": ("two_states", ("end=2030-04-01", HARM)),
    "a run in which nobody moves": (
        "two_states",
        (
            "end=2030-04-01",
            "timeline.first_expulsion=null",
            "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}",
        ),
    ),
}


@pytest.fixture(name="result", scope="module")
def _result():
    return run("nato_russia_2021", seed=5)


@pytest.mark.parametrize(("name", "sets"), RUNS.values(), ids=RUNS)
def test_a_run_is_read_as_it_was_written(name, sets, tmp_path):
    result = run(load_scenario(name, settings=list(sets)), seed=5)
    result.save(tmp_path)
    again = read_result(tmp_path)
    assert again.tables.keys() == result.tables.keys()
    for table, written in result.tables.items():
        # six digits are written
        pd.testing.assert_frame_equal(again.tables[table], written, check_dtype=False, rtol=1e-5, atol=1e-6)
    for document in ("outcome", "manifest"):
        assert getattr(again, document) == getattr(result, document)


def test_writing_a_run_that_was_read_gives_the_same_bytes(result, tmp_path):
    result.save(tmp_path / "one")
    read_result(tmp_path / "one").save(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_only_whole_files_stand_in_the_folder(result, tmp_path):
    result.save(tmp_path)
    assert not list(tmp_path.glob(".*"))


def test_a_folder_without_a_run_is_named(tmp_path):
    with pytest.raises(ResultError, match=r"no result \(manifest.json is missing\)"):
        read_result(tmp_path)


def test_a_file_in_place_of_the_folder_is_named(result, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        result.save(tmp_path / "file")


DAMAGES = {
    "a manifest without a scenario": ("manifest.json", lambda text: "{}", "does not say what the table moves holds"),
    "an American day": (
        "moves.csv",
        lambda text: text.replace("2021-10-06", "10/06/2021"),
        r"moves.csv: row \d+, column 'announced': found '10/06/2021'; expected a day such as 2030-01-31, for here day",
    ),
    "a post renamed": (
        "posts.csv",
        lambda text: text.replace("russian_mission", "russian_mision"),
        "posts.csv: row .*, column 'channel': found 'russian_mision'; .* such as 'russian_mission';",
    ),
    "moves cut off": ("moves.csv", lambda text: "\n".join(text.splitlines()[:3]), r"moves.csv: has 2 rows, manifest"),
    "a column lost": ("trajectory.csv", lambda text: text.replace("date,", "day,", 1), "no columns 'date'"),
    "a move that there is not": (
        "moves.csv",
        lambda text: text.replace(",offer_talks,", ",offer_talk,", 1),
        "column 'kind': found 'offer_talk'; expected a name of this result, such as 'offer_talks';",
    ),
    "a number lost": (
        "trajectory.csv",
        lambda text: text.replace(",0\n", ",\n", 1),
        "row 2, column 'posture_rung_in_force': found nothing; expected a value",
    ),
    "a row twice": (
        "moves.csv",
        lambda text: "".join([*(lines := text.splitlines(keepends=True))[:-1], lines[1]]),
        "given twice, by id; expected one row of each",
    ),
}


@pytest.mark.parametrize(("name", "damage", "message"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_result_is_told(result, tmp_path, name, damage, message):
    result.save(tmp_path)
    path = tmp_path / name
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ResultError, match=message) as told:
        read_result(tmp_path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("folder", "problem"), [("file/results", "is no folder"), ("file", "is no folder"), ("new/results", None)]
)
def test_a_folder_that_cannot_be_written_is_told_before_the_work(tmp_path, folder, problem):
    (tmp_path / "file").touch()
    if problem is None:
        check_writable(tmp_path / folder)
        assert not (tmp_path / "new").exists()
    else:
        with pytest.raises(OutputError, match=rf"cannot be written \(.*{problem}\); choose another with --out"):
            check_writable(tmp_path / folder)


def test_a_table_that_would_be_too_long_is_written_as_parquet_and_read_again(result, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LONG_TABLE", 1000)
    monkeypatch.setattr(files, "SAMPLED_ROWS", 100)
    monkeypatch.setattr(files, "MOST_CSV_BYTES", 300_000)
    result.save(tmp_path)
    assert (tmp_path / "trajectory.parquet").is_file()
    assert not (tmp_path / "trajectory.csv").exists()
    assert (tmp_path / "moves.csv").is_file()
    pd.testing.assert_frame_equal(read_result(tmp_path).trajectory, result.trajectory, check_dtype=False)
