"""Many runs of one scenario, summed up."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .result import Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Forecast(Result):
    """Many runs of one scenario, summed up.

    Attributes
    ----------
    probabilities : one row an event: the share of runs in which it happens, with a 95 % interval
    measures : one row a relation or group and measure: mean with a 95 % interval, and quantiles
    survival : one row a day: share of runs in rupture by then, with a 95 % interval
    bands : one row a day and curve: quantiles over runs
    histories : curves of the first few runs
    replies : how acts are answered, in the runs that were read closely
    chains : the most common chains of act and answer in these
    observed : one row a documented move
    outcomes : one row a run and relation or group, where kept; else None
    curves : one row a run, relation or group and day, where kept; else None
    moves : the moves of the runs that were read closely, where kept; else None
    exchanges : the exchanges of these runs, where kept; else None
    manifest : scenario, seed, runs, versions, headline; ``scripted``, scripted moves that the posts did not allow as
        they were asked for, see :func:`sim.analysis.scripted.not_as_asked`; ``against_record``, where anything is
        documented, see :func:`sim.analysis.against_record.sums`
    against_record : one row a documented move that the runs could bring: in how many of those read closely it comes,
        when and with how many; None where none is, see :func:`sim.analysis.against_record.of_histories`
    ties : one row a tie and side that can withhold it: in how many of the runs read closely it does, how, when and how
        much at the end, see :meth:`sim.analysis.withheld.Withheld.frame`; None where the scenario has none
    moves_by_kind : one row a party, a party towards which it moves, and a kind of move: in how many of the runs read
        closely it makes one, how many, and when first, see :meth:`sim.analysis.moves_by_kind.MovesByKind.frame`; None
        in a result of an earlier release
    """

    kind: ClassVar[str] = "forecast"
    large: ClassVar[frozenset[str]] = frozenset(("outcomes", "curves", "moves", "exchanges"))

    probabilities: "pd.DataFrame"
    measures: "pd.DataFrame"
    survival: "pd.DataFrame"
    bands: "pd.DataFrame"
    histories: "pd.DataFrame"
    replies: "pd.DataFrame"
    chains: "pd.DataFrame"
    observed: "pd.DataFrame"
    outcomes: "pd.DataFrame | None"
    curves: "pd.DataFrame | None"
    moves: "pd.DataFrame | None"
    exchanges: "pd.DataFrame | None"
    manifest: dict[str, Any]
    against_record: "pd.DataFrame | None" = None
    ties: "pd.DataFrame | None" = None
    moves_by_kind: "pd.DataFrame | None" = None
