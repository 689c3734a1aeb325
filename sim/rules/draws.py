"""Counter-based random numbers: every draw is a function of who, with whom, when and what for.

Threefry-4x32 with 20 rounds [Salmon2011]_.  The key names the seed, the deciding body and its
partner; the counter names run, day, stream and opportunity.  Nothing is consumed: adding an actor
or a stream changes no other actor's draws, and looking at a run draws nothing.

.. [Salmon2011] J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy
   as 1, 2, 3. SC '11, 2011.
"""

import math

from .jit import rule

MASK = 0xFFFFFFFF
KEY_PARITY = 0x1BD11BDA  # Skein's key-schedule constant for 32-bit words [Salmon2011]_


def fnv1a(text: str) -> int:
    """Return the 32-bit FNV-1a hash of a text's UTF-8 bytes: the number of a body or a stream."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & MASK
    return value


@rule
def _rotate(word, bits):
    """Rotate a 32-bit word to the left."""
    return ((word << bits) | (word >> (32 - bits))) & MASK


@rule
def threefry(k0, k1, k2, k3, c0, c1, c2, c3):
    """Encrypt the counter ``c`` under the key ``k``.

    Parameters
    ----------
    k0, k1, k2, k3, c0, c1, c2, c3 : int, 32-bit words in [0, 2**32)

    Returns
    -------
    tuple of four int, 32-bit words

    Notes
    -----
    Signed 64-bit integers held to 32 bits by masks give the same words in Python and compiled.
    """
    k4 = KEY_PARITY ^ k0 ^ k1 ^ k2 ^ k3
    x0 = (c0 + k0) & MASK
    x1 = (c1 + k1) & MASK
    x2 = (c2 + k2) & MASK
    x3 = (c3 + k3) & MASK
    for group in range(5):
        if group % 2 == 0:
            x0, x1, x2, x3 = _four_rounds(x0, x1, x2, x3, 10, 26, 11, 21, 13, 27, 23, 5)
        else:
            x0, x1, x2, x3 = _four_rounds(x0, x1, x2, x3, 6, 20, 17, 11, 25, 10, 18, 20)
        k0, k1, k2, k3, k4 = k1, k2, k3, k4, k0
        x0 = (x0 + k0) & MASK
        x1 = (x1 + k1) & MASK
        x2 = (x2 + k2) & MASK
        x3 = (x3 + k3 + group + 1) & MASK
    return x0, x1, x2, x3


@rule
def _four_rounds(x0, x1, x2, x3, a0, a1, b0, b1, c0, c1, d0, d1):
    """Mix the words four times; odd rounds swap the partners."""
    x0, x1, x2, x3 = _mix(x0, x1, x2, x3, a0, a1)
    x0, x3, x2, x1 = _mix(x0, x3, x2, x1, b0, b1)
    x0, x1, x2, x3 = _mix(x0, x1, x2, x3, c0, c1)
    x0, x3, x2, x1 = _mix(x0, x3, x2, x1, d0, d1)
    return x0, x1, x2, x3


@rule
def _mix(a, b, c, d, first, second):
    """Add, rotate and combine two pairs of words."""
    a = (a + b) & MASK
    c = (c + d) & MASK
    return a, _rotate(b, first) ^ a, c, _rotate(d, second) ^ c


@rule
def unit(word):
    """Turn a 32-bit word into a uniform number in the open interval (0, 1)."""
    return (word + 0.5) / 4294967296.0


@rule
def normal(w0, w1):
    """Turn two 32-bit words into a standard normal number [BoxMuller1958]."""
    return math.sqrt(-2.0 * math.log(unit(w0))) * math.cos(2.0 * math.pi * unit(w1))


@rule
def lognormal_count(median_log, sd_log, z, least, most):
    """Whole number of days or people, log-normally distributed, rounded and held to [least, most].

    Parameters
    ----------
    median_log, sd_log : float, logarithm of days or people
    z : float, standard normal
    least, most : int, days or people, >= 0

    Returns
    -------
    int
    """
    value = math.floor(math.exp(min(median_log + sd_log * z, 20.0)) + 0.5)
    return max(least, min(int(value), most))


LEAST_RATE = 1e-300  # per day; below it the quotient is no longer finite


@rule
def geometric_days(rate, u, never):
    """Days until a clock that rings with probability ``rate`` a day rings for the first time.

    Parameters
    ----------
    rate : float, per day, in [0, 1]
    u : float, uniform in (0, 1)
    never : int, days, returned where the clock does not ring within that time

    Returns
    -------
    int, days, in [1, never]
    """
    return days_at_rate(rate, log_of_none(rate), u, never)


@rule
def log_of_none(rate):
    """Logarithm of the probability that a clock does not ring on a day; 0 where it never does, or always."""
    return math.log1p(-rate) if LEAST_RATE < rate < 1.0 else 0.0


@rule
def days_at_rate(rate, log_none, u, never):
    """As :func:`geometric_days`, with :func:`log_of_none` of the rate."""
    if rate >= 1.0:
        return 1
    # held before it is rounded: a compiled integer overflows where the rate is next to nothing
    days = min(math.log(u) / log_none, float(never)) if rate > LEAST_RATE else float(never)
    return max(1, math.ceil(days))


@rule
def stochastic_round(value, u):
    """Round up with probability equal to the fraction, so that the mean is kept.

    Half-up rounding freezes a chain of ever smaller replies at a fixed count.
    """
    whole = math.floor(value)
    return int(whole) + (1 if u < value - whole else 0)


@rule
def logistic(x):
    """Probability of log odds ``x``, held to arguments at which the exponential stays finite."""
    return 1.0 / (1.0 + math.exp(-max(-700.0, min(700.0, x))))


STREAM_MISS = fnv1a("perceive.miss")
STREAM_NOISE = fnv1a("perceive.noise")
STREAM_DELAY = fnv1a("perceive.delay")
STREAM_OVERRIDE = fnv1a("decide.override")
STREAM_SILENCE = fnv1a("decide.silence")
STREAM_DOMAIN = fnv1a("realise.domain")
STREAM_ROUND = fnv1a("realise.round")
STREAM_NUMBER = fnv1a("realise.number")
STREAM_SURCHARGE = fnv1a("realise.surcharge")
STREAM_LEAVE = fnv1a("realise.leave")
STREAM_MIXTURE = fnv1a("propose.mixture")
STREAM_VOTE = fnv1a("consult.vote")
STREAM_INITIATIVE_CLOCK = fnv1a("initiate.clock")
STREAM_JOIN = fnv1a("join.chance")
STREAM_JOIN_SIZE = fnv1a("join.size")
STREAM_JOIN_DELAY = fnv1a("join.delay")
STREAM_STAND_BY = fnv1a("stand_by.chance")
STREAM_STAND_BY_DELAY = fnv1a("stand_by.delay")
STREAM_RECOVERY_CLOCK = fnv1a("recover.clock")
STREAM_REOPENING_CLOCK = fnv1a("recover.missions")
STREAM_REQUEST_CLOCK = fnv1a("recognition.clock")
STREAM_RECOGNISE = fnv1a("recognition.answer")
STREAM_INCIDENT_CLOCK = fnv1a("shock.clock")
STREAM_INCIDENT_SIZE = fnv1a("shock.size")
STREAM_PRESS = fnv1a("press.clock")
STREAM_PRESS_SIZE = fnv1a("press.size")
STREAM_OFFER_CLOCK = fnv1a("reconcile.clock")
STREAM_ACCEPT = fnv1a("reconcile.accept")
STREAM_MEDIATION_CLOCK = fnv1a("mediate.clock")
STREAM_MEDIATION_ACCEPT = fnv1a("mediate.accept")
STREAM_CONSENT = fnv1a("calendar.consent")


@rule
def words(tables, state, i, j, day, stream, k):
    """Four random words for body ``i`` towards party ``j`` on a day.

    Parameters
    ----------
    tables, state : Tables, State
    i, j : int, parties
    day : int, days since the start
    stream : int, one of the ``STREAM_`` numbers
    k : int, number of the package, provocation or opportunity within the directed dyad

    Returns
    -------
    tuple of four int, 32-bit words
    """
    return threefry(
        state.seed[0],
        state.seed[1],
        tables.party_key[i],
        tables.party_key[j],
        state.run[0],
        day,
        stream,
        k,
    )


@rule
def uniform(tables, state, i, j, day, stream, k):
    """Uniform number in (0, 1); arguments as for :func:`words`."""
    w0, _, _, _ = words(tables, state, i, j, day, stream, k)
    return unit(w0)


@rule
def gaussian(tables, state, i, j, day, stream, k):
    """Return a standard normal number; arguments as for :func:`words`."""
    w0, w1, _, _ = words(tables, state, i, j, day, stream, k)
    return normal(w0, w1)


@rule
def of_cause(tables, state, ij, cause, stream):
    """Four random words for the actor of ``ij`` about a cause: the same towards everybody who takes part in it.

    So a government has one silence and one delay for all who send its people home over one affair.

    Parameters
    ----------
    cause : int, trigger
    stream : int, one of the ``STREAM_`` numbers
    """
    i = tables.actor[ij]
    return words(tables, state, i, i, tables.trigger_day[cause], stream, tables.trigger_key[cause])
