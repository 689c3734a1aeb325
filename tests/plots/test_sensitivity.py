"""Figures of sensitivity show the numbers of the frames, sorted and named, and nothing off the page."""

import numpy as np
import pytest
from matplotlib.text import Text

from sim.analysis.sensitivity import sensitivity_of
from sim.plots import SWEEP_FIGURES
from sim.plots.effects import effects
from sim.plots.indices import indices
from sim.plots.sensitivity_panels import name_on_lines
from sim.plots.style import save
from sim.plots.tornado import tornado
from tests.analysis.made_sweeps import THREE, made_sweep
from tests.plots.panels import panel, titles

LOSS = "loss_at_end"
OWN = {"policies.arden.k": 0.2, "policies.belmora.k": 0.5, "policies.arden.c": 0.5, "policies.arden.preset": "ledger"}
NAMES = [
    "strength of answers (k) of the policy arden",
    "strength of answers (k) of the policy belmora",
    "severity added to each answer (c) of the policy arden",
]


def loss(x1, x2, x3, *_):
    return (1 * x1 + 4 * x2 - 2 * x3 + 2) / 7


def rupture(x1, *_):
    return 0.3 if x1 > 0.5 else 0.1


def sobol(**options):
    return made_sweep("sobol", THREE, 320, loss, rupture, **options)


def morris(**options):
    return made_sweep("morris", THREE, 80, loss, rupture, **options)


def oat(**options):
    return made_sweep("oat", THREE, None, loss, rupture, own=OWN, **options)


FIGURES = {"indices": (indices, sobol), "effects": (effects, morris), "tornado": (tornado, oat)}
each = pytest.mark.parametrize(("draw", "made"), FIGURES.values(), ids=FIGURES)


def names(axes):
    return [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]


def lengths(axes, gid):
    return [bar.get_width() for bar in axes.patches if bar.get_gid() == gid]


def segments(axes, gid):
    """Both ends of each line of a name, from top to bottom."""
    lines = [line for found in axes.collections if found.get_gid() == gid for line in found.get_segments()]
    return [line[:, 0].tolist() for line in sorted(lines, key=lambda line: line[0, 1])]


def texts(axes):
    return [text.get_text() for text in axes.texts]


@each
def test_every_word_is_on_the_page_and_the_page_can_be_written(draw, made, tmp_path):
    figure = draw(made())
    figure.draw_without_rendering()
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text():
            box = text.get_window_extent()
            assert 0 <= box.x0 < box.x1 <= figure.bbox.x1, text.get_text()
            assert 0 <= box.y0 < box.y1 <= figure.bbox.y1, text.get_text()
    first, again = (save(draw(made()), tmp_path / name, "figure", ("png",))[0] for name in ("first", "again"))
    assert first.read_bytes() == again.read_bytes()


@each
def test_a_panel_a_measure_that_varies(draw, made):
    drawn = titles(draw(made()))
    expected = [
        "Ends in rupture",
        "Ends strained",
        "Comes to a rupture at some time",
        "Institutional loss at the end, mean",
    ]
    assert drawn == [title for title in expected if title in drawn]
    assert {"Ends in rupture", "Institutional loss at the end, mean"} < set(drawn)


@each
def test_the_path_that_matters_most_stands_on_top(draw, made):
    axes = panel(draw(made()), "Institutional loss")
    assert names(axes) == [
        "strength of answers (k) of the policy belmora",
        "severity added to each answer (c) of the policy arden",
        "strength of answers (k) of the policy arden",
    ]
    below, above = axes.get_ylim()
    assert below > above


@each
def test_the_title_names_that_path_for_what_the_sweep_is_about(draw, made):
    result = made()
    result.manifest["experiment"] = {"show": [LOSS]}
    title = draw(result).texts[0].get_text().replace("\n", " ")
    assert title.startswith(
        "Arden–Belmora, institutional loss at the end, mean: strength of answers (k) of the policy belmora "
    )


