"""Numbers of policies fitted to a record."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .result import Result
from .whole_files import Content

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Fit(Result):
    """Numbers of policies fitted to a record, with how sure they are and how well they forecast.

    Attributes
    ----------
    numbers : one row a policy and number: value, standard error, 90 % interval, rows and cases that it rests on, the
        default of detente
    parts : one row a part of the reply and score: on the rows fitted, on each case by a fit to all others, and the
        same of a table of frequencies
    alike : numbers that the record cannot tell apart, or says little about, in words
    searched : one row a trial of a search by simulation, with its score; none where nothing was searched
    policies : text of a file of policies, for scenarios to extend
    manifest : records or file, what was free, versions, headline
    """

    kind: ClassVar[str] = "fit"

    numbers: "pd.DataFrame"
    parts: "pd.DataFrame"
    alike: "pd.DataFrame"
    searched: "pd.DataFrame"
    policies: str
    manifest: dict[str, Any]

    def _files(self) -> dict[str, Content]:
        text = self.policies.encode()
        return super()._files() | {"policies.yaml": lambda stream: stream.write(text)}
