"""Figures look the same and have the same bytes everywhere; drawing is paid for only when something is drawn."""

import os
import subprocess
import sys
from datetime import date

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.dates import date2num, num2date

from sim.analysis.labels import spaced
from sim.plots import FIGURES
from sim.plots.style import DateLabels, balanced, limits_of, save, wrapped


class TestSaving:
    @pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
    def test_the_same_run_gives_the_same_bytes(self, ending, crisis, tmp_path):
        files = [
            save(FIGURES["escalation"](crisis), tmp_path / folder, "curves", [ending])[0] for folder in ("one", "two")
        ]
        assert files[0].read_bytes() == files[1].read_bytes()

    def test_a_figure_can_be_saved_twice(self, quiet, tmp_path):
        figure = FIGURES["posts"](quiet)
        once = [path.read_bytes() for path in save(figure, tmp_path, "posts")]
        assert [path.read_bytes() for path in save(figure, tmp_path, "posts")] == once

    def test_the_settings_of_the_user_change_nothing(self, quiet, tmp_path):
        (plain,) = save(FIGURES["escalation"](quiet), tmp_path, "plain", ["svg"])
        with matplotlib.rc_context({"lines.linewidth": 9, "axes.facecolor": "black", "timezone": "Asia/Tokyo"}):
            (other,) = save(FIGURES["escalation"](quiet), tmp_path, "other", ["svg"])
            assert matplotlib.rcParams["lines.linewidth"] == 9
        assert plain.read_bytes() == other.read_bytes()

    def test_no_file_tells_its_day_or_the_release_that_drew_it(self, quiet, tmp_path):
        png, svg = (path.read_bytes() for path in save(FIGURES["posts"](quiet), tmp_path, "posts"))
        assert b"Matplotlib" not in png + svg
        assert b"dc:date" not in svg

    def test_texts_stay_texts_in_svg(self, crisis, tmp_path):
        (path,) = save(FIGURES["timeline"](crisis), tmp_path, "timeline", ["svg"])
        assert ">cut ceiling (10)</text>" in path.read_text(encoding="utf-8")

    def test_the_files_are_named_and_their_folder_made(self, quiet, tmp_path):
        paths = save(FIGURES["posts"](quiet), tmp_path / "new" / "folder", "posts")
        assert paths == [tmp_path / "new" / "folder" / "posts.png", tmp_path / "new" / "folder" / "posts.svg"]

    def test_a_link_is_replaced_and_not_followed(self, quiet, tmp_path):
        (tmp_path / "precious").write_text("precious", encoding="utf-8")
        (tmp_path / "posts.png").symlink_to(tmp_path / "precious")
        (path,) = save(FIGURES["posts"](quiet), tmp_path, "posts", ["png"])
        assert (path.is_symlink(), (tmp_path / "precious").read_text(encoding="utf-8")) == (False, "precious")

    def test_a_figure_that_breaks_off_leaves_the_old_one_and_nothing_else(self, quiet, tmp_path, monkeypatch):
        (path,) = save(FIGURES["posts"](quiet), tmp_path, "posts", ["png"])
        before = path.read_bytes()
        monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match=r"No space left on device: '.*posts\.png'"):
            save(FIGURES["posts"](quiet), tmp_path, "posts", ["png"])
        assert [file.name for file in tmp_path.iterdir()] == ["posts.png"]
        assert path.read_bytes() == before

    def test_an_unknown_format_is_refused_before_anything_is_written(self, quiet, tmp_path):
        with pytest.raises(ValueError, match="cannot write 'gif'; expected one of png, svg, pdf"):
            save(FIGURES["posts"](quiet), tmp_path / "none", "posts", ["png", "gif"])
        assert not (tmp_path / "none").exists()


def test_the_figures_are_known_without_loading_what_draws_them():
    loaded = "import sys, sim.plots; print(*sim.plots.FIGURES, 'matplotlib' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["escalation", "posts", "timeline", "False"]


def test_drawing_leaves_pyplot_alone():
    drawn = "import sys, sim.plots.curves, sim.plots.posts; print('matplotlib.pyplot' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", drawn], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(
            [date(2021, 10, 15), date(2021, 11, 1), date(2022, 1, 1), date(2022, 1, 15)],
            ["15 Oct\n2021", "1 Nov", "1 Jan\n2022", "15 Jan"],
            id="within months: days, and the year where it changes",
        ),
        pytest.param(
            [date(2020, 1, 1), date(2020, 7, 1), date(2021, 1, 1)],
            ["Jan\n2020", "Jul", "Jan\n2021"],
            id="over a year: months",
        ),
        pytest.param([date(2000, 1, 1), date(2020, 1, 1)], ["2000", "2020"], id="over decades: years"),
        pytest.param([], [], id="no ticks"),
    ],
)
def test_dates_are_labelled(days, expected):
    assert DateLabels().format_ticks([date2num(day) for day in days]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two three four", "one two …", id="cut at a word"),
        pytest.param("well-known", "well-known", id="no break at a hyphen"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_text_is_shortened(text, expected):
    assert wrapped(text, 10, 1) == expected


def test_a_title_is_broken_into_lines_of_about_the_same_length():
    assert wrapped("aaa bbb ccc ddd", 11, 2) == "aaa bbb ccc\nddd"
    assert balanced("aaa bbb ccc ddd", 11, 2) == "aaa bbb\nccc ddd"


def test_an_id_is_read_as_words():
    assert spaced("close_liaison_mission") == "close liaison mission"


DAYS = {
    "the first of the calendar": (("0001-01-01", "0001-02-28"), ("0001-01-01", "0001-03-01")),
    "the last of the calendar": (("9999-11-01", "9999-12-31"), ("9999-10-31", "9999-12-31")),
    "one day": (("2030-01-01", "2030-01-01"), ("2029-12-31", "2030-01-02")),
}


@pytest.mark.parametrize(("days", "ends"), DAYS.values(), ids=DAYS)
def test_a_date_axis_stays_within_the_calendar(days, ends):
    limits = limits_of(pd.Series(np.array(days, dtype="datetime64[s]")))
    assert tuple(num2date(limit).date().isoformat() for limit in limits) == ends
