"""detente selftest: what passes here, and that whatever is broken is named by the line it belongs to."""

import errno
import json
import os
from contextlib import nullcontext
from itertools import count

import pytest

from sim.engine.model import EscalationModel
from sim.rules import accounts, draws
from sim.selftest import check, checks, drivers, folder, golden, surroundings
from sim.selftest.check import Check, CheckError, carry_out

IS_COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"  # the whole suite may run with compilation switched off
LESSON = drivers.shipped("two_states")


def checks_in(place, prepare=lambda ensemble: None):
    return checks.checks_for(place, prepare)


def verdicts(place, *names, prepare=lambda ensemble: None):
    """Reasons of the checks of these names, in their order; empty where one passed."""
    return [carry_out(each).reason for each in checks_in(place, prepare) if each.name in names]


# What passes ------------------------------------------------------------------------------------------


@pytest.fixture(
    name="scenarios",
    params=[pytest.param(1, id="one scenario"), pytest.param(None, id="every scenario", marks=pytest.mark.slow)],
)
def _scenarios(request, monkeypatch, tmp_path_factory):
    """Let the self-test play one scenario; tests of drivers and of hashes play all that ship."""
    if request.param == 1:
        file = tmp_path_factory.mktemp("golden") / "golden.json"
        file.write_text(json.dumps({"two_states": golden.hashes_of(LESSON)}), encoding="utf-8")
        monkeypatch.setattr(golden, "FILE", file)
        monkeypatch.setattr(drivers, "shipped_scenarios", lambda: [LESSON])


@pytest.mark.usefixtures("scenarios")
def test_here_every_check_passes_and_nothing_is_left(detente, tmp_path):
    code, out, _ = detente("selftest")
    lines, n_checks = out.splitlines(), len(checks_in(tmp_path))
    assert [line for line in lines if " FAILED " in line] == []
    assert sum(" passed " in line for line in lines) == n_checks
    assert lines[-1] == (
        f"All {n_checks} checks passed: this installation computes what the authors' does, "
        "and the folder results is fit for results."
    )
    assert code == 0
    assert [*tmp_path.iterdir()] == []


def test_the_lines_before_the_table_tell_versions_rules_and_room(tmp_path):
    versions, rules, room = surroundings.surroundings(tmp_path)
    for name in ("detente 0.", "Python 3.", "numpy ", "numba ", "mesa ", "pandas ", "pyarrow "):
        assert name in versions
    assert rules.startswith(
        ("Rules: compiled here; machine code", "Rules: compiled at release; m", "Rules: to be", "Rules: interpreted")
    )
    assert room.startswith(f"Folder {tmp_path}: ")
    assert room.endswith("B free on its disk.")


def test_a_folder_that_is_there_keeps_what_it_holds_and_nothing_else(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert verdicts(tmp_path, "Writing a file", "Replacing a file", "Lock", "Lock after a kill") == [""] * 4
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_folders_made_for_the_check_are_removed_and_those_above_stay(tmp_path):
    assert verdicts(tmp_path / "new" / "newer", "Writing a file") == [""]
    assert [*tmp_path.iterdir()] == []


# What is broken ---------------------------------------------------------------------------------------


def wrong_words(k0, k1, k2, k3, c0, c1, c2, c3):
    return k0, k1, k2, k3


def no_decay(value, days, half_life_days):
    return value


@pytest.mark.parametrize(
    ("name", "module", "rule", "wrong", "reason"),
    [
        pytest.param(
            "Draws",
            draws,
            "threefry",
            wrong_words,
            "key 00000000 00000000 00000000 00000000, counter 00000000 00000000 00000000 00000000: "
            "00000000 00000000 00000000 00000000 in place of 9c6ca96a e17eae66 fc10ecd4 5256a7d8",
            id="the generator",
        ),
        pytest.param(
            "Rules",
            accounts,
            "decayed",
            no_decay,
            "12 after one half-life: 12 in place of 6",
            id="a rule",
        ),
    ],
)
def test_a_broken_rule_is_named_interpreted_and_compiled(monkeypatch, tmp_path, name, module, rule, wrong, reason):
    monkeypatch.setattr(module, rule, wrong)
    by_line = {each.name: carry_out(each).reason for each in checks_in(tmp_path) if each.name.startswith(name)}
    assert by_line == dict.fromkeys([name, f"{name}, compiled"] if IS_COMPILED else [name], reason)


@pytest.fixture(name="expected")
def _expected(monkeypatch, tmp_path):
    """What the authors had of the lesson alone; a test changes it and writes it with what this returns."""
    file = tmp_path / "golden.json"
    monkeypatch.setattr(golden, "FILE", file)
    hashes = golden.hashes_of(LESSON)

    def write(**changed):
        file.write_text(json.dumps({"two_states": hashes | changed}), encoding="utf-8")

    return write


REPRODUCIBLE = "they are still reproducible here, the same each time they are played"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, "", id="as it was"),
        pytest.param(
            {"curves": "0"},
            f"two_states: curves differ from those on the authors' platform; {REPRODUCIBLE}",
            id="other curves",
        ),
        pytest.param(
            {"moves": "0", "curves": "0"},
            f"two_states: moves and curves differ from those on the authors' platform; {REPRODUCIBLE}",
            id="other moves and curves",
        ),
        pytest.param(
            {"scenario": "0", "moves": "0", "curves": "0"}, "two_states: not as it shipped", id="a file that was edited"
        ),
    ],
)
def test_a_scenario_that_gives_something_else_is_named(expected, tmp_path, changed, reason):
    expected(**changed)
    assert verdicts(tmp_path, "Scenarios that ship") == [reason]


