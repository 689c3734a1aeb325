"""The console says how histories stand to the record, in words that hold of the rows."""

import io

import pandas as pd
import pytest
from rich.console import Console

from sim import compare, run
from sim.analysis.record_scores import record_scores
from sim.report.account import print_account
from sim.report.against_record import (
    MOST_MOVES,
    histories_sentence,
    history_sentence,
    lag_text,
    print_of_histories,
    print_of_history,
    worlds_sentence,
)
from sim.report.comparison import print_comparison
from sim.report.forecast import print_forecast
from tests.analysis.test_against_record import moves, record
from tests.analysis.test_record_scores import CLOSES, EXPELS

SETS = [
    "end=2030-04-30",
    "observed.answer={date: 2030-03-09, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 3}",
    "observed.closing={date: 2030-04-02, from: belmora, to: arden, move: close_consulate, channel: arden_consulate}",
]
NO_TALKS = "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}"
RULE = "A documented move comes where the same party makes a move of the same kind towards the same party."


def said(print_it, *arguments):
    console = Console(file=io.StringIO(), width=200)
    print_it(*arguments[:1], console, *arguments[1:])
    return [" ".join(line.split()) for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("days", "text"),
    [(-9, "9 days before"), (-1, "1 day before"), (0, "on the day"), (1, "1 day after"), (30, "30 days after")],
)
def test_days_are_told_as(days, text):
    assert lag_text(days) == text


def of_history(*lags):
    return pd.DataFrame({"played": [pd.NA if lag is None else 1 for lag in lags], "lag_days": lags}).astype("Int64")


HISTORY = {
    "nothing": ([None, None], 0, "Of 2 documented moves none comes. The history also has no hostile move that is"),
    "one late": (
        [40, None],
        1,
        "Of 2 documented moves 1 comes, none within 30 days of their day. The history also has 1 hostile move that is",
    ),
    "some late": (
        [-9, 31, None],
        2,
        "Of 3 documented moves 2 come, 1 within 30 days of their day. The history also has 2 hostile moves that are",
    ),
    "all in time": (
        [-30, 0],
        2,
        "Of 2 documented moves 2 come, all within 30 days of their day. The history also has 2 hostile moves that are",
    ),
}


@pytest.mark.parametrize(("lags", "others", "text"), HISTORY.values(), ids=HISTORY)
def test_one_history_in_which_comes(lags, others, text):
    assert history_sentence(of_history(*lags), others) == f"{text} not documented."


def test_many_histories_in_a_sentence():
    found = {"histories": 500, "documented": 13, "came": [3, 9, 10], "near": [1, 7, 9], "not_documented": [0, 1, 6]}
    assert histories_sentence(found) == (
        "In the median, a history brings 9 of 13 documented moves (90 % of histories: 3 to 10), 7 within 30 days of "
        "their day, and 1 hostile move that is not documented (0 to 6)."
    )


LATE = [("2030-12-09", *EXPELS[1:])]
WORLDS = {
    "alike": ([[EXPELS], []] * 9, [[EXPELS], []] * 9, "The record does not tell the two worlds apart."),
    "chance": (
        [[EXPELS], []] * 9,
        [[EXPELS], []] * 8 + [[EXPELS], [EXPELS]],
        "The record does not tell the two worlds apart.",
    ),
    "the second": ([[CLOSES], []] * 9, [[EXPELS]] * 18, "B is nearer to the record (0 is a perfect score)."),
    "the first": ([[EXPELS]] * 18, [[CLOSES], []] * 9, "A is nearer to the record (0 is a perfect score)."),
    "the second by its days alone": (
        [LATE] * 18,
        [[EXPELS]] * 18,
        "B is nearer to the record by when it comes (0 is a perfect score).",
    ),
    "one by what comes and the other by its days": (
        [LATE] * 90,
        [[EXPELS], [EXPELS], []] * 30,
        "A is nearer to the record by what comes, B by when it comes.",
    ),
}


@pytest.mark.parametrize(("in_a", "in_b", "text"), WORLDS.values(), ids=WORLDS)
def test_nearer_to_the_record_is(in_a, in_b, text):
    assert worlds_sentence(record_scores(record(EXPELS), moves(*in_a), moves(*in_b), len(in_a))) == text


