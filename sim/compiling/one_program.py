"""Compile a driver and all rules that it calls as one program: by numba to LLVM's language, linked once.

numba makes a library of every rule, links everything that the rule calls into it, optimises the whole again and emits
machine code that nobody calls.  Here the code of a rule, and of the driver, stays as it was lowered; what is linked of
them is optimised and emitted by ``machine_code``.  The instructions of a rule are the same either way.

A documented option chooses this way (``pipeline_class``), but what it leads to are numba's own classes.  So only
releases of numba with which it was tried compile like this; any other compiles in its usual way.
"""

import os
from collections.abc import Iterator, Sequence
from typing import Any

import numba
from numba._dynfunc import make_function
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering, NopythonRewrites
from numba.core.untyped_passes import InlineClosureLikes

from .collector import collector_off

TRIED_WITH = ("0.68",)  # releases of numba
LONG = 200  # instructions of a rule; built into one another, long ones take LLVM twice the time and gain nothing
_SETTINGS: Any = numba.config
IS_USED = ".".join(numba.__version__.split(".")[:2]) in TRIED_WITH

# functions of numba's own that are those of C by another name: without it, a program needs no numba when it runs
_OF_C = {"numba_frexp": "frexp"}


def options_of_a_rule() -> dict[str, Any]:
    """Options by which numba compiles a rule as part of a program; none where this version of it was not tried."""
    return {"pipeline_class": _RuleCompiler, "no_cfunc_wrapper": True} if IS_USED else {}


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
    """Link what was compiled as one program with all that it calls, each library once; returns LLVM bitcode."""
    program = result.library.alone_as_driver().clone()
    for library in _callers_first(result.library):
        program.link_in(_module(library), preserve=True)
    for each in program.functions:
        if each.name in _OF_C:
            each.name = _OF_C[each.name]
    for each in program.functions:
        if _is_short_rule(each):
            each.linkage = "internal"
    program.verify()
    return bytes(program.as_bitcode())


def _is_short_rule(function: Any) -> bool:
    """Whether a function is a rule to be kept to its program: what one place alone calls is then built into it."""
    is_of_a_rule = function.linkage.name == "linkonce_odr" and not function.is_declaration
    return is_of_a_rule and sum(1 for block in function.blocks for _ in block.instructions) < LONG


class _Rule(JITCodeLibrary):
    """Code of one rule, or of a driver, lowered but neither linked nor emitted; never run by itself."""

    _whole: Any = None

    def finalize(self) -> None:
        """Add nothing of what is called."""
        self._raise_if_finalized()
        self._finalized = True

    def alone(self) -> Any:
        """Module of this rule without what it calls, to be linked."""
        return super()._get_module_for_linking()

    def alone_as_driver(self) -> Any:
        """The same of a driver, whose name stays known from outside."""
        return self._final_module

    def _get_module_for_linking(self) -> Any:
        """Module of this rule and of all it calls, for a user's function that calls a rule."""
        if self._whole is None:
            self._whole = self.alone().clone()
            for library in _callers_first(self):
                self._whole.link_in(_module(library), preserve=True)
        return self._whole

    def get_pointer_to_function(self, name: str) -> int:
        """No machine code is made of it."""
        return 0


def _module(library: Any) -> Any:
    return library.alone() if isinstance(library, _Rule) else library._get_module_for_linking()


def _callers_first(library: Any) -> Iterator[Any]:
    """All libraries that one needs, each once; it itself is left out.

    None comes before those that call it: LLVM leaves out what nobody has referred to yet.
    """
    done: dict[Any, None] = {}
    _note_callees_first(library, done)
    return (other for other in reversed(done) if other is not library)


def _note_callees_first(library: Any, done: dict[Any, None]) -> None:
    """Append what a library calls, then itself; what numba made itself is linked as it is."""
    for callee in library._linking_libraries if isinstance(library, _Rule) else ():
        if callee not in done:
            _note_callees_first(callee, done)
    done[library] = None


@register_pass(mutates_CFG=True, analysis_only=False)
class _RuleLowering(NativeLowering):
    """Lower a rule and make no machine code of it."""

    _name = "rule_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower it into a library that is not optimised."""
        state.library = _Rule(state.targetctx.codegen(), state.func_id.func_qualname)
        state.targetctx.get_executable = _stand_in  # the context is a copy for this function alone
        return bool(super().run_pass(state))


def _stand_in(library: Any, fndesc: Any, env: Any) -> Any:
    """What numba knows a compiled function by; it is never called."""
    return make_function(
        fndesc.lookup_module(), fndesc.qualname.split(".")[-1], "part of a program", 0, env, (library,)
    )


# they look for expressions of whole arrays and functions within a function: no rule has any
_NEEDLESS = (NopythonRewrites, InlineClosureLikes)


class _RuleCompiler(CompilerBase):
    """Compile as numba does, but for what no rule needs, and lower by ``_RuleLowering``."""

    def define_pipelines(self) -> list[Any]:
        """Put our lowering where numba's is."""
        manager = DefaultPassBuilder.define_nopython_pipeline(self.state)
        manager.passes = [
            (_RuleLowering if each is NativeLowering else each, description)
            for each, description in manager.passes
            if each not in _NEEDLESS
        ]
        manager.finalize()
        return [manager]
