"""How much an actor answers, how long it waits, when it keeps silent and when it breaks.

A policy is one flat row of slots: a code for *how much*, a *form*, what it *initiates*, whether it *breaks*,
and the numbers of :data:`sim.rules.parameters.POLICY_PARAMETERS`, among them those of *when* and of *silence*.
A named policy fills in the slots that its name is about, and no other: whether and where an actor breaks off, how often
it keeps silent and how long it waits belong to the actor, and stay as they are when the name changes.

A new *how much* is one row of _HOW_MUCH before the last, one constant, one rule and one branch of
:func:`severity_asked` here; a new named policy is one row of PRESETS.
"""

from typing import Any, NamedTuple

import numpy as np

from .jit import rule
from .parameters import ASPIRATION, COW_ABOVE, GRIM_ABOVE, GRIM_SEVERITY, C, K


class HowMuch(NamedTuple):
    """A rule for the severity of a reply.

    ``reads`` are the numbers of a policy that only such rules look at; ``has_ratio`` says that it means k posts for one
    post lost.
    """

    name: str
    reads: tuple[str, ...] = ()
    has_ratio: bool = False


_HOW_MUCH = (
    HowMuch("tit_for_tat"),
    HowMuch("tit_for_two_tats"),
    HowMuch("contrite_tit_for_tat"),
    HowMuch("grim_trigger", ("grim_above", "grim_severity")),
    HowMuch("win_stay_lose_shift", ("aspiration",)),
    HowMuch("proportional", ("k", "c"), has_ratio=True),
    HowMuch("ledger", ("k",), has_ratio=True),
    HowMuch("bully", ("k", "cow_above"), has_ratio=True),
    HowMuch("own_rule", ("k", "c")),  # the last: own rules of users are numbered from here on
)
(
    TIT_FOR_TAT,
    TIT_FOR_TWO_TATS,
    CONTRITE_TIT_FOR_TAT,
    GRIM_TRIGGER,
    WIN_STAY_LOSE_SHIFT,
    PROPORTIONAL,
    LEDGER,
    BULLY,
    OWN_RULE,
) = range(len(_HOW_MUCH))
HOW_MUCH = tuple(row.name for row in _HOW_MUCH)
OF_HOW_MUCH = tuple(dict.fromkeys(number for row in _HOW_MUCH for number in row.reads))
READ_BY = tuple(row.reads for row in _HOW_MUCH)
HAS_RATIO = np.array([row.has_ratio for row in _HOW_MUCH])

# in which form
MIRROR_FORM, PARITY_FORM = range(2)
FORMS = ("mirror", "parity")

# what it starts of its own accord
NOTHING, SALAMI, GRIT = range(3)
INITIATIVES = ("nothing", "salami", "grit")
READ_WHERE_IT_STARTS = (
    (),
    ("initiative_per_day", "salami_severity"),
    ("initiative_per_day", "concessions", "series_pause_days"),
)
OF_INITIATIVES = tuple(dict.fromkeys(number for row in READ_WHERE_IT_STARTS for number in row))

# what decides how often there is silence
WEIGHED, BY_KIND, NEVER = range(3)
SILENCES = ("weighed", "by_kind", "never")


NOTHING_ELSE: dict[str, float] = {}


class Preset(NamedTuple):
    """What a name fills in of a policy; every slot that is ``None`` here stays as the actor has it.

    So two names differ in nothing but what they are about.  ``source`` names the literature.
    """

    says: str
    source: str
    how_much: int | None = None
    form: int | None = None
    initiates: int | None = None
    breaks: bool | None = None
    holds_for_another: bool | None = None
    silences: int | None = None
    numbers: dict[str, float] = NOTHING_ELSE


# what a policy is where neither its name nor the actor says anything
BASE = Preset("answers every act with the same severity", "", TIT_FOR_TAT, MIRROR_FORM, NOTHING, False, False, WEIGHED)

