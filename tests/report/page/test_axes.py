"""Ticks stand at round numbers and at days that begin something."""

from datetime import date

import pytest

from sim.report.page.axes import Scale, date_ticks, number_ticks, tick_text

NUMBERS = {
    "shares": (0, 1, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    "a few": (0, 3, [0.0, 1.0, 2.0, 3.0]),
    "below nought": (-1, 1, [-1.0, -0.5, 0.0, 0.5, 1.0]),
    "large": (0, 12_000, [0.0, 5000.0, 10000.0]),
    "a single one": (2, 2, [2]),
}


@pytest.mark.parametrize(("low", "high", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_ticks_of_numbers(low: float, high: float, expected: list[float]) -> None:
    assert number_ticks(low, high) == expected


DAYS = {
    "three days": ((2030, 3, 1), (2030, 3, 3), ["1 Mar", "2 Mar", "3 Mar"]),
    "a month": ((2030, 3, 1), (2030, 3, 29), ["1 Mar", "8 Mar", "15 Mar", "22 Mar", "29 Mar"]),
    "a winter": ((2021, 10, 6), (2022, 2, 2), ["Nov 2021", "Dec 2021", "Jan 2022", "Feb 2022"]),
    "two years": ((2030, 2, 1), (2031, 12, 31), ["Jul 2030", "Jan 2031", "Jul 2031"]),
    "ten years": ((2030, 1, 1), (2039, 12, 31), ["2030", "2032", "2034", "2036", "2038"]),
    "a day": ((2030, 3, 1), (2030, 3, 1), ["1 Mar"]),
}


@pytest.mark.parametrize(("first", "last", "expected"), DAYS.values(), ids=DAYS)
def test_ticks_of_days(first: tuple[int, int, int], last: tuple[int, int, int], expected: list[str]) -> None:
    assert [text for _, text in date_ticks(date(*first), date(*last))] == expected


def test_a_scale_leads_from_end_to_end() -> None:
    scale = Scale(10, 20, 0, 100)
    assert [scale(10), scale(15), scale(20)] == [0, 50, 100]
    assert Scale(3, 3, 0, 100)(3) == 50


def test_ticks_are_written_as_readers_write_numbers() -> None:
    assert [tick_text(value) for value in (0.0, 0.25, -1.0, 12_000.0)] == ["0", "0.25", "−1", "12,000"]
