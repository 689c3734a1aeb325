"""The same trajectory on the scales of event data: Goldstein's, and the four classes of PLOVER.

Goldstein's scale weighs each kind of event between conflict and cooperation [Goldstein1992]_; PLOVER counts events by
whether they are words or deeds, of cooperation or of conflict [PLOVER2021]_.

References
----------
.. [Goldstein1992] J. S. Goldstein. A Conflict-Cooperation Scale for WEIS Events Data. Journal of Conflict
   Resolution 36, 1992.
.. [PLOVER2021] Open Event Data Alliance. PLOVER: Political Language Ontology for Verifiable Event Records, event,
   actor and data interchange specification. Draft 0.7 of 2021, chapter 2; REQUEST stands where that has DEMAND.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.trajectory import repeated
from sim.rules.moves import KINDS

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.trajectory import Trajectory

WINDOW_DAYS = 30

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
CATEGORIES = {
    "verbal_cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material_cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal_conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material_conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
QUAD_OF = {category: quad for quad, categories in CATEGORIES.items() for category in categories}
QUAD_OF["REQUEST:meet"] = "verbal_cooperation"  # to ask for a meeting is no demand: the manual turns CAMEO 036 to AGREE

# (n_kinds,)
GOLDSTEIN = np.array([kind.goldstein for kind in KINDS])
QUAD = np.array([QUADS.index(QUAD_OF.get(kind.plover) or QUAD_OF[kind.plover.partition(":")[0]]) for kind in KINDS])


def scale_frame(trajectory: "Trajectory") -> "pd.DataFrame":
    """One row a day and relation that is recorded, pair of blocs or theatre, as in the trajectory; a column a scale.

    Returns
    -------
    data frame with columns date, level, name; goldstein, the sum over the moves announced that day, and
    goldstein_30d, its mean over the last 30 days, of which those before the start are empty; and the number of moves
    of each of QUADS
    """
    import pandas as pd

    scores, counts = _by_dyad(trajectory)
    dyads, groups, n = trajectory.curves.dyads, trajectory.groups, trajectory.n_days
    goldstein = np.array([*scores[:, dyads].T, *(scores[:, group.members].sum(axis=1) for group in groups)])
    numbers = [
        np.concatenate([own[:, dyads].T.ravel(), *(own[:, group.members].sum(axis=1) for group in groups)])
        for own in counts
    ]
    return pd.DataFrame(
        {
            "date": np.tile(trajectory.days, len(goldstein)),
            "level": repeated([*["relation"] * dyads.size, *(group.level for group in groups)], n),
            "name": repeated([*(trajectory.names.dyads[dyad] for dyad in dyads), *(group.name for group in groups)], n),
            "goldstein": goldstein.ravel(),
            "goldstein_30d": trailing_mean(goldstein, WINDOW_DAYS).ravel(),
            **dict(zip(QUADS, numbers, strict=True)),
        },
        copy=False,
    )


def _by_dyad(trajectory: "Trajectory") -> tuple[Any, Any]:
    """Goldstein's scores (T, D) and numbers of moves (4, T, D) by day and dyad."""
    log, shape = trajectory.state.log, (trajectory.n_days, len(trajectory.names.dyads))
    n = int(log.n[0])
    days, dyads, kinds = log.announced[:n], log.ij[:n] >> 1, log.kind[:n]
    scores, counts = np.zeros(shape), np.zeros((len(QUADS), *shape), dtype=np.int16)
    np.add.at(scores, (days, dyads), GOLDSTEIN[kinds])
    np.add.at(counts, (QUAD[kinds], days, dyads), 1)
    return scores, counts


def trailing_mean(daily: Any, days: int) -> Any:
    """Mean of each day and those before it, (…, T) to (…, T); days before the first are empty."""
    padded = np.concatenate([np.zeros((*daily.shape[:-1], days - 1)), daily], axis=-1)
    return np.lib.stride_tricks.sliding_window_view(padded, days, axis=-1).mean(axis=-1)
