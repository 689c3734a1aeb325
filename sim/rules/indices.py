"""What is measured: institutional worth and loss, tension, flow, rungs, regime."""

from .accounts import decayed, grievance_on
from .jit import rule
from .law import has_resident_mission, is_open
from .moves import (
    CONSULATE,
    COOPERATION,
    COUNCIL,
    DOWNGRADE_RELATIONS,
    EMBASSY,
    LIAISON_MISSION,
    MADE_ON,
    MISSION,
    OFFICE,
    RETURN_AMBASSADOR,
    RUNG,
    SEVER_RELATIONS,
    SUSPEND_MISSION,
    is_hostile_kind,
)
from .parameters import (
    BREAKING_FLOOR,
    BREAKING_HOLLOWING,
    COLD_FLOW,
    COLD_LOSS,
    COOPERATIVE_LOSS,
    COUNCIL_GAIN,
    COUNCIL_HALF_LIFE_DAYS,
    COUNCIL_RHYTHM_DAYS,
    RECOVERED_LOSS,
    SHELL_SHARE,
    WEIGHT_CONSULATE,
    WEIGHT_COOPERATION,
    WEIGHT_COUNCIL,
    WEIGHT_EMBASSY,
    WEIGHT_LIAISON_MISSION,
    WEIGHT_MISSION,
    WEIGHT_OFFICE,
)
from .policies import breaking_point
from .world import BROKEN_OFF, FULL, SEVERED, dyad_of, policy_of, side_of

RUPTURED, RECOVERED, COLD_STANDOFF, COOPERATIVE, STRAINED = range(5)
REGIMES = ("rupture", "recovered", "cold standoff", "cooperative", "strained")


CALM = 0.25  # share of a breaking scale below which tension is low, and a grievance keeps no council from meeting
LEAST_SCALE = 1e-6  # severity; keeps shares of a breaking scale of nothing finite


@rule
def default_weight(world, channel_kind):
    """Worth of a kind of channel at reference strength, from the world's parameters."""
    if channel_kind == EMBASSY:
        return world[WEIGHT_EMBASSY]
    if channel_kind == MISSION:
        return world[WEIGHT_MISSION]
    if channel_kind == COUNCIL:
        return world[WEIGHT_COUNCIL]
    if channel_kind == LIAISON_MISSION:
        return world[WEIGHT_LIAISON_MISSION]
    if channel_kind == CONSULATE:
        return world[WEIGHT_CONSULATE]
    if channel_kind == OFFICE:
        return world[WEIGHT_OFFICE]
    return world[WEIGHT_COOPERATION]


@rule
def staffed_worth(staff, reference_staff, shell_share):
    """Worth of an open post as a share of an intact one.

    Parameters
    ----------
    staff, reference_staff : int, persons; reference 0 where the staff is unknown
    shell_share : float in [0, 1], worth of a post without staff

    Returns
    -------
    float in [shell_share, 1]
    """
    if reference_staff <= 0:
        return 1.0
    share = 1.0 if staff >= reference_staff else staff / reference_staff
    return shell_share + (1.0 - shell_share) * share


@rule
def rhythm_on(tables, posts, channel, day):
    """How regularly a council meets, on a day: as before, until something keeps it from meeting."""
    days = max(0, day - posts.fades_from[channel])
    if days < tables.rhythm_kept.size:
        return posts.rhythm[channel] * tables.rhythm_kept[days]
    return decayed(posts.rhythm[channel], days, tables.world[COUNCIL_HALF_LIFE_DAYS])


@rule
def is_at_ease(tables, state, dyad, day):
    """Whether the councils of a dyad go on meeting on a day: no hostile act that day, little held by either side."""
    return is_side_at_ease(tables, state, 2 * dyad, day) and is_side_at_ease(tables, state, 2 * dyad + 1, day)


@rule
def is_side_at_ease(tables, state, ij, day):
    """As :func:`is_at_ease`, of the actor of ``ij``."""
    is_hostile = state.last_hostile[ij] == day
    return not is_hostile and grievance_on(tables, state, ij, day) < CALM * breaking_scale(tables, state, ij)


@rule
def rhythm_after(rhythm, gain, usual):
    """How regularly a council meets after one more meeting: an exponential average over its meetings.

    Parameters
    ----------
    rhythm : float in [0, usual], before
    gain : float in (0, 1]
    usual : float in (0, 1], its usual rhythm: more often than that is no more

    Returns
    -------
    float in [0, usual]
    """
    return min(usual, rhythm + gain * (1.0 - rhythm))


