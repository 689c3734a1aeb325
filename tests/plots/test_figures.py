"""What holds in every figure, whatever the run: nothing left out, joined wrongly or without a label."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from sim import run
from sim.plots import FIGURES
from sim.plots.style import RELATION_LINES, save
from sim.results.reading import read_result
from tests.plots.panels import panel, titles

escalation, posts, timeline = FIGURES["escalation"], FIGURES["posts"], FIGURES["timeline"]
RUNS = ("crisis", "quiet", "one_day")
CROWDS = [
    pytest.param((400, 60, 30), id="400 moves in 60 relations in a month"),
    pytest.param((400, 1, 7305), id="400 moves in one relation in 20 years"),
    pytest.param((9, 3, 200), id="a few moves between parties with long names"),
]


def day(date):
    return (pd.Timestamp(date) - pd.Timestamp(0)).days


def marks(figure, name="simulated"):
    """Every (day, y) at which a move is marked."""
    dots = [c for axes in figure.axes for c in axes.collections if (c.get_gid() or "").startswith(f"{name}-moves")]
    return sorted(tuple(point) for each in dots for point in each.get_offsets())


def links(figure, name="simulated"):
    """The curves from a move to its answers: (day left, day reached)."""
    drawn = [c for axes in figure.axes for c in axes.collections if c.get_gid() == f"{name}-answers"]
    return [(curve[0, 0], curve[-1, 0]) for each in drawn for curve in each.get_segments()]


def names_of_lanes(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


def line(axes, label):
    return next(line for line in axes.lines if line.get_label() == label)


def keys_of(axes):
    return [text.get_text().replace("\n", " ") for text in axes.get_legend().get_texts()]


def named(axes):
    """Boxes of the names of moves, in pixels."""
    axes.figure.draw_without_rendering()
    return [text.get_window_extent() for text in axes.texts]


class TestEveryFigure:
    @pytest.mark.parametrize("name", FIGURES)
    @pytest.mark.parametrize("case", RUNS)
    def test_says_what_its_axes_show(self, name, case, request):
        shown = [axes for axes in FIGURES[name](request.getfixturevalue(case)).axes if axes.axison]
        assert all(axes.get_ylabel() for axes in shown)
        assert shown[-1].get_xlabel() == "date"

    @pytest.mark.parametrize("name", FIGURES)
    def test_says_what_happened_and_below_it_in_which_run(self, name, crisis):
        title, details, *_ = (text.get_text() for text in FIGURES[name](crisis).texts)
        assert title.replace("\n", " ") == crisis.outcome["headline"]
        assert details.startswith("NATO and Russia, October 2021   ·   6 Oct 2021 to 2 Feb 2022   ·   seed 1")

    @pytest.mark.parametrize("name", FIGURES)
    @pytest.mark.parametrize("case", RUNS)
    def test_can_be_drawn_and_written(self, name, case, request, tmp_path):
        for path in save(FIGURES[name](request.getfixturevalue(case)), tmp_path, name):
            assert path.stat().st_size > 1000

    @pytest.mark.parametrize("name", FIGURES)
    def test_keeps_names_as_they_are_written(self, name, made, tmp_path):
        result = made()
        result.manifest["title"] = "$unclosed _{ math"
        result.manifest["scenario"]["states"]["russia"]["name"] = "Россия 俄罗斯 $"
        (path,) = save(FIGURES[name](result), tmp_path, name, ["svg"])
        assert "$unclosed _{ math" in path.read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", FIGURES)
    def test_does_without_a_headline_a_title_or_names(self, name, made):
        channels = {"russian_mission": {"name": "", "sender": "russia", "host": "nato"}}
        result = made(outcome={}, manifest={"name": "plain", "seed": 1, "scenario": {"channels": channels}})
        assert FIGURES[name](result).texts[0].get_text() == "plain"

    @pytest.mark.parametrize("name", FIGURES)
    def test_of_a_run_read_from_its_files_is_that_of_the_run(self, name, tmp_path):
        result = run("two_states", until="2030-04-30")
        result.save(tmp_path / "run")
        figure, again = FIGURES[name](result), FIGURES[name](read_result(tmp_path / "run"))
        assert marks(figure) == marks(again)
        assert [text.get_text() for text in figure.findobj(Text)] == [text.get_text() for text in again.findobj(Text)]

    def test_draws_the_busiest_relations_if_nobody_asks_for_any(self, made, crowded):
        result = crowded(9, 5, 30)
        result.moves = result.moves[result.moves["from"].isin(["state_03"]) | result.moves["to"].isin(["state_03"])]
        assert names_of_lanes(panel(escalation(result), "Moves"))[1:] == ["Großherzogtum Łódź und\n$x_1$ state_03 …"]

    def test_says_how_many_relations_are_left_out(self, crowded):
        assert escalation(crowded(9, 5, 30)).texts[1].get_text().endswith("(of 5 relations)")

    @pytest.mark.parametrize("name", ["escalation", "timeline"])
    def test_names_the_relations_that_exist_if_asked_for_another(self, name, quiet):
        with pytest.raises(ValueError, match="no relation 'nato_rusia' in this run; expected one of nato_russia"):
            FIGURES[name](quiet, ["nato_rusia"])

    def test_names_the_posts_that_exist_if_asked_for_another(self, quiet):
        with pytest.raises(ValueError, match="no channel 'embassy' in this run; expected one of russian_mission"):
            posts(quiet, ["embassy"])


class TestMovesInLanes:
    @pytest.mark.parametrize("draw", [escalation, timeline], ids=["escalation", "timeline"])
    def test_every_move_is_one_mark_on_the_day_it_is_announced(self, draw, crisis):
        expected = ["2021-10-06", "2021-10-07", "2021-10-07", *["2021-10-18"] * 3, *["2021-10-20"] * 2, "2021-11-01"]
        assert [x for x, _ in marks(draw(crisis))] == [day(date) for date in expected]

    @pytest.mark.parametrize("draw", [escalation, timeline], ids=["escalation", "timeline"])
    @pytest.mark.parametrize("size", CROWDS)
    def test_no_move_is_left_out_however_many_there_are(self, draw, size, crowded):
        result = crowded(*size)
        relations = list(result.trajectory["name"].unique())[:4]
        drawn = result.moves["from"].isin([name.removeprefix("arden_") for name in relations])
        drawn |= result.moves["to"].isin([name.removeprefix("arden_") for name in relations])
        assert len(marks(draw(result, relations))) == drawn.sum()

    @pytest.mark.parametrize("draw", [escalation, timeline], ids=["escalation", "timeline"])
    def test_no_mark_covers_another(self, draw, crisis):
        places = marks(draw(crisis))
        assert len(set(places)) == len(places)

    @pytest.mark.parametrize("size", CROWDS)
    def test_no_name_covers_another(self, size, crowded):
        boxes = named(panel(timeline(crowded(*size)), "Moves"))
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])

    def test_where_not_all_can_be_named_the_gravest_are_and_the_figure_says_so(self, crowded):
        axes = panel(timeline(crowded(400, 1, 7305)), "Moves")
        assert axes.get_title(loc="right") == f"{len(axes.texts)} of 400 moves are named: the first, and the gravest"
        kinds = {text.get_text().split(" (")[0].split(",")[0] for text in axes.texts}
        first = "criticise"
        gravest = {"mobilise", "sever relations", "deploy", "close mission", "suspend mission", "close liaison mission"}
        assert kinds <= {first, *gravest, "ban trade", "cut energy"}

    @pytest.mark.parametrize("draw", [escalation, timeline], ids=["escalation", "timeline"])
    def test_every_reply_is_joined_to_the_move_it_answers(self, draw, crisis):
        cut, offer, reply, offer2 = (day(date) for date in ("2021-10-06", "2021-10-07", "2021-10-18", "2021-10-20"))
        left, reached = zip(*sorted(links(draw(crisis))), strict=True)
        assert list(left) == [cut, cut, cut, offer, offer2]
        assert reached == pytest.approx([reply, reply, reply, offer, offer2], abs=2)  # up to the edge of the mark

    def test_a_move_that_answers_one_that_is_not_drawn_stands_alone(self, crisis):
        crisis.moves.loc[crisis.moves["id"] == 3, "parent"] = 99
        assert len(links(escalation(crisis))) == 4

    def test_a_bar_runs_from_the_day_announced_to_the_day_effective(self, crisis):
        (bars,) = [c for c in timeline(crisis).axes[0].collections if c.get_gid() == "simulated-until-effective"]
        spans = [(segment[0, 0], segment[1, 0]) for segment in bars.get_segments()]
        last = day("2021-11-01")
        assert sorted(spans) == [(day("2021-10-06"), last), *[(day("2021-10-18"), last)] * 3]

    def test_there_is_a_lane_for_each_ministry_that_moved_and_who_decided_with_it_is_named(self, crisis):
        axes = timeline(crisis).axes[0]
        assert names_of_lanes(axes) == [
            "NATO\nsecretary general",
            "Russia\nforeign ministry",
            "Russia\ndefence ministry",
        ]
        assert "suspend mission (10), with head of government" in [text.get_text() for text in axes.texts]

    def test_a_ministry_may_have_commas_in_its_name(self, crisis):
        name = "Ministry of Foreign Affairs, Trade and Development"
        crisis.moves["ministry"] = crisis.moves["ministry"].str.replace("foreign ministry", name)
        crisis.manifest["scenario"]["states"]["russia"]["ministries"] = {"foreign": {"name": name}}
        axes = timeline(crisis).axes[0]
        assert names_of_lanes(axes)[1] == "Russia\nMinistry of Foreign\nAffairs, Trade and …"
        assert "suspend mission (10), with head of government" in [text.get_text() for text in axes.texts]

    def test_parties_of_the_same_name_keep_lanes_of_their_own(self, crisis):
        crisis.manifest["scenario"]["states"]["russia"]["name"] = "NATO"
        assert names_of_lanes(panel(escalation(crisis), "Moves, simulated")) == ["NATO", "NATO"]

    def test_a_party_that_faces_several_says_whom_it_means(self, crowded):
        axes = panel(escalation(crowded(4, 2, 400)), "Moves")
        assert sum(", Großherzogtum" in text.get_text() for text in axes.texts) == 2  # the two moves of arden

    @pytest.mark.parametrize("draw", [escalation, timeline], ids=["escalation", "timeline"])
    def test_a_run_without_moves_says_so(self, draw, quiet):
        assert [text.get_text() for text in draw(quiet).axes[0].texts] == ["no moves"]


class TestDocumentedMoves:
    def test_they_stand_in_lanes_of_their_own_on_the_same_date_axis(self, crisis):
        simulated, documented = escalation(crisis).axes[:2]
        assert names_of_lanes(simulated) == names_of_lanes(documented) == ["NATO", "Russia"]
        assert simulated.get_xlim() == documented.get_xlim()

    def test_each_is_a_mark_and_each_answer_is_joined(self, crisis):
        figure = escalation(crisis)
        assert len(marks(figure, "documented")) == 10
        assert len(links(figure, "documented")) == 5

    def test_those_outside_the_days_of_the_run_are_left_out(self, crisis):
        crisis.observed.loc[0, "date"] = pd.Timestamp("2018-03-27")
        assert len(marks(escalation(crisis), "documented")) == 9

    def test_they_are_hollow(self, crisis):
        dots = [c for c in escalation(crisis).axes[1].collections if "moves" in (c.get_gid() or "")]
        assert [c.get_facecolor().tolist() for c in dots] == [[[1, 1, 1, 1]]] * len(dots)

    def test_a_run_with_none_has_no_lanes_for_them(self, quiet):
        assert [axes.get_title(loc="left").split(",")[0] for axes in escalation(quiet).axes] == [
            "Moves",
            "Grievance",
            "Institutional loss",
            "Rung on the ladder",
        ]


class TestCurves:
    def test_they_are_those_of_the_trajectory_and_end_with_the_last_day(self, crisis):
        loss = line(panel(escalation(crisis), "Institutional"), "NATO–Russia")
        assert list(loss.get_ydata()[[0, 1, 25, 26, 120]]) == [0.579, 0.603, 0.603, 1.0, 1.0]
        assert loss.get_xdata()[-1] == np.datetime64("2022-02-03")

    def test_grievance_stands_beside_the_breaking_points(self, crisis):
        assert keys_of(panel(escalation(crisis), "Grievance")) == [
            "tension (mean of both)",
            "grievance of NATO",
            "grievance of Russia",
            "breaking point of both",
            "breaking point passed by Russia",
        ]

    def test_a_breaking_point_is_marked_on_the_first_day_it_is_passed(self, crisis):
        passed = line(panel(escalation(crisis), "Grievance"), "breaking point passed by Russia")
        assert list(passed.get_xdata()) == [np.datetime64("2021-10-07")]

    def test_a_breaking_point_that_is_passed_again_is_marked_again(self, crisis):
        rows = crisis.trajectory["level"] == "relation"
        days = pd.to_datetime(["2021-10-06", "2021-10-07", "2021-10-12", "2021-10-13"])
        above = crisis.trajectory["date"].isin(days)
        crisis.trajectory.loc[rows, "breaking_point_ba"] = 20.0
        crisis.trajectory.loc[rows, "grievance_ba"] = np.where(above[rows], 30.0, 10.0)
        passed = line(panel(escalation(crisis), "Grievance"), "breaking point passed by Russia")
        assert list(passed.get_xdata()) == [np.datetime64("2021-10-06"), np.datetime64("2021-10-12")]

    def test_a_breaking_point_is_not_passed_once_there_is_nothing_left_to_break(self, crisis):
        """NATO's grievance passes it on 19 October, the day after Russia has ordered every post closed."""
        rows = crisis.trajectory
        assert rows["date"][rows["grievance_ab"] >= rows["breaking_point_ab"]].min() == pd.Timestamp("2021-10-19")
        assert "breaking point passed by NATO" not in keys_of(panel(escalation(crisis), "Grievance"))

    def test_a_breaking_point_is_passed_on_the_day_on_which_there_is_something_to_break_again(self, crisis):
        posts = crisis.posts
        is_again = (posts["channel"] == "russian_mission") & (posts["date"] >= pd.Timestamp("2022-01-06"))
        crisis.posts.loc[is_again, "status"] = "open"
        passed = line(panel(escalation(crisis), "Grievance"), "breaking point passed by NATO")
        assert list(passed.get_xdata()) == [np.datetime64("2022-01-06")]

    def test_a_party_without_a_breaking_point_has_no_line_for_it(self, crisis):
        crisis.trajectory["breaking_point_ab"] = np.nan
        assert "breaking point of NATO" not in keys_of(panel(escalation(crisis), "Grievance"))

    def test_posture_has_a_panel_where_it_is_kept_and_none_elsewhere(self, crisis):
        assert not any("posture" in title for title in titles(escalation(crisis)))
        crisis.trajectory["posture_ab"], crisis.trajectory["posture_ba"] = 6.7, 9.0
        kept = panel(escalation(crisis), "Military posture")
        assert keys_of(kept) == ["posture of NATO", "posture of Russia"]
        assert set(line(kept, "posture of Russia").get_ydata()) == {9.0}

    def test_rungs_are_named_by_the_moves_that_reached_them(self, crisis):
        labels = names_of_lanes(panel(escalation(crisis), "Rung"))
        assert labels == ["  0", "cut ceiling  5", "suspend mission  8"]

    def test_posture_is_drawn_once_it_leaves_the_ground(self, crisis):
        assert "on the ladder of posture" not in keys_of(panel(escalation(crisis), "Rung"))
        crisis.trajectory.loc[crisis.trajectory.index[60:], "posture_rung"] = 4
        assert "on the ladder of posture" in keys_of(panel(escalation(crisis), "Rung"))

    def test_the_key_names_every_relation_whatever_its_name_begins_with(self, crisis):
        crisis.manifest["scenario"]["alliances"]["nato"]["name"] = "_Alliance"
        assert keys_of(panel(escalation(crisis), "Institutional loss")) == ["_Alliance–Russia"]

    def test_relations_differ_by_line_as_well_as_by_colour(self, crowded):
        lines = panel(escalation(crowded(9, 3, 30)), "Institutional").lines[:3]
        assert len({line.get_color() for line in lines}) == 3
        assert len({str(style) for _, style in RELATION_LINES}) == len(RELATION_LINES)

    def test_the_key_of_rungs_names_every_relation_where_there_are_several(self, crowded):
        axes = panel(escalation(crowded(9, 2, 30)), "Rung on the ladder")
        assert len(keys_of(axes)) == 2 + len(["highest so far", "in force", "on the ladder of posture"])

    def test_no_link_is_seen_through_a_name(self, crisis):
        boxes = [text.get_bbox_patch() for text in panel(escalation(crisis), "Moves").texts]
        assert boxes
        assert all(box.get_alpha() is None for box in boxes)


