"""How fast the readable driver is, in one process and as whole commands.

Compare rows of one table, not tables of different days: the machine's speed drifts.

    pytest tests/bench
"""

import subprocess
import sys

import pytest

from sim import EscalationModel, load_scenario, run
from sim.plots import FIGURES
from sim.plots.style import save

IMPORTS = "import mesa, numba, pandas, pydantic, rich, ruamel.yaml, cyclopts"


def command(*words):
    """A whole process of this Python, from start to end."""
    subprocess.run([sys.executable, *words], check=True, capture_output=True)


@pytest.mark.benchmark(group="whole process")
def test_imports_alone(benchmark):
    benchmark.pedantic(command, args=("-c", IMPORTS), rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="whole process")
def test_run_of_the_flagship_without_figures(benchmark, tmp_path):
    words = ("-m", "sim.cli", "run", "nato_russia_2021", "--no-figures", "--out", str(tmp_path))
    benchmark.pedantic(command, args=words, rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="whole process")
def test_run_of_the_flagship_with_figures(benchmark, tmp_path):
    words = ("-m", "sim.cli", "run", "nato_russia_2021", "--out", str(tmp_path))
    benchmark.pedantic(command, args=words, rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="inside the process")
def test_loading_the_flagship(benchmark):
    benchmark(load_scenario, "nato_russia_2021")


@pytest.mark.benchmark(group="inside the process")
def test_playing_the_flagship_day_by_day(benchmark):
    case = load_scenario("nato_russia_2021")
    model = benchmark(lambda: EscalationModel(case).run_until())
    assert model.day == 120


@pytest.mark.benchmark(group="inside the process")
def test_drawing_a_set_of_figures(benchmark, tmp_path):
    result = run("nato_russia_2021")

    def draw():
        return [save(figure(result), tmp_path, name) for name, figure in FIGURES.items()]

    assert len(benchmark.pedantic(draw, rounds=3, warmup_rounds=1)) == len(FIGURES)
