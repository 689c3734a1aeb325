"""The smallest of some changes that keeps the chance of an end below a bound."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .result import Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Offramp(Result):
    """The smallest change, of those named, that keeps the chance of an end below a bound.

    Attributes
    ----------
    answers : one row a ladder of values that holds an answer, the smallest change first: ``rank``, ``path``, ``own``
        and ``value``, ``size`` (share of the furthest value named), ``share`` of histories with the end, with its 95 %
        interval, and the ``difference`` to the scenario as it is in the same histories, with its interval
    tried : one row a value that was tried: ``rung``, ``path``, ``value``, ``size``, ``runs`` played, ``share`` with an
        interval that holds over all looks, ``side`` of the bound ("below", "above" or "open"), ``problem`` where it
        cannot be played
    returns : one row a world (``as it is``, ``changed``) and thing that can be lost: the share of it that is gone on
        the first day, on the last day of the scenario, and at the end of the years after it; what share of the loss has
        come back by then (``back``), and the day by which half of it has (``half_back_on``, empty where none)
    manifest : scenario as it is and with the answer (``scenario``, ``changed``), relation, end, bound, seed, runs, the
        chance as it is, histories ``spent`` and those of a whole grid
    """

    kind: ClassVar[str] = "offramp"

    answers: "pd.DataFrame"
    tried: "pd.DataFrame"
    returns: "pd.DataFrame"
    manifest: dict[str, Any]
