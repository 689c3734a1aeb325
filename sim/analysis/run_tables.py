"""Runs kept one by one: a row of outcomes each, and their curves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.engine.compiled.history import NOTED, Rows
from sim.results.measures import REGIMES_BY_NUMBER, ROW_MEASURES, without_ties
from sim.rules.world import NONE
from sim.scenario.own_measure import OwnMeasure

if TYPE_CHECKING:
    import pandas as pd


def outcome_frame(ensemble: Ensemble, rows: Rows) -> "pd.DataFrame":
    """One row a run and relation or group."""
    import pandas as pd

    n_runs, n_columns = rows.regime.shape
    start = np.datetime64(ensemble.scenario.start, "s")

    def dates(days: Any) -> Any:
        found = start + days.ravel().astype("timedelta64[D]")
        return np.where(days.ravel() == NONE, np.datetime64("NaT"), found)

    table: dict[str, Any] = {
        "run": np.repeat(np.arange(n_runs), n_columns),
        "level": _repeated(ensemble.levels, n_runs),
        "name": _repeated(ensemble.columns, n_runs),
        "regime": _named(rows.regime.ravel(), tuple(regime.words for regime in REGIMES_BY_NUMBER)),
        "ruptured_on": dates(rows.ruptured),
    }
    for name in without_ties(ROW_MEASURES, ensemble.has_ties):
        table[name] = getattr(rows, name).ravel()
    table["tension_peak_on"] = dates(rows.tension_peak_day)
    table["flow_peak_on"] = dates(rows.flow_peak_day)
    table["moves"] = np.repeat(rows.moves, n_columns)
    breaks = np.where(rows.breaks_ij == NONE, -1, ensemble.tables.actor[rows.breaks_ij])  # -1 is nobody
    table["breaks"] = _named(np.repeat(breaks, n_columns), ensemble.names.parties)
    table["breaks_on"] = dates(np.repeat(rows.breaks_day, n_columns))
    return pd.DataFrame(table, copy=False)


def with_own_values(frame: "pd.DataFrame", own: Sequence[OwnMeasure], measured: Any) -> "pd.DataFrame":
    """Outcomes with a column for each own measure, which is of the whole run; empty where it is not defined.

    Parameters
    ----------
    measured : (R, M) float64, NaN where a measure is not defined
    """
    found = measured[frame["run"].to_numpy()] if own else frame
    columns = {each.name: _flags(found[:, m]) if each.is_share else found[:, m] for m, each in enumerate(own)}
    return frame.assign(**columns)


def _flags(values: Any) -> Any:
    """Yes, no and nothing, from 1, 0 and NaN."""
    import pandas as pd

    flags = pd.array(values == 1.0, dtype="boolean")
    flags[np.isnan(values)] = pd.NA
    return flags


def _repeated(names: tuple[str, ...], times: int, each: int = 1) -> Any:
    """Column of names, one after another, again and again."""
    known = tuple(dict.fromkeys(names))
    codes = np.array([known.index(name) for name in names], dtype=np.int16)
    return _named(np.tile(np.repeat(codes, each), times), known)


def _named(codes: Any, names: tuple[str, ...]) -> Any:
    """Column of names, kept as numbers: a fiftieth of the memory of texts; -1 is none."""
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(names))


def curve_frame(ensemble: Ensemble, whole: Any) -> "pd.DataFrame":
    """One row a run, relation or group and day noted."""
    import pandas as pd

    n_runs, _, n_columns, n_days = whole.shape
    days = np.datetime64(ensemble.scenario.start, "s") + ensemble.sampled.astype("timedelta64[D]")
    table: dict[str, Any] = {
        "run": np.repeat(np.arange(n_runs), n_columns * n_days),
        "name": _repeated(ensemble.columns, n_runs, n_days),
        "date": np.tile(days, n_runs * n_columns),
    }
    return pd.DataFrame(table | {name: whole[:, c].ravel() for c, name in enumerate(NOTED)}, copy=False)
