"""A table with several seats: a day passes when all want it."""

from sim.play import Seat, laid
from sim.play.hall import Hall


def sat(*parties: str) -> tuple[Hall, list[str]]:
    table, closed = laid("two_states", parties), list[str]()
    return Hall(table, [Seat.at(table, party) for party in table.parties], lambda: closed.append("closed")), closed


def test_a_step_waits_for_all() -> None:
    hall, _ = sat("arden", "belmora")
    hall.step("arden")
    assert hall.table.day == 0
    hall.step("belmora")
    assert (hall.table.day, hall.table.ready) == (1, {})


def test_days_pass_while_all_go_on_until_somebody_is_asked() -> None:
    hall, _ = sat("arden", "belmora")
    hall.go("arden")
    hall.tick()
    assert hall.table.day == 0
    hall.go("belmora")
    for _ in range(100):
        hall.tick()
    assert (str(hall.table.date), hall.going) == ("2030-03-02", set())  # the morning after the expulsion


def test_whoever_pauses_stops_the_days() -> None:
    hall, _ = sat("arden")
    hall.go("arden")
    hall.tick()
    hall.pause("arden")
    hall.tick()
    assert hall.table.day == 1
    hall.step("arden")
    assert hall.table.day == 2


def test_it_closes_when_all_have_left() -> None:
    hall, closed = sat("arden", "belmora")
    hall.leave("arden")
    assert closed == []
    hall.leave("belmora")
    assert closed == ["closed"]


def test_each_seat_has_an_address_that_nobody_guesses() -> None:
    addresses = [*sat("arden", "belmora")[0].addresses.values(), *sat("arden")[0].addresses.values()]
    assert len({*addresses}) == 3
    assert all(len(address) == 33 for address in addresses)


def test_pages_know_when_to_look_again() -> None:
    hall, _ = sat("arden")
    before = hall.version
    hall.step("arden")
    assert hall.version > before