@rule
def usual_rhythm(world):
    """Rhythm just after a meeting of a council that always meets in its usual rhythm: where the average rests.

    Parameters
    ----------
    world : (n_world,) float64

    Returns
    -------
    float in (0, 1]
    """
    gain = world[COUNCIL_GAIN]
    kept = decayed(1.0, world[COUNCIL_RHYTHM_DAYS], world[COUNCIL_HALF_LIFE_DAYS])
    return gain / (1.0 - (1.0 - gain) * kept)


@rule
def worth(tables, state, channel, day):
    """Worth of a channel on a day as a share of an intact one, in [0, 1].

    A council is worth as much as it meets, and nothing without any resident mission.
    """
    kind = tables.channel_kind[channel]
    if not is_open(state, channel):
        return 0.0
    if kind == COUNCIL:
        if not has_resident_mission(tables, state, tables.channel_dyad[channel]):
            return 0.0
        return rhythm_on(tables, state.posts, channel, day) / tables.rhythm_usual[0]
    if kind == COOPERATION:
        return 1.0
    staff = state.posts.accredited[channel]
    return staffed_worth(staff, tables.reference_staff[channel], tables.world[SHELL_SHARE])


@rule
def worth_of_dyad(tables, state, dyad, day):
    """Worth of all channels of a dyad on a day, in weights."""
    kept = 0.0
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        kept += tables.weight[channel] * worth(tables, state, channel, day)
    return kept


@rule
def keep_reference(tables, state, day):
    """Phase: where institutions are being built, loss counts from the most that there ever was."""
    if tables.is_building:
        for dyad in range(state.reference_worth.size):
            state.reference_worth[dyad] = max(state.reference_worth[dyad], worth_of_dyad(tables, state, dyad, day))


@rule
def loss(tables, state, dyad, day):
    """Institutional loss of a dyad: 1 less the worth of its channels over that of intact ones.

    Returns
    -------
    float in [0, 1]; 0 for a dyad without channels that count
    """
    kept = worth_of_dyad(tables, state, dyad, day)
    intact = max(kept, state.reference_worth[dyad])
    return 1.0 - kept / intact if intact > 0.0 else 0.0


@rule
def tie_left(state, channel):
    """Share of a tie that neither side withholds, in [0, 1]; 1 for every other channel."""
    return (1.0 - state.posts.held_back[channel, 0]) * (1.0 - state.posts.held_back[channel, 1])


@rule
def ties_lost(tables, state, ij):
    """What the actor of ``ij`` has lost of its ties with the target, by whoever withholds them.

    No institution is lost with a tie, so that it makes nobody readier to leave.

    Returns
    -------
    float in [0, 1], share of what all ties are worth to the actor; 0 where there is none that is worth anything
    """
    lost, whole, dyad, side = 0.0, 0.0, dyad_of(ij), side_of(ij)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        whole += tables.worth_to[channel, side]
        lost += tables.worth_to[channel, side] * (1.0 - tie_left(state, channel))
    return lost / whole if whole > 0.0 else 0.0


@rule
def breaking_scale(tables, state, ij):
    """Breaking point of the actor of ``ij`` with intact institutions, by its policy today; severity."""
    return scale_of_row(tables, state.party_policy[tables.actor[ij]])


@rule
def scale_of_row(tables, row):
    """Breaking point of a policy row with intact institutions: floor plus hollowing, severity."""
    numbers = tables.policy[row]
    return max(LEAST_SCALE, breaking_point(numbers[BREAKING_FLOOR], numbers[BREAKING_HOLLOWING], 0.0))


@rule
def breaking_point_of(tables, state, ij, dyad_loss):
    """Grievance at which the actor of ``ij`` breaks, at a loss of the dyad; severity."""
    floor, hollowing = policy_of(tables, state, ij, BREAKING_FLOOR), policy_of(tables, state, ij, BREAKING_HOLLOWING)
    return breaking_point(floor, hollowing, dyad_loss)


@rule
def dyad_scale(tables, dyad):
    """Breaking scale of a dyad: the mean of its two parties', by their policies on the first day; severity."""
    a, b = tables.party_policy[tables.actor[2 * dyad]], tables.party_policy[tables.actor[2 * dyad + 1]]
    return 0.5 * (scale_of_row(tables, a) + scale_of_row(tables, b))


@rule
def tension(grievance_ab, grievance_ba):
    """Tension of a dyad: the mean of the two grievances, severity."""
    return 0.5 * (grievance_ab + grievance_ba)


