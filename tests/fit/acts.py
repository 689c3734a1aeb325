"""Observations written by hand: an act of Chad's that Sudan did or did not answer."""

from typing import Any

from sim.documented.observations import Observation
from sim.documented.words import PEOPLE

USUAL = Observation(
    record="made_up",
    case="a_case",
    date="2006-04-14",
    actor="Chad",
    replier="Sudan",
    side="world",
    group=PEOPLE,
    moves=frozenset({"expel"}),
    people=1,
    expelled=1,
    share=None,
    is_reply=False,
    is_wave=False,
    asymmetry=None,
    is_alliance=False,
    days_since=None,
    people_before=None,
    answered=True,
    lag_days=0,
    people_back=1,
    moves_back=frozenset({"expel"}),
    kinds_added=(),
    further=None,
    place=0,
)


def act(**others: Any) -> Observation:
    """One person sent home and answered on the same day by one, but for what is said otherwise."""
    return USUAL._replace(**others)


def acts_of(case: str, outcomes: list[bool], **others: Any) -> list[Observation]:
    """Acts of one case, answered or not."""
    return [act(case=case, answered=answered, **others) for answered in outcomes]
