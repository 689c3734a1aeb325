"""What figures of a sweep show: the shares and means of the summary, each at the point that it belongs to."""

import tracemalloc
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

from sim.analysis.frontiers import Frontier
from sim.analysis.intervals import Z95
from sim.analysis.sweep_table import table_of
from sim.commands.drawing import figures_of
from sim.plots import SWEEP_FIGURES
from sim.plots.contours import Surface, contours_at, draw_contours, rounded
from sim.plots.line_ends import apart
from sim.plots.phase import phase
from sim.plots.regimes import REGIME_TONES
from sim.plots.style import save
from sim.plots.sweep_axis import axis_of
from sim.plots.sweep_curves import curves
from sim.plots.sweep_shares import shares
from sim.results.measures import EVENT_OF, MEASURE_OF, OF_TIES, REGIMES
from sim.results.sweep_result import SweepResult
from tests.plots.panels import panel, titles

OF_K = "strength of answers (k) of the policy bloc"
K, TALKS, PRESET = "policies.bloc.k", "parameters.talks_per_day", "policies.bloc.preset"
NINE = [i / 8 for i in range(9)]
SCENARIO = {
    "name": "made_up",
    "title": "A made-up case",
    "start": "2030-01-01",
    "end": "2030-12-31",
    "states": {"arden": {"name": "Arden"}, "belmora": {"name": "Belmora"}},
    "alliances": {},
    "channels": {},
    "relations": {"arden_belmora": {"between": ["arden", "belmora"]}},
    "policies": {"bloc": {"preset": "ledger", "k": 0.5}},
    "parameters": {},
}


def sweep_over(paths, rupture, *, failed=(), left=(), half=0.01, runs=100, design="grid", **others):
    """A grid: rupture at each point is a function of its values; what does not rupture ends strained.

    ``half`` is how far all intervals reach to both sides; other columns are functions of the same values.
    """
    values = list(product(*paths.values()))
    points = pd.DataFrame(values, columns=list(paths))
    points.insert(0, "point", range(len(points)))
    rows = []
    for point, at in enumerate(values):
        if point in failed:
            rows.append({"point": point, "level": "run", "name": "run", "runs": 0, "problem": "k: out of range"})
        elif point not in left:
            rows.append({"point": point, "level": "run", "name": "run", "runs": runs, "any_break": 0.5, "moves": 3.0})
            share = rupture(*at)
            told = dict.fromkeys(EVENT_OF, 0.0) | dict.fromkeys(MEASURE_OF, 1.0) | dict.fromkeys(OF_TIES, 0.0)
            told |= {"rupture": share, "strained": 1 - share, "rupture_at_any_time": share, "loss_at_end": share}
            told |= {name: function(*at) for name, function in others.items()}
            told |= {"moves": np.nan, "any_break": np.nan}  # are told of the run alone
            ends = {f"{name}{end}": told[name] + sign * half for name in EVENT_OF for end, sign in ENDS.items()}
            errors = {f"{name}_se": half / Z95 for name in MEASURE_OF}
            rows.append({"point": point, "level": "relation", "name": "arden_belmora", "runs": runs, **told, **ends,
                         **errors})  # fmt: skip
    columns = ["point", "level", "name", "runs", *(f"{n}{e}" for n in EVENT_OF for e in ("", *ENDS))]
    columns += [f"{name}{end}" for name in MEASURE_OF for end in ("", "_se")]
    summary = pd.DataFrame(rows).reindex(columns=[*columns, "problem"])
    manifest = {
        "name": "made_up", "title": "A made-up case", "settings": [], "design": design, "runs": runs, "seed": 1,
        "relations": ["arden_belmora"], "scenario": SCENARIO, "experiment": None,
    }  # fmt: skip
    return SweepResult(Path("sweep"), points, summary.astype({"problem": "object"}), manifest)


ENDS = {"_low": -1, "_high": 1}


def across(k, talks):
    """Rupture by k alone: half of the histories at k = 0.5."""
    return k


@pytest.fixture(name="plane")
def _plane():
    return sweep_over({K: NINE, TALKS: NINE}, across)


@pytest.fixture(name="line")
def _line():
    return sweep_over({K: NINE}, lambda k: k)


def drawn(axes, gid):
    """Lines of a name, (n, 2) each; those that are drawn at once have a gap between them."""
    lines = [np.column_stack(line.get_data()) for line in axes.lines if line.get_gid() == gid]
    parts = [part for line in lines for part in np.split(line, np.flatnonzero(np.isnan(line[:, 0])))]
    return [part[~np.isnan(part[:, 0])] for part in parts]


def patches(axes, gid):
    return [patch for patch in axes.patches if patch.get_gid() == gid]


def written(axes):
    return [text.get_text() for text in axes.texts]


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def heading(figure):
    return figure.texts[0].get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")