def test_a_scenario_that_is_missing_is_named(expected, monkeypatch, tmp_path):
    expected()
    monkeypatch.setattr(golden, "shipped_scenarios", list)
    assert verdicts(tmp_path, "Scenarios that ship") == ["two_states: missing"]


def test_results_that_change_from_one_time_to_the_next_are_not_called_reproducible(expected, monkeypatch, tmp_path):
    expected()
    seeds, hashes_of = count(2), golden.hashes_of

    def other_each_time(path):
        monkeypatch.setattr(golden, "SEED", next(seeds))
        return hashes_of(path)

    monkeypatch.setattr(golden, "hashes_of", other_each_time)
    (reason,) = verdicts(tmp_path, "Scenarios that ship")
    assert reason.endswith("and from one time to the next; rely on no result")


def test_drivers_that_differ_are_told_by_scenario_run_and_what(monkeypatch, tmp_path):
    monkeypatch.setattr(drivers, "shipped_scenarios", lambda: [LESSON])
    monkeypatch.setattr(drivers, "RUNS", (0,))
    monkeypatch.setattr(drivers, "EscalationModel", lambda case, seed, run: EscalationModel(case, seed + 1, run))
    (reason,) = verdicts(tmp_path, "Drivers")
    assert reason.startswith("the drivers differ in two_states, run 0 (state.")
    assert reason.endswith(" more)")


def test_threads_that_change_results_are_told(monkeypatch, tmp_path):
    ensemble = drivers.Ensemble
    monkeypatch.setattr(
        drivers, "Ensemble", lambda case, seed, *how, n_threads: ensemble(case, seed + n_threads, *how, n_threads=1)
    )
    (reason,) = verdicts(tmp_path, "Threads")
    assert reason.startswith("one thread and two differ in outcome ")


def test_processes_that_change_results_are_told_by_point(monkeypatch, tmp_path):
    def other(tasks, n_workers, stop):
        for task in tasks:
            yield task.part, b"" if task.part == 1 else drivers.play_part(task)

    monkeypatch.setattr(drivers, "play_in_processes", other)
    assert verdicts(tmp_path, "Processes") == ["in processes of their own, points come out otherwise: 1"]


@pytest.mark.parametrize(("switch", "has"), [("0", True), ("1", False)])
def test_where_compiling_is_switched_off_nothing_is_said_of_it(monkeypatch, tmp_path, switch, has):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", switch)
    names = {each.name for each in checks_in(tmp_path)}
    assert [name in names for name in ("Compiling", "Draws, compiled", "Rules, compiled")] == [has] * 3


def test_rules_that_cannot_be_compiled_are_told_on_one_line(monkeypatch, tmp_path):
    def prepare(ensemble):
        raise RuntimeError("no\ncompiler")

    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    assert verdicts(tmp_path, "Compiling", prepare=prepare) == ["RuntimeError: no compiler"]


