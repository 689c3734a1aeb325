"""Types of what a rule reckons with, by numba's own inference, which is asked each question once.

numba asks anew at every place what the sum of two whole numbers is, or which field a reference has, and tries dozens
of answers.  The same question has the same answer throughout; so it is kept.
"""

import types as python
from functools import cache
from typing import Any

from numba.core import errors, types
from numba.core.errors import ForceLiteralArg, NumbaWarning, TypingError
from numba.core.typeinfer import ConstraintNetwork, TypeInferer

_FUNCTIONS = (python.FunctionType, python.BuiltinFunctionType, python.ModuleType, type)


class _Context:
    """Numba's typing context, whose answers are kept."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._calls: dict[Any, Any] = {}
        self._attributes: dict[Any, Any] = {}
        self._values: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def resolve_function_type(self, func: Any, args: Any, kws: Any) -> Any:
        """Find the signature by which a function is called with some types."""
        if not isinstance(func, types.Function):
            return self._context.resolve_function_type(func, args, kws)
        key = func, tuple(args), tuple(kws.items())
        found = self._calls.get(key)
        if found is None:
            found = self._calls[key] = self._context.resolve_function_type(func, args, kws)
        return found

    def resolve_getattr(self, typ: Any, attr: str) -> Any:
        """Find the type of an attribute."""
        key = typ, attr
        found = self._attributes.get(key)
        if found is None:
            found = self._attributes[key] = self._context.resolve_getattr(typ, attr)
        return found

    def resolve_value_type(self, val: Any) -> Any:
        """Find the type of a value; of a function or a module it is kept."""
        if not isinstance(val, _FUNCTIONS):
            return self._context.resolve_value_type(val)
        found = self._values.get(val)
        if found is None:
            found = self._values[val] = self._context.resolve_value_type(val)
        return found


_kept = cache(_Context)  # of each of numba's contexts there is one


class _Constraints(ConstraintNetwork):
    """What statements say of types; no rule gives a warning, so none is caught at each of them."""

    def propagate(self, typeinfer: Any) -> list[Any]:
        """Let each constraint say what it can by now; returns what failed."""
        failed: list[Any] = []
        for constraint in self.constraints:
            try:
                constraint(typeinfer)
            except ForceLiteralArg as problem:
                failed.append(problem)
            except TypingError as problem:
                failed.append(TypingError(str(problem), loc=constraint.loc, highlighting=False))
                failed[-1].__cause__ = problem
        return failed


def inferred(context: Any, target: Any, func_ir: Any, args: Any) -> tuple[Any, Any, Any]:
    """Infer the types of all variables of a rule, of what it returns, and of each of its calls."""
    fixer: Any = errors
    with fixer.WarningsFixer(NumbaWarning) as warnings:
        inference = TypeInferer(_kept(context), func_ir, warnings)
        inference.constraints = _Constraints()
        with context.callstack.register(target.target, inference, func_ir.func_id, args):
            for place, (name, of) in enumerate(zip(func_ir.arg_names, args, strict=True)):
                inference.seed_argument(name, place, of)
            inference.build_constraint()
            inference.propagate()
            typemap, returned, calls = inference.unify()
    return typemap, returned, calls
