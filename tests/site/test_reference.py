"""The reference says what the code says, of every command and every key."""

import re

import pytest

from docs.site.reference import BUILT, OF_POLICIES, commands, keys, written
from sim.commands.app import app
from sim.scenario.schema import json_schema

SCHEMA = json_schema()


def section(name: str) -> str:
    """Part of the page about keys that stands below a heading."""
    return keys().partition(f"## {name}\n")[2].partition("\n## ")[0]


def test_every_command_has_a_heading_and_every_option_a_line() -> None:
    page = commands()
    headings = re.findall(r"^## detente (\S+)$", page, re.MULTILINE)
    assert {*headings} >= {name for name in app if not name.startswith("-")}
    run = page.partition("## detente run\n")[2].partition("\n## ")[0]
    assert "detente run [OPTIONS] SCENARIO" in run
    assert "`--seed INT`: Random seed" in run


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_every_key_of_a_section_has_a_row(name: str) -> None:
    shown = set(re.findall(r"^\| `(\w+)` \|", section(name), re.MULTILINE))
    numbers = set(SCHEMA["$defs"]["Parameters"]["properties"])
    expected = set(SCHEMA["$defs"][name]["properties"])
    assert shown == (expected - numbers if name in OF_POLICIES else expected)


ROWS = {
    "needed": ("State", "name"),
    "a list of few words": ("Ministry", '| `role` | `head`, `foreign`, `defence`, `other` | `"other"` |'),
    "a list of many": ("State", "| `never` | list: [Kinds of move](#kinds-of-move) |"),
    "another section": ("State", "| `ministries` | for each name: [Ministry](#ministry) |"),
    "a range": ("Trigger", "| `evidence` | number from 0 to 1 | `0.0` |"),
    "a number of the tables": ("Parameters", "| `silence_first` | number from 0 to 1 | 0.42 |"),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_row_says(what: str) -> None:
    name, expected = ROWS[what]
    assert expected in section(name)


def test_every_link_of_the_keys_leads_to_a_heading() -> None:
    page = keys()
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", page)) <= headings


def test_a_mark_is_filled_and_one_that_there_is_not_is_an_error() -> None:
    assert written("before\n<!-- built: day -->\nafter") == f"before\n{BUILT['day']()}\nafter"
    with pytest.raises(KeyError):
        written("<!-- built: nothing -->")
