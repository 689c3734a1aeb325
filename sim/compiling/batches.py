"""Rules in LLVM's language: many in one module, which LLVM reads once."""

from typing import Any

import llvmlite.binding as llvm
from numba.core import cgutils, types
from numba.core.codegen import CodeLibrary
from numba.core.compiler_lock import global_compiler_lock

from . import convention


class Batch:
    """Rules that were lowered into one module, before anything of it was needed."""

    _open: "Batch | None" = None

    def __init__(self, codegen: Any) -> None:
        self.module: Any = codegen._create_empty_module("rules")
        self._read: Any = None

    @classmethod
    def current(cls, codegen: Any) -> "Batch":
        """The one to which the next rule is added."""
        if cls._open is None:
            cls._open = cls(codegen)
        return cls._open

    def read(self) -> Any:
        """Let LLVM read it; nothing is added any more.  Of its functions, a program needs only those that it calls."""
        if self._read is None:
            if Batch._open is self:
                Batch._open = None
            self._read = llvm.parse_assembly(cgutils.normalize_ir_text(str(self.module)))
            self.module = None
            for each in self._read.functions:
                if not each.is_declaration and each.linkage == llvm.Linkage.external:
                    each.linkage = "linkonce_odr"
        return self._read


class Rule(CodeLibrary):
    """Code of one rule, or of a driver, in a batch of others; never run by itself.

    Attributes
    ----------
    function : str, its name in the batch
    n_instructions : int, of this function alone
    is_of_numbers : bool, whether it is given nothing but numbers
    """

    def __init__(self, codegen: Any, name: str) -> None:
        super().__init__(codegen, name)
        self.function, self.n_instructions = "", 0
        self.batch = Batch.current(codegen)
        self.calls: dict[Any, int] = {}  # by how many of its places
        self._finalized = True
        self.is_of_numbers = False
        self._fndesc: Any = None
        self._context: Any = None

    def lowered(self, context: Any, fndesc: Any) -> None:
        """Note as what it is lowered."""
        self.function, self._context, self._fndesc = convention.name_of(fndesc), context, fndesc
        self.is_of_numbers = all(isinstance(of, types.Number | types.Boolean) for of in fndesc.argtypes)

    def create_ir_module(self, name: str) -> Any:
        """Give the module into which it is lowered."""
        return self.batch.module

    def add_ir_module(self, ir_module: Any) -> None:
        """Leave it where it is, and note how long it is."""
        blocks = ir_module.globals[self.function].blocks
        self.n_instructions = sum(len(block.instructions) for block in blocks)

    def add_linking_library(self, library: Any) -> None:
        """Note what it calls."""
        self.calls[library] = self.calls.get(library, 0) + 1

    def finalize(self) -> None:
        """Make nothing of it."""

    def whole(self, says_why: bool = False) -> Any:
        """Give a module of it and of all that it calls, with an entry by numba's convention."""
        with global_compiler_lock:
            program = self._entry(says_why)
            for module in modules_of(self):
                program.link_in(module, preserve=True)
            return program

    def _entry(self, says_why: bool) -> Any:
        module = self.codegen._create_empty_module("entry")
        convention.entry(self._context, module, self._fndesc, says_why)
        return llvm.parse_assembly(cgutils.normalize_ir_text(str(module)))

    def _get_module_for_linking(self) -> Any:
        """Give it to a user's function that calls a rule."""
        return self.whole(says_why=True)

    def get_function(self, name: str) -> Any:
        """Give LLVM's function of a name."""
        return self.batch.read().get_function(name)

    def get_llvm_str(self) -> str:
        """Give its batch in LLVM's language."""
        return str(self.batch.read())

    def get_asm_str(self) -> str:
        """Give nothing: no machine code is made of it."""
        return ""

    def get_pointer_to_function(self, name: str) -> int:
        """Give nothing: no machine code is made of it."""
        return 0


def modules_of(library: Any) -> list[Any]:
    """All modules that one needs, each once.

    None comes before those that call it: LLVM leaves out what nobody has referred to yet.
    """
    modules = [
        each.batch.read() if isinstance(each, Rule) else each._get_module_for_linking() for each in called(library)
    ]
    return list(dict.fromkeys(reversed(modules)))


def called(library: Any) -> list[Any]:
    """All libraries that one needs, each once, after all that it calls; it itself is the last."""
    done: dict[Any, None] = {}
    _note_callees_first(library, done)
    return list(done)


def _note_callees_first(library: Any, done: dict[Any, None]) -> None:
    """Append what a library calls, then itself; what numba made itself is linked as it is."""
    for callee in library.calls if isinstance(library, Rule) else ():
        if callee not in done:
            _note_callees_first(callee, done)
    done[library] = None
