"""Forecasts of documented answers, scored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .above import above
from .result import Result
from .whole_files import Content

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Hindcast(Result):
    """Forecasts of the documented answers of a record, scored against what happened and against rules of thumb.

    Attributes
    ----------
    forecasts : one row a package, question and forecaster (the model, or a rule of thumb): chance, or quantiles of
        the logarithm of 1 + days and of people; what happened; scores; the place of what happened among the members
    scores : means of the scores, and the share of middle intervals that held what happened
    skill : by which part the score of the model is below that of a rule of thumb, with a 95 % interval over cases
    misses : the forecasts that were furthest off, in words
    free_running : whole cases from their first act on: quantiles of hostile moves and of people sent home by some days,
        and the record; empty without playing
    manifest : records or file, seed, runs, whether numbers were fitted without the case, versions, headline
    verdicts : for each record and question the best rule of thumb, the skill against it, and whether the model is
        better, with an allowance for the number of questions; None in results of earlier versions
    """

    kind: ClassVar[str] = "hindcast"

    forecasts: "pd.DataFrame"
    scores: "pd.DataFrame"
    skill: "pd.DataFrame"
    misses: "pd.DataFrame"
    free_running: "pd.DataFrame"
    manifest: dict[str, Any]
    verdicts: "pd.DataFrame | None" = None

    def _files(self) -> dict[str, Content]:
        """Contents by file name; the worst misses are also a page."""
        page: str = above("sim.hindcast.misses", "miss_page")(self.misses, self.manifest["title"])
        return super()._files() | {"misses.md": lambda stream: stream.write(page.encode())}
