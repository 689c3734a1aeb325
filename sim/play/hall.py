"""A table at which several sit, each at a page of its own: who lets days pass, and how fast."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .seat import Seat
from .table import Table

if TYPE_CHECKING:
    from sim.report.page.document import Block


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
    left : parties that have left
    told : by party, what came of the game, once that is known
    seen : parties whose pages have shown it
    version : how often anything has changed, so that pages know when to look again
    speed : days a second
    """

    def __init__(self, table: Table, seats: Sequence[Seat], close: Callable[[], object]) -> None:
        self.table, self.seats = table, {seat.party: seat for seat in seats}
        self.addresses = {seat.party: f"/{secrets.token_urlsafe(24)}" for seat in seats}
        self.going: set[str] = set()
        self.left: set[str] = set()
        self.told: dict[str, list[Block]] = {}
        self.seen: set[str] = set()
        self.speed = 5.0
        self.version = 0
        self._close = close

    def change(self) -> None:
        """Note that something has changed."""
        self.version += 1

    def go(self, party: str) -> None:
        """Let days pass as soon as all others want it, too."""
        self.going.add(party)
        self.change()

    def pause(self, party: str) -> None:
        """Let no day pass."""
        self.going.discard(party)
        self.table.ready.pop(party, None)
        self.change()

    def step(self, party: str) -> None:
        """Let one day pass as soon as all others want it, too."""
        self.going.discard(party)
        self.table.ready[party] = 1
        self._play_if_all_are_ready()

    def tick(self) -> None:
        """Play a day where all want to go on."""
        for party in self.going:
            self.table.ready.setdefault(party, 1)
        self._play_if_all_are_ready()

    def _play_if_all_are_ready(self) -> None:
        if self.table.is_over or len(self.table.ready) < len(self.table.parties):
            return
        self.table.play_on()
        if self.table.is_over or any(seat.is_asked for seat in self.seats.values()):
            self.going.clear()
        self.change()

    def leave(self, party: str) -> None:
        """Leave the table; when all have, it is closed, once."""
        is_new = party not in self.left
        self.left.add(party)
        self.pause(party)
        if is_new and len(self.left) == len(self.seats):
            self._close()

    def tell(self, told: dict[str, "list[Block]"]) -> None:
        """Let the pages show what came of the game."""
        self.told = told
        self.change()

    async def keep_time(self) -> None:
        """Let days pass as fast as the slider says."""
        while True:
            await asyncio.sleep(1.0 / self.speed)
            if self.going and not self.table.is_over:
                self.tick()
