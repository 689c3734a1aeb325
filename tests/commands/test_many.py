"""The front door for many histories: forecasts, comparisons, tournaments."""

import json
import os
import re
import signal
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

SHORT = ("--set", "end=2030-04-30")


def only(folder, pattern):
    """The one file or folder of that pattern."""
    (found,) = folder.glob(pattern)
    return found


def test_a_forecast_tells_how_likely_each_end_is(detente, tmp_path):
    code, out, err = detente("run", "two_states", "--runs", "20", *SHORT)
    assert code == 0
    assert "Nobody breaks with anybody in 20 histories." in out
    assert "somebody breaks" in out
    assert "0 % (0 to 16 %)" in out  # nothing in twenty, by Wilson
    assert "by Arden, of Belmora" in out
    assert "Belmora: expel → Arden: expel" in out
    assert (
        "Intervals hold chance within the model alone, not what its numbers might be: detente check two_states" in out
    )
    assert "One history in full: detente run two_states --seed 1 --set end=2030-04-30 --replay 19" in out
    assert "20 histories, without tables and figures: about " in err.splitlines()[-1]
    folder = only(tmp_path, "results/two_states/runs-20-seed-1-*")
    assert {path.stem for path in folder.glob("*.png")} == {"fan", "ruptures", "replies"}
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"].startswith("detente run two_")


TOO_MANY = ("--set", "timeline.first_expulsion.count=400", *SHORT, "--no-figures")
CUT_DOWN = "The scripted move first_expulsion was cut down from 400 to "


def test_every_command_says_once_that_a_post_has_no_more(detente):
    forecast = detente("run", "two_states", "--runs", "3", *TOO_MANY)[1]
    tournament = detente("tournament", "two_states", "--policy", "ledger", "grit", "--runs", "3", *TOO_MANY)[1]
    compared = detente("compare", "two_states", "--with", "policies.arden.k=0.9", "--runs", "3", *TOO_MANY)[1]
    for said in (forecast, tournament, compared):
        assert " ".join(said.split()).count(CUT_DOWN) == 1
    assert " in both worlds: the post has no more." in " ".join(compared.split())


def test_what_is_kept_is_written(detente, tmp_path):
    words = ("--runs", "3", "--keep", "outcomes", "curves", "moves", "--threads", "1", "--no-figures")
    assert detente("run", "two_states", *words, *SHORT)[0] == 0
    folder = only(tmp_path, "results/two_states/runs-3-seed-1-*")
    assert {path.stem for path in folder.glob("*.parquet")} == {"outcomes", "curves", "moves"}


def test_one_history_is_played_again_in_full(detente, tmp_path):
    from sim import EscalationModel, load_scenario

    code, out, _ = detente("run", "two_states", "--seed", "3", "--replay", "17", "--no-figures")
    assert code == 0
    folder = only(tmp_path, "results/two_states/seed-3-run-17-*")
    alone = EscalationModel(load_scenario("two_states"), seed=3, run=17).run_until().trajectory
    assert json.loads((folder / "outcome.json").read_text(encoding="utf-8"))["moves"]["all"] == len(alone.moves())
    assert str(folder.relative_to(tmp_path)) in out


def test_a_comparison_tells_what_differs_and_where_two_histories_part(detente, tmp_path):
    change = "policies.belmora.breaking_hollowing=0"
    code, out, _ = detente("compare", "two_states", "--with", change, "--runs", "12", *SHORT)
    assert code == 0
    assert f"B: changed: {change}" in out
    assert "Belmora is the first to break" in out
    assert "diverge on " in out.replace("\n", " ")
    assert f"B in full: detente run two_states --seed 1 --set end=2030-04-30 --set {change} --replay" in out
    folder = only(tmp_path, "results/two_states/compare-runs-12-seed-1-*")
    assert {"differences.csv", "curves.csv", "outcome.json", "difference.png"} < {
        path.name for path in folder.iterdir()
    }


def test_a_tournament_of_one_policy_counts_nothing(detente, tmp_path):
    _, out, _ = detente("tournament", "two_states", "--policy", "ledger", "--runs", "1", *SHORT)
    assert "Arden and Belmora both follow ledger; 1 history of each pair." in " ".join(out.split())


def test_a_tournament_tells_every_pair_of_policies(detente, tmp_path):
    code, out, _ = detente("tournament", "two_states", "--policy", "ledger", "grim_trigger", "--runs", "4", *SHORT)
    assert code == 0
    assert "Share of histories that end in rupture: Arden by row, Belmora by column" in out
    folder = only(tmp_path, "results/two_states/tournament-runs-4-seed-1-*")
    assert len((folder / "table.csv").read_text(encoding="utf-8").splitlines()) == 1 + 4
    assert (folder / "heat_map.png").exists()


def test_the_figures_of_a_forecast_are_drawn_again(detente, tmp_path):
    detente("run", "two_states", "--runs", "3", "--no-figures", *SHORT)
    folder = only(tmp_path, "results/two_states/runs-3-*")
    code, out, _ = detente("plot", str(folder), "--figure", "fan", "--format", "svg", "--relation", "arden_belmora")
    assert (code, out.strip()) == (0, str(folder / "fan.svg"))


