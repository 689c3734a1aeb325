"""Arrays that are fields of a reference, in compiled code: a place counts from their beginning alone.

Python reads ``values[-1]`` as the last of some values.  No rule means that, but compiled code would have to ask at
every place whether it is below nought, and how long the array is.

A field is known by where its words are: the address of its first value, then its shape.  They are read where they are
needed, so that nothing has to be put together first; numba's own arrays have seven parts.
"""

import operator
from collections.abc import Sequence
from typing import Any

from numba import types
from numba.core import cgutils
from numba.core.typing.templates import signature
from numba.extending import lower_builtin, lower_cast, lower_getattr, models, register_model
from numba.np import arrayobj
from numba.np.numpy_support import as_dtype


class FieldType(types.Array):
    """Type of an array in C order that is a field: of which a place is never below nought."""

    def __init__(self, dtype: Any, ndim: int, readonly: bool) -> None:
        kind = "field that is only read" if readonly else "field"
        super().__init__(dtype, ndim, "C", readonly=readonly, name=f"{kind}({dtype}, {ndim})")


@register_model(FieldType)
class _WordsModel(models.PrimitiveModel):
    """A field is where its words are."""

    def __init__(self, manager: Any, of: FieldType) -> None:
        super().__init__(manager, of, cgutils.intp_t.as_pointer())


def word(builder: Any, words: Any, n: int) -> Any:
    """Read the word at place ``n``; nobody writes words while compiled code runs."""
    place = builder.gep(words, [cgutils.intp_t(n)]) if n else words
    loaded = builder.load(place)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def _shape(builder: Any, of: FieldType, words: Any) -> list[Any]:
    return [word(builder, words, 1 + axis) for axis in range(of.ndim)]


def _data(context: Any, builder: Any, of: FieldType, words: Any) -> Any:
    return builder.inttoptr(word(builder, words, 0), context.get_data_type(of.dtype).as_pointer())


def pointer_to(context: Any, builder: Any, of: FieldType, words: Any, places: Sequence[Any]) -> Any:
    """Where a value is, or where a row begins of which the last places are not given."""
    at = places[0]
    for axis in range(1, of.ndim):
        at = builder.mul(at, word(builder, words, 1 + axis))
        if axis < len(places):
            at = builder.add(at, places[axis])
    return builder.gep(_data(context, builder, of, words), [at])


def _array(context: Any, builder: Any, of: Any, data: Any, shape: Sequence[Any]) -> Any:
    """An array as numba takes it, from its address and shape; the rest follows, as it lies in C order."""
    size = cgutils.intp_t(as_dtype(of.dtype).itemsize)  # numba would ask LLVM, each time by a module of its own
    strides, entries = [size], shape[0]
    for n in reversed(shape[1:]):
        strides.insert(0, builder.mul(n, strides[0]))
        entries = builder.mul(entries, n)
    given = {
        "nitems": entries,
        "itemsize": size,
        "data": data,
        "shape": cgutils.pack_array(builder, shape),
        "strides": cgutils.pack_array(builder, strides),
    }
    model = context.data_model_manager[of]
    array = model.get_value_type()(None)  # all else is nought: nobody owns it
    for name, value in given.items():
        array = builder.insert_value(array, value, model.get_field_position(name))
    return array


def places_of(context: Any, builder: Any, given: Any, of: Any) -> list[Any] | None:
    """Places as whole numbers of the machine, from one number or a tuple of them; None where they are none."""
    is_tuple = isinstance(of, types.BaseTuple)
    kinds: Any = of if is_tuple else (of,)
    if not all(isinstance(each, types.Integer) for each in kinds):
        return None
    values: Any = cgutils.unpack_tuple(builder, given, len(kinds)) if is_tuple else (given,)
    return [context.cast(builder, value, kind, types.intp) for value, kind in zip(values, kinds, strict=True)]


def read(context: Any, builder: Any, of: FieldType, words: Any, places: Sequence[Any], result: Any) -> Any:
    """Read a value, or a row where fewer places are given than there are axes."""
    pointer = pointer_to(context, builder, of, words, places)
    if isinstance(result, types.Array):
        return _array(context, builder, result, pointer, _shape(builder, of, words)[len(places) :])
    given = builder.load(pointer)
    _name_memory(builder, given, of, words)
    if of.dtype == types.boolean:
        return builder.icmp_unsigned("!=", given, given.type(0))
    return context.data_model_manager[of.dtype].from_data(builder, given)


def write(context: Any, builder: Any, of: FieldType, words: Any, places: Sequence[Any], value: Any) -> None:
    """Write a value."""
    pointer = pointer_to(context, builder, of, words, places)
    given = context.data_model_manager[of.dtype].as_data(builder, value)
    _name_memory(builder, builder.store(given, pointer), of, words)


def _name_memory(builder: Any, access: Any, of: FieldType, words: Any) -> None:
    """Say in which values a value lies: those of one kind, or of one field, of which no other has any.

    LLVM then knows that writing to one field changes nothing in another, and keeps what it has read.
    """
    add, nought, name = builder.module.add_metadata, cgutils.intp_t(0), getattr(words, "memory", None)
    memory = add([str(of.dtype), add(["values"]), nought])
    if name:
        memory = add([name, memory, nought])
    access.set_metadata("tbaa", add([memory, memory, nought]))


@lower_builtin(operator.getitem, FieldType, types.Integer)
@lower_builtin(operator.getitem, FieldType, types.BaseTuple)
def _value(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Read a value by one place or several, or a row of them."""
    of, places_type = sig.args
    places = places_of(context, builder, args[1], places_type)
    if places is not None:
        return read(context, builder, of, args[0], places, sig.return_type)
    array = _as_array(context, builder, of, sig.return_type, args[0])
    plain = signature(sig.return_type, _plain(of), places_type)
    return arrayobj.getitem_array_tuple(context, builder, plain, (array, args[1]))


@lower_builtin(operator.setitem, FieldType, types.Integer, types.Any)
@lower_builtin(operator.setitem, FieldType, types.BaseTuple, types.Any)
def _set_value(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Write a value by one place or several."""
    of, places_type, given = sig.args
    places = places_of(context, builder, args[1], places_type)
    if places is None:
        raise NotImplementedError(f"no rule writes to several values of {of} at once")
    write(context, builder, of, args[0], places, context.cast(builder, args[2], given, of.dtype))


def _plain(of: FieldType) -> Any:
    return types.Array(of.dtype, of.ndim, "C", readonly=not of.mutable)


@lower_cast(FieldType, types.Array)
def _as_array(context: Any, builder: Any, of: FieldType, to: Any, words: Any) -> Any:
    """A field as an array of numba's own."""
    if isinstance(to, FieldType):
        return words
    return _array(context, builder, _plain(of), _data(context, builder, of, words), _shape(builder, of, words))


@lower_getattr(FieldType, "size")
def _size(context: Any, builder: Any, of: FieldType, words: Any) -> Any:
    """How many values it has."""
    size, *others = _shape(builder, of, words)
    for n in others:
        size = builder.mul(size, n)
    return size


@lower_getattr(FieldType, "shape")
def _shape_of(context: Any, builder: Any, of: FieldType, words: Any) -> Any:
    """How many values it has along each axis."""
    return cgutils.pack_array(builder, _shape(builder, of, words))


@lower_builtin(len, FieldType)
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """How many values, or rows, it has."""
    return word(builder, args[0], 1)
