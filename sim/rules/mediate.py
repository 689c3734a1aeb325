"""Good offices: a third party that deals with both sides of a quarrel offers to bring them together.

Either side accepts by the rule by which it accepts an offer of talks; if both do, the mediator mediates and the two
meet.  In the record mediators are named in notes of 4 of 108 cases, a lower bound; over Algeria and Morocco five offers
in 2021 were all refused, over Qatar that of Kuwait led to a deal after three and a half years.
"""

from .accounts import grievance_on
from .agenda import MEDIATION_CLOCK, wind
from .draws import STREAM_MEDIATION_ACCEPT, STREAM_MEDIATION_CLOCK, geometric_days, uniform
from .indices import loss
from .jit import rule
from .law import may_do
from .log import begin_package, enact, write_move
from .moves import MEDIATE, MEET, OFFER_MEDIATION, REFUSE_TALKS
from .parameters import MEDIATION_PER_DAY
from .reconcile import acceptance
from .world import BROKEN_OFF, LONG_AGO, MEDIATION, NONE, dyad_of, reverse


@rule
def mediate(tables, state, i, day):
    """Phase: party ``i`` offers its good offices where its clocks ring."""
    if day < tables.autonomous_day:
        return
    for n in range(tables.mediator.size):
        if tables.mediator[n] == i:
            mediate_between(tables, state, n, day)


@rule
def mediate_between(tables, state, n, day):
    """Let mediator ``n`` of a dyad make its offer if its clock rings today."""
    if day == tables.autonomous_day:
        wind_mediation(tables, state, n, day, day - 1)
    if state.next_mediation[n] == day:
        if may_mediate(tables, state, n):
            offer_good_offices(tables, state, n, day)
        state.n_mediations[n] += 1
        wind_mediation(tables, state, n, day, day)


@rule
def wind_mediation(tables, state, n, day, since):
    """Draw, on a day, on which day after another one mediator ``n`` of a dyad thinks of an offer again."""
    state.next_mediation[n] = since + days_to_mediation(tables, state, n, day)
    wind(tables, state, MEDIATION_CLOCK, n, state.next_mediation[n])


@rule
def key_of(tables, state, n):
    """Key of the draws of mediator ``n`` of a dyad: of its next offer to just these two."""
    return tables.party_key[tables.target[tables.to_second[n]]] ^ state.n_mediations[n]


@rule
def days_to_mediation(tables, state, n, day):
    """Days until mediator ``n`` of a dyad thinks of an offer again, drawn on a day."""
    i, a = tables.mediator[n], tables.target[tables.to_first[n]]
    u = uniform(tables, state, i, a, day, STREAM_MEDIATION_CLOCK, key_of(tables, state, n))
    return geometric_days(tables.world[MEDIATION_PER_DAY], u, tables.n_days + 1)


@rule
def may_mediate(tables, state, n):
    """Whether the two sides quarrel, and mediator ``n`` has relations with both and makes such offers.

    They quarrel from a hostile act until they meet.
    """
    dyad, first, second = tables.mediated[n], tables.to_first[n], tables.to_second[n]
    is_hostile = state.last_hostile[2 * dyad] > LONG_AGO or state.last_hostile[2 * dyad + 1] > LONG_AGO
    has_relations = state.level[dyad_of(first)] < BROKEN_OFF and state.level[dyad_of(second)] < BROKEN_OFF
    is_quarrel = is_hostile and state.meetings[dyad] == 0
    return is_quarrel and has_relations and may_do(tables, first, OFFER_MEDIATION)


@rule
def offer_good_offices(tables, state, n, day):
    """Let mediator ``n`` make its offer to both sides, and both accept or refuse; if both accept they meet."""
    ij, first, second = 2 * tables.mediated[n], tables.to_first[n], tables.to_second[n]
    to_first, to_second = write_offer(tables, state, first, day), write_offer(tables, state, second, day)
    chance_first, chance_second = acceptance(tables, state, ij, day), acceptance(tables, state, reverse(ij), day)
    first_accepts = accepts(tables, state, n, ij, day, chance=chance_first)
    second_accepts = accepts(tables, state, n, reverse(ij), day, chance=chance_second)
    if first_accepts and second_accepts:
        write_mediation(tables, state, first, day, kind=MEDIATE, offer=to_first, chance=chance_first, held=ij)
        write_mediation(
            tables, state, second, day, kind=MEDIATE, offer=to_second, chance=chance_second, held=reverse(ij)
        )
        write_mediation(tables, state, ij, day, kind=MEET, offer=to_first, chance=chance_first * chance_second, held=ij)
        return
    if not first_accepts:
        write_mediation(
            tables, state, reverse(first), day, kind=REFUSE_TALKS, offer=to_first, chance=chance_first, held=ij
        )
    if not second_accepts:
        write_mediation(
            tables,
            state,
            reverse(second),
            day,
            kind=REFUSE_TALKS,
            offer=to_second,
            chance=chance_second,
            held=reverse(ij),
        )


@rule
def write_offer(tables, state, ij, day):
    """Offer good offices in direction ``ij``; returns the row."""
    row = begin_package(
        tables, state, ij, day, effective=day, kind=OFFER_MEDIATION, channel=NONE, count=0, intent=MEDIATION
    )
    enact(tables, state, row, day)
    return row


@rule
def accepts(tables, state, n, ij, day, chance):
    """Whether the actor of ``ij`` accepts the offer of mediator ``n``; those of two sides are draws of their own."""
    i = tables.actor[ij]
    u = uniform(tables, state, i, tables.mediator[n], day, STREAM_MEDIATION_ACCEPT, key_of(tables, state, n))
    return u < chance


@rule
def write_mediation(tables, state, ij, day, kind, offer, chance, held):
    """Write what comes of an offer in direction ``ij``, with the numbers by which the actor of ``held`` decided."""
    row = write_move(
        tables,
        state,
        ij,
        day,
        effective=day,
        kind=kind,
        channel=NONE,
        count=0,
        intent=MEDIATION,
        parent=offer,
        package=NONE,
    )
    state.log.probability[row] = chance
    state.log.loss[row] = loss(tables, state, dyad_of(held), day)
    state.log.grievance[row] = grievance_on(tables, state, held, day)
    enact(tables, state, row, day)
