"""What makes a function a rule of the model, or a driver that is compiled with all rules it calls.

A rule decorated with :func:`rule` stays plain Python when Python calls it and is compiled when a
compiled driver calls it.  Importing a rule therefore compiles nothing.
"""

from typing import Any

from sim.compiling.driver import Driver
from sim.compiling.rules import rule

__all__ = ["compiled", "rule"]


def compiled(function: Any) -> Driver:
    """Compile a driver's loop when it is first called, once a release; meanwhile it needs no interpreter."""
    return Driver(function)
