"""What small drawings draw: steps and bands, bars with intervals, marks with lines to what they answer."""

from datetime import date
from typing import Any

import numpy as np

from sim.report.page.bars import Bar, drawn_bars
from sim.report.page.curves import Band, Line, drawn_over_days, drawn_over_numbers
from sim.report.page.timeline import MOST_LANES, Mark, drawn_timeline
from tests.report.page.readers import Page

# the axes of a chart: the first and the last place across, the ends upward
LEFT, RIGHT, FLOOR, CEILING = 42, 470, 146, 8
THREE = [date(2030, 1, day) for day in (1, 2, 3)]


def paths(drawing: Any, look: str) -> list[str]:
    return [str(path["d"]) for path in Page(str(drawing)).all("path") if str(path["class"]).startswith(look)]


def test_what_holds_from_day_to_day_is_drawn_in_steps() -> None:
    drawn = drawn_over_days(THREE, [Line([0, 1, 1], "c0")], [], "says", (0, 1))
    middle = (LEFT + RIGHT) // 2
    assert paths(drawn, "line") == [f"M{LEFT} {FLOOR}L{middle} {FLOOR}L{middle} {CEILING}L{RIGHT} {CEILING}"]


def test_days_on_which_nothing_changes_take_no_room() -> None:
    days = [date.fromordinal(date(2030, 1, 1).toordinal() + n) for n in range(100)]
    drawn = drawn_over_days(days, [Line([1] * 100, "c0")], [], "says", (0, 1))
    assert paths(drawn, "line") == [f"M{LEFT} {CEILING}L{RIGHT} {CEILING}"]


def test_what_depends_on_a_number_is_drawn_in_lines() -> None:
    drawn = drawn_over_numbers([0, 1], [Line([0, 1], "c0")], [], "says", (0, 1))
    assert paths(drawn, "line") == [f"M{LEFT} {FLOOR}L{RIGHT} {CEILING}"]


def test_a_missing_number_leaves_a_gap() -> None:
    drawn = drawn_over_numbers([0, 1, 2, 3, 4], [Line([0, 0, np.nan, 1, 1], "c0")], [], "says", (0, 1))
    assert paths(drawn, "line") == [f"M{LEFT} {FLOOR}L149 {FLOOR}M363 {CEILING}L{RIGHT} {CEILING}"]


def test_a_band_goes_there_above_and_back_below() -> None:
    drawn = drawn_over_numbers([0, 1], [], [Band([0, 0], [1, 1], "f0")], "says", (0, 1))
    corners = f"{LEFT} {CEILING}L{RIGHT} {CEILING}L{RIGHT} {FLOOR}L{LEFT} {FLOOR}"
    assert paths(drawn, "band") == [f"M{corners}Z"]


def test_a_band_without_numbers_is_empty() -> None:
    drawn = drawn_over_numbers([0, 1], [], [Band([np.nan] * 2, [np.nan] * 2, "f0")], "says", (0, 1))
    assert paths(drawn, "band") == ["M0 0Z"]


def test_a_drawing_says_what_can_be_seen() -> None:
    (svg,) = Page(str(drawn_over_days(THREE, [], [], "nothing moves", (0, 1)))).all("svg")
    assert (svg["role"], svg["aria-label"]) == ("img", "nothing moves")


def test_a_bar_has_the_length_of_its_share_and_a_whisker_of_its_interval() -> None:
    page = Page(str(drawn_bars([Bar("ends", "50 %", 0.5, 0.4, 0.6)], "says")))
    (bar,), whiskers = page.all("rect"), [line for line in page.all("line") if line.get("class") == "whisker"]
    assert bar["width"] == "231"  # half of 462
    assert (whiskers[0]["x1"], whiskers[0]["x2"]) == ("188.8", "281.2")
    assert "ends: 50 %" in page.within("text")


def mark(number: int, answers: int | None, day: int, lane: str, is_hostile: bool = True) -> Mark:
    return Mark(number, answers, date(2030, 1, day), lane, is_hostile)


DAYS = (date(2030, 1, 1), date(2030, 1, 31))


def test_each_party_has_a_lane_and_each_answer_a_line_from_its_act() -> None:
    marks = [mark(1, None, 1, "Arden"), mark(2, 1, 9, "Belmora"), mark(3, 1, 9, "Belmora"), mark(4, 9, 20, "Arden")]
    page = Page(str(drawn_timeline(marks, DAYS, "says")))
    joins = [path for path in page.all("path") if path["class"] == "join"]
    assert [text for text in page.within("text") if text.isalpha()] == ["Arden", "Belmora"]
    assert (len(page.all("circle")), len(joins)) == (4, 2)  # number 9 is not drawn


def test_marks_of_one_day_do_not_cover_each_other() -> None:
    page = Page(str(drawn_timeline([mark(n, None, 9, "Arden") for n in (1, 2, 3)], DAYS, "says")))
    circles = page.all("circle")
    assert len({circle["cx"] for circle in circles}) == 1
    assert len({circle["cy"] for circle in circles}) == 3


def test_moves_that_are_not_hostile_are_hollow_and_without_a_number() -> None:
    page = Page(str(drawn_timeline([mark(1, None, 1, "Arden"), mark(2, None, 9, "Arden", False)], DAYS, "says")))
    assert [circle["class"] for circle in page.all("circle")] == ["f0", "o0"]
    assert [text for text in page.within("text") if text.isdigit()] == ["1"]


def test_many_parties_share_the_last_lane() -> None:
    marks = [mark(n, None, 1, f"Party {n}") for n in range(1, 41)]
    names = [text for text in Page(str(drawn_timeline(marks, DAYS, "says"))).within("text") if "art" in text]
    assert (len(names), names[-1]) == (MOST_LANES, "other parties")


def test_of_many_moves_those_of_a_party_and_a_day_are_one_mark_with_their_number() -> None:
    acts = [mark(n, None, 1, "Arden") for n in range(1, 31)]
    answers = [mark(30 + n, n, 9, "Belmora") for n in range(1, 21)]
    page = Page(str(drawn_timeline([*acts, *answers], DAYS, "says")))
    assert [text for text in page.within("text") if "×" in text] == ["×30", "×20"]
    assert (len(page.all("circle")), len([path for path in page.all("path") if path["class"] == "join"])) == (2, 1)
