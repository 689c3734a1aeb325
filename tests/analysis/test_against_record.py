"""How histories stand to the record: what can be forecast, which move comes for which, and what is counted of many."""

import numpy as np
import pandas as pd
import pytest

from sim import EscalationModel, load_scenario
from sim.analysis.against_record import (
    NEAR_DAYS,
    come_for,
    decided,
    decided_by,
    documented,
    not_documented,
    of_histories,
    of_history,
    sums,
)
from sim.engine.compiled.ensemble import Ensemble

OFFER_7, OFFER_20 = (
    ("2021-10-07", "nato", "russia", "offer_talks", None),
    ("2021-10-20", "nato", "russia", "offer_talks", None),
)
EXPELS_20 = ("2021-04-18", "russia", "czechia", "expel", 20)


def record(*rows):
    """Documented moves from (date, from, to, kind, count)."""
    full = [(f"no_{n}", date, a, b, kind, "", count) for n, (date, a, b, kind, count) in enumerate(rows)]
    frame = pd.DataFrame(full, columns=["id", "date", "from", "to", "move", "channel", "count"])
    return frame.astype({"date": "datetime64[s]", "count": "Int64"})


def moves(*histories):
    """Moves that actors decided, from lists of (date, from, to, kind, count), one list a history."""
    rows = [(run, n + 1, *move) for run, made in enumerate(histories) for n, move in enumerate(made)]
    frame = pd.DataFrame(rows, columns=["run", "id", "announced", "from", "to", "kind", "count"])
    return frame.astype({"run": "int64", "announced": "datetime64[s]"})


def offer(date):
    return date, "nato", "russia", "offer_talks", 0


PAIRED = {
    "a move on the day": ([OFFER_7], [offer("2021-10-07")], [0]),
    "a move long after it": ([OFFER_7], [offer("2022-10-07")], [0]),
    "nothing": ([OFFER_7], [], [None]),
    "another kind is something else": ([OFFER_7], [("2021-10-07", "nato", "russia", "meet", 0)], [None]),
    "the other side's move is something else": (
        [OFFER_7],
        [("2021-10-07", "russia", "nato", "offer_talks", 0)],
        [None],
    ),
    "the same towards a third party is something else": (
        [OFFER_7],
        [("2021-10-07", "nato", "belarus", "offer_talks", 0)],
        [None],
    ),
    "one move stands for one alone, the nearest": ([OFFER_7, OFFER_20], [offer("2021-10-19")], [None, 0]),
    "two moves after both days": ([OFFER_7, OFFER_20], [offer("2021-10-24"), offer("2021-10-31")], [1, 0]),
    "more moves than are documented": ([OFFER_20], [offer(f"2021-10-{day}") for day in (10, 18, 23)], [1]),
    "of two as near the earlier": ([OFFER_20], [offer("2021-10-18"), offer("2021-10-22")], [0]),
}


@pytest.mark.parametrize(("known", "made", "expected"), PAIRED.values(), ids=PAIRED)
def test_for_a_documented_move_comes(known, made, expected):
    (found,) = come_for(record(*known), moves(made), 1)
    assert [None if place < 0 else place for place in found] == expected


def test_each_history_has_moves_of_its_own():
    found = come_for(record(OFFER_7), moves([offer("2021-10-09")], [], [offer("2021-10-08"), offer("2021-12-01")]), 3)
    assert found.tolist() == [[0], [-1], [1]]


def test_one_history_says_which_move_came_when_and_with_how_many():
    known = record(
        EXPELS_20,
        ("2021-04-22", "czechia", "russia", "cut_ceiling", 63),
        ("2021-05-14", "russia", "czechia", "measure", None),
    )
    found = of_history(
        known,
        moves([("2021-05-01", "russia", "czechia", "measure", 0), ("2021-04-16", "russia", "czechia", "expel", 16)]),
    )
    assert found.columns.tolist() == [*known.columns, "played", "played_on", "lag_days", "played_count"]
    assert found["played"].tolist() == [2, pd.NA, 1]
    assert found["played_on"].tolist() == [pd.Timestamp("2021-04-16"), pd.NaT, pd.Timestamp("2021-05-01")]
    assert found["lag_days"].tolist() == [-2, pd.NA, -13]
    assert found["played_count"].tolist() == [16, pd.NA, pd.NA]  # a measure counts nobody


