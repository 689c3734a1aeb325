"""A sweep on a cluster gives the bytes that it gives anywhere, whatever happens to its workers."""

import logging
import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import SimpleNamespace

import psutil
import pytest

from sim.sweeps import cluster
from sim.sweeps.cluster import ClusterError, check_cluster
from sim.sweeps.cluster_part import end_there, ingredients, play_there
from sim.sweeps.plan import plan_sweep
from sim.sweeps.run import complete
from sim.sweeps.workers import WorkerError

pytest.importorskip("distributed", reason="Dask is not installed: pip install -e '.[cluster]'")

N_POINTS = 12
VARY = [f"policies.arden.k=0.5:1.5:{N_POINTS}"]


def plan(vary=tuple(VARY), runs=50, settings=()):
    settings = ["end=2030-06-30", *settings]
    return plan_sweep("two_states", vary, runs=runs, settings=settings, relations=["arden_belmora"])


def content(folder):
    files = [folder / "summary.parquet", folder / "points.parquet", *(folder / "parts").iterdir()]
    return {path.name: path.read_bytes() for path in files}


def workers_of(process):
    """Processes that play; not those that are gone, nor the one by which Python keeps count of what they share."""
    found = []
    for child in psutil.Process(process).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "resource_tracker" not in " ".join(child.cmdline()):
                found.append(child)
    return found


def listening():
    """Addresses at which this process and those that it began can be reached."""
    found = set()
    for process in (psutil.Process(), *workers_of(os.getpid())):
        with suppress(psutil.NoSuchProcess):
            connections = process.net_connections("inet")
            found |= {each.laddr.ip for each in connections if each.status == psutil.CONN_LISTEN}
    return found


KILLS = [pytest.param((3,), id="one worker"), pytest.param((3, 6, 9), id="three workers", marks=pytest.mark.slow)]


@pytest.mark.parametrize("kills", KILLS)
def test_workers_killed_on_the_way_change_no_byte(kills, tmp_path, capfd):
    reached, killed = set(), []

    def kill(done, total):
        reached.update(listening())
        if done in kills:
            while not (there := workers_of(os.getpid())):  # Dask begins another
                time.sleep(0.05)
            killed.append(there[0].pid)
            there[0].kill()

    before = dict(os.environ), logging.getLogger("distributed").level
    complete(plan(), tmp_path / "serial", threads=1)
    complete(plan(), tmp_path / "cluster", workers=2, cluster="local", progress=kill)
    assert content(tmp_path / "cluster") == content(tmp_path / "serial")
    assert len(content(tmp_path / "serial")) == 2 + N_POINTS
    assert len(set(killed)) == len(kills)
    assert reached == {"127.0.0.1"}
    assert workers_of(os.getpid()) == []
    assert capfd.readouterr() == ("", "")
    assert (dict(os.environ), logging.getLogger("distributed").level) == before


DEADLY = """
import multiprocessing, signal
def rule(perceived, *rest):
    if multiprocessing.parent_process():
        signal.raise_signal(signal.SIGKILL)
    return perceived
"""


def test_a_part_that_ends_whoever_plays_it_is_told_on_one_line(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(cluster, "MOST_DEATHS", 1)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "deadly.py").write_text(DEADLY, encoding="utf-8")
    deadly = plan(["policies.arden.own_rule=deadly:rule,null"], runs=2)
    said = r"^cluster local: 2 workers died, one after another, with part [01] in hand; too little memory\?$"
    with pytest.raises(WorkerError, match=said):
        complete(deadly, tmp_path / "sweep", workers=1, cluster="local")
    assert workers_of(os.getpid()) == []
    assert capfd.readouterr() == ("", "")


PROGRAM = """
import sys
from pathlib import Path
from sim.experiment.interrupted import Interrupted
from sim.sweeps.plan import plan_sweep
from sim.sweeps.run import complete
if __name__ == "__main__":
    plan = plan_sweep("two_states", ["policies.arden.k=0.5:1.5:300"], runs=5000)
    try:
        complete(plan, Path(sys.argv[1]), workers=2, cluster="local")
    except Interrupted:
        sys.exit(130)
"""


@pytest.mark.parametrize("how", ["Ctrl-C", "killed"])
def test_nothing_of_a_cluster_outlives_its_sweep(how, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    words = [sys.executable, str(program), str(tmp_path / "sweep")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)}
    playing = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    while playing.poll() is None and not [*tmp_path.glob("sweep/parts/*.parquet")]:
        time.sleep(0.05)
    there = workers_of(playing.pid)
    assert len(there) == 2
    if how == "Ctrl-C":
        os.killpg(playing.pid, signal.SIGINT)  # as a terminal does: to every process at once
        assert playing.communicate(timeout=60)[1] == b""
        assert playing.returncode == 130
    else:
        playing.kill()
        playing.communicate()
    assert psutil.wait_procs(there, timeout=30)[1] == []


