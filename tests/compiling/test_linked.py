"""What a release carries gives what is compiled here, to the last bit; what does not fit or is damaged is not run."""

import lzma
import os

import llvmlite.binding as llvm
import numpy as np
import pytest

from sim.compiling import linked, machine_code
from sim.compiling.checked_file import AT_RELEASE, HERE, DamagedError, Program, from_bytes, to_bytes
from sim.compiling.driver import Driver
from sim.engine.compiled import ensemble, workspace
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.runs import play_runs
from sim.rules.accounts import decayed
from sim.rules.draws import threefry
from sim.scenario.load import load_scenario
from tests.engine.compiled.comparing import counted, taken

IS_COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
pytestmark = pytest.mark.skipif(not (IS_COMPILED and machine_code.IS_TRIED), reason="nothing is linked")


def left_over(value, days):
    return decayed(value, days, 10.0)


def words(key):
    return threefry(key, 2, 3, 4, 5, 6, 7, 8)


@pytest.fixture(autouse=True)
def _empty_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(linked, "FOLDER", tmp_path / "linked")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))


def released(function, *arguments):
    """File of a driver as a release carries it."""
    driver = Driver(function)
    return linked.write(driver.name, driver.linked(*arguments))


def called(function, *arguments):
    """What a driver gives in a new process, where its code comes from, and whether machine code was made of it."""
    driver = Driver(function)
    return driver(*arguments), driver.origin, driver.n_made


def test_what_a_release_carries_gives_what_is_compiled_here_and_is_then_found_on_disk(tmp_path):
    here = called(left_over, 8.0, 5)
    assert here == (8.0 * 0.5**0.5, HERE, 1)
    next(tmp_path.glob("left_over-*.o")).unlink()
    released(left_over, 8.0, 5)
    assert called(left_over, 8.0, 5) == (here[0], AT_RELEASE, 1)
    assert called(left_over, 8.0, 5) == (here[0], AT_RELEASE, 0)


def test_a_release_carries_less_than_was_linked_and_nothing_of_the_processor_it_was_made_on(tmp_path):
    program = Driver(words).linked(1)
    carried = from_bytes(lzma.decompress(released(words, 1).read_bytes()))
    assert len(carried.code) < len(program.code)
    text = str(llvm.parse_bitcode(carried.code))
    assert "target-cpu" not in text
    assert "target-features" not in text


def test_a_tuple_of_numbers_comes_out_as_in_python():
    released(words, 1)
    assert called(words, 1) == (threefry(1, 2, 3, 4, 5, 6, 7, 8), AT_RELEASE, 1)


def test_it_is_not_used_for_arguments_of_another_kind():
    released(left_over, 8.0, 5)
    assert called(left_over, 8.0, 5.0) == (8.0 * 0.5**0.5, HERE, 1)


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("sources_digest", lambda: "0123456789abcdef"),
        ("LLVM", machine_code.LLVM - 1),
        ("triple", lambda: "riscv64-unknown-linux-gnu"),
        ("IS_TRIED", False),
    ],
)
def test_what_other_sources_another_llvm_or_another_machine_made_is_not_used(monkeypatch, what, other):
    released(left_over, 8.0, 5)
    assert Driver(left_over).is_linked
    monkeypatch.setattr(linked, what, other)
    assert not Driver(left_over).is_linked
    assert called(left_over, 8.0, 5) == (8.0 * 0.5**0.5, HERE, 1)


def test_a_new_release_leaves_no_file_of_the_one_before(monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(linked, "sources_digest", lambda: "0123456789abcdef")
        older = released(left_over, 8.0, 5)
    newer = released(left_over, 8.0, 5)
    assert older.name != newer.name
    assert list(linked.FOLDER.iterdir()) == [newer]


def turned(data, place):
    """The same bytes, all bits of one turned."""
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[:-1], id="cut short"),
        pytest.param(lambda data: turned(data, 0), id="first byte"),
        pytest.param(lambda data: turned(data, len(data) // 2), id="in the middle"),
        pytest.param(lambda data: turned(data, -1 % len(data)), id="last byte"),
        pytest.param(lambda data: b"no archive at all", id="another file"),
    ],
)
def test_a_damaged_file_is_named_and_the_rules_are_compiled_here(damage):
    path = released(left_over, 8.0, 5)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.warns(RuntimeWarning, match=r"left_over-.*\.xz: damaged .*; the rules are compiled here instead"):
        assert called(left_over, 8.0, 5) == (8.0 * 0.5**0.5, HERE, 1)


