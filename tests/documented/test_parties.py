"""Ids, sizes, members and habits of the parties of a record."""

from pathlib import Path

import pytest

from sim.documented.events import RECORDS, read_record
from sim.documented.parties import ALLIANCES, alliances_of, habits_of
from sim.rules.habits import HABITS
from sim.scenario.countries import party_id
from sim.scenario.usual_staff import SIZE_OF
from tests.documented.rows import events_of, row

NAMES = sorted({party for record in RECORDS for e in read_record(record) for party in (*e.actor, *e.target)})


def test_parties_of_the_record_have_ids_of_their_own() -> None:
    assert len({party_id(name) for name in NAMES}) == len(NAMES)


def test_no_alliance_has_a_size() -> None:
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
