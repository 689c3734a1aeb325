"""The answer to a what-if question reads well, whatever differs."""

import pandas as pd
import pytest

from sim import load_scenario
from sim.analysis.labels import DONE
from sim.analysis.what_if import (
    MEASURES,
    Outcome,
    changes_in_words,
    names_of_worlds,
    sentence_of,
    settings_in_short,
    supposition,
)
from sim.results.comparison import Comparison
from sim.results.measures import EVENT_OF, SIDE_MEASURES, SUMMED_UP
from sim.rules.moves import KINDS
from sim.scenario.canonical import document_of
from sim.scenario.changes import change_between

SAME = (0.25, 0.25, 0.0, 0.0, 0.0)
NUMBERS = {
    ("run", "run", "any break"): SAME,
    ("break", "arden_belmora", "first break by arden"): (0.0, 0.0, 0.0, 0.0, 0.0),
    ("break", "arden_belmora", "first break by belmora"): SAME,
    ("relation", "arden_belmora", "rupture at any time"): SAME,
    ("relation", "arden_belmora", "rupture"): SAME,
    ("relation", "arden_belmora", "cooperative"): SAME,
    ("relation", "arden_belmora", "loss_at_end"): SAME,
    ("relation", "arden_belmora", "tension_peak"): (5.0, 5.0, 0.0, 0.0, 0.0),
    ("theatre", "theatre", "hostile_moves"): (5.0, 5.0, 0.0, 0.0, 0.0),
}
ANY, ARDEN, BELMORA, RUPTURE, IN_RUPTURE, INTACT, LOSS, TENSION, MOVES = NUMBERS
COLD, COLD_OR_WORSE, STRAINED, STRAINED_OR_WORSE = (
    ("relation", "arden_belmora", measure)
    for measure in ("cold standoff", "cold standoff or worse", "strained", "strained or worse")
)
FEWER = (0.92, 0.31, -0.61, -0.63, -0.59)


def sentence(differing, *sets, given=(), **asked):
    a, b = (document_of(load_scenario("two_states", settings=[*given, *s])) for s in ((), sets))
    numbers = NUMBERS | differing
    rows = [(*key, *values) for key, values in numbers.items()]
    columns = ["level", "name", "measure", "a", "b", "difference", "low", "high"]
    manifest = {
        "change": change_between(a, b),
        "relations": ["arden_belmora"],
        "runs": 2000,
        "scenario_a": a,
        "scenario_b": b,
        **asked,
    }
    return sentence_of(Comparison(pd.DataFrame(rows, columns=columns), pd.DataFrame(), {}, "", manifest))


