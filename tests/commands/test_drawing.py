"""Whatever stands in the way of figures, the tables stay, and one line says what is missing and how to draw it."""

import errno
import os
import subprocess
import sys

import pytest

from sim import plots
from sim.commands import drawing
from sim.plots import fonts

HARSHER = "timeline.first.count=9"
RUN = ("run", "two_states", "--until", "2030-03-20")


def draws(*words, folder, **more):
    """Type a command in a process of its own; exit code, and what was complained of."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), **more}
    command = [sys.executable, "-m", "sim.cli", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_the_windows_and_settings_that_matplotlib_is_told_to_use_do_not_matter(tmp_path):
    (tmp_path / "broken").write_bytes(b"figure.dpi: many\nno.such.key: 1\nbackend: none\n\xff\n")
    (tmp_path / "taken").touch()  # where a folder of settings should be
    more = {
        "MPLBACKEND": "module://a_notebook_of_another_environment",
        "MATPLOTLIBRC": str(tmp_path / "broken"),
        "MPLCONFIGDIR": str(tmp_path / "taken"),
    }
    assert draws(*RUN, folder=tmp_path, **more) == (0, "")
    assert len(list(tmp_path.glob("results/two_states/*/*.png"))) == 3


PROBLEMS = {
    "too little memory": (MemoryError(), 1, "MemoryError"),
    "a number beyond all": (OverflowError("too large\nto convert"), 1, "OverflowError: too large"),
    "a full disk": (OSError(errno.ENOSPC, "No space left", "posts.png"), 4, "No space left"),
}


@pytest.mark.parametrize(("problem", "code", "reason"), PROBLEMS.values(), ids=PROBLEMS)
@pytest.mark.parametrize("again", [False, True], ids=["run", "plot"])
def test_a_figure_that_cannot_be_drawn_loses_nothing_else(again, problem, code, reason, detente, tmp_path, monkeypatch):
    def broken(result):
        raise problem

    if again:
        detente(*RUN, "--no-figures")
        words = ("plot", str(next(tmp_path.glob("results/two_states/*"))))
    else:
        words = RUN
    monkeypatch.setitem(plots.FIGURES, "posts", broken)
    given, _, err = detente(*words)
    (folder,) = tmp_path.glob("results/two_states/*")
    shown = folder if again else folder.relative_to(tmp_path)
    assert (given, err) == (
        code,
        f"not drawn: posts ({reason}); all tables are whole. To draw again: detente plot {shown} --figure posts\n",
    )
    assert {path.stem for path in folder.glob("*.png")} == {"escalation", "timeline"}
    assert len(list(folder.glob("*.csv"))) == 7


def test_figures_that_fail_for_the_same_reason_share_a_line(detente, tmp_path, monkeypatch):
    def full(result):
        raise OSError(errno.ENOSPC, "No space left", f"{len(list(tmp_path.rglob('*.png')))}.png")

    monkeypatch.setitem(plots.FIGURES, "posts", full)
    monkeypatch.setitem(plots.FIGURES, "timeline", full)
    code, _, err = detente(*RUN)
    (folder,) = tmp_path.glob("results/two_states/*")
    again = f"To draw again: detente plot {folder.relative_to(tmp_path)} --figure posts timeline"
    assert code == 4
    assert err == f"not drawn: posts, timeline (No space left); all tables are whole. {again}\n"


def test_where_matplotlib_is_broken_the_tables_are_written(detente, tmp_path, monkeypatch):
    def missing(result):
        raise ImportError("no module named 'matplotlib'")

    monkeypatch.setattr(drawing, "figures_of", missing)
    code, _, err = detente(*RUN)
    assert code == 1
    assert err.startswith("not drawn: all figures (ImportError: no module named 'matplotlib'); all tables are whole.")
    assert len(list(tmp_path.glob("results/two_states/*/*.csv"))) == 7


def test_letters_that_no_font_has_are_named_with_a_font_that_has_them(detente, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_families_with", lambda letters: ())  # whatever is installed here
    named = ("--set", "states.arden.name=阿尔登", "--set", "states.belmora.name=ᚠᚢ")
    code, _, err = detente(*RUN, *named)
    assert code == 0
    assert err == (
        "drawn as boxes, as no installed font has them: ᚠ ᚢ 尔 登 阿; "
        "install a font such as Noto Sans Runic and a font such as Noto Sans CJK and draw again\n"
    )
    assert len(list(tmp_path.glob("results/two_states/*/*.png"))) == 3


EDGES = {
    "the first days of the calendar": ("0001-01-01", "0001-02-28", "0001-01-05"),
    "the last days of the calendar": ("9999-11-01", "9999-12-31", "9999-12-05"),
    "the first day alone": ("0001-01-01", "0001-01-01", "0001-01-01"),
    "the last day alone": ("9999-12-31", "9999-12-31", "9999-12-31"),
}
CASE = """
schema: 1
name: edge
title: The edge of the calendar
start: {}
end: {}
states: {{a: {{name: Aa}}, b: {{name: Bb}}}}
channels: {{b_embassy: {{kind: embassy, sender: b, host: a, accredited: 40}}}}
timeline: {{first: {{date: {}, from: a, to: b, move: expel, channel: b_embassy, count: 3}}}}
"""


LAST = [name for name in EDGES if name.startswith("the last")]  # what the first show, at the other end
OF_EDGES = [pytest.param(days, id=name, marks=[pytest.mark.slow] * (name in LAST)) for name, days in EDGES.items()]


@pytest.mark.parametrize("days", OF_EDGES)
def test_every_figure_is_drawn_of(days, detente, tmp_path):
    (tmp_path / "edge.yaml").write_text(CASE.format(*days), encoding="utf-8")
    for command, *more in (("run",), ("run", "--runs", "3"), ("compare", "--runs", "3", "--with", HARSHER)):
        code, _, err = detente(command, "edge.yaml", *more)
        assert (code, "not drawn" in err, "Warning" in err) == (0, False, False), err
    for folder in tmp_path.glob("results/edge/*"):
        assert detente("plot", str(folder), "--format", "svg")[0] == 0


SHORT = ("--set", "end=2030-03-10")
DRAWS = {
    "run": (("run", "two_states", *SHORT), {"escalation", "posts", "timeline"}),
    "run --runs": (("run", "two_states", "--runs", "3", *SHORT), {"fan", "ruptures", "replies"}),
    "compare": (
        ("compare", "two_states", "--with", "policies.arden.k=2", "--runs", "3", *SHORT),
        {"memo", "difference"},
    ),
    "tournament": (("tournament", "two_states", "--policy", "grit", "--runs", "2", *SHORT), {"heat_map"}),
    "offramp": (("offramp", "two_states", "--change", "policies.arden.k=1,2", "--runs", "2", *SHORT), {"chances"}),
    "sweep": (("sweep", "two_states", "--vary", "policies.arden.k=1,2", "--runs", "2", *SHORT), {"curves", "shares"}),
}


@pytest.mark.parametrize(("words", "names"), DRAWS.values(), ids=DRAWS)
def test_figures_are_written_in_the_formats_that_are_asked_for(words, names, detente, tmp_path):
    code, out, _ = detente(*words, "--format", "pdf", "svg")
    pictures = {
        path.name for path in tmp_path.glob("results/two_states/*/*") if path.suffix in (".png", ".svg", ".pdf")
    }
    assert (code, pictures) == (0, {f"{name}.{ending}" for name in names for ending in ("pdf", "svg")})
    assert all(name in out for name in pictures)


@pytest.mark.parametrize("words", [words for words, _ in DRAWS.values()], ids=DRAWS)
def test_an_unknown_format_is_refused_before_anything_is_played(words, detente, tmp_path):
    assert detente(*words, "--format", "bmp") == (2, "", "--format bmp: unknown; expected one of png, svg, pdf\n")
    assert [*tmp_path.iterdir()] == []


def test_some_days_of_a_history_and_its_hostile_moves_can_be_drawn(detente, tmp_path):
    detente("run", "two_states", "--until", "2030-04-30", "--no-figures")
    (folder,) = tmp_path.glob("results/two_states/*")
    window = ("--since", "2030-03-01", "--until", "2030-03-31", "--only", "hostile")
    code, out, _ = detente("plot", str(folder), *window, "--figure", "timeline", "--format", "svg", "--out", "part")
    drawn = (tmp_path / "part" / "timeline.svg").read_text()
    assert (code, out) == (0, "part/timeline.svg\n")
    assert "1 Mar 2030 to 31 Mar 2030" in drawn


REFUSED = {
    "a day before the history": (("--since", "2029-12-31"), "outside the history; expected 2030-01-01 to 2030-03-20"),
    "a day after it": (("--until", "2030-03-21"), "outside the history; expected 2030-01-01 to 2030-03-20"),
    "other moves": (("--only", "friendly"), "unknown; expected one of hostile"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_days_and_moves_that_a_history_does_not_have_are_refused(words, said, detente, tmp_path):
    detente(*RUN, "--no-figures")
    (folder,) = tmp_path.glob("results/two_states/*")
    assert detente("plot", str(folder), *words) == (2, "", f"{' '.join(words)}: {said}\n")
