"""A driver: a function that is compiled with all rules it calls, or for which machine code is found."""

import ctypes
import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import update_wrapper
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from . import linked
from .array_references import Reference
from .checked_file import HERE, DamagedError, Program, from_bytes, to_bytes, write
from .machine_code import IS_TRIED, UnfitError, address_in, machine_code, processor
from .rules import tell_numba

IS_SWITCHED_OFF = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
_C_TYPES: dict[str, Any] = {
    "int32": ctypes.c_int32,
    "int64": ctypes.c_int64,
    "uint32": ctypes.c_uint32,
    "uint64": ctypes.c_uint64,
    "float64": ctypes.c_double,
}


class Driver:
    """A function as it is compiled, once for each kind of arguments that it is called with.

    Arguments are whole numbers, floats, and references (``array_references``).  What it gives are
    numbers, or a tuple of them.

    Attributes
    ----------
    py_func : the function itself
    origin : str, where the code that was used last was compiled: ``HERE``, ``AT_RELEASE``; empty before it was called
    n_made : int, how often machine code was made, and not found
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.py_func = function
        self.origin, self.n_made = "", 0
        self._entries: dict[tuple[str, ...], _Entry] = {}
        self._making = RLock()
        update_wrapper(self, function)

    def __call__(self, *arguments: Any) -> Any:
        """Call the compiled function; where it raises, Python's own does the same again and raises."""
        if IS_SWITCHED_OFF:
            return self._in_python(arguments)
        kinds = tuple(map(_kind, arguments))
        entry = self._entries.get(kinds) or self._entry(kinds, arguments)
        has_failed, result = entry(arguments)
        if has_failed:
            self._in_python(arguments)
            raise RuntimeError(f"{self.name} failed where it is compiled, though it does not in Python")
        return result

    def _in_python(self, arguments: Sequence[Any]) -> Any:
        return self.py_func(*(each.values if isinstance(each, Reference) else each for each in arguments))

    @property
    def name(self) -> str:
        """Name for its files."""
        return self.py_func.__name__

    @property
    def is_kept(self) -> bool:
        """Whether there is machine code: in this process, or on disk by an earlier one."""
        if self._entries:
            return True
        folder = kept_in()
        return any(folder.glob(f"{self.name}-*-{processor()}.o")) or any(folder.rglob(f"*{self.name}*.nbi"))

    @property
    def is_linked(self) -> bool:
        """Whether the release carries what machine code is quickly made of."""
        return linked.is_there(self.name)

    def _entry(self, kinds: tuple[str, ...], arguments: Sequence[Any]) -> "_Entry":
        """Find machine code for such arguments, or make it; one thread alone makes it."""
        with self._making:
            if kinds not in self._entries:
                made = self._as_one_program(kinds, arguments) if IS_TRIED else None
                program, address = made or self._in_the_usual_way(kinds, arguments)
                self._entries[kinds], self.origin = _Entry(program, address), program.origin
            return self._entries[kinds]

    def _as_one_program(self, kinds: tuple[str, ...], arguments: Sequence[Any]) -> tuple[Program, int] | None:
        """What is kept, else what the release carries, else what is compiled; None where nothing of it can be used."""
        path = self._file(kinds)
        program = _read(path)
        if program is None:
            program = self._from_release(kinds) or self._from_sources(arguments)
            if program is None:
                return None
            self.n_made += 1
            _keep(path, program)
        return program, address_in(program.code, program.symbol)

    def _from_release(self, kinds: tuple[str, ...]) -> Program | None:
        found = linked.read(self.name, self._function, kinds)
        try:
            return _with_machine_code(found) if found else None
        except UnfitError as problem:
            warnings.warn(f"{linked.file_of(self.name)}: {problem}; {linked.INSTEAD}", RuntimeWarning, stacklevel=2)
            return None

    def _from_sources(self, arguments: Sequence[Any]) -> Program | None:
        program = self.linked(*arguments)
        try:
            return _with_machine_code(program) if program else None
        except UnfitError:
            return None

    def linked(self, *arguments: Any) -> Program | None:
        """Compile it for such arguments, as bitcode; None where the version of numba was not tried.

        Returns
        -------
        Program, as it was compiled at release
        """
        from . import one_program

        if not one_program.IS_USED:
            return None
        tell_numba()
        result = one_program.compiled(self.py_func, list(map(_numba_type, arguments)), is_one_program=True)
        return self._program(result, tuple(map(_kind, arguments)), one_program.linked(result))

    def _in_the_usual_way(self, kinds: tuple[str, ...], arguments: Sequence[Any]) -> tuple[Program, int]:
        """Let numba make machine code, and keep it, too."""
        from . import one_program

        tell_numba()
        self.n_made += 1
        result = one_program.compiled(self.py_func, list(map(_numba_type, arguments)), is_one_program=False)
        program = self._program(result, kinds, b"")
        return program, result.library.get_pointer_to_function(program.symbol)

    def _program(self, result: Any, kinds: tuple[str, ...], code: bytes) -> Program:
        returned = result.signature.return_type
        is_tuple = hasattr(returned, "types")
        results = tuple(map(str, returned.types if is_tuple else (returned,)))
        return Program(self._function, kinds, result.fndesc.llvm_func_name, results, is_tuple, HERE, code)

    @property
    def _function(self) -> str:
        return f"{self.py_func.__module__}.{self.py_func.__qualname__}"

    def _file(self, kinds: tuple[str, ...]) -> Path | None:
        """Where its machine code for such arguments is kept; None of a function that stands in no file."""
        try:
            own_source = Path(self.py_func.__code__.co_filename).read_bytes()
        except OSError:
            return None
        digest = sha256("\n".join([self._function, *kinds]).encode() + own_source).hexdigest()[:16]
        return kept_in() / f"{self.name}-{digest}-{processor()}.o"