def details(figure):
    return figure.texts[1].get_text()


def assert_all_on_the_page(figure):
    figure.draw_without_rendering()
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent()
            assert box.x0 >= 0, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.x1 <= figure.bbox.x1, text.get_text()
            assert box.y1 <= figure.bbox.y1, text.get_text()


class TestWhichFigures:
    @pytest.mark.parametrize(
        ("paths", "expected"),
        [
            pytest.param({K: NINE}, ["curves", "shares"], id="of one path lines"),
            pytest.param({PRESET: ["ledger", "bully"]}, ["curves", "shares"], id="of one choice dots and bars"),
            pytest.param({K: NINE, TALKS: NINE}, ["phase"], id="of two paths a phase diagram"),
            pytest.param({K: NINE, TALKS: [1, 2]}, ["phase", "curves", "shares"], id="few values: lines, too"),
            pytest.param({PRESET: ["ledger", "bully"], "x.y.z": ["a", "b"]}, ["phase"], id="of two choices"),
            pytest.param({K: [1, 2], TALKS: [1, 2], "x.y.z": [1, 2, 3, 4, 5, 6]}, ["phase"], id="six combinations"),
            pytest.param({K: [1, 2], TALKS: [1, 2], "x.y.z": [1, 2, 3, 4, 5, 6, 7]}, [], id="none of seven"),
        ],
    )
    def test_there_are_of_a_grid(self, paths, expected):
        found = figures_of(sweep_over(paths, lambda *at: 0.5))
        assert [name for name in found if name in ("phase", "curves", "shares")] == expected

    @pytest.mark.parametrize("name", ["phase", "curves", "shares"])
    def test_points_that_were_drawn_have_none_of_these(self, name):
        assert not SWEEP_FIGURES[name].applies(sweep_over({K: NINE, TALKS: [1, 2]}, across, design="sobol"))

    def test_the_run_as_a_whole_ends_as_no_regime(self, line):
        line.manifest["experiment"] = {"of": "run", "show": []}
        assert "shares" not in figures_of(line)
        assert titles(curves(line))[0] == "Shares of histories"


EVERY = {
    "a plane": ({K: NINE, TALKS: NINE}, phase),
    "few values": ({K: [0, 0.5, 1], TALKS: [0.001, 0.01, 0.1]}, phase),
    "many long names": ({PRESET: ["strategic_delay", "contrite_tit_for_tat"], K: [0.1, 0.2]}, phase),
    "names up": ({K: [0.1, 0.2], PRESET: ["strategic_delay", "contrite_tit_for_tat"]}, phase),
    "a third path": ({K: [0, 0.5, 1], TALKS: [1, 2, 3], PRESET: ["ledger", "bully"]}, phase),
    "one path": ({K: NINE}, curves),
    "lines by value": ({K: NINE, TALKS: [0.001, 0.003, 0.01]}, curves),
    "dots by name": ({PRESET: ["strategic_delay", "contrite_tit_for_tat"]}, curves),
    "areas": ({K: NINE}, shares),
    "areas by name": ({K: NINE, PRESET: ["strategic_delay", "bully"]}, shares),
    "bars": ({PRESET: ["strategic_delay", "contrite_tit_for_tat"]}, shares),
}


@pytest.mark.parametrize(("paths", "draw"), EVERY.values(), ids=EVERY)
def test_every_word_is_on_the_page_and_the_bytes_are_the_same_each_time(paths, draw, tmp_path):
    result = sweep_over(paths, lambda *at: 0.25, failed=[0])
    result.manifest["scenario"] = SCENARIO | {
        "states": {"arden": {"name": "Großherzogtum Łódź " * 3}, "belmora": {"name": ""}}
    }
    figure = draw(result)
    assert_all_on_the_page(figure)
    one, other = (
        save(each, tmp_path / name, "figure", ["svg"])[0] for name, each in (("1", figure), ("2", draw(result)))
    )
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("n", [1, 2, 4])
def test_labels_of_lines_stay_on_the_page_however_long_their_names(n):
    result = sweep_over({K: NINE, PRESET: ["contrite_tit_for_tat", "www_strategic_delay_www"]}, lambda k, preset: 0.25)
    states = {"arden": {"name": "the Grand Duchy of Wwwwwwwwww " * n, "policy": "bloc"}, "belmora": {"name": "B"}}
    result.manifest["scenario"] = SCENARIO | {"states": states}
    assert_all_on_the_page(curves(result))


