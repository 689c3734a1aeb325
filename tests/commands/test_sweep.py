"""The front door for sweeps."""

import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

SHORT = ("--set", "end=2030-04-30")
PLAIN = (*SHORT, "--no-figures")
DEADLINES = "timeline.first_expulsion.deadline=2030-03-08,2030-03-20,2030-02-01"  # the last before the move


def only(folder, pattern):
    """The one file or folder of that pattern."""
    (found,) = folder.glob(pattern)
    return found


def test_a_sweep_over_two_paths_is_told_by_row_and_column(detente, tmp_path):
    words = ("--vary", "policies.arden.k=0.5:1.5:3", "--vary", DEADLINES, "--runs", "10", "--csv")
    code, out, err = detente("sweep", "two_states", *words, *SHORT)
    assert code == 1
    said = " ".join(out.split())
    assert (
        "9 points, 10 histories each; varied: strength of answers (k) of the policy of Arden (policies.arden.k),"
        in said
    )
    assert "deadline of the move first expulsion (timeline.first_expulsion.deadline)." in said
    by_row_and_column = "policies.arden.k by row, timeline.first_expulsion.deadline by column"
    assert f"ends strained; {by_row_and_column}" in out
    assert "Arden–Belmora: institutional loss at the end, mean" in out
    assert "3 points cannot be played; the first, 2: --set timeline.first_expulsion.deadline=2030-02-01:" in out
    assert err.splitlines()[-1].startswith("3 of 9 points cannot be played; the first, 2: --set timeline.first_exp")
    assert "detente run two_states --seed 1 --set end=2030-04-30 --set policies.arden.k=0.5 --set timeline.first" in out
    assert "9 points of 10 histories: about " in err
    folder = only(tmp_path, "results/two_states/sweep-grid-points-9-runs-10-seed-1-*")
    assert {"manifest.json", "points.parquet", "summary.parquet", "summary.csv"} < {p.name for p in folder.iterdir()}


def test_a_sweep_over_one_path_is_told_by_its_values(detente, tmp_path):
    words = ("--vary", "policies.arden.preset=ledger,grit", "--runs", "4")
    code, out, _ = detente("sweep", "two_states", *words, *PLAIN)
    assert code == 0
    line = next(line for line in out.splitlines() if line.strip().startswith("ledger"))
    assert "25 % (5 to 70 %)" in line  # one of four, with Wilson's interval
    assert "Ends strained" in out
    assert "The same command completes the sweep" in out


def test_a_sweep_says_at_how_many_points_a_post_has_no_more(detente):
    words = ("--vary", "timeline.first_expulsion.count=3,200,400", "--runs", "3", *PLAIN)
    said = " ".join(detente("sweep", "two_states", *words)[1].split())
    assert "At 2 of 3 points looked at, the scripted move first_expulsion was not made as asked for." in said
    assert said.count("The scripted move first_expulsion was cut down from 200 to ") == 1
    assert " at point 1: the post has no more." in said


def test_designs_that_draw_over_many_paths_are_told_by_their_extent(detente, tmp_path):
    ranges = (f"policies.{name}=0.5:1.5" for name in ("arden.k", "belmora.k", "arden.half_life_days"))
    words = [word for text in ranges for word in ("--vary", text)]
    code, out, _ = detente("sweep", "two_states", *words, "--design", "morris", "--points", "17", "--runs", "2", *PLAIN)
    assert code == 0
    assert "16 points, 2 histories each" in out
    assert "Arden–Belmora: institutional loss at the end, mean 0." in out
    assert only(tmp_path, "results/two_states/sweep-morris-points-16-runs-2-seed-1-*").is_dir()


def test_the_same_command_finds_its_folder_again(detente, tmp_path):
    words = ("sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:3", "--runs", "2", *PLAIN)
    assert detente(*words)[0] == 0
    code, _, err = detente(*words)
    assert code == 0
    assert "3 of 3 points are there already" in err
    assert only(tmp_path, "results/two_states/*").is_dir()


