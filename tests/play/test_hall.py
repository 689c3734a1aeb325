"""A table with several seats: a day passes when all want it."""

import pytest

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


def ticked(hall: Hall) -> None:
    for _ in range(400):
        if not hall.going:
            return
        hall.tick()


RUSSIA = {"scenario": "nato_russia_2021", "parties": ["russia"], "seed": 2}


@pytest.mark.parametrize("talks_with", [(), ("nato",)], ids=["acts", "acts and talks with NATO"])
def test_to_the_next_act_is_what_f_is_in_the_terminal(talks_with: tuple[str, ...]) -> None:
    tables = [laid(**RUSSIA), laid(**RUSSIA)]  # type: ignore[arg-type]
    by_clock, at_once = (Seat.at(table, "russia") for table in tables)
    hall = Hall(tables[0], [by_clock], lambda: None)
    n_stops = 0
    while not at_once.is_over:
        at_once.go_to_act(talks_with)
        hall.go_to_act("russia", talks_with)
        ticked(hall)
        assert (by_clock.date, by_clock.n_known) == (at_once.date, at_once.n_known)
        assert (by_clock.table.moves, len(tables[0].stops)) == (at_once.table.moves, len(tables[1].stops))
        n_stops += 1
    assert n_stops == {(): 3, ("nato",): 7}[talks_with]


def test_a_table_goes_on_to_an_act_and_the_policy_answers_talks_of_who_goes_far() -> None:
    hall, _ = sat("arden", "belmora")
    hall.go_to_act("arden")
    hall.go_to_act("belmora")
    ticked(hall)
    assert str(hall.table.date) == "2030-03-02"
    assert not hall.far
    assert [news.number for news in hall.seats["arden"].news] == [1]


def test_who_pauses_a_far_way_is_told_all_that_happened_on_it() -> None:
    table = laid(**RUSSIA)  # type: ignore[arg-type]
    seat = Seat.at(table, "russia")
    hall = Hall(table, [seat], lambda: None)
    known = seat.n_known
    hall.go_to_act("russia", ())
    for _ in range(8):
        hall.tick()
    hall.pause("russia")
    assert (table.day, hall.going, hall.far) == (8, set(), {})
    assert len(seat.news) == int(table.model.state.log.n[0]) - known
