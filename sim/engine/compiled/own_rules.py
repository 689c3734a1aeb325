"""Users' own rules as compiled code calls them: any number behind one address, so that one driver serves all."""

import ctypes
from functools import lru_cache, partial
from typing import Any

from sim.scenario.own_rule_code import OwnRules, check_answers, function_of

from .no_rule import no_rule

_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_int64, *(ctypes.c_double,) * 7)


class NoOwnRule:
    """Stands in where a scenario names no rule of its own; it is never called, so nothing is compiled for it.

    Attributes
    ----------
    function_address : int, where a function lies that gives no number
    """

    def __init__(self) -> None:
        self._callback = _CALLBACK(no_rule)
        self.function_address = int(ctypes.cast(self._callback, ctypes.c_void_p).value or 0)


def compiled_own_rule(rules: OwnRules) -> Any:
    """Return the rules of a scenario as compiled code calls them; one that fails there gives no number.

    Returns
    -------
    object with a ``function_address``, or None where a rule cannot be compiled

    Raises
    ------
    OwnRuleError
        If a rule cannot be used, or answers the same question in two ways.
    """
    if not rules.rules:
        return _no_own_rule()
    from numba.core.errors import NumbaError

    from .own_rules_together import compiled_together

    try:
        compiled = compiled_together(tuple(map(function_of, rules.rules)))
    except (NumbaError, TypeError, ValueError):  # also what a rule does that cannot be, such as giving a text
        return None
    for n, rule in enumerate(rules.rules):
        check_answers(f"{rule.path}, compiled,", partial(compiled.ask, n))
    return compiled


@lru_cache
def _no_own_rule() -> NoOwnRule:
    return NoOwnRule()