VARY = ("--vary", "policies.arden.k=0:1:3")
WIDE = ("--vary", "policies.arden.k=0.5:2", "--vary", "policies.belmora.k=0.5:1.5")
COMPLAINTS = {
    "nothing that varies": ((), 2, "nothing varies; expected --vary with PATH=A:B:N, PATH=A:B or PATH=a,b,c"),
    "a path that is none": (("--vary", "policies.arden.kk=1,2"), 2, "policies.arden.kk: unknown key; did you mean 'k'"),
    "values that are none": (("--vary", "policies.arden.k=1:2:x"), 2, "'x' values; expected a whole number from 2"),
    "an unknown design": ((*VARY, "--design", "net"), 2, "no design 'net'; expected one of grid, lhs"),
    "points of a grid": ((*VARY, "--points", "9"), 2, "only lhs, sobol and morris take their number"),
    "no points": ((*VARY, "--points", "0"), 2, "--points 0: expected a whole number from 1"),
    "no workers": ((*VARY, "--workers", "0"), 2, "--workers 0: expected a whole number from 1"),
    "a decimal comma in a range": (
        ("--vary", "policies.arden.k=0,5:1,5:3"),
        2,
        "--vary policies.arden.k=0,5:1,5:3: a list and a range at once; write 0.5, with a point: 0.5:1.5:3",
    ),
    "a range and more": (("--vary", "policies.arden.k=0:1,2"), 2, "write 1.2, with a point: 0:1.2"),
    "a list of ranges": (("--vary", "policies.arden.k=0:1,ledger"), 2, "expected one of them; a decimal number"),
    "semicolons": (("--vary", "policies.arden.k=0,5;1,5"), 2, "a semicolon separates nothing; write 0.5,1.5"),
    "thousands with commas": (
        ("--vary", "timeline.first_expulsion.count=1,000,2,000"),
        2,
        "000 begins with 0; write 1.000, with a point, or 1000, without a comma",
    ),
    "a value below its least": (("--vary", "policies.arden.k=-1,1"), 2, "k=-1,1: -1 is out of range; expected 0 to 10"),
    "a decimal comma beyond the most": (
        ("--vary", "policies.arden.k=0,25"),
        2,
        "k=0,25: 25 is out of range; expected 0 to 10; a decimal number has a point: 0.25",
    ),
    "decimal commas in a list": (
        ("--vary", "policies.arden.k=1,5,2,5"),
        2,
        "k=1,5,2,5: 5 stands there twice; a decimal number has a point: 1.5",
    ),
    "steps beyond the most": (("--vary", "policies.arden.k=1:11:3"), 2, "11 is out of range; expected 0 to 10"),
    "a range beyond the most": (
        ("--vary", "policies.arden.k=1:11", "--design", "lhs"),
        2,
        "--vary policies.arden.k=1:11: 11.0 is out of range; expected 0 to 10",
    ),
    "a number too large for a column": (
        ("--vary", "policies.arden.k=0.5,99999999999999999999"),
        2,
        "99999999999999999999 is out of range; expected 0 to 10",
    ),
    "a name that is none, beside good ones": (
        ("--vary", "policies.arden.preset=ledger,legder"),
        2,
        "'legder' is not known here; did you mean 'ledger'?",
    ),
    "a policy that is none, beside a good one": (
        ("--vary", "states.arden.policy=arden,ardent"),
        2,
        "--vary states.arden.policy=arden,ardent: no policy is called 'ardent'; did you mean 'arden'?",
    ),
    "a text that no rule reads": (
        ("--vary", "title=a,b"),
        2,
        "--vary title=a,b: no rule reads title; all points",
    ),
    "a note that no rule reads": (("--vary", "timeline.first_expulsion.note=a,b"), 2, "no rule reads timeline."),
    "too few points for sobol": (
        (*WIDE, "--design", "sobol", "--points", "16"),
        2,
        "sobol over 2 paths needs 32 points at least for indices, 8 blocks of 4; 16 are too few",
    ),
    "too few points for morris": (
        (*WIDE, "--design", "morris", "--points", "11"),
        2,
        "morris over 2 paths needs 12 points at least for indices, 4 trajectories of 3; 9 are too few",
    ),
    "an unknown relation": ((*VARY, "--relation", "x"), 2, "--relation x: unknown; expected one of arden_belmora"),
    "many terabytes": (
        ("--vary", "policies.arden.k=0:1:100000", "--vary", "policies.belmora.k=0:1:100000"),
        3,
        "10,000,000,000 points need 2",
    ),
    "more workers than memory holds": ((*VARY, "--workers", "1000"), 3, "1000 workers need 400 GB of memory"),
}


