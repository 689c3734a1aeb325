"""What every driver returns: the final state of a run and the curves recorded on its way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.rules.curves import DIRECTED, OF_ALL_DYADS, OF_CHANNELS, RECORDED, Curves
from sim.rules.day import room_needed
from sim.rules.law import is_counted, is_tie
from sim.rules.moves import KINDS, POSTURE_RUNG, TIE_KINDS, TRADE
from sim.rules.numbers import people_in
from sim.rules.realise import number_answered
from sim.rules.world import (
    BY_CALENDAR,
    INTENTS,
    MIRROR,
    NONE,
    PENDING,
    STATUSES,
    TYPES,
    VERDICTS,
    State,
    Tables,
    dyad_of,
    has_breaking_point,
    side_of,
)
from sim.scenario.calendar import joint_acts_of
from sim.scenario.defaults import ministries_of
from sim.scenario.pack import Names
from sim.scenario.packed import Packed
from sim.scenario.schema import Scenario

from .groups import Group
from .own_part import OwnPart

if TYPE_CHECKING:
    import pandas as pd


_WAYS = ((0, "ab"), (1, "ba"))
CALENDAR = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")  # first and last day
OF_DYADS = tuple(name for name in Curves._fields if name not in (*DIRECTED, *OF_CHANNELS, *RECORDED))


def empty_curves(tables: Tables, dyads: Any = None) -> Curves:
    """Curves of a run before its first day.

    Parameters
    ----------
    dyads : (N,) int64, ascending, those that are recorded, with their channels; all where absent
    """
    n_days, n_dyads = tables.n_days, tables.dyad_weight.size
    recorded: Any = np.arange(n_dyads) if dyads is None else dyads
    channels: Any = np.flatnonzero(np.isin(tables.channel_dyad, recorded))
    widths = dict.fromkeys(DIRECTED, 2 * recorded.size) | dict.fromkeys(OF_CHANNELS, channels.size)
    widths |= dict.fromkeys(OF_ALL_DYADS, n_dyads)
    daily = [name for name in Curves._fields if name not in RECORDED]
    sizes = [n_days * widths.get(name, recorded.size) for name in daily]
    block = np.zeros(sum(sizes))  # all in one: a large world's goes back to the system as a whole
    arrays: dict[str, Any] = {
        name: part.view(TYPES[Curves.__annotations__[name]]).reshape(n_days, -1)
        for name, part in zip(daily, np.split(block, np.cumsum(sizes)[:-1]), strict=True)
    }
    return Curves(**arrays, dyads=recorded, channels=channels)


def on_days(curves: Curves, n_days: int) -> Curves:
    """Copies of the first days of curves."""
    daily = {name: getattr(curves, name)[:n_days].copy() for name in Curves._fields if name not in RECORDED}
    return curves._replace(**daily)


def with_room(tables: Tables, state: State, extra: int = 0) -> State:
    """The same state with logs long enough for one more day and some moves by hand."""
    needed = room_needed(tables, state) + extra
    log, provocations = (_with_free_rows(table, needed) for table in (state.log, state.provocations))
    return state._replace(log=log, provocations=provocations)


def _with_free_rows(table: Any, needed: int) -> Any:
    """The same log where it has so many free rows; else one that has them, twice as long as often as it takes."""
    rows = _rows_of(table)
    doublings = math.ceil(math.log2(max(1.0, (int(table.n[0]) + needed) / rows)))
    return _lengthened(table, rows << doublings) if doublings else table


def doubled(table: Any) -> Any:
    """Return a log with room for twice as many rows."""
    return _lengthened(table, 2 * _rows_of(table))


def _lengthened(table: Any, rows: int) -> Any:
    """Return a log of so many rows.  Those that nothing is written into take no memory, as systems give it out."""
    before, n = _rows_of(table), int(table.n[0])

    def longer(array: Any) -> Any:
        if array.size < before:
            return array
        found = np.zeros(rows, array.dtype)
        found[:n] = array[:n]
        return found

    return type(table)(*map(longer, table))


def _rows_of(table: Any) -> int:
    """Rows of a log, beside which its counters have one."""
    return int(max(array.size for array in table))


def trimmed(state: State) -> State:
    """Return a copy of a state whose logs are as long as they have to be."""
    log = _rows_up_to(state.log, int(state.log.n[0]))
    provocations = _rows_up_to(state.provocations, int(state.provocations.n[0]))
    copy: State = copied(state._replace(log=log, provocations=provocations))
    return copy


def _rows_up_to(log: Any, n: int) -> Any:
    rows = _rows_of(log)
    return type(log)(*(array[:n] if array.size == rows else array for array in log))


def copied(values: Any) -> Any:
    """Return a copy of arrays in a tuple, or in tuples within it."""
    return type(values)(*(copied(value) if isinstance(value, tuple) else value.copy() for value in values))


@dataclass(frozen=True, repr=False)
class Trajectory:
    """One run up to a day: who moved when and why, and the curves of every day played.  It does not change.

    The tables that it makes are those of a result (docs/files.md), without the reasons.

    Attributes
    ----------
    packed : Packed, the scenario with its names and tables
    groups : pairs of blocs, and last the theatre
    state : State, at the end of the last day played
    curves : Curves, rows below ``n_days`` are played; of all relations, or of those in which something happened
    n_days : int, days played
    own : OwnPart, what a user's program did in it
    """

    packed: Packed
    groups: tuple[Group, ...]
    state: State
    curves: Curves
    n_days: int
    own: OwnPart = field(default_factory=OwnPart)

    def __repr__(self) -> str:
        until = f" to {self.end}" if self.n_days else ""
        counted = f"{self.n_days} days{until}, {int(self.state.log.n[0])} moves"
        return f"<Trajectory {self.scenario.name}: seed {self.seed}, run {int(self.state.run[0])}, {counted}>"

    @property
    def scenario(self) -> Scenario:
        """The scenario played."""
        return self.packed.scenario

    @property
    def names(self) -> Names:
        """Ids in packed order."""
        return self.packed.names

    @property
    def tables(self) -> Tables:
        """What the rules read."""
        return self.packed.tables

    @property
    def seed(self) -> int:
        """Seed of the run."""
        return int(self.state.seed[0]) | int(self.state.seed[1]) << 32

    @cached_property
    def ministry_names(self) -> list[str]:
        """How texts call each ministry, in packed order."""
        return [ministries_of(self.scenario, p)[m].name or m for p, m in self.names.ministries]

    def dates(self, days: Any) -> Any:
        """Days since the start as dates; negative or missing days stay dates before the start.

        What takes effect after the last day of the calendar gets that day: no date is written otherwise.
        """
        found = np.datetime64(self.scenario.start, "D") + np.asarray(days).astype("timedelta64[D]")
        return np.clip(found, *CALENDAR)

    def date_text(self, day: int) -> str:
        """A day that was played, as ISO text."""
        return self._date_texts[day]

    @cached_property
    def _date_texts(self) -> list[str]:
        texts: list[str] = self.dates(np.arange(self.n_days)).astype(str).tolist()
        return texts

    def of_relations(self, dyads: Any) -> "Trajectory":
        """The same run with the curves of some relations alone: (N,) int64, ascending, of those recorded."""
        columns, channels = self._column[dyads], np.isin(self.tables.channel_dyad[self.curves.channels], dyads)
        sides = np.column_stack([2 * columns, 2 * columns + 1]).ravel()
        chosen: dict[str, Any] = dict.fromkeys(DIRECTED, sides) | dict.fromkeys(OF_CHANNELS, channels)
        chosen |= {name: columns for name in OF_DYADS if name not in OF_ALL_DYADS}
        values = {name: getattr(self.curves, name)[:, own] for name, own in chosen.items()}
        recorded = {"dyads": dyads, "channels": self.curves.channels[channels]}
        return replace(self, curves=self.curves._replace(**values, **recorded))

    @cached_property
    def _column(self) -> Any:
        """Column of each dyad in the curves, (D,); NONE where it is not recorded."""
        columns = np.full(len(self.names.dyads), NONE)
        columns[self.curves.dyads] = np.arange(self.curves.dyads.size)
        return columns

    def curve(self, name: str, dyad: int) -> Any:
        """An index of a relation on each day played, (T,); 0 where it is not recorded, for nothing happened there."""
        values = getattr(self.curves, name)[: self.n_days]
        column = dyad if name in OF_ALL_DYADS else self._column[dyad]
        return np.zeros(self.n_days, values.dtype) if column == NONE else values[:, column]

    def curve_of_side(self, name: str, ij: int) -> Any:
        """An index of a direction on each day played, (T,); of a relation that is recorded."""
        column = 2 * self._column[dyad_of(ij)] + side_of(ij)
        return getattr(self.curves, name)[: self.n_days, column]

    def curve_of_group(self, group: Group, name: str) -> Any:
        """An index over the dyads of a group on each day played, (T,): the mean by weight, of rungs the highest."""
        values = getattr(self.curves, name)[: self.n_days]
        columns = group.members if name in OF_ALL_DYADS else self._column[group.members]
        if values.dtype == np.int64:
            return values[:, columns[columns != NONE]].max(axis=1, initial=0)
        total, weight = np.zeros(self.n_days), 0.0  # summed in the order of the rule `weighted_mean`
        for column, own in zip(columns, group.weights, strict=True):
            total += own * values[:, column] if column != NONE else 0.0
            weight += own
        return total / weight if weight > 0.0 else total

    def moves(self) -> "pd.DataFrame":
        """One row a move, in the order in which they were made."""
        import pandas as pd

        log, tables = self.state.log, self.tables
        n = int(log.n[0])
        ij = log.ij[:n]
        entries = dict(zip(self.state.script_row, self.names.script, strict=True))
        parties = np.array(self.names.parties, dtype=object)
        parent = log.parent[:n]
        return pd.DataFrame(
            {
                "id": np.arange(1, n + 1),
                "parent": pd.array([None if p == NONE else int(p) + 1 for p in parent], dtype="Int64"),
                "package": log.package[:n] + 1,
                "announced": pd.to_datetime(self.dates(log.announced[:n])),
                "effective": pd.to_datetime(self.dates(log.effective[:n])),
                "from": parties[tables.actor[ij]],
                "to": parties[tables.target[ij]],
                "ministry": [self._decided_by(m) for m in range(n)],
                "kind": [KINDS[k].name for k in log.kind[:n]],
                "channel": ["" if c == NONE else self.names.channels[c] for c in log.channel[:n]],
                "count": log.count[:n],
                "leaving": log.leaving[:n],
                "severity": log.severity[:n],
                "rung": log.rung[:n],
                "posture_rung": POSTURE_RUNG[log.kind[:n]],
                "cause": [self._cause(c) for c in log.cause[:n]],
                "intent": [INTENTS[x] for x in log.intent[:n]],
                "entry": [entries.get(m) or self._joint_act(m) for m in range(n)],
                "perceived": log.perceived[:n],
                "asked": log.asked[:n],
                "grievance": log.grievance[:n],
                "breaking_point": np.where(self._has_breaking_points(n), log.breaking_point[:n], np.nan),
                "loss": log.loss[:n],
                "probability": log.probability[:n],
            }
        )

    def _has_breaking_points(self, n: int) -> Any:
        """Whether the actor of each move could break with its target, by the policy that decided the move, (n,)."""
        given, log, tables = self.state.provocations, self.state.log, self.tables
        decided = range(int(given.n[0]))
        row_of = {(int(given.ij[p]), int(given.first_move[p])): int(given.row[p]) for p in decided}
        now = self.state.party_policy
        moves = ((int(log.ij[m]), int(log.parent[m])) for m in range(n))
        rows = ((ij, row_of.get((ij, parent), int(now[tables.actor[ij]]))) for ij, parent in moves)
        return np.array([has_breaking_point(tables, ij, row) for ij, row in rows], dtype=bool)

    def _cause(self, trigger: int) -> str:
        return "" if trigger == NONE else self.names.triggers[trigger]

    def _joint_act(self, m: int) -> str:
        """Entry of the calendar that brought a move, or an empty text."""
        log, tables = self.state.log, self.tables
        if log.intent[m] != BY_CALENDAR:
            return ""
        acts = zip(tables.joint_day, tables.joint_ij, joint_acts_of(self.scenario), strict=True)
        return next(
            name for day, ij, (_, name, _) in acts if day == log.announced[m] and dyad_of(ij) == dyad_of(log.ij[m])
        )

    def _decided_by(self, m: int) -> str:
        log = self.state.log
        i = int(self.tables.actor[log.ij[m]])
        party = self.names.parties[i]
        deciding = [self.ministry_names[log.ministry[m]]]
        if log.with_head[m]:
            ministries = ministries_of(self.scenario, party)
            deciding += [v.name or k for k, v in sorted(ministries.items()) if v.role == "head"]
        return ", ".join(dict.fromkeys(deciding))

    def decisions(self) -> "pd.DataFrame":
        """One row an act that was decided, also where the decision was to do nothing."""
        import pandas as pd

        given, tables = self.state.provocations, self.tables
        rows = [p for p in range(int(given.n[0])) if given.verdict[p] != PENDING]
        ij = given.ij[rows]
        parties = np.array(self.names.parties, dtype=object)
        breaks = np.array([has_breaking_point(tables, given.ij[p], given.row[p]) for p in rows], dtype=bool)
        return pd.DataFrame(
            {
                "date": pd.to_datetime(self.dates(given.decided[rows])),
                "party": parties[tables.actor[ij]],
                "towards": parties[tables.target[ij]],
                "move": pd.array([None if m == NONE else m + 1 for m in given.first_move[rows]], dtype="Int64"),
                "cause": [self._cause(c) for c in given.trigger[rows]],
                "verdict": [VERDICTS[v] for v in given.verdict[rows]],
                "is_reply": given.is_reply[rows],
                "perceived": given.perceived[rows],
                "balance": given.balance[rows],
                "grievance": given.grievance[rows],
                "breaking_point": np.where(breaks, given.breaking_point[rows], np.nan),
                "loss": given.loss[rows],
                "asked": given.asked[rows],
                "chance_of_silence": given.silence[rows],
            }
        )

    def answered_as(self) -> dict[int, int]:
        """By move, the first move of all that is answered together with it: of its provocation, else of its package."""
        log, first = self.state.log, self.state.provocations.first_move
        asked = log.provocation[: int(log.n[0])].tolist()
        return {
            m + 1: int(log.package[m] if p == NONE or first[p] == NONE else first[p]) + 1 for m, p in enumerate(asked)
        }

    def numbers_drawn(self) -> dict[int, tuple[int, int]]:
        """By move that copies people sent home, where chance drew another number than one for one: that, and theirs.

        The law and the posts may then leave fewer.
        """
        given, log = self.state.provocations, self.state.log
        asked = {(int(given.ij[p]), int(given.first_move[p])): p for p in range(int(given.n[0]))}
        found = {}
        for m in np.flatnonzero(log.intent[: int(log.n[0])] == MIRROR).tolist():
            p = asked.get((int(log.ij[m]), int(log.parent[m])))
            if p is not None and is_counted(log.kind[m]) and (people := int(people_in(self.state, p))):
                share = number_answered(self.tables, self.state, p, int(log.announced[m]))
                if share != 1.0:
                    found[m + 1] = round(float(share * given.ratio[p] * people)), people
        return found

    def trajectory(self) -> "pd.DataFrame":
        """One row a day and relation that is recorded, pair of blocs or theatre; a column an index."""
        import pandas as pd

        labels = [("relation", self.names.dyads[d], *self.names.pairs[d]) for d in self.curves.dyads]
        labels += [(group.level, group.name, group.a, group.b) for group in self.groups]
        rows = [self._dyad_curves(d) for d in self.curves.dyads]
        rows += [self._group_curves(group) for group in self.groups]
        texts = zip(("level", "name", "a", "b"), zip(*labels, strict=True), strict=True)
        return pd.DataFrame(
            {
                "date": np.tile(self.days, len(rows)),
                **{name: repeated(values, self.n_days) for name, values in texts},
                **{name: np.concatenate([row[name] for row in rows]) for name in rows[0]},
            },
            copy=False,
        )

    @property
    def days(self) -> Any:
        """Dates of the days played."""
        import pandas as pd

        return pd.to_datetime(self.dates(np.arange(self.n_days)))

    def curves_of(self, name: str) -> dict[str, Any]:
        """Curves of a relation, a pair of blocs or the theatre by name, (T,) each.

        Raises
        ------
        ValueError
            If there is nothing of that name.
        """
        if name in self.names.rows["relation"]:
            return self._dyad_curves(self.names.dyad(name))
        groups = {group.name: group for group in self.groups}
        if name not in groups:
            known = ", ".join((*self.names.dyads, *groups))
            raise ValueError(f"no relation {name!r} in this history; expected one of {known}")
        return self._group_curves(groups[name])

    def _dyad_curves(self, d: int) -> dict[str, Any]:
        directed = {f"{name}_{way}": self.curve_of_side(name, 2 * d + side) for name in DIRECTED for side, way in _WAYS}
        return directed | {name: self.curve(name, d) for name in OF_DYADS}

    def _group_curves(self, group: Group) -> dict[str, Any]:
        """Indices of dyads read together; accounts have no meaning there."""
        directed = {f"{name}_{way}": np.full(self.n_days, np.nan) for name in DIRECTED for _, way in _WAYS}
        return directed | {name: self.curve_of_group(group, name) for name in OF_DYADS}

    def posts(self) -> "pd.DataFrame":
        """One row a day and channel recorded; counts are missing where the staff is not known, or there is none."""
        import pandas as pd

        n, curves = self.n_days, self.curves
        columns = np.flatnonzero(~is_tie(self.tables.channel_kind[curves.channels]))
        posts = curves.channels[columns]
        dates = pd.to_datetime(self.dates(np.arange(n)))
        is_unknown = np.repeat(self.tables.reference_staff[posts] == 0, n)
        is_unknown &= curves.ceiling[:n, columns].T.ravel() == 0
        counts = {
            name: pd.arrays.IntegerArray(getattr(curves, name)[:n, columns].T.ravel(), is_unknown.copy())
            for name in ("ceiling", "accredited", "present")
        }
        status = pd.Series(np.array(STATUSES, dtype=object)).array.take(curves.status[:n, columns].T.ravel())
        return pd.DataFrame(
            {
                "date": np.tile(dates, posts.size),
                "channel": repeated([self.names.channels[post] for post in posts], n),
                **counts,
                "status": status,
            },
            copy=False,
        )

    def ties(self) -> "pd.DataFrame":
        """One row a day and tie: what each side withholds of it, and the share that is left."""
        import pandas as pd

        n, tables = self.n_days, self.tables
        columns = np.flatnonzero(is_tie(tables.channel_kind[self.curves.channels]))
        ties = self.curves.channels[columns]
        dates = pd.to_datetime(self.dates(np.arange(n)))
        pairs = [self.names.pairs[dyad] for dyad in tables.channel_dyad[ties]]
        texts = {
            "tie": [self.names.channels[tie] for tie in ties],
            "tie_kind": [TIE_KINDS[kind] for kind in tables.channel_kind[ties] - TRADE],
            "a": [a for a, _ in pairs],
            "b": [b for _, b in pairs],
        }
        withheld = {way: getattr(self.curves, f"withheld_{way}")[:n, columns].T.ravel() for _, way in _WAYS}
        return pd.DataFrame(
            {
                "date": np.tile(dates, ties.size),
                **{name: repeated(values, n) for name, values in texts.items()},
                **{f"withheld_{way}": shares for way, shares in withheld.items()},
                "left": (1.0 - withheld["ab"]) * (1.0 - withheld["ba"]),
            }
        )

    @property
    def end(self) -> Any:
        """Date of the last day played."""
        return self.scenario.start + timedelta(days=self.n_days - 1)


def repeated(texts: Sequence[str], n: int) -> Any:
    """Column of texts, each of them so many times one after another."""
    import pandas as pd

    return pd.Series(np.array(texts, dtype=object)).array.repeat(n)
