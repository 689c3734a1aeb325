"""A user's own rule for *how much*: a Python function named by its import path."""

import importlib
import inspect
import math
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

NUMBERS = ("perceived", "balance", "grievance", "previous", "last", "k", "c")  # that a rule is given, in this order
OwnRule = Callable[[float, float, float, float, float, float, float], float]


class OwnRuleError(Exception):
    """An own rule that cannot be found, or that gives no usable severity."""


def function_at(path: str) -> Any:
    """Python function that an import path names; looks in the folder of the command first.

    Raises
    ------
    OwnRuleError
        If there is no such module or function; the message says which.
    """
    module, _, name = path.partition(":")
    sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), name, None)
    except (Exception, SystemExit) as problem:  # whatever a user's module does when it is imported
        raise OwnRuleError(f"{module} cannot be imported ({problem})") from None
    finally:
        sys.path.remove(os.getcwd())
    if not callable(found):
        raise OwnRuleError(f"{module} has no function {name}")
    return found


def takes_the_numbers(function: Any) -> bool:
    """Whether a function can be called with the numbers that a rule is given; of some built-in ones nobody can tell."""
    try:
        inspect.signature(function).bind(*NUMBERS)
    except TypeError:
        return False
    except ValueError:
        pass
    return True


def own_rule(path: str) -> OwnRule:
    """Rule of a user, held to severities that can be used.

    The function is given, in this order, the severity perceived, the balance, the grievance, the severity of
    the other side's act before, that of the own last act, and the numbers k and c of the policy.

    Raises
    ------
    OwnRuleError
        If it cannot be found; when it is called, if it fails or gives no finite severity of 0 or more.
    """
    function = function_at(path)

    def checked(*arguments: float) -> float:
        try:
            severity = float(function(*map(float, arguments)))  # a numpy number would divide by 0 without a word
        except (Exception, SystemExit) as problem:  # whatever a user's function raises
            raise OwnRuleError(f"{path} failed: {problem}") from None
        if not (math.isfinite(severity) and severity >= 0.0):
            raise OwnRuleError(f"{path} gave {severity}; expected a severity, finite and not below 0")
        return severity

    return checked


class OwnRules:
    """The rules of a scenario's users as one function: of the number of the rule, and of what it is given.

    Attributes
    ----------
    paths : tuple of str, import paths in the order of their numbers
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self._rules = [own_rule(path) for path in self.paths]

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process by the import paths: functions are found there again."""
        return type(self), (self.paths,)

    def __call__(self, n: int, *numbers: float) -> float:
        """Severity that rule ``n`` asks for; numbers as for :func:`own_rule`."""
        return self._rules[n](*numbers)
