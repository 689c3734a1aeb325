"""What a list of lawful moves leaves out: measures of posture that would change nothing."""

import pytest

from sim.play import Seat

POSTURE = ["adopt_doctrine", "exercise", "deploy", "mobilise"]


def of_posture(seat: Seat, to: str) -> list[str]:
    return [option.move for option in seat.options(to) if option.move in POSTURE]


def test_no_posture_is_taken_where_the_scenario_keeps_none() -> None:
    seat = Seat("two_states", "arden")
    assert of_posture(seat, "belmora") == []
    before = Seat("two_states", "arden").finish().result().trajectory
    seat.choose("mobilise", "belmora")  # lawful all the same
    after = seat.finish().result().trajectory
    assert [column for column in before if not before[column].equals(after[column])] == [
        "posture_rung", "posture_rung_in_force"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "left"),
    [([], POSTURE), (["deploy"], ["mobilise"]), (["deploy", "mobilise"], [])],
)
def test_posture_is_taken_where_it_goes_beyond_what_stands(made: list[str], left: list[str]) -> None:
    seat = Seat("arms_race", "arden")
    for move in made:
        seat.choose(move, "belmora")
    assert of_posture(seat, "belmora") == left
