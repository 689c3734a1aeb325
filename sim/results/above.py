"""What a result does with the help of the rooms above it: it draws itself, and tells a history again.

Results lie below everything that makes or shows them, and import none of it.  So that they still have methods for it,
these are found by their names when they are asked for, as pandas finds what draws its tables.
"""

from importlib import import_module
from typing import Any


def above(module: str, name: str) -> Any:
    """Something of a module that may import this one."""
    return getattr(import_module(module), name)
