"""What a sweep has finished stays, whatever happens, and the same command makes the rest of it."""

import hashlib
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pytest

from sim import open_sweep, sweep
from sim.experiment.interrupted import Interrupted
from sim.results.checksums import write_sums
from sim.results.files import OutputError, ResultError
from sim.results.folder import ChangedResultWarning
from sim.sweeps.lock import held
from sim.sweeps.store import _as_csv

SHORT = "end=2030-04-30"
VARY = ["policies.arden.k=0.5:1.5:4"]
FINAL = ("summary.parquet", "points.parquet", "manifest.json")


def played(folder, vary=tuple(VARY), **options):
    return sweep("two_states", vary, folder, **{"runs": 3, "settings": [SHORT], "threads": 1, **options})


def digests(folder):
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FINAL}


def parts(folder):
    return sorted((folder / "parts").iterdir())


@pytest.fixture(name="whole", scope="module")
def _whole(tmp_path_factory):
    return played(tmp_path_factory.mktemp("whole"), csv=True).folder


def test_a_folder_holds_points_parts_summary_and_manifest_and_nothing_half_written(whole):
    names = {"manifest.json", "points.parquet", "summary.parquet", "summary.csv", "sweep.lock", "parts", "SHA256SUMS"}
    assert {path.name for path in whole.iterdir()} == names
    key = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))["fingerprint"]
    for number, path in enumerate(parts(whole)):
        digits = hashlib.sha256(f"{key} {number} ".encode() + path.read_bytes()).hexdigest()[:16]
        assert path.name == f"part-{number:05d}-{digits}.parquet"


EDITED = {"seed": 2, "runs": 7, "points": 3, "vary": ["policies.arden.k=9"], "scenario": {}, "relations": []}


@pytest.mark.parametrize(("name", "value"), EDITED.items())
def test_an_edited_manifest_is_noticed_though_its_checksums_were_made_again(whole, tmp_path, name, value):
    folder = shutil.copytree(whole, tmp_path / "copy")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest[name] != value
    (folder / "manifest.json").write_text(json.dumps(manifest | {name: value}), encoding="utf-8")
    write_sums(folder, {"manifest.json", "points.parquet", "summary.parquet"})
    with pytest.raises(ResultError, match=r"manifest\.json: edited; it does not fit its fingerprint"):
        open_sweep(folder)


def test_a_whole_sweep_is_left_as_it_is(whole, monkeypatch):
    before = digests(whole) | {path.name: path.stat().st_mtime_ns for path in parts(whole)}
    monkeypatch.setattr("sim.sweeps.play_points.play_point", None)  # nothing is played
    played(whole)
    assert digests(whole) | {path.name: path.stat().st_mtime_ns for path in parts(whole)} == before


