"""Own measures that are not defined in every history: wherever their numbers stand, so does what they rest on."""

import re
import warnings

import pytest

from sim import compare, load_scenario, run, sweep
from sim.analysis.where_defined import UndefinedMeasureWarning
from sim.plots.memo import memo
from sim.report.page import page_of
from sim.report.page.markdown import markdown_of

CASE = load_scenario("two_states", settings=["end=2030-03-10"])
CHANGE = ["policies.arden.k=3"]


def seldom(history):
    """In every second history of the first world its number, in every third of the second five more."""
    if history.scenario.policies["arden"].k == 3:
        return history.run + 5 if history.run % 3 == 0 else None
    return history.run if history.run % 2 == 0 else None


def is_odd(history):
    return history.run % 4 == 1 if history.run % 2 else None


def forgotten(history):
    len(history.moves)


def read(result) -> str:
    """A report as a reader reads it, without the signs that Markdown needs."""
    return markdown_of(page_of(result)).replace("\\", "")


def words_of(figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in [*figure.texts, *figure.axes[0].texts])


@pytest.fixture(name="compared", scope="module")
def _compared():
    return compare(CASE, changes=CHANGE, runs=60, measures=[seldom, is_odd], measure="seldom")


def test_the_sentence_says_of_how_many_pairs_both_means_are(compared):
    # both are defined in 0, 6, ..., 54: means 27 and 32
    assert compared.sentence.endswith(
        ", in the 10 of 60 pairs of histories where both are defined, the mean of “seldom” would have been 32.00 "
        "instead of 27.00 (95 % interval of the difference 5.00 to 5.00)."
    )
    assert "in the 10 of 60 pairs of histories where both are defined" in words_of(memo(compared))


def test_tables_have_the_number_of_histories_and_pairs(compared):
    rows = compared.differences.set_index("measure")["defined"]
    assert (rows["seldom_mean"], rows["is_odd_share"], rows["any break"]) == (10, 30, 60)
    made = run(CASE, runs=60, measures=[seldom, is_odd])
    assert made.measures.set_index("measure")["defined"][["seldom", "moves"]].tolist() == [30, 60]
    shares = made.probabilities.set_index("event")["defined"]
    assert (shares["is odd"], shares["any break"]) == (30, 60)


def test_reports_and_tables_for_readers_say_it(compared):
    page = read(compared)
    assert "seldom (10 pairs)" in page
    assert "Seldom: defined in 10 of 60 pairs of histories, in both worlds; its numbers are of these alone" in page
    page = read(run(CASE, runs=60, measures=[seldom, is_odd]))
    assert "seldom (30 of 60)" in page
    assert "is odd (30 of 60)" in page
    assert "Seldom: defined in 30 of 60 histories; its numbers are of these alone." in page


def test_a_share_has_its_intervals_from_the_pairs_in_which_it_is_defined(compared):
    asked = compare(CASE, changes=CHANGE, runs=60, measures=[is_odd], measure="is_odd")
    assert ", in the 30 of 60 pairs of histories where both are defined, “is odd” would have been true in" in (
        asked.sentence
    )
    low, high = (float(end) for end in re.search(r"50 % \((\d+) to (\d+) %\)", read(asked)).groups())
    assert (low, high) == (33, 67)  # by Wilson, of 15 in 30


def test_a_single_pair_says_nothing_of_others():
    made = compare(CASE, changes=CHANGE, runs=6, measures=[seldom], measure="seldom")
    assert made.sentence.endswith(
        ", in the 1 of 6 pairs of histories where both are defined, the mean of “seldom” would have been 5.00 instead "
        "of 0.00 (a single pair, which says nothing of others)."
    )


@pytest.mark.filterwarnings("ignore::sim.analysis.where_defined.UndefinedMeasureWarning")
def test_what_is_defined_nowhere_is_said_first_and_draws_no_empty_figure(tmp_path):
    said = "Forgotten: defined in none of {}: tests.experiment.test_where_defined:forgotten gave nothing each time"
    assert run(CASE, runs=5, measures=[forgotten]).manifest["headline"].startswith(said.format("5 histories"))
    made = compare(CASE, changes=CHANGE, runs=5, measures=[forgotten], measure="forgotten")
    assert "nothing is known of “forgotten”: in none of 5 paired histories is it defined in both worlds." in (
        made.sentence
    )
    assert said.format("5 pairs of histories") in words_of(memo(made))
    swept = sweep(CASE, ["policies.arden.k=1,2"], tmp_path / "s", runs=5, measures=[forgotten])
    page = read(swept)
    assert "“forgotten” is defined in no history of any point" in page
    assert said.format("5 histories of any point") in page


def test_a_forgotten_return_is_warned_of_before_and_after_it_is_played(tmp_path):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run(CASE, runs=5, measures=[forgotten])
        sweep(CASE, ["policies.arden.k=1,2"], tmp_path / "s", runs=5, measures=[forgotten])
    said = [str(each.message) for each in caught if issubclass(each.category, UndefinedMeasureWarning)]
    assert len(said) == 4
    assert said[0].endswith("measure forgotten gave nothing in any of the first 20 histories; is a `return` missing?")
    assert "test_where_defined.py:" in said[0]
    assert said[1].startswith("Forgotten: defined in none of 5 histories: ")


def test_a_sweep_says_it_of_its_points_and_titles_those_where_it_is_defined(tmp_path):
    def at_two(history):
        return 1.0 if history.scenario.policies["arden"].k == 2 and history.run else None

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedMeasureWarning)  # of the first histories of the scenario as it is
        swept = sweep(CASE, ["policies.arden.k=1,2"], tmp_path / "s", runs=5, measures=[at_two])
    page = read(swept)
    assert "At two: defined in 0 to 4 of 5 histories, by point; its numbers are of these alone." in page
    assert "1 of 2 points have histories where it is defined: " in page
