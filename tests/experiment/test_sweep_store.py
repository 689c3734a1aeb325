"""What a sweep has finished stays, whatever happens, and the same command makes the rest of it."""

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from sim import open_sweep, sweep
from sim.experiment.interrupted import Interrupted
from sim.experiment.store import OutputError, ResultError
from sim.experiment.sweep_store import held

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
    names = {"manifest.json", "points.parquet", "summary.parquet", "summary.csv", "sweep.lock", "parts"}
    assert {path.name for path in whole.iterdir()} == names
    for number, path in enumerate(parts(whole)):
        digits = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        assert path.name == f"part-{number:05d}-{digits}.parquet"


def test_a_whole_sweep_is_left_as_it_is(whole, monkeypatch):
    before = digests(whole) | {path.name: path.stat().st_mtime_ns for path in parts(whole)}
    monkeypatch.setattr("sim.experiment.point.play_point", None)  # nothing is played
    played(whole)
    assert digests(whole) | {path.name: path.stat().st_mtime_ns for path in parts(whole)} == before


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


DAMAGES = {
    "a bit of a part is flipped": lambda folder: flip(parts(folder)[1], 200),
    "the last bit of a part is flipped": lambda folder: flip(parts(folder)[3], -1),
    "a part is cut off": lambda folder: parts(folder)[0].write_bytes(parts(folder)[0].read_bytes()[:100]),
    "a part is lost": lambda folder: parts(folder)[2].unlink(),
    "a part bears another number": lambda folder: parts(folder)[2].rename(folder / "parts" / "part-00099-0.parquet"),
    "points are damaged": lambda folder: flip(folder / "points.parquet", 50),
    "the summary is lost": lambda folder: (folder / "summary.parquet").unlink(),
    "the summary is damaged": lambda folder: flip(folder / "summary.parquet", 50),
    "half-written files are left": lambda folder: [
        (place / ".part.tmp").write_text("half", encoding="utf-8") for place in (folder, folder / "parts")
    ],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_the_same_bytes_are_made_again_where(damage, whole, tmp_path):
    played(tmp_path)
    damage(tmp_path)
    played(tmp_path)
    assert digests(tmp_path) == digests(whole)
    assert [path.name for path in parts(tmp_path)] == [path.name for path in parts(whole)]


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
    monkeypatch.setattr("sim.__version__", "99.0")
    with pytest.raises(OutputError, match=r"was begun otherwise: version was .*, is 99\.0; choose another folder"):
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


@pytest.mark.parametrize("after", [0, 1, 3, 7, 12], ids="after {} files".format)
def test_a_full_disk_is_told_on_one_line_and_nothing_finished_is_lost(after, whole, tmp_path, monkeypatch):
    sync, n_synced = os.fsync, 0

    def full(handle):
        nonlocal n_synced
        n_synced += 1
        if n_synced > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="No space left on device") as told:
            played(tmp_path)
    assert "\n" not in str(told.value)
    assert [*tmp_path.rglob("*.tmp")] == []
    kept = parts(tmp_path) if (tmp_path / "parts").exists() else []
    assert {path.name for path in kept} <= {path.name for path in parts(whole)}
    played(tmp_path)
    assert digests(tmp_path) == digests(whole)


def test_what_was_finished_before_an_interruption_can_be_read(whole, tmp_path):
    def stop(done, total):
        if done == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted) as told:
        played(tmp_path, progress=stop)
    partial = told.value.partial
    assert (partial.n_played, len(partial.points)) == (2, 4)
    assert sorted(set(partial.summary["point"])) == [0, 1]
    played(tmp_path)
    assert digests(tmp_path) == digests(whole)


def test_processes_stop_when_they_are_told_and_keep_what_was_finished(tmp_path):
    def stop(done, total):
        if done == 1:  # a second time would not wait for anything
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted) as told:
        played(tmp_path, ["policies.arden.k=0.5:1.5:200"], runs=2000, workers=2, progress=stop)
    assert 0 < told.value.partial.n_played < 200


PROGRAM = """
import sys
from sim import sweep
if __name__ == "__main__":
    sweep("two_states", ["policies.arden.k=0.5:1.5:60"], sys.argv[1], runs=200, threads=1,
          workers=int(sys.argv[2]) or None)
"""


@pytest.fixture(name="process")
def _process(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

    def start(workers=0):
        words = [sys.executable, str(program), str(tmp_path / "sweep"), str(workers)]
        return subprocess.Popen(words, env=environment, stderr=subprocess.PIPE)

    return start


@pytest.mark.parametrize("workers", [0, 2], ids=["threads", "processes"])
def test_a_process_that_is_killed_costs_nothing_that_was_finished(workers, process, tmp_path):
    folder, instants = tmp_path / "sweep", random.Random(workers)
    for _ in range(2):
        playing, before = process(workers), len([*folder.glob("parts/part-*")])
        while playing.poll() is None and len([*folder.glob("parts/part-*")]) <= before:
            time.sleep(0.005)
        time.sleep(instants.uniform(0.0, 0.2))
        playing.kill()
        playing.communicate()
    assert 0 < len(parts(folder)) < 60
    last = process(workers)
    assert (last.communicate()[1], last.returncode) == (b"", 0)
    alone = sweep("two_states", ["policies.arden.k=0.5:1.5:60"], tmp_path / "alone", runs=200, threads=1)
    assert digests(folder) == digests(alone.folder)


def test_two_processes_do_not_fill_one_folder(process, tmp_path):
    first = process()
    while not (tmp_path / "sweep" / "in_use_by.txt").exists():
        assert first.poll() is None
        time.sleep(0.005)
    os.kill(first.pid, signal.SIGSTOP)
    begun = time.perf_counter()
    with pytest.raises(OutputError, match=f"process {first.pid} on .* is filling it"):
        sweep("two_states", ["policies.arden.k=0.5:1.5:60"], tmp_path / "sweep", runs=200)
    assert time.perf_counter() - begun < 1
    first.kill()
    first.communicate()


def test_a_folder_without_a_sweep_is_named(tmp_path):
    with pytest.raises(ResultError, match=r"manifest.json: cannot be read"):
        open_sweep(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"result": "forecast"}), encoding="utf-8")
    with pytest.raises(ResultError, match="holds no sweep"):
        open_sweep(tmp_path)


def test_damaged_tables_are_told(whole, tmp_path):
    played(tmp_path)
    (tmp_path / "summary.parquet").write_bytes(b"PAR1")
    with pytest.raises(ResultError, match=r"damaged|cannot be read") as told:
        open_sweep(tmp_path)
    assert "\n" not in str(told.value)
