"""Tables saved again by other programs: the same cells where they can only mean one thing, else one line by name."""

import pytest

from sim.results.foreign_tables import TableError, foreign_cells

KINDS = {"name": "str", "date": "datetime64[s]", "runs": "int64", "share": "float64", "is_reply": "boolean"}
CELLS = {"name": ["a", "b"], "date": ["2030-01-31", "2030-02-01"], "runs": ["1000", "2"], "share": ["0.25", ""]}
CELLS["is_reply"] = ["True", "False"]
OWN = "name,date,runs,share,is_reply\na,2030-01-31,1000,0.25,True\nb,2030-02-01,2,,False\n"


def with_separator(sign: str) -> str:
    return OWN.replace(",", sign)


MEANT = {
    "as it was written": OWN,
    "semicolons": with_separator(";"),
    "semicolons and decimal commas": with_separator(";").replace("0.25", "0,25"),
    "tabs": with_separator("\t"),
    "tabs and a decimal comma that cannot part thousands": with_separator("\t").replace("0.25", "0,25"),
    "everything quoted": '"' + OWN.strip().replace(",", '","').replace("\n", '"\n"') + '"\n',
    "Windows": OWN.replace("\n", "\r\n"),
    "empty columns and rows at the end": OWN.replace("\n", ",,\n") + ",,,,,,\n\n",
    "a column more": "".join(f"{line},x{number}\n" for number, line in enumerate(OWN.splitlines())),
    "columns in another order": "share,is_reply,name,runs,date\n0.25,True,a,1000,2030-01-31\n,False,b,2,2030-02-01\n",
    "days with a time": OWN.replace("2030-01-31", "2030-01-31 00:00:00").replace("2030-02-01", "2030-02-01T00:00:00Z"),
    "days as in Germany": OWN.replace("2030-01-31", "31.01.2030").replace("2030-02-01", "1.2.2030 00:00"),
    "days as in Japan": OWN.replace("2030-01-31", "2030/01/31").replace("2030-02-01", "2030/2/1"),
    "whole numbers in other forms": OWN.replace("1000", "1.00E+03").replace(",2,", ",2.0,"),
    "large numbers as in Europe": with_separator(";").replace("1000", "1,00E+03").replace("0.25", "2,5E-01"),
    "words of a German spreadsheet": OWN.replace("True", "WAHR").replace("False", "FALSCH"),
    "words in capitals": OWN.replace("True", "TRUE").replace("False", "FALSE"),
    "R": '"","name","date","runs","share","is_reply"\n'
    '"1","a","2030-01-31",1000,0.25,TRUE\n"2","b","2030-02-01",2,NA,FALSE\n',
    "R in Europe": '"";"name";"date";"runs";"share";"is_reply"\n'
    '"1";"a";"2030-01-31";1000;0,25;TRUE\n"2";"b";"2030-02-01";2;NA;FALSE\n',
    "pandas with its index": ",name,date,runs,share,is_reply\n0,a,2030-01-31,1000,0.25,True\n1,b,2030-02-01,2,,False\n",
}


@pytest.mark.parametrize("text", MEANT.values(), ids=MEANT)
def test_is_read(text: str) -> None:
    found = foreign_cells(text.encode(), KINDS)
    numbers = {"runs": ["1000", "2"], "share": [float(cell) if cell else cell for cell in found.cells["share"]]}
    assert {**found.cells, **numbers} == {**CELLS, "share": [0.25, ""]}
    assert found.cells["runs"] == CELLS["runs"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    assert foreign_cells(OWN.encode(encoding), KINDS).cells == CELLS


DAY = "expected a day such as 2030-01-31"
REFUSED = {
    "an American day": (
        OWN.replace("2030-01-31", "01/31/2030"),
        f"row 2, column 'date': found '01/31/2030'; {DAY}, for here day and month cannot be told apart",
    ),
    "a day of two digits": (OWN.replace("2030-01-31", "31.1.30"), f"row 2, column 'date': found '31.1.30'; {DAY}"),
    "a time of day": (
        OWN.replace("2030-02-01", "2030-02-01 12:00:00"),
        f"row 3, column 'date': found '2030-02-01 12:00:00'; {DAY}",
    ),
    "no day of the calendar": (
        OWN.replace("2030-01-31", "2030-02-31"),
        f"found '2030-02-31'; {DAY}",
    ),
    "a day as the number that a spreadsheet keeps": (OWN.replace("2030-01-31", "47514"), f"found '47514'; {DAY}"),
    "thousands, or a decimal comma": (
        with_separator("\t").replace("0.25", "1,234"),
        "row 2, column 'share': found '1,234'; expected a number with a decimal point, such as 0.25 (a comma may part",
    ),
    "both signs": (
        with_separator(";").replace("1000", "0,5"),
        "row 2, column 'runs': found '0,5'; expected a",
    ),
    "thousands in a whole number": (
        OWN.replace("1000", "1.000"),
        "row 2, column 'runs': found '1.000'; expected a",
    ),
    "a fraction in a whole number": (OWN.replace("1000", "1.5"), "row 2, column 'runs': found '1.5'; expected a whole"),
    "a number that is none": (
        OWN.replace("0.25", "25 %"),
        "row 2, column 'share': found '25 %'; expected a",
    ),
    "a number beyond all measure": (OWN.replace("0.25", "1e999"), "column 'share': found '1e999'; expected a number"),
    "infinity": (OWN.replace("0.25", "inf"), "column 'share': found 'inf'; expected a number such"),
    "a word for true that is none": (
        OWN.replace("True", "yes"),
        "row 2, column 'is_reply': found 'yes'; expected Tr",
    ),
    "a column lost": (OWN.replace("runs", "ran"), "no columns 'runs'; expected name, date, runs, share, is_reply"),
    "a column twice": (OWN.replace("runs", "name"), "2 columns 'name'; expected"),
    "a cell too many": (OWN.replace("0.25", "0.25,7"), "row 2: has 6 cells; expected 5, as in the first row"),
    "nothing": ("", "no columns 'name'; expected"),
    "a quotation mark that is never closed": (
        OWN.replace("b,", '"b,'),
        "line 3: unexpected end of data; expected",
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(TableError) as told:
        foreign_cells(text.encode(), KINDS)
    assert said in str(told.value)
    assert "\n" not in str(told.value)