def test_a_folder_that_is_whole_can_be_checked_by_other_programs(whole):
    lines = (whole / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    names = ("manifest.json", "points.parquet", "summary.csv", "summary.parquet")
    assert lines == [f"{hashlib.sha256((whole / name).read_bytes()).hexdigest()}  {name}" for name in names]


def test_a_csv_that_was_not_asked_for_at_first_is_written_and_kept_right(whole, tmp_path):
    played(tmp_path)
    played(tmp_path, csv=True)
    assert (tmp_path / "summary.csv").read_bytes() == (whole / "summary.csv").read_bytes()
    (tmp_path / "summary.csv").write_text("point", encoding="utf-8")
    played(tmp_path)
    assert (tmp_path / "summary.csv").read_bytes() == (whole / "summary.csv").read_bytes()


def test_what_a_killed_process_left_half_written_is_removed(whole, tmp_path):
    played(tmp_path)
    for folder in (tmp_path, tmp_path / "parts"):
        (folder / ".part.tmp").write_text("half", encoding="utf-8")
    (tmp_path / "parts" / "part-00099-0000000000000000.parquet").write_bytes(b"")
    played(tmp_path)
    assert [path.name for path in parts(tmp_path)] == [path.name for path in parts(whole)]
    assert [*tmp_path.rglob("*.tmp")] == []


CHANGES = {
    "the seed": ({"seed": 2}, "seed was 1, is 2;"),
    "the runs": ({"runs": 4}, "runs was 3, is 4;"),
    "the scenario": ({"settings": ["end=2030-05-30"]}, "scenario_hash was "),
    "what varies": ({"vary": ["policies.arden.k=0.5:1.0:4"]}, "k=0.5:1.5:4, is policies.arden.k=0.5:1:4;"),
    "the design": ({"design": "lhs", "vary": ["policies.arden.k=0.5:1.5"], "points": 4}, "design was grid, is lhs;"),
    "the points of a part": ({"points_per_part": 2}, "points_per_part was 1, is 2;"),
}


@pytest.mark.parametrize(("options", "message"), CHANGES.values(), ids=CHANGES)
def test_a_sweep_is_not_gone_on_with_after_a_change_of(options, message, whole):
    before = digests(whole)
    with pytest.raises(OutputError) as told:
        played(whole, **options)
    assert message in str(told.value)
    assert "\n" not in str(told.value)
    assert digests(whole) == before


def test_another_release_does_not_go_on_with_a_sweep(whole, monkeypatch):
    monkeypatch.setattr("sim.sweeps.sweep.__version__", "99.0")
    with pytest.raises(
        OutputError, match=r"holds a sweep of something else: version was .*, is 99\.0; choose another folder"
    ):
        played(whole)


FOLDERS = {
    "another result": ({"manifest.json": '{"result": "forecast"}'}, "holds another result"),
    "a damaged manifest": ({"manifest.json": '{"result": "swe'}, "manifest.json: damaged"),
    "parts of nobody": ({"parts/part-00000-0.parquet": ""}, "manifest.json is missing"),
    "a file in its place": ({"parts": "x"}, "cannot be written"),
}


@pytest.mark.parametrize(("files", "message"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_is_refused_that_holds(files, message, tmp_path):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=message) as told:
        played(tmp_path)
    assert "\n" not in str(told.value)


def test_a_folder_has_one_process_at_a_time_and_says_which(tmp_path):
    played(tmp_path)
    with held(tmp_path):
        holder = (tmp_path / "in_use_by.txt").read_text(encoding="utf-8")
        assert holder.startswith(f"process {os.getpid()} on ")
        with pytest.raises(OutputError, match=f"process {os.getpid()} on .*, since 20.* is filling it"):
            played(tmp_path)
    assert not (tmp_path / "in_use_by.txt").exists()
    played(tmp_path)


def test_a_process_that_is_gone_is_not_named_as_the_one_that_fills_a_folder(tmp_path):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    with held(tmp_path):
        said = f"process {int(gone.stdout)} on {socket.gethostname()}, since 2030-03-01T12:00:00+00:00"
        (tmp_path / "in_use_by.txt").write_text(said, encoding="utf-8")
        with pytest.raises(OutputError, match="another process is filling it"):
            played(tmp_path)


def test_what_was_finished_before_an_interruption_can_be_read(whole, tmp_path):
    def stop(done, total):
        if done == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted) as told:
        played(tmp_path, progress=stop)
    partial = told.value.partial
    assert partial.n_played in (2, 3)  # one more may be finished while the end is on its way
    assert len(partial.points) == 4
    assert sorted(set(partial.summary["point"])) == [0, 1, 2][: partial.n_played]
    played(tmp_path)
    assert digests(tmp_path) == digests(whole)


def test_processes_stop_when_they_are_told_and_keep_what_was_finished(tmp_path):
    def stop(done, total):
        if done == 1:  # a second time would not wait for anything
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted) as told:
        played(tmp_path, ["policies.arden.k=0.5:1.5:200"], runs=2000, threads=None, workers=2, progress=stop)
    assert 0 < told.value.partial.n_played < 200


def test_a_folder_without_a_sweep_is_named(tmp_path):
    with pytest.raises(ResultError, match=r"manifest.json: cannot be read"):
        open_sweep(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"result": "forecast"}), encoding="utf-8")
    with pytest.raises(ResultError, match="holds no sweep"):
        open_sweep(tmp_path)


