"""How much an actor answers, how long it waits, when it keeps silent and when it breaks.

A policy is one flat row: a code for *how much*, a switch for the breaking point, and the numbers of
:data:`sim.rules.parameters.POLICY_PARAMETERS`.  Named policies are presets of such rows.
"""

from typing import NamedTuple

from .jit import rule

TIT_FOR_TAT, PROPORTIONAL, LEDGER = range(3)
HOW_MUCH = ("tit_for_tat", "proportional", "ledger")


class Preset(NamedTuple):
    """A named row of the policy table; ``source`` names the literature."""

    how_much: int
    breaks: bool
    says: str
    source: str


PRESETS = {
    "tit_for_tat": Preset(TIT_FOR_TAT, False, "answers every act with the same severity", "Axelrod 1984"),
    "proportional": Preset(PROPORTIONAL, False, "answers k times the severity of the act, plus c", "Richardson 1960"),
    "ledger": Preset(
        LEDGER,
        True,
        "answers k times the act, never more than is still owed; breaks at its breaking point",
        "Patchen & Bogumil 1995; breaking point from October 2021",
    ),
}


@rule
def tit_for_tat(perceived):
    """Severity a tit-for-tat ministry asks for: what it received [Axelrod1984].

    Parameters
    ----------
    perceived : float, severity, >= 0

    Returns
    -------
    float, severity, >= 0
    """
    return perceived


@rule
def proportional(perceived, k, c):
    """Severity of an under- or over-matching reply, ``max(0, k x + c)`` [Richardson1960].

    Parameters
    ----------
    perceived : float, severity, >= 0
    k : float, severity per severity, >= 0
    c : float, severity

    Returns
    -------
    float, severity, >= 0
    """
    return max(0.0, k * perceived + c)


@rule
def ledger(perceived, balance, k):
    """Severity that comparative reciprocity asks for, ``k min(x, max(0, B))`` [PatchenBogumil1995].

    Answers the act, not the whole past, and stops after one mirror.

    Parameters
    ----------
    perceived : float, severity, >= 0
    balance : float, severity; positive when more was received than sent
    k : float, severity per severity, >= 0

    Returns
    -------
    float, severity, >= 0
    """
    return k * min(perceived, max(0.0, balance))


@rule
def severity_asked(how_much, perceived, balance, k, c):
    """Severity that a policy's *how much* asks for.

    Parameters
    ----------
    how_much : int, one of the codes above
    perceived, balance, k, c : float, as for the rules

    Returns
    -------
    float, severity, >= 0; 0 means no reply
    """
    if how_much == TIT_FOR_TAT:
        return tit_for_tat(perceived)
    if how_much == PROPORTIONAL:
        return proportional(perceived, k, c)
    return ledger(perceived, balance, k)


@rule
def ratio_of(how_much, k):
    """Number of posts taken for one post lost that a policy intends: k, or 1 where it has none."""
    return 1.0 if how_much == TIT_FOR_TAT else k


@rule
def breaking_point(floor, hollowing, loss):
    """Grievance at which an actor leaves: an empty shell is cheap to leave.

    Parameters
    ----------
    floor, hollowing : float, severity, >= 0
    loss : float in [0, 1], institutional loss of the dyad

    Returns
    -------
    float, severity
    """
    return floor + hollowing * (1.0 - loss)
