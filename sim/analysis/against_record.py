"""How histories stand to the record: which documented moves come in them, when and with how many, and what else comes.

A documented move *comes* where the same party makes a move of the same kind towards the same party.  One move stands
for one documented move, and those nearest in time are paired first.  What the scenario scripts is no forecast: neither
the scripted move counts nor what the record has of it.  What was played by hand stands in the timeline, too, but
somebody decided it in the game: it counts as any other move.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.rules.moves import KINDS, is_hostile_kind
from sim.rules.world import INTENTS, NONE, SCRIPTED
from sim.scenario.hands import Decider, decider_of
from sim.scenario.schema import Scenario

from .intervals import share_interval
from .observed import observed_frame

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.compiled.ensemble import Ensemble
    from sim.engine.trajectory import Trajectory

NEAR_DAYS = 30  # a move that comes so many days before or after its documented day comes in time
SHARES = {"q05": 0.05, "q50": 0.5, "q95": 0.95}
COUNTED = frozenset(kind.name for kind in KINDS if kind.counted)

_DOCUMENTED = ["id", "date", "from", "to", "move", "channel", "count"]
CELL = ["from", "to", "kind"]  # who does what to whom


@cache
def hostile_kinds() -> frozenset[str]:
    """Names of the kinds of move that count as hostile."""
    return frozenset(kind.name for number, kind in enumerate(KINDS) if is_hostile_kind(number))


def documented(scenario: Scenario, until: date, script: Scenario | None = None) -> "pd.DataFrame":
    """Documented moves that a history can be compared with, by date.

    They lie between the day from which actors decide and ``until``, and nothing scripts them: no entry of the timeline
    has their id, and none is a move of their kind between the same parties on the same day.

    Parameters
    ----------
    until : last day played
    script : scenario whose timeline counts, and in which actors decide by then, too; the same if absent

    Returns
    -------
    DataFrame, one row a move: id, date, from, to, move, channel, count (missing where it is not known, or where the
    kind of move counts nobody)
    """
    import pandas as pd

    frame = observed_frame(scenario)
    script = script or scenario
    first = max(world.autonomous_from or world.start for world in (scenario, script))
    frame = frame[frame["date"].between(pd.Timestamp(first), pd.Timestamp(until))]
    scripted = {name: move for name, move in script.timeline.items() if _is_given(name, move.from_)}
    acts = {(pd.Timestamp(move.date), move.from_, move.to, move.move) for move in scripted.values()}
    done = [tuple(row) in acts for row in frame[["date", "from", "to", "move"]].itertuples(index=False)]
    frame = frame[~(frame["id"].isin(list(scripted)) | np.array(done, dtype=bool))]
    is_known = frame["move"].isin(COUNTED) & (frame["count"] > 0)
    counts = frame["count"].astype("Int64").where(is_known)
    return frame.assign(count=counts)[_DOCUMENTED].reset_index(drop=True)


def _is_given(entry: str, party: str) -> bool:
    """Whether a scripted move is one of the scenario, and not one that was made in a game."""
    return decider_of(entry, party) is Decider.SCENARIO


def decided(moves: "pd.DataFrame") -> "pd.DataFrame":
    """Moves of one history that actors decided, as history number 0.

    Parameters
    ----------
    moves : as :meth:`sim.engine.trajectory.Trajectory.moves` gives them

    Returns
    -------
    DataFrame, one row a move: run, id, announced, from, to, kind, count
    """
    is_given = [_is_given(*row) for row in zip(moves["entry"], moves["from"], strict=True)]
    is_own = (moves["intent"] != INTENTS[SCRIPTED]) | ~np.array(is_given, dtype=bool)
    own = moves.loc[is_own, ["id", "announced", *CELL, "count"]]
    own.insert(0, "run", 0)
    return own.reset_index(drop=True)


def decided_in(trajectory: "Trajectory", run: int) -> dict[str, Any]:
    """Columns of the same, of one of many histories under its number: :func:`together` makes a table of all."""
    log, names, tables = trajectory.state.log, trajectory.names, trajectory.tables
    is_own = log.intent[: log.n[0]] != SCRIPTED
    is_own[_made_in_a_game(trajectory)] = True
    own = np.flatnonzero(is_own)
    parties, kinds = np.array(names.parties, dtype=object), np.array([kind.name for kind in KINDS], dtype=object)
    return {
        "run": np.full(own.size, run, dtype=np.int64),
        "id": own + 1,
        "announced": trajectory.dates(log.announced[own]).astype("datetime64[s]"),
        "from": parties[tables.actor[log.ij[own]]],
        "to": parties[tables.target[log.ij[own]]],
        "kind": kinds[log.kind[own]],
        "count": log.count[own],
    }


def together(parts: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """Make one table of the columns of several histories, at least one: a table of each would take a millisecond."""
    import pandas as pd

    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _made_in_a_game(trajectory: "Trajectory") -> list[int]:
    """Rows of the moves of the timeline that were made in a game."""
    state, names, tables = trajectory.state, trajectory.names, trajectory.tables
    rows = [(entry, int(m)) for entry, m in zip(names.script, state.script_row, strict=True) if m >= 0]
    return [m for entry, m in rows if not _is_given(entry, names.parties[tables.actor[state.log.ij[m]]])]


def decided_by(ensemble: "Ensemble", runs: Sequence[int]) -> "pd.DataFrame":
    """The same of some histories, which are played again for it."""
    played = zip(runs, ensemble.states(runs), strict=True)
    return together([decided_in(ensemble.trajectory_of(state), run) for run, state in played])


def come_for(record: "pd.DataFrame", moves: "pd.DataFrame", n_runs: int) -> Any:
    """Which move comes for each documented move, in each history.

    Parameters
    ----------
    record : as :func:`documented` gives it, D rows
    moves : as :func:`decided` gives them, of histories 0 to ``n_runs - 1``

    Returns
    -------
    (n_runs, D) int64, places of rows of ``moves``; NONE where none comes
    """
    found = np.full((n_runs, len(record)), NONE, dtype=np.int64)
    wanted: dict[Any, Any] = record.groupby(["from", "to", "move"], sort=False).indices
    played: dict[Any, Any] = moves.groupby(["run", *CELL], sort=False).indices
    dates, days = _days(record["date"]), _days(moves["announced"])
    for (run, *cell), made in played.items():
        asked = wanted.get(tuple(cell))
        if asked is not None:
            for d, m in _nearest(dates[asked], days[made]):
                found[run, asked[d]] = made[m]
    return found


def _days(column: "pd.Series[Any]") -> Any:
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def _nearest(dates: Any, days: Any) -> Iterator[tuple[int, int]]:
    """Pair dates with days, each once, those nearest to each other first; of equals the earlier."""
    apart = np.abs(dates[:, None] - days)
    has_date, has_day = np.zeros(len(dates), dtype=bool), np.zeros(len(days), dtype=bool)
    for place in np.argsort(apart, axis=None, kind="stable"):
        d, m = divmod(int(place), len(days))
        if not (has_date[d] or has_day[m]):
            has_date[d] = has_day[m] = True
            yield d, m
            if has_date.all() or has_day.all():
                return


def of_history(record: "pd.DataFrame", moves: "pd.DataFrame") -> "pd.DataFrame":
    """How one history stands to the record.

    Parameters
    ----------
    record : as :func:`documented` gives it
    moves : as :func:`decided` gives them

    Returns
    -------
    DataFrame, one row a documented move: the columns of ``record``; ``played``, the number of the move that comes for
    it, ``played_on``, ``lag_days`` (negative where it comes before its documented day) and ``played_count``, all
    missing where none comes, and the last where the kind of move counts nobody
    """
    came = moves.reindex(come_for(record, moves, 1)[0]).reset_index(drop=True)
    lags = (came["announced"] - record["date"]).dt.days.astype("Int64")
    return record.assign(
        played=came["id"].astype("Int64"),
        played_on=came["announced"].astype("datetime64[s]"),
        lag_days=lags,
        played_count=came["count"].astype("Int64").where(record["move"].isin(COUNTED)),
    )


def of_histories(record: "pd.DataFrame", moves: "pd.DataFrame", at: Any) -> "pd.DataFrame":
    """How many histories stand to the record.

    Parameters
    ----------
    record, moves, at : as :func:`come_for` takes and gives them

    Returns
    -------
    DataFrame, one row a documented move: the columns of ``record``; ``came_share``, of the histories in which it comes,
    with its 95 % interval ``low`` and ``high``, ``near_share``, of those in which it comes within NEAR_DAYS days of its
    documented day; of the histories in which it comes the quantiles ``lag_q05``, ``lag_q50``, ``lag_q95`` of the
    days after the documented day, and ``count_q05``, ``count_q50``, ``count_q95`` of the number of people or posts
    """
    n_runs, came, lags = len(at), at != NONE, _lags(record, moves, at)
    n_came = came.sum(axis=0)
    low, high = share_interval(n_came, n_runs)
    shares = {"came_share": n_came / n_runs, "low": low, "high": high, "near_share": _is_near(came, lags).mean(axis=0)}
    is_counted = record["move"].isin(COUNTED).to_numpy()
    counts = _at(moves["count"].to_numpy(), at)
    quantiles = _quantiles("lag", lags, came) | _quantiles("count", counts, came & is_counted)
    return record.assign(**shares, **quantiles)


def _at(values: Any, at: Any) -> Any:
    """Values at some places; whatever stands at none is read by nobody."""
    return np.append(values, 0)[at]


def _lags(record: "pd.DataFrame", moves: "pd.DataFrame", at: Any) -> Any:
    """Days from each documented day to the move that comes for it, (n_runs, D)."""
    return _at(_days(moves["announced"]), at) - _days(record["date"])


def _is_near(came: Any, lags: Any) -> Any:
    return came & (np.abs(lags) <= NEAR_DAYS)


def _quantiles(name: str, values: Any, is_meant: Any) -> dict[str, Any]:
    """Quantiles over the histories in which something is meant, (D,) each: values that occur, missing where none is."""
    meant = [column[is_of] for column, is_of in zip(values.T, is_meant.T, strict=True)]
    return {
        f"{name}_{called}": np.array(
            [np.quantile(own, share, method="inverted_cdf") if own.size else np.nan for own in meant], dtype=np.float64
        )
        for called, share in SHARES.items()
    }


def not_documented(moves: "pd.DataFrame", at: Any) -> Any:
    """Hostile moves of each history that come for no documented move, (n_runs,).

    Parameters
    ----------
    moves, at : as :func:`come_for` takes and gives them
    """
    is_other = moves["kind"].isin(hostile_kinds()) & ~moves.index.isin(at.ravel())
    return np.bincount(moves.loc[is_other, "run"], minlength=len(at))


def sums(record: "pd.DataFrame", moves: "pd.DataFrame", at: Any) -> dict[str, Any]:
    """How many documented moves a history brings, and how many hostile moves besides.

    Parameters
    ----------
    record, moves, at : as :func:`come_for` takes and gives them

    Returns
    -------
    dict, ready for JSON: ``histories`` read, ``documented`` moves, and 5, 50 and 95 % quantiles over the histories:
    ``came``, documented moves that come, ``near``, those that come within NEAR_DAYS days, ``not_documented``, hostile
    moves that come for none
    """
    came = at != NONE
    counted = {
        "came": came.sum(axis=1),
        "near": _is_near(came, _lags(record, moves, at)).sum(axis=1),
        "not_documented": not_documented(moves, at),
    }
    shares = list(SHARES.values())
    found = {name: np.quantile(n, shares, method="inverted_cdf").tolist() for name, n in counted.items()}
    return {"histories": len(at), "documented": len(record), **found}
