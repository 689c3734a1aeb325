"""Contact once missions are gone: through an own embassy in a third country, or a third state's with the other side.

Where relations are broken off or a mission is recalled, a state may entrust its interests to a third state that the
other side accepts, and the third state's embassy there serves [Vienna Convention on Diplomatic Relations 1961, arts 45
and 46].  It does so until a mission of either side is open again.
"""

from .jit import rule
from .law import has_resident_mission, is_embassy_with, is_open, may_do, most_allowed
from .log import enact, write_move
from .moves import CONTACT, REPRESENT
from .world import NONE, REROUTED, dyad_of

DIRECT = -2  # contact needs no embassy of others


@rule
def keep_contact(tables, state, ij, day, m):
    """After the package of move ``m`` ended the last mission, keep contact in direction ``ij`` through an embassy."""
    embassy = tables.contact[ij]
    if state.rerouted[ij]:
        return
    if embassy != NONE and is_open(state, embassy):
        write_contact(tables, state, ij, day, m=m, kind=CONTACT, channel=embassy)
        state.rerouted[ij] = True
    elif tables.protector[ij] != NONE:
        embassy, through = protecting_embassy(tables, state, ij), tables.protector[ij]
        if embassy != NONE and may_do(tables, through, REPRESENT):
            write_contact(tables, state, through, day, m=m, kind=REPRESENT, channel=embassy)
            state.rerouted[ij] = True


@rule
def write_contact(tables, state, ij, day, m, kind, channel):
    """Write through which embassy contact runs after the package of move ``m``."""
    row = write_move(
        tables,
        state,
        ij,
        day,
        effective=day,
        kind=kind,
        channel=channel,
        count=0,
        intent=REROUTED,
        parent=state.log.package[m],
        package=NONE,
    )
    enact(tables, state, row, day)


@rule
def protecting_embassy(tables, state, ij):
    """Open embassy of the state that looks after the interests of the actor of ``ij`` with its target, or NONE."""
    through = tables.protector[ij]
    if through == NONE:
        return NONE
    dyad = dyad_of(through)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_embassy_with(tables, through, channel) and most_allowed(tables, state, REPRESENT, through, channel) > 0:
            return channel
    return NONE


@rule
def contact_of(tables, state, ij):
    """How contact of the actor of ``ij`` with its target runs.

    Returns
    -------
    int, DIRECT while either side keeps a resident mission; else the embassy named, or that of the protecting state, or
    NONE
    """
    embassy = tables.contact[ij]
    if has_resident_mission(tables, state, dyad_of(ij)):
        return DIRECT
    return embassy if embassy != NONE and is_open(state, embassy) else protecting_embassy(tables, state, ij)
