"""Compile a driver and all rules that it calls as one program: by numba to LLVM's language, linked once.

numba makes a library of every rule, links everything that the rule calls into it, optimises the whole again and emits
machine code that nobody calls.  Here the code of a rule, and of the driver, stays as it was lowered; what is linked of
them is optimised and emitted by ``machine_code``.  The instructions of a rule are the same either way.

A documented option chooses this way (``pipeline_class``), but what it leads to are numba's own classes.  So only
releases of numba with which it was tried compile like this; any other compiles in its usual way.
"""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numba

from .collector import collector_off

TRIED_WITH = ("0.68",)  # releases of numba
LONG = 350  # instructions of a rule; built into one another, longer ones take LLVM twice the time and gain nothing
_SETTINGS: Any = numba.config
IS_USED = ".".join(numba.__version__.split(".")[:2]) in TRIED_WITH

# functions of numba's own that are those of C by another name: without it, a program needs no numba when it runs
_OF_C = {"numba_frexp": "frexp"}


def options_of_a_rule() -> dict[str, Any]:
    """Options by which numba compiles a rule as part of a program; none where this version of it was not tried."""
    if not IS_USED:
        return {}
    from .rule_compiler import RuleCompiler  # of another version it might not find what it extends

    return {"pipeline_class": RuleCompiler, "no_cfunc_wrapper": True}


def compiled(function: Any, types: Sequence[Any], is_one_program: bool) -> Any:
    """Compile a driver; it neither allocates nor needs the interpreter while it runs.

    Parameters
    ----------
    types : numba's, of its arguments
    is_one_program : whether it is to be linked by :func:`linked`; else numba makes machine code of it in its usual way

    Returns
    -------
    numba's CompileResult
    """
    of_the_way = {"no_cpython_wrapper": True, **options_of_a_rule()} if is_one_program else {"cache": True}
    options: dict[str, Any] = {"nogil": True, "_nrt": False, **of_the_way}
    _SETTINGS.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # also where a user's program imported numba before
    driver: Any = numba.njit(**options)(function)
    with collector_off():  # nearly all that is made is kept to the end
        driver.compile(tuple(types))
    (result,) = driver.overloads.values()
    return result


def linked(result: Any) -> bytes:
    """Link what was compiled as one program with all that it calls, each module once; returns LLVM bitcode."""
    from .batches import Rule, called

    program = result.library.whole()
    for each in program.functions:
        each.name = _OF_C.get(each.name, each.name)
    rules = [each for each in called(result.library) if isinstance(each, Rule)]
    places = Counter[Any]()  # from which each is called
    for each in rules:
        places.update(each.calls)
    for each in rules:
        if each.n_instructions < LONG:
            function = program.get_function(each.function)
            function.linkage = "internal"
            if places[each] == 1 or each.is_of_numbers:
                function.add_function_attribute("alwaysinline")
    program.get_function(result.fndesc.llvm_func_name).linkage = "external"
    program.verify()
    return bytes(program.as_bitcode())
