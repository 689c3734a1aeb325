"""Compiled code is found again on disk, but never after an edit; and the folder belongs to its user alone."""

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p.relative_to(ROOT) for part in ("rules", "engine") for p in (ROOT / "sim" / part).glob("*.py"))

# a driver as small as can be: its own file never changes, only the rule that it calls
PROBE = """
from sim.rules.accounts import decayed
from sim.rules.jit import compiled

@compiled
def half_a_life(value):
    return decayed(value, 5.0, 10.0)

print(half_a_life(8.0), sum(half_a_life.stats.cache_hits.values()))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources that compiled code is made of."""
    for source in SOURCES:
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, tmp_path / source)
    return tmp_path


def digest_of(copy: Path) -> str:
    """What names the cache folder of a copy."""
    spec = importlib.util.spec_from_file_location("jit_of_a_copy", copy / "sim" / "rules" / "jit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.sources_digest())


def test_an_edit_of_any_rule_or_of_the_driver_leads_to_another_folder(copy: Path) -> None:
    before = digest_of(copy)
    for source in SOURCES:
        text = (copy / source).read_text(encoding="utf-8")
        (copy / source).write_text(text + "# another line\n", encoding="utf-8")
        assert digest_of(copy) != before, source
        (copy / source).write_text(text, encoding="utf-8")
    assert digest_of(copy) == before


@pytest.fixture
def probe(copy: Path) -> Callable[..., tuple[float, int]]:
    """Run the small driver in a process of its own; gives its result, and how often it was found on disk."""
    (copy / "probe.py").write_text(PROBE, encoding="utf-8")
    (copy / "sim" / "__init__.py").touch()
    kept = {name: value for name, value in os.environ.items() if name not in ("NUMBA_CACHE_DIR", "NUMBA_DISABLE_JIT")}
    given = kept | {"XDG_CACHE_HOME": str(copy / "cache"), "PYTHONPATH": str(copy)}

    def run(**more: str) -> tuple[float, int]:
        done = subprocess.run(
            [sys.executable, "probe.py"], cwd=copy, env=given | more, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        result, hits = done.stdout.split()
        return float(result), int(hits)

    return run


def test_compiled_code_is_found_again_until_a_rule_that_it_calls_is_edited(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    assert probe() == (pytest.approx(8 / 2**0.5), 0)
    assert probe() == (pytest.approx(8 / 2**0.5), 1)
    accounts = copy / "sim" / "rules" / "accounts.py"
    rule = accounts.read_text(encoding="utf-8")
    assert "math.log(2.0)" in rule
    accounts.write_text(rule.replace("math.log(2.0)", "math.log(16.0)"), encoding="utf-8")
    assert probe() == (pytest.approx(8 / 16**0.5), 0)


def test_a_cache_folder_that_the_user_set_is_no_trap(copy: Path, probe: Callable[..., tuple[float, int]]) -> None:
    own = {"NUMBA_CACHE_DIR": str(copy / "own")}
    assert probe(**own) == (pytest.approx(8 / 2**0.5), 0)
    accounts = copy / "sim" / "rules" / "accounts.py"
    accounts.write_text(accounts.read_text(encoding="utf-8").replace("math.log(2.0)", "0.0"), encoding="utf-8")
    assert probe(**own) == (8.0, 0)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (copy / "own").iterdir()] == [0o700] * 2


def test_a_program_that_imports_numba_first_gets_nothing_stale_either(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    (copy / "probe.py").write_text("import numba\n" + PROBE, encoding="utf-8")
    assert probe() == (pytest.approx(8 / 2**0.5), 0)
    accounts = copy / "sim" / "rules" / "accounts.py"
    accounts.write_text(accounts.read_text(encoding="utf-8").replace("math.log(2.0)", "0.0"), encoding="utf-8")
    assert probe() == (8.0, 0)


def test_nobody_else_may_read_or_write_the_folder(copy: Path, probe: Callable[..., tuple[float, int]]) -> None:
    probe()
    folders = list((copy / "cache" / "detente").iterdir())
    assert len(folders) == 1
    assert stat.S_IMODE(folders[0].stat().st_mode) == 0o700