class TestTitle:
    @pytest.mark.parametrize(
        ("missing", "said"),
        [
            pytest.param({"failed": [1, 2]}, "1 of 3 points could be played: ", id="one can be played"),
            pytest.param({"left": [1, 2]}, "1 of 3 points have been played: ", id="the others have not been so far"),
        ],
    )
    @pytest.mark.parametrize(
        ("draw", "ends"),
        [
            (curves, "Arden–Belmora ends in rupture in 60 % of histories"),
            (shares, "Arden–Belmora most likely ends in rupture"),
        ],
    )
    def test_claims_nothing_of_points_that_were_not_played(self, missing, said, draw, ends):
        sweep = sweep_over({K: [0.5, 1, 2]}, lambda k: 0.6, **missing)
        assert heading(draw(sweep)) == f"{said}{ends}, where the {OF_K} is 0.5"

    def test_says_of_how_many_points_it_holds(self):
        sweep = sweep_over({K: [0.5, 1, 2]}, lambda k: 0.6, failed=[2])
        assert heading(curves(sweep)) == (
            f"2 of 3 points could be played: Arden–Belmora ends in rupture in 60 % of histories, whatever the {OF_K} is"
        )


class TestPhaseDiagram:
    def test_has_a_panel_for_the_likeliest_end_and_one_for_each_quantity(self, plane):
        assert titles(phase(plane)) == [
            "Most likely end",
            "Ends in rupture",
            "Ends strained",
            "Institutional loss at the end, mean",
        ]

    def test_shows_what_the_experiment_shows(self, plane):
        plane.manifest["experiment"] = {"title": "How hard?", "of": None, "show": ["loss_at_end", "rupture"]}
        figure = phase(plane)
        assert titles(figure) == ["Most likely end", "Institutional loss at the end, mean", "Ends in rupture"]
        said = f"mean institutional loss at the end from 0.00 to 1.00, highest where the {OF_K} is 1"
        assert heading(figure) == f"Arden–Belmora: {said}"
        assert details(figure).startswith(
            "A made-up case: How hard?   ·   81 points   ·   100 histories a point   ·   seed 1"
        )

    def test_has_a_panel_for_ruptures_that_were_mended(self):
        mended = sweep_over({K: NINE, TALKS: NINE}, across, rupture_at_any_time=lambda k, talks: 1.0)
        assert "Comes to a rupture at some time" in titles(phase(mended))

    def test_says_in_its_title_where_ruptures_are_most_frequent(self, plane):
        assert heading(phase(plane)) == (
            f"Arden–Belmora ends in rupture in 0 to 100 % of histories, most often where the {OF_K} is 1"
        )

    def test_says_in_its_title_that_nothing_matters(self):
        flat = sweep_over({K: NINE, TALKS: NINE}, lambda *at: 0.2)
        assert heading(phase(flat)) == (
            f"Arden–Belmora ends in rupture in 20 % of histories, whatever the {OF_K} and the talks per day are"
        )

    def test_has_ticks_at_values_that_were_played(self, plane):
        axes = panel(phase(plane), "Ends in rupture")
        assert ticks(axes.xaxis) == ["0", "0.25", "0.5", "0.75", "1"]
        assert list(axes.get_xlim()) == [-1 / 16, 17 / 16]
        assert ticks(panel(phase(plane), "Most likely end").yaxis)[:2] == ["0", "0.125"]

    def test_cells_have_the_shares_of_their_points(self, plane):
        (cells,) = [mesh for mesh in panel(phase(plane), "Ends in rupture").collections if mesh.get_gid() == "cells"]
        assert cells.get_clim() == (0, 1)
        np.testing.assert_array_equal(cells.get_array(), np.tile(NINE, (9, 1)))

    def test_the_likeliest_end_has_the_colour_of_its_regime(self, plane):
        (cells,) = [mesh for mesh in panel(phase(plane), "Most likely end").collections if mesh.get_gid() == "cells"]
        row = [to_hex(colour) for colour in cells.to_rgba(cells.get_array())[0]]
        assert row == [REGIME_TONES["strained"].fill] * 4 + [REGIME_TONES["rupture"].fill] * 5

    @pytest.mark.parametrize(("n", "expected"), [(3, ["0", "50", "100"]), (9, [])], ids=["few", "many"])
    def test_each_cell_has_its_number_where_cells_are(self, n, expected):
        grid = [i / (n - 1) for i in range(n)]
        axes = panel(phase(sweep_over({K: grid, TALKS: grid}, across)), "Ends in rupture")
        assert sorted({text for text in written(axes) if "%" not in text}, key=float) == expected

    def test_shares_near_none_and_all_are_written_as_in_tables(self):
        shown = {(0, 1): 0.005, (0, 2): 0.0004, (1, 1): 0.0, (1, 2): 0.995}
        axes = panel(phase(sweep_over({K: [0, 1], TALKS: [1, 2]}, lambda *at: shown[at])), "Ends in rupture")
        assert written(axes) == ["0.5", "0", "<0.1", "99.5"]

    def test_points_that_cannot_be_played_are_hatched_and_told(self):
        figure = phase(sweep_over({K: NINE, TALKS: NINE}, across, failed=[0, 80]))
        for title in titles(figure):
            corners = [(patch.get_x(), patch.get_y()) for patch in patches(panel(figure, title), "failed")]
            assert corners == [(-1 / 16, -1 / 16), (15 / 16, 15 / 16)]
        assert "2 points cannot be played, the first because of k: out of range" in details(figure)

    def test_points_that_have_not_been_played_are_empty_and_told(self):
        figure = phase(sweep_over({K: NINE, TALKS: NINE}, across, left=[5]))
        assert len(patches(panel(figure, "Ends in rupture"), "empty")) == 1
        assert "empty: 1 of 81 points have not been played yet" in details(figure)

    def test_the_scenarios_own_values_are_marked(self, plane):
        marks = drawn(panel(phase(plane), "Ends in rupture"), "own")
        assert [tuple(np.round(mark[0], 4)) for mark in marks] == [(0.5, 1.012), (1.012, 0.0028), (0.5, 0.0028)]

    def test_names_are_categories_without_lines_of_equal_value(self):
        result = sweep_over({PRESET: ["ledger", "grim_trigger", "bully"], K: NINE}, lambda preset, k: k)
        axes = panel(phase(result), "Ends in rupture")
        assert [text.replace("\n", " ") for text in ticks(axes.xaxis)] == ["ledger", "grim trigger", "bully"]
        assert drawn(axes, "level 50 %") == []

    def test_a_third_path_has_rows_of_panels(self):
        result = sweep_over({K: NINE, TALKS: NINE, PRESET: ["ledger", "bully"]}, lambda k, talks, preset: k)
        figure = phase(result)
        assert titles(figure) == ["Most likely end", "Ends in rupture", "Institutional loss at the end, mean"] * 2
        assert [text.get_text() for text in figure.texts[2:]] == [
            "Where kind of the policy bloc is ledger",
            "Where kind of the policy bloc is bully",
        ]

    def test_a_mean_over_many_orders_of_magnitude_is_shaded_by_its_logarithm(self):
        huge = sweep_over({K: NINE, TALKS: NINE}, across, tension_peak=lambda k, talks: 10 ** (16 * k))
        huge.manifest["experiment"] = {"of": None, "show": ["tension_peak"]}
        axes = panel(phase(huge), "Highest tension, mean")
        lines = [line for line in axes.lines if str(line.get_gid()).startswith("level 10⁸")]
        np.testing.assert_allclose(lines[0].get_xdata(), 0.5)


