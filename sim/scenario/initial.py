"""From a checked scenario to the state on the morning of its first day."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from sim.rules.accounts import decayed
from sim.rules.agenda import FAR_AHEAD
from sim.rules.arm import rung_of_posture
from sim.rules.indices import is_at_ease, rhythm_after, rhythm_on, rung_in_force, usual_rhythm, worth_of_dyad
from sim.rules.law import closing_move
from sim.rules.moves import (
    CHANNEL_KINDS,
    COOPERATION,
    COUNCIL,
    KINDS,
    MADE_ON,
    RUNG,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
    WITHHOLDS,
)
from sim.rules.parameters import COUNCIL_GAIN, COUNCIL_HALF_LIFE_DAYS, POSTURE_START
from sim.rules.recover import N_CLOCKS, NOTHING_LOST
from sim.rules.world import (
    CLOSED,
    LEVELS,
    LONG_AGO,
    NONE,
    OPEN,
    PLANNED,
    STATUSES,
    SUSPENDED,
    TYPES,
    Agenda,
    Candidates,
    Log,
    Posts,
    Provocations,
    State,
    Tables,
)

from .arguments import number
from .arrays import day_number, floats, ints
from .pack import Names, first_count
from .pack_channels import PLACE_KINDS
from .packed import Packed
from .relations import pair_of, places_of
from .schema import Channel, Scenario, Tie

FIRST_ROWS = 64  # rows of a fresh log; drivers let it grow
_PAGE_MARKS = {"n", "first_today", "first_yesterday", "first_pending", "last_hostile", "first_new"}


def initial_state(packed: Packed, seed: int, run: int = 0) -> State:
    """State on the morning of the first day.

    Parameters
    ----------
    packed : Packed, the scenario
    seed : int in [0, 2**64)
    run : int in [0, 2**32), number of the run under this seed

    Raises
    ------
    ValueError
        If seed or run is not a whole number in its range.
    """
    seed, run = number("seed", seed), number("run", run)
    scenario, names, ordered, tables = packed.scenario, packed.names, packed.relations, packed.tables
    directions = [(d, (a, b)[side]) for d, (a, b) in enumerate(names.pairs) for side in (0, 1)]
    given: dict[str, Any] = {
        "seed": ints([seed & 0xFFFFFFFF, seed >> 32]),
        "run": ints([run]),
        "grievance": floats(ordered[d].grievance.get(i, 0.0) for d, i in directions),
        "balance": floats(ordered[d].balance.get(i, 0.0) for d, i in directions),
        "party_policy": tables.party_policy.copy(),
        "level": ints(LEVELS.index(relation.level) for relation in ordered),
        "posture": floats((ordered[d].posture or {}).get(i, tables.world[POSTURE_START]) for d, i in directions),
        "posts": _posts(scenario, names, tables),
        "log": _empty(Log, _PAGE_MARKS, FIRST_ROWS),
        "provocations": _empty(Provocations, {"n", "first_open"}, FIRST_ROWS),
        "candidates": _empty(Candidates, {"n"}, _most_candidates(tables)),
    }
    given["agenda"] = _agenda(tables, given["posts"])
    state = State(**given | _blank(set(given), tables))
    state.log.last_hostile[0] = NONE
    for channel in np.flatnonzero(tables.channel_kind == COUNCIL).tolist():
        _let_meet(tables, state, channel)
    for dyad in range(len(names.dyads)):  # what is in force has been reached
        state.rung_highest[dyad] = rung_in_force(tables, state, dyad)
        for ij in (2 * dyad, 2 * dyad + 1):
            state.posture_held[ij] = rung_of_posture(tables.world, state.posture[ij]) if tables.has_posture[dyad] else 0
        state.reference_worth[dyad] = _reference_worth(scenario, tables, state, dyad)
    return state


_FILLED_WITH: dict[str, Any] = {
    "next_incident": NONE,
    "next_initiative": NONE,
    "next_offer": NONE,
    "next_press": NONE,
    "pressed_after": NONE,
    "next_request": NONE,
    "next_recovery": NONE,
    "next_reopening": NONE,
    "script_row": NONE,
    "next_join": NONE,
    "joins_move": NONE,
    "next_side": NONE,
    "next_mediation": NONE,
    "side_over": NONE,
    "side_follows": NONE,
    "side_taken": NONE,
    "is_good": True,
    "last_hostile": LONG_AGO,
    "last_offer": LONG_AGO,
    "grave_day": LONG_AGO,
    "broke_day": LONG_AGO,
    "received_day": LONG_AGO,
    "last_concession": LONG_AGO,
    "recovering": NOTHING_LOST,
}
_OF_DYADS = {"rung_highest", "posture_rung", "meetings", "reference_worth", "next_reopening"}
_OF_CHANNELS = {"recovering", "next_recovery", "n_recoveries"}


def _blank(given: set[str], tables: Tables) -> dict[str, Any]:
    """Arrays of the state that begin the same in every scenario; a row a direction unless said otherwise."""
    n_dyads, n_channels = tables.has_posture.size, tables.channel_kind.size
    rows: dict[str, Any] = dict.fromkeys(State._fields, 2 * n_dyads)
    rows |= dict.fromkeys(_OF_DYADS, n_dyads) | dict.fromkeys(_OF_CHANNELS, (n_channels, N_CLOCKS))
    rows |= {"script_row": tables.script_day.size, "joined": tables.affinity.shape}
    rows |= dict.fromkeys(("next_join", "joins_move"), tables.trigger_day.size)
    rows |= dict.fromkeys(("next_mediation", "n_mediations"), tables.mediator.size)
    return {
        name: np.full(rows[name], _FILLED_WITH.get(name, 0), dtype=TYPES[annotation])
        for name, annotation in State.__annotations__.items()
        if name not in given
    }


def _reference_worth(scenario: Scenario, tables: Tables, state: State, dyad: int) -> float:
    """Worth that loss is counted from: of all institutions that the scenario names, or of those there are."""
    if scenario.building:
        return float(worth_of_dyad(tables, state, dyad, -1))  # the evening before the first day
    first, end = tables.first_channel[dyad : dyad + 2]
    return float(tables.weight[first:end].sum())


def _agenda(tables: Tables, posts: Posts) -> Agenda:
    """An agenda with nothing on it but to look at what is not whole."""
    n_clocks, n_dyads, n_channels = tables.clock_kind.size, tables.has_posture.size, tables.channel_kind.size
    sizes = {"key": n_clocks, "place": n_clocks}
    sizes |= dict.fromkeys(("called", "first_row", "last_row"), tables.party_key.size)
    sizes |= dict.fromkeys(("altered", "altered_place", "strained", "strained_place"), n_dyads)
    sizes |= dict.fromkeys(("touched", "touched_place", "looked_at"), n_channels)
    is_hurt = (posts.status != OPEN) | posts.withheld.any(axis=1) | (posts.held_back > 0.0).any(axis=1)
    empty = {name: np.zeros(sizes.get(name, 1), dtype=np.int64) for name in Agenda._fields}
    return Agenda(**empty | {"hurt_at_first": np.flatnonzero(is_hurt)})


def _most_candidates(tables: Tables) -> int:
    most = int(np.diff(tables.first_channel).max(initial=0))  # channels of one dyad
    return len(KINDS) * (most + 1)


def _posts(scenario: Scenario, names: Names, tables: Tables) -> Posts:
    places = places_of(scenario)
    channels = [_post(places[c]) for c in names.channels]
    status = [STATUSES.index(c.status) for c in channels]
    accredited = ints(c.accredited if s == OPEN else 0 for c, s in zip(channels, status, strict=True))
    withheld = np.array([[p in c.suspended_by for p in pair_of(c)] for c in channels]).reshape(-1, 2)
    last_met = [meeting_days(scenario, c)[-1] for c in channels]
    in_effect = [SUSPENDED if s == OPEN and w.any() else s for s, w in zip(status, withheld, strict=True)]
    return Posts(
        ceiling=ints(first_count(c.ceiling, c.accredited) for c in channels),
        accredited=accredited,
        present=accredited.copy(),
        status=ints(in_effect),
        withheld=withheld.astype(np.bool_),
        held_back=_held_back(places[c] for c in names.channels),
        head_present=np.array([s == OPEN for s in status], dtype=np.bool_),
        last_meeting=ints(last_met),
        fades_from=ints(last_met),
        rhythm=floats(
            0.0 if s == PLANNED else _rhythm(tables.world, meeting_days(scenario, c))
            for c, s in zip(channels, status, strict=True)
        ),
        rung=ints(_initial_rung(places[c], s) for c, s in zip(names.channels, in_effect, strict=True)),
        departed=np.zeros(len(channels), dtype=np.int64),
        arrived=np.zeros(len(channels), dtype=np.int64),
        restricted=np.zeros(len(channels), dtype=np.bool_),
        no_local_staff=np.zeros(len(channels), dtype=np.bool_),
        head_expelled=np.zeros(len(channels), dtype=np.bool_),
        lost=np.zeros(len(channels), dtype=np.int64),
        sent_home=np.zeros(len(channels), dtype=np.int64),
        reopened=np.full(len(channels), NONE, dtype=np.int64),
        taken=np.zeros(len(channels), dtype=np.int64),
    )


def _let_meet(tables: Tables, state: State, channel: int) -> None:
    """Let an open council go on in the rhythm that is left of its usual one, unless a side holds too much for that."""
    if state.posts.status[channel] == OPEN and is_at_ease(tables, state, tables.channel_dyad[channel], 0):
        state.posts.rhythm[channel] = rhythm_on(tables, state.posts, channel, 0)
        state.posts.fades_from[channel] = FAR_AHEAD


def meeting_days(scenario: Scenario, channel: Channel) -> list[int]:
    """Days on which a council met before the start, as far as the file has them; the start where it has none."""
    given = {*channel.meetings, *([channel.last_meeting] if channel.last_meeting else [])}
    return sorted(day_number(scenario, day) for day in given or {scenario.start})


def _rhythm(world: Any, days: list[int]) -> float:
    """How regularly a council met by the last of some days: as usual until the first."""
    rhythm = usual = usual_rhythm(world)
    for before, day in pairwise(days):
        faded = decayed(rhythm, day - before, world[COUNCIL_HALF_LIFE_DAYS])
        rhythm = rhythm_after(faded, world[COUNCIL_GAIN], usual)
    return float(rhythm)


def _post(place: Channel | Tie) -> Channel:
    """A channel itself; a tie as one that is open and has no people."""
    return Channel(kind=CHANNEL_KINDS[COOPERATION], between=place.between) if isinstance(place, Tie) else place


def _held_back(places: Iterable[Channel | Tie]) -> Any:
    """Share of each tie that each side withholds at the start, (C, 2)."""
    shares = [
        [place.withheld.get(party, 0.0) if isinstance(place, Tie) else 0.0 for party in pair_of(place)]
        for place in places
    ]
    return floats(share for pair in shares for share in pair).reshape(-1, 2)


def _rung_of_tie(tie: Tie) -> int:
    """Rung of the lowest measure that withholds as much of a tie as is withheld at the start."""
    share = max(tie.withheld.values(), default=0.0)
    made_on = np.flatnonzero(MADE_ON[:, PLACE_KINDS.index(tie.kind)] & (WITHHOLDS > 0.0))
    rungs = [int(RUNG[kind]) for kind in made_on]
    enough = [int(RUNG[kind]) for kind in made_on if WITHHOLDS[kind] >= share]
    return 0 if share <= 0.0 else min(enough, default=max(rungs))


def _initial_rung(place: Channel | Tie, status: int) -> int:
    """Rung of the measure that left a channel or a tie as the scenario finds it."""
    if isinstance(place, Tie):
        return _rung_of_tie(place)
    channel_kind = CHANNEL_KINDS.index(place.kind)
    if status not in (SUSPENDED, CLOSED):
        return 0
    if channel_kind == COUNCIL:
        return int(RUNG[SUSPEND_COUNCIL])
    if channel_kind == COOPERATION:
        return int(RUNG[SUSPEND_COOPERATION])
    return int(RUNG[SUSPEND_MISSION if status == SUSPENDED else closing_move(channel_kind)])


def _empty(kind: Any, counters: set[str], rows: int) -> Any:
    """Zeroed arrays of a log: one row each for its counters, ``rows`` for everything else."""
    return kind(
        **{
            field: np.zeros(1 if field in counters else rows, dtype=TYPES[annotation])
            for field, annotation in kind.__annotations__.items()
        }
    )
