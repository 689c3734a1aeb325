"""Users' own rules, compiled by numba and joined behind one address."""

import inspect
import math
from functools import lru_cache
from typing import Any

from numba import cfunc, njit

from sim.compiling.reference_types import OF_OWN_RULES
from sim.compiling.rules import tell_numba

from .no_rule import no_rule


class CompiledOwnRule:
    """The compiled rules, as compiled code and Python call them."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self.function_address = int(compiled.address)

    def ask(self, n: int, *numbers: float) -> float:
        """Call rule ``n``; no number where it fails."""
        return float(self._compiled.ctypes(n, *numbers))


@lru_cache(maxsize=64)  # a sweep asks for the same ones at every point
def compiled_together(functions: tuple[Any, ...]) -> CompiledOwnRule:
    """Compile rules, numbered in their order."""
    tell_numba()  # they may call rules of ours
    every = njit(no_rule)
    for n, function in reversed(list(enumerate(functions))):
        every = _linked(n, _compiled(function), every)
    return CompiledOwnRule(cfunc(OF_OWN_RULES)(_guarded(every)))


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