class TestFrontier:
    @pytest.fixture(name="figure")
    def _figure(self, plane, monkeypatch):
        known = [Frontier("k + talks = 1", [-1.0, 0.5, 3.0], [2.0, 0.5, -2.0])]
        monkeypatch.setattr("sim.plots.phase.frontiers_of", lambda result: known)
        return phase(plane)

    def test_is_drawn_in_every_panel_and_not_beyond_it(self, figure):
        for title in titles(figure):
            (line,) = drawn(panel(figure, title), "frontier")
            np.testing.assert_allclose(line.sum(axis=1), 1)
            assert line.min() >= -1 / 16
            assert line.max() <= 17 / 16

    def test_has_its_name_at_its_end_in_the_first_panel(self, figure):
        named = [axes for axes in figure.axes if "k + talks = 1" in written(axes)]
        assert [axes.get_title(loc="left") for axes in named] == ["Most likely end"]
        (name,) = [text for text in named[0].texts if text.get_text() == "k + talks = 1"]
        box = name.get_window_extent().transformed(named[0].transAxes.inverted())
        assert 0 <= box.x0 < box.x1 <= 1
        assert 0 <= box.y0 < box.y1 <= 0.5

    def test_a_line_outside_the_panel_is_not_drawn(self, plane, monkeypatch):
        monkeypatch.setattr("sim.plots.phase.frontiers_of", lambda result: [Frontier("far", [5.0, 6.0], [5.0, 6.0])])
        assert drawn(phase(plane).axes[0], "frontier") == []


