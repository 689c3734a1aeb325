"""What figures of many runs show: the numbers of the frames, each named, nothing over another or off the page."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from sim.plots import COMPARISON_FIGURES, FORECAST_FIGURES, TOURNAMENT_FIGURES
from sim.plots.bars import binned
from sim.plots.relations import followed, labels_of
from sim.plots.style import save
from sim.rules.policies import PRESETS
from tests.plots.panels import panel, titles

fan, ruptures, replies = FORECAST_FIGURES.values()
difference, memo, heat_map = (
    *(COMPARISON_FIGURES[name] for name in ("difference", "memo")),
    TOURNAMENT_FIGURES["heat_map"],
)
THREE = ["nato_russia", "czechia_russia", "russia_sweden"]
TWO_MONTHS, TEN_YEARS = ("2021-10-06", "2021-12-05"), ("2030-01-01", "2039-12-31")
CASES = [
    pytest.param({}, id="one relation, four months"),
    pytest.param({"relations": THREE, "days": TWO_MONTHS}, id="three relations, two months"),
    pytest.param({"days": TEN_YEARS}, id="ten years"),
    pytest.param({"ruptured": 0.0}, id="no rupture at all"),
    pytest.param({"relations": []}, id="nothing but the theatre"),
]
CUT = ("cut", "2021-10-06", "nato", "russia", "cut_ceiling", 10, "secretary general", "")
OFFICE = ("office", "2021-10-18", "russia", "nato", "close_office", 0, "foreign ministry", "cut")


def line(axes, label):
    return next(line for line in axes.lines if line.get_label() == label)


def area(axes, name):
    """Corners of a shaded area."""
    (found,) = [shade for shade in axes.collections if shade.get_gid() == name]
    return found.get_paths()[0].vertices


def bars(axes):
    """Length of each bar, from top to bottom."""
    return [bar.get_width() for bar in axes.patches]


def names(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


def words(figure):
    return [text.get_text().replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ") for text in figure.findobj(Text)]


def boxes(figure):
    """What every text that is shown covers, in pixels."""
    figure.draw_without_rendering()
    shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return {text: text.get_window_extent() for text in shown if text not in out_of_view(figure)}


def out_of_view(figure):
    """Labels of ticks beyond the ends of their axis, which are kept but not drawn."""
    every = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    ticks = [(tick, sorted(axis.get_view_interval())) for axis in every for tick in axis.get_major_ticks()]
    return {label for tick, (a, b) in ticks if not a <= tick.get_loc() <= b for label in (tick.label1, tick.label2)}


def assert_all_on_the_page(figure):
    page = figure.bbox
    for text, box in boxes(figure).items():
        assert 0 <= box.x0 < box.x1 <= page.x1, text.get_text()
        assert 0 <= box.y0 < box.y1 <= page.y1, text.get_text()


def assert_dates_apart(axes):
    axes.figure.draw_without_rendering()
    dates = [label.get_window_extent() for label in axes.get_xticklabels() if label.get_text()]
    assert len(dates) >= 3
    assert not any(a.overlaps(b) for i, a in enumerate(dates) for b in dates[:i])


class TestEveryFigure:
    @pytest.mark.parametrize("name", FORECAST_FIGURES)
    @pytest.mark.parametrize("case", CASES)
    def test_of_a_forecast_has_all_words_on_the_page(self, name, case, forecast):
        assert_all_on_the_page(FORECAST_FIGURES[name](forecast(**case)))

    @pytest.mark.parametrize("name", FORECAST_FIGURES)
    def test_of_a_forecast_is_written(self, name, forecast, tmp_path):
        for path in save(FORECAST_FIGURES[name](forecast()), tmp_path, name):
            assert path.stat().st_size > 1000

    @pytest.mark.parametrize("name", FORECAST_FIGURES)
    def test_says_of_how_many_histories_it_is(self, name, forecast):
        details = FORECAST_FIGURES[name](forecast()).texts[1].get_text()
        said = "A made-up crisis   ·   6 Oct 2021 to 2 Feb 2022   ·   1,000 histories   ·   seed 1"
        assert details.startswith(said)

    @pytest.mark.parametrize("name", ["fan", "ruptures"])
    def test_is_headed_by_what_may_be_expected(self, name, forecast):
        made = forecast()
        assert words(FORECAST_FIGURES[name](made)).count(made.manifest["headline"]) == 1

    @pytest.mark.parametrize("name", FORECAST_FIGURES)
    def test_keeps_long_names_as_they_are_written_and_on_the_page(self, name, forecast, tmp_path):
        made = forecast()
        made.manifest["scenario"]["states"]["russia"]["name"] = "Großherzogtum Łódź and $x_1$ " * 3
        figure = FORECAST_FIGURES[name](made)
        assert_all_on_the_page(figure)
        assert any("Łódź and $x_1$" in said for said in words(figure))

    def test_says_what_its_axes_show(self, forecast, comparison):
        for figure in (fan(forecast()), difference(comparison())):
            assert all(axes.get_ylabel() or axes.get_xlabel() for axes in figure.axes)
        assert fan(forecast()).axes[-1].get_xlabel() == "date"


class TestWhatIsDrawn:
    def test_is_what_the_scenario_names(self, forecast):
        made = forecast(relations=THREE)
        made.manifest["scenario"]["plots"] = {"dyads": ["russia_sweden", "not_followed"]}
        assert followed(made) == ["russia_sweden"]

    def test_is_the_first_three_relations_where_it_names_none(self, forecast):
        assert followed(forecast(relations=[*THREE, "norway_russia"])) == THREE

    def test_is_the_theatre_where_no_relation_is_followed(self, forecast):
        assert followed(forecast(relations=[])) == ["theatre"]

    def test_may_be_asked_for_and_the_names_that_exist_are_told(self, forecast):
        assert followed(forecast(relations=THREE), ["theatre"]) == ["theatre"]
        with pytest.raises(ValueError, match="expected one of nato_russia, theatre"):
            fan(forecast(), ["nato_rusia"])

    def test_has_readable_names(self, forecast):
        made = forecast()
        made.manifest["scenario"]["channels"] = {"embassy": {"sender": "russia", "host": "nato", "name": "x"}}
        made.manifest["scenario"]["relations"] = {"cold": {"between": ["russia", "nato"]}}
        assert [labels_of(made).followed(name) for name in ("cold", "nato–russia", "theatre")] == [
            "NATO–Russia",
            "NATO–Russia (blocs)",
            "the whole network",
        ]


class TestFan:
    def test_has_a_panel_of_loss_and_one_of_tension_for_each_relation(self, forecast):
        assert titles(fan(forecast(relations=THREE[:2]))) == [
            "Institutional loss, NATO–Russia",
            "Tension, NATO–Russia",
            "Institutional loss, Czechia–Russia",
            "Tension, Czechia–Russia",
        ]

    @pytest.mark.parametrize(("share", "low", "high"), [("90 %", "q05", "q95"), ("50 %", "q25", "q75")])
    def test_a_band_reaches_from_the_lower_quantile_to_the_upper(self, share, low, high, forecast):
        made = forecast()
        loss = made.bands.query("name == 'nato_russia' and curve == 'loss'")
        corners = area(panel(fan(made), "Institutional loss"), share)[:, 1]
        assert corners.min() == pytest.approx(loss[low].min())
        assert corners.max() == pytest.approx(loss[high].max())

    def test_the_median_is_a_line_held_until_the_last_day_ends(self, forecast):
        made = forecast()
        tension = made.bands.query("name == 'nato_russia' and curve == 'tension'")["q50"]
        median = line(panel(fan(made), "Tension"), "median")
        assert list(median.get_ydata()) == [*tension, tension.iloc[-1]]
        assert median.get_xdata()[-1] == np.datetime64("2022-02-03")

    def test_days_that_were_not_sampled_leave_no_gap_at_the_end(self, forecast):
        made = forecast(days=TEN_YEARS)
        made.bands = made.bands[made.bands["date"].dt.day_of_year % 10 == 1]
        assert line(panel(fan(made), "Tension"), "median").get_xdata()[-1] == np.datetime64("2040-01-01")

    def test_single_histories_are_thinner_than_the_median(self, forecast):
        axes = panel(fan(forecast()), "Institutional loss")
        assert set(line(axes, "history 0").get_ydata()) == {0.6, 1.0}
        assert line(axes, "history 1").get_linewidth() < line(axes, "median").get_linewidth()

    def test_no_history_leaves_the_panel(self, forecast):
        made = forecast()
        made.histories.loc[made.histories["run"] == 0, "tension"] = 70.0
        assert panel(fan(made), "Tension").get_ylim()[1] > 70

    def test_the_key_has_the_numbers_of_the_measures_at_the_end(self, forecast):
        made = forecast()
        of_loss = (made.measures["name"] == "nato_russia") & (made.measures["measure"] == "loss_at_end")
        made.measures.loc[of_loss, ["q05", "q25", "q50", "q75", "q95"]] = [0.4, 0.5, 0.6, 0.75, 1]
        key = panel(fan(made), "Institutional loss").get_legend()
        assert key.get_title().get_text() == "at the end, 2 Feb 2022"
        said = [text.get_text() for text in key.get_texts()]
        assert said == ["90 % in 0.40–1.00", "50 % in 0.50–0.75", "median 0.60", "single histories"]

    def test_relations_have_colours_of_their_own(self, forecast):
        figure = fan(forecast(relations=THREE))
        colours = [line(axes, "median").get_color() for axes in figure.axes]
        assert len(set(colours)) == 3
        assert colours[::2] == colours[1::2]

    def test_documented_moves_stand_in_lanes_above_on_the_same_days(self, forecast):
        figure = fan(forecast(observed=observed([CUT, OFFICE])))
        lanes = panel(figure, "Documented moves")
        assert figure.axes[0] is lanes
        assert names(lanes) == ["NATO", "Russia"]
        assert lanes.get_xlim() == panel(figure, "Tension").get_xlim()
        assert [text.get_text() for text in lanes.texts] == ["cut ceiling (10)", "close office"]

    def test_moves_of_other_relations_or_other_days_have_no_lanes(self, forecast):
        elsewhere = ("other", "2021-10-07", "sweden", "norway", "expel", 1, "foreign ministry", "")
        before = ("before", "2018-03-27", *CUT[2:])
        assert titles(fan(forecast(observed=observed([elsewhere, before]))))[0].startswith("Institutional loss")

    @pytest.mark.parametrize("days", [TWO_MONTHS, TEN_YEARS], ids=["two months", "ten years"])
    def test_dates_stand_apart(self, days, forecast):
        assert_dates_apart(fan(forecast(days=days)).axes[-1])


def observed(rows):
    columns = ["id", "date", "from", "to", "move", "count", "ministry", "answers"]
    return pd.DataFrame(rows, columns=columns).astype({"date": "datetime64[s]"})


class TestRuptures:
    def test_there_is_a_row_for_each_relation_and_the_theatre_last(self, forecast):
        assert titles(ruptures(forecast(relations=THREE[:2]))) == [
            *("NATO–Russia", "How it ends"),
            *("Czechia–Russia", "How it ends"),
            *("The whole network", "How it ends"),
        ]

    def test_those_asked_for_stand_alone(self, forecast):
        assert titles(ruptures(forecast(), ["nato_russia"])) == ["NATO–Russia", "How it ends"]

    def test_the_curve_is_the_share_in_rupture_with_its_interval_around(self, forecast):
        axes = panel(ruptures(forecast(ruptured=0.4)), "NATO–Russia")
        assert list(line(axes, "rupture").get_ydata()[[0, 59, 60, 119, 120]]) == [0, 0, 0.4, 0.4, 0.4]
        assert area(axes, "interval")[:, 1].max() == pytest.approx(0.42)

    def test_the_last_share_is_written_beside_it(self, forecast):
        axes = panel(ruptures(forecast(ruptured=0.4)), "NATO–Russia")
        assert [text.get_text() for text in axes.texts] == ["40 %\n(38 % to 42 %)"]

    def test_no_rupture_at_all_is_said_with_how_many_there_may_be(self, forecast):
        axes = panel(ruptures(forecast(ruptured=0.0)), "NATO–Russia")
        (said,) = axes.texts
        assert said.get_text() == "none\n(at most 0.4 %)"
        assert said.xy[1] == pytest.approx(0.1 * axes.get_ylim()[1])  # far from a tick that says a share
        assert axes.get_ylim()[1] == pytest.approx(0.104)  # small shares can be seen

    def test_all_rows_have_the_same_scale(self, forecast):
        figure = ruptures(forecast(ruptured=0.4))
        assert (
            panel(figure, "NATO").get_ylim()
            == panel(figure, "The whole network").get_ylim()
            == (0, pytest.approx(0.52))
        )

    def test_bars_with_intervals_tell_how_it_ends(self, forecast):
        axes = panel(ruptures(forecast(ruptured=0.4)), "How it ends")
        assert names(axes) == ["rupture", "cold standoff", "strained", "recovered", "intact"]
        assert bars(axes) == pytest.approx([0.4, 0.3, 0.3, 0, 0])
        assert [text.get_text() for text in axes.texts] == ["40 %", "30 %", "30 %", "0 %", "0 %"]
        (intervals,) = [c for c in axes.collections if c.get_gid() == "intervals"]
        assert intervals.get_segments()[0][:, 0] == pytest.approx([0.38, 0.42])

    @pytest.mark.parametrize("days", [TWO_MONTHS, TEN_YEARS], ids=["two months", "ten years"])
    def test_dates_stand_apart(self, days, forecast):
        assert_dates_apart(panel(ruptures(forecast(days=days)), "The whole network"))


class TestReplies:
    def test_the_two_directions_with_most_answers_are_shown_the_busier_first(self, forecast):
        said = words(replies(forecast()))
        heads = [text for text in said if text.startswith("How ") and "answers" in text]
        assert heads == ["How Russia answers NATO: 96 % of 500 acts", "How NATO answers Russia: 8 % of 500 acts"]

    def test_the_title_says_how_often_and_how_soon(self, forecast):
        assert "Russia answers 96 % of the acts of NATO, in the median after 4 days" in words(replies(forecast()))

    def test_each_direction_has_four_small_panels(self, forecast):
        four = ["With what", "How many people or posts", "After how many days", "How many times as grave"]
        assert [title for title in titles(replies(forecast())) if title in four] == four * 2

    def test_kinds_are_named_above_their_bars(self, forecast):
        axes = panel(replies(forecast()), "With what")
        assert bars(axes) == [0.5, 0.4, 0.1]
        written = [text.get_text() for text in axes.texts]
        assert "suspend mission + close liaison mission + close office" in written

    def test_rare_kinds_are_put_together(self, forecast):
        made = forecast()
        kinds = [("russia", "nato", "kind", f"kind_{i}", 20 - i, 0.1) for i in range(10)]
        made.replies = pd.concat(
            [made.replies.query("what != 'kind'"), pd.DataFrame(kinds, columns=made.replies.columns)]
        )
        axes = panel(replies(made), "With what")
        assert len(bars(axes)) == 7
        assert bars(axes)[-1] == pytest.approx(0.4)
        assert "4 others" in [text.get_text() for text in axes.texts]

    def test_days_are_put_in_bins_from_the_first_to_the_last(self, forecast):
        axes = panel(replies(forecast()), "After how many days")
        assert names(axes) == ["4", "5", "6–7", "8–10", "11–14", "15–30", "31–60", "over 60"]
        assert bars(axes) == [0.5, 0, 0, 0, 0.25, 0, 0, 0.25]

    def test_what_is_written_beside_the_longest_bars_keeps_clear_of_the_next_panel(self, forecast):
        made = forecast()
        for what, value in (("kind", "expel"), ("number", "10"), ("lag_days", "4"), ("ratio", "0.25 to 0.5")):
            only = made.replies["what"] == what
            made.replies.loc[only, ["value", "share"]] = [value, 1.0]
            made.replies = made.replies[~only | ~made.replies.duplicated(["from", "to", "what"])]
        figure = replies(made)
        assert "0.25–0.5" in words(figure)
        assert "100 %" in words(figure)
        found = list(boxes(figure).items())
        pairs = [(one, other) for i, one in enumerate(found) for other in found[:i]]
        assert [(a.get_text(), b.get_text()) for (a, one), (b, other) in pairs if one.overlaps(other)] == []

    def test_gravity_goes_from_less_to_more(self, forecast):
        axes = panel(replies(forecast()), "How many times as grave")
        assert (names(axes), bars(axes)) == (["0.9–1.1", "2–4"], [0.1, 0.9])

    def test_chains_are_listed_with_their_shares(self, forecast):
        axes = panel(replies(forecast()), "Commonest chains")
        assert bars(axes) == [0.84, 0.03]
        assert "NATO: cut ceiling (unanswered)" in [text.get_text() for text in axes.texts]

    def test_a_forecast_without_answers_says_so(self, forecast):
        made = forecast()
        made.replies, made.chains = made.replies.iloc[:0], made.chains.iloc[:0]
        figure = replies(made)
        assert "Nobody answers anybody in the histories read" in words(figure)
        assert "Nobody acts against anybody in the histories read." in words(figure)

    def test_answers_that_send_nobody_home_say_so(self, forecast):
        made = forecast()
        made.replies = made.replies.query("what != 'number'")
        assert [text.get_text() for text in panel(replies(made), "How many people").texts] == ["nobody is sent home"]

    @pytest.mark.parametrize(
        ("values", "counts", "expected"),
        [
            pytest.param([1, 3], [3, 1], (["1", "2", "3"], [0.75, 0, 0.25]), id="an empty bin between is kept"),
            pytest.param([4, 5, 6], [1, 1, 2], (["4–5", "over 5"], [0.5, 0.5]), id="the tops belong to their bins"),
            pytest.param([0], [7], (["0"], [1.0]), id="nothing is a number too"),
        ],
    )
    def test_numbers_are_put_in_bins(self, values, counts, expected):
        said, shares = binned(values, counts, (0, 1, 2, 3, 5))
        assert (said, list(shares)) == expected


def labelled(made, name="A mild answer"):
    made.manifest["label"] = name
    return made


def whiskers(figure):
    (axes,) = figure.axes
    return [s[:, 0].tolist() for c in axes.collections if c.get_gid() == "intervals" for s in c.get_segments()]


class TestMemo:
    def test_the_sentence_is_the_title(self, comparison):
        made = labelled(comparison())
        assert memo(made).texts[0].get_text().replace("\n", " ") == made.sentence

    def test_both_shares_have_a_bar_a_number_and_an_interval(self, comparison):
        figure = memo(labelled(comparison()))  # Russia breaks in 90 % and in 40 % of 1,000 histories
        assert bars(figure.axes[0]) == pytest.approx([0.9, 0.4])
        assert [text.get_text() for text in figure.axes[0].texts] == ["90 %", "40 %"]
        assert np.round(whiskers(figure), 3).tolist() == [[0.88, 0.917], [0.37, 0.431]]  # by Wilson's formula
        assert figure.axes[0].get_xlabel() == "share of histories; whiskers are 95 % intervals"

    def test_worlds_go_by_the_name_of_the_change(self, comparison):
        made = labelled(comparison())
        assert [label.get_text() for label in memo(made).axes[0].get_yticklabels()] == ["as it is", "A mild answer"]

    def test_a_mean_of_shares_has_a_whisker_of_its_difference_and_the_first_bar_none(self, comparison):
        made = labelled(comparison())
        made.manifest["measure"] = "loss_at_end"  # .9 in both worlds, without any width
        made.differences.loc[made.differences["measure"] == "loss_at_end", ["low", "high"]] = [-0.1, 0.1]
        (whiskers,) = [each for each in memo(made).axes[0].collections if each.get_gid() == "intervals"]
        assert [segment[:, 1].tolist() for segment in whiskers.get_segments()] == [
            [1.0, 1.0]
        ]  # of the second bar alone

    def test_of_a_mean_the_second_bar_has_the_interval_of_the_difference(self, comparison):
        made = labelled(comparison())
        made.manifest["measure"] = "tension_peak"  # 0.9 in the first world, 4 less in the second
        figure = memo(made)
        assert bars(figure.axes[0]) == pytest.approx([0.9, -3.1])
        assert whiskers(figure) == [pytest.approx([0.9 - 4.04, 0.9 - 3.96])]
        assert (
            figure.axes[0].get_xlabel().startswith("Highest tension, mean (severity); the whisker is the 95 % interval")
        )

    @pytest.mark.parametrize("name", ["x" * 200, "very long " * 40, "a\\$b^2$ <b>"])
    def test_a_long_or_strange_name_stays_on_the_page(self, name, comparison):
        assert_all_on_the_page(memo(labelled(comparison(), name)))

    def test_where_nothing_differs_the_bars_are_those_of_a_rupture(self, comparison):
        made = labelled(comparison(0.0))
        made.differences[["difference", "low", "high"]] = 0.0
        assert bars(memo(made).axes[0]) == pytest.approx([0.9, 0.9])


class TestDifference:
    def test_the_sentence_is_the_title(self, comparison):
        made = comparison()
        title, details = (text.get_text().replace("\n", " ") for text in difference(made).texts[:2])
        assert title == made.sentence
        assert details.startswith("A made-up crisis   ·   6 Oct 2021 to 2 Feb 2022   ·   1,000 pairs of histories")

    def test_a_change_goes_by_the_name_that_it_was_given(self, comparison):
        made = comparison()
        made.manifest["label"] = "A mild answer"
        assert "median, A mild answer 0.60" in words(difference(made))

    def test_another_scenario_is_named_by_its_title(self, comparison):
        said = words(difference(comparison(titles=("One crisis", "Another"))))
        assert any(text.startswith("One crisis against Another   ·   ") for text in said)
        assert {"median, One crisis 1.00", "median, Another 0.60"} <= set(said)

    def test_the_medians_of_both_worlds_are_lines_named_where_they_end(self, comparison):
        axes = panel(difference(comparison()), "Institutional loss, NATO–Russia")
        assert set(line(axes, "median a").get_ydata()) == {0.6, 1.0}
        assert set(line(axes, "median b").get_ydata()) == {0.6}
        assert line(axes, "median a").get_linestyle() != line(axes, "median b").get_linestyle()
        assert [text.get_text() for text in axes.texts] == ["median, as it is\n1.00", "median, changed\n0.60"]

    @pytest.mark.parametrize("change", [-0.5, 0.0], ids=["a large change", "no change"])
    def test_names_of_lines_stand_apart_and_on_the_page(self, change, comparison):
        made = comparison(change)
        made.curves["b"] = made.curves["a"] + change
        figure = difference(made)
        assert_all_on_the_page(figure)
        for axes in figure.axes[:4]:
            found = [text.get_window_extent() for text in axes.texts]
            assert not any(a.overlaps(b) for i, a in enumerate(found) for b in found[:i])

    def test_below_them_stands_the_mean_difference_with_its_band(self, comparison):
        _, below, _, last, _ = difference(comparison()).axes
        assert line(below, "mean difference").get_ydata()[-1] == pytest.approx(-0.2)
        assert area(below, "interval")[:, 1].min() == pytest.approx(-0.22)
        assert [text.get_text() for text in last.texts] == ["mean −4.0\n(−4.4 to −3.6)"]

    @pytest.mark.parametrize(
        ("low", "high", "said"),
        [
            pytest.param(-0.07, -0.066, "mean −0.068\n(−0.070 to −0.066)", id="narrow"),
            pytest.param(-0.194, 0.058, "mean −0.07\n(−0.19 to +0.06)", id="wide"),
            pytest.param(0.0, 0.0, "mean 0.00\n(0.00 to 0.00)", id="none"),
        ],
    )
    def test_a_difference_and_its_interval_have_as_many_digits(self, low, high, said, comparison):
        made = comparison()
        of_loss = made.curves["curve"] == "loss"
        made.curves.loc[of_loss, ["difference", "low", "high"]] = [(low + high) / 2, low, high]
        _, below, *_ = difference(made).axes
        assert [text.get_text() for text in below.texts] == [said]

    def test_no_axis_and_no_line_crosses_the_names_above_outcomes(self, comparison):
        made = comparison()
        made.manifest["scenario_a"]["states"]["nato"]["name"] = "the Northern Alliance of Free Peoples"
        figure = difference(made)
        axes = panel(figure, "Difference in how it ends")
        figure.draw_without_rendering()
        zero = axes.transData.transform((0, 0))[0]
        subjects = [text.get_window_extent() for text in axes.texts if text.get_gid() == "subject"]
        assert len(subjects) == 2
        assert max(box.x1 for box in subjects) < zero
        assert not axes.spines["left"].get_visible()
        beside = [text.get_window_extent() for each in figure.axes[:4] for text in each.texts]
        assert max(box.x1 for box in beside) < min(label.get_window_extent().x0 for label in axes.get_yticklabels())
        assert_all_on_the_page(figure)

    def test_outcomes_are_dots_in_percentage_points_with_intervals(self, comparison):
        axes = panel(difference(comparison()), "Difference in how it ends")
        dots = [(*point,) for c in axes.collections if c.get_gid() == "differences" for point in c.get_offsets()]
        assert [x for x, _ in dots] == [-50, 25, 25, 0, 0, -50, -50, -50]
        assert names(axes)[0] == "ends in rupture"
        assert names(axes)[6].replace("\n", " ") == "Russia is the first to break"
        assert names(axes)[-1] == "somebody breaks"
        segments = [s[:, 0] for c in axes.collections if c.get_gid() == "intervals" for s in c.get_segments()]
        assert segments[0] == pytest.approx([-54, -46])

    def test_what_happens_in_neither_world_is_left_out(self, comparison):
        made = comparison()
        is_it = made.differences["measure"].isin(["strained", "recovered"])
        made.differences.loc[is_it, ["a", "b"]] = 0.0
        found = names(panel(difference(made), "Difference in how it ends"))
        assert [name for name in found if name in ("ends strained", "ends recovered", "ends intact")] == ["ends intact"]
        assert not any("NATO" in name for name in found)  # which never breaks first

    @pytest.mark.parametrize(
        ("more", "subjects"),
        [
            pytest.param({}, ["NATO–Russia", "Anywhere"], id="no other relation"),
            pytest.param(
                {"nato_cuba": {"between": ["nato", "cuba"]}},
                ["NATO–Russia", "The whole network", "Anywhere"],
                id="another one",
            ),
        ],
    )
    def test_the_network_is_left_out_where_it_is_the_relation(self, more, subjects, comparison):
        made = comparison()
        made.manifest["scenario_a"]["relations"] |= more
        texts = panel(difference(made), "Difference in how it ends").texts
        assert [text.get_text() for text in texts if text.get_gid() == "subject"] == subjects

    def test_what_each_side_loses_of_its_ties_stands_among_the_outcomes(self, comparison):
        made = comparison()
        lost = [("relation", "nato_russia", f"ties_lost_{side}_at_end", 0.32, 0.22, -0.1, -0.12, -0.08)
                for side in ("ab", "ba")]  # fmt: skip
        made.differences = pd.concat([made.differences, pd.DataFrame(lost, columns=list(made.differences))])
        found = names(panel(difference(made), "Difference in how it ends"))
        assert "ties lost by NATO" in found
        assert "ties lost by Russia" in found

    def test_a_difference_that_may_be_none_is_hollow(self, comparison):
        axes = panel(difference(comparison()), "Difference in how it ends")
        dots = next(c for c in axes.collections if c.get_gid() == "differences")
        is_hollow = [colour.tolist() == [1, 1, 1, 1] for colour in dots.get_facecolor()]
        assert is_hollow == [False, False, False, True, True, False, False]

    def test_both_probabilities_are_written_beside(self, comparison):
        axes = panel(difference(comparison()), "Difference in how it ends")
        assert "90 % → 40 %" in [text.get_text() for text in axes.texts]


class TestHeatMap:
    def test_has_a_panel_for_ruptures_loss_and_moves(self, tournament):
        assert titles(heat_map(tournament(list(PRESETS)))) == [
            "Ends in rupture, % of histories",
            "Institutional loss at the end, mean",
            "Hostile moves, mean",
        ]

    def test_rows_are_policies_of_the_one_and_columns_of_the_other(self, tournament):
        made = tournament(["tit_for_tat", "ledger"])
        axes = panel(heat_map(made), "Ends in rupture")
        assert names(axes) == ["tit for tat", "ledger"]
        assert (axes.get_ylabel().replace("\n", " "), axes.get_xlabel()) == ("policy of NATO", "policy of Russia")
        cells = {text.get_position(): text.get_text() for text in axes.texts}
        assert cells == {(0.5, 0.5): "0", (1.5, 0.5): "50", (0.5, 1.5): "0", (1.5, 1.5): "50"}

    def test_the_title_names_the_policy_with_most_ruptures(self, tournament):
        said = words(heat_map(tournament(["tit_for_tat", "ledger"])))
        assert "From 0 % to 50 % of histories end in rupture, most where Russia follows ledger" in said

    def test_ruptures_that_are_the_same_whatever_the_policies_are_said_so(self, tournament):
        made = tournament(["tit_for_tat", "ledger"])
        made.table["rupture"] = 0.0
        assert "Whatever the policies, 0 % of histories end in rupture" in words(heat_map(made))

    def test_of_an_interrupted_tournament_the_title_says_how_many_pairs_it_is_of_and_names_no_policy(self, tournament):
        made = tournament(["tit_for_tat", "ledger"])
        made.table, made.manifest["pairs"] = made.table.iloc[:2], 2
        said = "In the 2 of 4 pairs of policies played, from 0 % to 50 % of histories end in rupture"
        assert said in words(heat_map(made))
        made.table = made.table.assign(rupture=0.0)
        assert "In the 2 of 4 pairs of policies played, 0 % of histories end in rupture" in words(heat_map(made))

    def test_a_pair_that_was_not_played_has_no_number(self, tournament):
        made = tournament(["tit_for_tat", "ledger"])
        made.table = made.table.iloc[:-1]
        assert [text.get_text() for text in panel(heat_map(made), "Ends in rupture").texts] == ["0", "50", "0", "–"]

    def test_shares_near_none_and_all_are_written_as_in_tables(self, tournament):
        made = tournament(["tit_for_tat", "ledger"])
        made.table["rupture"] = [0.005, 0.0004, 0.0, 0.999]
        said = [text.get_text() for text in panel(heat_map(made), "Ends in rupture").texts]
        assert said == ["0.5", "<0.1", "0", "99.9"]

    @pytest.mark.parametrize("n", [1, 2, len(PRESETS)])
    def test_long_names_of_parties_stay_on_the_page_and_off_other_words(self, n, tournament):
        made = tournament(list(PRESETS)[:n])
        for party in made.manifest["scenario"]["states"].values():
            party["name"] = "the Northern Alliance of Free Peoples"
        figure = heat_map(made)
        assert_all_on_the_page(figure)
        found = boxes(figure)
        for axes in figure.axes:
            beside = axes.yaxis.label.get_window_extent()
            across = axes.xaxis.label.get_window_extent()
            assert not any(beside.overlaps(found[label]) for label in axes.get_yticklabels())
            assert not any(across.overlaps(found[label]) for label in axes.get_xticklabels())
            assert not across.overlaps(axes.title.get_window_extent())

    @pytest.mark.parametrize("n", [1, 3, len(PRESETS)])
    def test_every_number_fits_into_its_cell_and_every_name_on_the_page(self, n, tournament):
        figure = heat_map(tournament(list(PRESETS)[:n]))
        assert_all_on_the_page(figure)
        found = boxes(figure)
        for axes in figure.axes:
            cell = axes.get_window_extent().width / n
            assert all(found[text].width < cell for text in axes.texts)

    def test_a_number_on_a_dark_cell_is_white(self, tournament):
        axes = panel(heat_map(tournament(["tit_for_tat", "ledger"])), "Ends in rupture")
        assert [text.get_color() == "white" for text in axes.texts] == [False, True, False, True]


def test_the_figures_are_known_without_loading_what_draws_them():
    loaded = (
        "import sys, sim.plots as p; "
        "print(*p.FORECAST_FIGURES, *p.COMPARISON_FIGURES, *p.TOURNAMENT_FIGURES, 'matplotlib' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["fan", "ruptures", "replies", "memo", "difference", "heat_map", "False"]
