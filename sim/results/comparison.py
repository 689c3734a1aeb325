"""The same runs in two worlds."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .result import Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Comparison(Result):
    """The same runs in two worlds.

    Attributes
    ----------
    differences : one row a relation, pair of blocs, theatre or run and measure: shares and means in both worlds, and
        the mean paired difference, the second world less the first, with its 95 % interval
    curves : one row a day and curve: medians in both worlds, to the width of a bin as in a forecast, and the mean
        paired difference with its 95 % interval
    parting : ``run``, the number of the median pair of those ``differing`` in what the sentence is about (``level``,
        ``name``, ``measure``: a row of ``differences``); with where it diverges, see
        :func:`sim.analysis.divergence.divergence_of`
    sentence : what the change changes
    manifest : titles, the change, what the user calls it (``label``, where given), seed, runs, both scenarios;
        ``scripted_a`` and ``scripted_b``, scripted moves that the posts did not allow as they were asked for;
        ``read_closely``, the pairs that were compared with the record
    record_scores : scores of both worlds against the record; None where nothing is documented, see
        :func:`sim.analysis.record_scores.record_scores`
    """

    kind: ClassVar[str] = "comparison"

    differences: "pd.DataFrame"
    curves: "pd.DataFrame"
    parting: dict[str, Any]
    sentence: str
    manifest: dict[str, Any]
    record_scores: "pd.DataFrame | None" = None

    def _said(self) -> str:
        return self.sentence
