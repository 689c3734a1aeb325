"""What a relation has lost, and what comes back by when."""

from datetime import date

import numpy as np
import pytest

from sim import load_scenario
from sim.analysis.labels import Labels
from sim.analysis.returns import HELD, PEOPLE, SHUT, WORTH, Gone, gone_over, return_frame
from sim.engine.compiled.ensemble import Ensemble
from sim.report.offramp import thing_words
from sim.scenario.canonical import document_of

START, LAST = date(2030, 1, 1), date(2030, 1, 5)


def rows_of(*shares):
    """Returns of one thing in one world or two, by its share that is gone on ten days."""
    worlds = {name: [Gone(WORTH, "", np.array(each))] for name, each in zip("ab", shares, strict=False)}
    return return_frame(worlds, START, LAST).to_dict("records")


def test_the_loss_is_what_is_gone_at_the_end_and_was_not_before():
    (row,) = rows_of([0.1, 0.1, 0.3, 0.5, 0.5, 0.5, 0.4, 0.3, 0.2, 0.2])
    assert (row["gone_at_start"], row["gone_at_end"], row["gone_later"]) == (0.1, 0.5, 0.2)
    # .3 of a loss of .4 are back; half of it on the eighth day, when .3 are gone
    assert row["back"] == pytest.approx(0.75)
    assert row["half_back_on"] == "2030-01-08"


def test_what_never_comes_back_has_no_day():
    (row,) = rows_of([0.0, 0.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.4, 0.4, 0.4])
    assert row["back"] == pytest.approx(0.2)
    assert row["half_back_on"] == ""


def test_a_loss_that_goes_on_after_the_end_is_not_a_return():
    (row,) = rows_of([0.0, 0.0, 0.5, 0.5, 0.5, 0.6, 0.7, 0.7, 0.7, 0.7])
    assert row["back"] == 0.0


def test_what_is_lost_in_neither_world_has_no_row_and_what_is_lost_in_one_has_two():
    assert rows_of([0.1] * 10, [0.1] * 10) == []
    a, b = rows_of([0.0] * 4 + [0.5] * 6, [0.0] * 10)
    assert (a["world"], a["gone_at_end"], b["world"], b["gone_at_end"]) == ("a", 0.5, "b", 0.0)
    assert np.isnan(b["back"])  # nothing was lost, so nothing can come back
    assert b["half_back_on"] == ""


def test_a_loss_too_small_for_a_row_of_its_own_comes_back_as_far_as_it_does():
    much, little = rows_of([0.0] * 4 + [0.5] * 6, [0.0, 0.0, 0.0, 0.015, 0.015, 0.006, 0.003, 0.001, 0.0, 0.0])
    assert (much["back"], much["half_back_on"]) == (0.0, "")
    # of .015 all is back at last; half of it, .0075, on the sixth day, when .006 are gone
    assert little["back"] == pytest.approx(1.0)
    assert little["half_back_on"] == "2030-01-06"


def test_a_tie_is_gone_as_far_as_either_side_withholds_it():
    ban = "{date: 2030-01-03, from: harland, to: kessia, move: restrict_trade, channel: trade}"
    settings = ["end=2030-01-05", "timeline=null", f"timeline.a={ban}", "policies.kessia.silence_tie=1"]
    case = load_scenario("trade_and_visas", settings=[*settings, "ties.trade.withheld={kessia: 0.5}"])
    gone = {(e.what, e.channel): e.share for e in gone_over(Ensemble(case, 1, n_threads=1), "harland_kessia", range(2))}
    assert [*gone[HELD, "trade"]] == pytest.approx([0.5, 0.5, *3 * [1 - 1 / 2 * 2 / 3]])
    assert (SHUT, "trade") not in gone
    assert (PEOPLE, "trade") not in gone
    assert thing_words(Labels(document_of(case)), HELD, "trade") == "Trade in goods withheld"


def test_shares_are_means_over_histories_of_the_posts_of_the_relation():
    case = load_scenario("two_states", settings=["timeline.first_expulsion.count=20"])
    ensemble = Ensemble(case, 1, n_threads=1)
    gone = {(each.what, each.channel): each.share for each in gone_over(ensemble, "arden_belmora", range(5))}
    assert len(gone) == 1 + 2 * len(case.channels)
    assert gone[WORTH, ""].shape == (ensemble.n_days,)
    assert gone[PEOPLE, "arden_embassy"][0] == 0.0
    assert gone[SHUT, "arden_embassy"][0] == 0.0
    people = [history.posts().query("channel == 'arden_embassy'") for history in ensemble.histories(range(5))]
    expected = np.mean([1 - rows["accredited"].to_numpy() / rows["accredited"].iloc[0] for rows in people], axis=0)
    assert gone[PEOPLE, "arden_embassy"] == pytest.approx(np.clip(expected, 0, 1), abs=1e-12)
