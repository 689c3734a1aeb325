"""How numba sees a reference: one address, and fields that are read from the words behind it.

It is imported where something is compiled; what calls compiled code needs none of it.
"""

from typing import Any

import numba
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, lower_getattr_generic, models, register_model

from .array_references import FUNCTION, ArrayKind, Reference
from .fields import FieldType, word

OF_OWN_RULES = types.float64(types.int64, *(types.float64,) * 7)


def _address_of(function: Any) -> int:
    """Where a user's own rules are; numba asks it of none, as they are reached through a field alone."""
    return int(function.function_address)


_POINTER_TO_OWN_RULES = types.ExternalFunctionPointer(OF_OWN_RULES, _address_of)


class ReferenceType(types.Type):
    """Type of a reference: names and types of its fields, in order, and whether other references have its values, too.

    Its name is short, as it is part of the name of every compiled function that takes one; so a digest stands for the
    fields.
    """

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...], is_shared: bool) -> None:
        self.fields, self.is_shared = fields, is_shared
        super().__init__(name)

    def memory_of(self, field_name: str) -> str | None:
        """Name for the values of a field; None where they may be those of another field, too."""
        return None if self.is_shared else f"{self.name}.{field_name}"


def type_of(reference: Reference) -> ReferenceType:
    """Type by which numba knows a reference."""
    fields = tuple((name, _type_of(of)) for name, of in reference.fields)
    return ReferenceType(reference.kind, fields, reference.is_shared)


def _type_of(of: Any) -> Any:
    if isinstance(of, ArrayKind):
        return FieldType(numba.from_dtype(of.dtype), of.n_dimensions, of.is_readonly)
    if isinstance(of, Reference):
        return type_of(of)
    return _POINTER_TO_OWN_RULES if of is FUNCTION else numba.typeof(of)


def _n_words(of: Any) -> int:
    return 1 + of.ndim if isinstance(of, types.Array) else 1


@register_model(ReferenceType)
class _AddressModel(models.OpaqueModel):
    """A reference is the address of its words."""


@infer_getattr
class _Fields(AttributeTemplate):
    key = ReferenceType

    def generic_resolve(self, of: Any, name: str) -> Any:  # type: ignore[override]
        """Type of a field."""
        return dict(of.fields).get(name)


@lower_getattr_generic(ReferenceType)
def field(context: Any, builder: Any, of: ReferenceType, address: Any, name: str) -> Any:
    """Read a field from its words."""
    place = 0
    for field, field_type in of.fields:
        if field == name:
            break
        place += _n_words(field_type)
    words = builder.bitcast(address, cgutils.intp_t.as_pointer())
    if isinstance(field_type, types.Array):
        found = builder.gep(words, [cgutils.intp_t(place)])
        found.memory = of.memory_of(name)
        return found
    if isinstance(field_type, types.ExternalFunctionPointer):
        return builder.inttoptr(word(builder, words, place), context.get_value_type(field_type))
    if isinstance(field_type, ReferenceType):
        return builder.inttoptr(word(builder, words, place), cgutils.voidptr_t)
    if isinstance(field_type, types.Boolean):
        return builder.icmp_signed("!=", word(builder, words, place), cgutils.intp_t(0))
    return word(builder, words, place)  # the only numbers are whole
