"""Event files of others, read as rows of the record."""

from pathlib import Path

import pytest

from sim.documented.events import read_record
from sim.events import read_events
from sim.scenario.files import shipped_folder
from sim.scenario.problems import ScenarioError

SAMPLES = Path(__file__).parent / "samples"


def told(reading):
    """What an event says, in one tuple each."""
    return [(e.date, "; ".join(e.actor), "; ".join(e.target), e.move) for e in reading.events]


def test_a_file_of_gdelt_is_known_by_its_61_columns():
    reading = read_events(SAMPLES / "gdelt_2018.csv")
    assert told(reading) == [
        ("2018-03-14", "United Kingdom", "Russia", "expel"),
        ("2018-03-17", "Russia", "United Kingdom", "expel"),
        ("2018-03-26", "United States", "Russia", "downgrade_relations"),
        ("2018-03-27", "NATO", "Russia", "expel"),
        ("2018-03-29", "Russia", "United States", "expel_troops"),
        ("2018-03-29", "Russia", "European Union", "criticise"),
        ("2018-03-30", "Russia", "Germany", "offer_talks"),
    ]
    assert (reading.rows, reading.broken) == (13, {})
    assert reading.left_out == {
        "repeats of an event of the same day, pair and code": 1,
        "the code is no move between governments": 1,  # 190, a fight
        "not of a government": 1,
        "without an actor or a target": 1,
        "of a party against itself": 1,
        "no country or alliance": 1,  # Africa
    }
    assert reading.notes[:2] == (
        "read as GDELT events, coded by CAMEO (mapping gdelt), which the columns fit",
        "61 columns without names, read in the order of gdelt",
    )


def test_what_gdelt_repeats_is_one_event_with_all_its_mentions():
    first = read_events(SAMPLES / "gdelt_2018.csv").found[0]
    assert (first.mentions, first.code, first.id) == (25, "166", "741000001")
    assert first.event.source == "https://news.example/741000001"


def test_an_event_has_the_columns_of_the_record():
    nato = read_events(SAMPLES / "gdelt_2018.csv").events[3]
    assert (nato.case, nato.level, nato.role, nato.answers) == ("gdelt_2018", "alliance", "initial", "2018-03-27")
    assert (nato.persons, nato.confidence, nato.line) == (None, "medium", 6)


def test_words_talks_and_repair_have_their_roles():
    roles = {event.move: event.role for event in read_events(SAMPLES / "gdelt_2018.csv").events}
    assert (roles["criticise"], roles["offer_talks"], roles["expel"]) == ("statement", "talks", "initial")


def test_a_code_that_several_moves_share_is_named_with_all_of_them():
    notes = read_events(SAMPLES / "gdelt_2018.csv").notes
    (said,) = (note for note in notes if note.startswith("code 161"))
    assert said.startswith("code 161 (1 events) is read as downgrade_relations; it may also be cancel_meeting")
    assert said.endswith("close_consulate, suspend_mission, close_mission, sever_relations, stop_consular_service")


def test_a_file_of_gdelt_1_lacks_three_columns_and_perhaps_the_address(tmp_path):
    text = (SAMPLES / "gdelt_2018.csv").read_text(encoding="utf-8")
    for lacking in ({39, 47, 55}, {39, 47, 55, 60}):
        rows = (line.split("\t") for line in text.splitlines())
        older = ("\t".join(cell for n, cell in enumerate(row) if n not in lacking) for row in rows)
        (tmp_path / "old.csv").write_text("\n".join(older), encoding="utf-8")
        reading = read_events(tmp_path / "old.csv")
        assert (len(reading.events), reading.mapping) == (7, "gdelt")
        assert reading.notes[2].startswith("without the columns Actor1Geo_ADM2Code, Actor2Geo_ADM2Code")


def test_a_weekly_file_of_icews_is_known_by_its_names():
    reading = read_events(SAMPLES / "icews_2021.txt")
    assert told(reading) == [
        ("2021-08-24", "Algeria", "Morocco", "downgrade_relations"),
        ("2021-09-22", "Algeria", "Morocco", "measure"),
        ("2021-08-25", "Morocco", "Algeria", "criticise"),
        ("2021-10-18", "Russia", "NATO", "cancel_meeting"),
    ]
    assert reading.mapping == "icews"
    assert reading.left_out["no country or alliance"] == 1  # a news agency
    assert reading.left_out["not of a government"] == 1


def test_a_file_of_polecat_is_known_by_its_names():
    reading = read_events(SAMPLES / "polecat_2023.txt")
    assert told(reading) == [
        ("2023-04-22", "Germany", "Russia", "expel"),
        ("2023-04-22", "Russia", "Germany", "expel"),
        ("2023-05-31", "Germany", "Russia", "downgrade_relations"),
        ("2023-05-31", "Russia", "Germany", "criticise"),
        ("2023-06-01", "China", "Russia", "meet"),  # by its COW number, 710
    ]
    assert reading.mapping == "plover"


