"""Mixtures: what is not known about an actor, drawn again for each provocation."""

from .draws import STREAM_MIXTURE, uniform
from .jit import rule


@rule
def drawn_row(tables, state, ij, number, row):
    """Policy row that applies to provocation ``number`` of the actor of ``ij``: itself, or one drawn.

    All ministries of a party share the draw.
    """
    first, end = tables.first_mixed[row], tables.first_mixed[row + 1]
    if first == end:
        return row
    u = uniform(tables, state, tables.actor[ij], tables.target[ij], 0, STREAM_MIXTURE, number)
    return row_at(tables, first, end, u)


@rule
def row_at(tables, first, end, u):
    """Row among those from ``first`` to ``end`` whose share of the unit interval holds ``u``."""
    for n in range(first, end - 1):
        u -= tables.mixed_share[n]
        if u < 0.0:
            return tables.mixed_row[n]
    return tables.mixed_row[end - 1]
