"""How many people a post has where nobody says so."""

import pytest

from sim.scenario.countries import party_of
from sim.scenario.usual_staff import GREAT, LARGE, MIDDLE, SIZE_OF, SMALL, size_of, usual_staff


def test_sizes_and_the_usual_one() -> None:
    sizes = {name: size_of(name) for name in ("Russia", "France", "Austria", "Malta", "Ruritania")}
    assert sizes == {"Russia": GREAT, "France": LARGE, "Austria": MIDDLE, "Malta": SMALL, "Ruritania": MIDDLE}


def test_every_state_with_a_size_is_one_that_tables_may_name() -> None:
    assert {name for name in SIZE_OF if party_of(name) != name} == set()


@pytest.mark.parametrize(
    ("kind", "sender", "host", "year", "staff"),
    [
        ("embassy", "Russia", "France", 2018, (112, False)),
        ("embassy", "Norway", "Russia", 2022, (25, True)),
        ("embassy", "Mali", "France", 2022, (20, False)),
        ("embassy", "United States", "Russia", 2016, (1279, True)),
        ("embassy", "United States", "Russia", 2018, (1210, True)),
        ("mission", "Russia", "NATO", 2014, (70, True)),
        ("mission", "European Union", "Mali", 2022, (20, False)),
        ("liaison_mission", "NATO", "Russia", 2021, (13, False)),
        ("consulate", "Russia", "France", 2018, (0, False)),
    ],
)
def test_the_usual_staff(kind: str, sender: str, host: str, year: int, staff: tuple[int, bool]) -> None:
    assert usual_staff(kind, sender, host, year) == staff
