"""Users' own rules, compiled: any number of them behind one address, so that the driver is compiled only once."""

import ctypes
import inspect
import math
from functools import lru_cache, partial
from typing import Any

from numba import cfunc, njit, types
from numba.core.errors import NumbaError

from sim.scenario.own_rule_code import OwnRules, check_answers, function_of

_N_NUMBERS = 7  # that a rule is given
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_int64, *(ctypes.c_double,) * _N_NUMBERS)
_SIGNATURE = types.float64(types.int64, *(types.float64,) * _N_NUMBERS)


class AddressOfOwnRules(types.WrapperAddressProtocol):
    """What compiled code calls a user's rules by."""

    def signature(self) -> Any:
        """What it takes and gives."""
        return _SIGNATURE


class NoOwnRule(AddressOfOwnRules):
    """Stands in where a scenario names no rule of its own; it is never called, so nothing is compiled for it."""

    def __init__(self) -> None:
        self._callback = _CALLBACK(no_rule)

    def __wrapper_address__(self) -> int:
        """Where a function lies that gives no number."""
        return int(ctypes.cast(self._callback, ctypes.c_void_p).value or 0)


class CompiledOwnRule(AddressOfOwnRules):
    """Address of the compiled rules, as compiled code calls it."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def __wrapper_address__(self) -> int:
        """Where the machine code is."""
        return int(self._compiled.address)

    def ask(self, n: int, *numbers: float) -> float:
        """Call rule ``n``; no number where it fails."""
        return float(self._compiled.ctypes(n, *numbers))


def no_rule(
    n: int, perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
) -> float:
    """Give no number."""
    return math.nan


def compiled_own_rule(rules: OwnRules) -> Any:
    """Return the rules of a scenario as compiled code calls them; one that fails there gives no number.

    Returns
    -------
    AddressOfOwnRules, or None where a rule cannot be compiled

    Raises
    ------
    OwnRuleError
        If a rule cannot be used, or answers the same question in two ways.
    """
    if not rules.rules:
        return _no_own_rule()
    try:
        compiled = _compiled_together(tuple(map(function_of, rules.rules)))
    except (NumbaError, TypeError, ValueError):  # also what a rule does that cannot be, such as giving a text
        return None
    for n, rule in enumerate(rules.rules):
        check_answers(f"{rule.path}, compiled,", partial(compiled.ask, n))
    return compiled


@lru_cache
def _no_own_rule() -> NoOwnRule:
    return NoOwnRule()


@lru_cache(maxsize=64)  # a sweep asks for the same ones at every point
def _compiled_together(functions: tuple[Any, ...]) -> CompiledOwnRule:
    """Compile rules, numbered in their order."""
    every = njit(no_rule)
    for n, function in reversed(list(enumerate(functions))):
        every = _linked(n, _compiled(function), every)
    return CompiledOwnRule(cfunc(_SIGNATURE)(_guarded(every)))


def _compiled(function: Any) -> Any:
    """Compile a rule; raises TypeError where it is no plain function of positional numbers."""
    parameters = inspect.signature(function).parameters.values() if inspect.isfunction(function) else ()
    if any(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters):  # which numba passes wrongly
        raise TypeError("a rule with keyword-only parameters is not compiled")
    return njit(boundscheck=True)(function)


def _linked(n: int, rule: Any, others: Any) -> Any:
    """Choose rule ``n`` by its number, else one of the others."""

    def choose(number: int, *numbers: float) -> Any:
        return float(rule(*numbers)) if number == n else others(number, *numbers)

    return njit(choose)


def _guarded(every: Any) -> Any:
    """No number where a rule raises, or gives what is no severity."""

    def ask(
        n: int, perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
    ) -> float:
        severity = math.nan
        try:
            severity = every(n, perceived, balance, grievance, previous, last, k, c)
        except Exception:
            severity = math.nan
        return severity if math.isfinite(severity) and severity >= 0.0 else math.nan

    return ask