class TestPosts:
    def test_a_post_whose_staff_is_not_known_and_that_stays_open_says_so(self, crisis):
        figure = posts(crisis, ["council"])
        said = [text.get_text() for text in panel(figure, "NATO–Russia Council").texts]
        assert said == ["open all the time; how many people is not known"]

    def test_there_is_a_panel_for_each_post_with_staff_or_a_change_of_status(self, crisis):
        assert titles(posts(crisis)) == [
            "Permanent mission of Russia to NATO",
            "NATO Military Liaison Mission, Moscow",
            "NATO Information Office, Moscow (staff not known)",
        ]

    def test_the_status_is_written_over_the_days_it_lasts(self, crisis):
        axes = panel(posts(crisis), "Permanent mission")
        assert [text.get_text() for text in axes.texts] == ["closing", "suspended"]
        assert axes.texts[0].get_position()[0] == pytest.approx(day("2021-10-25"))

    def test_the_ceiling_is_the_boldest_line(self, crisis):
        widths = {line.get_linewidth(): line.get_ydata()[0] for line in panel(posts(crisis), "Permanent mission").lines}
        assert widths[max(widths)] == 10

    def test_the_key_explains_only_what_is_shown(self, quiet):
        (key,) = posts(quiet).legends
        assert [text.get_text() for text in key.get_texts()] == ["ceiling", "accredited", "still present"]

    def test_of_many_posts_the_twelve_that_changed_most_are_drawn(self, crowded):
        result = crowded(9, 20, 30)
        result.manifest["scenario"]["plots"] = {"dyads": list(result.trajectory["name"].unique())}
        figure = posts(result)
        assert len(figure.axes) == 12
        assert figure.texts[1].get_text().endswith("12 of 20 posts, those that changed most")

    def test_a_run_without_posts_says_so(self, quiet):
        quiet.posts = quiet.posts.iloc[:0]
        assert [text.get_text() for text in posts(quiet).axes[0].texts] == ["No posts whose staff is known."]