def test_the_title_gives_the_interval_and_says_where_noise_may_be_most(monkeypatch):
    result = sobol(se=0.5)
    result.manifest["experiment"] = {"show": [LOSS]}
    row = sensitivity_of(result, None, [LOSS]).table.sort_values("ST").iloc[-1]
    assert row["noise_share"] > 0.5
    title = indices(result).texts[0].get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
    low, high, noise = (f"{100 * min(1.0, row[name]):.0f}" for name in ("ST_low", "ST_high", "noise_share"))
    assert title.endswith(f"(95 % interval {low} to {high} %; sampling noise may be up to {noise} % of the variance)")


@each
def test_what_cannot_be_drawn_is_said_on_one_line(draw, made):
    grid = made_sweep("grid", ["policies.arden.k=0:1:3"], None, float)
    still = made()
    still.manifest["experiment"] = {"show": ["recovered"]}
    for result, message in ((grid, "not grid"), (still, "nothing varies among recovered")):
        with pytest.raises(ValueError, match=message) as told:
            draw(result)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", FIGURES)
def test_it_is_offered_of_its_own_design_and_where_anything_varies(name):
    def offered(result):
        return [other for other in FIGURES if SWEEP_FIGURES[other].applies(result)]

    made = FIGURES[name][1]
    assert offered(made()) == [name]
    still = made()
    still.manifest["experiment"] = {"show": ["recovered"]}
    assert offered(still) == []


@each
def test_points_that_failed_are_told(draw, made):
    title, details = (text.get_text() for text in draw(made(failed=[3])).texts[:2])
    assert " points could be played: " in title.replace("\n", " ")
    assert " left out: a point cannot be played, or was not yet." in details


LONG = {
    "silence of the policy of Harland after a tie is withheld": (
        "silence\nof the policy of Harland after\na tie is withheld"
    ),
    "strength of answers (k) of the policy of Russia": "strength of answers (k) of the\npolicy of Russia",
    "weight of an answer to a tie by people sent home of the policy of Harland": (
        "weight of an answer to a tie\nby people sent home\nof the policy of Harland"
    ),
}


@pytest.mark.parametrize(("name", "lines"), LONG.items())
def test_whose_a_path_is_stays_where_its_name_is_long(name, lines):
    assert name_on_lines(name) == lines


class TestIndices:
    RESULT = sobol()
    ROWS = sensitivity_of(RESULT, measures=[LOSS]).table.sort_values("ST", ascending=False)

    def test_are_pairs_of_bars_with_intervals(self):
        axes = panel(indices(self.RESULT), "Institutional loss")
        for index in ("S1", "ST"):
            assert lengths(axes, index) == self.ROWS[index].tolist()
            assert segments(axes, f"{index}_intervals") == self.ROWS[[f"{index}_low", f"{index}_high"]].values.tolist()

    def test_are_written_beside(self):
        axes = panel(indices(self.RESULT), "Institutional loss")
        row = self.ROWS.iloc[0]
        assert texts(axes)[0] == f"{row['S1']:.2f} / {row['ST']:.2f}"

    def test_sampling_noise_is_a_band_from_nothing(self):
        (band,) = [patch for patch in panel(indices(self.RESULT), "Ends in").patches if patch.get_gid() == "noise"]
        noise = sensitivity_of(self.RESULT, measures=["rupture"]).table["noise_share"].iloc[0]
        assert (band.get_x(), band.get_width()) == (0, pytest.approx(noise))

    def test_unknown_noise_has_no_band_and_no_entry_in_the_key(self):
        figure = indices(sobol(runs=1))
        said = [text.get_text() for text in figure.legends[0].get_texts()]
        assert not any("noise" in text for text in said)


