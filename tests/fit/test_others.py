"""Numbers that no habits hold: what rows of a small record give, and estimates with standard errors worked by hand."""

from math import log, sqrt
from pathlib import Path

import pytest

from sim.documented.pairing import Package, exchanges
from sim.fit import others
from sim.fit.others import Seen
from tests.documented.rows import events_of, row


def packages(folder: Path, *rows: str) -> list[Package]:
    """Packages of a small record."""
    return [exchange.package for exchange in exchanges(events_of(folder, *rows))]


# estimates ------------------------------------------------------------------------------------------


def test_a_mean_varies_by_the_rows_where_each_is_a_case() -> None:
    assert others.mean_of([Seen("a", 1.0), Seen("b", 3.0)]) == pytest.approx((2.0, sqrt(0.5), 2, 2))


def test_rows_of_one_case_count_as_one() -> None:
    alike = [Seen("a", 1.0), Seen("a", 1.0), Seen("b", 3.0), Seen("b", 3.0)]
    assert others.mean_of(alike) == pytest.approx(
        (2.0, sqrt(0.5), 4, 2)
    )  # as if there were two; 0.5 if there were four


def test_rows_of_one_case_that_differ_count_for_themselves() -> None:
    assert others.mean_of([Seen("a", 1.0), Seen("a", 3.0)]) == pytest.approx((2.0, sqrt(0.5), 2, 1))


def test_a_spread_is_that_of_the_most_likely_normal_distribution() -> None:
    found = others.spread_of([Seen("a", 0.0), Seen("b", 0.0), Seen("c", 0.0), Seen("d", 4.0)])
    assert found.value == pytest.approx(sqrt(3.0))
    # squares less the mean square: 1 - 3 thrice, 9 - 3 once; each over 2 · sqrt(3) · 4
    assert found.error == pytest.approx(sqrt(3 * 4 + 36) / (8 * sqrt(3.0)))


def test_one_more_and_again_makes_a_mean_of_two_where_its_chance_is_a_half() -> None:
    assert others.one_more_of([Seen("a", 1), Seen("b", 3)]) == pytest.approx((0.5, sqrt(0.5) / 4, 2, 2))


def test_a_rate_is_events_over_days() -> None:
    found = others.rate_of([Seen("a", 1, 30), Seen("b", 0, 70)])
    assert found == pytest.approx((0.01, sqrt(2) * 0.007, 2, 2))


# rows -----------------------------------------------------------------------------------------------


def test_times_to_leave_are_those_with_a_deadline_of_a_day(tmp_path: Path) -> None:
    events = events_of(
        tmp_path,
        row("2020-01-01", "A", "B", "expel", "initial", deadline="2020-01-08"),
        row("2020-02-01", "A", "B", "expel", "initial", deadline="2020-02-01"),
        row("2020-03-01", "A", "B", "expel", "initial", deadline="2020-04"),
        row("2020-04-01", "A", "B", "close_consulate", "initial", deadline="2020-04-08"),
    )
    assert [seen.number for seen in others.times_to_leave(events)] == [log(7), 0.0]


def test_incidents_are_counted_by_pairs_in_all_years_of_the_record(tmp_path: Path) -> None:
    events = events_of(
        tmp_path,
        row("2020-01-01", "A", "B", "expel", "initial", persons="4"),
        row("2020-01-02", "B", "A", "expel", "reply", "2020-01-01", persons="4"),
        row("2020-01-03", "C", "B", "expel", "solidarity", "2020-01-01", persons="1"),
        row("2020-01-11", "A", "NATO", "recall_for_consultations", "initial"),
    )
    assert others.days_of(events) == 10
    found = [*others.incidents(exchanges(events), 10)]
    assert [(seen.number, seen.days, with_alliance) for seen, with_alliance in found] == [
        (1, 20, False),  # A and B, both directions
        (0, 20, False),  # C took A's side
        (0, 20, True),
    ]
    sizes = others.incident_sizes(exchange.package for exchange in exchanges(events))
    assert [seen.number for seen in sizes] == [log(4)]


def test_a_wave_joins_after_the_median_of_its_days_from_the_first_act(tmp_path: Path) -> None:
    made = packages(
        tmp_path,
        row("2020-01-01", "A", "B", "expel", "initial", persons="9"),
        row("2020-01-09", "A", "B", "close_office", "initial"),
        row("2020-01-05", "C", "B", "expel", "solidarity", "2020-01-01", persons="1"),
        row("2020-01-07", "D", "B", "expel", "solidarity", "2020-01-01", persons="2"),
        row("2020-01-21", "United States", "B", "expel", "solidarity", "2020-01-01", persons="60"),
        row("2020-01-21", "NATO", "B", "expel", "solidarity", "2020-01-01", persons="7"),
        row("2020-01-02", "E", "B", "recall_for_consultations", "solidarity", "2020-01-01"),
    )
    assert [seen.number for seen in others.times_to_join(made)] == [log(6)]  # of 4, 6 and 20 days
    assert sorted(seen.number for seen in others.numbers_of_joiners(made)) == [1, 2]


def test_a_loss_is_watched_until_it_is_made_good_or_the_case_ends(tmp_path: Path) -> None:
    events = events_of(
        tmp_path,
        row("2020-01-01", "A", "B", "recall_for_consultations", "initial"),
        row("2020-01-11", "A", "C", "recall_for_consultations", "initial"),
        row("2020-01-31", "A", "B", "return_ambassador", "recovery"),
        row("2020-02-10", "A", "D", "expel", "initial"),
    )
    found = others.returns(events, *others.RECALLED)
    assert [(seen.number, seen.days) for seen in found] == [(1.0, 30), (0.0, 30)]
    assert [seen.number for seen in others.times_away(events)] == [log(30)]  # of a return that is known