class TestLinesOfEqualValue:
    @pytest.mark.parametrize("level", [0.25, 0.5, 0.75])
    def test_stand_where_a_plane_has_the_value(self, plane, level):
        (line,) = drawn(panel(phase(plane), "Ends in rupture"), f"level {level:.0%}".replace("%", " %"))
        np.testing.assert_allclose(line[:, 0], level)
        assert (line[:, 1].min(), line[:, 1].max()) == (0, 1)  # and not beyond the outermost points

    def test_lean_as_a_plane_does(self):
        leaning = sweep_over({K: NINE, TALKS: NINE}, lambda k, talks: (k + talks) / 2)
        (line,) = drawn(panel(phase(leaning), "Ends in rupture"), "level 50 %")
        np.testing.assert_allclose(line.sum(axis=1), 1)

    def test_stand_at_the_logarithm_on_a_logarithmic_axis(self):
        rates = [0.001, 0.01, 0.1]
        result = sweep_over({K: NINE, TALKS: rates}, lambda k, talks: (np.log10(talks) + 3) / 2)
        axes = panel(phase(result), "Ends in rupture")
        (line,) = drawn(axes, "level 50 %")
        np.testing.assert_allclose(line[:, 1], -2)
        first = phase(result).axes[0]
        assert ticks(first.yaxis) == ["0.001", "0.01", "0.1"]
        assert first.get_ylabel().replace("\n", " ") == "talks per day (log scale)"

    @pytest.mark.parametrize(
        ("half", "style"), [(0.12, "-"), (0.13, "--")], ids=["less than a step: firm", "more than a step: dotted"]
    )
    def test_are_dotted_where_intervals_leave_them_open_by_more_than_a_step(self, half, style):
        axes = panel(phase(sweep_over({K: NINE, TALKS: NINE}, across, half=half)), "Ends in rupture")
        (line,) = [line for line in axes.lines if line.get_gid() == "level 50 %"]
        assert line.get_linestyle() == style  # any pattern of dashes reads as "--"

    def test_are_firm_in_one_half_and_dotted_in_the_other(self, plane):
        half = np.where(np.array(NINE) < 0.5, 0.01, 0.2)[:, None] * np.ones(9)  # a step of the grid is worth 0.125
        tilted = np.tile(NINE, (9, 1))
        (contour,) = contours_at(phase(plane).axes[0], Surface(np.array(NINE), np.array(NINE), tilted, half), 0.5)
        lower = np.minimum(contour.line[:-1, 1], contour.line[1:, 1])
        assert contour.is_firm[lower < 0.38].all()  # the point at 0.5 begins half a cell before it, at 0.4375
        assert not contour.is_firm[lower > 0.44].any()

    def test_are_said_to_be_dotted_and_a_cross_to_be_drawn_only_where_they_are(self, plane):
        assert "\ntriangles at the edges, and cross: the scenario as it is" in details(phase(plane))
        few = sweep_over({K: [0, 0.5, 1], TALKS: [0.001, 0.0028, 0.01]}, across, half=0.6)
        assert details(phase(few)).endswith(
            "\ndotted lines: the 95 % intervals leave them open by more than a step of the grid   ·   "
            "triangles at the edges: the scenario as it is"
        )

    def test_strike_no_number_of_a_cell_through(self):
        axes = panel(phase(sweep_over({K: [0, 0.5, 1], TALKS: [1, 2, 3]}, across)), "Ends in rupture")
        numbers = [text for text in axes.texts if text.get_text() in ("0", "50", "100")]
        assert len(numbers) == 9
        assert all(text.get_zorder() > 3 and text.get_bbox_patch().get_alpha() is None for text in numbers)

    def test_that_are_close_together_have_labels_that_differ(self):
        result = sweep_over({K: NINE, TALKS: NINE}, across, loss_at_end=lambda k, talks: 0.1 + k / 100)
        said = written(panel(phase(result), "Institutional loss at the end, mean"))
        assert len({*said}) == len(said) > 1

    def test_of_single_histories_are_plain_for_means_and_nothing_is_said_of_intervals(self):
        single = sweep_over({K: NINE, TALKS: NINE}, across, half=0.2, runs=1)
        single.summary[[f"{name}_se" for name in MEASURE_OF]] = np.nan
        single.manifest["experiment"] = {"of": None, "show": ["loss_at_end"]}
        figure = phase(single)
        loss = panel(figure, "Institutional loss at the end, mean")
        assert {line.get_linestyle() for line in loss.lines if str(line.get_gid()).startswith("level")} == {"-"}
        assert "dotted lines" not in details(figure)
        single.manifest["experiment"]["show"] = ["loss_at_end", "rupture"]
        assert "dotted lines: the 95 % intervals, known of shares alone, leave" in details(phase(single))

    def test_of_a_noisy_map_take_little_memory(self, plane):
        values = np.random.default_rng(1).normal(np.linspace(0, 1, 120), 0.15, (120, 120))
        axes, places = phase(plane).axes[0], np.linspace(0, 1, 120)
        noisy = Surface(places, places, values, np.full((120, 120), 0.1))
        tracemalloc.start()
        draw_contours(axes, noisy, ((0.5, "50 %", 1.5), (0.25, "25 %", 0.8), (0.75, "75 %", 0.8)), [])
        assert tracemalloc.get_traced_memory()[1] < 50e6  # of distances between all points it would be 2 GB
        tracemalloc.stop()

    def test_stop_at_a_point_without_a_number(self):
        result = sweep_over({K: NINE, TALKS: NINE}, across, failed=[4 * 9 + 4])
        ends = [line[:, 1] for line in drawn(panel(phase(result), "Ends in rupture"), "level 50 %")]
        assert len(ends) == 2
        assert not any(((y > 3 / 8) & (y < 5 / 8)).any() for y in ends)

    def test_of_a_jump_are_drawn_once(self):
        jump = sweep_over({K: NINE, TALKS: NINE}, lambda k, talks: float(k > 0.5))
        axes = panel(phase(jump), "Ends in rupture")
        assert [bool(drawn(axes, f"level {level} %")) for level in (25, 50, 75)] == [False, True, False]

    def test_there_are_none_over_two_rows(self):
        axes = panel(phase(sweep_over({K: NINE, TALKS: [1, 2]}, across)), "Ends in rupture")
        assert drawn(axes, "level 50 %") == []

    def test_an_island_of_a_cell_is_no_line(self, plane):
        values = np.zeros((9, 9))
        values[4, 4] = 1
        axes = phase(plane).axes[0]
        island = Surface(np.array(NINE), np.array(NINE), values, np.full((9, 9), 0.01))
        assert contours_at(axes, island, 0.9) == []

    def test_corners_are_rounded_and_ends_stay(self):
        line = rounded(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]))
        assert line[0].tolist() == [0, 0]
        assert line[-1].tolist() == [1, 1]
        assert np.hypot(*(line - [1, 0]).T).min() > 0.1


