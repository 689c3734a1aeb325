"""Where a function that Python holds is defined: its module as a file, where that file is what Python holds.

So a result can be played again by whoever has the file.  A function of a script or a notebook, one without a name, and
one whose file was edited since it was imported have none.
"""

import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from .own_rule import NoRuleError, RuleFile
from .own_rule_file import RuleFinder
from .problems import Origin

IN_A_MODULE = "put it into a file of its own, import it from there, and play again"


class NoOriginError(Exception):
    """A function that no file defines so that another can have it; says why, and what to do."""


def origin_of(function: Any, finder: RuleFinder) -> RuleFile:
    """The file that defines a function.

    Raises
    ------
    NoOriginError
        If there is none, or not one that gives the same function again.
    """
    module = _module_of(function)
    path, file = f"{module.__name__}:{function.__name__}", Path(os.path.abspath(str(module.__file__)))
    try:
        found = finder.find(path, None if "-packages" in str(file) else Origin(_top(file, module) / "-", 0, 0))
    except NoRuleError as problem:
        raise NoOriginError(f"{problem}; change that, and play again") from None
    if found.file is None or not _is_same(found.file, file):
        raise NoOriginError("another file of this name is found before it; give it another name, and play again")
    if not _is_what_python_holds(module, found.file):
        raise NoOriginError(f"{found.file.name} was edited since it was imported; import it anew, and play again")
    return found


def _module_of(function: Any) -> ModuleType:
    """Module that has a function under its own name."""
    called = getattr(function, "__qualname__", "")
    if not isinstance(inspect.unwrap(function), FunctionType) or not called.isidentifier():
        what = "a function without a name" if "<lambda>" in called else "not a function of a module"
        raise NoOriginError(f"{what}; {IN_A_MODULE}")
    if function.__module__ == "__main__":
        raise NoOriginError(f"defined in a script or notebook; {IN_A_MODULE}")
    module = sys.modules.get(function.__module__)
    if module is None or getattr(module, called, None) is not function:
        raise NoOriginError(f"not what its module has under this name; {IN_A_MODULE}")
    if not str(getattr(module, "__file__", None)).endswith(".py"):
        raise NoOriginError(f"its module is no file of Python; {IN_A_MODULE}")
    return module


def _top(file: Path, module: ModuleType) -> Path:
    """Folder from which a module is imported."""
    depth = module.__name__.count(".") + (file.name == "__init__.py")
    return file.parents[depth]


def _is_same(file: Path, other: Path) -> bool:
    return file.exists() and other.exists() and file.samefile(other)


def _is_what_python_holds(module: ModuleType, file: Path) -> bool:
    """Whether the functions that a module has are those of its file: Python does not say what it was made of."""
    try:
        written = set(_codes(compile(file.read_bytes(), str(file), "exec")))
    except (OSError, SyntaxError, ValueError):
        return False
    held = [value for value in vars(module).values() if isinstance(value, FunctionType)]
    return all(each.__code__ in written for each in held if each.__module__ == module.__name__)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Code of all functions in some code, at any depth."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)
