"""Observations: what a row says of an act, and what is known of its outcome."""

from math import log
from pathlib import Path

import pytest

from sim.documented.observations import Observation, observations
from sim.documented.pairing import exchanges
from tests.documented.rows import events_of, row

EXPELLED = row("2021-04-17", "Prague", "Russia", "expel", "initial", persons="18", before="94")
ANSWER = row("2021-04-18", "Russia", "Prague", "expel", "reply", "2021-04-17", persons="20", before="47")
CUT = row("2021-04-22", "Prague", "Russia", "cut_ceiling", "counter", "2021-04-18", persons="62")


def rows_of(folder: Path, *lines: str, record: str = "") -> tuple[Observation, ...]:
    """Observations of a small record."""
    return observations(exchanges(events_of(folder, *lines)), record)


def test_a_row_says_what_was_done_and_what_came_of_it(tmp_path: Path) -> None:
    first, answer, counter = rows_of(tmp_path, EXPELLED, ANSWER, CUT)
    assert (first.people, first.share, first.is_reply, first.side) == (18, 18 / 94, False, "moscow")
    assert (first.answered, first.lag_days, first.people_back, first.further) == (True, 1, 20, True)
    assert (answer.people, answer.people_before, answer.is_reply, answer.side) == (20, 18, True, "facing_moscow")
    assert (answer.answered, answer.lag_days, answer.kinds_added, answer.further) == (True, 4, ("cut_ceiling",), False)
    assert (counter.answered, counter.people_before) == (False, 20)  # an answer of which nobody found an answer


def test_days_count_from_the_last_act_of_the_replier(tmp_path: Path) -> None:
    first, answer, counter = rows_of(tmp_path, EXPELLED, ANSWER, CUT)
    assert (first.days_since, answer.days_since, counter.days_since) == (None, 1, 4)


def test_missions_are_compared_as_last_documented(tmp_path: Path) -> None:
    """Prague's in Moscow had 47; Moscow's in Prague 94 on the 17th, and no other number is known."""
    first, answer, counter = rows_of(tmp_path, EXPELLED, ANSWER, CUT)
    assert first.asymmetry is None
    assert answer.asymmetry == log(47 / 94)
    assert counter.asymmetry == log(94 / 47)


@pytest.mark.parametrize(
    ("others", "role", "is_wave"),
    [
        pytest.param(["2021-04-17"], "initial", True, id="another acts on that day"),
        pytest.param(["2021-04-18"], "initial", False, id="another acts a day later"),
        pytest.param([], "solidarity", True, id="it acts for the sake of another"),
        pytest.param([], "initial", False, id="it acts alone"),
    ],
)
def test_a_wave_is_others_who_acted_before_or_with_it(
    others: list[str], role: str, is_wave: bool, tmp_path: Path
) -> None:
    act = row("2021-04-17", "Prague", "Russia", "expel", role, persons="18")
    lines = [row(day, "Slovakia", "Russia", "expel", "initial", persons="3") for day in others]
    assert rows_of(tmp_path, act, *lines)[0].is_wave is is_wave


@pytest.mark.parametrize(
    ("lines", "record", "answered"),
    [
        pytest.param([EXPELLED], "", None, id="no row speaks of an answer"),
        pytest.param([EXPELLED], "moscow", False, id="in a record that was searched for answers it did not come"),
        pytest.param(
            [EXPELLED, row("2021-04-17", "Russia", "Prague", "no_response", "no_response", "2021-04-17")],
            "",
            False,
            id="documented silence",
        ),
        pytest.param(
            [
                EXPELLED,
                row(
                    "2021-04-17",
                    "Russia",
                    "Prague",
                    "no_response",
                    "no_response",
                    "2021-04-17",
                    silence="nothing_left",
                ),
            ],
            "moscow",
            None,
            id="nothing was left to answer with",
        ),
    ],
)
def test_what_is_known_of_the_answer(lines: list[str], record: str, answered: bool | None, tmp_path: Path) -> None:
    assert rows_of(tmp_path, *lines, record=record)[0].answered is answered


def test_people_without_a_number_are_unknown_and_not_nobody(tmp_path: Path) -> None:
    some = row("2021-04-17", "Prague", "Russia", "expel", "initial")
    recall = row("2021-04-19", "Prague", "Russia", "recall_for_consultations", "initial", persons="1")
    of_some, of_recall = rows_of(tmp_path, some, recall)
    assert (of_some.people, of_some.expelled, of_some.share) == (None, None, None)
    assert (of_recall.people, of_recall.expelled, of_recall.share) == (0, 0, 0.0)
    assert (of_some.silence, of_recall.silence) == ("silence_first", "silence_recall")


def test_an_alliance_counts_on_either_side(tmp_path: Path) -> None:
    by_nato = row("2021-10-06", "NATO", "Russia", "cut_ceiling", "initial", persons="10")
    of_nato = row("2021-10-18", "Russia", "NATO", "close_office", "reply", "2021-10-06")
    assert [one.is_alliance for one in rows_of(tmp_path, by_nato, of_nato, EXPELLED)] == [True, True, False]
