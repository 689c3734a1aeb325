"""Every promise on the page of promises has a test that is there, and every test of promises is on the page."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE, _, NOT_PROMISED = (
    (ROOT / "docs" / "promises.md").read_text(encoding="utf-8").partition("# What it does not promise")
)
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in PAGE.splitlines()
    if line.startswith("|") and not line.startswith(("|-", "| promise ", "| exit code "))
]
TEST = re.compile(r"`((?:tests|sim)/[\w/]+\.py)`")
COMMAND = re.compile(r"`python -m tests\.promises (\w+)`")
PROMISED = sorted({path for row in ROWS for path in TEST.findall(" ".join(row))})
KINDS = [module.name for module in pkgutil.iter_modules([str(ROOT / "tests" / "promises")])]
TRIED_AT_LENGTH = [kind for kind in KINDS if not kind.startswith(("_", "test_"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_a_promise_has_a_test(row: list[str]) -> None:
    place = 2 if len(row) == 3 else 1  # exit codes have theirs last
    assert TEST.findall(row[place])
    assert all(row)


@pytest.mark.parametrize("path", PROMISED)
def test_a_test_that_is_named_is_there_and_tests_something(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(r"^ *(def test_|>>> )", text, re.MULTILINE)


@pytest.mark.parametrize("row", [row for row in ROWS if len(row) == 4], ids=lambda row: row[0][:60])
def test_what_is_tried_at_length_has_a_command_and_a_figure(row: list[str]) -> None:
    assert (row[2] == "–") == (row[3] == "–")
    assert row[2] == "–" or re.search(r"`.*(python -m tests\.|pytest tests/)", row[2])


@pytest.mark.parametrize("kind", sorted(set(COMMAND.findall(PAGE))))
def test_a_command_tries_what_there_is(kind: str) -> None:
    module = importlib.import_module(f"tests.promises.{kind}")
    assert module.SHORT <= module.TIMES
    assert callable(module.trials)
    assert (ROOT / "tests" / "promises" / f"test_{kind}.py").is_file()


def test_everything_that_can_be_tried_at_length_is_on_the_page() -> None:
    assert set(COMMAND.findall(PAGE)) == set(TRIED_AT_LENGTH)


def test_every_exit_code_is_on_the_page() -> None:
    from sim.commands import exit_codes

    codes = {value for value in vars(exit_codes).values() if isinstance(value, int)}
    told = {int(code) for row in ROWS if len(row) == 3 for code in row[0].split(",")}
    assert codes | {0} == told


def test_the_page_also_says_what_is_not_promised() -> None:
    assert len(re.findall(r"^- \*", NOT_PROMISED, re.MULTILINE)) >= 5
    assert not TEST.search(NOT_PROMISED)
