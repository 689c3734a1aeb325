"""Every result says what was written; what was changed since is drawn with a line that says so, or refused by name."""

import json
import os
import re
import shutil
import subprocess
import warnings

import pandas as pd
import pytest

from sim import compare, load_scenario, read_result, run, tournament
from sim.results.files import ResultError
from sim.results.folder import ChangedResultWarning
from sim.results.run_result import TABLES

SETS = ["end=2030-04-30"]
DOCUMENTED = [
    "observed.answer={date: 2030-03-09, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 3}",
    "observed.closing={date: 2030-03-09, from: belmora, to: arden, move: close_consulate, channel: arden_consulate}",
]
NOTE = "observed.one={date: 2030-03-05, from: arden, to: belmora, move: expel, channel: arden_embassy, note: '%s'}"


@pytest.fixture(name="folders", scope="module")
def _folders(tmp_path_factory):
    """A folder of each kind of result."""
    case, place = load_scenario("two_states", settings=[*SETS, *DOCUMENTED]), tmp_path_factory.mktemp("results")
    run(case).save(place / "run")
    run(case, runs=6, keep=("outcomes",)).save(place / "forecast")
    compare(case, changes=["policies.arden.k=2"], runs=6).save(place / "compare")
    tournament(case, policies=["ledger", "grim_trigger"], runs=3).save(place / "tournament")
    return place


KINDS = ("run", "forecast", "compare", "tournament")
TEXTS = [
    *(("run", name) for name in TABLES if name != "ties"),
    ("forecast", "bands"),
    ("forecast", "replies"),
    ("forecast", "chains"),
]
TEXTS += [("forecast", "probabilities"), ("forecast", "histories"), ("forecast", "measures"), ("forecast", "survival")]
TEXTS += [("forecast", "against_record"), ("compare", "record_scores")]
TEXTS += [("compare", "differences"), ("compare", "curves"), ("tournament", "table")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_checksums_are_of_every_file_as_other_programs_read_them(folders, kind):
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folders / kind, capture_output=True, check=True)
    named = {line.split(":")[0] for line in done.stdout.decode().splitlines()}
    assert named == {path.name for path in (folders / kind).iterdir()} - {"SHA256SUMS"}


@pytest.mark.parametrize(("kind", "name"), TEXTS)
def test_rows_in_any_order_are_the_same_table_and_a_line_says_that_it_was_changed(folders, tmp_path, kind, name):
    folder = shutil.copytree(folders / kind, tmp_path / kind)
    header, *rows = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    meant = getattr(read_result(folder), name)
    (folder / f"{name}.csv").write_text("".join([header, *rows[::-1]]), encoding="utf-8")
    if len(rows) < 2:
        return
    said = rf"{re.escape(str(folder))}: {name}\.csv is not what was written \(edited, damaged or removed\); taken"
    with pytest.warns(ChangedResultWarning, match=said):
        found = getattr(read_result(folder), name)
    pd.testing.assert_frame_equal(found, meant)


def test_files_that_were_changed_are_named_together(folders, tmp_path):
    folder = shutil.copytree(folders / "run", tmp_path / "run")
    for name in ("outcome.json", "posts.csv"):
        (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.warns(ChangedResultWarning, match=r"outcome\.json, posts\.csv are not what was written"):
        read_result(folder)


@pytest.mark.parametrize("sums", [None, "", "no sums", "\udcff"])
def test_checksums_that_are_missing_or_unreadable_are_told_in_one_line(folders, tmp_path, sums):
    folder = shutil.copytree(folders / "run", tmp_path / "run")
    (folder / "SHA256SUMS").unlink()
    if sums is not None:
        (folder / "SHA256SUMS").write_bytes(sums.encode("utf-8", "surrogateescape"))
    with pytest.warns(ChangedResultWarning, match="SHA256SUMS: missing or unreadable, and so nobody can say"):
        read_result(folder)


@pytest.mark.parametrize("name", ["/dev/zero", "../posts.csv", ".", "pipe"])
def test_checksums_never_lead_out_of_the_folder_nor_to_what_has_no_end(folders, tmp_path, name):
    folder = shutil.copytree(folders / "run", tmp_path / "run")
    os.mkfifo(folder / "pipe")
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  {name}\n")
    with pytest.warns(ChangedResultWarning, match="SHA256SUMS: missing or unreadable|pipe is not what was written"):
        read_result(folder)


def test_a_pipe_in_the_place_of_a_table_is_refused(folders, tmp_path):
    folder = shutil.copytree(folders / "run", tmp_path / "run")
    (folder / "posts.csv").unlink()
    os.mkfifo(folder / "posts.csv")
    with pytest.raises(ResultError, match=r"posts\.csv: cannot be read \(not a plain file\)"):
        read_result(folder)


def test_a_result_that_is_written_again_where_it_was_broken_off_is_as_it_was(folders, tmp_path, monkeypatch):
    result, folder = read_result(folders / "run"), tmp_path / "run"
    result.save(folder)
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr("sim.results.files.write_sums", lambda folder, names: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        result.save(folder)
    assert not (folder / "SHA256SUMS").exists()  # and so nobody takes the old sums for those of new files
    monkeypatch.undo()
    result.save(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole


@pytest.mark.parametrize("note", ['=HYPERLINK("x")', "+1", "-1", "@a", "'=1", "''-", "'tis so", "plain", "NA"])
def test_a_text_that_looks_like_a_formula_is_guarded_in_the_file_and_nowhere_else(tmp_path, note):
    written = run(load_scenario("two_states", settings=[*SETS, NOTE % note.replace("'", "''")]))
    written.save(tmp_path)
    (cell,) = pd.read_csv(tmp_path / "observed.csv", keep_default_na=False)["note"]
    assert cell[0] not in "=+-@"
    assert read_result(tmp_path).observed["note"].tolist() == [note]


def test_a_table_as_r_writes_it_is_read(folders, tmp_path):
    folder = shutil.copytree(folders / "run", tmp_path / "run")
    table = pd.read_csv(folder / "exchanges.csv")
    table = table.replace({True: "TRUE", False: "FALSE"})
    table.index += 1
    table.to_csv(folder / "exchanges.csv", na_rep="NA", quoting=2)  # texts in quotes, an unnamed column of numbers
    meant = read_result(folders / "run").exchanges
    with pytest.warns(ChangedResultWarning):
        pd.testing.assert_frame_equal(read_result(folder).exchanges, meant)


def test_what_was_written_is_read_without_a_word(folders):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in KINDS:
            read_result(folders / kind)


@pytest.mark.parametrize("number", ["x", ["a", 3], {"a": 1}, "2021-13-45"])
def test_a_manifest_with_a_number_of_a_run_that_is_none_is_refused(folders, tmp_path, number):
    folder = shutil.copytree(folders / "run", tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"run": number}), encoding="utf-8")
    with pytest.raises(ResultError, match=r"manifest\.json: run .*; expected its number"):
        read_result(folder)
