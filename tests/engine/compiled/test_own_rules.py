"""Users' own rules, compiled: they answer as in Python, and the same question always alike."""

import numba
import pytest

from sim.engine.compiled.own_rules import compiled_own_rule
from sim.scenario.own_rule import OwnRuleError
from sim.scenario.own_rule_code import SITUATIONS, OwnRules, own_rule
from sim.scenario.own_rule_file import RuleFinder

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")

TWO = (
    "def half(perceived, *rest):\n    return perceived / 2\n\ndef held(a, b, grievance, *rest):\n    return grievance\n"
)
# a function that numba replaces by another one
REPLACED = """\
import numpy as np
from numba.extending import overload

def dice():
    return 1.0

@overload(dice)
def compiled():
    return lambda: np.random.random()
"""
BY_DICE = "from dice_of_mine import dice\n\ndef rule(*numbers):\n    return dice()\n"


@pytest.fixture
def found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def find(*paths, **texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        return OwnRules(RuleFinder().find(path) for path in paths)

    return find


def test_compiled_rules_answer_by_their_number_as_in_python(found):
    rules = found("two_of_mine:half", "two_of_mine:held", two_of_mine=TWO)
    compiled = compiled_own_rule(rules)
    for n, rule in enumerate(map(own_rule, rules.rules)):
        assert [compiled.ask(n, *numbers) for numbers in SITUATIONS] == [rule(*numbers) for numbers in SITUATIONS]


def test_a_rule_that_draws_chance_only_where_it_is_compiled_is_refused(found):
    rules = found("by_dice_of_mine:rule", by_dice_of_mine=BY_DICE, dice_of_mine=REPLACED)
    assert own_rule(rules.rules[0])(*SITUATIONS[0]) == 1.0
    with pytest.raises(OwnRuleError, match=r"^by_dice_of_mine:rule, compiled, answers the same question in several"):
        compiled_own_rule(rules)
