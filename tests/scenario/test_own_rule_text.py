"""What is read in the text of a module: whether it defines a function that can be a rule."""

import pytest

from sim.scenario.own_rule import NoRuleError
from sim.scenario.own_rule_text import check_text

RULE = "def rule(*numbers):\n    return 1.0\n"


def problem(text: str | bytes, name: str = "rule") -> str:
    """What is wrong with a rule of a module; nothing where that can be one."""
    content = text if isinstance(text, bytes) else text.encode()
    try:
        check_text(content, "mild.py", f"mild:{name}", name)
    except NoRuleError as error:
        return error.problem
    return ""


DEFINED = {
    "a function": RULE,
    "a function of seven": "def rule(a, b, c, d, e, f, g): return 1.0",
    "a function of more, with a value by default": "def rule(a, b, c, d, e, f, g, h=1, *, i=2): return 1.0",
    "positions only": "def rule(a, b, /, *others): return 1.0",
    "a value without a name": "rule = lambda *numbers: 1.0",
    "another name of a function": "rule = abs",
    "what another function makes": "rule = make(3)",
    "an instance": "class Rule:\n    def __call__(self, *numbers): return 1.0\nrule: Rule = Rule()",
    "from elsewhere": "from helpers import rule",
    "by another name from elsewhere": "from helpers import patient as rule",
    "among all from elsewhere": "from helpers import *",
    "under a condition": "if True:\n    pass\nelse:\n    def rule(*numbers): return 1.0",
    "in an attempt": "try:\n    import x\nexcept ImportError:\n    def rule(*numbers): return 1.0",
    "decorated, which may change what it takes": "@njit\ndef rule(): return 1.0",
    "with a mark that some editors put first": b"\xef\xbb\xbf" + RULE.encode(),
    "in Latin letters that it names": "# coding: latin-1\n# é\n".encode("latin-1") + RULE.encode(),
    "with an escape that Python warns of": 'X = "\\d"\n' + RULE,
}


@pytest.mark.parametrize("text", DEFINED.values(), ids=DEFINED)
def test_defined_is(text: str | bytes) -> None:
    assert problem(text) == ""


NONE = "mild has no function rule"
NO_FIT = "mild:rule does not take what a rule is given"
WRONG = {
    "no function": ("def other(): pass", NONE),
    "a function within another": ("def other():\n    def rule(*n): return 1.0", NONE),
    "a number": ("rule = 0.5", NONE),
    "a list": ("rule: list = []", NONE),
    "a number after a function": (RULE + "rule = 0.5", NONE),
    "a function that has to be waited for": ("async def rule(*numbers): return 1.0", NONE),
    "too few": ("def rule(a, b): return 1.0", NO_FIT),
    "too many": ("def rule(a, b, c, d, e, f, g, h): return 1.0", NO_FIT),
    "what has to be named": ("def rule(*numbers, factor): return 1.0", NO_FIT),
    "too few without a name": ("rule = lambda a: a", NO_FIT),
    "no Python": ("def rule(:\n", "mild.py is not Python (line 1: invalid syntax)"),
    "a zero byte": (b"rule = 1\0", "mild.py is not Python"),
    "letters of no kind": (b"x = '\xff'\n", "mild.py is not Python"),
    "nested without end": ("rule = " + "(" * 5000, "mild.py is not Python"),
    "signs without end": ("rule = " + "-" * 100_000 + "1", "mild.py is not Python"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_wrong_is(text: str | bytes, said: str) -> None:
    assert problem(text).startswith(said)
