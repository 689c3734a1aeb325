"""Every value in force with where it comes from, worked by hand; and the same values as the rules get them."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.cli import main
from sim.rules.fitted import FITTED
from sim.rules.parameters import POLICY_PARAMETERS, SILENCE_FIRST, SILENCE_REPLY, WORLD_PARAMETERS
from sim.rules.policies import FORMS, HOW_MUCH, INITIATIVES, OWN_RULE, SILENCES
from sim.rules.world import State, Tables
from sim.scenario.initial import initial_state
from sim.scenario.load import read_scenario, shipped_scenarios
from sim.scenario.pack import Names, names_of, policy_rows
from sim.scenario.packed import Packed, packed
from sim.scenario.problems import ScenarioError
from sim.scenario.resolved import Resolved, resolved
from sim.scenario.schema import Scenario

BASE = """\
name: base
title: A quarrel
start: 2021-10-01
end: 2021-12-31
states:
  norway: {policy: mild}
  russia: {}
  sweden: {policy: bully}
alliances:
  nato: {members: [norway, sweden], policy: proportional}
policies:
  mild: {preset: generous_tit_for_tat, silence_first: 0.2}
parameters: {k: 1.1, weight_mission: 5}
channels:
  mission: {kind: mission, sender: russia, host: nato, ceiling: 20, accredited: 18}
  council: {kind: council, between: [nato, russia], weight: 2}
  embassy: {kind: embassy, sender: norway, host: russia, accredited: 7, reference_staff: 9}
relations:
  nato_russia: {between: [nato, russia], silence_first: {nato: 0.5}, posture: {nato: 10}}
  norway_sweden: {between: [norway, sweden]}
triggers:
  harm: {date: 2021-10-05, victim: norway, author: russia, severity: 6}
"""
CHILD = """\
extends: base.yaml
name: child
policies:
  mild: {k: 1.3}
  stern: {preset: bully, silences: never}