def test_a_library_that_cannot_be_imported_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "LIBRARIES", ("numpy", "no_such_library"))
    (reason,) = verdicts(tmp_path, "Libraries")
    assert reason == "no_such_library: ModuleNotFoundError: No module named 'no_such_library'"


def failing(*_):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_disk_that_cannot_rename_or_flush_fails_both_lines_of_files(monkeypatch, tmp_path, call):
    monkeypatch.setattr(os, call, failing)
    reasons = verdicts(tmp_path, "Writing a file", "Replacing a file")
    assert len(reasons) == 2
    assert all("Input/output error" in reason for reason in reasons)
    monkeypatch.undo()
    assert [*tmp_path.iterdir()] == []


def test_a_rename_that_does_not_replace_fails_the_line_of_replacing(monkeypatch, tmp_path):
    rename = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: os.unlink(old) if os.path.exists(new) else rename(old, new))
    writing, replacing = verdicts(tmp_path, "Writing a file", "Replacing a file")
    assert writing == ""
    assert replacing == f"{tmp_path}: a file was not replaced; its content is another"


def test_a_lock_that_does_not_lock_fails_both_lines_of_locks(monkeypatch, tmp_path):
    monkeypatch.setattr(folder, "held", nullcontext)
    assert verdicts(tmp_path, "Lock", "Lock after a kill") == [
        f"{tmp_path}: a second process took a folder that was in use",
        f"{tmp_path}: a folder could be taken that a second process had",
    ]
    assert [*tmp_path.iterdir()] == []


def test_a_lock_that_outlives_its_holder_fails_its_line(monkeypatch, tmp_path):
    monkeypatch.setattr(folder, "_can_be_taken", lambda _: False)
    monkeypatch.setattr(folder, "FREE_SECONDS", 0.2)
    (reason,) = verdicts(tmp_path, "Lock after a kill")
    assert reason.endswith("after its holder was killed")


# How it is told ---------------------------------------------------------------------------------------


@pytest.fixture(name="only_files")
def _only_files(monkeypatch):
    """The command with the two checks of files alone."""
    monkeypatch.setattr(
        checks, "checks_for", lambda place, _: [each for each in checks._of_folder(place) if each.name.endswith("file")]
    )


@pytest.mark.parametrize("width", [80, 160])
def test_one_check_that_fails_stops_no_other_and_sets_the_exit_code(detente, monkeypatch, only_files, width):
    rename = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: os.unlink(old) if os.path.exists(new) else rename(old, new))
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = detente("selftest", "--out", "here")
    _, _, _, _, head, writing, replacing, *why, _, advice, last = out.splitlines()
    assert code == 1
    assert head.split() == ["Check", "Held", "against", "Result", "Seconds"]
    assert writing.split()[-2] == "passed"
    assert replacing.split()[-2] == "FAILED"
    assert why == ["    here: a file was not replaced; its content is another"]
    assert "Choose a folder on a local disk with --out" in advice
    assert last == "1 of 2 checks failed: Replacing a file."
    assert max(map(len, [head, writing, replacing, *why])) <= width


def test_a_folder_that_cannot_be_made_fails_its_lines_without_a_traceback(detente, tmp_path, only_files):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, out, err = detente("selftest", "--out", "file/below")
    assert code == 1
    assert out.count("FAILED") == out.count("file/below: Not a directory") == 2
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        pytest.param(CheckError("two\nlines"), "two lines", id="on one line"),
        pytest.param(KeyError(), "KeyError", id="by its kind where it says nothing"),
        pytest.param(OSError(errno.ENOSPC, "No space left", "a.txt"), "a.txt: No space left", id="by its file"),
        pytest.param(ValueError("x" * 1000), "ValueError: " + "x" * 487 + "…", id="cut short"),
    ],
)
def test_what_is_raised_is_told(problem, text):
    def run():
        raise problem

    assert carry_out(Check("name", "against", run)).reason == text
    assert len(text) <= check.LONGEST_REASON


def test_what_cannot_be_told_of_the_surroundings_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(surroundings, "LIBRARIES", ("no_such_library",))
    monkeypatch.setattr("sim.sweeps.size.free_disk", failing)
    versions, _, room = surroundings.surroundings(tmp_path)
    assert "no_such_library missing" in versions
    assert room == f"Folder {tmp_path}: cannot be told (Input/output error)."
