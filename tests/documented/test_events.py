"""Documented moves read from a table: what a row says, and how a mistake is reported."""

from pathlib import Path

import pytest

from sim.documented.events import RECORDS, Event, day_of, read_record
from sim.scenario.problems import ScenarioError
from tests.documented.rows import COLUMNS, events_of, row, table_of

CUT = row("2021-10-06", "NATO", "Russia", "cut_ceiling", "initial", persons="10", deadline="2021-10-31", before="20")


def complaints(path: Path) -> list[str]:
    """What a user reads of a table, without its name: one line a problem."""
    with pytest.raises(ScenarioError) as error:
        read_record(path)
    return str(error.value).replace(f"{path}:", "").split("\n")


def test_a_row_is_a_move_and_empty_cells_are_no_values(tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, CUT)
    assert (event.case, event.date, event.actor, event.target) == ("made_up", "2021-10-06", ("NATO",), ("Russia",))
    assert (event.move, event.persons, event.before, event.after) == ("cut_ceiling", 10, 20, None)
    assert (event.role, event.answers, event.deadline, event.line) == ("initial", "", "2021-10-31", 2)
    assert (event.is_own, event.is_joint, event.is_unverified, event.approximate) == (False, False, False, ())
    assert event.is_sure


def test_several_parties_of_a_row_are_separated_by_semicolons(tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, row("2021-02-08", "Russia", "Germany; Poland", "no_response", "no_response"))
    assert event.target == ("Germany", "Poland")


def test_a_quoted_cell_may_hold_commas_and_quotation_marks(tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, CUT.replace("a newspaper", '"a ""daily"", page 1"'))
    assert event.source == 'a "daily", page 1'


def test_columns_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    table = table_of(tmp_path, f"remark,{CUT}", columns=f"my_note,{COLUMNS}")
    assert read_record(table)[0].persons == 10


def test_an_own_post_that_is_closed_is_withdrawn_not_closed(tmp_path: Path) -> None:
    closed = row("2021-10-06", "A", "B", "close_consulate", "initial")
    own = row("2021-10-06", "A", "B", "close_consulate", "initial", own="yes")
    assert [event.group for event in events_of(tmp_path, closed, own)] == [
        "posts closed",
        "own people or posts withdrawn",
    ]


@pytest.mark.parametrize(
    ("cells", "is_sure"),
    [
        pytest.param({"confidence": "medium"}, True, id="medium confidence is enough"),
        pytest.param({"confidence": "low"}, False, id="low confidence is not"),
        pytest.param({"unverified": "yes"}, False, id="nor is what nobody verified"),
    ],
)
def test_whether_a_row_may_be_counted(cells: dict[str, str], is_sure: bool, tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, row("2021-10-06", "A", "B", "expel", "initial", **cells))
    assert event.is_sure is is_sure


def test_a_month_is_no_day() -> None:
    assert (str(day_of("2015-04-15")), day_of("2015-04"), day_of("")) == ("2015-04-15", None, None)


