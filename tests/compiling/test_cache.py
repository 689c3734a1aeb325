"""Compiled code is found again on disk, but never after an edit; and the folder belongs to its user alone."""

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.compiling.cache_folder import PARTS
from sim.compiling.one_program import IS_USED

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p.relative_to(ROOT) for part in PARTS for p in (ROOT / "sim" / part).glob("*.py"))

# a driver as small as can be: its own file never changes, only the rule that it calls
PROBE = """
from sim.rules.accounts import decayed
from sim.rules.jit import compiled

@compiled
def half_a_life(value):
    return decayed(value, 5.0, 10.0)

print(half_a_life(8.0), 1 - half_a_life.n_made)
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
    file = copy / "sim" / "compiling" / "cache_folder.py"
    spec = importlib.util.spec_from_file_location("cache_folder_of_a_copy", file)
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
        (copy / "said").write_text(done.stderr, encoding="utf-8")
        result, hits = done.stdout.split()
        return float(result), int(hits)

    return run


def said(copy: Path) -> str:
    """What the last process warned of, in one line."""
    lines = (copy / "said").read_text(encoding="utf-8").splitlines()
    return lines[0].partition("RuntimeWarning: ")[2] if lines else ""


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


def test_two_processes_that_begin_at_once_with_an_empty_folder_leave_one_that_a_third_can_use(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    with ThreadPoolExecutor(2) as both:
        results = list(both.map(lambda _: probe()[0], range(2)))
    assert results == [pytest.approx(8 / 2**0.5)] * 2
    assert probe() == (results[0], 1)


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


def made(folder: Path, mode: int = 0o700) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(mode)
    return folder


def filled_by_somebody(copy: Path, caches: Path) -> Path:
    """A folder of compiled code as somebody else could have made it."""
    made(caches / "detente")
    return made(caches / "detente" / digest_of(copy))


def writable_by_all(copy: Path, caches: Path) -> str:
    folder = filled_by_somebody(copy, caches)
    folder.chmod(0o777)
    return f"{folder} can be written by other users"


def writable_by_the_group(copy: Path, caches: Path) -> str:
    folder = filled_by_somebody(copy, caches)
    folder.chmod(0o770)
    return f"{folder} can be written by other users"


def above_it_writable_by_all(copy: Path, caches: Path) -> str:
    folder = filled_by_somebody(copy, caches).parent
    folder.chmod(0o777)
    return f"{folder} can be written by other users"


def a_link_to_elsewhere(copy: Path, caches: Path) -> str:
    made(caches / "detente")
    (caches / "detente" / digest_of(copy)).symlink_to(made(copy / "elsewhere"))
    return f"{caches / 'detente' / digest_of(copy)} is a link or a file"


def of_another_user(copy: Path, caches: Path) -> str:
    folder = filled_by_somebody(copy, caches)
    os.chown(folder, 12345, 12345)
    return f"{folder} belongs to another user"


def above_it_of_another_user(copy: Path, caches: Path) -> str:
    folder = filled_by_somebody(copy, caches).parent
    os.chown(folder, 12345, 12345)
    return f"{folder} belongs to another user"


POSIX = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows keeps the folders of users apart")
ROOT_ALONE = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
UNSAFE = (
    writable_by_all,
    writable_by_the_group,
    above_it_writable_by_all,
    a_link_to_elsewhere,
    pytest.param(of_another_user, marks=ROOT_ALONE),
    pytest.param(above_it_of_another_user, marks=ROOT_ALONE),
)


@POSIX
@pytest.mark.parametrize("make", UNSAFE)
def test_a_folder_that_somebody_else_could_have_filled_is_not_used_and_that_is_said(
    copy: Path, probe: Callable[..., tuple[float, int]], make: Callable[[Path, Path], str]
) -> None:
    problem = make(copy, copy / "cache")
    temporary = made(copy / "temporary")
    assert probe(TMPDIR=str(temporary)) == (pytest.approx(8 / 2**0.5), 0)
    kept = temporary / f"detente-{os.geteuid()}" / digest_of(copy)
    assert said(copy) == f"{problem}, so compiled code is kept in {kept}"
    assert list(kept.rglob("half_a_life-*.o"))
    assert not list((copy / "cache").rglob("*.o"))


@ROOT_ALONE
def test_a_cache_folder_that_belongs_to_another_user_is_not_used(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    own = made(copy / "own")
    os.chown(own, 12345, 12345)
    probe(NUMBA_CACHE_DIR=str(own), TMPDIR=str(made(copy / "temporary")))
    assert said(copy).startswith(f"{own} belongs to another user, so compiled code is kept in ")
    assert list(own.iterdir()) == []


@POSIX
def test_where_the_home_cannot_be_written_the_second_call_finds_what_the_first_compiled(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    (copy / "file").touch()
    nowhere = {"XDG_CACHE_HOME": str(copy / "file" / "cache"), "TMPDIR": str(made(copy / "temporary"))}
    assert probe(**nowhere) == (pytest.approx(8 / 2**0.5), 0)
    kept = copy / "temporary" / f"detente-{os.geteuid()}" / digest_of(copy)
    assert said(copy) == (
        f"{copy / 'file' / 'cache'} cannot be written (Not a directory), so compiled code is kept in {kept}"
    )
    assert probe(**nowhere) == (pytest.approx(8 / 2**0.5), 1)
    assert said(copy) == ""
    assert [folder.name for folder in (copy / "temporary").iterdir()] == [f"detente-{os.geteuid()}"]


@POSIX
def test_where_no_folder_is_safe_nothing_is_kept_and_nothing_is_left_behind(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    (copy / "file").touch()
    taken = made(copy / "temporary" / f"detente-{os.geteuid()}", 0o777)
    nowhere = {"XDG_CACHE_HOME": str(copy / "file" / "cache"), "TMPDIR": str(copy / "temporary")}
    for _ in range(2):
        assert probe(**nowhere) == (pytest.approx(8 / 2**0.5), 0)
        assert said(copy) == (
            f"compiled code cannot be kept: {copy / 'file' / 'cache'} cannot be written (Not a directory); "
            "set XDG_CACHE_HOME to a folder that you alone can write"
        )
    assert list((copy / "temporary").iterdir()) == [taken]
    assert list(taken.iterdir()) == []


@pytest.mark.skipif(not IS_USED, reason="not with this version of numba")
def test_a_later_start_imports_nothing_that_only_compiling_needs(
    copy: Path, probe: Callable[..., tuple[float, int]]
) -> None:
    with_imports = PROBE.replace("1 - half_a_life.n_made", "int('numba' in sys.modules)")
    (copy / "probe.py").write_text("import sys\n" + with_imports, encoding="utf-8")
    assert probe() == (pytest.approx(8 / 2**0.5), 1)
    assert probe() == (pytest.approx(8 / 2**0.5), 0)