K = "policies.arden.k=0.5"
WITH_K = "With the policy of Arden changed (strength of answers: 0.5 instead of 1.2),"
SENTENCES = {
    "a break that nobody else is first with": (
        {BELMORA: FEWER, ANY: FEWER},
        (
            "Belmora would have broken with Arden in 31 % of histories instead of 92 % (61 points fewer; 95 % "
            "interval 59 to 63)."
        ),
    ),
    "a break among others": (
        {BELMORA: FEWER, ANY: (0.95, 0.4, -0.55, -0.57, -0.53)},
        (
            "Belmora would have been the first to break with Arden in 31 % of histories instead of 92 % (61 "
            "points fewer; 95 % interval 59 to 63)."
        ),
    ),
    "a rupture": (
        {RUPTURE: (0.021, 0.082, 0.061, 0.05, 0.072)},
        (
            "Arden–Belmora would have come to a rupture in 8.2 % of histories instead of 2.1 % (6.1 points more; "
            "95 % interval 5.0 to 7.2)."
        ),
    ),
    "a loss": (
        {LOSS: (0.5, 0.3, -0.2, -0.21, -0.19)},
        (
            "Arden–Belmora would have lost 30.0 % of the worth of its institutions by the end instead of 50.0 % (20.0 "
            "points less; 95 % interval 19.0 to 21.0)."
        ),
    ),
    "the same in every pair": (
        {RUPTURE: (0.0, 1.0, 1.0, 1.0, 1.0)},
        (
            "Arden–Belmora would have come to a rupture in 100 % of histories instead of 0 % (100 points more in "
            "every one of 2,000 paired histories)."
        ),
    ),
    "the largest of several": (
        {RUPTURE: FEWER, LOSS: (0.9, 0.8, -0.1, -0.12, -0.08)},
        (
            "Arden–Belmora would have come to a rupture in 31 % of histories instead of 92 % (61 points fewer; "
            "95 % interval 59 to 63)."
        ),
    ),
    "an end that differs, before tension": (
        {INTACT: (0.76, 0.777, 0.017, 0.011, 0.023), TENSION: (8.93, 8.87, -0.06, -0.08, -0.04)},
        (
            "Arden–Belmora would have ended intact in 77.7 % of histories instead of 76.0 % (1.7 points more; 95 % "
            "interval 1.1 to 2.3)."
        ),
    ),
    "the end that differs most, before a smaller loss": (
        {LOSS: (0.03, 0.04, 0.01, 0.007, 0.013), INTACT: (0.76, 0.82, 0.06, 0.044, 0.076)},
        (
            "Arden–Belmora would have ended intact in 82.0 % of histories instead of 76.0 % (6.0 points more; 95 % "
            "interval 4.4 to 7.6)."
        ),
    ),
    "a rupture, before another end that differs up to twice as much": (
        {RUPTURE: (0.81, 0.55, -0.26, -0.29, -0.23), INTACT: (0.03, 0.45, 0.42, 0.4, 0.44)},
        (
            "Arden–Belmora would have come to a rupture in 55 % of histories instead of 81 % (26 points fewer; 95 % "
            "interval 23 to 29)."
        ),
    ),
    "another end that differs more than twice as much as a rupture": (
        {RUPTURE: (0.81, 0.61, -0.2, -0.22, -0.18), INTACT: (0.03, 0.45, 0.42, 0.4, 0.44)},
        (
            "Arden–Belmora would have ended intact in 45 % of histories instead of 3 % (42 points more; 95 % interval "
            "40 to 44)."
        ),
    ),
    "intact, before an end or worse that differs by hardly more": (
        {
            INTACT: (0.842, 0.676, -0.166, -0.183, -0.15),
            STRAINED_OR_WORSE: (0.157, 0.324, 0.167, 0.15, 0.183),
        },
        (
            "Arden–Belmora would have ended intact in 67.6 % of histories instead of 84.2 % (16.6 points fewer; 95 % "
            "interval 15.0 to 18.3)."
        ),
    ),
    "an end and all worse ones, where strained becomes more frequent because worse ends become rarer": (
        {
            IN_RUPTURE: (0.06, 0.05, -0.01, -0.013, -0.007),
            COLD: (0.38, 0.26, -0.12, -0.14, -0.1),
            COLD_OR_WORSE: (0.44, 0.31, -0.13, -0.15, -0.11),
            STRAINED: (0.55, 0.68, 0.13, 0.11, 0.15),
            STRAINED_OR_WORSE: (0.99, 0.99, 0.0, 0.0, 0.0),
        },
        (
            "Arden–Belmora would have ended in a cold standoff or worse in 31 % of histories instead of 44 % (13 "
            "points fewer; 95 % interval 11 to 15)."
        ),
    ),
    "an end alone, where no worse one ever comes": (
        {
            IN_RUPTURE: (0.0, 0.0, 0.0, 0.0, 0.0),
            COLD: (0.38, 0.26, -0.12, -0.14, -0.1),
            COLD_OR_WORSE: (0.38, 0.26, -0.12, -0.14, -0.1),
        },
        (
            "Arden–Belmora would have ended in a cold standoff in 26 % of histories instead of 38 % (12 points fewer; "
            "95 % interval 10 to 14)."
        ),
    ),
    "a loss, before an end that differs less": (
        {INTACT: (0.794, 0.765, -0.029, -0.039, -0.019), LOSS: (0.08, 0.36, 0.28, 0.27, 0.29)},
        (
            "Arden–Belmora would have lost 36.0 % of the worth of its institutions by the end instead of 8.0 % (28.0 "
            "points more; 95 % interval 27.0 to 29.0)."
        ),
    ),
    "what goes the other way, too": (
        {
            IN_RUPTURE: (0.05, 0.09, 0.04, 0.03, 0.05),
            COLD_OR_WORSE: (0.38, 0.26, -0.12, -0.14, -0.1),
        },
        (
            "Arden–Belmora would have ended in a cold standoff or worse in 26 % of histories instead of 38 % (12 "
            "points fewer; 95 % interval 10 to 14); but Arden–Belmora would have ended in rupture in 9.0 % of "
            "histories instead of 5.0 % (4.0 points more; 95 % interval 3.0 to 5.0)."
        ),
    ),
    "a rupture, before as many that end in one": (
        {RUPTURE: FEWER, IN_RUPTURE: FEWER},
        (
            "Arden–Belmora would have come to a rupture in 31 % of histories instead of 92 % (61 points fewer; 95 % "
            "interval 59 to 63)."
        ),
    ),
    "tension only": (
        {TENSION: (5.0, 6.5, 1.5, 1.25, 1.75)},
        (
            "2,000 paired histories show no clear difference of half a point in breaks, ends or losses, but "
            "the highest tension of Arden–Belmora would have been 6.5 instead of 5.0 (95 % interval of the "
            "difference 1.2 to 1.8)."
        ),
    ),
    "fewer moves in the theatre": (
        {MOVES: (5.0, 4.0, -1.0, -1.5, -0.5)},
        (
            "2,000 paired histories show no clear difference of half a point in breaks, ends or losses, but "
            "the number of hostile moves of the whole network would have been 4.0 instead of 5.0 (95 % interval of "
            "the difference −1.5 to −0.5)."
        ),
    ),
    "nothing, where an interval holds nought": (
        {RUPTURE: (0.25, 0.27, 0.02, -0.01, 0.05)},
        "2,000 paired histories show no clear difference.",
    ),
    "no large one, where an interval leaves nought out": (
        {RUPTURE: (0.25, 0.252, 0.002, 0.001, 0.003)},
        (
            "2,000 paired histories show no clear difference of half a point in breaks, ends or losses; other "
            "differences stand in the table."
        ),
    ),
}