states: {sweden: {policy: stern}}
observed_from: facts.csv
"""
FACTS = "id,date,from,to,move\nnote,2021-10-07,russia,nato,protest_note\n"
SETS = (
    "channels.embassy.accredited=8",
    "parameters.incidents_per_day=0.01",
    "policies.mild.habits=moscow",
    "parameters.inexact_one=0.5",
)

DESIGN = "default, design: a choice of ours"

MOSCOW = FITTED["moscow"]["silence_reply"]

# path, value, where it comes from
EXPECTED = {
    "the file": ("name", "child", "child.yaml:2"),
    "the file that it extends": ("title", "A quarrel", "base.yaml:2, extended"),
    "nothing": ("realisation", "legal", "default"),
    "another value of the file": ("autonomous_from", date(2021, 10, 1), "default: the start"),
    "the table of documented moves": ("observed.note.move", "protest_note", "facts.csv:2"),
    "a setting, of the world": ("parameters.incidents_per_day", 0.01, "--set parameters.incidents_per_day=0.01"),
    "a setting, of a post": ("channels.embassy.accredited", 8, "--set channels.embassy.accredited=8"),
    "the default of a world parameter": ("parameters.shell_share", 0.3, DESIGN),
    "the seed": ("policies.mild.breaking_floor", 3.0, "default, seed: the crisis of October 2021"),
    "the literature": (
        "policies.mild.concessions",
        5,
        "default, source: steps in a series of unilateral concessions (Osgood 1962)",
    ),
    "a policy's own number": ("policies.mild.k", 1.3, "child.yaml:4"),
    "a policy's own number, inherited": ("policies.mild.silence_first", 0.2, "base.yaml:12, extended"),
    "a preset's number": ("policies.mild.generosity", 1 / 3, "preset generous_tit_for_tat"),
    "a preset's number, stronger than the shared one": ("policies.stern.k", 1.2, "preset bully"),
    "a number of habits": (
        "policies.mild.silence_reply",
        MOSCOW.value,
        f"habits: moscow, fit: documented moves of 108 crises ({MOSCOW.says})",
    ),
    "a number that follows another": (
        "policies.mild.silence_measure",
        0.2,
        "policies.mild.silence_first: base.yaml:12, extended",
    ),
    "a choice of the policy": ("policies.stern.silences", "never", "child.yaml:5"),
    "a choice that nobody makes": ("policies.ledger.silences", "weighed", "default of every policy"),
    "silence where nothing is not answered": (
        "relations.norway_sweden.silence_first.sweden",
        0.0,
        "policies.stern.silences",
    ),
    "a shared number, stronger than the habits": (
        "policies.mild.inexact_one",
        0.5,
        "parameters.inexact_one: --set parameters.inexact_one=0.5",
    ),
    "a number where the habits are the world's": (
        "policies.ledger.inexact_one",
        0.5,
        "parameters.inexact_one: --set parameters.inexact_one=0.5",
    ),
    "habits that nobody names": ("policies.ledger.habits", "world", "default: the world at large"),
    "the shared number": ("policies.ledger.k", 1.1, "parameters.k: base.yaml:13, extended"),
    "the default of a policy parameter": (
        "policies.ledger.surcharge_people",
        0.158,
        "default, fit: documented moves of 108 crises (0.158 ± 0.047, 50 rows of 30 cases)",
    ),
    "a preset's choice": ("policies.mild.how_much", "tit_for_tat", "preset generous_tit_for_tat"),
    "a preset that is used by its name": ("policies.ledger.how_much", "ledger", "preset ledger"),
    "a choice that no name makes": ("policies.ledger.breaks", False, "default of every policy"),
    "the default policy of a state": ("states.russia.policy", "ledger", "default"),
    "the default ministries": ("states.norway.ministries.defence.owns", ["posture"], "default"),
    "the policy of a ministry": ("states.norway.ministries.defence.policy", "mild", "default: states.norway.policy"),
    "the default organs": ("alliances.nato.organs.council.role", "head", "default"),
    "a ceiling": ("channels.mission.ceiling", 20, "base.yaml:15, extended"),
    "a ceiling that nobody gives": ("channels.embassy.ceiling", 8, "default: the accredited staff"),
    "the staff of reference": ("channels.embassy.reference_staff", 9, "base.yaml:17, extended"),
    "a staff of reference that nobody gives": ("channels.mission.reference_staff", 18, "default: the accredited staff"),
    "a weight": ("channels.council.weight", 2.0, "base.yaml:16, extended"),
    "a weight of its kind, shared": (
        "channels.mission.weight",
        5.0,
        "parameters.weight_mission: base.yaml:13, extended",
    ),
    "a weight of its kind, default": ("channels.embassy.weight", 4.0, f"parameters.weight_embassy: {DESIGN}"),
    "the last meeting": ("channels.council.last_meeting", date(2021, 10, 1), "default: the start"),
    "the owner of a post": ("channels.mission.host_ministry", "secretary_general", "default: the foreign ministry"),
    "the pairs that an alliance's relation binds": (
        "relations.nato_russia.weight",
        2.0,
        "default: pairs of states that it binds",
    ),
    "a relation without channels": ("relations.norway_sweden.weight", 0.0, "default: no channel joins them"),
    "no talks without channels": (
        "relations.norway_sweden.talks_per_day.norway",
        0.0,
        "default: no channel joins them",
    ),
    "a relation that a channel implies": (
        "relations.norway_russia.between",
        ["norway", "russia"],
        "a channel joins them",
    ),
    "a breaking point by the policy": ("relations.nato_russia.breaks.nato", False, "policies.proportional.breaks"),
    "silence in a relation": ("relations.nato_russia.silence_first.nato", 0.5, "base.yaml:19, extended"),
    "silence by the policy": (
        "relations.norway_russia.silence_first.norway",
        0.2,
        "policies.mild.silence_first: base.yaml:12, extended",
    ),
    "incidents between states": (
        "relations.norway_russia.incidents_per_day.russia",
        0.01,
        "parameters.incidents_per_day: --set parameters.incidents_per_day=0.01",
    ),
    "incidents with an alliance": (
        "relations.nato_russia.incidents_per_day.russia",
        1 / 19000,
        f"parameters.alliance_incidents_per_day: {DESIGN}",
    ),
    "talks": ("relations.nato_russia.talks_per_day.nato", 1 / 360, f"parameters.talks_per_day: {DESIGN}"),
    "posture that is given": ("relations.nato_russia.posture.nato", 10.0, "base.yaml:19, extended"),
    "posture that is kept": ("relations.nato_russia.posture.russia", 6.7, f"parameters.posture_start: {DESIGN}"),
    "the affinity of an ally": ("triggers.harm.affinity.sweden", 0.5, "default"),
    "how plain a harm is": ("triggers.harm.evidence", 0.0, "default"),
}


@pytest.fixture
def quarrel(here: Path) -> dict[str, Resolved]:
    """The values of a scenario that extends another, with a table and two settings, by path."""
    for name, text in (("base.yaml", BASE), ("child.yaml", CHILD), ("facts.csv", FACTS)):
        (here / name).write_text(text)
    return {value.path: value for value in resolved(read_scenario("child.yaml", SETS))}


@pytest.mark.parametrize(("path", "value", "origin"), EXPECTED.values(), ids=EXPECTED)
def test_a_value_comes_from(path: str, value: object, origin: str, quarrel: dict[str, Resolved]) -> None:
    assert quarrel[path] == Resolved(path, value, origin)


def test_what_does_not_apply_is_not_listed(quarrel: dict[str, Resolved]) -> None:
    assert not {
        "relations.norway_sweden.posture.norway",  # none is kept
        "channels.mission.last_meeting",
        "channels.council.ceiling",
        "observed.note.count",
        "policies.salami.k",  # nobody follows it
        "triggers.harm.affinity.norway",  # the victim
    } & set(quarrel)


WRITTEN = {
    "true": (True, "true"),
    "a fraction": (1 / 4000, "0.00025"),
    "a whole number": (34.0, "34"),
    "a list": (["nato", "russia"], "[nato, russia]"),
    "a day": (date(2021, 10, 6), "2021-10-06"),
    "a long text": ("a" * 100, "a" * 59 + "…"),
    "lines": ("one\ntwo", r"one\ntwo"),
}


@pytest.mark.parametrize(("value", "text"), WRITTEN.values(), ids=WRITTEN)
def test_a_value_is_written_on_one_line(value: object, text: str) -> None:
    assert Resolved("a.b", value, "default").written == text


def packed_policies(scenario: Scenario, tables: Tables) -> Iterator[tuple[str, object]]:
    for column, p in enumerate(WORLD_PARAMETERS):
        yield f"parameters.{p.name}", tables.world[column]
    for row, name in enumerate(policy_rows(scenario, names_of(scenario))):
        yield f"policies.{name}.how_much", HOW_MUCH[min(tables.how_much[row], OWN_RULE)]
        yield f"policies.{name}.breaks", tables.breaks[row]
        yield f"policies.{name}.form", FORMS[tables.form[row]]
        yield f"policies.{name}.initiates", INITIATIVES[tables.initiates[row]]
        yield f"policies.{name}.holds_for_another", tables.holds_for_another[row]
        yield f"policies.{name}.silences", SILENCES[tables.silences[row]]
        for column, p in enumerate(POLICY_PARAMETERS):
            yield f"policies.{name}.{p.name}", tables.policy[row, column]


def packed_channels(case: Packed, state: State) -> Iterator[tuple[str, object]]:
    names, tables = case.names, case.tables
    for row, name in enumerate(names.channels):
        if name in case.scenario.ties:
            for side, party in enumerate(sorted(case.scenario.ties[name].between)):
                yield f"ties.{name}.worth.{party}", tables.worth_to[row, side]
            continue
        yield f"channels.{name}.weight", tables.weight[row]
        yield f"channels.{name}.sender_ministry", names.ministries[tables.sender_ministry[row]][1]
        yield f"channels.{name}.host_ministry", names.ministries[tables.host_ministry[row]][1]
        if not case.scenario.channels[name].between:
            yield f"channels.{name}.ceiling", state.posts.ceiling[row]
            yield f"channels.{name}.reference_staff", tables.reference_staff[row]


def or_by_policy(tables: Tables, given: Any, column: int) -> Any:
    """What relations say of silence, and where they say nothing the policy of who acts."""
    return np.where(np.isnan(given), tables.policy[tables.party_policy[tables.actor], column], given)


def packed_relations(names: Names, tables: Tables, state: State) -> Iterator[tuple[str, object]]:
    by_direction = {
        "grievance": state.grievance,
        "balance": state.balance,
        "silence_first": or_by_policy(tables, tables.silence_first, SILENCE_FIRST),
        "silence_reply": or_by_policy(tables, tables.silence_reply, SILENCE_REPLY),
        "incidents_per_day": tables.incident_rate,
        "talks_per_day": tables.offer_rate,
        "asks_recognition": tables.request_rate,
    }
    for row, name in enumerate(names.dyads):
        yield f"relations.{name}.weight", tables.dyad_weight[row]
        kept = by_direction | ({"posture": state.posture} if tables.has_posture[row] else {})
        for side, party in enumerate(names.pairs[row]):
            for key, values in kept.items():
                yield f"relations.{name}.{key}.{party}", values[2 * row + side]


@pytest.mark.parametrize("path", shipped_scenarios(), ids=lambda path: path.stem)
def test_what_is_listed_is_what_the_rules_get(path: Path) -> None:
    read = read_scenario(path)
    case = packed(read.scenario)
    state = initial_state(case, seed=1)
    given = dict(packed_policies(case.scenario, case.tables))
    given |= packed_channels(case, state)
    given |= packed_relations(case.names, case.tables, state)
    listed = {entry.path: entry.value for entry in resolved(read)}
    assert {path: listed.get(path) for path in given} == given


def test_the_command_prints_a_line_a_value_however_narrow_the_terminal(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "base.yaml").write_text(BASE)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys, "argv", ["detente", "check", "base.yaml", "--resolved", "--set", "title=A [red] quarrel"])
    with pytest.raises(SystemExit) as leaving:
        main()
    assert not leaving.value.code
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["Path", "Value", "Comes", "from"]
    assert [
        line.split() for line in lines if line.startswith(("title", "policies.mild.silence_first", "policies.mild.gen"))
    ] == [
        ["title", "A", "[red]", "quarrel", "--set", "title=A", "[red]", "quarrel"],
        ["policies.mild.silence_first", "0.2", "base.yaml:12"],
        ["policies.mild.generosity", "0.3333333333", "preset", "generous_tit_for_tat"],
    ]


@pytest.mark.parametrize("named", [", policy: tit_for_tat", ""], ids=["a preset by its name", "the default"])
def test_every_path_of_a_policy_that_is_listed_can_be_set(here: Path, named: str) -> None:
    states = f"states:\n  a: {{name: A{named}}}\n  b: {{name: B, policy: generous_tit_for_tat}}\n"
    head = "schema: 1\nname: plain\ntitle: Plain\nstart: 2030-01-01\nend: 2030-02-01\n"
    (here / "plain.yaml").write_text(f"{head}{states}relations: {{a_b: {{between: [a, b]}}}}\n")
    before = {each.path: each.value for each in resolved(read_scenario(here / "plain.yaml"))}
    (path,) = [each for each in before if each.endswith(".silence_persons") and "generous" not in each]
    after = {each.path: each for each in resolved(read_scenario(here / "plain.yaml", [f"{path}=1"]))}
    assert (after[path].value, after[path].origin) == (1.0, f"--set {path}=1")
    assert {name: after[name].value for name in before if name != path} == {
        name: value for name, value in before.items() if name != path
    }


def test_a_preset_that_nobody_follows_cannot_be_set(here: Path) -> None:
    with pytest.raises(ScenarioError, match=r"policies\.ledger: there is no such id"):
        read_scenario("two_states", ["policies.ledger.silence_persons=1"])
