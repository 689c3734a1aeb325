"""Tables, state and what is noted as compiled code takes them: one address each instead of hundreds of arrays.

A NamedTuple of arrays reaches a compiled function field by field, and every rule that it calls after that; with
a hundred and fifty arrays compiling takes minutes.  A reference is one argument: the address of a block of machine
words, in which each field has its place.  The rules read either: they know their arguments by the names of the
fields alone.  Arrays are borrowed and never counted, so compiled code neither allocates nor frees.

What is written to one field changes nothing in another: an array that is written belongs to one field of one kind of
reference.  A NamedTuple of which that is not so has a property ``is_shared``.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np

FUNCTION = "function"  # a field that stands for a user's own rules


class ArrayKind(NamedTuple):
    """What compiled code knows of an array in C order beforehand; address and shape are among the words."""

    dtype: Any
    n_dimensions: int
    is_readonly: bool


class Reference:
    """A NamedTuple as compiled code takes it; keeps alive what its address leads to.

    Attributes
    ----------
    values : the NamedTuple
    fields : names and what each is: an ArrayKind, a Reference, a number, FUNCTION
    is_shared : bool, whether its arrays are those of other fields, too; a NamedTuple says so itself
    kind : str, the same for all whose fields are alike
    address : int, of its words
    """

    def __init__(self, values: Any) -> None:
        self.values = values
        self._given = [_given(value) for value in values]
        self.fields = tuple(zip(values._fields, map(_what_is, self._given), strict=True))
        self.is_shared = bool(getattr(values, "is_shared", False))
        kinds = tuple((name, _kind_of(of)) for name, of in self.fields)
        self.kind = f"{'Shared' if self.is_shared else 'Reference'}({_digest(kinds)})"
        words = [word for value in self._given for word in _words_of(value)]
        self._words = np.array(words, dtype=np.int64)
        self.address = int(self._words.ctypes.data)


def reference(values: Any) -> Any:
    """Give compiled code a NamedTuple and all within it; the arrays are shared, not copied.

    Parameters
    ----------
    values : NamedTuple of arrays in C order, whole numbers, functions with an address, and more such tuples
    """
    return Reference(values)


def _given(value: Any) -> Any:
    return Reference(value) if hasattr(value, "_fields") else value


def _what_is(value: Any) -> Any:
    """What compiled code has to know of a value beforehand; of a number its type matters alone."""
    if isinstance(value, np.ndarray):
        return ArrayKind(value.dtype, value.ndim, not value.flags.writeable)
    return FUNCTION if hasattr(value, "function_address") else value


def _kind_of(of: Any) -> str:
    if isinstance(of, ArrayKind):
        return f"{of.dtype.str} {of.n_dimensions} {of.is_readonly}"
    if isinstance(of, Reference):
        return of.kind
    return FUNCTION if of is FUNCTION else type(of).__name__


@lru_cache
def _digest(fields: tuple[tuple[str, str], ...]) -> str:
    return sha256(", ".join(f"{name}: {of}" for name, of in fields).encode()).hexdigest()[:16]


def _words_of(value: Any) -> list[int]:
    """Machine words by which compiled code knows a value."""
    if isinstance(value, Reference):
        return [value.address]
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise ValueError("an array that compiled code takes has to lie in C order")
        return [value.ctypes.data, *value.shape]
    if hasattr(value, "function_address"):
        return [value.function_address]
    return [int(value)]