PRESETS = {
    "tit_for_tat": Preset("answers every act with the same severity", "Axelrod 1984", TIT_FOR_TAT),
    "generous_tit_for_tat": Preset(
        "answers every act alike, and forgives one in three of those that it would answer",
        "Molander 1985; Nowak & Sigmund 1992",
        TIT_FOR_TAT,
        numbers={"generosity": 1 / 3},
    ),
    "tit_for_two_tats": Preset("answers the second of two acts in a row", "Axelrod 1984", TIT_FOR_TWO_TATS),
    "contrite_tit_for_tat": Preset(
        "answers only while in good standing, and only those who are not",
        "Boerlijst, Nowak & Sigmund 1997",
        CONTRITE_TIT_FOR_TAT,
    ),
    "grim_trigger": Preset(
        "never forgives: after one grave act all are answered with the worst", "Friedman 1971", GRIM_TRIGGER
    ),
    "win_stay_lose_shift": Preset(
        "repeats what it did while that pays, else does the opposite", "Nowak & Sigmund 1993", WIN_STAY_LOSE_SHIFT
    ),
    "proportional": Preset("answers k times the severity of the act, plus c", "Richardson 1960", PROPORTIONAL),
    "ledger": Preset(
        "answers k times the act, never more than is still owed",
        "Patchen & Bogumil 1995",
        LEDGER,
    ),
    "parity": Preset(
        "cuts the other side's larger staff down to the size of its own",
        "documented: 755 posts cut in 2017 to reach 455",
        form=PARITY_FORM,
    ),
    "rupture_threshold": Preset(
        "breaks off at its breaking point",
        "October 2021: not a simple tit for tat",
        breaks=True,
    ),
    "salami": Preset(
        "takes one small step after another, each below the other side's breaking point",
        "Schelling 1966",
        initiates=SALAMI,
    ),
    "bully": Preset(
        "over-matches small acts, and conciliates after a grave one", "Leng 1983", BULLY, numbers={"k": 1.2}
    ),
    "grit": Preset(
        "makes unilateral concessions of rising size, until a hostile act",
        "Osgood 1962",
        initiates=GRIT,
    ),
    "strategic_delay": Preset(
        "holds its answer until the other side acts again, 211 days at most",
        "documented: December 2016 to July 2017",
        holds_for_another=True,
        numbers={"delay_days": 211},
    ),
}


# slots that are no numbers, with the words for their codes
CHOICES: dict[str, tuple[str, ...]] = {
    "how_much": HOW_MUCH,
    "form": FORMS,
    "initiates": INITIATIVES,
    "breaks": (),
    "holds_for_another": (),
    "silences": SILENCES,
}


def slots_of(preset: Preset) -> dict[str, Any]:
    """Slots that a name fills in, as a scenario file has them; all others stay as the actor has them."""
    given = {slot: getattr(preset, slot) for slot in CHOICES if getattr(preset, slot) is not None}
    words = {slot: CHOICES[slot][value] if CHOICES[slot] else value for slot, value in given.items()}
    return words | preset.numbers


class Situation(NamedTuple):
    """What a rule for *how much* may look at; severities are >= 0 unless said otherwise."""

    perceived: float  # severity of the act to be answered, as perceived
    balance: float  # severity; positive when more was received than sent
    grievance: float  # severity
    previous: float  # severity of the act before this one; 0 where the other side has shown restraint since
    last: float  # severity of the own last act; 0 where it was restraint
    hardest: float  # severity of the hardest act perceived so far
    is_good: bool  # own standing
    other_is_good: bool  # standing of the other side


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
def tit_for_two_tats(perceived, previous):
    """Severity after two hostile acts in a row: what was received last; 0 after one alone [Axelrod1984].

    Parameters
    ----------
    perceived, previous : float, severity of this act and of the one before, >= 0

    Returns
    -------
    float, severity, >= 0
    """
    return perceived if previous > 0.0 else 0.0


@rule
def contrite_tit_for_tat(perceived, is_good, other_is_good):
    """Severity that one in good standing asks for against one who is not [Boerlijst1997].

    Parameters
    ----------
    perceived : float, severity, >= 0
    is_good, other_is_good : bool, own standing and the other side's; see :func:`standing_after`

    Returns
    -------
    float, severity, >= 0
    """
    return perceived if is_good and not other_is_good else 0.0


