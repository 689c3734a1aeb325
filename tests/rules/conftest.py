"""A small world for the rules: two states and an alliance, built from a scenario as a user writes it."""

from datetime import date
from typing import Any

import pytest

from sim.engine.trajectory import empty_curves, with_room
from sim.rules.curves import Curves, record
from sim.rules.day import play_day
from sim.rules.world import NONE, State, Tables
from sim.scenario.initial import initial_state
from sim.scenario.pack import KIND_NUMBER, Names
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

START = date(2030, 1, 1)

# switches off everything that is drawn; the tests turn on what they speak of
CALM = {
    "perception_noise": 0.0,
    "miss_probability": 0.0,
    "silence_first": 0.0,
    "silence_recall": 0.0,
    "silence_closure": 0.0,
    "silence_level": 0.0,
    "silence_forum": 0.0,
    "silence_persons": 0.0,
    "silence_tie": 0.0,
    "silence_reply": 0.0,
    "silence_reply_size": 0.0,
    "further_step": 0.0,
    "wait_probability": 0.0,
    "inexact_one": 0.0,
    "press_on": 0.0,
    "surcharge_people": 0.0,
    "surcharge_without_people": 0.0,
    "override_probability": 0.0,
    "incidents_per_day": 0.0,
    "alliance_incidents_per_day": 0.0,
    "talks_per_day": 0.0,
    "join_median_log": -2.0,
    "join_sd_log": 0.0,
    "join_match": 0.0,
    "delay_days": 3.0,
    "leave_days": 7.0,
}

# numbers of a policy that lets everything lie
NEVER_ANSWERS = {
    f"silence_{of}": 1.0
    for of in ("first", "recall", "closure", "level", "forum", "persons", "tie", "measure", "reply")
}

CHANNELS: dict[str, dict[str, Any]] = {
    "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "ceiling": 45, "accredited": 40},
    "b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "ceiling": 28, "accredited": 24},
    "a_consulate": {"kind": "consulate", "sender": "arden", "host": "belmora", "accredited": 7},
    "b_consulate": {"kind": "consulate", "sender": "belmora", "host": "arden", "accredited": 5},
    "commission": {"kind": "council", "between": ["arden", "belmora"], "last_meeting": START},
    "science": {"kind": "cooperation", "between": ["arden", "belmora"]},
    "b_mission": {"kind": "mission", "sender": "belmora", "host": "league", "ceiling": 20, "accredited": 18,
                  "reference_staff": 70},
    "l_liaison": {"kind": "liaison_mission", "sender": "league", "host": "belmora", "ceiling": 13, "accredited": 6,
                  "reference_staff": 13, "host_ministry": "defence", "sender_ministry": "defence_planning"},
    "l_office": {"kind": "office", "sender": "league", "host": "belmora"},
    "l_council": {"kind": "council", "between": ["belmora", "league"], "last_meeting": START},
    "b_embassy_abroad": {"kind": "embassy", "sender": "belmora", "host": "cordia", "accredited": 9},
}  # fmt: skip


class World:
    """Tables, state and names of a small scenario, with short ways to look things up."""

    def __init__(self, scenario: Scenario, seed: int = 1) -> None:
        self.scenario = scenario
        of_scenario = packed(scenario)
        self.names: Names = of_scenario.names
        self.tables: Tables = of_scenario.tables
        self.state: State = with_room(self.tables, initial_state(of_scenario, seed), extra=200)
        self.curves: Curves = empty_curves(self.tables)
        self.day = 0

    def ij(self, actor: str, target: str) -> int:
        return self.names.direction(actor, target)

    def channel(self, name: str) -> int:
        return self.names.channel(name)

    def party(self, name: str) -> int:
        return self.names.party(name)

    def play(self, days: int) -> "World":
        """Play some days by the order of the day, without any driver."""
        for _ in range(days):
            self.state = with_room(self.tables, self.state)
            play_day(self.tables, self.state, self.day)
            record(self.tables, self.state, self.curves, self.day)
            self.day += 1
        return self

    def moves(self) -> list[tuple[int, str, str, str, str, int]]:
        """Day, actor, target, kind, channel and count of every move so far."""
        log, names = self.state.log, self.names
        kinds = list(KIND_NUMBER)
        return [
            (
                int(log.announced[m]),
                names.parties[self.tables.actor[log.ij[m]]],
                names.parties[self.tables.target[log.ij[m]]],
                kinds[log.kind[m]],
                "" if log.channel[m] == NONE else names.channels[log.channel[m]],
                int(log.count[m]),
            )
            for m in range(int(log.n[0]))
        ]


def build(
    timeline: dict[str, dict[str, Any]] | None = None,
    policies: dict[str, dict[str, Any]] | None = None,
    relations: dict[str, dict[str, Any]] | None = None,
    channels: dict[str, dict[str, Any]] | None = None,
    parameters: dict[str, Any] | None = None,
    seed: int = 1,
    **other: Any,
) -> World:
    """Build a world: Arden, Belmora and Cordia are states, the League an alliance of Arden and Cordia.

    Everything drawn is switched off unless ``parameters`` says otherwise; replies come after three
    days and people are given seven to leave.  Days of moves, harms and policies may be given as numbers.
    """
    other |= {section: _dated(other[section]) for section in ("record", "triggers") if section in other}
    scenario = Scenario.model_validate(
        {
            "schema": 1,
            "name": "small_world",
            "title": "A small world",
            "start": START,
            "end": date(2030, 12, 31),
            "parameters": {**CALM, **(parameters or {})},
            "policies": _dated(policies or {}),
            "alliances": {"league": {"members": ["arden", "cordia"], **_policy("league", policies)}},
            "states": {name: _policy(name, policies) for name in ("arden", "belmora", "cordia")},
            "channels": CHANNELS if channels is None else channels,
            "relations": relations or {},
            "timeline": _dated(timeline or {}),
            **other,
        }
    )
    return World(scenario, seed)


def _policy(party: str, policies: dict[str, dict[str, Any]] | None) -> dict[str, Any]:
    return {"policy": party if policies and party in policies else "ledger"}


def _dated(entries: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    days = ("date", "deadline", "hold_until")
    return {
        name: {**entry, **{key: _date(entry[key]) for key in days if key in entry}} for name, entry in entries.items()
    }


def _date(day: int | date) -> date:
    return date.fromordinal(START.toordinal() + day) if isinstance(day, int) else day


@pytest.fixture(name="build")
def build_fixture() -> Any:
    """The builder of small worlds; see :func:`build`."""
    return build
