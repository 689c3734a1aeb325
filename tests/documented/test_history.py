"""The cases of the records that come with detente, by name."""

import pytest

from sim.documented.events import RECORDS, read_record
from sim.documented.history import by_case, case_names, cases, summaries, text_of


def test_every_row_of_both_records_belongs_to_one_case() -> None:
    assert (len(case_names()), len(cases())) == (108, 108)
    assert sum(map(len, cases().values())) == sum(len(read_record(record)) for record in RECORDS) == 328 + 630


def test_rows_of_a_case_keep_their_order() -> None:
    rows = by_case(read_record("moscow"))["uk_ussr_1989"]
    assert [event.date for event in rows] == ["1989-05-19", "1989-05-20", "1989-05-22", "1989-05-23"]


def test_the_summary_of_a_case() -> None:
    (london,) = [case for case in summaries() if case.name == "uk_ussr_1989"]
    assert (london.record, london.title, london.years) == ("moscow", "The USSR and the United Kingdom, 1989", "1989")
    # eleven for eleven and a ceiling, then nothing
    assert (london.rows, london.moves, london.silences) == (4, 3, 1)


@pytest.mark.parametrize(
    ("name", "title", "first"),
    [
        pytest.param("mali_france_2022", "France and Mali, 2022", ("France", "Mali"), id="two parties"),
        pytest.param(
            "czech_russia_2021",
            "The Czech Republic, Russia and others, 2021",
            ("Russia", "Czech Republic"),
            id="more: named are the two that it is mostly about",
        ),
        pytest.param("us_russia_2016_2017", "Russia and the United States, 2016 to 2017", ("Russia",), id="years"),
    ],
)
def test_titles_name_the_parties_that_act_most(name: str, title: str, first: tuple[str, ...]) -> None:
    (found,) = [case for case in summaries() if case.name == name]
    assert (found.title, found.parties[: len(first)]) == (title, first)


def test_the_file_of_a_case_begins_with_what_it_is_about() -> None:
    head = text_of("kosovo_serbia_2018_2020").split("\n\nschema:")[0]
    assert head.splitlines() == [
        "# Kosovo and Serbia, 2018 to 2020: a documented case, made from 5 rows of a record.",
        "#",
        "# Given is the first act, of 2018-11-21. The actors decide all that follows it.",
        '# In fact there were 4 moves in all; those that followed stand under "observed".',
    ]


def test_silences_towards_no_move_stand_in_the_comment() -> None:
    assert "#   * Hungary did not answer (documented on 2021-04-28, high confidence)." in text_of("czech_russia_2021")


def test_the_scenario_of_a_case_has_a_name_that_no_scenario_by_hand_has() -> None:
    assert "\nname: history_skripal_2018\n" in text_of("skripal_2018")


def test_no_case_is_no_text() -> None:
    with pytest.raises(KeyError):
        text_of("atlantis_2021")
