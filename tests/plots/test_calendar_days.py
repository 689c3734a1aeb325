"""Days of the calendar stand in figures as thin lines with a name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from sim import run, scenario_from
from sim.plots.calendar_days import MOST_DAYS
from sim.plots.curves import escalation
from sim.plots.timeline import timeline
from sim.results.run_result import RunResult

OATH = {"date": "2030-03-10", "kind": "inauguration", "of": "arden", "title": "the oath of President Vane"}


def played(**calendar: Any) -> RunResult:
    days = {"extends": "two_states", "name": "days", "end": "2030-03-31", "calendar": calendar}
    return run(scenario_from(days))


def lines(figure: Figure) -> list[list[float]]:
    """Days marked in each panel."""
    return [
        [float(line.get_xdata()[0]) for line in axes.lines if line.get_gid() == "calendar"]  # type: ignore[index]
        for axes in figure.axes
    ]


def names(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts if "oath" in text.get_text()]


@pytest.mark.parametrize("draw", [escalation, timeline])
def test_each_panel_has_a_line_and_one_of_them_the_name(draw: Callable[[RunResult], Figure]) -> None:
    figure = draw(played(oath=OATH))
    assert all(days == [date2num(date(2030, 3, 10))] for days in lines(figure))
    assert names(figure) == ["The oath of President Vane"]


def test_a_day_of_others_is_not_drawn() -> None:
    carda = {"date": "2030-03-10", "kind": "election", "of": "carda", "title": "the oath of Carda"}
    case = {"extends": "two_states", "name": "days", "end": "2030-03-31", "calendar": {"day": carda}}
    case |= {"states": {"carda": {}}, "relations": {"more": {"between": ["arden", "carda"]}}}
    figure = escalation(run(scenario_from(case)))
    assert not any(lines(figure))


def test_too_many_days_are_not_drawn() -> None:
    days = {f"day_{n}": {**OATH, "date": f"2030-02-{n + 1:02}"} for n in range(MOST_DAYS + 1)}
    assert not any(lines(escalation(played(**days))))