def test_an_own_rule_that_cannot_be_compiled_is_played_slowly_and_told(detente, tmp_path):
    rule = "import fractions\n\ndef half(perceived, *rest):\n    return float(fractions.Fraction(perceived) / 2)\n"
    (tmp_path / "slow_rule.py").write_text(rule, encoding="utf-8")
    own = ("--set", "policies.arden.own_rule=slow_rule:half")
    code, _, err = detente("run", "two_states", "--runs", "2", "--no-figures", *own, *SHORT)
    assert code == 0
    assert "the own rule slow_rule:half cannot be compiled, so the runs are interpreted" in err


def test_the_command_that_tells_a_history_holds_all_that_makes_it():
    from sim.commands.carry_out import replay_line

    line = replay_line("my case.yaml", 3, ["policies.a.k=2", "title=x y"], "2030-04-01", 17)
    told = "--seed 3 --set policies.a.k=2 --set 'title=x y' --until 2030-04-01 --replay 17"
    assert line == f"detente run 'my case.yaml' {told}"


def test_where_nobody_answers_the_table_of_answers_says_so(detente):
    a_day_later = ("--set", "policies.arden.delay_days=1")
    words = ("run", "two_states", "--runs", "3", "--set", "end=2030-03-01", *a_day_later, "--no-figures")
    _, out, _ = detente(*words)
    assert "by anybody" in out
    assert "0 % of 3" in out


COMPLAINTS = {
    "no runs": (("run", "two_states", "--runs", "0"), 2, "--runs 0: expected a whole number from 1 to"),
    "runs that are no number": (("run", "two_states", "--runs", "x"), 2, "--runs x: expected a whole number"),
    "a number too long to read": (("run", "two_states", "--runs", "9" * 5000), 2, "expected a whole number from 1"),
    "one and many at once": (
        ("run", "two_states", "--runs", "9", "--replay", "3"),
        2,
        "--replay 3: shows one history, and does not go with --runs",
    ),
    "all moves of many": (("run", "two_states", "--runs", "9", "--all"), 2, "--all: shows one history"),
    "to keep more of one": (("run", "two_states", "--keep", "curves"), 2, "--keep curves: goes with --runs only"),
    "to keep what there is not": (
        ("run", "two_states", "--runs", "9", "--keep", "nonsense"),
        2,
        "--keep nonsense: unknown; expected one of outcomes, curves, moves",
    ),
    "no threads": (("run", "two_states", "--runs", "9", "--threads", "0"), 2, "--threads 0: expected a whole number"),
    "an unknown relation": (("run", "two_states", "--runs", "9", "--relation", "x"), 2, "--relation x: unknown"),
    "more than memory holds": (
        ("run", "two_states", "--runs", "4000000000", "--keep", "curves"),
        3,
        "4,000,000,000 runs need",
    ),
    "more of a comparison than memory holds": (
        ("compare", "two_states", "--with", "policies.arden.k=2", "--runs", "4000000000"),
        3,
        "4,000,000,000 pairs of runs need",
    ),
    "more of a tournament than memory holds": (
        ("tournament", "two_states", "--runs", "4000000000"),
        3,
        "4,000,000,000 runs need",
    ),
    "nothing to compare with": (("compare", "two_states"), 2, "name another scenario, or a change by --with"),
    "a change of what there is not": (
        ("compare", "two_states", "--with", "policies.arden.kk=2"),
        2,
        "--with policies.arden.kk=2: policies.arden.kk: unknown key; did you mean 'k'?",
    ),
    "two worlds of other days": (("compare", "two_states", "vrbetice_2021"), 2, "expected 2030-01-01 to 2030-12-31"),
    "a pair of one run": (("compare", "two_states", "--with", "seed=1", "--runs", "1"), 2, "--runs 1: expected"),
    "a way out of nothing": (("offramp", "two_states"), 2, "nothing varies; expected --change with PATH=A:B:N"),
    "a change of what there is not, for a way out": (
        ("offramp", "two_states", "--change", "policies.arden.kk=1,2"),
        2,
        "--change policies.arden.kk=1,2: policies.arden.kk: unknown key; did you mean 'k'?",
    ),
    "a change to what is already so": (
        ("offramp", "two_states", "--change", "policies.arden.preset=proportional,proportional"),
        2,
        "proportional stands there twice",
    ),
    "a bound of nothing": (
        ("offramp", "two_states", "--change", "policies.arden.k=1,2", "--below", "0"),
        2,
        "--below 0.0: expected a share above 0, up to 1",
    ),
    "an unknown end": (
        ("offramp", "two_states", "--change", "policies.arden.k=1,2", "--end", "war"),
        2,
        "--end war: unknown; expected one of",
    ),
    "more of a way out than memory holds": (
        ("offramp", "two_states", "--change", "policies.arden.k=1,2", "--runs", "4000000000"),
        3,
        "4,000,000,000 runs need",
    ),
    "an unknown policy": (("tournament", "two_states", "--policy", "tit"), 2, "--policy tit: unknown; expected one of"),
    "no policy": (("tournament", "two_states", "--policy"), 2, "--policy: expected one or more of "),
    "a tournament of nobody": (("tournament", "two_states", "--relation", "x"), 2, "--relation x: unknown"),
}

