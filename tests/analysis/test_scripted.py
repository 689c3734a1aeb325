"""Scripted moves that the posts do not allow as they are asked for are named wherever many histories are summed up."""

import numpy as np
import pandas as pd
import pytest

from sim import compare, load_scenario, run
from sim.analysis.labels import Labels
from sim.analysis.scripted import (
    NOT_ALLOWED,
    _summed_up,
    blocked_words,
    in_two_worlds,
    lacking_words,
    last_before,
    scripted_lines,
)
from sim.report.account import closing_lines
from sim.rules.shock import VOID
from sim.rules.world import NONE

TOO_MANY = "timeline.nato_cut.count=400"  # the Russian mission has a ceiling of 20
AGAIN = (
    "timeline.again={date: 2021-10-07, from: nato, to: russia, move: cut_ceiling, channel: russian_mission, count: 1}"
)
SHORT = "end=2021-11-30"
IN_SOME = "in 25 % of 100 histories read again"
CUT = {"asked": 9, "made": [4, 4], "cut_down": 1.0, "void": 0.0, "read": 100}


def world(*sets):
    return load_scenario("nato_russia_2021", settings=[SHORT, *sets])


def test_numbers_are_summed_up_over_all_runs_also_those_that_end_before():
    made = np.array([20, 12, VOID, NONE])
    expected = {"asked": 20, "made": [12, 20], "cut_down": 0.25, "void": 0.25, "read": 4}
    assert _summed_up(20, made) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ["The scripted move cut was cut down from 9 to 4: the post has no more."]),
        (
            {"made": [2, 4], "cut_down": 0.25},
            [f"The scripted move cut was cut down from 9 to between 2 and 4 {IN_SOME}: the post has no more."],
        ),
        (
            {"made": [0, 0], "cut_down": 0.0, "void": 1.0},
            ["The scripted move cut could not be made: the posts did not allow it, or their staff is not known."],
        ),
        (
            {"cut_down": 0.0, "void": 0.25, "before": "by then Arden had closed the embassy"},
            [f"The scripted move cut could not be made {IN_SOME}: by then Arden had closed the embassy."],
        ),
    ],
)
def test_a_line_gives_a_share_only_where_histories_differ(changed, expected):
    assert scripted_lines({"cut": CUT | changed}) == expected


def test_what_is_true_of_both_worlds_is_said_once():
    other = CUT | {"asked": 12}
    assert in_two_worlds({"cut": CUT}, {"cut": CUT}) == [
        "The scripted move cut was cut down from 9 to 4 in both worlds: the post has no more."
    ]
    assert in_two_worlds({"cut": CUT}, {"cut": other}) == [
        "The scripted move cut was cut down from 9 to 4 in A: the post has no more.",
        "The scripted move cut was cut down from 12 to 4 in B: the post has no more.",
    ]


def test_a_comparison_says_what_was_done_and_what_was_asked():
    found = compare(world(), world(TOO_MANY), runs=10)
    assert found.sentence.startswith(
        "Had NATO cut the ceiling of the Russian mission to NATO by 20 (400 asked), not 10,"
    )
    assert found.manifest["scripted_a"] == {}
    assert found.manifest["scripted_b"]["nato_cut"]["made"] == [20, 20]


def test_a_forecast_names_a_move_that_the_posts_do_not_allow():
    found = run(world(TOO_MANY, AGAIN), runs=10).manifest["scripted"]
    assert found["nato_cut"] == {"asked": 400, "made": [20, 20], "cut_down": 1.0, "void": 0.0, "read": 10}
    assert found["again"]["void"] == 1.0  # nothing is left of the ceiling


def test_a_forecast_of_a_script_that_is_kept_names_nothing():
    assert run(world(), runs=3).manifest["scripted"] == {}