class TestAxis:
    @pytest.mark.parametrize(
        ("values", "kind"),
        [
            pytest.param([0, 0.5, 1.0], "linear", id="even steps"),
            pytest.param([1, 2], "linear", id="two values"),
            pytest.param([0.001, 0.01, 0.1], "log", id="even factors"),
            pytest.param([0, 0.001, 0.01, 0.1], "steps", id="factors and zero: equal distances"),
            pytest.param(["ledger", "bully"], "steps", id="names"),
            pytest.param([True, False], "steps", id="yes or no"),
        ],
    )
    def test_has_the_scale_that_its_values_stand_on(self, values, kind):
        assert axis_of(TALKS, pd.Series(values), SCENARIO).kind == kind

    def test_cells_meet_halfway(self):
        assert axis_of(K, pd.Series([0.0, 1.0, 2.0]), SCENARIO).edges.tolist() == [-0.5, 0.5, 1.5, 2.5]

    def test_between_uneven_values_places_are_interpolated_and_beyond_them_there_are_none(self):
        axis = axis_of(TALKS, pd.Series([0, 1, 100.0, 200.0]), SCENARIO)
        np.testing.assert_array_equal(axis.at([0.5, 150, 300]), [0.5, 2.5, np.nan])

    @pytest.mark.parametrize(
        ("path", "values", "own"),
        [(K, [0.0, 1.0], 0.5), (PRESET, ["bully", "ledger"], 1.0), (K, [2.0, 3.0], np.nan)],
        ids=["number", "name", "outside"],
    )
    def test_knows_where_the_scenario_stands(self, path, values, own):
        np.testing.assert_equal(axis_of(path, pd.Series(values), SCENARIO).own, own)


