"""detente events: what is printed, what is written, and what is refused."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "events" / "samples"


def rows_under(heading: str, out: str) -> dict[str, str]:
    """Rows of a table of the summary."""
    (found,) = (part for part in out.split("\n\n") if part.startswith(heading))
    return {" ".join(words): n for *words, n in (line.split() for line in found.splitlines()[1:])}


def test_the_summary_says_what_was_kept_and_why_the_rest_was_not(detente):
    file = SAMPLES / "gdelt_2018.csv"
    code, out, err = detente("events", str(file))
    assert (code, out.splitlines()[0]) == (0, f"{file}: rows read: 13; events kept: 7, 2018-03-14 to 2018-03-30.")
    assert rows_under("Left out", out)["not of a government"] == "1"
    assert rows_under("Move", out)["expel"] == "3"
    assert rows_under("Party", out)["Russia"] == "7"
    assert f"{file}: 61 columns without names, read in the order of gdelt" in err.splitlines()


def test_broken_rows_are_named_and_a_strict_reader_refuses_them(detente):
    file = SAMPLES / "broken.csv"
    code, out, err = detente("events", str(file))
    named = f"{file}:3:2: Event Date: '2021-02-30' is no day; expected a day in the form YYYY-MM-DD"
    assert (code, named in err.splitlines()) == (0, True)
    assert rows_under("Left out", out)["with an impossible day"] == "2"
    code, out, err = detente("events", str(file), "--strict")
    assert (code, out, err.splitlines()[0]) == (2, "", named)


def test_events_between_two_parties_become_a_table_that_detente_reads_again(detente, tmp_path):
    words = ("--between", "Britain", "Russia", "--until", "2018-03-20", "--as", "table.csv")
    code, out, _ = detente("events", str(SAMPLES / "gdelt_2018.csv"), *words)
    assert (code, out.splitlines()[-1]) == (0, "written: table.csv")
    code, out, err = detente("events", "table.csv")
    assert (code, out.splitlines()[0]) == (0, "table.csv: rows read: 2; events kept: 2, 2018-03-14 to 2018-03-17.")
    assert err == "table.csv: read as the columns of the documented record (mapping detente), which the columns fit\n"
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_events_become_a_scenario_that_plays(detente):
    words = ("--between", "Britain", "Russia", "--answers-within", "30", "--as", "London and Moscow.yaml")
    assert detente("events", str(SAMPLES / "gdelt_2018.csv"), *words)[0] == 0
    code, out, _ = detente("check", "London and Moscow.yaml")
    assert (code, out.startswith("london_and_moscow: good.")) == (0, True)
    code, out, _ = detente("run", "London and Moscow.yaml", "--until", "2018-04-30", "--no-figures")
    assert (code, "United Kingdom expels" in out) == (0, True)


def test_the_moves_of_a_result_are_written_and_read_again(detente, tmp_path):
    detente("run", "two_states", "--until", "2030-03-20", "--no-figures")
    (folder,) = (tmp_path / "results" / "two_states").iterdir()
    for words in ((), ("--coding", "cameo")):
        code, out, _ = detente("events", str(folder), "--as", "moves.csv", *words)
        assert (code, out) == (0, "written: moves.csv\n")
        assert rows_under("Party", detente("events", "moves.csv")[1]).keys() == {"Arden", "Belmora"}


GDELT = str(SAMPLES / "gdelt_2018.csv")
REFUSED = {
    "no file": (("no.csv",), "no.csv: cannot be read (No such file or directory); expected a table as text"),
    "another ending": (
        (GDELT, "--as", "a.xlsx"),
        "--as a.xlsx: expected NAME.csv for a table, or NAME.yaml for a scenario",
    ),
    "a coding for a file": ((GDELT, "--coding", "cameo"), "--coding cameo: expected the folder of a result before it"),
    "no mapping": ((GDELT, "--mapping", "gdlet"), "there is no mapping 'gdlet'"),
    "no day": ((GDELT, "--from", "March"), "--from March: expected a day, such as 2030-03-01"),
    "no number": ((GDELT, "--answers-within", "x"), "--answers-within x: expected a whole number from 0 to 3650"),
    "no result": ((".", "--as", "a.csv"), ".: no result (manifest.json is missing)"),
    "no file to write": ((".",), ".: expected --as NAME.csv, the event file to write"),
    "no events for a scenario": (
        (GDELT, "--between", "Mali", "--as", "a.yaml"),
        "no row is an act of one party towards another",
    ),
    "another coding": (
        (".", "--as", "a.csv", "--coding", "icews"),
        "--coding icews: unknown; expected one of cameo, plover",
    ),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_is_refused_in_a_line(detente, tmp_path, words, said):
    code, out, err = detente("events", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert [*tmp_path.iterdir()] == []