NOT_TO_BE_WRITTEN = {
    "a comparison": ("compare", "two_states", "--with", "policies.arden.k=0.5", "--runs", "20"),
    "a tournament": ("tournament", "two_states", "--runs", "2"),
}


@pytest.mark.parametrize("words", NOT_TO_BE_WRITTEN.values(), ids=NOT_TO_BE_WRITTEN)
def test_a_file_in_the_way_of_the_results_is_named_before_anything_is_played(detente, tmp_path, monkeypatch, words):
    def play(*_):
        raise AssertionError("played for nothing")

    monkeypatch.setattr("sim.commands.carry_out.prepare", play)
    monkeypatch.setattr("sim.commands.carry_out.played", play)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, out, err = detente(*words, "--out", "file")
    assert (code, out, err) == (4, "", "file: cannot be written (file is no folder); choose another with --out\n")


@pytest.mark.parametrize(("words", "code", "text"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_a_mistake_gets_one_clear_line_and_its_exit_code(detente, words, code, text):
    given, out, err = detente(*words)
    assert (given, out) == (code, "")
    assert text in err
    assert len(err.splitlines()) == 1


def test_a_figure_that_a_result_has_not_is_told(detente, tmp_path):
    detente("tournament", "two_states", "--policy", "ledger", "--runs", "1", "--no-figures", *SHORT)
    folder = only(tmp_path, "results/two_states/tournament-*")
    code, _, err = detente("plot", str(folder), "--figure", "fan", "--relation", "arden_belmora")
    assert (code, err.splitlines()) == (
        2,
        ["--figure fan: unknown; expected one of heat_map", "--relation: this result has nothing to choose by it"],
    )


def test_an_interruption_keeps_the_histories_that_were_finished(tmp_path):
    command = [sys.executable, "-m", "sim.cli", "run", "two_states", "--runs", "400000000", "--no-figures"]
    playing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
                               env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
    for line in playing.stderr:
        if line.startswith("400,000,000 histories"):
            break
    with pytest.raises(subprocess.TimeoutExpired):  # it has begun to play
        playing.wait(timeout=2)
    playing.send_signal(signal.SIGINT)
    out, err = playing.communicate(timeout=120)
    assert playing.returncode == 130
    assert "of 400,000,000 histories were finished" in err
    assert "Traceback" not in err
    folder = only(tmp_path, "results/two_states/runs-*")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert 0 < manifest["runs"] < manifest["runs_asked"] == 400_000_000
    said = " ".join(out.split())  # which a console wraps
    assert f"of {manifest['runs']:,} histories" in said or f"in {manifest['runs']:,} histories" in said


def test_in_a_tournament_governments_keep_what_a_name_is_not_about(detente, tmp_path):
    silent = ("--set", "policies.arden.silence_first=1", "--set", "policies.arden.silence_reply=1")
    silent += ("--set", "parameters.press_on=0")  # so that Belmora lets the matter rest, too
    names = ("--policy", "tit_for_tat", "--policy", "generous_tit_for_tat")
    code, out, _ = detente("tournament", "two_states", *silent, *names, "--runs", "5", "--no-figures", "--excel")
    table = pd.read_csv(only(tmp_path, "results/two_states/tournament-*") / "table.csv")
    assert code == 0
    assert set(table["hostile_moves"]) == {1.0}  # that of the scenario, which Arden never answers
    assert "Arden never breaks; Belmora breaks at its breaking point" in " ".join(out.split())


COMMANDS = {
    "a run": (("run",), "seed-1-*", {"moves", "trajectory", "posts", "decisions", "observed", "exchanges", "scales"}),
    "a forecast": (("run", "--runs", "3"), "runs-3-*", {"probabilities", "bands", "replies", "chains"}),
    "a comparison": (
        ("compare", "--runs", "3", "--with", "policies.arden.k=2"),
        "compare-*",
        {"differences", "curves"},
    ),
    "a tournament": (("tournament", "--runs", "2", "--policy", "ledger"), "tournament-*", {"table"}),
    "a sweep": (("sweep", "--runs", "2", "--vary", "policies.arden.k=1,2"), "sweep-*", {"points", "summary"}),
}


@pytest.mark.parametrize(("words", "pattern", "tables"), COMMANDS.values(), ids=COMMANDS)
def test_excel_writes_the_tables_as_one_workbook_beside_them(detente, tmp_path, words, pattern, tables):
    (command, *options) = words
    code, out, _ = detente(command, "two_states", *options, "--excel", "--no-figures", "--set", "end=2030-04-30")
    assert (code, "tables.xlsx" in out) == (0, True)
    folder = only(tmp_path, f"results/two_states/{pattern}")
    with zipfile.ZipFile(folder / "tables.xlsx") as content:
        sheets = re.findall(r'<sheet name="(\w+)"', content.read("xl/workbook.xml").decode())
    assert tables <= {*sheets}
    assert detente("plot", str(folder), "--format", "svg")[0::2] == (0, "")
