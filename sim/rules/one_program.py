"""Compile a driver and all rules that it calls as one program: linked once, optimised once.

numba makes a library of every rule, links everything that the rule calls into it, optimises the whole again and emits
machine code that nobody calls.  Here the code of a rule stays as it was lowered until a driver is compiled; the driver
alone is linked, optimised and emitted.  The instructions of a rule are the same either way.

A documented option chooses this way (``pipeline_class``), but what it leads to are numba's own classes.  So only
releases of numba with which it was tried compile like this; any other compiles in its usual way.
"""

from collections.abc import Iterator
from typing import Any

import numba
from llvmlite.binding import Linkage
from numba._dynfunc import make_function
from numba.core.caching import FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.environment import lookup_environment
from numba.core.typed_passes import NativeLowering

from .collector import collector_off

_SETTINGS: Any = numba.config
TRIED_WITH = ("0.68",)  # releases of numba
LONG = 200  # instructions of a rule; built into one another, long ones take LLVM twice the time and gain nothing
IS_USED = ".".join(numba.__version__.split(".")[:2]) in TRIED_WITH


def options_of_a_rule() -> dict[str, Any]:
    """Options by which numba compiles a rule as part of a program; none where this version of it was not tried."""
    return {"pipeline_class": _RuleCompiler, "no_cfunc_wrapper": True} if IS_USED else {}


def options_of_a_driver() -> dict[str, Any]:
    """Options by which numba compiles a driver as a program; none where this version of it was not tried."""
    return {"pipeline_class": _DriverCompiler, "no_cfunc_wrapper": True} if IS_USED else {}


def quick_to_load(driver: Any) -> None:
    """Let a driver be read from disk without all that only compiling needs."""
    if IS_USED and not _SETTINGS.DISABLE_JIT:
        driver._cache = _QuickCache(driver.py_func)


class _QuickCache(FunctionCache):
    """A cache that does not first make known to numba what it can compile, for which it imports much, scipy too."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Machine code of a driver; None where there is none."""
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


class _Rule(JITCodeLibrary):
    """Code of one rule, lowered but neither linked nor emitted; never run by itself."""

    _whole: Any = None

    def finalize(self) -> None:
        """Add nothing of what is called."""
        self._raise_if_finalized()
        self._finalized = True

    def alone(self) -> Any:
        """Module of this rule without what it calls, to be linked."""
        return super()._get_module_for_linking()

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


class _Driver(JITCodeLibrary):
    """Code of a driver, and of all it calls."""

    def finalize(self) -> None:
        """Link each library once, callers first: LLVM leaves out what nobody has referred to yet."""
        self._linking_libraries = [_Alone(library) for library in _callers_first(self)]
        super().finalize()

    def _optimize_final_module(self) -> None:
        """Keep short rules to this program: what one place alone calls is then built into it, whatever its length."""
        for function in self._final_module.functions:
            is_of_a_rule = function.linkage == Linkage.linkonce_odr and not function.is_declaration
            if is_of_a_rule and sum(1 for block in function.blocks for _ in block.instructions) < LONG:
                function.linkage = Linkage.internal
        super()._optimize_final_module()


class _Alone:
    """A library as ``finalize`` links it: without what it calls, which is linked by itself."""

    def __init__(self, library: Any) -> None:
        self._reload_init = library._reload_init
        self._module = _module(library)

    def _get_module_for_linking(self) -> Any:
        return self._module


def _module(library: Any) -> Any:
    return library.alone() if isinstance(library, _Rule) else library._get_module_for_linking()


def _callers_first(library: Any) -> Iterator[Any]:
    """All libraries that one needs, each once and none before those that call it; it itself is left out."""
    done: dict[Any, None] = {}
    _note_callees_first(library, done)
    return (other for other in reversed(done) if other is not library)


def _note_callees_first(library: Any, done: dict[Any, None]) -> None:
    """Append what a library calls, then itself; what numba made itself is linked as it is."""
    for callee in library._linking_libraries if isinstance(library, _Rule | _Driver) else ():
        if callee not in done:
            _note_callees_first(callee, done)
    done[library] = None


@register_pass(mutates_CFG=True, analysis_only=False)
class _RuleLowering(NativeLowering):
    """Lower a rule and make no machine code of it."""

    _name = "rule_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower it into a library that is not optimised."""
        state.library = _library_for(state, _Rule)
        state.targetctx.get_executable = _stand_in  # the context is a copy for this function alone
        return bool(super().run_pass(state))


@register_pass(mutates_CFG=True, analysis_only=False)
class _DriverLowering(NativeLowering):
    """Lower a driver, and link all it calls."""

    _name = "driver_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower it into a library that is linked and optimised; set what numba sets for every function by itself."""
        state.library = _library_for(state, _Driver)
        is_changed = bool(super().run_pass(state))
        for variable in state.library._final_module.global_variables:
            environment = lookup_environment(variable.name)
            if environment is not None:
                state.library.codegen.set_env(variable.name, environment)
        return is_changed


def _library_for(state: Any, kind: type[JITCodeLibrary]) -> Any:
    library = kind(state.targetctx.codegen(), state.func_id.func_qualname)
    library.enable_object_caching()
    return library


def _stand_in(library: Any, fndesc: Any, env: Any) -> Any:
    """What numba knows a compiled function by; it is never called."""
    return make_function(
        fndesc.lookup_module(), fndesc.qualname.split(".")[-1], "part of a program", 0, env, (library,)
    )


class _RuleCompiler(CompilerBase):
    """Compile as numba does, but lower by ``_RuleLowering``."""

    lowering: type[NativeLowering] = _RuleLowering

    def define_pipelines(self) -> list[Any]:
        """Put our lowering where numba's is."""
        manager = DefaultPassBuilder.define_nopython_pipeline(self.state)
        manager.passes = [
            (self.lowering if each is NativeLowering else each, description) for each, description in manager.passes
        ]
        manager.finalize()
        return [manager]


class _DriverCompiler(_RuleCompiler):
    """Compile as numba does, but lower by ``_DriverLowering``."""

    lowering = _DriverLowering

    def compile_extra(self, func: Any) -> Any:
        """Compile a driver and all it calls without collecting garbage: most of what is made is kept to the end."""
        with collector_off():
            return super().compile_extra(func)