class TestCurves:
    def test_lines_have_the_shares_and_bands_the_intervals(self, line):
        axes = panel(curves(line), "Shares of histories")
        (rupture,) = [drawn for drawn in axes.lines if drawn.get_label() == "rupture"]
        np.testing.assert_array_equal(np.column_stack(rupture.get_data()), np.column_stack([NINE, NINE]))
        (band,) = [area for area in axes.collections if area.get_gid() == "interval rupture"]
        edges = {(round(x, 6), round(y, 6)) for x, y in band.get_paths()[0].vertices}
        assert edges == {(k, round(k + half, 6)) for k in NINE for half in (-0.01, 0.01)}

    def test_bands_of_means_are_1_96_standard_errors_wide(self):
        result = sweep_over({K: NINE}, lambda k: k, half=0.196, tension_at_end=lambda k: 5 + k)
        (band,) = panel(curves(result), "Tension at the end, mean").collections
        edges = {(round(x, 6), round(y, 6)) for x, y in band.get_paths()[0].vertices}
        assert edges == {(k, round(5 + k + half, 6)) for k in NINE for half in (-0.196, 0.196)}

    def test_there_is_a_panel_for_every_mean_of_the_summary(self, line):
        assert len(titles(curves(line))) == 1 + len(MEASURE_OF) - 1  # the moves of all are told of the run alone

    def test_each_line_is_named_at_its_right_end(self, line):
        axes = panel(curves(line), "Shares of histories")
        assert written(axes) == ["strained 0 %", "rupture 100 %"]

    def test_of_two_paths_each_value_of_the_one_with_few_has_its_line(self):
        result = sweep_over({TALKS: [1, 2], K: NINE}, lambda talks, k: k / talks)
        axes = panel(curves(result), "Ends in rupture")
        ends = {line.get_label(): line.get_ydata()[-1] for line in axes.lines if line.get_label().endswith(":")}
        assert ends == {"1:": 1.0, "2:": 0.5}
        assert axes.get_xlim()[1] < 1.1

    def test_names_have_a_dot_and_a_whisker_each(self):
        result = sweep_over({PRESET: ["bully", "ledger"]}, lambda preset: 0.25 if preset == "bully" else 0.75, half=0.1)
        axes = panel(curves(result), "Ends in rupture")
        (dots,) = [marks for marks in axes.collections if marks.get_gid() == "rupture"]
        assert dots.get_offsets().tolist() == [[0.25, 0], [0.75, 1]]
        (whiskers,) = [marks for marks in axes.collections if marks.get_gid() == "interval rupture"]
        np.testing.assert_allclose([path[:, 0] for path in whiskers.get_segments()], [[0.15, 0.35], [0.65, 0.85]])
        assert [label.get_fontweight() for label in axes.get_yticklabels()] == ["normal", "bold"]

    def test_a_value_that_cannot_be_played_parts_the_line_and_is_hatched(self):
        axes = panel(curves(sweep_over({K: NINE}, lambda k: k, failed=[4])), "Shares of histories")
        (hatched,) = patches(axes, "failed")
        assert (hatched.get_x(), hatched.get_width()) == (7 / 16, 1 / 8)
        (rupture,) = [drawn for drawn in axes.lines if drawn.get_label() == "rupture"]
        assert np.isnan(rupture.get_ydata()).tolist() == [False] * 4 + [True] + [False] * 4

    def test_a_single_history_a_point_has_no_bands_of_means(self):
        result = sweep_over({K: NINE}, lambda k: float(k > 0.5), half=np.nan, runs=1)
        figure = curves(result)
        assert "95 %" not in details(figure)


class TestStackedShares:
    def test_the_worst_is_at_the_bottom_and_all_make_one(self):
        result = sweep_over({K: NINE}, lambda k: k / 2, recovered=lambda k: 0.25, strained=lambda k: 0.75 - k / 2)
        areas = [area for area in shares(result).axes[0].collections if area.get_gid()]
        assert [area.get_gid() for area in areas] == ["rupture", "strained", "recovered"]
        heights = [area.get_paths()[0].vertices[:, 1] for area in areas]
        assert heights[0].min() == 0
        assert heights[-1].max() == 1
        assert heights[2].min() == 0.75
        assert [to_hex(area.get_facecolor()[0]) for area in areas] == [
            REGIME_TONES[regime].fill for regime in ("rupture", "strained", "recovered")
        ]

    def test_few_values_and_names_have_bars(self):
        result = sweep_over({PRESET: ["bully", "ledger"]}, lambda preset: 0.25 if preset == "bully" else 0.75)
        axes = shares(result).axes[0]
        bars = {
            regime: [(bar.get_x(), bar.get_width()) for bar in patches(axes, regime)]
            for regime in [regime.name for regime in REGIMES]
        }
        assert bars["rupture"] == [(0, 0.25), (0, 0.75)]
        assert bars["strained"] == [(0.25, 0.75), (0.75, 0.25)]
        assert ticks(axes.yaxis) == ["bully", "ledger"]

    def test_what_cannot_be_played_is_hatched(self):
        assert len(patches(shares(sweep_over({K: NINE}, lambda k: k, failed=[0])).axes[0], "failed")) == 1
        names = sweep_over({PRESET: ["bully", "ledger"]}, lambda preset: 0.5, failed=[1])
        assert len(patches(shares(names).axes[0], "failed")) == 1

    def test_two_paths_have_a_panel_a_value(self):
        figure = shares(sweep_over({K: NINE, PRESET: ["bully", "ledger"]}, lambda k, preset: k))
        assert titles(figure) == [
            "kind of the policy bloc: bully",
            "kind of the policy bloc: ledger",
        ]

    def test_the_run_as_a_whole_is_refused(self, line):
        with pytest.raises(ValueError, match="the run as a whole ends as no regime"):
            shares(line, "run")

    @pytest.mark.parametrize(
        ("paths", "rupture", "said"),
        [
            pytest.param(
                {K: NINE}, lambda k: k, f"strained where the {OF_K} is at most 0.375, in rupture from 0.5 on",
                id="up to a value one end, beyond it another",
            ),
            pytest.param({K: NINE}, lambda k: 0.1, f"strained, whatever the {OF_K} is", id="always the same"),
            pytest.param(
                {PRESET: ["bully", "ledger", "parity", "grit"]}, lambda preset: float(preset == "bully"),
                "in rupture with bully, strained with the other 3", id="names",
            ),
        ],
    )  # fmt: skip
    def test_say_in_their_title_which_end_is_the_likeliest_where(self, paths, rupture, said):
        assert heading(shares(sweep_over(paths, rupture))) == f"Arden–Belmora most likely ends {said}"