@pytest.fixture(name="history", scope="module")
def _history():
    return run("two_states", settings=SETS)


@pytest.fixture(name="forecast", scope="module")
def _forecast():
    return run("two_states", settings=SETS, runs=20)


def test_an_account_ends_with_the_record(history):
    (move,) = history.moves[(history.moves["from"] == "arden") & (history.moves["kind"] == "expel")].to_dict("records")
    assert (str(move["announced"])[:10], move["count"]) == ("2030-03-01", 4)
    assert said(print_account, history)[-5:] == [
        "Documented Move In this history Number",
        "9 Mar 2030 Arden expels 3 of the Belmoran embassy in Stanmoor 1 Mar 2030 8 days before 4, not 3",
        "2 Apr 2030 Belmora closes the Ardenish consulate in Lorrin does not come",
        history_sentence(of_history(-8, None), 0),
        RULE,
    ]


def test_a_summary_ends_with_the_record(forecast):
    lines = said(print_forecast, forecast, "…")
    answer = forecast.against_record.iloc[0]
    row = next(line for line in lines if line.startswith("9 Mar 2030"))
    assert row.startswith(
        f"9 Mar 2030 Arden expels 3 of the Belmoran embassy in Stanmoor {100 * answer['came_share']:.0f} %"
    )
    assert "Against the record, in 20 histories" in " ".join(lines)
    assert "Within Days after, In the histories" in lines
    assert lines[-5].startswith("In the median, a history brings 1 of 2 documented moves (90 % of histories: ")
    assert lines[-4:-2] == [RULE, ""]


def test_a_comparison_says_which_world_is_nearer():
    lines = said(
        print_comparison,
        compare("two_states", settings=[*SETS, NO_TALKS], changes=["policies.arden.silence_first=1"], runs=20),
        lambda _: ("…", "…"),
    )
    place = next(n for n, line in enumerate(lines) if line.startswith("Brier score"))
    assert lines[place].startswith("Brier score, in 20 histories of each world, over ")
    assert lines[place + 1] == "of one party towards another, 2 of them documented A B B less A (95 % interval)"
    assert [line.split(" 0.")[0] for line in lines[place + 2 : place + 4]] == [
        "whether it comes",
        "whether it comes within 30 days of its documented day",
    ]
    assert lines[place + 4] == "A is nearer to the record (0 is a perfect score)."


def test_nothing_is_said_where_nothing_is_documented():
    bare = SETS[:1]
    assert said(print_account, run("two_states", settings=bare))[-1].startswith("Exchanges of hostile moves: ")
    forecast = run("two_states", settings=bare, runs=2)
    assert not any("record" in line or "documented" in line for line in said(print_forecast, forecast, "…"))
    assert "against_record" not in forecast.manifest
    both = compare("two_states", settings=bare, changes=["policies.arden.k=2"], runs=2)
    assert not any("record" in line for line in said(print_comparison, both, lambda _: ("…", "…")))
    assert (both.record_scores, forecast.against_record) == (None, None)


MANY = [
    f"observed.no_{n:02}={{date: 2030-03-{n + 1:02}, from: arden, to: belmora, move: meet}}" for n in range(MOST_MOVES)
]
THIRD = ["states.cordia={name: Cordia}", "observed.third={date: 2030-03-09, from: cordia, to: arden, move: meet}"]


def test_many_documented_moves_are_listed_of_the_relations_that_the_scenario_chooses():
    sets = [*SETS[:1], *MANY, *THIRD]
    history = run("two_states", settings=[*sets, "plots.dyads=[arden_belmora]"])
    lines, whole = said(print_of_history, history, False), said(print_of_history, history, True)
    assert not any("Cordia" in line for line in lines)
    assert any("Cordia meets Arden does not come" in line for line in whole)
    assert "Of 1 documented move in other relations none comes; --all lists them." in lines
    assert "1 documented move cannot come: the scenario has no relation between the two parties." in lines
    many = said(print_of_histories, run("two_states", settings=[*sets, "plots.dyads=[arden_belmora]"], runs=2))
    assert (
        "Of 1 documented move in other relations a history brings 0.0 on average, 0.0 within 30 days; "
        "against_record.csv lists them." in many
    )