def test_a_summary_of_nobody_knows_whom_is_not_taken_for_ones_own(whole, tmp_path):
    played(tmp_path, runs=2)
    (tmp_path / "manifest.json").unlink()
    for part in parts(tmp_path):
        part.unlink()
    assert set(played(tmp_path).summary["runs"]) == {3}
    assert digests(tmp_path) == digests(whole)


def test_a_folder_of_something_else_is_left_as_it_was(tmp_path):
    (tmp_path / "manifest.json").write_text('{"result": "forecast"}', encoding="utf-8")
    (tmp_path / ".mine.tmp").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="holds another result"):
        played(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} - {"sweep.lock"} == {"manifest.json", ".mine.tmp"}


def test_a_sweep_is_not_gone_on_with_after_its_own_rule_was_edited(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    rule = tmp_path / "edited_rule.py"
    rule.write_text("def half(perceived, *rest):\n    return perceived / 2\n", encoding="utf-8")
    own = {"settings": [SHORT, "policies.arden.own_rule=edited_rule:half"]}
    played(tmp_path / "sweep", **own)
    rule.write_text("def half(perceived, *rest):\n    return perceived / 3\n", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds a sweep of something else: own_rules was .*edited_rule:half"):
        played(tmp_path / "sweep", **own)


def test_a_copy_for_others_may_be_changed_by_them(tmp_path):
    folder = played(tmp_path, csv=True).folder
    (folder / "summary.csv").write_text("edited", encoding="utf-8")
    with pytest.warns(ChangedResultWarning, match=r"summary\.csv is not what was written .*; summary\.parquet is read"):
        assert open_sweep(folder).n_played == 4


def test_no_link_in_the_folder_is_followed(tmp_path):
    folder, precious = tmp_path / "sweep", tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("precious", encoding="utf-8")
    folder.mkdir()
    for name in ("in_use_by.txt", "manifest.json", "points.parquet", "summary.parquet", "summary.csv", "SHA256SUMS"):
        (folder / name).symlink_to(precious / "file")
    with held(folder):
        assert not (folder / "in_use_by.txt").is_symlink()
    (folder / "manifest.json").unlink()
    played(folder, csv=True)
    assert [path.name for path in folder.iterdir() if path.is_symlink()] == []
    assert (precious / "file").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(("name", "target"), [("sweep.lock", "file"), ("parts", ".")])
def test_a_lock_or_a_folder_of_parts_that_is_a_link_is_refused(tmp_path, name, target):
    folder, precious = tmp_path / "sweep", tmp_path / "precious"
    precious.mkdir()
    folder.mkdir()
    (precious / "file").write_text("precious", encoding="utf-8")
    (folder / name).symlink_to(precious / target)
    with pytest.raises(OutputError, match=f"{name}: is a link, which is not followed; remove it, or choose another"):
        played(folder)
    assert [path.name for path in precious.iterdir()] == ["file"]
    assert (precious / "file").read_text(encoding="utf-8") == "precious"


def test_texts_that_look_like_formulas_are_guarded_in_the_csv(tmp_path):
    frame = pd.DataFrame({"name": ["=1+1", "a"], "problem": [None, "-x"], "share": [-1.0, 2.0]})
    stream = io.BytesIO()
    _as_csv(lambda: iter([pa.Table.from_pandas(frame)]))(stream)
    assert stream.getvalue() == b"name,problem,share\n'=1+1,,-1\na,'-x,2\n"


def test_files_are_as_open_to_others_as_the_user_likes(tmp_path):
    before = os.umask(0o077)
    try:
        played(tmp_path / "private")
    finally:
        os.umask(before)
    assert (tmp_path / "private" / "summary.parquet").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("key", "value"),
    [("runs", None), ("runs", "x"), ("seed", [1]), ("settings", None), ("settings", True), ("settings", ["a", 3])],
)
def test_a_manifest_that_another_wrote_says_what_a_sweep_says_or_is_refused(whole, tmp_path, key, value):
    folder = shutil.copytree(whole, tmp_path / "copy")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {key: value}), encoding="utf-8")
    write_sums(folder, {"manifest.json", "points.parquet", "summary.parquet"})
    with pytest.raises(ResultError, match=rf"manifest\.json: {key} .*; expected"):
        open_sweep(folder)