def kept_in() -> Path:
    """Folder in which machine code is kept."""
    return Path(os.environ["NUMBA_CACHE_DIR"])


def _read(path: Path | None) -> Program | None:
    """What is kept in a file; nothing of one that is not whole."""
    try:
        return from_bytes(path.read_bytes()) if path else None
    except (DamagedError, OSError):
        return None


def _keep(path: Path | None, program: Program) -> None:
    """Keep a program for later processes, where the disk lets it."""
    try:
        if path:
            write(path, to_bytes(program))
    except OSError:
        return


def _with_machine_code(program: Program) -> Program:
    """Make machine code of bitcode; raises UnfitError where it is not fit for this machine."""
    return replace(program, code=machine_code(program.code))


class _Entry:
    """Machine code as ctypes calls it, by the convention of numba: a status, then where results and a failure go."""

    def __init__(self, program: Program, address: int) -> None:
        given = [_C_TYPES.get(kind, ctypes.c_void_p) for kind in program.kinds]
        self._call = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *given)(address)
        names = [f"result_{n}" for n in range(len(program.results))]
        fields = list(zip(names, (_C_TYPES[result] for result in program.results), strict=True))
        self._results = type("Results", (ctypes.Structure,), {"_fields_": fields})
        self._names, self._is_tuple = names, program.is_tuple

    def __call__(self, arguments: Sequence[Any]) -> tuple[bool, Any]:
        """Call it, without Python's lock; returns whether it raised, and else what it gives."""
        results, failure = self._results(), ctypes.c_void_p()
        words = (each.address if isinstance(each, Reference) else each for each in arguments)
        if self._call(ctypes.byref(results), ctypes.byref(failure), *words):
            return True, None
        given = tuple(getattr(results, name) for name in self._names)
        return False, given if self._is_tuple else given[0]


def _kind(argument: Any) -> str:
    """How code distinguishes an argument; raises TypeError for what no driver takes."""
    if isinstance(argument, int) and not isinstance(argument, bool):
        return "int64"
    if isinstance(argument, float):
        return "float64"
    if not isinstance(argument, Reference):
        raise TypeError(f"a compiled function takes numbers and references, no {type(argument).__name__}")
    return argument.kind


def _numba_type(argument: Any) -> Any:
    import numba

    from .reference_types import type_of

    return type_of(argument) if isinstance(argument, Reference) else numba.typeof(argument)
