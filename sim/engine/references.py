"""Tables, state and curves as compiled code takes them: one reference each in place of hundreds of arrays.

A NamedTuple of arrays reaches a compiled function field by field, and every rule that it calls after that; with
a hundred and fifty arrays compiling takes minutes.  The same fields behind a reference are one argument.
The rules read either: they know their arguments by the names of the fields alone.
"""

from typing import Any

from numba import njit, types
from numba.experimental import structref

from sim.rules.curves import Curves
from sim.rules.world import Candidates, Log, Posts, Provocations, State, Tables


def _reference_to(kind: Any) -> Any:
    """Make the class whose instances stand, in compiled code, for a NamedTuple of this kind."""

    class Type(types.StructRef):
        def preprocess_fields(self, fields: Any) -> Any:
            return tuple((name, types.unliteral(of)) for name, of in fields)

    class Reference(structref.StructRefProxy):
        def __new__(cls, *fields: Any) -> Any:
            return structref.StructRefProxy.__new__(cls, *fields)

    Type.__name__ = Type.__qualname__ = f"{kind.__name__}Type"
    structref.define_proxy(Reference, structref.register(Type), list(kind._fields))
    return Reference


_REFERENCES = {kind: _reference_to(kind) for kind in (Tables, State, Posts, Log, Provocations, Candidates, Curves)}


def reference(values: Any) -> Any:
    """Give compiled code a NamedTuple and all within it; the arrays are shared, not copied.

    Parameters
    ----------
    values : Tables, State or Curves, or anything that is passed on as it is
    """
    if isinstance(values, Tables):
        values = values._replace(own_rules=tuple(map(njit, values.own_rules)))
    kind = _REFERENCES.get(type(values))
    return values if kind is None else kind(*map(reference, values))
