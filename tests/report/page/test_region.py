"""The part of the report of a sweep that says where an event is frequent, and its map."""

import re

import pytest

from sim.report.page.common import WHOLE
from sim.report.page.document import Chart, Section, Table
from sim.report.page.map import drawn_map, way_of_numbers, way_of_steps
from sim.report.page.region import MOST_DRAWN, regions
from tests.plots.test_sweep_figures import NINE, PRESET, TALKS, K, sweep_over


def corner(k, talks):
    return 0.8 if k > 0.5 and talks < 0.3 else 0.02


@pytest.fixture(name="section")
def _section():
    return regions(sweep_over({K: NINE, TALKS: NINE}, corner), WHOLE)


def blocks(section: Section, kind):
    return [block for block in section.blocks if isinstance(block, kind)]


def test_a_sentence_a_table_of_limits_a_map_and_the_boxes_looked_at(section):
    assert section.blocks[1].startswith("Arden–Belmora ends in rupture in 80 % of histories where the strength of")
    limits, chain = blocks(section, Table)
    assert [row[:2] for row in limits.rows] == [
        ("Strength of answers (k) of the policy bloc", "above 0.6"),
        ("Talks per day", "below 0.3"),
    ]
    assert chain.is_folded
    assert chain.rows[0] == ("0", "100 %", "14 %", "100 %")
    (drawn,) = blocks(section, Chart)
    assert drawn.title.endswith("from white, 0 %, to dark, 80 % of histories")
    assert "80 % of histories where" in drawn.says


def test_without_a_region_there_is_no_section():
    assert regions(sweep_over({K: NINE, TALKS: NINE}, lambda k, talks: 0.3), WHOLE).blocks == ()


def test_a_map_that_would_be_too_large_for_a_page_is_left_out():
    fine = [i / 29 for i in range(30)]
    section = regions(sweep_over({K: fine, TALKS: fine}, corner), WHOLE)
    assert len(fine) ** 2 > MOST_DRAWN
    assert blocks(section, Chart) == []
    assert len(blocks(section, Table)) == 2


def test_cells_of_one_shade_beside_each_other_are_one_rectangle():
    across, up = way_of_steps([1, 2, 3, 1, 2, 3], [1, 2, 3]), way_of_steps([1, 1, 1, 2, 2, 2], [1, 2])
    svg = str(drawn_map(across, up, [0.0, 0.0, 1.0, 1.0, 1.0, 1.0], [False] * 5 + [True], True, "says"))
    assert re.findall(r'<rect [^>]*class="(\w+)"', svg) == ["m0", "m7", "m7"]


def test_points_that_are_drawn_are_circles_and_names_of_the_region_stand_together():
    swept = sweep_over({PRESET: ["ledger", "grit", "salami"], K: NINE}, lambda p, k: 0.6 if p == "grit" else 0.05,
                       design="lhs")  # fmt: skip
    (drawn,) = blocks(regions(swept, WHOLE), Chart)
    svg = str(drawn.drawing)
    assert svg.count("<circle") == 27
    assert re.findall(r">(\w+)</text>", svg)[:3] == ["grit", "ledger", "salami"]


def test_the_outline_holds_the_points_of_the_region():
    places = [0.0, 1.0, 2.0, 3.0]
    svg = str(drawn_map(way_of_numbers(places), way_of_numbers(places), places, [False, True, True, False], False, "s"))
    x0, y0, x1, y1 = map(float, re.search(r'd="M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)', svg).groups())
    marks = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]
    assert [x0 < x < x1 and y1 < y < y0 for x, y in marks] == [False, True, True, False]
