"""Tables in the older form, whose notes say what columns of their own say now."""

from pathlib import Path

import pytest

from sim.documented.events import Event, read_record
from sim.documented.noted import said_in
from sim.scenario.problems import Problem, ScenarioError
from tests.documented.rows import row, table_of

COLUMNS = (
    "case,date,actor,actor_level,competent_ministry,target,move,count_persons,facilities,location,deadline,"
    "effective_date,in_response_to_date,mission_before,mission_after,source,confidence,note"
)


def noted(folder: Path, note: str, move: str = "expel", facilities: str = "") -> Event:
    line = f"made_up,2021-10-06,NATO,alliance,,Russia,{move},8,{facilities},,,,2021-10-01,,,a newspaper,high,{note}"
    (event,) = read_record(table_of(folder, line, columns=COLUMNS))
    return event


def test_columns_go_by_their_older_names(tmp_path: Path) -> None:
    event = noted(tmp_path, "role=initial; ceiling follows")
    assert (event.level, event.persons, event.answers) == ("alliance", 8, "2021-10-01")
    assert (event.role, event.is_own, event.uncounted, event.silence, event.domain) == ("initial", False, "", "", "")


@pytest.mark.parametrize(
    ("note", "column", "cell"),
    [
        ("role=reply; domain=visa; travel of officials", "domain", "visa"),
        ("role=initial; same people as in March (do not add)", "uncounted", "act"),
        ("role=initial; also in the spring wave", "uncounted", "act"),
        ("role=execution; the posts are given up", "uncounted", "act"),
        ("role=no_response; next step in another case, do not add", "uncounted", ""),
        ("role=no_response; no further round in staff", "silence", "in_staff"),
        ("role=no_response; the embassy had nothing left to answer with", "silence", "nothing_left"),
        ("role=initial; UNVERIFIED rumour", "unverified", "yes"),
        ("role=recovery; joint act", "joint", "yes"),
        ("role=initial; day from memory", "approximate", "day"),
        ("role=initial; count estimated, day assumed", "approximate", "day persons"),
    ],
)
def test_a_note_stands_for_columns(note: str, column: str, cell: str) -> None:
    assert said_in(note, "")[column] == cell


def test_a_post_called_own_was_closed_by_the_actor(tmp_path: Path) -> None:
    assert noted(tmp_path, "role=initial", "close_embassy", "own embassy in Oslo").is_own
    assert not noted(tmp_path, "role=initial", "close_embassy", "embassy in Oslo").is_own


def test_a_column_of_its_own_goes_before_the_note(tmp_path: Path) -> None:
    line = "made_up,2021-10-06,NATO,alliance,,Russia,expel,8,,,,,2021-10-01,,,a newspaper,high,role=reply,initial"
    (event,) = read_record(table_of(tmp_path, line, columns=f"{COLUMNS},role"))
    assert event.role == "initial"


def test_rows_in_fault_may_be_left_out_and_are_named(tmp_path: Path) -> None:
    good = row("2021-10-06", "NATO", "Russia", "expel", "initial")
    bad = row("2021-10-18", "Russia", "NATO", "levitate", "reply", "2021-10-06")
    left_out: list[Problem] = []
    events = read_record(table_of(tmp_path, good, bad), left_out=left_out)
    assert [event.line for event in events] == [2]
    assert len(left_out) == 1
    assert "no move is called 'levitate'" in str(left_out[0])


def test_a_table_of_which_no_row_can_be_read_is_refused(tmp_path: Path) -> None:
    bad = row("2021-10-18", "Russia", "NATO", "levitate", "reply", "2021-10-06")
    with pytest.raises(ScenarioError, match="levitate"):
        read_record(table_of(tmp_path, bad), left_out=[])
