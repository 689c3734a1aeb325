"""A single history that takes long says how long, and how far it is; a short one says nothing."""

import itertools
import threading

from tqdm import tqdm

from sim import plan
from sim.commands import progress


def played(until=None):
    planned = plan.run("two_states", settings=["end=2030-04-30"], until=until)
    with progress.days_shown(planned.words) as show:
        return planned.play(show)


def test_a_short_history_is_played_without_a_word(capsys):
    assert played().outcome["days"] == 120
    assert capsys.readouterr() == ("", "")


def test_a_long_one_says_how_long_and_then_from_time_to_time_how_far(capsys, monkeypatch):
    seconds = itertools.count(0, 2)  # two pass from one look at the clock to the next
    monkeypatch.setattr(progress, "PILOT_SECONDS", 1.0)
    monkeypatch.setattr(progress, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(seconds))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(seconds))
    played("2030-01-05")
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("5 days of 1 relation: about ")
    assert said[0].endswith(" s, without tables and figures")
    assert said[1:] == ["2 of 5 days", "3 of 5 days", "4 of 5 days", "5 of 5 days"]  # by what came after the first


def test_what_comes_before_the_first_day_is_not_taken_for_playing(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "perf_counter", lambda: now[0])
    with progress.days_shown("100 days") as show:
        for now[0], day in ((60.0, 1), (60.6, 61)):  # 60 days in .6 s: .39 s are left
            show(day, 100)
    assert capsys.readouterr() == ("", "")


def test_progress_holds_nothing_that_python_would_name_as_leaked_when_the_command_is_ended():
    with progress.progress("days") as show:
        show(1, 2)
    assert isinstance(tqdm.get_lock(), type(threading.RLock()))