PROGRAM = Program("module.name", ("float64",), "symbol", ("float64",), False, HERE, b"code")


def test_no_turned_byte_goes_unnoticed():
    data = to_bytes(PROGRAM)
    assert from_bytes(data) == PROGRAM
    for place in range(len(data)):
        with pytest.raises(DamagedError):
            from_bytes(turned(data, place))


FOREIGN = """
target triple = "{triple}"
target datalayout = "{layout}"
declare double @{called}(double)
define double @symbol(double %x) {{
  %y = call double @{called}(double %x)
  ret double %y
}}
"""


def bitcode(triple=None, layout=None, called="exp"):
    llvm = machine_code.llvm
    layout = layout or str(machine_code._target_machine().target_data)
    text = FOREIGN.format(triple=triple or machine_code.triple(), layout=layout, called=called)
    return llvm.parse_assembly(text).as_bitcode()


def test_bitcode_for_this_machine_becomes_machine_code():
    assert machine_code.address_in(machine_code.machine_code(bitcode()), "symbol") != 0


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (b"BC\xc0\xde and nothing else", "."),
        (lambda: bitcode(triple="riscv64-unknown-linux-gnu"), "it is for riscv64-unknown-linux-gnu, and here"),
        (lambda: bitcode(layout="e-p:32:32"), "it is for "),
        (lambda: bitcode(called="no_such_function"), "it calls no_such_function"),
        (lambda: bitcode(called="numba_gil_ensure"), "it calls numba_gil_ensure"),
    ],
)
def test_bitcode_that_would_not_run_is_refused(code, why):
    with pytest.raises(machine_code.UnfitError, match=why):
        machine_code.machine_code(code() if callable(code) else code)


def test_a_release_that_does_not_fit_this_machine_is_named_and_the_rules_are_compiled_here():
    driver = Driver(left_over)
    good = driver.linked(8.0, 5)
    linked.write(driver.name, Program(**vars(good) | {"code": bitcode(called="no_such_function")}))
    with pytest.warns(RuntimeWarning, match=r"it calls no_such_function; the rules are compiled here instead"):
        assert called(left_over, 8.0, 5) == (8.0 * 0.5**0.5, HERE, 1)


def test_machine_code_that_is_damaged_on_disk_is_made_again(tmp_path):
    called(left_over, 8.0, 5)
    (kept,) = tmp_path.glob("left_over-*.o")
    kept.write_bytes(turned(kept.read_bytes(), -1 % kept.stat().st_size))
    assert called(left_over, 8.0, 5) == (8.0 * 0.5**0.5, HERE, 1)
    assert called(left_over, 8.0, 5) == (8.0 * 0.5**0.5, HERE, 0)


def test_machine_code_for_another_processor_is_not_used(monkeypatch):
    called(left_over, 8.0, 5)
    monkeypatch.setattr("sim.compiling.driver.processor", lambda: "another")
    assert called(left_over, 8.0, 5)[2] == 1


CASES = ("two_states", "skripal_2018", "trade_and_visas", "consensus")


def played(name):
    """All that a few runs give, as bytes."""
    ensemble = Ensemble(load_scenario(name), 5, Wanted(bands=True, rows=True, whole=True, packages=True), n_threads=1)
    return taken([ensemble.play(np.arange(50))]) | counted(ensemble)


@pytest.mark.slow
def test_every_number_of_whole_runs_is_that_of_rules_compiled_here(monkeypatch, tmp_path):
    here = [played(name) for name in CASES]
    program = Ensemble(load_scenario("two_states"), n_threads=1).linked()
    assert program is not None
    linked.write(play_runs.name, program)
    for kept in tmp_path.glob("*.o"):
        kept.unlink()
    carried = Driver(play_runs.py_func)
    for module in (ensemble, workspace):
        monkeypatch.setattr(module, "play_runs", carried)
    assert [played(name) for name in CASES] == here
    assert (play_runs.origin, carried.origin, carried.n_made) == (HERE, AT_RELEASE, 1)
