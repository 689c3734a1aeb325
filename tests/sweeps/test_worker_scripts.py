"""Workers import the script that calls for them: one that cannot be imported so is told what to change."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
from sim import sweep
sweep("two_states", ["policies.arden.k=0.5:1.5:2"], "out", runs=2, workers=2, settings=["end=2030-04-30"]{more})
"""
GUARD = (
    "each worker first imports the script that calls for it, so that call has to stand below "
    '`if __name__ == "__main__":` there; or leave out workers'
)


def played(folder, more="", **how):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    (folder / "script.py").write_text(SCRIPT.format(more=more), encoding="utf-8")
    command = [sys.executable, *how.pop("command", ["script.py"])]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, **how)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param("", "no worker process could begin: ", id="processes"),
        pytest.param(", cluster='local'", "cluster local: Nanny failed to start; ", id="a local cluster"),
    ],
)
def test_a_script_without_the_guard_is_told_about_it(more, said, tmp_path):
    if more:
        pytest.importorskip("distributed")
    done = played(tmp_path, more)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"sim.sweeps.workers.WorkerError: {said}{GUARD}"
    assert done.stderr.count("Traceback") == 1
    assert "memory" not in done.stderr


def test_a_script_from_a_pipe_is_told_to_be_saved(tmp_path):
    with (tmp_path / "script.py").open("w+", encoding="utf-8") as file:
        file.write(SCRIPT.format(more=""))
        file.seek(0)
        done = subprocess.run(
            [sys.executable, "-"],
            stdin=file,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr.splitlines()[-1] == (
        "sim.sweeps.workers.WorkerError: each worker first imports the script that calls for it, "
        "and there is no file <stdin>; save the script in a file, or leave out workers"
    )


@pytest.mark.slow
def test_a_line_of_python_has_workers_without_any_guard(tmp_path):
    done = played(tmp_path, command=["-c", SCRIPT.format(more="")])
    assert (done.returncode, done.stderr) == (0, "")
