"""Arrays that are fields of a reference, in compiled code: a place counts from their beginning alone.

Python reads ``values[-1]`` as the last of some values.  No rule means that, but compiled code would have to ask at
every place whether it is below nought, and how long the array is.
"""

import operator
from typing import Any

from numba import types
from numba.core.typing.templates import signature
from numba.extending import lower_builtin, models, register_model
from numba.np import arrayobj


class FieldType(types.Array):
    """Type of an array in C order that is a field: of which a place is never below nought."""

    def __init__(self, dtype: Any, ndim: int, readonly: bool) -> None:
        kind = "field that is only read" if readonly else "field"
        super().__init__(dtype, ndim, "C", readonly=readonly, name=f"{kind}({dtype}, {ndim})")


register_model(FieldType)(models.ArrayModel)


@lower_builtin(operator.getitem, FieldType, types.Integer)
def _value(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Read a value, or a row of them."""
    of, place_type = sig.args
    place = context.cast(builder, args[1], place_type, types.intp)
    return arrayobj.getitem_arraynd_intp(
        context, builder, signature(sig.return_type, of, types.uintp), (args[0], place)
    )


@lower_builtin(operator.getitem, FieldType, types.BaseTuple)
def _value_by_places(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Read a value by several places."""
    of, places_type = sig.args
    n = len(places_type)
    places = context.cast(builder, args[1], places_type, types.UniTuple(types.intp, n))
    counted = signature(sig.return_type, of, types.UniTuple(types.uintp, n))
    return arrayobj.getitem_array_tuple(context, builder, counted, (args[0], places))


@lower_builtin(operator.setitem, FieldType, types.Integer, types.Any)
def _set_value(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Write a value."""
    of, place_type, given = sig.args
    place = context.cast(builder, args[1], place_type, types.intp)
    return arrayobj.setitem_array(
        context, builder, signature(sig.return_type, of, types.uintp, given), (args[0], place, args[2])
    )


@lower_builtin(operator.setitem, FieldType, types.BaseTuple, types.Any)
def _set_value_by_places(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Write a value by several places."""
    of, places_type, given = sig.args
    n = len(places_type)
    places = context.cast(builder, args[1], places_type, types.UniTuple(types.intp, n))
    counted = signature(sig.return_type, of, types.UniTuple(types.uintp, n), given)
    return arrayobj.setitem_array(context, builder, counted, (args[0], places, args[2]))
