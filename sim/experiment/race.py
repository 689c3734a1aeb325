"""Which is the smallest change that keeps a chance below a bound: histories are spent where that is open.

Every value is looked at in a few histories.  Then, on each ladder, the values below the smallest that is known to keep
the chance below the bound are played on, twice as often each time, until it is known on which side of the bound each
lies or all histories are spent.  So nothing is assumed about whether a larger change helps more.  What is found is
played once more in histories that the search has not seen; only what holds there is an answer.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.intervals import share_interval

FIRST_LOOK = 100  # histories of each value
LEVEL = 0.95  # of the intervals, over all looks at a value together

Bools = npt.NDArray[np.bool_]
Play = Callable[[int, range], Bools]  # a rung and numbers of histories: whether the event comes in each
Side = Literal["below", "above", "open"]


class Seen(NamedTuple):
    """What was seen of a rung: histories, and those with the event."""

    n: int = 0
    events: int = 0

    @property
    def share(self) -> float:
        """Share of histories with the event."""
        return self.events / self.n if self.n else math.nan


@dataclass
class Race:
    """A search over ladders of changes.

    Attributes
    ----------
    ladders : rungs by number, from the smallest change on
    bound : float in (0, 1], below which the chance of the event is to be
    most : int, histories of a rung that the search may spend; as many again confirm what it finds
    play : plays some histories of a rung
    seen : by rung, what the search has seen
    confirmed : by rung, whether the event comes in each of the histories that the search has not seen, (most,)
    """

    ladders: Sequence[Sequence[int]]
    bound: float
    most: int
    play: Play
    seen: dict[int, Seen] = field(default_factory=dict)
    confirmed: dict[int, Bools] = field(default_factory=dict)

    @property
    def looks(self) -> int:
        """How often a rung may be looked at."""
        return 1 + max(0, math.ceil(math.log2(self.most / FIRST_LOOK)))

    @property
    def z(self) -> float:
        """Half-width of an interval in standard errors, so that it holds over all looks together."""
        return NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / self.looks)

    def look(self, rung: int) -> None:
        """Play a rung for the first time, or as often again as it has been played."""
        before = self.seen.get(rung, Seen())
        upto = min(self.most, max(FIRST_LOOK, 2 * before.n))
        events = int(self.play(rung, range(before.n, upto)).sum())
        self.seen[rung] = Seen(upto, before.events + events)

    def side(self, rung: int) -> Side:
        """On which side of the bound a rung is known to lie."""
        seen = self.seen[rung]
        low, high = share_interval(seen.events, seen.n, self.z)
        return "below" if high < self.bound else "above" if low >= self.bound else "open"

    def answer_of(self, ladder: Sequence[int]) -> int | None:
        """The smallest rung of a ladder that keeps the chance below the bound, also where it is confirmed; or None."""
        left = list(ladder)
        while (rung := self._smallest(left)) is not None:
            if self.confirms(rung):
                return rung
            left = left[left.index(rung) + 1 :]
        return None

    def _smallest(self, ladder: Sequence[int]) -> int | None:
        """The smallest rung that is known to lie below, once all smaller ones are settled or spent."""
        while True:
            below = next((n for n, rung in enumerate(ladder) if self.side(rung) == "below"), None)
            unsettled = [r for r in ladder[:below] if self.side(r) == "open" and self.seen[r].n < self.most]
            if not unsettled:
                return None if below is None else ladder[below]
            self.look(unsettled[0])

    def confirms(self, rung: int) -> bool:
        """Whether the chance lies below the bound in histories that the search has not seen, too."""
        if rung not in self.confirmed:
            self.confirmed[rung] = self.play(rung, range(self.most, 2 * self.most))
        _, high = share_interval(int(self.confirmed[rung].sum()), self.most)
        return bool(high < self.bound)

    def run(self) -> list[int | None]:
        """The answer of each ladder, None where it has none."""
        return [self.answer_of(ladder) for ladder in self.ladders]
