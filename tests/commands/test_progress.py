"""A single history that takes long says how long, and how far it is; a short one says nothing."""

from datetime import date

import pytest

from sim.commands import progress
from sim.engine.model import EscalationModel
from sim.scenario.load import load_scenario


@pytest.fixture(name="model")
def _model():
    return EscalationModel(load_scenario("two_states", ["end=2030-04-30"]))


def test_a_short_history_is_played_without_a_word(model, capsys):
    progress.play(model, None)
    assert (model.day, model.running, capsys.readouterr()) == (120, False, ("", ""))


def test_a_long_one_says_how_long_and_then_from_time_to_time_how_far(model, capsys, monkeypatch):
    days = iter(range(0, 10_000, 2))
    monkeypatch.setattr(progress, "PILOT_SECONDS", 3.0)  # a day, by the clock below
    monkeypatch.setattr(progress, "SILENT_SECONDS", 1.0)
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(days))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(days))
    progress.play(model, date(2030, 1, 5))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "5 days of 1 relation: about 24 s, without tables and figures"
    assert said[1:] == ["2 of 5 days", "3 of 5 days", "4 of 5 days", "5 of 5 days"]


@pytest.mark.parametrize("last", [None, date(2030, 1, 3)])
def test_it_is_the_same_history(model, capsys, monkeypatch, last):
    monkeypatch.setattr(progress, "PILOT_SECONDS", -1.0)  # a pilot of no day
    progress.play(model, last)
    whole = EscalationModel(model.case).run_until(last)
    assert model.day == whole.day
    assert model.trajectory.trajectory().equals(whole.trajectory.trajectory())
