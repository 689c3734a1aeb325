"""Whatever is in a file, a user reads a scenario or lines that can be printed: never anything else."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.load import shipped_scenarios

Lines = Callable[..., list[str]]

# tests/promises/test_scenarios.py changes files in all other ways, and a hundred thousand of them at length
QUICK = settings(max_examples=75, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
SIGNS = ["\t", "*", "&a ", "!x ", "<<: ", "- ", "? ", ": ", "\n", "  ", "{", "}", "[", "]", "'", '"', "#", "|", ">"]
SIGNS += ["\0", "\ud800", "\\U00110000", "---\n", "null", "1/0", "9" * 400, ".inf", "%YAML 9.9\n", "\x85", "\ufeff"]
SHIPPED = shipped_scenarios()[-1].read_text(encoding="utf-8")


def assert_readable(lines: list[str]) -> None:
    assert all(line.isprintable() and line.startswith("x.yaml:") for line in lines)


@QUICK
@given(st.one_of(st.text(), st.binary(), st.lists(st.sampled_from([*SIGNS, "a", "name: "])).map("".join)))
def test_any_text(lines_of: Lines, text: str | bytes) -> None:
    assert_readable(lines_of(text))


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(SHIPPED)), st.integers(0, 8), st.sampled_from(["", *SIGNS])), max_size=4))
def test_a_damaged_scenario(lines_of: Lines, damages: list[tuple[int, int, str]]) -> None:
    text = SHIPPED
    for at, lost, put in damages:
        text = text[:at] + put + text[at + lost :]
    assert_readable(lines_of(text))


@QUICK
@given(st.text(), st.text())
def test_any_setting(lines_of: Lines, path: str, value: str) -> None:
    lines = lines_of(SHIPPED, f"{path}={value}", f"title={value}", f"states.arden.name={value}")
    assert all(line.isprintable() and line.startswith(("x.yaml:", "--set ")) for line in lines)
