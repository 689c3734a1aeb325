"""The front door for sweeps."""

import os
import signal
import subprocess
import sys
import time

import pytest

SHORT = ("--set", "end=2030-04-30")
BREAKING = "policies.belmora.breaking_hollowing=0,34,-1"


def only(folder, pattern):
    """The one file or folder of that pattern."""
    (found,) = folder.glob(pattern)
    return found


def test_a_sweep_over_two_paths_is_told_by_row_and_column(detente, tmp_path):
    words = ("--vary", "policies.arden.k=0.5:1.5:3", "--vary", BREAKING, "--runs", "10", "--csv")
    code, out, err = detente("sweep", "two_states", *words, *SHORT)
    assert code == 0
    assert "9 points, 10 histories each; varied: policies.arden.k, policies.belmora.breaking_hollowing." in out
    assert (
        "Arden–Belmora: ends in rupture; policies.arden.k by row, policies.belmora.breaking_hollowing by column" in out
    )
    assert "Arden–Belmora: institutional loss at the end, mean" in out
    assert "3 points cannot be played; the first, 2: --set policies.belmora.breaking_hollowing=-1:" in out
    assert "detente run two_states --seed 1 --set end=2030-04-30 --set policies.arden.k=0.5 --set policies.belm" in out
    assert "9 points of 10 histories: about " in err
    folder = only(tmp_path, "results/two_states/sweep-grid-points-9-runs-10-seed-1-*")
    assert {"manifest.json", "points.parquet", "summary.parquet", "summary.csv"} < {p.name for p in folder.iterdir()}


def test_a_sweep_over_one_path_is_told_by_its_values(detente, tmp_path):
    words = ("--vary", "policies.arden.preset=ledger,grit", "--runs", "4")
    code, out, _ = detente("sweep", "two_states", *words, *SHORT)
    assert code == 0
    line = next(line for line in out.splitlines() if line.strip().startswith("ledger"))
    assert "75 % (30 to 95 %)" in line  # three of four, with Wilson's interval
    assert "Ends strained" in out
    assert "The same command completes the sweep" in out


def test_designs_that_draw_over_many_paths_are_told_by_their_extent(detente, tmp_path):
    ranges = (f"policies.{name}=0.5:1.5" for name in ("arden.k", "belmora.k", "arden.half_life_days"))
    words = [word for text in ranges for word in ("--vary", text)]
    code, out, _ = detente("sweep", "two_states", *words, "--design", "morris", "--points", "9", "--runs", "2", *SHORT)
    assert code == 0
    assert "8 points, 2 histories each" in out
    assert "Arden–Belmora: institutional loss at the end, mean 0." in out
    assert only(tmp_path, "results/two_states/sweep-morris-points-8-runs-2-seed-1-*").is_dir()


def test_the_same_command_finds_its_folder_again(detente, tmp_path):
    words = ("sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:3", "--runs", "2", *SHORT)
    assert detente(*words)[0] == 0
    code, _, err = detente(*words)
    assert code == 0
    assert "3 of them are there already" in err
    assert only(tmp_path, "results/two_states/*").is_dir()


VARY = ("--vary", "policies.arden.k=0:1:3")
COMPLAINTS = {
    "nothing that varies": ((), 2, "nothing varies; expected --vary with PATH=A:B:N, PATH=A:B or PATH=a,b,c"),
    "a path that is none": (("--vary", "policies.arden.kk=1,2"), 2, "policies.arden.kk: unknown key; did you mean 'k'"),
    "values that are none": (("--vary", "policies.arden.k=1:2:x"), 2, "'x' values; expected a whole number from 2"),
    "an unknown design": ((*VARY, "--design", "net"), 2, "no design 'net'; expected one of grid, lhs"),
    "points of a grid": ((*VARY, "--points", "9"), 2, "only lhs, sobol and morris take their number"),
    "no points": ((*VARY, "--points", "0"), 2, "--points 0: expected a whole number from 1"),
    "no workers": ((*VARY, "--workers", "0"), 2, "--workers 0: expected a whole number from 1"),
    "an unknown relation": ((*VARY, "--relation", "x"), 2, "no relation 'x' in this scenario"),
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


def test_a_folder_that_cannot_be_written_gets_one_line_and_its_exit_code(detente, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, err = detente("sweep", "two_states", *VARY, "--runs", "2", "--out", "file", *SHORT)
    assert code == 4
    assert "cannot be written" in err.splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.parametrize("workers", [(), ("--workers", "2")], ids=["threads", "processes"])
def test_after_an_interruption_the_same_command_goes_on(tmp_path, workers):
    command = [sys.executable, "-m", "sim.cli", "sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:60"]
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
    assert err.splitlines()[-1].endswith("; the same command goes on")
    assert "Traceback" not in err
    out, err = start().communicate(timeout=60)
    assert f"{kept} of them are there already" in err
    assert "60 points, 200 histories each" in out


def test_the_figures_of_a_sweep_are_drawn_beside_it(detente, tmp_path):
    detente("sweep", "two_states", "--vary", "policies.arden.k=1,2", "--runs", "2", *SHORT)
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
            "--relation moon: unknown; expected one of run, arden_belmora, arden–belmora, theatre",
        ],
    )
    code, _, err = detente("plot", str(folder), "--relation", "run", "theatre")
    assert (code, err.strip()) == (2, "--relation run theatre: one at a time for a sweep")


def test_a_grid_that_no_figure_can_hold_is_told_what_to_do(detente, tmp_path):
    paths = ("arden.k=1:2:2", "belmora.k=1:2:2", "arden.silence_first=0:0.6:7")
    words = [word for path in paths for word in ("--vary", f"policies.{path}")]
    detente("sweep", "two_states", *words, "--runs", "1", *SHORT)
    folder = only(tmp_path, "results/two_states/sweep-*")
    code, _, err = detente("plot", str(folder))
    assert code == 2
    assert err.strip() == (
        f"{folder}: a grid over 3 paths has more than 6 combinations beyond the first two; vary two paths and give "
        "the others by --set, or draw the points by --design sobol"
    )