class TestWhatIsTold:
    def test_is_the_first_relation_the_one_of_the_experiment_or_the_one_asked_for(self, line):
        assert table_of(line)[:2] == ("relation", "arden_belmora")
        line.manifest["experiment"] = {"of": "run"}
        assert table_of(line).shown == ["any_break", "moves"]
        assert table_of(line, "arden_belmora").level == "relation"

    def test_a_row_that_is_not_there_is_refused_with_those_that_are(self, line):
        with pytest.raises(ValueError, match="no row 'moon' in this sweep; expected one of run, arden_belmora"):
            table_of(line, "moon")

    def test_points_without_numbers_stay_in_their_place(self):
        table = table_of(sweep_over({K: NINE}, lambda k: k, failed=[2], left=[3]))
        assert table.frame["point"].tolist() == list(range(9))
        assert np.flatnonzero(table.frame["rupture"].isna()).tolist() == [2, 3]


@pytest.mark.parametrize(
    ("places", "expected"),
    [([0.0, 0.0, 0.0], [0.0, 0.1, 0.2]), ([0.99, 1.0], [0.9, 1.0]), ([0.2, 0.8], [0.2, 0.8]), ([], [])],
    ids=["at the foot", "at the top", "apart already", "none"],
)
def test_labels_at_the_ends_of_lines_stand_apart(places, expected):
    assert apart(places, [0.1] * len(places)) == expected


def test_regimes_are_the_darker_the_worse():
    lightness = [
        sum(int(tone.fill[i : i + 2], 16) * w for i, w in ((1, 0.3), (3, 0.59), (5, 0.11)))
        for tone in REGIME_TONES.values()
    ]
    assert list(REGIME_TONES) == [regime.name for regime in REGIMES]
    assert all(b - a > 25 for a, b in pairwise(lightness))


def _corner(k, talks):
    return 0.8 if k > 0.5 and talks < 0.3 else 0.02


def outline(axes):
    """Ends of the outline of a region, across and up; nothing where there is none."""
    lines = [each for each in axes.collections if each.get_gid() == "region"]
    places = np.concatenate([np.array(each.get_segments()).reshape(-1, 2) for each in lines] or [np.empty((0, 2))])
    return [tuple(ends.tolist()) for ends in (places.min(axis=0), places.max(axis=0))] if len(places) else []


def test_a_region_has_an_outline_on_the_map_of_its_event_alone():
    figure = phase(sweep_over({K: NINE, TALKS: NINE}, _corner))
    assert outline(panel(figure, "Ends in rupture")) == [(0.5625, -0.0625), (1.0625, 0.3125)]
    assert outline(panel(figure, "Ends strained")) == []
    assert "orange outline: region" in figure.texts[1].get_text()


def test_without_a_region_nothing_has_an_outline(plane):
    figure = phase(sweep_over({K: NINE, TALKS: NINE}, lambda k, talks: 0.5))
    assert [outline(axes) for axes in figure.axes if outline(axes)] == []
    assert "orange" not in figure.texts[1].get_text()


def test_a_region_of_names_is_outlined_name_by_name():
    swept = sweep_over({K: NINE, PRESET: ["ledger", "grit"]}, lambda _, preset: 0.6 if preset == "grit" else 0.05)
    assert outline(panel(phase(swept), "Ends in rupture")) == [(-0.0625, 0.5), (1.0625, 1.5)]


def test_points_that_are_drawn_stand_over_the_two_values_that_the_region_limits_most():
    swept = sweep_over({K: NINE, TALKS: NINE}, _corner, design="lhs")
    figure = SWEEP_FIGURES["region"].draw(swept)
    points, chain = figure.axes
    (box,) = patches(points, "region")
    assert {points.get_xlabel(), points.get_ylabel()} == {OF_K, "talks per day"}
    across, up = (0.5625, 1.04), (-0.04, 0.3125)
    assert sorted([box.get_x(), box.get_y()]) == pytest.approx(sorted([across[0], up[0]]))
    (chosen,) = [line for line in chain.lines if line.get_gid() == "chosen"]
    assert (chosen.get_xdata()[0], chosen.get_ydata()[0]) == pytest.approx((9.6 / 10.98, 0.8))


def test_a_phase_diagram_has_the_region_on_it_and_no_figure_of_its_own():
    assert not SWEEP_FIGURES["region"].applies(sweep_over({K: NINE, TALKS: NINE}, _corner))
    assert SWEEP_FIGURES["region"].applies(sweep_over({K: NINE, TALKS: NINE}, _corner, design="lhs"))
    assert not SWEEP_FIGURES["region"].applies(sweep_over({K: NINE}, lambda k: 0.5, design="lhs"))
