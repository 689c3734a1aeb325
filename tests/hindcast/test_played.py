"""What is read from the histories that are played for a package, and the world that they are played in."""

from datetime import date
from math import log, log1p

import numpy as np
import pytest

from sim.engine.compiled.exchanges import Packages
from sim.hindcast.free_running import DAYS, MOVES, SENT_HOME, case_rows, totals_by_day
from sim.hindcast.packages import documented
from sim.hindcast.played import answers_in, forecasts_from, played
from sim.hindcast.worlds import known_rows, world_of
from sim.rules.moves import CLOSE_CONSULATE, CUT_CEILING, EXPEL
from tests.documented.rows import events_of, row

ACT, BACK = 0, 1  # directions
NOBODY = -1


def packages(*rows: dict[str, int]) -> Packages:
    """Packages of some histories; what a row does not say is usual."""
    usual = {"provocation": -1, "answers": NOBODY, "is_scripted": 0, "moves": 1, "expelled": 0, "kinds": 1 << EXPEL}
    full = [usual | {"head": row["package"]} | row for row in rows]
    columns = {name: np.array([each[name] for each in full]) for name in Packages._fields if name != "n"}
    columns["is_scripted"] = columns["is_scripted"].astype(bool)
    return Packages(n=np.array([len(rows)]), **columns)


def act(run: int, **others: int) -> dict[str, int]:
    return {"run": run, "package": 7, "ij": ACT, "day": 10, "is_scripted": 1, "expelled": 4} | others


def answer(run: int, day: int, **others: int) -> dict[str, int]:
    return {"run": run, "package": 9, "ij": BACK, "day": day, "answers": 7} | others


def test_days_people_and_kinds_are_those_of_all_that_answers():
    found = answers_in(
        packages(
            act(0),
            answer(0, 13, expelled=4),
            act(1),
            act(2),
            answer(2, 20, expelled=2, kinds=1 << EXPEL | 1 << CUT_CEILING),
            answer(2, 15, expelled=1, package=12, kinds=1 << CLOSE_CONSULATE),
        ),
        ij=ACT,
        day=10,
        n=3,
    )
    assert found.days.tolist() == pytest.approx([3.0, np.nan, 5.0], nan_ok=True)
    assert found.expelled.tolist() == [4, 0, 3]
    assert found.kinds[2] == 1 << EXPEL | 1 << CUT_CEILING | 1 << CLOSE_CONSULATE
    assert (found.act_expelled, found.act_kinds) == (4, 1 << EXPEL)


def test_what_answers_another_act_or_nothing_or_comes_from_the_same_side_is_no_answer():
    found = answers_in(
        packages(
            act(0),
            answer(0, 12, answers=3),
            answer(0, 12, package=10, answers=NOBODY),
            answer(0, 12, package=11, ij=ACT),
        ),
        ij=ACT,
        day=10,
        n=1,
    )
    assert np.isnan(found.days).all()


def test_an_act_that_the_model_cannot_make_has_no_forecast():
    assert answers_in(packages(answer(0, 12)), ij=ACT, day=10, n=1) is None


def test_chances_and_members_are_counted_from_the_histories():
    rows = []
    for run in range(40):
        rows.append(act(run))
        if run < 30:  # of these ten after 70 days, and fifteen with a ceiling cut besides
            kinds = 1 << EXPEL | (1 << CUT_CEILING if run < 15 else 0)
            rows.append(answer(run, 80 if run < 10 else 14, expelled=4 if run < 20 else 3, kinds=kinds))
    found = forecasts_from(answers_in(packages(*rows), ij=ACT, day=10, n=40), 40)
    assert (found["answered_60"].hits, found["answered_365"].hits, found["answered_365"].of) == (20, 30, 40)
    assert (found["added"].hits, found["added"].of, found["closes"].hits) == (15, 30, 0)
    assert found["lag"].ascending.tolist() == pytest.approx([log1p(4)] * 20 + [log1p(70)] * 10)
    assert found["people"].ascending.tolist() == pytest.approx([log(3)] * 10 + [log(4)] * 20)


def test_hardly_any_answers_say_how_likely_one_is_and_nothing_about_it():
    rows = [line for run in range(40) for line in ([act(run), answer(run, 14)] if run < 5 else [act(run)])]
    found = forecasts_from(answers_in(packages(*rows), ij=ACT, day=10, n=40), 40)
    assert found.keys() == {"answered_60", "answered_365", "further"}


