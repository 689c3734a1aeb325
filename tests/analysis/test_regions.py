"""Regions of a sweep: where an event is frequent, in words with no more digits than are known."""

import numpy as np
import pytest

from sim.analysis.prim import Among, Between
from sim.analysis.region_words import limit_words, shortest_between
from sim.analysis.regions import main_region, region_of, region_sentence, regions_of
from tests.plots.test_sweep_figures import NINE, PRESET, TALKS, K, sweep_over


def corner(k, talks):
    """Rupture only where k is above a half and talks are rare: there in eight of ten histories."""
    return 0.8 if k > 0.5 and talks < 0.3 else 0.02


@pytest.fixture(name="swept")
def _swept():
    return sweep_over({K: NINE, TALKS: NINE}, corner)


def test_the_region_is_the_corner_where_ruptures_are(swept):
    # 4 x 3 of 81 points with .8, the others with .02: 9.6 of 10.98 ruptures lie there
    region = region_of(swept, "rupture")
    assert region is not None
    assert region.box.limits == {K: Between(low=0.5625), TALKS: Between(high=0.3125)}
    assert (region.box.density, region.elsewhere) == pytest.approx((0.8, 0.02))
    assert region.box.coverage == pytest.approx(9.6 / 10.98)


def test_a_sentence_says_where_how_often_and_how_much_of_all(swept):
    region = region_of(swept, "rupture")
    assert region is not None
    assert region_sentence(swept, region) == (
        "Arden–Belmora ends in rupture in 80 % of histories where the strength of answers (k) of the policy bloc is "
        "above 0.6 and the talks per day is below 0.3 (density), and in 2 % elsewhere; 87 % of all such histories lie "
        "there (coverage)"
    )


def test_each_limit_says_what_the_region_would_be_without_it(swept):
    region = region_of(swept, "rupture")
    assert region is not None
    rows = region.limits.set_index("path")
    # without the limit of talks: all nine rows of four columns, 12 with .8 and 24 with .02
    assert rows.loc[TALKS, "density_without"] == pytest.approx((12 * 0.8 + 24 * 0.02) / 36)
    assert rows.loc[TALKS, "coverage_without"] == pytest.approx((12 * 0.8 + 24 * 0.02) / 10.98)
    assert (rows["found_again"] >= 0.9).all()


def test_a_limit_that_does_not_matter_is_left_out():
    swept = sweep_over({K: NINE, TALKS: NINE}, lambda k, talks: 0.5 if k < 0.3 else 0.0)
    region = region_of(swept, "rupture")
    assert region is not None
    assert region.box.limits == {K: Between(high=0.3125)}


def test_names_are_limited_to_those_where_it_happens():
    swept = sweep_over({PRESET: ["ledger", "grit", "tit_for_tat"], K: NINE}, lambda p, k: 0.6 if p == "grit" else 0.05)
    region = region_of(swept, "rupture")
    assert region is not None
    assert region.box.limits == {PRESET: Among(("grit",))}
    assert "where the kind of the policy bloc is grit (density)" in region_sentence(swept, region)


@pytest.mark.parametrize(
    ("rupture", "others"),
    [
        pytest.param(lambda k: 0.3, {}, id="it is as frequent everywhere"),
        pytest.param(lambda k: 0.30 + 0.1 * k, {}, id="it is nowhere twice as frequent as elsewhere"),
        pytest.param(lambda k: 0.0, {}, id="it never happens"),
        pytest.param(lambda k: k, {"left": range(9)}, id="nothing has been played"),
        pytest.param(lambda k: k, {"design": "oat"}, id="one value is changed at a time"),
    ],
)
def test_there_is_no_region_where(rupture, others):
    swept = sweep_over({K: [i / 19 for i in range(20)], TALKS: [0.0]}, lambda k, _: rupture(k), **others)
    if "left" in others:
        swept = sweep_over({K: NINE}, rupture, left=range(1, 9))
    assert region_of(swept, "rupture") is None


def test_points_that_cannot_be_played_do_not_count():
    swept = sweep_over({K: NINE, TALKS: NINE}, corner, failed=range(9), left=(80,))
    region = region_of(swept, "rupture")
    assert region is not None
    assert len(region.cases) == 71
    assert region.box.limits == {K: Between(low=0.5625), TALKS: Between(high=0.3125)}


def test_all_shares_that_are_shown_are_looked_at_that_of_the_headline_first(swept):
    assert [region.event for region in regions_of(swept)] == ["rupture"]  # strained is everywhere else
    main = main_region(swept)
    assert main is not None
    assert main.event == "rupture"


def test_an_event_that_no_sweep_counts_is_refused(swept):
    with pytest.raises(ValueError, match="event 'peace': expected one of rupture"):
        region_of(swept, "peace")


@pytest.mark.parametrize(
    ("values", "limit", "said"),
    [
        ([6.0, 8.0, 10.0], Between(high=9.0), "below 9"),
        ([6.0, 8.0, 10.0], Between(low=7.0), "above 7"),
        ([0.1, 0.2, 0.3, 0.4], Between(0.15, 0.35), "between 0.15 and 0.35"),
        ([1, 2, 3, 5, 8], Between(high=4.0), "at most 3"),
        ([1, 2, 3, 5, 8], Between(low=4.0), "at least 5"),
        ([1, 2, 3, 5, 8], Between(1.5, 6.5), "2 to 5"),
        ([361, 1020, 2885], Between(low=690.5), "at least 1,020"),
        ([-0.8, -0.45, -0.4], Between(low=-0.425), "above −0.43"),
    ],
)
def test_a_limit_is_written_with_as_few_digits_as_tell_in_from_out(values, limit, said):
    assert limit_words(np.array(values), limit) == said


def test_names_are_written_in_words():
    assert limit_words(np.array(["tit_for_tat", "grit"], dtype=object), Among(("tit_for_tat", "grit"))) == (
        "tit for tat or grit"
    )


@pytest.mark.parametrize(("low", "high", "said"), [(0.0, 1.0, "0.5"), (-1.0, 1.0, "0"), (9.97, 10.02, "10")])
def test_the_shortest_number_between_two(low, high, said):
    assert shortest_between(low, high) == said


def test_a_rare_event_has_no_region_however_it_is_spread():
    noise = sweep_over({K: NINE, TALKS: NINE}, lambda k, talks: 0.02 if k > 0.5 and talks < 0.3 else 0.0)
    assert region_of(noise, "rupture") is None  # nowhere frequent: below one history of twenty


def test_what_a_few_histories_show_is_no_region():
    few = sweep_over(
        {K: NINE[:4], PRESET: ["ledger", "grit", "tit_for_tat"]}, lambda k, p: 0.06 if k == NINE[0] else 0.01
    )
    assert few.manifest["runs"] * 3 * 0.06 < 20  # events in the only place where there could be one
    assert region_of(few, "rupture") is None
