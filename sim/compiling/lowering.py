"""From a rule that numba has typed to LLVM's language, by numba's own lowering, but for what most of a rule is.

A rule reads fields, reckons with numbers and calls other rules.  For these, numba looks for an implementation at every
place; here they are written down at once.  All else is left to numba.  The instructions are those that numba would
give, so the numbers are the same.
"""

import operator
from typing import Any, NamedTuple

from llvmlite.ir import IRBuilder
from numba.core import cgutils, ir, types
from numba.core.lowering import Lower

from . import convention
from .fields import FieldType, places_of, read, write
from .reference_types import ReferenceType, field

_NUMBERS = (types.int64, types.float64)
_OF_INTS: dict[Any, str] = {operator.add: "add", operator.sub: "sub", operator.mul: "mul"}
_OF_FLOATS: dict[Any, str] = {operator.add: "fadd", operator.sub: "fsub", operator.mul: "fmul"}
_COMPARED: dict[Any, str] = {
    operator.eq: "==",
    operator.ne: "!=",
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
}


class Lowered(NamedTuple):
    """A rule that was lowered."""

    fndesc: Any
    library: Any


lowered: dict[Any, Lowered] = {}  # by what numba knows a compiled function by


class RuleLower(Lower):
    """Lower one rule; nothing in it is counted, so nothing has to be deleted."""

    def init(self) -> None:
        """Begin."""
        super().init()
        self._memory: dict[str, str | None] = {}  # of variables that are fields

    def lower_normal_function(self, fndesc: Any) -> None:
        """Lower the function."""
        self.library.lowered(self.context, fndesc)
        super().lower_normal_function(fndesc)

    def setup_function(self, fndesc: Any) -> None:
        """Begin the function."""
        self.function = convention.declared(self.context, self.module, fndesc)
        self.entry_block = self.function.append_basic_block("entry")
        self.builder = IRBuilder(self.entry_block)
        self.call_helper = self.call_conv.init_call_helper(self.builder)

    def extract_function_arguments(self) -> Any:
        """Read its arguments."""
        self.fnargs = convention.arguments(self.context, self.builder, self.fndesc)
        return self.fnargs

    def lower_block(self, block: Any) -> None:
        """Lower a block of instructions."""
        self._cur_ir_block = block
        for each in block.body:
            self.loc = each.loc
            self.lower_inst(each)

    def lower_inst(self, inst: Any) -> None:
        """Lower one instruction."""
        if isinstance(inst, ir.Assign):
            name = inst.target.name
            self.storevar(self.lower_assign(self.typeof(name), inst), name)
        elif isinstance(inst, ir.Return):
            given, of = inst.value.name, self.fndesc.restype
            value = self.context.cast(self.builder, self.loadvar(given), self.typeof(given), of)
            convention.give(self.builder, of, value)
        elif not (isinstance(inst, (ir.SetItem, ir.StaticSetItem)) and self._write(inst)):
            super().lower_inst(inst)

    def lower_assign(self, ty: Any, inst: Any) -> Any:
        """Give the value that is assigned."""
        value = inst.value
        if isinstance(value, ir.Expr):
            return self.lower_expr(ty, value)
        if isinstance(value, ir.Var):
            of = self.typeof(value.name)
            given = self.loadvar(value.name)
            return given if of == ty else self.context.cast(self.builder, given, of, ty)
        if isinstance(value, (ir.Const, ir.Global, ir.FreeVar)) and isinstance(ty, (types.Function, types.Module)):
            return self.context.get_dummy_value()
        return super().lower_assign(ty, inst)

    def storevar(self, value: Any, name: str, argidx: Any = None) -> None:
        """Keep a value by the name of a variable."""
        if name in self._singly_assigned_vars:
            self._blk_local_varmap[name] = value
        else:
            self.builder.store(value, self.getvar(name))
            if hasattr(value, "memory") and len(self.func_ir._definitions[name]) == 1:
                self._memory[name] = value.memory

    def alloca(self, name: str, type: Any) -> Any:  # noqa: A002 - numba's own name
        """Room for a variable."""
        return cgutils.alloca_once(self.builder, self.context.get_value_type(type), name=name)

    def loadvar(self, name: str) -> Any:
        """Read a variable."""
        if name in self._blk_local_varmap:
            return self._blk_local_varmap[name]
        value: Any = self.builder.load(self.getvar(name))
        if name in self._memory:
            value.memory = self._memory[name]
        return value

    def lower_expr(self, resty: Any, expr: Any) -> Any:
        """Give the value of an expression."""
        given = None
        if expr.op == "getattr":
            given = self._field(expr)
        elif expr.op in ("getitem", "static_getitem"):
            given = self._item(resty, expr)
        elif expr.op in ("binop", "inplace_binop"):
            given = self._reckoned(resty, expr)
        elif expr.op == "call":
            given = self._called(resty, expr)
        return super().lower_expr(resty, expr) if given is None else given

    def _field(self, expr: Any) -> Any:
        of = self.typeof(expr.value.name)
        if not isinstance(of, ReferenceType):
            return None
        return field(self.context, self.builder, of, self.loadvar(expr.value.name), expr.attr)

    def _places(self, index: Any) -> list[Any] | None:
        """Places of values, where they are whole numbers."""
        if index is None:
            return None
        return places_of(self.context, self.builder, self.loadvar(index.name), self.typeof(index.name))

    def _item(self, resty: Any, expr: Any) -> Any:
        """Read a value, or a row, of a field."""
        of = self.typeof(expr.value.name)
        if not isinstance(of, FieldType):
            return None
        places = self._places(expr.index_var if expr.op == "static_getitem" else expr.index)
        if places is None or (len(places) == of.ndim and resty != of.dtype):
            return None
        return read(self.context, self.builder, of, self.loadvar(expr.value.name), places, resty)

    def _write(self, inst: Any) -> bool:
        """Write a value of a field, if it is one."""
        of = self.typeof(inst.target.name)
        if not isinstance(of, FieldType):
            return False
        places = self._places(inst.index_var if isinstance(inst, ir.StaticSetItem) else inst.index)
        if places is None or len(places) < of.ndim:
            return False
        given = self.context.cast(self.builder, self.loadvar(inst.value.name), self.typeof(inst.value.name), of.dtype)
        write(self.context, self.builder, of, self.loadvar(inst.target.name), places, given)
        return True

    def _reckoned(self, resty: Any, expr: Any) -> Any:
        """Sum, difference, product or comparison of two numbers of one kind."""
        op = expr.fn if expr.op == "binop" else expr.immutable_fn
        of = self.fndesc.calltypes[expr].args
        if of[0] != of[1] or of[0] not in _NUMBERS:
            return None
        is_float, build = of[0] == types.float64, self.builder
        kinds = _OF_FLOATS if is_float else _OF_INTS
        if op not in kinds and op not in _COMPARED:
            return None
        lhs, rhs = (
            self.context.cast(build, self.loadvar(each.name), self.typeof(each.name), of[0])
            for each in (expr.lhs, expr.rhs)
        )
        if op in kinds:
            return getattr(build, kinds[op])(lhs, rhs) if resty == of[0] else None
        if not is_float:
            return build.icmp_signed(_COMPARED[op], lhs, rhs)
        return (build.fcmp_unordered if op is operator.ne else build.fcmp_ordered)(_COMPARED[op], lhs, rhs)

    def _called(self, resty: Any, expr: Any) -> Any:
        """Whether something holds that is a truth already, or what another rule gives."""
        of, signature = self.typeof(expr.func.name), self.fndesc.calltypes[expr]
        if not isinstance(of, types.Function):
            return None
        if of.typing_key is bool and len(expr.args) == 1:
            (given,) = expr.args
            return self.loadvar(given.name) if self.typeof(given.name) == types.boolean else None
        rule = lowered.get(of.get_impl_key(signature))
        if rule is None:
            return None
        return self._given_by(rule, resty, self.fold_call_args(of, signature, expr.args, expr.vararg, expr.kws))

    def _given_by(self, rule: Any, resty: Any, given: Any) -> Any:
        """Call a rule; where it raised, return at once."""
        build = self.builder
        self.library.add_linking_library(rule.library)
        value, status = convention.called(self.context, build, rule.fndesc, given)
        with cgutils.if_unlikely(build, build.icmp_signed("!=", status, status.type(0))):
            convention.fail(build, status)
        return self.context.cast(build, value, rule.fndesc.restype, resty)