def test_a_history_in_which_nobody_decided_anything_brings_nothing():
    found = of_history(record(EXPELS_20), moves([]))
    assert found[["played", "played_on", "lag_days", "played_count"]].isna().all(axis=None)


def expels(date, count):
    return date, "russia", "czechia", "expel", count


FIVE = (  # one day before, 2 and 30 days after, 31 days after, never
    [expels("2021-04-17", 18)],
    [expels("2021-04-20", 20)],
    [expels("2021-05-18", 5)],
    [expels("2021-05-19", 18)],
    [],
)


def test_many_histories_say_how_often_it_comes_when_and_with_how_many():
    known, made = record(EXPELS_20), moves(*FIVE)
    row = of_histories(known, made, come_for(known, made, 5)).iloc[0]
    assert (row["came_share"], row["near_share"]) == (4 / 5, 3 / 5)  # 30 days are near, 31 are not
    assert NEAR_DAYS == 30
    assert row["low"] < 4 / 5 < row["high"] < 1
    assert row[["lag_q05", "lag_q50", "lag_q95"]].tolist() == [-1, 2, 31]
    assert row[["count_q05", "count_q50", "count_q95"]].tolist() == [5, 18, 20]


def test_what_never_comes_has_neither_days_nor_numbers():
    known, made = record(EXPELS_20, OFFER_7), moves([], [offer("2021-10-08")])
    never, counts_nobody = of_histories(known, made, come_for(known, made, 2)).to_dict("records")
    assert (never["came_share"], never["near_share"], never["low"]) == (0, 0, 0)
    assert np.isnan([never[f"{what}_{q}"] for what in ("lag", "count") for q in ("q05", "q50", "q95")]).all()
    assert counts_nobody["lag_q50"] == 1
    assert np.isnan(counts_nobody["count_q50"])


def test_what_is_not_documented_counts_where_it_is_hostile():
    known = record(EXPELS_20)
    made = moves(
        [expels("2021-04-20", 9), expels("2021-06-20", 1), offer("2021-10-07")],
        [
            ("2021-04-19", "czechia", "russia", "close_consulate", 0),
            ("2021-04-19", "czechia", "russia", "criticise", 0),
        ],
        [],
    )
    at = come_for(known, made, 3)
    assert not_documented(made, at).tolist() == [1, 1, 0]  # a criticism and an offer are not hostile
    assert sums(known, made, at) == {
        "histories": 3,
        "documented": 1,
        "came": [0, 0, 1],  # 1, 0, 0
        "near": [0, 0, 1],
        "not_documented": [0, 1, 1],
    }


# what can be forecast -----------------------------------------------------------------------------

ANSWER = "observed.answer={date: 2030-03-09, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 3}"
GIVEN = "observed.first_expulsion={date: 2030-03-01, from: belmora, to: arden, move: expel, count: 3}"


def known_of(*sets, until="2030-12-31", script=()):
    case = load_scenario("two_states", settings=sets)
    other = load_scenario("two_states", settings=[*sets, *script]) if script else None
    return documented(case, pd.Timestamp(until).date(), other)


def test_a_documented_move_has_its_day_its_parties_its_kind_and_number():
    (row,) = known_of(ANSWER).to_dict("records")
    assert row == {
        "id": "answer",
        "date": pd.Timestamp("2030-03-09"),
        "from": "arden",
        "to": "belmora",
        "move": "expel",
        "channel": "belmora_embassy",
        "count": 3,
    }


