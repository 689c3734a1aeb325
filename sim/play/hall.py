"""A table at which several sit, each at a page of its own: who lets days pass, and how fast."""

import asyncio
import secrets
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .seat import Seat
from .table import Table

if TYPE_CHECKING:
    from sim.report.page.document import Block

    from .kept import Kept


class Far(NamedTuple):
    """How a party goes on to the next decision about an act.

    Attributes
    ----------
    talks_with : ids of parties about talks with whom it is asked, too
    day, n_known, n_stops : where it began: the day, the moves made by then, and the stops of the table
    """

    talks_with: frozenset[str]
    day: int
    n_known: int
    n_stops: int


class Hall:
    """A table with its seats on pages, and the clock that lets days pass while all want to go on.

    Parameters
    ----------
    table : Table
    seats : a seat for each of its parties
    close : called once all have left

    Attributes
    ----------
    going : parties that let days pass
    far : parties whose policy sees to talks meanwhile, and from where on
    left : parties that have left
    told : by party, what came of the game, once that is known
    kept : where the game is kept, once that is known; None where no day was played
    seen : parties whose pages have shown it
    version : how often anything has changed, so that pages know when to look again
    speed : days a second
    """

    def __init__(self, table: Table, seats: Sequence[Seat], close: Callable[[], object]) -> None:
        self.table, self.seats = table, {seat.party: seat for seat in seats}
        self.addresses = {seat.party: f"/{secrets.token_urlsafe(24)}" for seat in seats}
        self.going: set[str] = set()
        self.far: dict[str, Far] = {}
        self.left: set[str] = set()
        self.told: dict[str, list[Block]] = {}
        self.kept: Kept | None = None
        self.seen: set[str] = set()
        self.speed = 5.0
        self.version = 0
        self._close = close

    def change(self) -> None:
        """Note that something has changed."""
        self.version += 1

    def go(self, party: str) -> None:
        """Let days pass as soon as all others want it, too."""
        self._end_far(party)
        self.going.add(party)
        self.change()

    def go_to_act(self, party: str, talks_with: Collection[str] = ()) -> None:
        """Do the same up to the next decision about an act; as :meth:`sim.play.Seat.go_to_act`.

        Parameters
        ----------
        talks_with : ids of parties about talks with whom it is asked, too
        """
        table = self.table
        self.go(party)
        self.far[party] = Far(frozenset(talks_with), table.day, int(table.model.state.log.n[0]), len(table.stops))

    def pause(self, party: str) -> None:
        """Let no day pass."""
        self._end_far(party)
        self.going.discard(party)
        self.table.ready.pop(party, None)
        self.change()

    def step(self, party: str) -> None:
        """Let one day pass as soon as all others want it, too."""
        self._end_far(party)
        self.going.discard(party)
        self.table.ready[party] = 1
        self._play_if_all_are_ready()

    def tick(self) -> None:
        """Play a day where all want to go on."""
        for party in sorted(self.going):
            self._leave_to_policy(party)
            self.table.ready.setdefault(party, 1)
        self._play_if_all_are_ready()

    def _play_if_all_are_ready(self) -> None:
        if self.table.is_over or len(self.table.ready) < len(self.table.parties):
            return
        self.table.play_on()
        if self.table.is_over or any(self._is_asked(seat) for seat in self.seats.values()):
            self.going.clear()
            for party in [*self.far]:
                self._end_far(party)
        self.change()

    def _is_asked(self, seat: Seat) -> bool:
        """Whether a seat has to decide by itself today."""
        far = self.far.get(seat.party)
        return seat.is_asked if far is None else seat.is_about(far.talks_with)

    def _leave_to_policy(self, party: str) -> None:
        """Let the policy of a party that goes far decide today, where nothing that stops it is due or chosen."""
        seat, far = self.seats[party], self.far.get(party)
        if far is not None and not seat.is_ready and not seat.chosen and not seat.is_about(far.talks_with):
            seat.follow(is_left=True)

    def _end_far(self, party: str) -> None:
        """Where a party no longer goes far: all that happened meanwhile is news to it, and no stop of its own."""
        far = self.far.pop(party, None)
        if far is not None and self.table.day > far.day:
            self.seats[party].n_known = far.n_known
            del self.table.stops[far.n_stops + 1 :]

    def leave(self, party: str) -> None:
        """Leave the table; when all have, it is closed, once."""
        is_new = party not in self.left
        self.left.add(party)
        self.pause(party)
        if is_new and len(self.left) == len(self.seats):
            self._close()

    def tell(self, told: dict[str, "list[Block]"], kept: "Kept | None" = None) -> None:
        """Let the pages show what came of the game, and where it is kept."""
        self.told, self.kept = told, kept
        self.change()

    async def keep_time(self) -> None:
        """Let days pass as fast as the slider says."""
        while True:
            await asyncio.sleep(1.0 / self.speed)
            if self.going and not self.table.is_over:
                self.tick()
