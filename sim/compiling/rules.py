"""Which functions are rules.

numba is told when it is needed: to import it takes longer than to play a short forecast.
"""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])

_untold: list[Callable[..., Any]] = []


def rule(function: Rule) -> Rule:
    """Mark a function as a rule of the model: plain in Python, compiled inside a compiled driver."""
    _untold.append(function)
    if "numba" in sys.modules:  # a user's function that calls a rule may be compiled at any time
        tell_numba()
    return function


def tell_numba() -> None:
    """Let numba know all rules so far; numba itself asks for it where detente is installed (``numba_extensions``)."""
    if not _untold:
        return
    from numba.extending import register_jitable

    from .one_program import options_of_a_rule

    options = options_of_a_rule()
    while _untold:
        function = _untold.pop(0)
        _ = register_jitable(**options)(function) if options else register_jitable(function)
