"""Two worlds scored against the record: how near the shares of their histories come to what is documented."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.scenario.schema import Scenario

from .against_record import CELL, NEAR_DAYS, decided_by, documented, hostile_kinds
from .intervals import Z95

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.compiled.ensemble import Ensemble

COMES, IN_TIME = "comes", "comes in time"  # events that are scored
TALKS_AND_RETURNS = frozenset(
    ("offer_talks", "refuse_talks", "meet", "return_ambassador", "restore_posts", "reopen", "lift_restrictions")
)


def scores_of(
    worlds: tuple[Scenario, Scenario], drivers: "tuple[Ensemble, Ensemble]", n_runs: int
) -> "pd.DataFrame | None":
    """Score two worlds against the record of the first, by some histories that are played again in both.

    What either of them scripts is no forecast.

    Returns
    -------
    DataFrame as :func:`record_scores` gives it; None where nothing is documented
    """
    import pandas as pd

    a, b = (documented(worlds[0], worlds[0].end, script=world) for world in worlds)
    record = a[a["id"].isin(b["id"])].reset_index(drop=True)
    if not len(record):
        return None
    given = pd.concat([own[~own["id"].isin(record["id"])] for own in (a, b)])
    in_a, in_b = (decided_by(driver, range(n_runs)) for driver in drivers)
    return record_scores(record, in_a, in_b, n_runs, given)


def record_scores(
    record: "pd.DataFrame", in_a: "pd.DataFrame", in_b: "pd.DataFrame", n_runs: int, given: "pd.DataFrame | None" = None
) -> "pd.DataFrame | None":
    """Score two worlds against the record, by the same histories in both.

    A *cell* is a kind of move of one party towards another: one that is hostile, or of talks and returns, and that the
    record or some history has.  The Brier score of a cell is the squared distance between the share of histories in
    which it comes and 1 where it is documented, 0 where it is not.  In the second event a documented cell has to come
    within NEAR_DAYS days of one of its days; any other comes whenever it comes.

    Parameters
    ----------
    record : as :func:`sim.analysis.against_record.documented` gives it
    in_a, in_b : moves of histories 0 to ``n_runs - 1`` of each world, as :func:`sim.analysis.against_record.decided`
        gives them
    given : documented moves that one of the worlds scripts; their cells are left out

    Returns
    -------
    DataFrame, for each ``event`` one row for the mean over the cells (without parties and move), then one a cell by its
    move: from, to, move; ``cells`` and how many of them are ``documented``; ``share_a``, ``share_b`` of the histories;
    scores ``a``, ``b``, their ``difference``, the second less the first, and its 95 % interval ``low``, ``high``; None
    where no cell is documented
    """
    import pandas as pd

    known, left_out = _cells(record, "move"), set() if given is None else _cells(given, "move")
    found = (known | _cells(in_a, "kind") | _cells(in_b, "kind")) - left_out
    scored = hostile_kinds() | TALKS_AND_RETURNS
    cells = sorted((cell for cell in found if cell[2] in scored), key=lambda cell: (cell[2], *cell))
    happened = np.array([cell in known for cell in cells], dtype=bool)
    if not happened.any():
        return None
    of_a, of_b = (_events(cells, happened, record, moves, n_runs) for moves in (in_a, in_b))
    parts = [_scored(event, cells, happened, of_a[event], of_b[event]) for event in (COMES, IN_TIME)]
    return pd.concat(parts, ignore_index=True)


def _cells(frame: "pd.DataFrame", kind: str) -> set[tuple[str, str, str]]:
    """Who does what to whom, in a table that has the kind of move in some column."""
    return {*frame[["from", "to", kind]].drop_duplicates().itertuples(index=False, name=None)}


def _events(
    cells: Sequence[Any], happened: Any, record: "pd.DataFrame", moves: "pd.DataFrame", n_runs: int
) -> dict[str, Any]:
    """Whether each cell comes in each history, and whether in time, (n_runs, C) each."""
    import pandas as pd

    place = pd.DataFrame(cells, columns=CELL).assign(cell=range(len(cells)))
    made = moves.merge(place, on=CELL)
    comes = np.zeros((n_runs, len(cells)), dtype=bool)
    comes[made["run"], made["cell"]] = True
    dated = made.merge(record[["from", "to", "move", "date"]].rename(columns={"move": "kind"}), on=CELL)
    near = dated[(dated["announced"] - dated["date"]).dt.days.abs() <= NEAR_DAYS]
    in_time = comes & ~happened
    in_time[near["run"], near["cell"]] = True
    return {COMES: comes, IN_TIME: in_time}


def _scored(event: str, cells: Sequence[Any], happened: Any, in_a: Any, in_b: Any) -> "pd.DataFrame":
    """Rows of one event: the mean over the cells, then each of them."""
    import pandas as pd

    (a, pull_a), (b, pull_b) = _brier(in_a, happened), _brier(in_b, happened)
    values = np.stack([in_a.mean(axis=0), in_b.mean(axis=0), a, b, b - a])
    difference = np.append((b - a).mean(), b - a)
    half = np.append(_half((pull_b - pull_a).mean(axis=1)), _half(pull_b - pull_a))
    columns = np.column_stack([values.mean(axis=1), values])
    names = pd.DataFrame([("", "", ""), *cells], columns=["from", "to", "move"])
    names.insert(0, "event", event)
    return names.assign(
        cells=[len(cells), *(1 for _ in cells)],
        documented=[int(happened.sum()), *happened.astype(int).tolist()],
        **dict(zip(("share_a", "share_b", "a", "b", "difference"), columns, strict=True)),
        low=difference - half,
        high=difference + half,
    )


def _brier(came: Any, happened: Any) -> tuple[Any, Any]:
    """Brier score of each cell, (C,), and how far each history pulls it, (R, C): the first term of its change."""
    share = came.mean(axis=0)
    return (share - happened) ** 2, 2 * (share - happened) * (came - share)


def _half(pull: Any) -> Any:
    """Half of the 95 % interval of a score, from how far each history pulls it; of one history nothing is known."""
    n = len(pull)
    return Z95 * pull.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else 0.0 * pull[0]
