"""How often, how soon, by how many and in which kinds acts were answered: small tables, and the figures of the page."""

from functools import cache
from pathlib import Path

import pytest

from sim.documented import frequencies
from sim.documented.events import read_record
from sim.documented.pairing import Exchange, exchanges
from tests.documented.rows import events_of, row


@cache
def record(name: str) -> tuple[Exchange, ...]:
    """Exchanges of a record that ships."""
    return exchanges(read_record(name))


def first_moves(name: str) -> list[Exchange]:
    """Exchanges that begin with a first move."""
    return [exchange for exchange in record(name) if exchange.package.is_first]


# small tables ---------------------------------------------------------------------------------------


def test_shares_leave_out_what_nobody_verified_and_the_documented_one_also_what_no_row_speaks_of(
    tmp_path: Path,
) -> None:
    acts = [row("2020-01-01", "A", other, "expel", "initial", persons="1") for other in "BCDEF"]
    answers = [
        row("2020-01-02", "B", "A", "expel", "reply", "2020-01-01", persons="1"),
        row("2020-01-02", "C", "A", "expel", "reply", "2020-01-01", persons="2", confidence="low"),
        row("2020-01-02", "D", "A", "no_response", "no_response", "2020-01-01"),
        row("2020-01-02", "E", "A", "no_response", "no_response", "2020-01-01", confidence="low"),
    ]
    paired = exchanges(events_of(tmp_path, *acts, *answers))
    found = frequencies.outcomes("first moves", (e for e in paired if e.package.is_first))
    assert found == ("first moves", 5, 2, 1, 0, 1, 0, 1, 1, 1)
    assert (found.share, found.documented_share) == (2 / 4, 1 / 2)


def test_ratios_stand_by_the_number_received(tmp_path: Path) -> None:
    rows = []
    for day, received, returned in (("01", 3, 5), ("02", 4, 2), ("03", 10, 10), ("04", 25, 25)):
        rows += [
            row(f"2020-01-{day}", "A", "B", "expel", "initial", persons=str(received)),
            row(f"2020-02-{day}", "B", "A", "expel", "reply", f"2020-01-{day}", persons=str(returned)),
        ]
    assert frequencies.ratios_by_size(exchanges(events_of(tmp_path, *rows))) == [
        ("1 to 3", 1, 0, 0, 1, 3, 5),
        ("4 to 10", 2, 1, 1, 0, 14, 12),
        ("11 to 24", 0, 0, 0, 0, 0, 0),
        ("25 and more", 1, 1, 0, 0, 25, 25),
        ("all", 4, 2, 1, 1, 42, 42),
    ]


def test_quartiles_lie_between_the_values_and_of_one_there_are_none() -> None:
    assert frequencies.quartiles_of("days", [8, None, 0, 2, 4]) == ("days", 4, 1, 1.5, 3.0, 5.0, 0, 8)
    assert frequencies.quartiles_of("days", [None]).least is None


# the first record -----------------------------------------------------------------------------------


def test_of_93_first_moves_that_sent_people_home_80_were_answered() -> None:
    groups = {row.what: row for row in frequencies.by_group(first_moves("moscow"))}
    people = groups["people sent home"]
    assert (people.n, people.answered, people.unverified) == (93, 80, 2)
    assert round(people.share, 2) == 0.88


@pytest.mark.parametrize(
    ("group", "answered", "n", "share"),
    [("own people or posts withdrawn", 1, 12, 0.08), ("relations severed or downgraded", 0, 10, 0.00)],
)
def test_hardly_any_other_first_move_was_answered(group: str, answered: int, n: int, share: float) -> None:
    groups = {row.what: row for row in frequencies.by_group(first_moves("moscow"))}
    assert (groups[group].answered, groups[group].n, round(groups[group].share, 2)) == (answered, n, share)


def test_92_packages_were_answered_after_5_days_in_the_median() -> None:
    found = frequencies.lag_quartiles("all", record("moscow"))
    assert sum(bool(exchange.answers) for exchange in record("moscow")) == 92
    assert (found.n, found.lower, found.median, found.upper) == (91, 4, 5, 18)  # one has only a month


@pytest.mark.parametrize(("begins", "median"), [(("2018",), 4), (("2022-03", "2022-04"), 21)])
def test_a_wave_has_a_lag_of_its_own(begins: tuple[str, ...], median: int) -> None:
    wave = [exchange for exchange in record("moscow") if exchange.package.date.startswith(begins)]
    assert frequencies.lag_quartiles("wave", wave).median == median