# worlds -------------------------------------------------------------------------------------------

FIRST = row("2020-01-01", "A", "B", "expel", "initial", persons="4")
REPLY = row("2020-01-08", "B", "A", "expel", "reply", "2020-01-01", persons="4")
SAME_DAY = row("2020-01-08", "A", "B", "cut_ceiling", "counter", "2020-01-08", persons="9")
OTHERS = row("2020-01-02", "C", "B", "expel", "solidarity", "2020-01-01", persons="1")


def test_the_world_of_an_act_knows_nothing_of_what_followed(tmp_path):
    events = events_of(tmp_path, FIRST, REPLY, SAME_DAY)
    first, reply, *_ = documented("world", events)
    assert [event.move for event in known_rows(first, events)] == ["expel"]
    assert [event.date for event in known_rows(reply, events)] == ["2020-01-01", "2020-01-08"]
    world = world_of(first, events, {})
    assert (len(world.record), len(world.timeline), len(world.observed)) == (0, 1, 0)
    assert (world.autonomous_from, world.end) == (date(2020, 1, 1), date(2020, 12, 31))


def test_the_world_of_an_answer_has_the_act_on_record(tmp_path):
    events = events_of(tmp_path, FIRST, REPLY, SAME_DAY)
    world = world_of(documented("world", events)[1], events, {})
    assert [move.move for move in world.record.values()] == ["expel"]
    (answer_given,) = world.timeline.values()
    assert (answer_given.from_, answer_given.answers in world.record) == ("b", True)


def test_the_forecast_of_an_act_is_the_same_whatever_followed(tmp_path):
    events = events_of(tmp_path, FIRST, REPLY)
    with_more = events_of(tmp_path, FIRST, REPLY, SAME_DAY)
    one, other = (played(documented("world", rows)[0], rows, {}, 100, 1) for rows in (events, with_more))
    assert one["answered_365"] == other["answered_365"]
    assert one["lag"].ascending.tolist() == other["lag"].ascending.tolist()


def test_an_act_of_a_wave_takes_the_side_of_others(tmp_path):
    events = events_of(tmp_path, FIRST, OTHERS)
    alone, in_wave = documented("world", events)
    assert not world_of(alone, events, {}).triggers
    world = world_of(in_wave, events, {})
    assert [move.answers for move in world.timeline.values()] == [*world.triggers]


def test_numbers_that_were_learned_decide(tmp_path):
    events = events_of(tmp_path, FIRST)
    (given,) = documented("world", events)
    for silence, hits in ((0.0, 100), (1.0, 0)):
        learned = {"world": {"silence_first": silence}}
        assert played(given, events, learned, 100, 1)["answered_365"].hits == hits


# whole cases --------------------------------------------------------------------------------------


def test_moves_and_people_of_a_case_add_up_from_its_first_act_on():
    made = packages(act(0, day=10, moves=2), answer(0, 13, expelled=3), answer(1, 10, moves=5), act(1, day=4, moves=9))
    moves, people = (totals_by_day(made, measure, first=10, n=2) for measure in (MOVES, SENT_HOME))
    assert moves[:, DAYS.index(2)].tolist() == [2, 5]  # what came before the first act does not count
    assert moves[:, DAYS.index(3)].tolist() == [3, 5]
    assert people[:, DAYS.index(365)].tolist() == [7, 0]


def test_the_record_stands_beside_the_histories_of_a_case(tmp_path):
    rows = case_rows("world", events_of(tmp_path, FIRST, REPLY, SAME_DAY), {}, 20, 1)
    happened = {(each["measure"], each["day"]): each["happened"] for each in rows}
    assert [happened[MOVES, day] for day in (0, 5, 7)] == [1, 1, 3]
    assert [happened[SENT_HOME, day] for day in (0, 7)] == [4, 8]  # a cut sends nobody home by name


def test_a_case_in_which_nobody_does_anything_is_not_played(tmp_path):
    silence = row("2020-01-01", "A", "B", "no_response", "no_response", "2019-12-01")
    assert case_rows("world", events_of(tmp_path, silence), {}, 20, 1) == []