def test_all_actors_count_where_that_is_asked_and_people_who_are_no_officials_are_deported():
    reading = read_events(SAMPLES / "polecat_2023.txt", all_actors=True)
    assert told(reading)[-1] == ("2023-06-02", "Germany", "Russia", "deport_nationals")


def test_columns_of_another_year_are_read_and_each_change_is_said():
    reading = read_events(SAMPLES / "polecat_other_year.csv")
    assert told(reading) == [
        ("2021-03-18", "Russia", "United States", "contact"),
        ("2021-04-15", "United States", "Russia", "expel"),
        ("2021-04-16", "Russia", "United States", "expel"),
    ]
    assert reading.notes[1:4] == (
        "column 'event_date' is read as 'Event Date'",
        "column 'EVENT ID' is read as 'Event ID'",
        "column 'Event Intensity' is read as 'Intensity'",
    )
    assert reading.notes[4].startswith("without the columns Quad Code, Contexts, Actor Name, Actor COW")
    assert reading.notes[5:8] == (
        "columns that are left alone: 'Goldstein'",
        "the columns stand in another order than usual",
        "days with slashes are read as day/month/year; day_form: MM/DD/YYYY reads the others",
    )


def test_broken_rows_are_left_out_and_named_with_line_and_column():
    file = SAMPLES / "broken.csv"
    reading = read_events(file)
    assert told(reading) == [
        ("2021-04-15", "United States", "Russia", "expel"),
        ("2021-04-16", "Russia", "United States", "expel"),
        ("2021-04-18", "Russia", "Czech Republic", "expel"),
    ]
    assert [str(problem) for problem in reading.problems] == [
        f"{file}:3:2: Event Date: '2021-02-30' is no day; expected a day in the form YYYY-MM-DD",
        f"{file}:4:2: Event Date: '20211345' is no day; expected a day in the form YYYY-MM-DD",
        f"{file}:5:3: Event Type: 'PUNISH' is no code; expected a code of PLOVER",
        f"{file}:6:5: Actor Country: no country is called 'Arden'; expected a name or a code of a country",
        f"{file}:7:1: 6 cells; expected 7, one for each column",
        f"{file}:8:1: 8 cells; expected 7, one for each column",
        f'{file}:10:1: a quotation mark out of place; expected quotes around a whole cell, "" inside',
    ]
    assert reading.broken == {
        "with an impossible day": 2,
        "with an unknown code": 1,
        "with an unknown country": 1,
        "with a wrong number of cells, or a quotation mark out of place": 3,
    }


def test_a_strict_reader_refuses_the_file_for_its_broken_rows():
    with pytest.raises(ScenarioError) as refused:
        read_events(SAMPLES / "broken.csv", strict=True)
    assert len(refused.value.problems) == 7


