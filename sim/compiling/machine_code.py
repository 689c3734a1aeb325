"""From linked LLVM bitcode to machine code for the processor at hand, by llvmlite alone: numba need not be there.

What it does is what numba does with a program: all optimisation that pays, and none that would change a number.  No
instruction of a rule allows a sum to be taken in another order or a product to be contracted with it.
"""

import os
import platform
import sys
from functools import cache
from hashlib import sha256
from typing import Any

import llvmlite
import llvmlite.binding as llvm

TRIED_WITH = ("0.50",)  # releases of llvmlite
IS_TRIED = ".".join(llvmlite.__version__.split(".")[:2]) in TRIED_WITH and sys.platform == "linux"
LLVM = llvm.llvm_version_info[0]
_OPTIMISED = 3
_SIMPLIFIED = 2
_ANY_CPU = ("", "")  # no name, no features
_loaded: list[Any] = []  # engines, whose code is gone when they are


class UnfitError(Exception):
    """Bitcode that cannot be made into code for this machine; the message says why."""


def triple() -> str:
    """Kind of machine as LLVM names it."""
    return str(llvm.get_process_triple())


def processor() -> str:
    """Digest of what machine code depends on beside its program: kind of machine, processor, LLVM."""
    of = (triple(), *_cpu(), llvmlite.__version__, ".".join(map(str, llvm.llvm_version_info)))
    return sha256("\n".join(of).encode()).hexdigest()[:16]


@cache
def _cpu() -> tuple[str, str]:
    """Name and features of the processor, or those that the user chose by numba's own settings."""
    name, features = os.environ.get("NUMBA_CPU_NAME"), os.environ.get("NUMBA_CPU_FEATURES")
    return (
        llvm.get_host_cpu_name() if name is None else name,
        llvm.get_host_cpu_features().flatten() if features is None else features,
    )


def _target_machine(cpu: tuple[str, str] | None = None) -> Any:
    """A new one, as whatever it is given to owns it: for the processor at hand, or another of its kind."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    name, features = _cpu() if cpu is None else cpu
    is_x86 = platform.machine().lower() in ("x86_64", "amd64", "i386", "i686")
    return llvm.Target.from_triple(triple()).create_target_machine(
        cpu=name,
        features=features,
        opt=_OPTIMISED,
        reloc="static" if is_x86 else "default",
        codemodel="jitdefault",
        jit=True,
    )


def simplified(bitcode: bytes) -> bytes:
    """Take from a program what any processor of its kind can do without: half of what machine code would cost.

    No rule is built into another: LLVM does that once alone, for the processor at hand; done twice, code is
    slower by a tenth.

    Returns
    -------
    bytes, bitcode again
    """
    program = llvm.parse_bitcode(bitcode)
    options = llvm.create_pipeline_tuning_options(_SIMPLIFIED)
    options.inlining_threshold = 0
    options.loop_vectorization = options.slp_vectorization = options.loop_unrolling = False
    passes = llvm.create_pass_builder(_target_machine(_ANY_CPU), options)
    passes.getModulePassManager().run(program, passes)
    return bytes(program.as_bitcode())


def machine_code(bitcode: bytes) -> bytes:
    """Optimise a program for the processor at hand, and return it as an object file.

    Raises
    ------
    UnfitError
        If it is no bitcode, is for another kind of machine, or calls what is not there.
    """
    machine = _target_machine()
    try:
        program = llvm.parse_bitcode(bitcode)
        program.verify()
    except RuntimeError as problem:
        raise UnfitError(str(problem)) from None
    if (program.triple, program.data_layout) != (triple(), str(machine.target_data)):
        raise UnfitError(f"it is for {program.triple}, and here it is {triple()}")
    _optimise(program, machine)
    _engine()  # without one, LLVM does not look among the functions of this process
    if missing := [name for name in _called(program) if not _is_of_c(name)]:
        raise UnfitError(f"it calls {', '.join(missing)}")
    return bytes(machine.emit_object(program))


def _optimise(program: Any, machine: Any) -> None:
    options = llvm.create_pipeline_tuning_options(_OPTIMISED)
    # like steps that follow each other, as those of a random number do, are slower side by side in a vector
    options.loop_vectorization, options.slp_vectorization = True, False
    passes = llvm.create_pass_builder(machine, options)
    passes.getModulePassManager().run(program, passes)


def _is_of_c(name: str) -> bool:
    """Whether a function is there in every process, also where numba, which has some of its own, is not imported."""
    return not name.startswith(("numba_", "NRT_")) and llvm.address_of_symbol(name) is not None


def _called(program: Any) -> list[str]:
    """Functions that a program calls and does not hold, but for what LLVM itself knows."""
    return [each.name for each in program.functions if each.is_declaration and not each.name.startswith("llvm.")]


def _engine() -> Any:
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target_machine())


def address_in(code: bytes, symbol: str) -> int:
    """Load an object file into this process for good, and return where a function of it lies."""
    engine = _engine()
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _loaded.append(engine)
    return int(engine.get_function_address(symbol))
