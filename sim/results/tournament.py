"""Named policies against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .above import above
from .result import Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Tournament(Result):
    """Named policies against each other between two parties.

    Attributes
    ----------
    table : one row a pair of policies: shares of runs that end in each regime, and means over runs of ``loss_at_end``,
        ``tension_peak`` and ``hostile_moves`` of the relation
    manifest : scenario, relation, its parties, the policies, how many pairs of them were played (``pairs``) and asked
        for (``pairs_asked``), seed, runs
    """

    kind: ClassVar[str] = "tournament"
    renamed: ClassVar[Mapping[str, Mapping[str, str]]] = {"table": {"loss": "loss_at_end", "moves": "hostile_moves"}}

    table: "pd.DataFrame"
    manifest: dict[str, Any]

    def _said(self) -> str:
        return f"{above('sim.analysis.tournament_headline', 'headline')(self)}."
