"""Documented moves from a table beside the scenario: what is read, and how a mistake is told."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.analysis.observed import observed_frame
from sim.scenario.load import Origin, ScenarioError, load_scenario, read_scenario
from sim.scenario.observed_table import MAX_ROWS
from sim.scenario.table_cells import MAX_COLUMNS

Tell = Callable[..., list[str]]

SUCH_AS = "expected a day such as 2021-10-06"
HEADER = "id,date,from,to,move,channel,count,deadline,effective,ministry,answers,source,confidence,note\n"
SHORT = "id,date,from,to,move\n"
CUT = "cut_2021,2021-10-06,nato,russia,cut_ceiling,mission,10,2021-10-31,2021-11-01,Council,,edm,high,halved\n"
REPLY = "reply_2021,2021-10-18,russia,nato,suspend_mission,mission,,,,,cut_2021,,,\n"
ID = "small letters, digits and '_', beginning with a letter, at most 64"
FIRST_ROW = "a first row with id, date, from, to, move, separated by commas"


@pytest.fixture
def tell(valid: str, here: Path) -> Tell:
    """What a user reads of x.yaml that takes its documented moves from facts.csv: one line a problem."""

    def read(table: str | bytes, more: str = "", *sets: str) -> list[str]:
        (here / "x.yaml").write_text(valid + "observed_from: facts.csv\n" + more)
        (here / "facts.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
        try:
            load_scenario("x.yaml", settings=sets)
        except ScenarioError as error:
            return str(error).split("\n")
        return []

    return read


def test_every_row_is_a_documented_move(tell: Tell) -> None:
    assert tell(HEADER + CUT + REPLY) == []
    observed = load_scenario("x.yaml").observed
    assert list(observed) == ["cut_2021", "reply_2021"]
    cut = observed["cut_2021"]
    assert (cut.date, cut.deadline, cut.effective) == (
        datetime.date(2021, 10, 6),
        datetime.date(2021, 10, 31),
        datetime.date(2021, 11, 1),
    )
    assert (cut.from_, cut.to, cut.move, cut.channel, cut.count) == ("nato", "russia", "cut_ceiling", "mission", 10)
    assert (cut.ministry, cut.source, cut.confidence, cut.note) == ("Council", "edm", "high", "halved")
    reply = observed["reply_2021"]
    assert (reply.answers, reply.count, reply.source, reply.note) == (
        "cut_2021",
        0,
        None,
        "",
    )  # empty cells are no values


WRITTEN = {
    "columns in another order, and no others": "move,to,from,date,id\ncriticise,nato,russia,2021-10-07,a\n",
    "the mark that some editors put first": "\ufeff" + SHORT + "a,2021-10-07,russia,nato,criticise\n",
    "the line ends of Windows": SHORT.replace("\n", "\r\n") + "a,2021-10-07,russia,nato,criticise\r\n",
    "no line end after the last row": SHORT + "a,2021-10-07,russia,nato,criticise",
    "rows and columns of nothing": SHORT.replace("\n", ",,\n") + ",,,,,,\n\na,2021-10-07,russia,nato,criticise,,\n,,\n",
    "blanks around the cells": "id, date, from, to, move\na, 2021-10-07 , russia,nato,  criticise\n",
    "quotes around the cells": '"id","date","from","to","move"\n"a", "2021-10-07" ,"russia","nato","criticise"\n',
}


SHEET = SHORT.replace(",", ";") + "a;2021-10-07;russia;nato;criticise\n"
WRITTEN |= {
    "the semicolons of a European spreadsheet": SHEET,
    "a line that names its separator": "sep=;\n" + SHEET,
    "tabs": SHEET.replace(";", "\t"),
    "semicolons, and nothing in many columns": SHEET.replace("\n", ";;;\n") + ";;;;;;;\n;;;;;;;\n",
    "the row numbers of pandas": ",id,date,from,to,move\n0,a,2021-10-07,russia,nato,criticise\n",
    "the row numbers of pandas, read and saved again": (
        ",Unnamed: 0,id,date,from,to,move\n0,0,a,2021-10-07,russia,nato,criticise\n"
    ),
    "the row numbers of R": '"","id","date","from","to","move"\n"1","a",2021-10-07,"russia","nato","criticise"\n',
    "the row numbers of R, with no cell above them": (
        '"id","date","from","to","move"\n"1","a",2021-10-07,"russia","nato","criticise"\n'
    ),
    "days with the time of midnight": SHORT + "a,2021-10-07 00:00:00,russia,nato,criticise\n",
    "days with the time of midnight by the standard": SHORT + "a,2021-10-07T00:00:00.000Z,russia,nato,criticise\n",
    "UTF-16, as a spreadsheet calls Unicode": ("\ufeff" + SHEET.replace(";", "\t")).encode("utf-16-le"),
    "a guard before a text": SHORT.replace("\n", ",note\n") + "a,2021-10-07,russia,nato,criticise,'=1+1\n",
}


@pytest.mark.parametrize("table", WRITTEN.values(), ids=WRITTEN)
def test_a_table_may_have(table: str | bytes, tell: Tell) -> None:
    assert tell(table) == []
    [move] = load_scenario("x.yaml").observed.values()
    assert (move.date, move.from_, move.to, move.move) == (datetime.date(2021, 10, 7), "russia", "nato", "criticise")


def test_a_text_in_quotes_holds_commas_lines_and_quotes_and_a_number_in_a_text_stays_one(tell: Tell) -> None:
    rows = 'a,2021-10-07,russia,nato,criticise,"one, ""two""\nthree"\nb,2021-10-08,nato,russia,criticise,2021-10-09\n'
    assert tell("id,date,from,to,move,note\n" + rows) == []
    notes = [move.note for move in load_scenario("x.yaml").observed.values()]
    assert notes == ['one, "two"\nthree', "2021-10-09"]


NUMBERS = {
    "a whole number with a decimal point, as pandas leaves it beside NaN": ("count", "3.0", 3),
    "a whole number with a decimal comma": ("count", '"3,0"', 3),
    "a decimal comma": ("severity", '"2,5"', 2.5),
    "a decimal point": ("severity", "2.5", 2.5),
    "no person at all": ("count", "0", 0),
    "NA of R": ("count", "NA", 0),
    "NaN of pandas": ("severity", "NaN", None),
    "nan of Python": ("severity", "nan", None),
    "None of Python": ("count", "None", 0),
    "NULL of a database": ("deadline", "NULL", None),
    "a text that says None": ("note", "None", "None"),
    "NaT of pandas": ("deadline", "NaT", None),
    "NA of R beside texts, which R puts into quotes": ("channel", "NA", None),
    "a text that says NA": ("note", '"NA"', "NA"),
    "a text that a spreadsheet would reckon": ("note", "'=1+1", "=1+1"),
    "a text that begins with an apostrophe": ("note", "'tis so", "'tis so"),
    "an id that looks like nothing": ("answers", "nan", "nan"),
}


@pytest.mark.parametrize(("column", "cell", "value"), NUMBERS.values(), ids=NUMBERS)
def test_a_cell_is_read_as_it_is_meant(column: str, cell: str, value: object, tell: Tell) -> None:
    others = "nan,2021-10-06,nato,russia,criticise,\n"
    assert tell(f"id,date,from,to,move,{column}\n{others}a,2021-10-07,russia,nato,measure,{cell}\n") == []
    assert getattr(load_scenario("x.yaml").observed["a"], column) == value


def test_semicolons_and_decimal_commas_are_read_as_a_european_spreadsheet_leaves_them(tell: Tell) -> None:
    table = "id;date;from;to;move;count;severity;note\na;2021-10-07;russia;nato;measure;3,0;2,5;one, two\n"
    assert tell(table) == []
    move = load_scenario("x.yaml").observed["a"]
    assert (move.count, move.severity, move.note) == (3, 2.5, "one, two")
    assert tell(table.replace("2,5", "1.500"))[0].startswith(
        "facts.csv:2:38: observed.a.severity: '1.500' may be 1500 or 1.5; expected digits alone"
    )


def test_the_documented_moves_that_a_run_writes_can_be_read_again(valid: str, here: Path, tell: Tell) -> None:
    table = "id,date,from,to,move,channel,count,ministry,answers,source,confidence,note\n"
    table += 'cut_2021,2021-10-06,nato,russia,cut_ceiling,mission,10,Council,,edm,high,"halved, at once"\n'
    table += "frown,2021-10-07,nato,russia,criticise,,0,,,,,'=HYPERLINK\n"
    table += "reply_2021,2021-10-18,russia,nato,suspend_mission,mission,0,,cut_2021,,,\n"
    assert tell(table) == []
    case = load_scenario("x.yaml")
    assert case.observed["frown"].note == "=HYPERLINK"
    frame = observed_frame(case)
    frame.to_csv(here / "facts.csv", index=False)
    assert load_scenario("x.yaml").observed == case.observed
    frame.rename(columns={"move": "kind", "date": "announced"}).to_csv(here / "facts.csv", index=False)
    assert load_scenario("x.yaml").observed == case.observed  # by the names that other tables of a run have
    frame.to_csv(here / "facts.csv", na_rep="NaN")  # with the index, which has no name
    assert load_scenario("x.yaml").observed == case.observed
    frame.to_csv(here / "facts.csv", sep=";", decimal=",", index=False, encoding="utf-16")
    assert load_scenario("x.yaml").observed == case.observed


def test_every_cell_knows_its_line_and_column(tell: Tell) -> None:
    rows = 'a,2021-10-07,russia,nato,criticise,"two\nlines"\nb, 2021-10-08,nato,russia,criticise,\n'
    assert tell("id,date,from,to,move,note\n" + rows) == []
    origins = read_scenario("x.yaml").origins
    facts = Path("facts.csv")
    assert origins["observed", "a"] == Origin(facts, 2, 1)
    assert origins["observed", "a", "note"] == Origin(facts, 2, 36)  # where its quotation mark stands
    assert origins["observed", "b", "date"] == Origin(facts, 4, 4)
    assert ("observed", "b", "note") not in origins


def test_moves_of_the_table_stand_beside_those_of_the_file_and_can_be_set(tell: Tell) -> None:
    own = "observed:\n  own: {date: 2021-10-18, from: russia, to: nato, move: criticise, answers: cut_2021}\n"
    assert tell(HEADER + CUT, own, "observed.cut_2021.count=9") == []
    observed = load_scenario("x.yaml", settings=["observed.cut_2021.count=9"]).observed
    assert list(observed) == ["own", "cut_2021"]
    assert observed["cut_2021"].count == 9


WRONG = {
    "a day as it is written in Europe": (
        HEADER + CUT.replace("2021-10-06", "6.10.2021"),
        ["facts.csv:2:10: observed.cut_2021.date: '6.10.2021' is a date with points; expected 2021-10-06"],
    ),
    "a day with points that the calendar lacks": (
        HEADER + CUT.replace("2021-10-06", "31.2.2021"),
        [f"facts.csv:2:10: observed.cut_2021.date: '31.2.2021' is a date with points; {SUCH_AS}"],
    ),
    "a word for a number": (
        HEADER + CUT.replace(",10,", ",ten,"),
        ["facts.csv:2:53: observed.cut_2021.count: 'ten' is not a whole number; expected 0 to 1000000"],
    ),
    "a misspelt move": (
        HEADER + CUT.replace("cut_ceiling", "cut_celing"),
        ["facts.csv:2:33: observed.cut_2021.move: 'cut_celing' is not known here; did you mean 'cut_ceiling'?"],
    ),
    "a party that there is not": (
        HEADER + CUT.replace("russia", "rusia"),
        [
            (
                "facts.csv:2:26: observed.cut_2021.to: no state or alliance is called 'rusia'; "
                "expected nato, norway or russia; did you mean 'russia'?"
            )
        ],
    ),
    "an answer to nothing": (
        HEADER + REPLY,
        [
            "facts.csv:2:63: observed.reply_2021.answers: no other move is called 'cut_2021'; expected cut or reply",
        ],
    ),
    "a deadline before the move": (
        HEADER + CUT.replace("2021-10-31", "2021-10-01"),
        ["facts.csv:2:56: observed.cut_2021.deadline: 2021-10-01 is before the move; expected 2021-10-06 or later"],
    ),
    "an empty cell that every move needs": (
        SHORT + "a,,russia,nato,criticise\n",
        ["facts.csv:2:1: observed.a.date: missing; expected a date"],
    ),
    "a row that ends too early": (
        SHORT + "a,2021-10-07,russia,nato\n",
        ["facts.csv:2:1: observed.a.move: missing; expected a name"],
    ),
    "a comma without quotes": (
        "id,date,from,to,move,note\na,2021-10-07,russia,nato,criticise,sharply, twice\n",
        ["facts.csv:2:45: observed.a: a cell in a column without a name; expected quotes around a text with a comma"],
    ),
    "a row without an id": (
        SHORT + ",2021-10-07,russia,nato,criticise\n",
        ["facts.csv:2:1: observed: a row without an id; expected an id of its own for each move"],
    ),
    "an id that is none": (
        SHORT + "Cut 1,2021-10-07,russia,nato,criticise\n",
        [f"facts.csv:2:1: observed.Cut 1: 'Cut 1' is not an id; expected {ID}"],
    ),
    "an id given twice": (
        HEADER + CUT + CUT,
        ["facts.csv:3:1: observed.cut_2021: given twice, first in line 2; expected each id once"],
    ),
    "a misspelt column": (
        "id,date,from,to,move,chanel\na,2021-10-07,russia,nato,criticise,mission\n",
        ["facts.csv:1:22: observed: unknown column 'chanel'; did you mean 'channel'?"],
    ),
    "a column given twice": (
        "id,date,from,to,move,date\na,2021-10-07,russia,nato,criticise,2021-10-07\n",
        ["facts.csv:1:22: observed: a second column 'date'; expected each column once"],
    ),
    "columns that are missing": (
        "id,date,from\na,2021-10-07,russia\n",
        [f"facts.csv:1:1: observed: no column to or move; expected {FIRST_ROW}"],
    ),
    "another sign between the columns": (
        SHORT.replace(",", "|"),
        [f"facts.csv:1:1: observed: columns separated by '|'; expected {FIRST_ROW}"],
    ),
    "an American day": (
        SHORT + "a,10/16/2021,russia,nato,criticise\n",
        ["facts.csv:2:3: observed.a.date: '10/16/2021' is an American date; expected 2021-10-16"],
    ),
    "a day that may be American or European": (
        SHORT + "a,10/07/2021,russia,nato,criticise\n",
        ["facts.csv:2:3: observed.a.date: '10/07/2021' is a date with slashes; expected 2021-10-07 or 2021-07-10"],
    ),
    "an hour of the day": (
        SHORT + "a,2021-10-07 09:30:00,russia,nato,criticise\n",
        ["facts.csv:2:3: observed.a.date: '2021-10-07 09:30:00' is not a date; expected a day such as 2021-10-06"],
    ),
    "a number that may be thousands": (
        HEADER + CUT.replace(",10,", ',"1,500",'),
        [
            (
                "facts.csv:2:53: observed.cut_2021.count: '1,500' may be 1500 or 1.5; "
                "expected digits alone, and a decimal point if any"
            )
        ],
    ),
    "half a person": (
        HEADER + CUT.replace(",10,", ",2.5,"),
        ["facts.csv:2:53: observed.cut_2021.count: 2.5 is not a whole number; expected 0 to 1000000"],
    ),
    "a row that ends among the numbers of rows": (
        ",Unnamed: 0,id,date,from,to,move\n0\n",
        ["facts.csv:2:1: observed: a row without an id; expected an id of its own for each move"],
    ),
    "names of rows": (
        ",id,date,from,to,move\nfirst,a,2021-10-07,russia,nato,criticise\n",
        ["facts.csv:2:1: observed.a: a cell in a column without a name; expected quotes around a text with a comma"],
    ),
    "nothing at all": (
        "",
        [f"facts.csv:1:1: observed: no column id, date, from, to or move; expected {FIRST_ROW}"],
    ),
    "a quotation mark that is never closed": (
        SHORT + 'a,2021-10-07,russia,nato,"criticise\nb,2021-10-08,nato,russia,criticise\n',
        ["facts.csv:2:26: observed: a quotation mark is never closed"],
    ),
    "a text that goes on after its quotes": (
        SHORT + 'a,2021-10-07,russia,nato,"criti"cise\n',
        [
            (
                "facts.csv:2:26: observed: a text goes on after its closing quotation mark; "
                "expected a comma after it, or two quotation marks for one within a text"
            )
        ],
    ),
    "a text that goes on after its quotes, between semicolons": (
        SHORT.replace(",", ";") + 'a;2021-10-07;russia;nato;"criti"cise\n',
        [
            (
                "facts.csv:2:26: observed: a text goes on after its closing quotation mark; "
                "expected a semicolon after it, or two quotation marks for one within a text"
            )
        ],
    ),
    "columns missing between tabs": (
        "id\tdate\tfrom\tto\n",
        [f"facts.csv:1:1: observed: no column move; expected {FIRST_ROW.replace('commas', 'tabs')}"],
    ),
    "a character of nothing": (
        "id,date,from,to,move,note\na,2021-10-07,russia,nato,criticise,\0\n",
        ["facts.csv:2:36: a character that no text holds; expected a table saved as 'CSV UTF-8'"],
    ),
    "another encoding": (
        SHORT.encode() + "a,2021-10-07,russia,nato,criticisé\n".encode("latin-1"),
        ["facts.csv:2:34: not a UTF-8 text; expected a table saved as 'CSV UTF-8'"],
    ),
    "too many columns": (
        "," * MAX_COLUMNS,
        [
            f"facts.csv:1:{MAX_COLUMNS + 1}: observed: one column too many; expected at most {MAX_COLUMNS}",
            f"facts.csv:1:1: observed: no column id, date, from, to or move; expected {FIRST_ROW}",
        ],
    ),
    "too much text": (
        "\n" * 5_000_001,
        ["facts.csv: too large; expected at most 5000000 bytes"],
    ),
}


@pytest.mark.parametrize(("table", "lines"), WRONG.values(), ids=WRONG)
def test_a_wrong_table_is_told_by_line_and_column(table: str | bytes, lines: list[str], tell: Tell) -> None:
    assert sorted(tell(table)) == sorted(lines)


def test_a_table_without_end_is_refused(tell: Tell) -> None:
    rows = (f"a{number},2021-10-07,russia,nato,criticise\n" for number in range(MAX_ROWS + 1))
    assert tell(SHORT + "".join(rows)) == [
        f"facts.csv:{MAX_ROWS + 2}:1: observed: one row too many; expected at most 20000"
    ]


def test_mistakes_of_the_file_come_before_those_of_the_table(tell: Tell) -> None:
    lines = tell(SHORT + "a,soon,russia,nato,criticise\n", "plot: {}\n")
    assert [line.split(": ")[:2] for line in lines] == [
        ["x.yaml:23:1", "plot"],
        ["facts.csv:2:3", "observed.a.date"],
    ]


def test_an_id_of_the_table_is_not_an_id_of_the_file(tell: Tell) -> None:
    own = "observed:\n  a: {date: 2021-10-18, from: russia, to: nato, move: criticise}\n"
    assert tell(SHORT + "a,2021-10-07,russia,nato,criticise\n", own) == [
        "facts.csv:2:1: observed.a: also given in x.yaml:24:3; expected each id once"
    ]


ELSEWHERE = "does not lie beside the scenario; expected the name of a file in its folder or below"
PLACES = {
    "facts.cvs": "there is no file 'facts.cvs'; expected facts.csv; did you mean 'facts.csv'?",
    ".": "there is no file '.'; expected facts.csv",
    "../facts.csv": f"'../facts.csv' {ELSEWHERE}",
    "below/../../facts.csv": f"'below/../../facts.csv' {ELSEWHERE}",
    "/etc/hostname": f"'/etc/hostname' {ELSEWHERE}",
    r"C:\facts.csv": f"'C:\\facts.csv' {ELSEWHERE}",
    "5": "5 is not a text; expected quotes around it",
}


@pytest.mark.parametrize("name", PLACES)
def test_a_table_lies_beside_the_scenario(name: str, tell: Tell) -> None:
    assert tell(HEADER, "", f"observed_from={name}") == [f"--set observed_from={name}: observed_from: {PLACES[name]}"]


def test_a_table_may_lie_in_a_folder_below(tell: Tell, here: Path) -> None:
    (here / "below").mkdir()
    (here / "below" / "facts.csv").write_text(HEADER + CUT.replace("2021-10-06", "soon"))
    [line] = tell(HEADER + CUT, "", "observed_from=below/facts.csv")
    assert line.startswith(f"{Path('below') / 'facts.csv'}:2:10: observed.cut_2021.date: 'soon' is not a date")


def test_a_table_can_be_left_out_by_a_setting(tell: Tell) -> None:
    tell(HEADER + CUT)
    assert load_scenario("x.yaml", settings=["observed_from=null"]).observed == {}


def test_an_inherited_table_lies_beside_the_file_that_names_it(valid: str, here: Path) -> None:
    (here / "below").mkdir()
    (here / "below" / "base.yaml").write_text(valid + "observed_from: facts.csv\n")
    (here / "below" / "facts.csv").write_text(HEADER + CUT)
    (here / "x.yaml").write_text("extends: below/base.yaml\nname: child\n")
    read = read_scenario("x.yaml")
    assert list(read.scenario.observed) == ["cut_2021"]
    assert str(read.origins["observed", "cut_2021", "count"]) == f"{Path('below') / 'facts.csv'}:2:53"


def test_a_table_replaces_the_inherited_one(valid: str, here: Path) -> None:
    (here / "base.yaml").write_text(valid + "observed_from: facts.csv\n")
    (here / "facts.csv").write_text(HEADER + CUT)
    (here / "other.csv").write_text(SHORT + "a,2021-10-07,russia,nato,criticise\n")
    (here / "x.yaml").write_text("extends: base.yaml\nobserved_from: other.csv\n")
    assert list(load_scenario("x.yaml").observed) == ["a"]


SIGNS = [",", '"', '""', "\n", "\r", ";", "\0", "\x85", "\ufeff", " ", "a", "2021-10-06", "nato", "id", SHORT, CUT]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.one_of(st.binary(), st.lists(st.sampled_from(SIGNS)).map("".join), st.text().map(lambda text: SHORT + text)))
def test_whatever_is_in_a_table_a_user_reads_lines_that_can_be_printed(tell: Tell, table: str | bytes) -> None:
    lines = tell(table if isinstance(table, bytes) else table.encode("utf-8", "replace"))
    assert all(line.isprintable() and line.startswith("facts.csv") for line in lines)
