"""Python and the command line take the same arguments, but for those that the page of arguments gives a reason for."""

import inspect

import pytest

import sim
from sim.commands.app import app
from sim.scenario.constraints import COMMANDS_ALONE, CONSTRAINTS, PYTHON_ALONE, option_of

COMMANDS = ("run", "compare", "tournament", "sweep", "offramp")
BY_PLACE = {"scenario": "SCENARIO", "other": "OTHER", "experiment": "EXPERIMENT"}


def options_of(command):
    return {argument.names[0] for argument in app[command].assemble_argument_collection()}


def arguments_of(command):
    return {*inspect.signature(getattr(sim, command)).parameters}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_of_python_has_its_option_and_the_other_way_round_in(command):
    expected = {BY_PLACE.get(name) or option_of(name) for name in arguments_of(command) - {*PYTHON_ALONE}}
    assert options_of(command) - {*COMMANDS_ALONE} == expected - {*COMMANDS_ALONE}


def test_no_reason_is_given_for_what_is_on_neither_side():
    assert {*PYTHON_ALONE} <= set.union(*map(arguments_of, COMMANDS))
    assert {*COMMANDS_ALONE} <= set.union(*map(options_of, COMMANDS))
    assert {*PYTHON_ALONE} <= {*CONSTRAINTS}


def test_defaults_are_the_same_on_both_sides():
    for command in COMMANDS:
        in_python = inspect.signature(getattr(sim, command)).parameters
        typed = {
            argument.names[0]: argument.field_info.default for argument in app[command].assemble_argument_collection()
        }
        for name in ("seed", "runs"):
            assert in_python[name].default == typed[f"--{name}"]


def test_completion_is_installed_for_a_shell(detente, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    code, out, err = detente("--install-completion", "--shell", "bash")
    assert (code, err) == (0, "")
    (script,) = [path for path in tmp_path.rglob("*detente*") if path.is_file()]
    assert f"completion installed in {script}" in out
    assert "--points-per-part" in script.read_text(encoding="utf-8")
    assert script.name in (tmp_path / ".bashrc").read_text(encoding="utf-8")
