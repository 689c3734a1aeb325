"""Tables, state and what is noted as compiled code takes them: one address each instead of hundreds of arrays.

A NamedTuple of arrays reaches a compiled function field by field, and every rule that it calls after that; with
a hundred and fifty arrays compiling takes minutes.  A reference is one argument: the address of a block of machine
words, in which each field has its place.  The rules read either: they know their arguments by the names of the
fields alone.  Arrays are borrowed and never counted, so compiled code neither allocates nor frees.

Python reads ``values[-1]`` as the last of some values.  No rule means that, but compiled code would have to ask at
every place whether it is below nought, and how long the array is; so here a place counts from the beginning alone.
"""

import operator
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.typing import signature
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
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


class ReferenceType(types.Type):
    """Type of a reference: names and types of its fields, in order.

    Its name is short, as it is part of the name of every compiled function that takes one; so a digest stands for the
    fields.
    """

    def __init__(self, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        of_fields = sha256(", ".join(f"{name}: {of}" for name, of in fields).encode()).hexdigest()[:16]
        super().__init__(f"Reference({of_fields})")


class Reference:
    """A NamedTuple as compiled code takes it; keeps alive what its address leads to."""

    def __init__(self, values: Any) -> None:
        self._values = [_given(value) for value in values]
        words, fields = [], []
        for name, value in zip(values._fields, self._values, strict=True):
            fields.append((name, _type_of(value)))
            words += _words_of(value)
        self._words = np.array(words, dtype=np.int64)
        self.type = ReferenceType(tuple(fields))
        self.address = int(self._words.ctypes.data)


def reference(values: Any) -> Any:
    """Give compiled code a NamedTuple and all within it; the arrays are shared, not copied.

    Parameters
    ----------
    values : NamedTuple of arrays in C order, numbers, functions with an address, and more such tuples
    """
    return Reference(values)


def _given(value: Any) -> Any:
    return Reference(value) if hasattr(value, "_fields") else value


def _type_of(value: Any) -> Any:
    """Type by which compiled code knows a value."""
    if isinstance(value, np.ndarray):
        return _array_type(value.dtype, value.ndim, not value.flags.writeable)
    if isinstance(value, types.WrapperAddressProtocol):
        return types.FunctionType(value.signature())
    return numba.typeof(value)


@lru_cache
def _array_type(dtype: Any, n_dimensions: int, is_readonly: bool) -> Any:
    """Type of an array in C order; numba works it out again for every array, and a scenario has hundreds."""
    return FieldType(numba.from_dtype(dtype), n_dimensions, is_readonly)


def _words_of(value: Any) -> list[int]:
    """Machine words by which compiled code knows a value."""
    if isinstance(value, Reference):
        return [value.address]
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise ValueError("an array that compiled code takes has to lie in C order")
        return [value.ctypes.data, *value.shape]
    if isinstance(value, types.WrapperAddressProtocol):
        return [value.__wrapper_address__()]
    return [int(value)]


def _n_words(of: Any) -> int:
    return 1 + of.ndim if isinstance(of, types.Array) else 1


@typeof_impl.register(Reference)
def _typeof_reference(value: Reference, _: Any) -> ReferenceType:
    return value.type


@register_model(ReferenceType)
class _AddressModel(models.OpaqueModel):
    """A reference is the address of its words."""


@unbox(ReferenceType)
def _unbox_reference(of: ReferenceType, instance: Any, c: Any) -> Any:
    address = c.pyapi.object_getattr_string(instance, "address")
    number = c.pyapi.long_as_ulonglong(address)
    c.pyapi.decref(address)
    return NativeValue(
        c.builder.inttoptr(number, cgutils.voidptr_t), is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred())
    )


@infer_getattr
class _Fields(AttributeTemplate):
    key = ReferenceType

    def generic_resolve(self, of: Any, name: str) -> Any:  # type: ignore[override]
        """Type of a field."""
        return dict(of.fields).get(name)


@lower_getattr_generic(ReferenceType)
def _field(context: Any, builder: Any, of: ReferenceType, address: Any, name: str) -> Any:
    """Read a field from its words."""
    place = 0
    for field, field_type in of.fields:
        if field == name:
            break
        place += _n_words(field_type)
    words = builder.bitcast(address, cgutils.intp_t.as_pointer())

    def word(n: int) -> Any:
        loaded = builder.load(builder.gep(words, [cgutils.intp_t(place + n)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))  # nobody writes words while code runs
        return loaded

    def pointer(n: int, to: Any) -> Any:
        return builder.inttoptr(word(n), to)

    if isinstance(field_type, types.Array):
        data = pointer(0, context.get_data_type(field_type.dtype).as_pointer())
        return _array(context, builder, field_type, data, [word(1 + axis) for axis in range(field_type.ndim)])
    if isinstance(field_type, types.FunctionType):
        function = cgutils.create_struct_proxy(field_type)(context, builder)
        function.c_addr = pointer(0, function.c_addr.type)
        function.py_addr = cgutils.get_null_value(function.py_addr.type)
        function.jit_addr = cgutils.get_null_value(function.jit_addr.type)
        return function._getvalue()
    if isinstance(field_type, ReferenceType):
        return pointer(0, cgutils.voidptr_t)
    if isinstance(field_type, types.Boolean):
        return builder.icmp_signed("!=", word(0), cgutils.intp_t(0))
    return word(0)  # the only numbers are whole


def _array(context: Any, builder: Any, of: Any, data: Any, shape: list[Any]) -> Any:
    """An array as numba takes it, from its address and shape; the rest follows, as it lies in C order."""
    array = context.make_array(of)(context, builder)
    size = cgutils.intp_t(context.get_abi_sizeof(context.get_data_type(of.dtype)))
    strides = [size]
    for n in reversed(shape[1:]):
        strides.insert(0, builder.mul(n, strides[0]))
    entries = shape[0]
    for n in shape[1:]:
        entries = builder.mul(entries, n)
    array.data, array.nitems, array.itemsize = data, entries, size
    array.shape, array.strides = cgutils.pack_array(builder, shape), cgutils.pack_array(builder, strides)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    return array._getvalue()
