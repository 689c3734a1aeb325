"""Too many entries are refused as soon as they are read, in a line that says how many there may be."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.limits import MOST_ENTRIES, MOST_KEYS, MOST_NAMES, MOST_PROBLEMS
from sim.scenario.load import ScenarioError, load_scenario
from sim.scenario.pack import script_order

Lines = Callable[..., list[str]]

HEAD = "name: big\ntitle: Big\nstart: 2030-01-01\nend: 2030-12-31\n"
PARTIES = HEAD + "states: {a: {}, b: {}}\nrelations: {r: {between: [a, b]}}\n"


def many(n: int, entry: str) -> str:
    return "".join(entry.replace("#", str(i)) for i in range(n))


TOO_MANY = {
    "states": (HEAD + "states:\n" + many(100_000, "  s#: {}\n"), "x.yaml:1006:3: states: ", MOST_ENTRIES["states"]),
    "triggers": (PARTIES + "triggers:\n" + many(2000, "  t#: {}\n"), "x.yaml:1008:3: triggers: ", 1000),
    "members": (
        PARTIES + "alliances: {x: {members: [" + many(100_000, "a, ") + "]}}\n",
        "x.yaml:7:3027: alliances.x.members: ",
        MOST_NAMES,
    ),
    "keys of an entry": (
        HEAD + "states:\n  a:\n" + many(100_000, "    k#: 1\n"),
        "x.yaml:207:5: states.a: ",
        MOST_KEYS,
    ),
    "keys of the file": (many(100_000, "k#: 1\n"), "x.yaml:201:1: ", MOST_KEYS),
    "items where none belong": (HEAD + "states:\n" + "- a\n" * 100_000, "x.yaml:1006:3: states: ", MOST_NAMES),
    "the same key": (HEAD + "states:\n" + "  a: {}\n" * 100_000, "x.yaml:1006:3: states: ", MOST_ENTRIES["states"]),
}


@pytest.mark.parametrize(("text", "place", "most"), TOO_MANY.values(), ids=TOO_MANY)
def test_refused_at_once_are_too_many(text: str, place: str, most: int, lines_of: Lines) -> None:
    begun = time.perf_counter()
    lines = lines_of(text)
    assert time.perf_counter() - begun < 3  # all of it takes a minute
    assert lines[-1] == f"{place}one entry too many; expected at most {most}"


def test_what_two_files_have_together_is_counted_too(here: Path) -> None:
    (here / "base.yaml").write_text(PARTIES.replace("{a: {}, b: {}}", "\n  a: {}\n  b: {}\n" + many(600, "  s#: {}\n")))
    (here / "x.yaml").write_text("extends: base.yaml\nstates:\n" + many(600, "  t#: {}\n"))
    with pytest.raises(ScenarioError, match=r"states: 1202 in the section; expected at most 1000$"):
        load_scenario("x.yaml")


def test_two_hundred_states_that_all_deal_with_each_other_are_read(lines_of: Lines) -> None:
    pairs = "".join(f"  r{i}_{j}: {{between: [s{i}, s{j}]}}\n" for i in range(60) for j in range(i))
    assert lines_of(HEAD + "states:\n" + many(200, "  s#: {}\n") + "relations:\n" + pairs) == []
    assert min(MOST_ENTRIES["relations"] / 20_000, MOST_ENTRIES["channels"] / 40_000) > 1


def test_a_scenario_with_countless_mistakes_names_the_first_thousand(lines_of: Lines) -> None:
    lines = lines_of(
        PARTIES + "observed:\n" + many(1500, "  o#: {date: 2030-02-01, from: a, to: c#, move: criticise}\n")
    )
    assert len(lines) == MOST_PROBLEMS
    lines = lines_of(PARTIES + "observed:\n" + many(1500, "  o#: {date: soon, from: a, to: b, move: criticise}\n"))
    assert len(lines) == MOST_PROBLEMS


def test_moves_that_answer_each_other_in_a_long_chain_are_ordered(here: Path) -> None:
    moves = "".join(
        f"  m{i}: {{date: 2030-02-01, from: {'ab'[i % 2]}, to: {'ba'[i % 2]}, move: criticise, answers: m{i - 1}}}\n"
        for i in range(1, 2500)
    )
    first = "timeline:\n  m0: {date: 2030-02-01, from: a, to: b, move: criticise}\n"
    (here / "x.yaml").write_text(PARTIES + first + moves)
    assert script_order(load_scenario("x.yaml")) == tuple(f"m{i}" for i in range(2500))
