"""What is due: clocks ring in the order of the day, whoever is called comes in the order of ids, once."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import agenda
from sim.rules.agenda import (
    IN_INITIATE,
    IN_RECONCILE,
    IN_SHOCK,
    INCIDENT_CLOCK,
    MEDIATION_CLOCK,
    OFFER_CLOCK,
    PRESS_CLOCK,
    RECOVERY_CLOCK,
    REOPENING_CLOCK,
    REQUEST_CLOCK,
    STEP_CLOCK,
    add_in_order,
    add_once,
    call,
    call_nobody,
    look_at_touched,
    next_clock,
    next_ring,
    rewind,
    touch,
    touch_all,
    wind,
)
from sim.rules.world import NONE, Agenda

N_CLOCKS, N_DAYS = 12, 10
N_PHASES = len(("shock", "initiate", "join", "stand by", "reconcile", "recover"))

clocks, days = st.integers(0, N_CLOCKS - 1), st.integers(-1, N_DAYS + 2)
windings = st.lists(st.tuples(clocks, days), max_size=40)


def empty() -> tuple[Any, Any]:
    """Tables of twelve clocks, two of each of six phases, and an agenda on which nothing is."""
    fields = {name: np.full(N_CLOCKS, 7, dtype=np.int64) for name in Agenda._fields}  # what is beyond a count is noise
    fields |= {name: np.zeros(1, dtype=np.int64) for name in Agenda._fields if name == "n" or name.startswith("n_")}
    tables = SimpleNamespace(
        n_days=N_DAYS,
        autonomous_day=0,
        clock_number=np.arange(N_CLOCKS).reshape(1, -1),
        clock_kind=np.full(N_CLOCKS, RECOVERY_CLOCK),
        clock_row=np.arange(N_CLOCKS),
        first_clock=np.arange(0, N_CLOCKS + 1, 2),
        channel_dyad=np.arange(N_CLOCKS) // 3,
        first_channel=np.arange(0, N_CLOCKS + 1, 3),
    )
    return tables, SimpleNamespace(agenda=Agenda(**fields))


def wound(which: list[tuple[int, int]]) -> tuple[Any, Any, dict[int, int]]:
    """Tables and a state in which clocks were wound one after another, and what each was wound for last."""
    tables, state = empty()
    for clock, day in which:
        wind(tables, state, 0, clock, day)
    return tables, state, {clock: day for clock, day in dict(which).items() if 0 <= day < N_DAYS}


def rung(tables: Any, state: Any, day: int, phase: int) -> list[int]:
    """Clocks that ring on a day in a phase, as they come."""
    found: list[int] = []
    while (clock := next_clock(tables, state, day, phase)) != NONE:
        found.append(int(clock))
    return found


# clocks -----------------------------------------------------------------------------------------------


@given(windings)
def test_clocks_ring_on_the_days_and_in_the_order_in_which_asking_all_of_them_would_find_them(which):
    tables, state, last = wound(which)
    for day in range(N_DAYS):
        for phase in range(N_PHASES):
            asked = [clock for clock in (2 * phase, 2 * phase + 1) if last.get(clock) == day]
            assert rung(tables, state, day, phase) == asked


@given(windings, st.integers(0, N_DAYS))
def test_the_next_ring_is_the_first_one_after_a_day(which, today):
    _, state, last = wound(which)
    assert next_ring(state, today) == min((day for day in last.values() if day > today), default=NONE)


@given(windings, st.integers(0, N_DAYS - 1), clocks, st.integers(1, N_DAYS))
def test_a_clock_that_rings_may_be_wound_again_while_others_ring(which, today, again, wait):
    tables, state, last = wound(which)
    for phase in range(N_PHASES):
        for clock in rung(tables, state, today, phase):
            last.pop(clock)
            if clock == again:
                wind(tables, state, 0, clock, today + wait)
                last |= {clock: today + wait} if today + wait < N_DAYS else {}
    later = {clock: day for clock, day in last.items() if day > today}
    found = {
        clock: day for day in range(today + 1, N_DAYS) for f in range(N_PHASES) for clock in rung(tables, state, day, f)
    }
    assert found == later


def test_a_clock_whose_day_is_let_pass_rings_no_more():
    tables, state, _ = wound([(0, 3), (4, 3), (5, 4)])
    assert rung(tables, state, 3, 2) == [4]  # nobody asked for clock 0 in its phase
    assert rung(tables, state, 3, 0) == []
    assert rung(tables, state, 4, 2) == [5]


@given(windings)
def test_a_clock_of_which_the_day_is_known_is_wound_as_any_other(which):
    (tables, state, last), days = wound(which), dict.fromkeys(range(N_CLOCKS), NONE)
    _, other, _ = wound([])
    for clock, day in which:
        rewind(tables, other, 0, clock, days[clock], day)
        days[clock] = day
    assert other.agenda.n == state.agenda.n == len(last)
    assert other.agenda.key[: len(last)].tolist() == state.agenda.key[: len(last)].tolist()


def test_a_clock_may_be_wound_for_a_later_phase_of_today():
    tables, state, _ = wound([(0, 3)])
    assert rung(tables, state, 3, 0) == [0]
    wind(tables, state, 0, 6, 3)
    assert rung(tables, state, 3, 3) == [6]


# parties and relations --------------------------------------------------------------------------------


@given(st.lists(clocks, max_size=30))
def test_whoever_is_called_comes_once_in_the_order_of_ids(which):
    _, state = empty()
    for _ in range(2):
        call_nobody(state)
        for row, i in enumerate(which):
            call(state, i, row, row)
    assert state.agenda.called[: state.agenda.n_called[0]].tolist() == sorted(set(which))
    for i in which:
        rows = [row for row, other in enumerate(which) if other == i]
        assert (state.agenda.first_row[i], state.agenda.last_row[i]) == (rows[0], rows[-1])


@given(st.lists(clocks, max_size=30), st.integers(0, 3))
def test_values_are_added_in_order_behind_others(which, first):
    values, n = np.full(first + N_CLOCKS, 99, dtype=np.int64), 0
    for value in which:
        n = add_in_order(values, first, n, value)
    assert values[:first].tolist() == [99] * first
    assert values[first : first + n].tolist() == sorted(set(which))


@given(st.lists(clocks, max_size=30))
def test_values_are_added_once_whatever_stood_there_before(which):
    values, places, n = np.full(N_CLOCKS, 3, dtype=np.int64), np.full(N_CLOCKS, 5, dtype=np.int64), 0
    for value in which:
        n = add_once(values, places, n, value)
    assert values[:n].tolist() == list(dict.fromkeys(which))


@given(st.lists(clocks, max_size=20), windings)
def test_what_was_touched_or_has_a_clock_that_rings_is_looked_at_once_and_in_order(touched, which):
    tables, state, last = wound([(10 + clock % 2, day) for clock, day in which])  # of the phase of recovery
    for channel in touched:
        touch(tables, state, channel)
    ringing = {clock for clock, day in last.items() if day == 4}
    n = look_at_touched(tables, state, 4)
    assert state.agenda.looked_at[:n].tolist() == sorted({*touched} | ringing)
    assert look_at_touched(tables, state, 5) == sum(day == 5 for day in last.values())


def test_a_clock_of_missions_has_the_first_channel_of_its_dyad_looked_at():
    tables, state, _ = wound([(11, 4)])
    tables.clock_kind[11], tables.clock_row[11] = REOPENING_CLOCK, 2
    assert look_at_touched(tables, state, 4) == 1
    assert state.agenda.looked_at[0] == 6  # of three channels a dyad


def test_a_change_of_level_has_all_channels_of_the_dyad_looked_at():
    tables, state = empty()
    touch_all(tables, state, 1)
    n = look_at_touched(tables, state, 4)
    assert state.agenda.looked_at[:n].tolist() == [3, 4, 5]
    assert state.agenda.altered[: state.agenda.n_altered[0]].tolist() == [1]


def test_a_change_of_level_is_measured_also_where_there_is_no_channel():
    tables, state = empty()
    tables.first_channel[:] = 0
    touch_all(tables, state, 1)
    assert look_at_touched(tables, state, 4) == 0
    assert state.agenda.altered[: state.agenda.n_altered[0]].tolist() == [1]


def test_what_is_hurt_before_anybody_acts_is_looked_at_on_the_autonomous_day_with_what_was_touched():
    tables, state = empty()
    state = SimpleNamespace(agenda=state.agenda._replace(hurt_at_first=np.array([2, 9])))
    tables.autonomous_day = 3
    touch(tables, state, 5)
    n = look_at_touched(tables, state, 3)
    assert state.agenda.looked_at[:n].tolist() == [2, 5, 9]
    assert look_at_touched(tables, state, 4) == 0


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": "closed"}, id="closed"),
        pytest.param({"status": "suspended"}, id="suspended"),
        pytest.param({"kind": "council", "between": ["arden", "belmora"], "suspended_by": ["arden"]}, id="withheld"),
    ],
)
def test_a_post_is_hurt_before_anybody_acts(build, fields):
    whole = {"kind": "embassy", "sender": "arden", "host": "belmora"}
    other = fields if "kind" in fields else {"kind": "embassy", "sender": "belmora", "host": "arden", **fields}
    world = build(channels={"a_whole": whole, "b_hurt": other})
    assert world.state.agenda.hurt_at_first.tolist() == [world.channel("b_hurt")]


# in a scenario ----------------------------------------------------------------------------------------


def numbered(world: Any, phase: int) -> list[tuple[int, int]]:
    """Kinds and rows of the clocks of a phase, in their order."""
    tables = world.tables
    of_phase = slice(*tables.first_clock[phase : phase + 2])
    return list(zip(tables.clock_kind[of_phase].tolist(), tables.clock_row[of_phase].tolist(), strict=True))


def test_clocks_are_numbered_as_a_day_asks_for_them(build):
    quarrel = {"between": ["arden", "belmora"], "mediators": ["cordia"]}
    world = build(relations={"arden_belmora": quarrel, "arden_cordia": {"between": ["arden", "cordia"]}})
    tables = world.tables
    assert numbered(world, IN_SHOCK) == [(INCIDENT_CLOCK, ij) for ij in range(tables.actor.size)]
    steps = numbered(world, IN_INITIATE)
    own = [ij for ij in tables.own.tolist() if tables.actor[ij] == world.party("belmora")]
    assert [clock for clock in steps if clock[1] in own] == [
        (kind, ij) for kind in (PRESS_CLOCK, STEP_CLOCK) for ij in own
    ]
    talks = numbered(world, IN_RECONCILE)
    assert [tables.actor[row] for kind, row in talks if kind == OFFER_CLOCK] == sorted(tables.actor)
    at = talks.index((MEDIATION_CLOCK, 0))
    before, after = [row for _, row in talks[:at]], [row for _, row in talks[at + 1 :]]
    assert max(tables.actor[before]) == world.party("cordia") < min(tables.actor[after])


@pytest.mark.parametrize("kind", range(agenda.N_KINDS_OF_CLOCK))
def test_every_clock_is_found_by_its_kind_and_row(build, kind):
    tables = build().tables
    for clock in np.flatnonzero(tables.clock_kind == kind):
        rows = np.flatnonzero(tables.clock_number[kind] == clock)
        assert rows.size == 1 or clock == 0
        assert tables.clock_row[clock] == (rows[0] // 2 if kind == RECOVERY_CLOCK else rows[0])


def test_a_clock_that_is_wound_stands_where_the_state_says(build):
    """Both ways to find what rings: the day in the state, and the heap."""
    world = build(parameters={"talks_per_day": 0.2, "incidents_per_day": 0.1, "recognition_per_day": 0.05}).play(60)
    state, tables = world.state, world.tables
    found = {}
    for key in state.agenda.key[: state.agenda.n[0]]:
        clock = key & agenda.LAST_CLOCK
        found[int(tables.clock_kind[clock]), int(tables.clock_row[clock])] = int(key >> agenda.CLOCK_BITS)
    for kind, name in ((INCIDENT_CLOCK, "next_incident"), (OFFER_CLOCK, "next_offer"), (REQUEST_CLOCK, "next_request")):
        due = {(kind, ij): day for ij, day in enumerate(getattr(state, name).tolist()) if 0 <= day < tables.n_days}
        assert {clock: day for clock, day in found.items() if clock[0] == kind and day >= world.day} == due
    assert len(found) > 10
