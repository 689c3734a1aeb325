"""How a result draws itself and replays a history, with the help of packages that import this one.

Results import nothing that makes or shows them.  Their methods for that look the functions up by name when they are
called, as pandas does with its plotting backends.
"""

from importlib import import_module
from typing import Any


def above(module: str, name: str) -> Any:
    """Function of a module that may import this one."""
    return getattr(import_module(module), name)
