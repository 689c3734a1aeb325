"""From counts to tables: worked by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from sim.analysis import forecast
from sim.analysis.forecast import busiest_directions, chains, gravest_first, lags_of, replies
from sim.analysis.intervals import mean_interval, quantiles_of, sd_of
from sim.analysis.labels import Labels, percent

QUANTILES = {
    "the middle of an odd number": ([1, 1, 1], 0.5, 2.0),
    "the lower middle of an even number": ([1, 1, 0], 0.5, 1.0),
    "one in twenty of twenty": ([1, 18, 1], 0.05, 1.0),
    "one in twenty of nineteen": ([0, 18, 1], 0.05, 2.0),
    "nineteen in twenty": ([10, 8, 2], 0.95, 4.0),
    "all in one bin": ([0, 0, 5], 0.25, 4.0),
}


@pytest.mark.parametrize(("counts", "share", "expected"), QUANTILES.values(), ids=QUANTILES)
def test_a_quantile_is_the_first_bin_by_which_the_share_is_reached(counts, share, expected):
    assert quantiles_of(np.array(counts), np.array([1.0, 2.0, 4.0]), (share,)) == [expected]


def test_quantiles_of_several_counts_stand_side_by_side():
    counts = np.array([[3, 1], [1, 3]])
    assert quantiles_of(counts, np.array([0.0, 10.0]), (0.25, 0.75)).tolist() == [[0.0, 0.0], [0.0, 10.0]]


def test_the_spread_of_counts_is_that_of_the_sample():
    # 1, 1, 3, 3: mean 2, squared distances 4, over 3
    assert sd_of(np.array([2, 2]), np.array([1.0, 3.0]), np.zeros(2)) == pytest.approx(math.sqrt(4 / 3))
    # a bin of width 6 adds 6²/12 = 3 to a square; one of four thirds of it: (4 + 4 · 3 · 3/4) / 3
    assert sd_of(np.array([1, 3]), np.array([2.0, 2.0]), np.array([0.0, 6.0])) == pytest.approx(math.sqrt(9 / 3))


def test_the_interval_of_a_mean_is_unknown_of_a_single_run():
    assert mean_interval(5.0, 2.0, 400) == pytest.approx((5 - 0.196, 5 + 0.196), abs=1e-4)
    assert all(math.isnan(bound) for bound in mean_interval(5.0, 0.0, 1))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (1e-5, "<0.1 %"),
        (0.004, "0.4 %"),
        (0.5, "50 %"),
        (0.996, "99.6 %"),
        (0.99999, ">99.9 %"),
        (1, "100 %"),
    ],
)
def test_a_share_is_written(share, text):
    assert percent(share) == text


LABELS = Labels(
    {"states": {"a": {"name": "Arden"}, "b": {"name": "Belmora"}}, "alliances": {}, "channels": {}, "relations": {}}
)
SILENCE = {"reply": None}


def exchange(
    package, from_, to, kinds, step, answers=None, chain=1, provocation=None, reply=SILENCE, is_recorded=False
):
    """A package as the exchanges of a run have it."""
    return {
        "package": package, "provocation": provocation or package, "from": from_, "to": to, "kinds": kinds,
        "step": step, "answers": answers, "chain": chain, "is_recorded": is_recorded, **reply,
    }  # fmt: skip


def answered(package, kinds, count, days, ratio):
    return {"reply": package, "reply_kinds": kinds, "reply_count": count, "lag_days": days, "ratio": ratio}


# Belmora expels, Arden answers after four days, Belmora does not answer; in the second run nobody answers
READ = {
    0: [
        exchange(1, "b", "a", "expel", 1, reply=answered(2, "expel + protest_note", 3, 4, 1.0)),
        exchange(2, "a", "b", "expel + protest_note", 2, answers=1),
    ],
    1: [exchange(1, "b", "a", "expel", 1)],
}


def test_replies_are_counted_by_who_answers_whom():
    frame = replies(READ).set_index(["from", "to", "what", "value"])
    assert frame["replies"].to_dict() == {
        ("a", "b", "answered", "yes"): 1,
        ("a", "b", "answered", "no"): 1,
        ("a", "b", "kind", "expel + protest_note"): 1,
        ("a", "b", "lag_days", "4"): 1,
        ("a", "b", "number", "3"): 1,
        ("a", "b", "ratio", "0.9 to 1.1"): 1,
        ("b", "a", "answered", "no"): 1,
    }
    assert frame["share"][("a", "b", "answered", "yes")] == 0.5


def answers_frame(*rows):
    """Rows of (from, to, what, value, replies)."""
    frame = pd.DataFrame(rows, columns=["from", "to", "what", "value", "replies"])
    return frame.assign(share=1.0)


def test_the_busiest_directions_are_the_two_in_which_most_acts_are_answered_however_many_are_not():
    frame = answers_frame(
        ("a", "b", "answered", "no", 90), ("a", "b", "answered", "yes", 1), ("b", "a", "answered", "yes", 7),
        ("b", "c", "answered", "yes", 3), ("c", "b", "answered", "no", 50),
    )  # fmt: skip
    assert busiest_directions(frame) == [("b", "a"), ("b", "c")]
    assert busiest_directions(frame[frame["value"] == "no"]) == []


def test_the_median_of_days_is_the_lower_one():
    frame = answers_frame(
        ("a", "b", "lag_days", "12", 2), ("a", "b", "lag_days", "4", 2), ("b", "a", "lag_days", "1", 9)
    )
    assert lags_of(frame, ("a", "b")) == (4, 4, 12)


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.1, "0 to 0.25"), (0.25, "0.25 to 0.5"), (1.1, "1.1 to 1.5"), (3.12, "2 to 4"), (9, "over 4")]
)
def test_the_severity_of_an_answer_is_told_in_steps(ratio, text):
    read = {0: [exchange(1, "b", "a", "expel", 1, reply=answered(2, "expel", 0, 1, ratio))]}
    frame = replies(read)
    assert frame.loc[frame["what"] == "ratio", "value"].tolist() == [text]
    assert "number" not in set(frame["what"])  # nothing was counted in persons


def test_packages_taken_together_are_answered_once():
    both = [
        exchange(1, "b", "a", "expel", 1, reply=answered(3, "expel", 2, 5, 1.0)),
        exchange(2, "b", "a", "recall_ambassador", 1, provocation=1, reply=answered(3, "expel", 2, 3, 1.0)),
    ]
    frame = replies({0: both})
    assert frame.loc[frame["what"] == "lag_days", "value"].tolist() == ["5"]


def test_a_chain_is_told_from_its_first_act_to_its_last_answer():
    assert chains(READ, LABELS).to_dict("records") == [
        {"chain": "Belmora: expel", "steps": 1, "histories": 1, "share": 0.5},
        {"chain": "Belmora: expel → Arden: expel + protest note", "steps": 2, "histories": 1, "share": 0.5},
    ]


def test_a_history_that_holds_a_chain_twice_counts_once():
    twice = [exchange(1, "b", "a", "expel", 1), exchange(2, "b", "a", "expel", 1, chain=2)]
    assert chains({0: twice, 1: []}, LABELS)[["histories", "share"]].to_numpy().tolist() == [[1, 0.5]]


def test_of_chains_as_common_the_shorter_come_first_then_by_their_text():
    one = [
        exchange(1, "b", "a", "expel", 1),
        exchange(2, "a", "b", "protest_note", 1, chain=2),
        exchange(3, "a", "b", "expel", 1, chain=3),
        exchange(4, "b", "a", "close_consulate", 1, chain=4),
        exchange(5, "a", "b", "close_consulate", 2, answers=4, chain=4),
    ]
    told = ["Belmora: expel", "Arden: expel", "Arden: protest note"]
    told += ["Belmora: close consulate → Arden: close consulate"]
    assert chains({0: one, 1: one[:1]}, LABELS)["chain"].tolist() == told


def test_which_of_many_chains_as_common_are_told_is_decided_by_their_text():
    kinds = [f"{first}{second}" for first in "cba" for second in "zyxwvutsrqponmlkjihgfedcba"]
    acts = [exchange(n, "b", "a", kind, 1, chain=n) for n, kind in enumerate(kinds, start=1)]
    with pytest.MonkeyPatch.context() as context:
        context.setattr(forecast, "gravest_first", str)
        told = chains({0: acts}, LABELS)["chain"].tolist()
    assert told == [f"Belmora: {kind}" for kind in sorted(kinds)[:50]]


def test_what_the_record_holds_is_neither_a_reply_nor_a_chain():
    recorded = [
        exchange(1, "b", "a", "expel", 1, is_recorded=True, reply=answered(2, "expel", 3, 211, 1.0)),
        exchange(2, "a", "b", "expel", 2, answers=1, is_recorded=True),
        exchange(3, "b", "a", "close_consulate", 1, chain=3),
    ]
    assert replies({0: recorded})["value"].tolist() == ["no"]
    assert chains({0: recorded}, LABELS)["chain"].tolist() == ["Belmora: close consulate"]


def test_kinds_made_together_are_told_in_one_order_the_gravest_first():
    assert gravest_first("protest_note + expel") == gravest_first("expel + protest_note") == "expel + protest_note"
