"""What a relation has lost, and what comes back by when, over many histories."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.engine.compiled.ensemble import Ensemble
from sim.engine.trajectory import Trajectory
from sim.rules.law import is_tie
from sim.rules.world import OPEN

if TYPE_CHECKING:
    import pandas as pd

LEAST_LOSS = 0.02  # of a share; a row is worth it where a world lost so much
NOUGHT = 1e-9  # a mean share up to which nothing is lost
SHUT, PEOPLE, HELD, WORTH = "shut", "people away", "withheld", "worth lost"

Floats = npt.NDArray[np.float64]


class Gone(NamedTuple):
    """What is gone of a thing: what it is, of which channel (none of the whole relation), mean share by day."""

    what: str
    channel: str
    share: Floats  # (T,) in [0, 1]


def gone_over(ensemble: Ensemble, relation: str, runs: Sequence[int]) -> list[Gone]:
    """Mean share of each thing of a relation that is gone, day by day.

    Returns
    -------
    list of Gone: the worth of its institutions; of each channel whether it is shut, and how many of the people of the
    first day are away; of each tie how much of it is withheld by either side
    """
    dyad = ensemble.names.dyads.index(relation)
    first, end = (int(n) for n in ensemble.tables.first_channel[dyad : dyad + 2])
    are_ties = is_tie(ensemble.tables.channel_kind[first:end])
    posts, ties = first + np.flatnonzero(~are_ties), first + np.flatnonzero(are_ties)
    total: Any = 0.0
    for trajectory in ensemble.histories(runs):
        total = total + _gone_in(trajectory, dyad, posts, ties)
    mean = total / len(runs)
    named = [(WORTH, "")]
    named += [(what, ensemble.names.channels[c]) for what in (SHUT, PEOPLE) for c in posts]
    named += [(HELD, ensemble.names.channels[c]) for c in ties]
    return [Gone(what, channel, share) for (what, channel), share in zip(named, mean, strict=True)]


def _gone_in(trajectory: Trajectory, dyad: int, posts: Any, ties: Any) -> Floats:
    """Shares that are gone in one history, (things, T), of channels by their numbers."""
    curves, n = trajectory.curves, trajectory.n_days
    shut = (curves.status[:n, posts] != OPEN).astype(float)
    people = curves.accredited[:n, posts].astype(float)
    before = np.maximum(1.0, people[:1])
    away = np.clip(1.0 - people / before, 0.0, 1.0) * (people[:1] > 0)
    left = (1.0 - curves.withheld_ab[:n, ties]) * (1.0 - curves.withheld_ba[:n, ties])
    return np.concatenate([curves.loss[:n, dyad][None, :], shut.T, away.T, 1.0 - left.T])


def return_frame(worlds: dict[str, list[Gone]], start: date, last: date) -> "pd.DataFrame":
    """What was lost by the last day of a scenario, and what came back after it.

    Parameters
    ----------
    worlds : by name, the same things in each
    start : first day of the shares
    last : last day of the scenario; what comes later is what comes back

    Returns
    -------
    data frame, a row a thing and world; ``back`` is the share of what was lost, NaN where nothing was
    """
    import pandas as pd

    end = (last - start).days
    rows = [
        {"world": world, "what": gone.what, "channel": gone.channel, **_row(gone.share, end, start)}
        for world, things in worlds.items()
        for n, gone in enumerate(things)
        if any(each[n].share[end] - each[n].share[0] >= LEAST_LOSS for each in worlds.values())
    ]
    columns = ["world", "what", "channel", "gone_at_start", "gone_at_end", "gone_later", "back", "half_back_on"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[3:7], "float64") | {"half_back_on": "str"})


def _row(share: Floats, end: int, start: date) -> dict[str, Any]:
    lost = float(share[end] - share[0])  # also a small one: the other world may have lost much
    back = (share[end] - share[end:]) / lost if lost > NOUGHT else np.full(1, np.nan)
    half = np.flatnonzero(back >= 0.5)
    return {
        "gone_at_start": float(share[0]),
        "gone_at_end": float(share[end]),
        "gone_later": float(share[-1]),
        "back": float(np.clip(back[-1], 0.0, 1.0)),
        "half_back_on": (start + timedelta(days=end + int(half[0]))).isoformat() if half.size else "",
    }
