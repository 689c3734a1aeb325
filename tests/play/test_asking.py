"""Whom nobody can ask for a decision: refused where it deals with nobody, said where nothing can come."""

from typing import Any

import pytest

from sim.play import laid
from sim.play.asking import check_deals, idle_lines, may_be_asked
from sim.scenario.arguments import ArgumentError

QUIET = ["timeline=null", "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}"]

INCIDENTS = "relations.arden_belmora.incidents_per_day={belmora: 0.01}"


def test_who_deals_with_nobody_can_take_no_seat() -> None:
    with pytest.raises(ArgumentError) as refused:
        check_deals(laid("nato_russia_2021", ["armenia"]))
    assert str(refused.value).startswith("party 'armenia': deals with nobody in this scenario; expected one of ")
    check_deals(laid("nato_russia_2021", ["csto", "russia"]))


@pytest.mark.parametrize(
    ("settings", "is_so"),
    [
        pytest.param(QUIET, False, id="nothing is given, and nothing comes"),
        pytest.param(QUIET[1:], True, id="a move is given"),
        pytest.param(QUIET[:1], True, id="talks come by chance"),
        pytest.param(
            [*QUIET, "relations.arden_belmora.incidents_per_day={belmora: 0.01}"], True, id="incidents come by chance"
        ),
    ],
)
def test_a_party_may_be_asked_where_something_is_given_or_comes(settings: list[str], is_so: bool) -> None:
    table = laid("two_states", ["arden"], settings=settings)
    assert may_be_asked(table, "arden") == is_so
    assert bool(idle_lines(table)) != is_so


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ardenn", "--as ardenn: unknown; did you mean 'arden'?"),
        ("nobody", "--as nobody: unknown; expected one of arden, belmora"),
    ],
)
def test_a_misspelt_seat_is_met_with_what_may_be_meant(detente: Any, typed: str, said: str) -> None:
    code, _, err = detente("play", "two_states", "--as", typed)
    assert code == 2
    assert err.splitlines()[0] == said


def test_a_name_that_is_misspelt_is_met_with_its_id(detente: Any) -> None:
    assert detente("play", "nato_russia_2021", "--as", "Rusia")[2].splitlines()[0].endswith("did you mean 'russia'?")


def test_a_seat_that_may_stay_idle_is_told_so_at_the_start(detente: Any) -> None:
    _, _, err = detente(
        "play", "two_states", "--as", "arden", *[w for it in QUIET for w in ("--set", it)], "--runs", "0"
    )
    assert err.startswith("Arden may never be asked: nothing is given in its relations, and nothing comes by chance")
