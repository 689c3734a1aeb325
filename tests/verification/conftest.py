"""Two states that answer each other in abstract measures of exactly the severity asked, and nothing else.

What a target leaves to the test (first moves, their marks, noise) is written into the scenario; everything
that the target is not about is switched off.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from sim.engine.trajectory import empty_curves, with_room
from sim.rules.curves import Curves, record
from sim.rules.day import play_day
from sim.rules.world import Floats, State
from sim.scenario.initial import initial_state
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

START = date(2030, 1, 1)
FOR_EVER = 1e12  # days; nothing fades

CALM: dict[str, float] = {
    "perception_noise": 0.0,
    "miss_probability": 0.0,
    "silence_first": 0.0,
    "silence_reply": 0.0,
    "inexact_one": 0.0,
    "further_step": 0.0,
    "surcharge_people": 0.0,
    "override_probability": 0.0,
    "incidents_per_day": 0.0,
    "press_on": 0.0,
    "alliance_incidents_per_day": 0.0,
    "talks_per_day": 0.0,
    "hostile_above": 0.0,
    "merge_days": 0,
    "delay_days": 1,
    "leave_days": 1,
    "half_life_days": FOR_EVER,
    "balance_half_life_days": FOR_EVER,
}

FirstMove = tuple[int, str, float]  # day, party, severity


class Quarrel:
    """Arden and Belmora, packed once and played as often as a test asks for."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.packed = scenario, packed(scenario)
        self.names, self.tables = self.packed.names, self.packed.tables

    def play(self, run: int = 0, days: int | None = None) -> tuple[State, Curves]:
        """State after some days, or the whole scenario, and the curves on the way."""
        state, curves = initial_state(self.packed, 1, run), empty_curves(self.tables)
        for day in range(self.tables.n_days if days is None else days):
            state = with_room(self.tables, state)
            play_day(self.tables, state, day)
            record(self.tables, state, curves, day)
        return state, curves

    def direction(self, actor: str) -> int:
        """Index of the direction in which a party acts."""
        return self.names.direction(actor, "belmora" if actor == "arden" else "arden")

    def severities(self, state: State, actor: str) -> Floats:
        """Severity of every move of a party, in order."""
        n = int(state.log.n[0])
        severities: Floats = state.log.severity[:n][state.log.ij[:n] == self.direction(actor)]
        return severities

    def sent(self, state: State) -> tuple[float, float]:
        """Severity sent in all by Arden and by Belmora."""
        arden, belmora = (float(self.severities(state, party).sum()) for party in ("arden", "belmora"))
        return arden, belmora


def build(
    first_moves: list[FirstMove],
    n_days: int,
    arden: Mapping[str, Any],
    belmora: Mapping[str, Any],
    channels: Mapping[str, Any] | None = None,
    relation: Mapping[str, Any] | None = None,
    **parameters: float,
) -> Quarrel:
    """A quarrel of two policies: first moves by hand, then only what the rules ask for."""
    timeline = {
        f"first_{n}": {
            "date": START + timedelta(days=day),
            "from": actor,
            "to": "belmora" if actor == "arden" else "arden",
            "move": "measure",
            "severity": severity,
        }
        for n, (day, actor, severity) in enumerate(first_moves)
    }
    scenario = Scenario.model_validate(
        {
            "schema": 1,
            "name": "quarrel",
            "title": "A quarrel of two states",
            "start": START,
            "end": START + timedelta(days=n_days - 1),
            "realisation": "exact",
            "parameters": {**CALM, **parameters},
            "policies": {"arden": {"breaks": False, **arden}, "belmora": {"breaks": False, **belmora}},
            "states": {"arden": {"policy": "arden"}, "belmora": {"policy": "belmora"}},
            "channels": dict(channels or {}),
            "relations": {"arden_belmora": {"between": ["arden", "belmora"], **(relation or {})}},
            "timeline": timeline,
        }
    )
    return Quarrel(scenario)


@pytest.fixture(name="build")
def build_fixture() -> Callable[..., Quarrel]:
    """The builder of quarrels; see :func:`build`."""
    return build
