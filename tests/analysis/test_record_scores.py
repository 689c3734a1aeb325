"""Two worlds scored against the record, with cells, shares and scores worked by hand."""

import math

import pytest

from sim.analysis.record_scores import COMES, IN_TIME, record_scores
from tests.analysis.test_against_record import moves, record

DAY = "2030-03-09"
EXPELS = (DAY, "arden", "belmora", "expel", 3)
CLOSES = (DAY, "belmora", "arden", "close_consulate", 0)
NUMBERS = ["share_a", "share_b", "a", "b", "difference", "low", "high"]


def scores(known, in_a, in_b, given=None):
    return record_scores(record(*known), moves(*in_a), moves(*in_b), len(in_a), given)


def cells_of(found, event=COMES):
    rows = found[(found["event"] == event) & (found["move"] != "")]
    return list(rows[["from", "to", "move"]].itertuples(index=False, name=None))


def row(found, event, move=""):
    return found[(found["event"] == event) & (found["move"] == move)].iloc[0]


def test_the_score_of_a_cell_is_the_squared_distance_of_its_share_from_what_happened():
    found = scores([EXPELS], [[EXPELS, CLOSES], [CLOSES]], [[EXPELS], [EXPELS]])
    expels, closes, mean = (row(found, COMES, move) for move in ("expel", "close_consulate", ""))
    assert expels[["share_a", "share_b", "a", "b"]].tolist() == [0.5, 1, 0.25, 0]  # documented: (1/2 - 1)²
    assert closes[["share_a", "share_b", "a", "b"]].tolist() == [1, 0, 1, 0]  # not documented: (1 - 0)²
    assert mean[["a", "b", "difference"]].tolist() == [0.625, 0, -0.625]
    assert mean[["cells", "documented"]].tolist() == [2, 1]
    assert (expels["documented"], closes["documented"]) == (1, 0)


def test_the_interval_is_that_of_what_each_pair_of_histories_adds():
    # A: in 3 of 4, score 1/16; a history moves it by 2 (3/4 - 1) (1 - 3/4) = -1/8, or where it lacks the move by 3/8.
    # B: in all, score 0, and no history moves it. Standard deviation of the difference 1/4, of its mean 1/8.
    found = row(scores([EXPELS], [[EXPELS]] * 3 + [[]], [[EXPELS]] * 4), COMES)
    half = 1.959964 / 8
    assert found[NUMBERS].tolist() == pytest.approx([3 / 4, 1, 1 / 16, 0, -1 / 16, -1 / 16 - half, -1 / 16 + half])


def test_pairs_that_share_their_chance_do_not_differ():
    some = [[EXPELS], [], [CLOSES], [EXPELS]]
    found = scores([EXPELS], some, some)
    assert (found[["difference", "low", "high"]] == 0).all(axis=None)


IN_TIME_OR_NOT = {
    "on the day": ("2030-03-09", 0),
    "thirty days later": ("2030-04-08", 0),
    "thirty days before": ("2030-02-07", 0),
    "thirty-one days later": ("2030-04-09", 1),
}


@pytest.mark.parametrize(("day", "expected"), IN_TIME_OR_NOT.values(), ids=IN_TIME_OR_NOT)
def test_a_documented_move_comes_in_time(day, expected):
    late = [(day, *EXPELS[1:])]
    found = scores([EXPELS], [late, late], [late, late])
    assert (row(found, COMES)["a"], row(found, IN_TIME)["a"]) == (0, expected)


def test_a_move_documented_twice_comes_in_time_near_either_day():
    again = ("2030-09-09", *EXPELS[1:])
    found = scores([EXPELS, again], [[again], [again]], [[], []])
    assert row(found, IN_TIME)[["a", "b"]].tolist() == [0, 1]
    assert row(found, IN_TIME)[["cells", "documented"]].tolist() == [1, 1]


def test_what_is_not_documented_counts_whenever_it_comes():
    found = scores([EXPELS], [[CLOSES], []], [[], []])
    assert row(found, IN_TIME, "close_consulate")["a"] == 0.25


def test_cells_are_what_the_record_or_a_history_of_either_world_has():
    found = scores([EXPELS], [[CLOSES], []], [[], [(DAY, "arden", "belmora", "offer_talks", 0)]])
    expected = [
        ("belmora", "arden", "close_consulate"),
        ("arden", "belmora", "expel"),
        ("arden", "belmora", "offer_talks"),
    ]
    assert cells_of(found) == cells_of(found, IN_TIME) == expected


def test_hostile_moves_talks_and_returns_are_scored_and_nothing_else():
    kinds = ["expel", "recall_ambassador", "meet", "refuse_talks", "return_ambassador", "restore_posts", "reopen"]
    others = ["criticise", "protest_note", "contact", "offer_contact", "adopt_doctrine", "deploy", "found_institution"]
    made = [(DAY, "arden", "belmora", kind, 0) for kind in (*kinds, *others)]
    assert {cell[2] for cell in cells_of(scores([EXPELS], [made, made], [[], []]))} == set(kinds)


def test_what_one_world_is_given_is_left_out():
    found = scores([EXPELS], [[CLOSES], [CLOSES]], [[], []], record(CLOSES))
    assert cells_of(found) == [("arden", "belmora", "expel")]


def test_nothing_is_scored_where_nothing_that_counts_is_documented():
    assert scores([(DAY, "arden", "belmora", "adopt_doctrine", 0)], [[EXPELS], []], [[], []]) is None
    assert scores([], [[EXPELS], []], [[], []]) is None


def test_of_a_single_pair_nothing_is_known_but_itself():
    found = row(scores([EXPELS], [[EXPELS]], [[]]), COMES)
    assert found[["difference", "low", "high"]].tolist() == [1, 1, 1]
    assert not math.isnan(found["low"])
