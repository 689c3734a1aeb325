"""Ids, sizes, members and habits of the parties of a record."""

import re
from pathlib import Path

import pytest

from sim.documented.events import RECORDS, read_record
from sim.documented.parties import (
    ALLIANCES,
    GREAT,
    LARGE,
    MIDDLE,
    SIZE_OF,
    SMALL,
    alliances_of,
    habits_of,
    party_id,
    size_of,
    with_article,
)
from sim.rules.habits import HABITS
from tests.documented.rows import events_of, row

NAMES = sorted({party for record in RECORDS for e in read_record(record) for party in (*e.actor, *e.target)})


def test_parties_of_the_record_have_ids_of_their_own() -> None:
    assert len({party_id(name) for name in NAMES}) == len(NAMES)


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


def test_sizes_and_the_usual_one() -> None:
    sizes = {name: size_of(name) for name in ("Russia", "France", "Austria", "Malta", "Ruritania")}
    assert sizes == {"Russia": GREAT, "France": LARGE, "Austria": MIDDLE, "Malta": SMALL, "Ruritania": MIDDLE}
    assert SIZE_OF.keys() & ALLIANCES.keys() == set()


@pytest.mark.parametrize(
    ("alliance", "year", "members"),
    [  # from the histories of both organisations
        ("NATO", 1997, 16),
        ("NATO", 2018, 29),
        ("NATO", 2021, 30),
        ("European Union", 2003, 15),
        ("European Union", 2018, 28),
        ("European Union", 2021, 27),
    ],
)
def test_how_many_members_an_alliance_has(alliance: str, year: int, members: int) -> None:
    assert len(ALLIANCES[alliance].in_year(year)) == members


@pytest.mark.parametrize(
    ("actor", "level", "is_one"),
    [
        pytest.param("The League", "alliance", True, id="a name of its own"),
        pytest.param("The League", "state", False, id="at the level of a state"),
        pytest.param("Saudi Arabia", "alliance", False, id="a state that acts for others"),
        pytest.param("Austria; Ireland", "alliance", False, id="several"),
    ],
)
def test_an_alliance_is_named_by_its_rows(actor: str, level: str, is_one: bool, tmp_path: Path) -> None:
    events = events_of(tmp_path, row("2024-05-01", actor, "Arden", "expel", "initial", level=level))
    assert alliances_of(events) - ALLIANCES.keys() == ({actor} if is_one else set())


def test_habits_are_those_of_moscow_of_who_faces_it_and_of_the_world() -> None:
    assert (habits_of("USSR", "United Kingdom"), habits_of("Russia", "Ukraine")) == ("moscow", "moscow")
    assert habits_of("Turkey", "Israel", "Russia") == "facing_moscow"
    assert habits_of("Turkey", "Israel") == "world"
    assert {*HABITS} == {"moscow", "facing_moscow", "world"}


def test_names_within_sentences() -> None:
    names = ["United Arab Emirates", "Czech Republic", "Netherlands", "European Union", "NATO", "Mali"]
    assert [name for name in names if with_article(name) == name] == ["NATO", "Mali"]