@rule
def standing_after(is_hostile, is_good, other_is_good):
    """Standing after an act: restraint restores it, only retaliation from a good standing keeps it.

    Parameters
    ----------
    is_hostile : bool, the act; not hostile is restraint
    is_good, other_is_good : bool, standings before the act

    Returns
    -------
    bool, whether the actor is in good standing
    """
    return not is_hostile or (is_good and not other_is_good)


@rule
def grim_trigger(hardest, threshold, worst):
    """Severity of one that never forgives: the worst, once an act has reached a threshold [Friedman1971].

    Parameters
    ----------
    hardest : float, severity of the hardest act so far, this one included, >= 0
    threshold, worst : float, severity, >= 0

    Returns
    -------
    float, severity, >= 0
    """
    return worst if hardest >= threshold else 0.0


@rule
def win_stay_lose_shift(perceived, last, aspiration):
    """Severity of one that repeats itself while it is content, else does the opposite [NowakSigmund1993].

    Parameters
    ----------
    perceived : float, severity, >= 0
    last : float, severity of the own last act, 0 for restraint
    aspiration : float, severity received up to which it is content

    Returns
    -------
    float, severity, >= 0
    """
    if perceived <= aspiration:
        return last
    return 0.0 if last > 0.0 else perceived


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
def bully(perceived, threshold, k):
    """Severity of a bully: over-matches, but gives way to an act that cows it [Leng1983].

    Parameters
    ----------
    perceived : float, severity, >= 0
    threshold : float, severity that cows it
    k : float, severity per severity, >= 0

    Returns
    -------
    float, severity, >= 0
    """
    return 0.0 if is_cowed(perceived, threshold) else k * perceived


@rule
def is_cowed(perceived, threshold):
    """Whether an act is grave enough to make a bully conciliate."""
    return perceived >= threshold


@rule
def severity_asked(how_much, now, numbers):
    """Severity that a policy's *how much* asks for; an own rule is asked by its caller.

    Parameters
    ----------
    how_much : int, one of the codes above
    now : Situation
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS

    Returns
    -------
    float, severity, >= 0; 0 means no reply
    """
    if how_much == TIT_FOR_TAT:
        return tit_for_tat(now.perceived)
    if how_much == TIT_FOR_TWO_TATS:
        return tit_for_two_tats(now.perceived, now.previous)
    if how_much == CONTRITE_TIT_FOR_TAT:
        return contrite_tit_for_tat(now.perceived, now.is_good, now.other_is_good)
    if how_much == GRIM_TRIGGER:
        return grim_trigger(now.hardest, numbers[GRIM_ABOVE], numbers[GRIM_SEVERITY])
    if how_much == WIN_STAY_LOSE_SHIFT:
        return win_stay_lose_shift(now.perceived, now.last, numbers[ASPIRATION])
    if how_much == PROPORTIONAL:
        return proportional(now.perceived, numbers[K], numbers[C])
    if how_much == BULLY:
        return bully(now.perceived, numbers[COW_ABOVE], numbers[K])
    return ledger(now.perceived, now.balance, numbers[K])


@rule
def ratio_of(how_much, k):
    """Number of posts taken for one post lost that a policy intends: k, or 1 where it has none."""
    return k if HAS_RATIO[min(how_much, OWN_RULE)] else 1.0


@rule
def parity(theirs, ours):
    """Posts to cut so that the other side keeps no more than oneself.

    Parameters
    ----------
    theirs, ours : int, posts

    Returns
    -------
    int, posts, >= 0
    """
    return max(0, theirs - ours)


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


@rule
def optimal_generosity(temptation, reward, punishment, sucker):
    """Share of acts that generous tit for tat had best forgive [Molander1985]_ [NowakSigmund1992]_.

    Parameters
    ----------
    temptation, reward, punishment, sucker : float, payoffs of a prisoner's dilemma, falling

    Returns
    -------
    float in [0, 1]
    """
    lost = 1.0 - (temptation - reward) / (reward - sucker)
    return max(0.0, min(lost, (reward - punishment) / (temptation - punishment)))