def test_of_very_many_broken_rows_a_strict_reader_names_ten(tmp_path):
    (tmp_path / "a.csv").write_text("date,actor,target,move\n" + "x,Russia,Mali,expel\n" * 1_234, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_events(tmp_path / "a.csv", strict=True)
    assert len(refused.value.problems) == 11
    assert str(refused.value.problems[-1]).endswith("a.csv: 1,224 more broken rows")


def test_parties_and_days_are_chosen():
    chosen = read_events(SAMPLES / "gdelt_2018.csv", between=["RUS", "Britain"], first="2018-03-15", last="2018-03-20")
    assert told(chosen) == [("2018-03-17", "Russia", "United Kingdom", "expel")]
    assert chosen.left_out["before the first day"] == 2
    assert chosen.left_out["between other parties"] == 5


# tables of one's own --------------------------------------------------------------------------------


@pytest.mark.parametrize("record", ["moscow", "world"])
def test_the_record_itself_is_read_as_it_stands(record):
    reading = read_events(shipped_folder() / "history" / f"{record}.csv")
    assert reading.mapping == "detente"
    assert reading.events == read_record(record)
    assert reading.notes[1:] == ("without the columns id, code, mentions",)


def test_a_table_with_four_columns_of_the_record_is_enough(tmp_path):
    (tmp_path / "mine.csv").write_text("date,actor,target,move,persons\n2030-03-01,Arden,Belmora,expel,3\n")
    (event,) = read_events(tmp_path / "mine.csv").events
    assert (event.case, event.actor, event.persons, event.role) == ("mine", ("Arden",), 3, "initial")
    assert (event.answers, event.source, event.confidence) == ("2030-03-01", "mine.csv", "medium")


def test_a_cell_that_the_record_does_not_allow_is_named(tmp_path):
    (tmp_path / "mine.csv").write_text("date,actor,target,move\n2030-03-01,Arden,Belmora,expell\n")
    (problem,) = read_events(tmp_path / "mine.csv").problems
    assert str(problem) == f"{tmp_path / 'mine.csv'}:2:4: move: no move is called 'expell'; did you mean 'expel'?"


OWN_MAPPING = """\
coding: words
day: Tag
day_form: DD.MM.YYYY
move: Was
actor_as_written: Wer
target_as_written: Gegen wen
actor: Land
target: Gegenland
persons: Wie viele
codes: {Ausweisung: expel, Rückruf: recall_for_consultations}
"""


def test_a_mapping_file_says_which_column_is_what_and_what_the_words_mean(tmp_path):
    (tmp_path / "meine.yaml").write_text(OWN_MAPPING, encoding="utf-8")
    rows = "Wer;Gegen wen;Tag;Was;Wie viele\nArden;Belmora;1.3.2030;Ausweisung;3\nBelmora;Arden;4.3.2030;Rückruf;\n"
    (tmp_path / "liste.csv").write_text(rows, encoding="utf-8")
    first, second = read_events(tmp_path / "liste.csv", mapping=tmp_path / "meine.yaml").events
    assert (first.date, first.actor, first.target, first.move, first.persons) == (
        "2030-03-01", ("Arden",), ("Belmora",), "expel", 3,
    )  # fmt: skip
    assert (second.date, second.move, second.persons) == ("2030-03-04", "recall_for_consultations", None)


def test_a_mapping_file_may_say_that_a_code_means_something_else(tmp_path):
    shipped = (Path(__file__).parents[2] / "sim/events/shipped/gdelt.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(f'{shipped}codes: {{"161": expel, "111": null}}\n', encoding="utf-8")
    moves = [event.move for event in read_events(SAMPLES / "gdelt_2018.csv", mapping=tmp_path / "mine.yaml").events]
    assert (moves[2], "criticise" in moves) == ("expel", False)


def test_american_days_are_read_where_a_mapping_says_so(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "{coding: cameo, day: when, day_form: MM/DD/YYYY, code: what, actor: who, target: whom}", encoding="utf-8"
    )
    (tmp_path / "a.csv").write_text("when,who,whom,what\n03/04/2018,GBR,RUS,166\n", encoding="utf-8")
    assert read_events(tmp_path / "a.csv", mapping=tmp_path / "mine.yaml").events[0].date == "2018-03-04"


def test_letters_and_two_letters_mean_what_a_mapping_says(tmp_path):
    for countries, austria in (("any", "Australia"), ("cow", "Austria")):
        (tmp_path / "mine.yaml").write_text(
            f"{{coding: cameo, day: when, code: what, actor: who, target: whom, countries: {countries}}}"
        )
        (tmp_path / "a.csv").write_text("when,who,whom,what\n2018-03-04,AUS,RUS,166\n")
        (event,) = read_events(tmp_path / "a.csv", mapping=tmp_path / "mine.yaml").events
        assert event.actor == (austria,)


# what cannot be read --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "no row; expected a table of events", id="nothing"),
        pytest.param(
            b"a,b\n1,2\n", "columns of no mapping that detente has (detente, plover, gdelt, icews)", id="others"
        ),
        pytest.param(b"PK\x03\x04rest", "a zip archive; expected the file in it: unpack it first", id="an archive"),
    ],
)
def test_a_file_that_is_no_table_of_events_is_refused_in_a_line(tmp_path, content, said):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(ScenarioError) as refused:
        read_events(tmp_path / "a.csv")
    assert said in str(refused.value)
    assert str(refused.value).count("\n") == 0


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ScenarioError, match=r"no\.csv: cannot be read \(No such file or directory\)"):
        read_events(tmp_path / "no.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day: Date\nactr: Who", "2:1: actr: no key is called 'actr'; did you mean 'actor'?"),
        (
            "day: Date\ncoding: goldstein",
            "2:9: coding: 'goldstein' is not allowed here; expected cameo, plover or words",
        ),
        (
            "day: Date\nactor: Who\ntarget: Whom",
            "1:1: no column for code; expected day, actor, target, and code or move",
        ),
        (
            "day: D\nactor: W\ntarget: H\ncode: C\ncodes: {161: expell}",
            "no move is called 'expell'; did you mean 'expel'?",
        ),
        ("day: [{a: b}]", "1:6: day: a list is not allowed here; expected a column, or a list of them"),
        ("- day", "no section; expected keys such as day: Event Date"),
    ],
)
def test_a_mapping_file_with_a_mistake_is_refused_with_its_place(tmp_path, text, said):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_events(SAMPLES / "gdelt_2018.csv", mapping=tmp_path / "mine.yaml")
    assert said in str(refused.value)


def test_a_mapping_that_there_is_not_names_those_that_there_are():
    with pytest.raises(ScenarioError, match=r"there is no mapping 'gdlet'.*did you mean 'gdelt'"):
        read_events(SAMPLES / "gdelt_2018.csv", mapping="gdlet")


def test_a_mapping_that_does_not_fit_says_which_column_is_missing():
    with pytest.raises(ScenarioError, match="code: no column 'CAMEO Code'"):
        read_events(SAMPLES / "polecat_2023.txt", mapping="icews")
    with pytest.raises(ScenarioError, match="61 columns without names; expected a first row"):
        read_events(SAMPLES / "gdelt_2018.csv", mapping="icews")