# line:column: column of the table: problem
MISTAKES = {
    "a move that there is not": (
        CUT.replace("cut_ceiling", "cut_cieling"),
        "2:39: move: no move is called 'cut_cieling'; did you mean 'cut_ceiling'?",
    ),
    "a role that there is not": (
        CUT.replace("initial", "intial"),
        "2:75: role: no role is called 'intial'; did you mean 'initial'?",
    ),
    "a day that there is not": (
        CUT.replace("2021-10-06", "2021-02-30"),
        "2:9: date: '2021-02-30' is not allowed here; expected a day or a month, as in 2021-10-06 or 2021-10",
    ),
    "a week": (
        CUT.replace("2021-10-06", "2021-W40-3"),
        "2:9: date: '2021-W40-3' is not allowed here; expected a day or a month, as in 2021-10-06 or 2021-10",
    ),
    "no actor": (CUT.replace("NATO", ""), "2:20: actor: '' is not allowed here; expected a text"),
    "a number in words": (
        CUT.replace(",10,", ",ten,"),
        "2:51: persons: 'ten' is not allowed here; expected a whole number, or nothing",
    ),
    "nobody sent home": (
        CUT.replace(",10,", ",0,"),
        "2:51: persons: '0' is not allowed here; expected a whole number from 1 on, or nothing",
    ),
    "a flag that is no flag": (
        row("2021-10-06", "A", "B", "expel", "initial", unverified="no"),
        "2:60: unverified: 'no' is not allowed here; expected yes, or nothing",
    ),
    "an answer before what it answers": (
        row("2021-10-06", "A", "B", "expel", "reply", "2021-10-07"),
        "2:43: answers: '2021-10-07' is later than the date; expected that day, or one before",
    ),
    "a deadline before the act": (
        CUT.replace("2021-10-31", "2021-10-01"),
        "2:57: deadline: '2021-10-01' is earlier than the date; expected that day, or one after",
    ),
    "a cell too many": (f"{CUT},", "2:1: 27 cells; expected 26, one for each column"),
    "an open quotation mark": (
        CUT.replace("a newspaper", '"a newspaper'),
        '2:89: a quotation mark out of place; expected quotes around the whole cell, "" inside',
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_one_line_with_its_place_and_what_would_be_right(what: str, tmp_path: Path) -> None:
    written, expected = MISTAKES[what]
    assert complaints(table_of(tmp_path, written)) == [expected]


def test_every_mistake_of_a_table_is_reported_at_once(tmp_path: Path) -> None:
    wrong = CUT.replace("cut_ceiling", "cut").replace("initial", "first")
    assert [line.split(":")[0] for line in complaints(table_of(tmp_path, wrong, CUT, wrong))] == ["2", "2", "4", "4"]


SHORT = "case,date,actor,target,move,role"


def test_a_table_may_lack_all_columns_but_six(tmp_path: Path) -> None:
    (event,) = read_record(table_of(tmp_path, "quarrel,2024-05-01,Arden,Belmora,expel,initial", columns=SHORT))
    assert (event.actor, event.target, event.persons, event.answers) == (("Arden",), ("Belmora",), None, "")
    assert (event.level, event.source, event.confidence, event.is_sure) == ("state", "", "medium", True)


def test_an_empty_cell_is_read_as_an_absent_column(tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, row("2021-10-06", "A", "B", "expel", "initial", level="", source="", confidence=""))
    assert (event.level, event.source, event.confidence) == ("state", "", "medium")


@pytest.mark.parametrize("cell", ["day persons", '"day,persons"', "day;persons", '"day, persons"'])
def test_day_and_persons_may_both_be_approximate(cell: str, tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, row("2021-10-06", "A", "B", "expel", "initial", approximate=cell))
    assert event.approximate == ("day", "persons")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    table = table_of(tmp_path, columns=COLUMNS.replace("role,domain,", ""))
    expected = "1:1: no column role; expected at least case, date, actor, target, move and role"
    assert complaints(table) == [expected]


def test_a_record_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ScenarioError, match="there is no record 'moskow'; expected moscow or world; did you mean"):
        read_record("moskow")


# rows and cases as the tables had them when they were compiled
SHIPPED = {"moscow": (328, 17, "1985-04", "2023-06-19"), "world": (630, 91, "2004-07-15", "2026-03-11")}


@pytest.mark.parametrize("name", RECORDS)
def test_the_records_that_ship_are_whole(name: str) -> None:
    events: tuple[Event, ...] = read_record(name)
    dates = sorted(event.date for event in events)
    assert (len(events), len({event.case for event in events}), dates[0], dates[-1]) == SHIPPED[name]


@pytest.mark.parametrize("name", RECORDS)
def test_a_silence_says_what_it_does_not_answer(name: str) -> None:
    silences = [event for event in read_record(name) if event.role == "no_response"]
    assert [event.line for event in silences if not event.answers] == []
