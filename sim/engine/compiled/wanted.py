"""What is kept of each run that is played: chosen before, and given chunk by chunk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sim.engine.trajectory import Trajectory
from sim.rules.curves import Curves

from .exchanges import Packages
from .history import Rows


class Measured(Protocol):
    """Gives numbers of each run, once it is played.

    Attributes
    ----------
    names : what the numbers are called
    uses_curves : whether the curves of a run were asked for; from then on they are recorded while runs are played
    """

    names: tuple[str, ...]
    uses_curves: bool

    def __call__(self, trajectory: Trajectory, curves: Callable[[], Curves]) -> Sequence[float]:
        """Numbers of a run by its trajectory, in which the curves may be missing; the function gives them."""


@dataclass(frozen=True)
class Wanted:
    """What is kept of each run, chosen before.

    Attributes
    ----------
    relations : ids of the relations followed; all pairs of blocs and the theatre are followed in any case
    bands : whether the curves of what is followed are counted into bands
    rows : whether the outcome of every run is kept
    whole : whether the curves of what is followed are kept whole, for every run
    packages : whether the hostile packages of every run are kept
    step : days between two on which curves are noted; as many as a figure can show where absent
    measured : gives numbers of each run
    """

    relations: tuple[str, ...] = ()
    bands: bool = False
    rows: bool = False
    whole: bool = False
    packages: bool = False
    step: int | None = None
    measured: Measured | None = None


@dataclass(frozen=True)
class Chunk:
    """Some runs that were played: their numbers, and where that is wanted outcomes, curves, packages and measures."""

    runs: Any  # (R,)
    rows: Rows
    whole: Any  # (R, NOTED, S, K)
    packages: Packages
    measured: Any  # (R, M) float64
