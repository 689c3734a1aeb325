"""Countries by names and codes, and their ids."""

import re

import pytest

from sim.scenario.countries import cow_of, iso_of, party_id, party_of, with_article

NAMES = {
    "Britain": "United Kingdom",
    "GB": "United Kingdom",
    "200": "United Kingdom",
    "Russian Federation": "Russia",
    "the United States": "United States",
    "Côte d'Ivoire": "Ivory Coast",
    "Korea, Republic of": "South Korea",
    "Czechia": "Czech Republic",
    "ROM": "Romania",
    "KSV": "Kosovo",
    "Soviet Union": "USSR",
    "EUR": "European Union",
    "IGOEUREEC": "European Union",
    "NATO": "NATO",
    "Atlantis": None,
    "": None,
}


@pytest.mark.parametrize(("written", "party"), NAMES.items())
def test_the_record_calls(written, party):
    assert party_of(written) == party


def test_a_country_has_its_codes_and_an_alliance_has_none():
    assert (iso_of("Germany"), cow_of("Germany")) == ("DEU", "255")
    assert (iso_of("NATO"), cow_of("NATO"), iso_of("Arden"), cow_of("Arden")) == ("", "", "", "")


def test_two_letters_of_fips_are_other_countries_than_those_of_iso():
    assert (party_of("AU"), party_of("AU", "fips")) == ("Australia", "Austria")


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Czech Republic", "czech_republic"),
        ("DR Congo", "dr_congo"),
        ("Côte d'Ivoire", "cote_d_ivoire"),
        ("5th Republic", "party_5th_republic"),
        ("United Kingdom of Great Britain and Northern Ireland", "united_kingdom_of_great"),
    ],
)
def test_the_id_of_a_name_is_one_that_scenarios_take(name: str, id_: str) -> None:
    assert party_id(name) == id_


def test_names_in_other_scripts_have_ids_of_their_own() -> None:
    ids = {party_id(name) for name in ("中国", "日本", "Россия")}
    assert len(ids) == 3
    assert all(re.fullmatch("[a-z][a-z0-9_]*", each) for each in ids)


def test_names_within_sentences() -> None:
    names = ["United Arab Emirates", "Czech Republic", "Netherlands", "European Union", "NATO", "Mali"]
    assert [name for name in names if with_article(name) == name] == ["NATO", "Mali"]
