"""The figure of a way out: a line a ladder of values, the bound, and the answers."""

from dataclasses import replace

import pytest

from sim import offramp
from sim.plots.offramp import chances


@pytest.fixture(name="found", scope="module")
def _found():
    return offramp("nato_russia_2021", ["timeline.nato_cut.count=9,5,1", "policies.russia.k=0.5,1"], runs=60)


def lines(axes, gid):
    return [line for line in axes.lines if line.get_gid() == gid]


def test_each_ladder_is_a_line_from_the_scenario_as_it_is_to_the_largest_change(found):
    (axes,) = chances(found).axes
    for line in lines(axes, "ladder"):
        sizes, shares = line.get_data()
        assert sizes[0] == 0
        assert shares[0] == found.manifest["as_it_is"]["share"]
        assert list(sizes) == sorted(sizes)
    counted = found.tried[found.tried["path"] == "timeline.nato_cut.count"]
    drawn = next(line for line in lines(axes, "ladder") if "nato cut" in line.get_label())
    assert list(drawn.get_xdata()[1:]) == counted["size"].tolist()
    assert list(drawn.get_ydata()[1:]) == counted["share"].tolist()


def test_the_bound_and_the_answers_are_marked(found):
    (axes,) = chances(found).axes
    (bound,) = lines(axes, "bound")
    assert set(bound.get_ydata()) == {0.5}
    marked = [tuple(zip(*line.get_data(), strict=True)) for line in lines(axes, "answer")]
    answers = zip(found.answers["size"], found.answers["share"], strict=True)
    assert sorted(place for each in marked for place in each) == sorted(answers)


def test_the_title_is_the_headline(found):
    assert chances(found).texts[0].get_text().replace("\n", " ").replace("\xa0", " ") == found.manifest["headline"]


def test_the_axis_ends_little_above_what_is_drawn_and_the_bound_stands_in_the_key(found):
    rare = replace(found, tried=found.tried.assign(share=0.02, high=0.04))
    rare = replace(
        rare, manifest=found.manifest | {"below": 0.08, "as_it_is": {"share": 0.1, "low": 0.06, "high": 0.12}}
    )
    (axes,) = chances(rare).axes
    assert axes.get_ylim()[1] == pytest.approx(1.02 * 1.15 * 0.12)  # a little above the highest interval
    assert "the bound: 8 %" in axes.get_legend_handles_labels()[1]