@rule
def flow(tables, state, dyad, day, window_days, is_net):
    """Severity a day that was exchanged in a dyad over the last ``window_days``.

    Hostile moves count; words and posture do not, so that a refusal of talks disturbs no standoff.

    Parameters
    ----------
    window_days : int, days, >= 1; today is the last of them
    is_net : bool, whether conciliatory moves count with their negative severity

    Returns
    -------
    float, severity per day
    """
    log, total = state.log, 0.0
    m = log.n[0] - 1
    while m >= 0 and log.announced[m] > day - window_days:
        counts = is_hostile_kind(log.kind[m]) or (is_net and log.severity[m] < 0.0)
        if dyad_of(log.ij[m]) == dyad and counts:
            total += log.severity[m]
        m -= 1
    return total / window_days


@rule
def level_rung(level):
    """Rung of a level of relations below the full one."""
    if level == SEVERED:
        return RUNG[SEVER_RELATIONS]
    return RUNG[SUSPEND_MISSION] if level == BROKEN_OFF else RUNG[DOWNGRADE_RELATIONS]


@rule
def rung_in_force(tables, state, dyad):
    """Highest diplomatic rung among the measures in force in a dyad, 0 to 10."""
    rung = 0
    if state.level[dyad] != FULL:
        rung = level_rung(state.level[dyad])
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        rung = max(rung, state.posts.rung[channel])
    return rung


@rule
def is_ruptured(rung, has_channels, lost):
    """Whether a relation is broken: severed, or nothing of its channels left.

    Parameters
    ----------
    rung : int, diplomatic rung in force
    has_channels : bool, whether it has channels that count
    lost : float in [0, 1], institutional loss
    """
    return rung >= RUNG[SEVER_RELATIONS] or (has_channels and lost >= 1.0)


@rule
def has_ambassadors(tables, state, dyad):
    """Whether relations are at full level, and the head of each open embassy and mission of a dyad is at post."""
    if state.level[dyad] != FULL:
        return False
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        kind = tables.channel_kind[channel]
        if MADE_ON[RETURN_AMBASSADOR, kind] and is_open(state, channel) and not state.posts.head_present[channel]:
            return False
    return True


@rule
def regime(world, has_ended, is_represented, last_loss, highest_loss, last_tension, closing_flow, scale):
    """Regime in which a relation ends: the first that holds.

    Parameters
    ----------
    world : (n_world,) float64, thresholds
    has_ended : bool, see :func:`is_ruptured`
    is_represented : bool, see :func:`has_ambassadors`; of several relations together always
    last_loss, highest_loss : float in [0, 1]
    last_tension : float, severity
    closing_flow : float, severity per day over the closing window
    scale : float, severity, breaking point with intact institutions

    Returns
    -------
    int, one of REGIMES
    """
    if has_ended:
        return RUPTURED
    is_calm = last_tension < CALM * scale and is_represented
    if highest_loss >= world[RECOVERED_LOSS] and last_loss <= 0.5 * highest_loss and is_calm:
        return RECOVERED
    if last_loss >= world[COLD_LOSS] and closing_flow < world[COLD_FLOW]:
        return COLD_STANDOFF
    if last_loss < world[COOPERATIVE_LOSS] and is_calm:
        return COOPERATIVE
    return STRAINED


@rule
def closing_window(world_days, n_days):
    """Days by which a run's regime is judged: the closing window, at most half the run."""
    return max(1, min(world_days, n_days // 2))


@rule
def pairs_bound(members_a, members_b):
    """Pairs of states that a dyad binds: an alliance's channel stands for all its members.

    Parameters
    ----------
    members_a, members_b : int, states on each side; 1 for a state, 0 for an alliance without members

    Returns
    -------
    float, >= 1
    """
    return float(max(1, members_a) * max(1, members_b))


@rule
def weighted_mean(values, weights):
    """Mean of values by weights, 0 where no weight counts.

    Parameters
    ----------
    values, weights : (n,) float64

    Returns
    -------
    float
    """
    total, weight = 0.0, 0.0
    for n in range(values.size):
        total += weights[n] * values[n]
        weight += weights[n]
    return total / weight if weight > 0.0 else 0.0


@rule
def asymmetry(sent, received):
    """How one-sided an exchange is: the difference of what both sides sent, as a share of the whole.

    Parameters
    ----------
    sent, received : float, severity, >= 0

    Returns
    -------
    float in [-1, 1], positive where more was sent than received; 0 where nothing was exchanged
    """
    total = sent + received
    return (sent - received) / total if total > 0.0 else 0.0
