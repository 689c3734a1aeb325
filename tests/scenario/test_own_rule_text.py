"""What is read in the text of a module: whether it defines a function that can be a rule."""

import pytest

from sim.scenario.own_rule import NoRuleError
from sim.scenario.own_rule_text import MAX_DEPTH, MAX_NODES, check_text, imports_of

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
    "a sum without end": ("def rule(a, *b):\n    return a" + "+a" * 600, "mild.py is nested too deeply"),
    "a path without end": ("def rule(a, *b):\n    return a" + ".b" * 600, "mild.py is nested too deeply"),
    "a choice without end": (
        "if a:\n    pass\n" + "elif a:\n    pass\n" * 600 + RULE,
        "mild.py is nested too deeply",
    ),
    "many functions": (
        RULE.replace("1.0", "f0()") + "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(25_000)),
        "mild.py is too long",
    ),
    "signs without end": ("rule = " + "-" * 100_000 + "1", "mild.py is not Python"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_wrong_is(text: str | bytes, said: str) -> None:
    assert problem(text).startswith(said)


def test_what_is_too_much_is_told_with_the_limit() -> None:
    for text, expected in (
        ("x = 1" + "+1" * MAX_DEPTH, f"at most {MAX_DEPTH} levels of syntax"),
        ("x = 1\n" * MAX_NODES, f"at most {MAX_NODES} parts of syntax"),
    ):
        with pytest.raises(NoRuleError) as caught:
            check_text(text.encode(), "mild.py", "mild:rule", "rule")
        assert caught.value.expected == expected


def test_what_is_nested_nearly_as_deeply_as_may_be_is_read() -> None:
    assert problem("def rule(a, *b):\n    return a" + "+a" * (MAX_DEPTH - 10)) == ""
    assert problem("def rule(a, *b):\n    return a" + ".b" * (MAX_DEPTH - 10)) == ""


def test_a_statement_that_binds_many_names_is_read_once() -> None:
    """Else this would take minutes."""
    names = [f"x{n}" for n in range(8000)]
    text = " = ".join(names) + f" = [{'1, ' * 8000}]\ndef rule(*n):\n    return [{', '.join(names)}]\n"
    assert problem(text) == ""


def test_the_imports_of_a_long_module_are_all_found() -> None:
    """So that whatever it imports is known by its digest, also where it is no rule itself."""
    assert imports_of(b"x = 1\n" * MAX_NODES + b"import last\n", "") == ["last"]
