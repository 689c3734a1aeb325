"""Moves of simulated histories as event files, and tables of what was read."""

import csv
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.api import run
from sim.documented.events import read_record
from sim.events import read_events, write_events
from sim.events.simulated import simulated_events
from sim.events.writing import write_table

SAMPLES = Path(__file__).parent / "samples"
UNTIL = {"two_states": "2030-06-30", "nato_russia_2021": "2021-11-15", "skripal_2018": "2018-04-15"}


@cache
def played(name: str, seed: int):
    return run(name, seed=seed, until=UNTIL[name])


def without_lines(events):
    return [event._replace(line=0) for event in events]


@pytest.mark.parametrize("coding", ["plover", "cameo"])
@settings(max_examples=8, database=None)
@given(name=st.sampled_from([*UNTIL]), seed=st.integers(1, 3))
def test_moves_that_are_written_and_read_again_are_the_same_moves(tmp_path_factory, coding, name, seed):
    result = played(name, seed)
    file = write_events(result, tmp_path_factory.mktemp("written") / "moves.csv", coding=coding)
    read = read_events(file, strict=True)
    assert without_lines(read.events) == without_lines(simulated_events(result))
    moves = result.moves
    assert [event.move for event in read.events] == [*moves["kind"]]
    assert [event.date for event in read.events] == [f"{day:%Y-%m-%d}" for day in moves["announced"]]
    assert [event.facilities for event in read.events] == [*moves["channel"]]


def cells(file: Path, *columns: str):
    with file.open(encoding="utf-8", newline="") as stream:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(stream)]


def test_nato_and_russia_are_written_in_the_columns_of_polecat(tmp_path):
    file = write_events(played("nato_russia_2021", 1), tmp_path / "moves.csv")
    who = ("Actor Country", "Actor COW", "Primary Actor Sector")
    whom = ("Recipient Country", "Recipient COW", "Primary Recipient Sector")
    assert cells(file, *who, *whom)[0] == ("NATO", "", "IGO", "RUS", "365", "GOV")
    what = ("Event Date", "Event Type", "Event Mode", "Intensity")
    assert cells(file, *what)[0] == ("2021-10-06", "SANCTION", "expel", "-4")


def test_an_expulsion_is_161_in_cameo_and_sanction_expel_in_plover(tmp_path):
    result = played("two_states", 1)
    cameo = write_events(result, tmp_path / "cameo.csv", coding="cameo")
    plover = write_events(result, tmp_path / "plover.csv", coding="plover")
    assert cells(cameo, "Detente move", "CAMEO Code", "Source Name", "Target Name")[0] == (
        "expel",
        "161",
        "Belmora",
        "Arden",
    )
    assert cells(plover, "Detente move", "Event Type", "Event Mode")[0] == ("expel", "SANCTION", "expel")


def test_without_the_columns_of_detente_the_codes_alone_are_read(tmp_path):
    file = write_events(played("nato_russia_2021", 1), tmp_path / "moves.csv", coding="plover")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [
            [cell for name, cell in row.items() if not name.startswith("Detente")] for row in csv.DictReader(stream)
        ]
        names = [name for name in next(csv.reader(file.read_text().splitlines())) if not name.startswith("Detente")]
    with (tmp_path / "bare.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, *rows])
    first = read_events(tmp_path / "bare.csv").events[0]
    assert (first.actor, first.target, first.move, first.persons) == (("NATO",), ("Russia",), "expel", None)


def test_a_simulated_move_says_what_it_answers():
    first, reply = simulated_events(played("two_states", 1))[:2]
    assert (first.date, first.role, first.answers, first.persons) == ("2030-03-01", "initial", "2030-03-01", 3)
    assert (reply.date, reply.role, reply.answers, reply.persons) == ("2030-03-01", "reply", "2030-03-01", 4)
    assert (reply.actor, reply.effective, reply.source) == (("Arden",), "2030-03-08", "simulated: two_states, seed 1")


def test_the_folder_of_a_result_is_as_good_as_the_result(tmp_path):
    result = played("two_states", 1)
    result.save(tmp_path / "result")
    ways = [write_events(given, tmp_path / name) for given, name in ((result, "a.csv"), (tmp_path / "result", "b.csv"))]
    assert ways[0].read_bytes() == ways[1].read_bytes()


def test_many_histories_are_no_event_file_and_there_are_two_codings(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.results.reading.read_result", lambda folder: SimpleNamespace(kind="forecast"))
    with pytest.raises(ValueError, match="many: a forecast; expected one history"):
        write_events("many", tmp_path / "moves.csv")
    with pytest.raises(ValueError, match="coding 'goldstein': expected cameo or plover"):
        write_events(played("two_states", 1), tmp_path / "moves.csv", coding="goldstein")


@pytest.mark.parametrize("sample", ["gdelt_2018.csv", "icews_2021.txt", "polecat_2023.txt"])
def test_a_table_that_is_written_is_a_record(tmp_path, sample):
    reading = read_events(SAMPLES / sample)
    file = write_table(reading, tmp_path / "table.csv")
    assert without_lines(read_record(file)) == without_lines(reading.events)
    assert without_lines(read_events(file).events) == without_lines(reading.events)
    assert cells(file, "id", "code", "mentions") == [(f.id, f.code, str(f.mentions)) for f in reading.found]