class TestEffects:
    def test_bars_are_mean_sizes_and_diamonds_spreads(self):
        axes = panel(effects(morris()), "Institutional loss")
        assert lengths(axes, "mu_star") == pytest.approx([4 / 7, 2 / 7, 1 / 7])
        (spreads,) = [found for found in axes.collections if found.get_gid() == "sigma"]
        assert spreads.get_offsets()[:, 0].tolist() == pytest.approx([0, 0, 0], abs=1e-9)

    def test_arrows_tell_which_way(self):
        assert texts(panel(effects(morris()), "Institutional loss")) == ["0.57 ↑", "0.29 ↓", "0.14 ↑"]

    @pytest.mark.parametrize(
        ("vary", "last"), [("policies.arden.preset=ledger,grit", "grit"), ("building.enabled=false,true", True)]
    )
    def test_a_way_between_names_has_no_arrow(self, vary, last):
        made = made_sweep("morris", [*THREE, vary], 80, lambda *x: float(x[3] == last))
        assert texts(panel(effects(made), "Institutional loss"))[0] == "1.50 "  # a jump over two thirds, for the whole

    def test_shares_change_by_percentage_points(self):
        assert texts(panel(effects(morris()), "Ends in rupture"))[0] == "30 points ↑"


class TestTornado:
    def test_bars_reach_from_the_least_to_the_most_about_the_scenario_as_it_is(self):
        axes = panel(tornado(oat()), "Institutional loss")
        bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches if bar.get_gid() == "swing"]
        assert np.array(bars) * 7 == pytest.approx(np.array([[1.2, 5.2], [2.2, 4.2], [3, 4]]))
        (own,) = [line for line in axes.lines if line.get_linestyle() == "--"]
        assert own.get_xdata()[0] == pytest.approx(3.2 / 7)
        assert axes.get_xlabel() == "share of worth; the scenario as it is: 0.46"

    def test_the_values_at_the_ends_are_written_there(self):
        axes = panel(tornado(oat()), "Institutional loss")
        assert texts(axes) == [
            *("0", "1", "0.57\n(0.57 to 0.57)"),
            *("1", "0", "0.29\n(0.29 to 0.29)"),
            *("0", "1", "0.14\n(0.14 to 0.14)"),
        ]

    def test_the_scenarios_own_value_is_written_too_and_what_changes_nothing_is_called_so(self):
        axes = panel(tornado(oat()), "Ends in rupture")
        assert texts(axes) == ["0.2", "1", "20 points\n(20 to 20)", "changes nothing", "changes nothing"]

    def test_no_interval_strikes_a_value_through(self):
        axes = panel(tornado(oat(runs=20)), "Ends in rupture")
        least, most = (text.xy[0] for text in axes.texts[:2])
        for ends in (segments(axes, "least_interval"), segments(axes, "most_interval")):
            assert all(least <= low and high <= most for low, high in ends)

    def test_what_makes_no_clear_difference_is_hollow_and_a_winner_that_is_not_certain_is_called_so(self):
        halves = np.array([1.0, -1.0] * 10)
        for size, hollow in ((0.8, [False, False, False]), (2.0, [True, False, False])):
            result = oat(runs=200, apart=lambda point, size=size: (size if point == 4 else 0.0) * halves)
            result.manifest["experiment"] = {"show": [LOSS]}
            figure = tornado(result)
            colours = [patch.get_facecolor() for patch in panel(figure, "Institutional loss").patches]
            assert [all(part == 1 for part in colour[:3]) for colour in colours] == hollow
            title = figure.texts[0].get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
            assert "; it may as well be " in title
        # the last, of 20 groups: 2 by turns, error of the mean 2 / sqrt(19), quantile 2.093
        assert "by 0.57 (95 % interval −0.39 to 1.53)" in title

    def test_ends_have_their_intervals(self):
        axes = panel(tornado(oat(se=0.01)), "Institutional loss")
        assert segments(axes, "most_interval")[0] == pytest.approx([5.2 / 7 - 0.0196, 5.2 / 7 + 0.0196], abs=1e-4)
