"""What is drawn or printed of a sweep: its points beside the numbers of one row of each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.measures import ANY_BREAK, OWN, REGIMES, RUPTURE_AT_ANY_TIME, SIDE_MEASURES, event_of, own_name

from .intervals import Z95

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

LEAST = 1e-9  # a difference of shares that is none


class SweepTable(NamedTuple):
    """Points of a sweep with the numbers of one row of each.

    Attributes
    ----------
    level, name : what the numbers are of, as in the summary
    paths : what varies
    frame : (points, ...) one row a point: ``point``, a column a path, and those of the summary; without numbers where
        a point has not been played or cannot be
    shown : columns to be shown, the most important first where an experiment says so
    """

    level: str
    name: str
    paths: list[str]
    frame: "pd.DataFrame"
    shown: list[str]

    @property
    def regimes(self) -> list[str]:
        """Regimes that occur anywhere, from the worst to the best."""
        return [regime.name for regime in REGIMES if regime.name in self.frame and self.frame[regime.name].max() > 0]

    @property
    def shares(self) -> list[str]:
        """Shares among what is shown."""
        return [column for column in self.shown if is_share(column)]

    @property
    def means(self) -> list[str]:
        """Means among what is shown."""
        return [column for column in self.shown if not is_share(column)]


def paths_of(result: "SweepResult") -> list[str]:
    """Paths that vary."""
    return [str(column) for column in result.points if column != "point"]


def is_share(column: str) -> bool:
    """Whether a column holds shares of histories; it holds means otherwise."""
    return event_of(column) is not None


def interval_of(rows: "pd.DataFrame", column: str) -> tuple[Any, Any]:
    """Ends of the 95 % intervals of a column, (rows,) each; NaN where they are not known.

    Parameters
    ----------
    rows : of the summary, or of :attr:`SweepTable.frame`
    """
    if is_share(column):
        return rows[f"{column}_low"].to_numpy(dtype=float), rows[f"{column}_high"].to_numpy(dtype=float)
    middle, half = rows[column].to_numpy(dtype=float), Z95 * rows[f"{column}_se"].to_numpy(dtype=float)
    return middle - half, middle + half


def names_of_rows(result: "SweepResult") -> list[str]:
    """Names of the rows of each point: relations, pairs of blocs, the theatre, the run."""
    return list(dict.fromkeys(result.summary["name"]))


def row_of(result: "SweepResult", of: str | None = None) -> tuple[str, str]:
    """Level and name of the row that is shown.

    That asked for; where none is, that of own measures, that of the experiment, or that of the first relation followed.

    Raises
    ------
    ValueError
        If no point has a row of that name.
    """
    relations = result.manifest["relations"]
    own = OWN if result.manifest.get("measures") else None
    name = of or own or (result.manifest.get("experiment") or {}).get("of") or next(iter(relations), "theatre")
    found = result.summary.loc[result.summary["name"] == name, "level"]
    if found.empty:
        known = names_of_rows(result)
        if name not in relations and name not in ("theatre", "run", OWN):
            raise ValueError(f"of: no row {name!r} in this sweep; expected one of {', '.join(known)}")
        return "relation" if name in relations else name, name  # no point can be played
    return str(found.iloc[0]), name


def table_of(result: "SweepResult", of: str | None = None, show: Sequence[str] = ()) -> SweepTable:
    """Set out what is shown of a sweep.

    Parameters
    ----------
    of : name of a row: a relation, "theatre", "run"; that of the experiment, or the first relation, if absent
    show : columns of the summary; those of the experiment, or the usual ones, if absent

    Raises
    ------
    ValueError
        If there is no such row.
    """
    level, name = row_of(result, of)
    chosen = result.summary[(result.summary["level"] == level) & (result.summary["name"] == name)]
    frame = result.points.merge(chosen, on="point", how="left")
    asked = show or (result.manifest.get("experiment") or {}).get("show") or ()
    shown = [column for column in asked if column in frame and frame[column].notna().any()] or _usual(frame, level)
    return SweepTable(level, name, paths_of(result), frame, shown)


def _usual(frame: "pd.DataFrame", level: str) -> list[str]:
    """What is shown where nobody asks: regimes that occur, ruptures that were mended, what is lost."""
    if level == OWN:
        return [
            column for column in map(str, frame) if own_name(column) and "." not in column
        ]  # which is in every path
    if level == "run":
        return [column for column in (ANY_BREAK.name, "moves") if column in frame]
    shown = [regime.name for regime in REGIMES if frame[regime.name].max() > 0]
    is_mended = (frame[RUPTURE_AT_ANY_TIME.name] - frame["rupture"]).max() > LEAST
    are_lost = [name for name in SIDE_MEASURES if name in frame and frame[name].max() > 0]
    return [*shown, *([RUPTURE_AT_ANY_TIME.name] if is_mended else []), "loss_at_end", *are_lost]
