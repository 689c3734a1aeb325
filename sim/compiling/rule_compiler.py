"""How a rule is compiled: by parts of numba, without those that no rule needs.

What is left out looks for expressions of whole arrays, functions within a function, branches that are known beforehand,
code that is to be built into its caller, and for what has to be freed.  numba finds none of it in a rule; but it looks,
and after each look it goes through the whole function again.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from numba._dynfunc import make_function
from numba.core import ir
from numba.core.callconv import PythonErrorModel
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.interpreter import Interpreter
from numba.core.ir_utils import build_definitions
from numba.core.postproc import PostProcessor
from numba.core.rewrites.registry import rewrite_registry
from numba.core.ssa import reconstruct_ssa
from numba.core.typed_passes import NativeLowering, NoPythonBackend, PreLowerStripPhis

from .batches import Rule
from .convention import RuleContext
from .inference import inferred
from .lowering import Lowered, RuleLower, lowered


def _read(state: Any) -> None:
    """From Python's bytecode to numba's own language."""
    state.func_ir = Interpreter(state.func_id).interpret(state.bc)
    state.nargs = state.func_ir.arg_count
    PostProcessor(state.func_ir).run()
    blocks = state.func_ir.blocks
    for kind in rewrite_registry.rewrites["before-inference"]:  # places of tuples that are known, say
        rewrite = kind(state)
        for label in list(blocks):
            while rewrite.match(state.func_ir, blocks[label], None, None):
                blocks[label] = rewrite.apply()
    reconstruct_ssa(state.func_ir)
    for block in state.func_ir.blocks.values():
        _in_order(block)
    state.func_ir._definitions = build_definitions(state.func_ir.blocks)


def _in_order(block: Any) -> None:
    """Sort values that several ways bring to one place: numba walks a set of them, and code shall be the same."""
    body: list[Any] = []
    for kind, statements in groupby(block.body, _brought):
        given = list(statements)
        body += sorted(given, key=lambda each: str(each.target.name)) if kind and _are_free(given) else given
    block.body = body


def _brought(statement: Any) -> str:
    """Say how an assignment brings a value from one block to another, if it does."""
    if not isinstance(statement, ir.Assign):
        return ""
    if isinstance(statement.value, ir.Expr):
        return "taken" if statement.value.op == "phi" else ""
    return "given" if statement.target.name.startswith("$phi") else ""


def _are_free(assignments: Sequence[Any]) -> bool:
    """Whether none of them reads what another writes."""
    written = {each.target.name for each in assignments}
    return not any(isinstance(each.value, ir.Var) and each.value.name in written for each in assignments)


def _infer(state: Any) -> None:
    """Find the types of all variables."""
    given = inferred(state.typingctx, state.targetctx, state.func_ir, state.args)
    state.typemap, state.return_type, state.calltypes = given
    state.func_ir = PreLowerStripPhis()._strip_phi_nodes(state.func_ir)
    state.func_ir._definitions = build_definitions(state.func_ir.blocks)


def _stand_in(library: Any, fndesc: Any, env: Any) -> Any:
    """What numba knows a compiled function by; it is never called."""
    name = fndesc.qualname.split(".")[-1]
    stand_in = make_function(fndesc.lookup_module(), name, "part of a program", 0, env, (library,))
    lowered[stand_in] = Lowered(fndesc, library)
    return stand_in


@register_pass(mutates_CFG=True, analysis_only=False)
class _RuleLowering(NativeLowering):
    """Lower a rule and make no machine code of it."""

    _name = "rule_lowering"

    @property
    def lowering_class(self) -> Any:
        """How it is lowered."""
        return RuleLower

    def run_pass(self, state: Any) -> bool:
        """Lower it into a batch."""
        context = state.targetctx  # a copy for this function alone
        context.__class__ = RuleContext
        context.error_model = PythonErrorModel(context.call_conv)
        context.get_executable = _stand_in
        state.library = Rule(context.codegen(), state.func_id.func_qualname)
        return bool(super().run_pass(state))


class _Passes(PassManager):
    """All steps, one after another."""

    def run(self, state: Any) -> None:
        """Compile one rule."""
        _read(state)
        _infer(state)
        _RuleLowering().run_pass(state)
        NoPythonBackend().run_pass(state)


class RuleCompiler(CompilerBase):
    """The compiler of a rule, or of a driver."""

    def define_pipelines(self) -> list[Any]:
        """Choose the way; a user's function may give a rule arrays that are counted, which is left to numba."""
        is_counted = self.state.flags.nrt
        return [DefaultPassBuilder.define_nopython_pipeline(self.state) if is_counted else _Passes("rule")]
