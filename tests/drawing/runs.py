"""Drawn scenarios played, and what their records tell."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sim import EscalationModel
from sim.engine.trajectory import Trajectory
from sim.rules.indices import rhythm_on
from sim.rules.moves import KINDS
from sim.rules.world import INTENTS, LEVELS, NONE, STATUSES, VERDICTS
from sim.scenario.check import check_references
from sim.scenario.schema import Scenario
from tests.drawing.scenarios import DAYS, START, scenarios

SEEDS = st.integers(0, 2**64 - 1)
# making a failure small takes minutes: worth it where somebody looks at it
PHASES = (Phase.generate,) if "CI" in os.environ else (Phase.generate, Phase.shrink)
FRESH = 8  # scenarios drawn in one round
SAMPLED = 25  # every so manyth run is kept
Move = dict[str, Any]  # a row of the account, with days and rows as numbers from 0

# moves by their place in the day: what happens of itself and by hand, what governments decide, what follows from it
AT_DAWN = {"contact", "calendar", "scripted", "incident"}
DECIDED = {
    "mirror", "substitute", "surcharge", "rupture", "protest", "parity", "exact", "harm", "initiative", "conciliation",
    "elsewhere", "pressing",
}  # fmt: skip


class Post(NamedTuple):
    """A post as everybody sees it."""

    ceiling: int
    accredited: int
    present: int
    departed: int
    arrived: int
    lost: int
    sent_home: int
    head_present: bool
    restricted: bool
    no_local_staff: bool
    last_meeting: int
    status: str
    rhythm: float  # of a council: how regularly it meets


@dataclass(frozen=True)
class Played:
    """A run, as its records tell it; evening -1 is the morning of the first day."""

    file: dict[str, Any] = field(repr=False)  # a run printed in full would hide what is wrong with it
    number: int  # its seed
    trajectory: Trajectory = field(repr=False)
    moves: list[Move] = field(repr=False)
    posts: dict[str, list[Post]] = field(repr=False)  # by channel: the eve of each day, and the last evening
    levels: list[dict[str, str]] = field(repr=False)  # of relations: the eve of each day, and the last evening
    perceived: list[list[float]] = field(repr=False)  # by day: what each move so far was perceived as
    verdicts: list[list[str]] = field(repr=False)  # by day: verdict on each provocation so far

    @cached_property
    def days(self) -> list[list[Move]]:
        """Moves of each day, in the order in which they happen."""
        days: list[list[Move]] = [[] for _ in range(DAYS)]
        for move in self.moves:
            days[move["day"]].append(move)
        for moves in days:
            moves.sort(key=order_in_the_day)
            for place, move in enumerate(moves):
                move["place"] = place
        return days

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """Provocations that opened, as they stand at the end."""
        given_, tables, names = self.trajectory.state.provocations, self.trajectory.tables, self.trajectory.names
        plain = ("row", "opened", "due", "decided", "trigger", "first_move", "is_reply")
        numbers = ("perceived", "asked", "grievance", "breaking_point", "loss")
        return [
            {key: getattr(given_, key)[p].item() for key in (*plain, *numbers)}
            | {
                "p": p,
                "party": names.parties[tables.actor[given_.ij[p]]],
                "towards": names.parties[tables.target[given_.ij[p]]],
                "verdict": VERDICTS[given_.verdict[p]],
                "cause": "" if given_.trigger[p] == NONE else names.triggers[given_.trigger[p]],
            }
            for p in range(int(given_.n[0]))
        ]

    def channel(self, name: str) -> dict[str, Any]:
        """A channel as the file gives it."""
        found: dict[str, Any] = self.file["channels"][name]
        return found

    def known(self, move: Move) -> list[Move]:
        """Moves of the day that a move must reckon with, in the order in which they happened."""
        today = self.days[move["day"]]
        if move["intent"] in DECIDED:
            return [other for other in today if other["intent"] in AT_DAWN]
        return today[: move["place"]]

    @property
    def autonomous(self) -> int:
        """First day on which anybody decides."""
        return self.day_of(self.file["autonomous_from"])

    def day_of(self, date: dt.date) -> int:
        """Days from the start to a date."""
        return (date - START).days

    def members(self, party: str) -> list[str]:
        """States of an alliance; none of a state."""
        return list(self.file["alliances"].get(party, {"members": []})["members"])


def order_in_the_day(move: Move) -> tuple[int, str, int]:
    """Everybody's decisions are written before they happen, a party's together, in the order of the parties."""
    if move["intent"] in DECIDED:
        return 1, move["from"], move["row"]
    return (0 if move["intent"] in AT_DAWN else 2), "", move["row"]


def sides(channel: dict[str, Any]) -> tuple[str, str]:
    """Sender and host of a channel, or its two sides."""
    a, b = channel.get("between") or (channel["sender"], channel["host"])
    return a, b


Check = Callable[[Played], None]


# Playing ---------------------------------------------------------------------------------------------


def model_of(file: dict[str, Any], number: int) -> EscalationModel:
    scenario = Scenario.model_validate(file)
    assert check_references(scenario) == []
    return EscalationModel(scenario, number)


def play(file: dict[str, Any], number: int) -> Played:
    """Play a drawn scenario to its end, and keep what each evening shows."""
    model = model_of(file, number)
    posts, levels = [posts_of(model)], [levels_of(model)]
    perceived, verdicts = [], []
    for _ in range(DAYS):
        model.step()
        posts.append(posts_of(model))
        levels.append(levels_of(model))
        log, provocations = model.state.log, model.state.provocations
        perceived.append(log.perceived[: log.n[0]].tolist())
        verdicts.append([VERDICTS[v] for v in provocations.verdict[: provocations.n[0]]])
    by_channel = dict(zip(model.names.channels, zip(*posts, strict=True), strict=True))
    posts_by_channel = {name: list(evenings) for name, evenings in by_channel.items()}
    return Played(file, number, model.trajectory, rows_of(model), posts_by_channel, levels, perceived, verdicts)


def posts_of(model: EscalationModel) -> list[Post]:
    posts = model.state.posts
    columns = [getattr(posts, name).tolist() for name in Post._fields[:-2]]
    rhythms = [float(rhythm_on(model.tables, posts, c, model.today)) for c in range(posts.status.size)]
    return [Post(*values) for values in zip(*columns, [STATUSES[s] for s in posts.status], rhythms, strict=True)]


def levels_of(model: EscalationModel) -> dict[str, str]:
    return {name: LEVELS[level] for name, level in zip(model.names.dyads, model.state.level, strict=True)}


def rows_of(model: EscalationModel) -> list[Move]:
    """The moves of a run, with days and rows as numbers from 0."""
    log, tables, names = model.state.log, model.tables, model.names
    plain = ("package", "count", "severity", "asked", "probability")
    columns = {key: getattr(log, key)[: log.n[0]].tolist() for key in plain}
    columns |= {"day": log.announced[: log.n[0]].tolist(), "last_day": log.effective[: log.n[0]].tolist()}
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    for m, row in enumerate(rows):
        ij, channel, parent, cause = log.ij[m], log.channel[m], int(log.parent[m]), log.cause[m]
        row |= {
            "row": m,
            "from": names.parties[tables.actor[ij]],
            "to": names.parties[tables.target[ij]],
            "kind": KINDS[log.kind[m]].name,
            "intent": INTENTS[log.intent[m]],
            "channel": "" if channel == NONE else names.channels[channel],
            "parent": None if parent == NONE else parent,
            "cause": "" if cause == NONE else names.triggers[cause],
        }
    return rows


def course(run: EscalationModel | Trajectory) -> dict[str, str]:
    """A digest of every array that a run has written, by its name."""
    run = run.trajectory if isinstance(run, EscalationModel) else run
    state: Any = run.state
    tables = {"state": state, "posts": state.posts, "log": state.log, "provocations": state.provocations}
    return {
        f"{table}.{name}": sha256(array.tobytes()).hexdigest()
        for table, arrays in (tables | {"curves": run.curves}).items()
        for name, array in zip(arrays._fields, arrays, strict=True)
        if isinstance(array, np.ndarray)
    }


# Reviewing -------------------------------------------------------------------------------------------


@dataclass
class Review:
    """What all drawn runs together showed."""

    checks: dict[str, Check]
    n_runs: int = 0
    broken: dict[str, int] = field(default_factory=dict)  # by check: the first run that fails it
    sample: list[Played] = field(default_factory=list)  # some of the runs

    def read(self, run: Played) -> None:
        """Put a run to every check that no run has broken yet."""
        for name, check in self.checks.items():
            if name not in self.broken:
                try:
                    check(run)
                except Exception:
                    self.broken[name] = self.n_runs
        if self.n_runs % SAMPLED == 0:
            self.sample.append(run)
        self.n_runs += 1


def in_runs(n_runs: int, what: Check, first: int = 0) -> None:
    """Do something with drawn runs, the same ones each time; what fails is made as small as it can be.

    Drawn in rounds, each begun anew: hypothesis starts with the simplest scenario of all, which is passed over,
    and from the tenth on would mostly vary those that it has.  The first round is the one that run ``first`` is of.
    """
    for start in range(first - first % FRESH, n_runs, FRESH):
        a_round = settings(
            max_examples=1 + min(FRESH, n_runs - start),
            derandomize=True,
            database=None,
            deadline=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        )
        seed(start)(a_round(given(scenarios(), SEEDS)(passing_over_the_first(what))))()


def passing_over_the_first(what: Check) -> Callable[[dict[str, Any], int], None]:
    calls = count()

    def played(file: dict[str, Any], number: int) -> None:
        if next(calls):
            what(play(file, number))

    return played
