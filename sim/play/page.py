"""Seats on a page in the browser, by NiceGUI: several may sit at one table.

The page is served to this machine alone.  Each seat has an address of its own, which nobody can guess.
"""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nicegui import app, background_tasks, ui
from nicegui.server import Server

from sim.analysis.labels import capital
from sim.report.page.debriefing import blocks_of
from sim.report.page.document import Block
from sim.results.debriefing import Debriefing

from .debriefing import debriefing
from .hall import Hall
from .kept import kept
from .seat import Seat
from .seat_page import LOOK_SECONDS, SeatPage
from .table import Table
from .wording import (
    title_lines,
)

HOST = "127.0.0.1"
MOST_LOOKS = 30  # of pages that have still to show how the game ended
CLOSE = "You may close this page."


def serve(
    table: Table, seats: Sequence[Seat], port: int, say: Callable[[str], None], where: Callable[[], Path], runs: int = 0
) -> dict[str, Debriefing]:
    """Serve a page for each seat to this machine until all have left and seen what came of the game.

    Parameters
    ----------
    port : int; 0 for any that is free
    say : prints the addresses
    where : says, once a day has been played, in which folder the game will be kept
    runs : histories that a debriefing plays; there is none without any

    Returns
    -------
    dict of the debriefings that were shown, by party; empty where the pages were closed before
    """
    shown: dict[str, Debriefing] = {}
    hall = Hall(table, seats, lambda: background_tasks.create(_conclude(hall, where, runs, shown)))
    for seat in seats:
        ui.page(hall.addresses[seat.party], title=title_lines(seat)[0], language="en-US")(_page_of(hall, seat))
    chosen = port or _free_port()
    addresses = [
        f"{capital(table.labels.party(party))}: http://{HOST}:{chosen}{path}" for party, path in hall.addresses.items()
    ]
    app.config.quasar_config["loadingBar"] = {"skipHijack": True}  # which has no name that a screen reader could say
    with _until_interrupted() as came:
        app.on_startup(lambda: asyncio.create_task(_begin(hall, lambda: say("\n".join(addresses)), came)))
        ui.run(host=HOST, port=chosen, show=False, reload=False, show_welcome_message=False, title="detente")
    return shown


async def _conclude(hall: Hall, where: Callable[[], Path], runs: int, shown: dict[str, Debriefing]) -> None:
    """Show what came of the game on all pages, and close them.

    Parameters
    ----------
    shown : filled with the debriefings
    """
    told = await asyncio.to_thread(_told, hall, runs, shown)
    has_days = hall.table.day > 0
    hall.tell(told, await asyncio.to_thread(kept, [*hall.seats.values()], where(), shown) if has_days else None)
    for _ in range(MOST_LOOKS):
        if hall.seen >= hall.told.keys():
            break
        await asyncio.sleep(LOOK_SECONDS)
    await asyncio.sleep(3 * LOOK_SECONDS)  # what is shown is on its way
    app.shutdown()


def _told(hall: Hall, runs: int, shown: dict[str, Debriefing]) -> dict[str, list[Block]]:
    """What each page shows at the end: the headline, the debriefing, and that it may be closed."""
    if hall.table.day == 0:
        return {party: ["No day was played, and nothing is written.", CLOSE] for party in hall.seats}
    told: dict[str, list[Block]] = {}
    for party, seat in hall.seats.items():
        told[party] = [str(seat.result().outcome["headline"])]
        if runs:
            shown[party] = debriefing(seat, runs)
            told[party] += blocks_of(shown[party], hall.table.labels)
        told[party].append(CLOSE)
    return told


async def _begin(hall: Hall, say: Callable[[], None], came: Sequence[int]) -> None:
    """Say where the pages are once they can be opened, and keep time from then on; close them if a signal came before.

    Parameters
    ----------
    came : signals that came before the server took them
    """
    while not Server.instance.started:
        await asyncio.sleep(0.05)
    if came:
        app.shutdown()
        return
    say()
    await hall.keep_time()


@contextmanager
def _until_interrupted() -> Iterator[list[int]]:
    """Let Ctrl-C, and what ends a command, close the pages and not the command: the game is kept.

    The server takes signals once it has started, and passes them on in the end.  Gives those that came.
    """
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _page_of(hall: Hall, seat: Seat) -> Callable[[], None]:
    return lambda: SeatPage(hall, seat).build()
