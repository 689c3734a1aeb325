"""A scenario of a stranger is looked at: nothing of theirs runs before a run is asked for, and that names it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARKER = "import pathlib\n\npathlib.Path('{mark}').touch()\n"
HALF = "def half(*numbers):\n    return numbers[0] / 2\n"
# What each of these names would run when it is imported: a module beside the file, a package of it, a module in
# the folder of the command, a program of Python and one that it brings along as a joke.
NAMED = ("beside:half", "pack.sub.mild:half", "current:half", "venv.__main__:x", "antigravity:fly", "this:s")

Typed = tuple[int, str, str]


@pytest.fixture
def strange(tmp_path: Path) -> Callable[[str], str]:
    """Files of a stranger whose modules would leave a marker; returns the path of a scenario that names one."""
    marker = MARKER.format(mark=tmp_path / "MARK")
    folder = tmp_path / "strange"
    (folder / "pack" / "sub").mkdir(parents=True)
    for module in ("beside.py", "pack/__init__.py", "pack/sub/__init__.py", "pack/sub/mild.py", "../current.py"):
        (folder / module).write_text(marker + HALF, "utf-8")

    def scenario(rule: str) -> str:
        path = folder / "strange.yaml"
        path.write_text(f'extends: two_states\nname: strange\npolicies: {{arden: {{own_rule: "{rule}"}}}}\n', "utf-8")
        return str(path)

    return scenario


@pytest.mark.parametrize("rule", NAMED)
def test_to_look_at_a_scenario_runs_nothing(detente, strange, tmp_path, rule):
    path, sets = strange(rule), ("--set", f"policies.belmora.own_rule={rule}")
    for words in ((path,), (path, "--resolved"), (path, "--trust"), ("two_states", *sets), (path, *sets)):
        code, _, err = detente("check", *words)
        assert code in (0, 2)
        assert "Traceback" not in err
    assert detente("list")[0] == 0
    assert not (tmp_path / "MARK").exists()


TOO_MUCH = {"deep": "def half(a, *b):\n    return a" + "+a" * 600, "long": HALF + "x = 1\n" * 25_000}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_module_that_is_too_much_to_read_is_refused_on_one_line(detente, strange, tmp_path, text):
    path = strange("beside:half")
    (tmp_path / "strange" / "beside.py").write_text(text, "utf-8")
    code, out, err = detente("check", path)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "expected at most" in err


REFUSED = ("current:half", "venv.__main__:x", "antigravity:fly", "this:s")
COMMANDS = (
    ("run",),
    ("run", "--runs", "2"),
    ("compare", "--with", "policies.arden.k=2"),
    ("tournament",),
    ("sweep", "--vary", "policies.arden.k=1:2:2"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("rule", REFUSED)
def test_what_a_stranger_may_not_name_is_refused_before_anything_runs(detente, strange, tmp_path, words, rule):
    code, out, err = detente(words[0], strange(rule), *words[1:], "--no-figures")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "policies.arden.own_rule: " in err
    assert "--trust (in Python trust=True) allows any other" in err
    assert not (tmp_path / "MARK").exists()


def test_a_sweep_of_a_strangers_file_takes_no_module_from_the_current_folder(detente, strange, tmp_path):
    path = Path(strange("beside:half"))
    text = (
        'extends: two_states\nname: strange\nexperiments: {own: {title: Own, vary: {policies.arden.k: "1:2:2"}, set: '
    )
    text += "{policies.arden: \"{own_rule: 'current:half'}\"}}}\n"
    path.write_text(text, "utf-8")
    code, _, err = detente("sweep", str(path), "own", "--no-figures")
    assert code == 2
    assert "current lies in the current folder, and the file that names it in another" in err
    assert not (tmp_path / "MARK").exists()


def test_a_run_names_the_modules_that_it_runs_once_and_says_what_that_means(detente, strange, tmp_path):
    path, file = strange("beside:half"), tmp_path / "strange" / "beside.py"
    short = ("--set", "end=2030-03-31", "--no-figures")
    line = f"own rule half of {file} runs as a program of yours"
    for words in COMMANDS:
        code, _, err = detente(words[0], path, *words[1:], *short)
        assert (code, err.splitlines().count(line)) == (0, 1)
    two = f"own rules half of {file} and half of {tmp_path / 'current.py'} run as programs of yours\n"
    _, _, err = detente("run", path, "--set", "policies.belmora.own_rule=current:half", *short)
    assert err == two
    assert (tmp_path / "MARK").exists()


# seen from outside: what a process that only looks does, by Python's own audit of itself

WATCHED = """
import json, sys
seen = []
def watch(event, arguments):
    if event == "exec":
        seen.append([event, getattr(arguments[0], "co_filename", "")])
    elif event in ("import", "open", "subprocess.Popen", "os.exec", "os.fork", "os.posix_spawn", "os.system"):
        seen.append([event, str(arguments[0])])
sys.addaudithook(watch)
from sim.cli import main
sys.argv = ["detente", *sys.argv[2:]]
try:
    main()
finally:
    json.dump(seen, open(sys.orig_argv[sys.orig_argv.index("-c") + 2], "w"))
"""
PROCESSES = {"subprocess.Popen", "os.exec", "os.fork", "os.posix_spawn", "os.system"}


def events(folder: Path, *words: str) -> list[tuple[str, str]]:
    """Events of a command, as Python's audit tells them."""
    log = folder / "events.json"
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(log), *words],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return [(event, what) for event, what in json.loads(log.read_text("utf-8"))]


@pytest.mark.parametrize("words", [("check",), ("check", "--resolved"), ("list",)], ids=" ".join)
def test_a_process_that_only_looks_imports_no_module_of_theirs_and_starts_none(strange, tmp_path, words):
    command, *options = words
    path = strange("pack.sub.mild:half")
    seen = events(tmp_path, command, *([path] if command == "check" else []), *options)
    theirs = {event for event, what in seen if what.startswith(str(tmp_path / "strange")) and not what.endswith("yaml")}
    assert theirs <= {"open"}  # as a text
    assert [what for event, what in seen if event == "open" and what.endswith("pyc") and str(tmp_path) in what] == []
    assert [what for event, what in seen if event == "import" and what.split(".")[0] in ("pack", "beside")] == []
    assert [event for event, _ in seen if event in PROCESSES] == []
    assert not (tmp_path / "MARK").exists()


def test_the_figures_of_a_strangers_results_are_drawn_without_any_module_of_theirs(detente, strange, tmp_path):
    path, short = strange("beside:half"), ("--set", "end=2030-03-31", "--no-figures")
    vary = ("--vary", "policies.arden.k=1:2:2", "--runs", "2")
    assert detente("sweep", path, *vary, *short)[0] == detente("run", path, *short)[0] == 0
    (tmp_path / "MARK").unlink()
    for folder in (tmp_path / "results" / "strange").iterdir():
        seen = events(tmp_path, "plot", str(folder), "--format", "svg")
        theirs = [what for _, what in seen if what.startswith(str(tmp_path / "strange"))]
        assert theirs == [what for event, what in seen if event in PROCESSES] == []
    assert not (tmp_path / "MARK").exists()
