"""Military posture beside diplomacy: an arms race of mutual reaction, cost, ambition and tension.

Posture changes as in [Richardson1960]_, reviewed every so many days; what crosses a threshold is seen: a
doctrine, an exercise, a deployment, a mobilisation.

.. [Richardson1960] L. F. Richardson: Arms and Insecurity. Boxwood Press, 1960.
"""

from .accounts import grievance_on
from .indices import tension
from .jit import rule
from .law import may_do
from .log import begin_package, enact
from .moves import ADOPT_DOCTRINE, POSTURE_RUNG
from .parameters import (
    POSTURE_AMBITION,
    POSTURE_DOCTRINE,
    POSTURE_FATIGUE,
    POSTURE_REACTION,
    POSTURE_STEP_DAYS,
    POSTURE_TENSION,
)
from .world import ARMING, NONE, policy_of, reverse

N_STEPS = 4  # doctrine, exercise, deploy, mobilise: kinds of move and thresholds stand in this order in their tables


@rule
def posture_change(own, other, tension, reaction, fatigue, ambition, tension_weight, days):
    """Change of posture over some days [Richardson1960]_.

    Parameters
    ----------
    own, other : float, posture, >= 0
    tension : float, severity, >= 0
    reaction, fatigue : float, per day
    ambition : float, posture per day
    tension_weight : float, posture per day and severity
    days : float, days

    Returns
    -------
    float, posture
    """
    return days * (reaction * other - fatigue * own + ambition + tension_weight * tension)


@rule
def arm(tables, state, day):
    """Phase: review posture every so many days, in both directions at once."""
    if tables.armed.size == 0:
        return
    step = int(tables.world[POSTURE_STEP_DAYS])
    if day <= tables.autonomous_day or (day - tables.autonomous_day) % step != 0:
        return
    for n in range(tables.armed.size):
        a, b = 2 * tables.armed[n], 2 * tables.armed[n] + 1
        new_a, new_b = next_posture(tables, state, a, day, step), next_posture(tables, state, b, day, step)
        move_posture(tables, state, a, new_a, day)
        move_posture(tables, state, b, new_b, day)


@rule
def next_posture(tables, state, ij, day, step):
    """Posture of the actor of ``ij`` after a review; only its moves change that of a party played by hand."""
    if tables.by_hand[tables.actor[ij]]:
        return state.posture[ij]
    strain = tension(grievance_on(tables, state, ij, day), grievance_on(tables, state, reverse(ij), day))
    own = state.posture[ij]
    change = posture_change(
        own=own,
        other=state.posture[reverse(ij)],
        tension=strain,
        reaction=policy_of(tables, state, ij, POSTURE_REACTION),
        fatigue=policy_of(tables, state, ij, POSTURE_FATIGUE),
        ambition=policy_of(tables, state, ij, POSTURE_AMBITION),
        tension_weight=policy_of(tables, state, ij, POSTURE_TENSION),
        days=float(step),
    )
    return max(0.0, own + change)


@rule
def rung_of_posture(world, posture):
    """Rung of the gravest measure that a posture holds, 0 for none."""
    rung = 0
    for step in range(N_STEPS):
        if posture >= world[POSTURE_DOCTRINE + step]:
            rung = POSTURE_RUNG[ADOPT_DOCTRINE + step]
    return rung


@rule
def move_posture(tables, state, ij, new, day):
    """Change the posture of the actor of ``ij``; publish the measure of each threshold that it crosses."""
    old = state.posture[ij]
    state.posture[ij] = new
    for step in range(N_STEPS):
        is_crossed = old < tables.world[POSTURE_DOCTRINE + step] <= new
        if is_crossed and may_do(tables, ij, ADOPT_DOCTRINE + step):
            m = begin_package(
                tables, state, ij, day, effective=day, kind=ADOPT_DOCTRINE + step, channel=NONE, count=0, intent=ARMING
            )
            enact(tables, state, m, day)
    state.posture_held[ij] = min(state.posture_held[ij], rung_of_posture(tables.world, new))