@pytest.mark.parametrize(("differing", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_the_sentence_tells_of(differing, expected):
    assert sentence(differing, K) == f"{WITH_K} {expected}"


WITHOUT_ARDEN = (0.92, 0.0, -0.92, -0.94, -0.9)
BY_HAND = {  # who is played by hand in both worlds, and what is told where only the first has breaks
    "a party by hand in both worlds": ((["by_hand=[arden]"], []), "Arden would have been the first to break with "),
    "but not one that never severs relations by hand": (
        ([], ["by_hand=[arden]"]),
        "Arden–Belmora would have come to a ",
    ),
}


@pytest.mark.parametrize(("hands", "expected"), BY_HAND.values(), ids=BY_HAND)
def test_a_break_is_told_of(hands, expected):
    """By hand who severs relations breaks; by its policy also who closes all: the two are not compared."""
    given, sets = hands
    found = sentence({ARDEN: WITHOUT_ARDEN, RUPTURE: (0.9, 0.5, -0.4, -0.42, -0.38)}, K, *sets, given=given)
    assert expected in found


def test_a_severance_by_hand_is_told_against_the_policy():
    found = sentence({ARDEN: (0.0, 1.0, 1.0, 1.0, 1.0)}, "by_hand=[arden]")
    assert "Arden would have been the first to break with Belmora in 100 % of histories instead of 0 %" in found


def test_where_relations_are_asked_for_the_sentence_is_about_no_other():
    differing = {MOVES: (5.0, 4.0, -1.0, -1.5, -0.5)}
    assert "of the whole network" in sentence(differing, K)
    said = sentence(differing, K, relations_asked=True)
    assert said.endswith("in breaks, ends or losses; other differences stand in the table.")


def test_of_an_end_between_the_worst_and_the_best_that_is_asked_for_the_sentence_says_which_way_it_goes():
    rarer, more = (0.44, 0.31, -0.13, -0.15, -0.11), (0.55, 0.68, 0.13, 0.11, 0.15)
    said = sentence({COLD_OR_WORSE: rarer, IN_RUPTURE: SAME, STRAINED: more}, K, measure="strained")
    assert said == (
        f"{WITH_K} Arden–Belmora would have ended strained in 68 % of histories instead of 55 % (13 points more; 95 % "
        "interval 11 to 15); all ends together are milder: Arden–Belmora would have ended in a cold standoff or worse "
        "in 31 % of histories instead of 44 % (13 points fewer; 95 % interval 11 to 15)."
    )


ASKED = {
    "an end": (
        "cold_standoff",
        (0.2, 0.5, 0.3, 0.25, 0.35),
        (
            "Arden–Belmora would have ended in a cold standoff in 50 % of histories instead of 20 % (30 points more; "
            "95 % interval 25 to 35)."
        ),
    ),
    "a rupture at any time": (
        "rupture_at_any_time",
        FEWER,
        (
            "Arden–Belmora would have come to a rupture in 31 % of histories instead of 92 % (61 points fewer; 95 % "
            "interval 59 to 63)."
        ),
    ),
    "a break of anybody": (
        "any_break",
        FEWER,
        (
            "somebody would have broken with somebody in 31 % of histories instead of 92 % (61 points fewer; 95 % "
            "interval 59 to 63)."
        ),
    ),
    "a loss": (
        "loss_at_end",
        (0.5, 0.3, -0.2, -0.21, -0.19),
        (
            "Arden–Belmora would have lost 30.0 % of the worth of its institutions by the end instead of 50.0 % (20.0 "
            "points less; 95 % interval 19.0 to 21.0)."
        ),
    ),
    "a mean": (
        "hostile_moves",
        (5.0, 4.0, -1.0, -1.5, -0.5),
        (
            "the number of hostile moves of Arden–Belmora would have been 4.0 instead of 5.0 (95 % interval of the "
            "difference −1.5 to −0.5)."
        ),
    ),
    "moves of any kind": (
        "moves",
        (50.0, 60.0, 10.0, 8.0, 12.0),
        (
            "the number of moves of any kind anywhere would have been 60 instead of 50 (95 % interval of the "
            "difference 8 to 12)."
        ),
    ),
    "a share without a clear difference": (
        "strained",
        (0.25, 0.27, 0.02, -0.01, 0.05),
        (
            "Arden–Belmora would have ended strained in 27 % of histories instead of 25 % (no clear difference; 95 "
            "% interval −1 to 5 points)."
        ),
    ),
    "a mean without a clear difference": (
        "tension_peak",
        (5.0, 5.01, 0.01, -0.02, 0.04),
        (
            "the highest tension of Arden–Belmora would have been 5.01 instead of 5.00 (no clear difference; 95 % "
            "interval of the difference −0.02 to 0.04)."
        ),
    ),
}


@pytest.mark.parametrize(("measure", "numbers", "expected"), ASKED.values(), ids=ASKED)
def test_the_sentence_speaks_of_the_measure_that_is_asked_for(measure, numbers, expected):
    level, name = ("run", "run") if measure in ("any_break", "moves") else ("relation", "arden_belmora")
    row = measure.replace("_", " ") if measure in EVENT_OF else measure
    clearer = {LOSS: (0.9, 0.1, -0.8, -0.81, -0.79)} if measure != "loss_at_end" else {}
    assert sentence(clearer | {(level, name, row): numbers}, K, measure=measure) == f"{WITH_K} {expected}"


def test_every_measure_of_forecasts_and_every_event_may_be_asked_for():
    assert {*MEASURES} == {
        *(*EVENT_OF, *SUMMED_UP, *SIDE_MEASURES, "moves"),
        *("cold_standoff_or_worse", "strained_or_worse"),
    }


def test_a_share_of_histories_has_its_own_interval_in_each_world_and_a_mean_that_of_the_difference():
    event = Outcome("", "", "", "", True, 0.5, 0.0, -0.5, -0.6, -0.4)
    mean = Outcome("", "", "", "unit", False, 5.0, 4.0, -1.0, -1.5, -0.5)
    (a, low, high), b = event.in_worlds(100)
    assert (a, round(low, 3), round(high, 3), b[:2]) == (0.5, 0.404, 0.596, (0.0, 0.0))  # by Wilson's formula
    assert mean.in_worlds(100) == ((5.0, 5.0, 5.0), (4.0, 3.5, 4.5))


NAMED = {
    "a label": ({"label": "A milder Arden"}, ("as it is", "A milder Arden")),
    "two titles": ({"title_b": "Another"}, ("One", "Another")),
    "two titles and a label": ({"title_b": "Another", "label": "A milder Arden"}, ("One", "A milder Arden")),
    "a change": ({}, ("as it is", "with the policy of Arden changed (strength of answers: 0.5 instead of 1.2)")),
}


@pytest.mark.parametrize(("given", "expected"), NAMED.values(), ids=NAMED)
def test_worlds_go_by_a_label_by_titles_or_by_the_change_and_never_by_a_path(given, expected):
    a, b = (document_of(load_scenario("two_states", settings=s)) for s in ([], [K]))
    manifest = {"title_a": "One", "title_b": "One", "scenario_a": a, "scenario_b": b, "change": [K]}
    assert names_of_worlds(manifest | given) == expected


def test_a_file_that_differs_in_more_than_one_setting_is_told_by_its_title():
    titles = {"title_a": "An answer", "title_b": "Talks"}
    two = sentence({RUPTURE: FEWER}, K, "policies.belmora.generosity=0.2", **titles)
    assert two.startswith("With “Talks”, Arden–Belmora would ")
    assert sentence({RUPTURE: FEWER}, K, **titles).startswith(WITH_K)


def test_an_intact_end_is_one_of_institutions_where_ties_are_lost():
    ties = ("relation", "arden_belmora", "ties_lost_at_end")
    kept, lost = (0.0, 0.0, 0.0, 0.0, 0.0), (0.3, 0.2, -0.1, -0.12, -0.08)
    assert "Arden–Belmora would have ended intact in 31 %" in sentence({INTACT: FEWER, ties: kept}, K)
    assert "Arden–Belmora would have ended intact in its institutions in 31 %" in sentence(
        {INTACT: FEWER, ties: lost}, K
    )


def test_what_differs_is_told_in_words_a_line_each_and_in_short_as_it_is_set():
    note = "timeline.our_note={date: 2030-03-04, from: arden, to: belmora, move: protest_note}"
    pairs = ["timeline.first_expulsion=null", note, "parameters.talks_per_day=0.5", K]
    a, b = (document_of(load_scenario("two_states", settings=s)) for s in (["parameters.talks_per_day=0.25"], pairs))
    manifest = {"scenario_a": a, "scenario_b": b, "change": change_between(a, b)}
    assert changes_in_words(manifest) == [
        "Talks per day 0.5 instead of 0.25",
        "The policy of Arden changed (strength of answers: 0.5 instead of 1.2)",
        "The move first expulsion removed",
        "The move our note added",
    ]
    assert settings_in_short(manifest) == [
        "parameters.talks_per_day=0.5",
        K,
        "timeline.first_expulsion removed",
        "timeline.our_note added",
    ]


def test_two_worlds_that_are_the_same_are_said_to_be():
    assert sentence({}, "title=Other") == "Nothing that a rule reads was changed, so the two worlds are the same."


SUPPOSED = {
    "another count": (
        ["timeline.first_expulsion.count=20"],
        "Had Belmora expelled 20 of the Ardenish embassy in Quellin, not 3",
    ),
    "a move not made": (
        ["timeline.first_expulsion=null"],
        "Had Belmora not expelled 3 of the Ardenish embassy in Quellin",
    ),
    "a move more": (
        ["timeline.more={date: 2030-04-01, from: arden, to: belmora, move: criticise}"],
        "With the move more added",
    ),
    "something else about a move": (
        ["timeline.first_expulsion.date=2030-03-02"],
        "With date of the move first expulsion 2030-03-02 instead of 2030-03-01",
    ),
    "a number that was not given": (
        ["policies.belmora.delay_days=9"],
        "With the policy of Belmora changed (delay: 9)",
    ),
    "a number taken away": (
        ["policies.arden.silence_first=null"],
        "With the policy of Arden changed (silence after a first act: none instead of 0)",
    ),
    "two things": ([K, "realisation=exact"], f"{WITH_K[:-1]} and realisation exact instead of legal"),
    "many things": (
        [K, "realisation=exact", "building=true"],
        "With building yes instead of no and 2 further changes",
    ),
}


@pytest.mark.parametrize(("sets", "expected"), SUPPOSED.values(), ids=SUPPOSED)
def test_what_is_supposed_is(sets, expected):
    a, b = (document_of(load_scenario("two_states", settings=s)) for s in ([], sets))
    assert supposition(change_between(a, b), a, b) == expected


EXPELLED = "timeline.first_expulsion.count=90"
LESS = {"asked": 90, "made": [40, 40], "cut_down": 1.0, "void": 0.0, "read": 100}
HELD_TO_THE_POSTS = {
    "done in part": (
        [EXPELLED],
        {},
        LESS,
        "Had Belmora expelled 40 (90 asked) of the Ardenish embassy in Quellin, not 3",
    ),
    "done in part, now and then more": (
        [EXPELLED],
        {},
        LESS | {"made": [30, 40]},
        "Had Belmora expelled 30 to 40 (90 asked) of the Ardenish embassy in Quellin, not 3",
    ),
    "before done in part": (
        [EXPELLED],
        LESS | {"asked": 3, "made": [2, 2]},
        {},
        "Had Belmora expelled 90 of the Ardenish embassy in Quellin, not 2 (3 asked)",
    ),
    "not made": ([EXPELLED], {}, LESS | {"void": 0.5}, "With count of the move first expulsion 90 instead of 3"),
    "left out, of which a part was done": (
        ["timeline.first_expulsion=null"],
        LESS,
        {},
        "Had Belmora not expelled 40 (3 asked) of the Ardenish embassy in Quellin",
    ),
}


@pytest.mark.parametrize(("sets", "of_a", "of_b", "expected"), HELD_TO_THE_POSTS.values(), ids=HELD_TO_THE_POSTS)
def test_what_cannot_happen_is_not_supposed(sets, of_a, of_b, expected):
    a, b = (document_of(load_scenario("two_states", settings=s)) for s in ([], sets))
    scripted = [{"first_expulsion": less} if less else {} for less in (of_a, of_b)]
    assert supposition(change_between(a, b), a, b, None, *scripted) == expected


def test_every_move_can_be_told_as_done():
    assert {kind.says.split()[0] for kind in KINDS} <= {*DONE}


@pytest.mark.parametrize("name", ["{north}", "{0.__class__}", "{", "{}", "%s", "or adopts a {}"])
@pytest.mark.parametrize("differing", [{BELMORA: FEWER}, {RUPTURE: FEWER}, {LOSS: FEWER}, {MOVES: (4, 2, -2, -3, -1)}])
def test_a_name_is_told_as_it_is_written(differing, name):
    names = [f"states.{state}.name='{name}'" for state in ("arden", "belmora")]
    names.append(f"channels.arden_embassy.name='{name}'")
    said = sentence(differing, "timeline.first_expulsion.count=4", given=names)
    assert said.startswith(f"Had {name} expelled 4 of the {name}, not 3, ")
    assert (said.count(name) > 2) == ("network" not in said)
