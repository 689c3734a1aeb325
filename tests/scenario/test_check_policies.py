"""The policies of a scenario: beside ``test_check.py``, whom they serve and what they are made of."""

from collections.abc import Callable

import pytest

from sim.rules.policies import PRESETS

Lines = Callable[..., list[str]]

ORGANS = "secretary_general: {role: foreign}"


def says(lines: list[str], *problems: str) -> bool:
    """Whether these problems are named, each once and no other."""
    assert [line for line in lines if not any(line.endswith(f": {problem}") for problem in problems)] == []
    assert len(lines) == len(problems)
    return True


BROKEN: dict[str, tuple[list[str], list[str]]] = {
    "a preset that there is not": (
        ["policies.stern.preset=grimm_trigger"],
        ["policies.stern.preset: 'grimm_trigger' is not known here; did you mean 'grim_trigger'?"],
    ),
    "a state's policy that there is not": (
        ["states.norway.policy=stren"],
        ["states.norway.policy: no policy is called 'stren'; did you mean 'stern'?"],
    ),
    "an organ's policy that there is not": (
        [f"alliances.nato.organs={{{ORGANS}, council: {{role: head, policy: stren}}}}"],
        ["alliances.nato.organs.council.policy: no policy is called 'stren'; did you mean 'stern'?"],
    ),
    "a mixture of two things that there are not": (
        ["policies.torn={mixture: {stren: 1, ledgr: 2}}"],
        [
            "policies.torn.mixture.stren: no policy is called 'stren'; did you mean 'stern'?",
            "policies.torn.mixture.ledgr: no policy is called 'ledgr'; did you mean 'ledger'?",
        ],
    ),
    "a step of its own that there is not": (
        ["policies.stern.initiates=salammi"],
        [
            (
                "policies.stern.initiates: 'salammi' is not known here; expected grit, nothing or salami; "
                "did you mean 'salami'?"
            )
        ],
    ),
    "a form that there is not": (
        ["policies.stern.form=parities"],
        ["policies.stern.form: 'parities' is not known here; expected mirror or parity; did you mean 'parity'?"],
    ),
    "an alliance that decides in a way of its own": (
        ["alliances.nato.decides_by=unaminity"],
        [
            (
                "alliances.nato.decides_by: 'unaminity' is not known here; expected delegated, majority, silence, "
                "two_thirds or unanimity; did you mean 'unanimity'?"
            )
        ],
    ),
    "an alliance of nobody that asks its members": (
        ["alliances.nato={members: [], decides_by: silence}"],
        ["alliances.nato.decides_by: there are no members to ask; expected members, or delegated"],
    ),
    "an own rule that takes other numbers": (
        ["policies.stern.own_rule='tests.scenario.test_check_policies:of_two'"],
        [
            (
                "policies.stern.own_rule: tests.scenario.test_check_policies:of_two does not take what a rule is "
                "given; expected a function of perceived, balance, grievance, previous, last, k, c"
            )
        ],
    ),
    "an own rule that nobody follows is looked for all the same": (
        ["policies.unused={own_rule: 'numpy.version:no_such_rule'}"],
        [
            (
                "policies.unused.own_rule: numpy.version has no function no_such_rule; "
                "expected a function of perceived, balance, grievance, previous, last, k, c"
            )
        ],
    ),
}


def of_two(perceived: float, balance: float) -> float:
    return perceived - balance


@pytest.mark.parametrize(("sets", "problems"), BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_named(sets: list[str], problems: list[str], valid: str, lines_of: Lines) -> None:
    assert says(lines_of(valid, *sets), *problems)


FITTING: dict[str, list[str]] = {
    "a mixture of all named policies": [
        f"policies.torn={{mixture: {{{', '.join(f'{name}: 1' for name in PRESETS)}}}}}",
        "states.norway.policy=torn",
    ],
    "a mixture that a ministry follows": [
        "policies.torn={mixture: {stern: 1, ledger: 3}}",
        "states.norway.ministries={foreign: {role: foreign, policy: torn}}",
    ],
    "an answer held until a day, or for another act": [
        "policies.stern.hold_until=2021-11-01",
        "policies.stern.holds_for_another=true",
    ],
    "an alliance of nobody that delegates": ["alliances.nato.members=[]"],
}


@pytest.mark.parametrize("sets", FITTING.values(), ids=FITTING)
def test_what_fits_is_let_be(sets: list[str], valid: str, lines_of: Lines) -> None:
    assert lines_of(valid, *sets) == []


@pytest.mark.parametrize("policy", PRESETS)
def test_every_named_policy_can_be_followed_without_being_written_down(
    policy: str, valid: str, lines_of: Lines
) -> None:
    assert lines_of(valid, f"states.norway.policy={policy}") == []


def test_the_form_of_an_own_rules_path_is_told(valid: str, lines_of: Lines) -> None:
    (line,) = lines_of(valid, "policies.stern.own_rule=math.hypot")
    assert "policies.stern.own_rule: 'math.hypot' is not " in line
    assert "module:function" in line


def test_a_weight_of_nothing_is_out_of_range(valid: str, lines_of: Lines) -> None:
    (line,) = lines_of(valid, "policies.torn={mixture: {ledger: 0}}")
    assert "policies.torn.mixture.ledger: 0 is out of range" in line


def test_the_name_of_a_policy_that_there_is_not_is_shown_without_control_signs(valid: str, lines_of: Lines) -> None:
    lines = lines_of(valid.replace("{policy: stern}", '{policy: "\\e[31m"}'))
    assert lines[-1].startswith(
        "x.yaml:6:20: states.russia.policy: U+001B (a control character) cannot stand in a text"
    )
