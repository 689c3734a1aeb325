"""How one rule calls another: what it gives comes back in registers, with a status: nought where it has not raised.

numba writes what a function gives, and why it raised, to places of which the caller tells it.  Where a rule raises,
Python plays the same again; so a rule says no more than which kind of error it was.  Numba's own functions, and
those of users, call a rule by an entry that speaks numba's language.
"""

from collections.abc import Sequence
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.callconv import CPUCallConv, errcode_t
from numba.core.cpu import CPUContext
from numba.core.datamodel import models
from numba.extending import register_model

_OK, _FIRST_ERROR = errcode_t(0), 1  # by numba's convention, too
_raised: dict[tuple[Any, Any], None] = {}  # errors that rules raise; which place each has is what its status says


class _BitType(types.Type):
    """Type of a truth that is passed on as one bit; numba passes a byte."""


_BIT = _BitType("bit")


@register_model(_BitType)
class _BitModel(models.PrimitiveModel):
    def __init__(self, manager: Any, of: Any) -> None:
        super().__init__(manager, of, ir.IntType(1))


class RuleContext(CPUContext):
    """What numba knows of the processor, and how functions are called."""

    @property
    def call_conv(self) -> "RuleConvention":
        """How functions are called."""
        return RuleConvention(self)


class RuleConvention(CPUCallConv):
    """numba's convention, but for raising within a rule."""

    def set_static_user_exc(self, builder: Any, exc: Any, exc_args: Any = None, *where: Any, **more: Any) -> None:
        """Note why it raises, outside rules."""
        if not is_rule(builder.function):
            super().set_static_user_exc(builder, exc, exc_args, *where, **more)

    def return_user_exc(self, builder: Any, exc: Any, exc_args: Any = None, *where: Any, **more: Any) -> None:
        """Raise."""
        if is_rule(builder.function):
            fail(builder, errcode_t(_status_of(exc, exc_args)))
        else:
            super().return_user_exc(builder, exc, exc_args, *where, **more)

    def return_status_propagate(self, builder: Any, status: Any) -> None:
        """Raise what a function of numba's own has raised."""
        if is_rule(builder.function):
            fail(builder, errcode_t(_status_of(RuntimeError, None)))
        else:
            super().return_status_propagate(builder, status)


def _status_of(exc: Any, exc_args: Any) -> int:
    _raised.setdefault((exc, exc_args))
    return _FIRST_ERROR + list(_raised).index((exc, exc_args))


def is_rule(function: Any) -> bool:
    """Whether a function gives what it gives in registers."""
    return bool(getattr(function, "is_rule", False))


def name_of(fndesc: Any) -> str:
    """Name of a rule's function; numba's is that of its entry."""
    return f"{fndesc.llvm_func_name}.rule"


def _packer(context: Any, fndesc: Any) -> Any:
    return context.get_arg_packer([_BIT if of == types.boolean else of for of in fndesc.argtypes])


def _kinds_given(of: Any) -> tuple[Any, ...]:
    if of == types.none:
        return ()
    is_tuple = isinstance(of, types.BaseTuple)
    return tuple(of.types) if is_tuple else (of,)


def declared(context: Any, module: Any, fndesc: Any) -> Any:
    """Give the function of a rule in a module."""
    name = name_of(fndesc)
    if name in module.globals:
        return module.globals[name]
    given = [context.get_value_type(of) for of in _kinds_given(fndesc.restype)]
    kind = ir.FunctionType(ir.LiteralStructType([*given, errcode_t]), _packer(context, fndesc).argument_types)
    function: Any = ir.Function(module, kind, name)
    function.is_rule = True
    return function


def arguments(context: Any, builder: Any, fndesc: Any) -> Any:
    """Read the arguments within a rule."""
    return _packer(context, fndesc).from_arguments(builder, builder.function.args)


def called(context: Any, builder: Any, fndesc: Any, given: Sequence[Any]) -> tuple[Any, Any]:
    """Call a rule; returns what it gives, and its status."""
    function = declared(context, builder.module, fndesc)
    result = builder.call(function, _packer(context, fndesc).as_arguments(builder, given))
    kinds = _kinds_given(fndesc.restype)
    values = [builder.extract_value(result, n) for n in range(len(kinds))]
    status = builder.extract_value(result, len(kinds))
    if isinstance(fndesc.restype, types.BaseTuple):
        return context.make_tuple(builder, fndesc.restype, values), status
    return values[0] if values else context.get_dummy_value(), status


def give(builder: Any, of: Any, value: Any) -> None:
    """Return from a rule."""
    is_tuple, n = isinstance(of, types.BaseTuple), len(_kinds_given(of))
    values = [builder.extract_value(value, place) for place in range(n)] if is_tuple else [value][:n]
    _return(builder, values, _OK)


def fail(builder: Any, status: Any) -> None:
    """Return from a rule that has raised."""
    kinds = builder.function.function_type.return_type.elements
    _return(builder, [ir.Constant(kind, ir.Undefined) for kind in kinds[:-1]], status)


def _return(builder: Any, values: Sequence[Any], status: Any) -> None:
    result = ir.Constant(builder.function.function_type.return_type, ir.Undefined)
    for n, value in enumerate([*values, status]):
        result = builder.insert_value(result, value, n)
    builder.ret(result)


def entry(context: Any, module: Any, fndesc: Any, says_why: bool) -> None:
    """Add the function by which numba's own language, and a driver's caller, call a rule.

    Parameters
    ----------
    says_why : whether the caller asks why it raised
    """
    function = context.declare_function(module, fndesc)
    builder = ir.IRBuilder(function.append_basic_block("entry"))
    convention = context.call_conv
    convention.init_call_helper(builder)
    given = convention.decode_arguments(builder, fndesc.argtypes, function)
    value, status = called(context, builder, fndesc, given)
    if says_why:
        for exc, exc_args in _raised:
            with builder.if_then(builder.icmp_signed("==", status, errcode_t(_status_of(exc, exc_args))), likely=False):
                convention.return_user_exc(builder, exc, exc_args)
    else:
        with builder.if_then(builder.icmp_signed("!=", status, _OK), likely=False):
            builder.ret(status)
    convention.return_value(builder, context.get_return_value(builder, fndesc.restype, value))
