"""Named policies against each other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tournament:
    """Named policies against each other between two parties.

    Attributes
    ----------
    table : one row a pair of policies: shares of runs that end in each regime, means over runs of the loss at the
        end, the highest tension and the number of hostile moves in the relation
    manifest : scenario, relation, its parties, the policies, how many pairs of them were played (``pairs``) and asked
        for (``pairs_asked``), seed, runs
    """

    table: "pd.DataFrame"
    manifest: dict[str, Any]