@pytest.mark.parametrize(("words", "code", "text"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_a_mistake_gets_one_clear_line_and_its_exit_code(detente, tmp_path, words, code, text):
    given, out, err = detente("sweep", "two_states", *words)
    assert (given, out) == (code, "")
    assert text in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "results").exists()


def test_a_hypercube_of_few_points_is_played_and_it_is_said_that_they_allow_no_coefficients(detente):
    words = ("--design", "lhs", "--points", "3", "--runs", "2", "--no-figures", *SHORT)
    code, _, err = detente("sweep", "two_states", *WIDE, *words)
    assert (code, err.splitlines()[0]) == (0, "lhs over 2 paths needs 8 points at least for indices; 3 are too few")


def test_points_that_cannot_be_played_end_in_1_and_the_others_are_kept(detente, tmp_path):
    words = ("--vary", "end=2030-02-01,2030-03-05", "--runs", "2", "--no-figures")
    code, _, err = detente("sweep", "two_states", *words)
    said = "1 of 2 points cannot be played; the first, 0: two_states.yaml:"
    assert (code, err.splitlines()[-1].startswith(said)) == (1, True)
    summary = pd.read_parquet(only(tmp_path, "results/two_states/sweep-*/summary.parquet"))
    assert summary.groupby("point")["runs"].max().tolist() == [0, 2]


def test_a_folder_that_cannot_be_written_gets_one_line_and_its_exit_code(detente, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, err = detente("sweep", "two_states", *VARY, "--runs", "2", "--out", "file", *SHORT)
    assert code == 4
    assert "cannot be written" in err.splitlines()[-1]
    assert "Traceback" not in err


IN_PROCESSES = pytest.param(("--workers", "2"), id="processes", marks=pytest.mark.slow)  # which survival tries, too


@pytest.mark.parametrize("workers", [pytest.param((), id="threads"), IN_PROCESSES])
def test_after_an_interruption_the_same_command_goes_on(tmp_path, workers):
    vary = ("--vary", "policies.arden.k=0.5:1.5:60", "--no-figures")
    command = [sys.executable, "-m", "sim.cli", "sweep", "two_states", *vary]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    def start():
        return subprocess.Popen([*command, *workers], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                cwd=tmp_path, env=environment, start_new_session=True)  # fmt: skip

    playing = start()
    while playing.poll() is None and not [*tmp_path.glob("results/two_states/*/parts/part-*")]:
        time.sleep(0.005)
    os.killpg(playing.pid, signal.SIGINT)  # as a terminal does: to every process at once
    out, err = playing.communicate(timeout=60)
    assert (playing.returncode, out) == (130, "")
    kept = len([*tmp_path.glob("results/two_states/*/parts/part-*")])
    assert 0 < kept < 60
    assert f"interrupted: {kept} of 60 points are finished and kept in results/two_states/sweep-grid" in err
    assert err.splitlines()[-1].endswith("; the same command resumes")
    assert "Traceback" not in err
    out, err = start().communicate(timeout=60)
    assert f"{kept} of 60 points are there already" in err
    assert "60 points, 200 histories each" in out


def test_the_figures_of_a_sweep_are_drawn_beside_it(detente, tmp_path):
    detente("sweep", "two_states", "--vary", "policies.arden.k=1,2", "--runs", "2", *PLAIN)
    folder = only(tmp_path, "results/two_states/sweep-*")
    code, out, _ = detente("plot", str(folder), "--format", "svg")
    assert (code, out.split()) == (0, [str(folder / "curves.svg"), str(folder / "shares.svg")])
    code, out, _ = detente("plot", str(folder), "--figure", "curves", "--relation", "theatre", "--format", "pdf")
    assert (code, out.strip()) == (0, str(folder / "curves.pdf"))
    code, _, err = detente("plot", str(folder), "--figure", "phase", "--relation", "moon")
    assert (code, err.splitlines()) == (
        2,
        [
            "--figure phase: unknown; expected one of curves, shares",
            "--relation moon: unknown; expected one of run, arden_belmora, theatre",
        ],
    )
    code, _, err = detente("plot", str(folder), "--relation", "run", "theatre")
    assert (code, err.strip()) == (2, "--relation run theatre: one at a time for a sweep")


def test_a_grid_that_no_figure_can_hold_is_told_what_to_do(detente, tmp_path):
    paths = ("arden.k=1:2:2", "belmora.k=1:2:2", "arden.silence_first=0:0.6:7")
    words = [word for path in paths for word in ("--vary", f"policies.{path}")]
    detente("sweep", "two_states", *words, "--runs", "1", "--set", "end=2030-03-05")  # before anybody acts
    folder = only(tmp_path, "results/two_states/sweep-*")
    code, _, err = detente("plot", str(folder))
    assert code == 2
    assert err.strip() == (
        f"{folder}: a grid over 3 paths has more than 6 combinations beyond the first two; vary two paths and give "
        "the others by --set, or draw the points by --design sobol"
    )


def test_a_sweep_with_another_text_of_a_measure_begins_anew_and_names_the_one_beside(detente, tmp_path):
    file = tmp_path / "mine.py"
    words = ("sweep", "two_states", "--vary", "policies.arden.k=1,2", "--runs", "2", "--set", "end=2030-03-10")
    words = (*words, "--measure", "mine.py:made", "--no-figures", "--out", "r")
    file.write_text("def made(history):\n    return len(history.moves)\n", "utf-8")
    assert "begins anew" not in detente(*words)[2]
    file.write_text("def made(history):  # how many\n    return len(history.moves)\n", "utf-8")
    err = detente(*words)[2]
    first, other = sorted((tmp_path / "r" / "two_states").iterdir(), key=lambda folder: folder.stat().st_ctime_ns)
    assert f"r/two_states/{first.name} holds this sweep with another text of own measures; this one begins anew" in err
    assert f"begins anew in r/two_states/{other.name}\n" in err
