"""A user's own rule is followed alike by both drivers, compiled or not, and named where it fails."""

from fractions import Fraction
from typing import Any

import pytest

from sim import EscalationModel, load_scenario
from sim.scenario.own_rule import OwnRuleError
from sim.scenario.schema import Scenario
from tests.engine.compiled.comparing import IS_COMPILED, assert_equal, ensemble_of

EXAMPLES = "tests.rules.own_rules_example"
HERE = "tests.engine.compiled.test_rules_followed"
PERCEIVED = 5.0  # about half of what is perceived in the runs below is worse


def raising(perceived: float, *others: float) -> float:
    if perceived > PERCEIVED:
        raise ValueError("enough is enough")
    return perceived


def dividing(perceived: float, *others: float) -> float:
    return perceived / (0.0 if perceived > PERCEIVED else 1.0)


def giving_no_number(perceived: float, *others: float) -> float:
    return float("nan") if perceived > PERCEIVED else perceived


def giving_no_end(perceived: float, *others: float) -> float:
    return float("inf") if perceived > PERCEIVED else perceived


def giving_less_than_nothing(perceived: float, *others: float) -> float:
    return -1.0 if perceived > PERCEIVED else perceived


def of_fractions(perceived: float, *others: float) -> float:
    return float(Fraction(perceived) / 2)


def of_words(perceived: float, *others: float) -> float:
    return perceived * len({word.upper() for word in ("tit", "for", "tat")}) / 3.0


def quarrel(arden: str, belmora: str = "") -> Scenario:
    """Two states of which one, or each, follows a rule of its own."""
    own = [f"policies.{name}.own_rule={path}" for name, path in (("arden", arden), ("belmora", belmora)) if path]
    return load_scenario("two_states", settings=[*own, "policies.arden.k=1.3", "policies.arden.c=2"], trust=True)


@pytest.mark.parametrize(
    ("arden", "belmora"),
    [
        pytest.param(f"{EXAMPLES}:sore", "", id="by one side"),
        pytest.param(f"{EXAMPLES}:sore", f"{HERE}:giving_small_change", id="by both, each its own"),
        pytest.param(f"{EXAMPLES}:sore", f"{EXAMPLES}:sore", id="by both, the same"),
    ],
)
def test_the_drivers_agree_where_a_rule_is_followed(arden: str, belmora: str) -> None:
    case = quarrel(arden, belmora)
    assert ensemble_of(case).is_compiled == IS_COMPILED
    for run in range(5):
        assert_equal(EscalationModel(case, 1, run).run_until().trajectory, ensemble_of(case), run)


def giving_small_change(perceived: float, balance: float, grievance: float, *others: float) -> float:
    return min(perceived, max(0.0, balance)) + 0.1 * grievance


def of_options(perceived: float, *others: float, scale: float = 0.5) -> float:
    return scale * perceived


@pytest.mark.parametrize("rule", [f"{HERE}:of_fractions", f"{HERE}:of_words", f"{HERE}:of_options", "math:hypot"])
def test_a_rule_that_cannot_be_compiled_is_followed_all_the_same(rule: str) -> None:
    case = quarrel(rule, f"{EXAMPLES}:sore")
    assert not ensemble_of(case).is_compiled
    for run in range(3):
        assert_equal(EscalationModel(case, 1, run).run_until().trajectory, ensemble_of(case), run)


def error_of(play: Any) -> str:
    """What an own rule that fails is told to have done, or nothing."""
    try:
        play()
    except OwnRuleError as error:
        return str(error)
    return ""


FAILING = [raising, dividing, giving_no_number, giving_no_end, giving_less_than_nothing]


@pytest.mark.parametrize("rule", FAILING)
def test_a_rule_that_fails_in_some_runs_is_named_there_and_in_no_other(rule: Any) -> None:
    case, path = quarrel(f"{HERE}:{rule.__name__}"), f"{HERE}:{rule.__name__} "
    ensemble = ensemble_of(case)
    assert ensemble.is_compiled == IS_COMPILED
    in_mesa = [error_of(EscalationModel(case, 1, run).run_until) for run in range(10)]
    compiled = [error_of(lambda run=run: ensemble.play([run])) for run in range(10)]
    assert compiled == [message and f"{message}; in run {run}" for run, message in enumerate(in_mesa)]
    assert {message.startswith(path) for message in in_mesa} == {True, False}
    assert {message[: len(path)] for message in in_mesa} == {path, ""}


def test_a_rule_that_fails_in_one_of_many_runs_ends_them_all() -> None:
    case = quarrel(f"{HERE}:raising")
    with pytest.raises(OwnRuleError, match=f"{HERE}:raising failed: enough is enough"):
        list(ensemble_of(case, n_threads=2).chunks(20, 5))
