"""Threads, and whatever else plays the parts of a sweep: several at once, no more than wanted, and to an end."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event

import pytest

from sim.sweeps.plan import plan_sweep
from sim.sweeps.run import complete
from sim.sweeps.sweep import Task
from sim.sweeps.workers import AHEAD, WorkerError, play_elsewhere, play_on_threads

SHORT = "end=2030-04-30"


def tasks(n):
    """Parts of which only the number matters."""
    return [Task(part, (), None, 1, 1, ()) for part in range(n)]


@pytest.fixture(name="play")
def _play(monkeypatch):
    """Have parts played by another function."""
    return lambda function: monkeypatch.setattr("sim.sweeps.workers.play_part", function)


def swept(folder, vary, threads, runs=70):
    plan = plan_sweep("two_states", vary, runs=runs, settings=[SHORT], relations=["arden_belmora"])
    complete(plan, folder, threads=threads)
    files = [folder / "summary.parquet", folder / "points.parquet", *(folder / "parts").iterdir()]
    return {path.name: path.read_bytes() for path in files}


def test_every_part_has_the_same_bytes_on_one_thread_and_on_several(tmp_path):
    vary = ["policies.arden.k=0.5:1.5:6"]
    alone = swept(tmp_path / "alone", vary, 1)
    assert len(alone) == 2 + 6
    assert swept(tmp_path / "several", vary, 3) == alone
    few = swept(tmp_path / "few", vary[:1], 12)
    assert few == alone


def test_own_rules_are_played_by_several_threads_as_by_one(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    rules = ("half(perceived, *rest):\n    return perceived / 2", "falling(perceived, *rest):\n    return 1 / 0",
             "as_text(perceived, *rest):\n    return float(str(perceived))")  # fmt: skip
    (tmp_path / "threads_rules.py").write_text("\n\ndef ".join(["", *rules]), encoding="utf-8")
    own = ["policies.arden.own_rule=" + ",".join(f"threads_rules:{rule.partition('(')[0]}" for rule in rules)]
    assert swept(tmp_path / "several", own, 3, 4) == swept(tmp_path / "alone", own, 1, 4)


def test_several_parts_are_played_at_once(play):
    met = Barrier(2)
    play(lambda task, n_threads, stop: str(met.wait(5) in (0, 1)).encode())
    assert sorted(play_on_threads(tasks(4), 4, 2, Event())) == [(part, b"True") for part in range(4)]


THREADS = {"more parts than threads": (5, 2, 1), "as many": (3, 3, 1), "fewer parts": (2, 5, 2), "one part": (1, 4, 4)}


@pytest.mark.parametrize(("n_parts", "n_threads", "of_a_part"), THREADS.values(), ids=THREADS)
def test_threads_that_no_part_needs_help_with_the_others(n_parts, n_threads, of_a_part, play):
    play(lambda task, n_threads, stop: n_threads)
    assert {n for _, n in play_on_threads(tasks(n_parts), n_parts, n_threads, Event())} == {of_a_part}


def test_only_so_many_parts_are_made_ready_ahead():
    taken = count()
    endless = (Task(next(taken), (), None, 1, 1, ()) for _ in iter(int, 1))
    with ThreadPoolExecutor(2) as pool:
        played = play_elsewhere(endless, pool, 2, Event(), lambda task: b"")
        for _ in range(10):
            next(played)
    assert next(taken) <= 10 + 2 * AHEAD + 2  # those given, those handed out, those finished at the same time


def test_an_executor_that_grows_is_given_more():
    sizes, most = iter([1, 1, 3, 3, 3, 3]), []

    class Noting(ThreadPoolExecutor):
        def submit(self, *call):
            most.append(call[1].part)
            return super().submit(*call)

    with Noting(1) as pool:
        played = play_elsewhere(tasks(12), pool, lambda: next(sizes, 3), Event(), lambda task: b"")
        next(played)
        assert len(most) == AHEAD
        assert len([*played]) == 11


def test_what_is_played_ends_early_once_that_is_wished_for(play):
    begun, stop = Event(), Event()

    def until_told(task, n_threads, stop):
        begun.set()
        assert stop.wait(10)

    play(until_told)
    threading.Thread(target=lambda: begun.wait(10) and stop.set()).start()
    before = time.perf_counter()
    assert [*play_on_threads(tasks(9), 9, 2, stop)] == []
    assert time.perf_counter() - before < 2


def test_nobody_plays_on_where_what_was_played_is_no_longer_wanted(play):
    def first_at_once(task, n_threads, stop):
        return b"" if task.part == 0 else stop.wait(10) and None

    play(first_at_once)
    before = threading.active_count()
    played = play_on_threads(tasks(9), 9, 2, Event())
    assert next(played) == (0, b"")
    played.close()
    assert threading.active_count() == before


def test_a_part_that_an_executor_gives_up_is_told():
    class GivesUp:
        def submit(self, function, /, *args):
            future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with pytest.raises(WorkerError, match="part 0 was given up by what was to play it; has that been stopped"):
        [*play_elsewhere(tasks(1), GivesUp(), 1, Event())]