class TestWhatLeftNothing:
    """A second recall of the same ambassador cannot be made, and the line says why."""

    FIRST = "{{date: 2030-01-03, from: {}, to: {}, move: {}, channel: arden_embassy}}"
    SETTINGS = (
        "end=2030-01-09",
        "timeline=null",
        "timeline.late={date: 2030-01-05, from: arden, to: belmora, move: recall_ambassador, channel: arden_embassy}",
        "policies.belmora.silence_recall=1",
    )

    @pytest.mark.parametrize(
        ("first", "said"),
        [
            (FIRST.format("arden", "belmora", "recall_ambassador"), "Arden had recalled its ambassador from"),
            (FIRST.format("belmora", "arden", "expel_ambassador"), "Belmora had expelled the head of"),
        ],
    )
    def test_a_line_says_which_move_it_was(self, first, said):
        settings = [*self.SETTINGS, f"timeline.early={first}"]
        line = f"The scripted move late could not be made: by then {said} the Ardenish embassy in Quellin."
        assert scripted_lines(run("two_states", runs=3, settings=settings, threads=1).manifest["scripted"]) == [line]
        history = run("two_states", settings=settings)
        assert line in closing_lines(history, Labels(history.manifest["scenario"]), set())

    def test_who_severed_first_is_named_not_who_declared_it_in_return(self):
        first = "{date: 2030-01-01, from: arden, to: belmora, move: sever_relations}"
        settings = ["end=2030-03-10", "policies.belmora.silence_level=0", f"timeline.early={first}"]
        line = "The scripted move first_expulsion could not be made: by then Arden had severed relations with Belmora."
        history = run("two_states", settings=settings)
        assert history.moves["kind"].tolist()[:2] == ["sever_relations"] * 2
        assert line in closing_lines(history, Labels(history.manifest["scenario"]), set())


BEFORE = pd.DataFrame(
    [
        ("tavira", "ostgard", "suspend_visas", "visas", "2027-03-02"),
        ("ostgard", "tavira", "suspend_visas", "visas", "2027-03-02"),
        ("ostgard", "tavira", "downgrade_relations", "", "2027-03-02"),
    ],
    columns=["from", "to", "kind", "channel", "announced"],
).assign(severity=4.0, intent="mirror", parent=None)
BEFORE["announced"] = pd.to_datetime(BEFORE["announced"])


@pytest.mark.parametrize(
    ("party", "towards", "channel", "kind", "blocked"),
    [
        pytest.param("tavira", "ostgard", "visas", "suspend_visas", "by then Tavira had suspended visas for Ostgard",
                     id="a tie that the party itself withholds by now"),
        pytest.param("ostgard", "tavira", "gas", "cut_energy", None, id="a tie that nobody has touched"),
        pytest.param("tavira", "ostgard", "embassy", "recall_ambassador", "by then Ostgard had reduced relations with"
                     " Tavira to a chargé d'affaires", id="an ambassador whom a reduction took away"),
        pytest.param("tavira", "ostgard", "embassy", "expel", None, id="people whom a reduction leaves"),
    ],
)  # fmt: skip
def test_what_left_nothing_for_a_scripted_move_is_a_move_that_could(party, towards, channel, kind, blocked):
    labels = Labels({"states": {"tavira": {"name": "Tavira"}, "ostgard": {"name": "Ostgard"}},
                     "ties": {"visas": {"kind": "visas", "between": ["tavira", "ostgard"]}}})  # fmt: skip
    found = last_before(BEFORE, party, towards, channel, kind, "2027-03-04")
    assert (found and blocked_words(found, labels)) == blocked


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        ("meet", "no offer waited for an answer"),
        ("refuse_talks", "no offer waited for an answer"),
        ("refuse_recognition", "no request for recognition waited for an answer"),
        ("suspend_trade", "all of the tie was withheld already"),
        ("restore_tie", "nothing of the tie was withheld"),
        ("reopen", "it was not closed"),
        ("suspend_council", "it was not open"),
        ("recall_ambassador", "the ambassador was not at post, or the post was not open"),
        ("expel", NOT_ALLOWED),
    ],
)
def test_what_is_missing_for_a_move_goes_by_its_kind(kind, lacking):
    assert lacking_words(kind) == lacking


def test_a_meeting_without_an_offer_is_not_put_down_to_posts_nor_a_refusal_to_an_earlier_one():
    meets = "timeline.talk={date: 2030-03-10, from: arden, to: belmora, move: meet, in_answer: true}"
    no_talks = ["parameters.talks_per_day=0", "end=2030-05-01", meets]
    compared = compare("two_states", changes=["timeline.first_expulsion.count=2"], settings=no_talks, runs=4)
    assert in_two_worlds(compared.manifest["scripted_a"], compared.manifest["scripted_b"]) == [
        "The scripted move talk could not be made in both worlds: no offer waited for an answer."
    ]
    line = "The scripted move talk could not be made: no offer waited for an answer."
    history = run("two_states", settings=no_talks)
    assert line in closing_lines(history, Labels(history.manifest["scenario"]), set())
    refused = BEFORE.assign(kind="refuse_talks", channel="")
    assert last_before(refused, "ostgard", "tavira", "", "refuse_talks", "2027-03-04") is None