KNOWN = {
    "nothing where nothing is documented": ((), []),
    "not what is scripted under the same id": ((ANSWER, GIVEN), ["answer"]),
    "not what is scripted on the same day under another": ((ANSWER, GIVEN.replace("first_expulsion", "x")), ["answer"]),
    "a like move on another day, which nothing scripts": (
        (ANSWER, GIVEN.replace("first_expulsion=", "later=").replace("03-01", "05-01")),
        ["answer", "later"],
    ),
    "what is scripted on another day than it happened": (
        (ANSWER, GIVEN, "timeline.first_expulsion.date=2030-03-05"),
        ["answer"],
    ),
    "what the scenario does not script any more": (
        (ANSWER, GIVEN, "timeline.first_expulsion=null"),
        ["first_expulsion", "answer"],
    ),
    "not what came before actors decide": ((ANSWER, "autonomous_from=2030-03-10", "timeline=null"), []),
    "what came on the day from which they decide": (
        (ANSWER, "autonomous_from=2030-03-09", "timeline=null"),
        ["answer"],
    ),
    "the record from that day on, and no note of staff in it": (
        (
            "timeline=null",
            "autonomous_from=2030-02-01",
            "record.before={date: 2030-01-05, from: arden, to: belmora, move: meet}",
            "record.after={date: 2030-02-05, from: arden, to: belmora, move: meet}",
            "record.staff={date: 2030-02-07, channel: arden_embassy, accredited: 30}",
        ),
        ["after"],
    ),
}


@pytest.mark.parametrize(("sets", "expected"), KNOWN.values(), ids=KNOWN)
def test_can_be_forecast(sets, expected):
    assert known_of(*sets)["id"].tolist() == expected


def test_only_days_that_are_played_can_be_compared():
    assert len(known_of(ANSWER, until="2030-03-09")) == 1
    assert len(known_of(ANSWER, until="2030-03-08")) == 0


def test_what_another_world_scripts_is_left_out_for_it():
    scripted = (
        "timeline.mine={date: 2030-03-09, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 3}"
    )
    assert len(known_of(ANSWER, script=[scripted])) == 0
    assert len(known_of(ANSWER, script=["timeline=null", "autonomous_from=2030-04-01"])) == 0


def test_what_is_played_by_hand_is_no_script():
    by_hand = (
        "timeline.arden_by_hand_0001={date: 2030-03-09, from: arden, to: belmora, move: expel, "
        "channel: belmora_embassy, count: 3}"
    )
    assert len(known_of(ANSWER, script=[by_hand])) == 1
    case = load_scenario("two_states", settings=["end=2030-05-31", "by_hand=[arden]", by_hand])
    alone = decided(EscalationModel(case, seed=1).run_until().trajectory.moves())
    assert alone[["from", "kind", "count"]].to_numpy().tolist()[0] == ["arden", "expel", 3]
    many = decided_by(Ensemble(case, 1, n_threads=1), range(2)).query("run == 0").reset_index(drop=True)
    pd.testing.assert_frame_equal(many, alone, check_dtype=False)


NUMBERS = {
    "a number that is not known": ("move: expel, channel: belmora_embassy", pd.NA),
    "people of a post that is closed, which the model does not count": (
        "move: close_consulate, channel: belmora_consulate, count: 5",
        pd.NA,
    ),
    "posts": ("move: cut_ceiling, channel: belmora_embassy, count: 7", 7),
}


@pytest.mark.parametrize(("what", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_compared_where_both_can_have_one(what, expected):
    found = known_of(f"observed.x={{date: 2030-03-09, from: arden, to: belmora, {what}}}")
    assert found["count"].tolist() == [expected]


def test_what_a_scenario_scripts_is_no_move_that_actors_decided():
    case = load_scenario("two_states", settings=["end=2030-05-31"])
    alone = decided(EscalationModel(case, seed=1, run=2).run_until().trajectory.moves())
    assert not ((alone["from"] == "belmora") & (alone["announced"] == "2030-03-01")).any()
    assert (alone["from"] == "arden").any()
    many = decided_by(Ensemble(case, 1, n_threads=1), range(3))
    assert many["run"].unique().tolist() == [0, 1, 2]
    own = many[many["run"] == 2].assign(run=0).reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone, check_dtype=False)