def test_of_75_answers_in_persons_62_were_exact() -> None:
    assert frequencies.ratios_by_size(record("moscow")) == [
        ("1 to 3", 45, 44, 0, 1, 78, 80),
        ("4 to 10", 14, 11, 3, 0, 80, 70),
        ("11 to 24", 7, 4, 2, 1, 115, 111),
        ("25 and more", 9, 3, 5, 1, 340, 250),
        ("all", 75, 62, 10, 3, 613, 511),
    ]


def test_86_answers_repeat_a_kind_and_15_add_one_none_of_them_to_few_people() -> None:
    found = frequencies.added_by_size(record("moscow"))
    assert found[-1] == ("all", 92, 86, 15)
    adding = {row.what: (row.adding, row.n) for row in found}
    assert adding["nobody, or no number"] == (3, 4)
    assert adding["1 to 3"] == (0, 46)
    larger = [adding[what] for what in ("4 to 10", "11 to 24", "25 and more")]
    assert tuple(map(sum, zip(*larger, strict=True))) == (12, 42)


def test_a_ceiling_is_what_is_added_most_often() -> None:
    assert frequencies.kinds_added(record("moscow")) == {
        "cut_ceiling": 6,
        "close_consulate": 3,
        "recall_for_consultations": 3,
        "ban_local_staff": 2,
        "close_office": 2,
        "close_liaison_mission": 1,
        "downgrade_relations": 1,
        "restrict_travel": 1,
        "suspend_cooperation": 1,
        "suspend_mission": 1,
    }


def test_most_chains_end_with_the_answer() -> None:
    assert frequencies.chains(record("moscow"), only_people=True) == {1: 13, 2: 76, 3: 2, 4: 2}


def test_people_have_a_week_to_leave() -> None:
    found = frequencies.leave_quartiles(read_record("moscow"))
    assert (found.n, found.lower, found.median, found.upper) == (45, 5, 7, 14)


# the second record: answered, and not, by kind; the latter at any confidence
KINDS = {
    "expulsion": (48, 34),
    "own recall": (11, 46),
    "severance": (4, 13),
    "downgrade": (5, 5),
    "suspended cooperation": (1, 5),
    "closed consulate": (3, 2),
    "closed office": (0, 5),
    "asset freeze": (3, 1),
    "visas": (3, 6),
    "airspace and flights": (0, 6),
    "trade, import, export": (2, 4),
    "border": (1, 2),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_world_at_large_answers(kind: str) -> None:
    rows = {row.what: row for row in frequencies.by_kind(first_moves("world"))}
    assert (rows[kind].answered, rows[kind].silent + rows[kind].unverified) == KINDS[kind]


def test_the_world_at_large_answers_three_expulsions_in_five() -> None:
    rows = {row.what: row for row in frequencies.by_kind(first_moves("world"))}
    assert round(rows["expulsion"].documented_share, 2) == 0.62
    assert round(rows["own recall"].documented_share, 2) == 0.22


def test_the_world_at_large_answers_a_third_of_ruptures_and_hardly_any_recall() -> None:
    groups = {row.what: (row.answered, row.n - row.unverified) for row in frequencies.by_group(first_moves("world"))}
    assert groups["people sent home"] == (51, 83)
    assert groups["own people or posts withdrawn"] == (6, 42)
    assert groups["relations severed or downgraded"] == (7, 21)


@pytest.mark.parametrize(("name", "few", "more"), [("moscow", (46, 54), (34, 37)), ("world", (43, 63), (2, 9))])
def test_few_people_sent_home_and_more(name: str, few: tuple[int, int], more: tuple[int, int]) -> None:
    found = [(row.answered, row.n - row.unverified) for row in frequencies.by_size(first_moves(name))]
    assert (found[0], tuple(map(sum, zip(*found[1:4], strict=True)))) == (few, more)


def test_the_world_at_large_answers_sooner_and_less_exactly() -> None:
    paired = record("world")
    lags = frequencies.lag_quartiles("all", paired)
    assert (lags.n, lags.lower, lags.median, lags.upper) == (95, 0, 1, 7)
    assert frequencies.ratios_by_size(paired)[-1] == ("all", 43, 35, 3, 5, 61, 76)
    assert frequencies.added_by_size(paired)[-1] == ("all", 97, 70, 32)
    assert frequencies.chains(paired, only_people=True) == {1: 40, 2: 45, 3: 5, 4: 1}
    leave = frequencies.leave_quartiles(read_record("world"))
    assert (leave.lower, leave.median, leave.upper) == (2, 3, 7)
