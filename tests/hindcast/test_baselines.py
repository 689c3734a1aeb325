"""Rules of thumb on a record of six rows: nothing of its own case is in the frequencies of a package."""

from math import log

import numpy as np
import pytest

from sim.hindcast.baselines import Known, forecasts_by
from sim.hindcast.packages import documented
from tests.documented.rows import events_of, row

N = 100


@pytest.fixture(name="packages")
def _packages(tmp_path):
    """Three cases: answered after three days by half as many, answered on the same day by as many, not answered."""
    rows = [
        row("2020-01-01", "A", "B", "expel", "initial", persons="4", case="one"),
        row("2020-01-04", "B", "A", "expel", "reply", "2020-01-01", persons="2", case="one"),
        row("2021-01-01", "C", "D", "expel", "initial", persons="3", case="two"),
        row("2021-01-01", "D", "C", "expel", "reply", "2021-01-01", persons="3", case="two"),
        row("2022-01-01", "E", "F", "expel", "initial", persons="5", case="three"),
        row("2022-01-02", "F", "E", "no_response", "no_response", "2022-01-01", case="three"),
    ]
    return {given.id: given for given in documented("world", events_of(tmp_path, *rows))}


@pytest.fixture(name="forecast")
def _forecast(packages):
    known = Known([*packages.values()])
    return lambda rule, name: forecasts_by(rule, known, packages[name], N)


def test_the_one_frequency_is_that_of_the_other_cases(forecast):
    # of cases one and two the first acts were answered, the two answers were not: 2 of 4
    found = forecast("climatology", "three/2022-01-01/e")
    assert found["answered_365"].hits == pytest.approx(N * 2 / 4)
    # of case two and three: one act answered, its answer not, one act not: 1 of 3
    assert forecast("climatology", "one/2020-01-01/a")["answered_365"].hits == pytest.approx(N / 3)


def test_days_and_ratios_are_those_of_the_other_cases(forecast):
    found = forecast("climatology", "one/2020-01-01/a")
    assert np.unique(found["lag"].ascending).tolist() == [0.0]  # case two: on the same day
    assert np.unique(found["people"].ascending) == pytest.approx([log(4)])  # and by as many
    found = forecast("climatology", "two/2021-01-01/c")
    assert np.unique(found["lag"].ascending) == pytest.approx([log(4)])  # case one: after three days
    assert np.unique(found["people"].ascending) == pytest.approx([log(1.5)])  # and half of three


def test_the_table_of_frequencies_goes_by_people_and_by_first_move_or_answer(forecast):
    # like case three are the first moves of one and two, both answered; all four pull it to 2 of 4 with the weight of 2
    assert forecast("fine_climatology", "three/2022-01-01/e")["answered_365"].hits == pytest.approx(
        N * (2 + 2 * 0.5) / 4
    )


def test_a_replier_with_eight_known_exchanges_in_other_cases_has_frequencies_of_its_own(tmp_path):
    def silent(actor: str, replier: str, case: str) -> list[str]:
        day = "2020-01-01"
        act = row(day, actor, replier, "expel", "initial", persons="1", case=case)
        return [act, row("2020-01-02", replier, actor, "no_response", "no_response", day, case=case)]

    def answered(actor: str, replier: str, case: str) -> list[str]:
        return [
            row("2020-01-01", actor, replier, "expel", "initial", persons="1", case=case),
            row("2020-01-02", replier, actor, "expel", "reply", "2020-01-01", persons="1", case=case),
        ]

    rows = [line for n in range(8) for line in silent(f"A{n}", "Mute", f"mute{n}")]
    rows += [line for n in range(4) for line in answered(f"B{n}", f"C{n}", f"loud{n}")]
    rows += [*answered("X", "Mute", "asked"), *answered("Y", "Z", "asked")]
    packages = {given.id: given for given in documented("world", events_of(tmp_path, *rows))}
    known = Known([*packages.values()])
    # of 16 packages of other cases 4 were answered; of the 8 of Mute none was, of the first moves of others all 4
    of_mute = forecasts_by("fine_climatology", known, packages["asked/2020-01-01/x"], N)["answered_365"]
    of_others = forecasts_by("fine_climatology", known, packages["asked/2020-01-01/y"], N)["answered_365"]
    assert of_mute.hits == pytest.approx(N * (0 + 2 * 4 / 16) / (8 + 2))
    assert of_others.hits == pytest.approx(N * (4 + 2 * 4 / 16) / (4 + 2))


def test_an_exact_mirror_answers_always_with_the_same_number_and_adds_nothing(forecast):
    found = forecast("exact_mirror", "one/2020-01-01/a")
    assert (found["answered_365"].hits, found["added"].hits, found["closes"].hits) == (N, 0, 0)
    assert np.unique(found["people"].ascending) == pytest.approx([log(4)])


def test_who_expects_no_answer_says_nothing_of_what_it_would_be(forecast):
    found = forecast("no_answer", "one/2020-01-01/a")
    assert {name: chance.hits for name, chance in found.items()} == {"answered_60": 0, "answered_365": 0, "further": 0}


def test_where_nothing_is_known_of_other_cases_a_chance_is_even_and_a_number_is_not_forecast(tmp_path):
    rows = [row("2020-01-01", "A", "B", "expel", "initial", persons="4")]
    (given,) = documented("world", events_of(tmp_path, *rows))
    found = forecasts_by("climatology", Known([given]), given, N)
    assert found["answered_365"].probability == pytest.approx(0.5)
    assert "lag" not in found
