"""``import detente`` is ``import sim``, also where something else by that name lies nearer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import detente
import sim

ROOT = Path(__file__).parents[1]
IN_THE_WAY = {"a file sim.py": "sim.py", "a folder sim": "sim/__init__.py", "a folder without modules": "sim/notes.txt"}
SCRIPT = """
from detente import open_sweep, run, sweep

if __name__ == "__main__":
    print(run("two_states", until="2030-01-05").outcome["days"])
    result = sweep("two_states", "policies.arden.k=0.5:1.5:2", "swept", runs=2, settings="end=2030-03-10", workers=2)
    print(result.n_played, open_sweep("swept").failed.empty)
"""


def python(folder: Path, *words: str) -> tuple[int, str, str]:
    """Run Python in a folder, with this project where installed packages are: behind what lies there."""
    (folder / "site").mkdir(exist_ok=True)
    for name in ("detente", "sim", "scenarios"):
        if not (folder / "site" / name).exists():
            (folder / "site" / name).symlink_to(ROOT / name)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(folder / "site")])}
    answer = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return answer.returncode, answer.stdout, answer.stderr


@pytest.fixture(params=IN_THE_WAY.values(), ids=IN_THE_WAY)
def folder(request, tmp_path):
    """A folder in which something else is called sim."""
    other = tmp_path / request.param
    other.parent.mkdir(exist_ok=True)
    other.write_text("raise SystemExit('the wrong one')" if other.suffix == ".py" else "", encoding="utf-8")
    return tmp_path


only_a_file = pytest.mark.parametrize("folder", ["sim.py"], indirect=True)  # processes take long


def test_every_public_name_is_the_same_thing():
    assert detente.__all__ == sim.__all__
    assert detente.__version__ == sim.__version__
    assert all(getattr(detente, name) is getattr(sim, name) for name in sim.__all__)
    assert set(sim.__all__) <= set(dir(detente))


def test_a_module_is_the_same_module():
    import sim.plots

    assert detente.plots is sim.plots
    with pytest.raises(AttributeError, match="module 'detente' has no attribute 'plot'"):
        _ = detente.plot


def test_the_command_starts(folder):
    assert python(folder, "-m", "detente", "--version") == (0, f"{sim.__version__}\n", "")


def test_the_command_that_is_installed_starts(folder):
    (folder / "command.py").write_text("from detente.__main__ import main\nmain()\n", encoding="utf-8")
    assert python(folder, "command.py", "--version") == (0, f"{sim.__version__}\n", "")


@only_a_file
def test_a_script_plays_and_sweeps_with_workers(folder):
    (folder / "script.py").write_text(SCRIPT, encoding="utf-8")
    assert python(folder, "script.py") == (0, "5\n2 True\n", "")


@only_a_file
@pytest.mark.slow
def test_lines_typed_sweep_with_workers(folder):
    given = "'two_states', 'policies.arden.k=1,2', 'swept', runs=2, settings='end=2030-03-10', workers=1"
    line = f"import detente; print(detente.sweep({given}).n_played)"
    assert python(folder, "-c", line) == (0, "2\n", "")


def test_another_module_that_was_imported_first_is_named(tmp_path):
    (tmp_path / "sim.py").write_text("", encoding="utf-8")
    code, _, complaint = python(tmp_path, "-c", "import sim, detente")
    assert code == 1
    assert complaint.splitlines()[-1] == (
        f"ImportError: another module named sim is imported already ({tmp_path / 'sim.py'}); import detente before it"
    )


def test_the_package_itself_may_be_imported_first(tmp_path):
    code, said, _ = python(tmp_path, "-c", "import sim, detente; print(detente.run is sim.run)")
    assert (code, said) == (0, "True\n")