def test_nobody_at_an_address_is_told_on_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(WorkerError, match=r"^cluster 127.0.0.1:1: Timed out .* tcp://127.0.0.1:1 after 0.5 s$"):
        complete(plan(), tmp_path, cluster="127.0.0.1:1")


ADDRESSES = {
    "a name alone": "somewhere",
    "no number of a port": "tcp://somewhere:x",
    "another protocol": "http://somewhere:8786",
    "no host": ":8786",
    "nothing": "",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ClusterError, match=f"cluster '{address}': expected local, HOST:PORT or tcp://HOST:PORT"):
        check_cluster(address)


@pytest.mark.parametrize("address", ["local", "somewhere:8786", "tcp://somewhere:8786", "tls://[::1]:8786"])
def test_an_address_is_accepted_without_asking_anybody(address):
    check_cluster(address)


def test_a_cluster_that_there_is_has_its_own_workers():
    with pytest.raises(ClusterError, match="workers 4: the cluster at somewhere:1 has its own"):
        check_cluster("somewhere:1", 4)


def test_without_dask_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(
        ClusterError, match=r"^a cluster needs an extra; in the folder of detente: pip install -e '\.\[cluster\]'$"
    ):
        complete(plan(), tmp_path / "sweep", cluster="local")
    assert not (tmp_path / "sweep").exists()


def nothing(task, n_threads, stop):
    return str(stop.is_set()).encode()


@pytest.mark.parametrize("name", ["detente", "rules of detente", "numba", "numpy", "pyarrow"])
def test_a_worker_of_another_make_plays_nothing_and_says_why(name):
    task = plan().task(0)
    expected = ingredients(task)
    with pytest.raises(WorkerError, match=rf"^a worker on .* has {name} {expected[name]}, and here it is 0\.1\.2; "):
        play_there(nothing, task, expected | {name: "0.1.2"}, "a sweep")


def test_a_worker_of_the_same_make_plays_until_it_is_told_to_end():
    task = plan().task(0)
    assert play_there(nothing, task, ingredients(task), "one sweep") == b"False"
    end_there("one sweep")
    assert play_there(nothing, task, ingredients(task), "one sweep") == b"True"
    assert play_there(nothing, task, ingredients(task), "another sweep") == b"False"


HALF = "def half(perceived, *rest):\n    return perceived / 2\n"


def test_own_rules_have_to_be_the_same_file_everywhere(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "cluster_rules.py").write_text(HALF, encoding="utf-8")
    task = plan(["policies.arden.own_rule=cluster_rules:half,numpy.linalg:norm"]).task(0)
    before = ingredients(task)
    assert len(before["own rule cluster_rules:half"]) == 16
    (tmp_path / "cluster_rules.py").write_text(HALF.replace("2", "3"), encoding="utf-8")
    with pytest.raises(
        WorkerError, match=r"has own rule cluster_rules:half .*, and here it is .*; results could differ"
    ):
        play_there(nothing, task, before, "a sweep")


def test_own_rules_of_a_scenario_count_at_every_point(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "other_rules.py").write_text(HALF, encoding="utf-8")
    task = plan(settings=["policies.arden.own_rule=other_rules:half"]).task(0)
    assert "own rule other_rules:half" in ingredients(task)
    (tmp_path / "other_rules.py").unlink()
    with pytest.raises(WorkerError, match="has own rule other_rules:half missing, and here it is"):
        play_there(nothing, task, ingredients(task), "a sweep")


def test_who_passes_a_part_on_needs_nothing_of_detente():
    call = pickle.dumps(cluster._Call(int, "17"))
    assert b"sim" not in call
    assert pickle.loads(call) == 17


def test_waiting_for_a_first_worker_has_an_end(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(cluster.time, "monotonic", lambda: now[0])

    client = SimpleNamespace(nthreads=lambda: client.threads, threads={})
    room = cluster._Room(client)
    assert room() == 1
    client.threads = {"a": 2, "b": 1}
    assert room() == 1  # not counted at every moment
    now[0] = 50.0
    assert room() == 3
    client.threads = {}
    now[0] = 105.0
    assert room() == 1
    now[0] = 111.0
    with pytest.raises(WorkerError, match="no worker for 60 s"):
        room()
