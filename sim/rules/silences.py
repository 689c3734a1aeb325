"""How often an act is let lie, by its kind and its size."""

import numpy as np

from .jit import rule
from .moves import (
    CLOSE_CONSULATE,
    CLOSE_LIAISON_MISSION,
    CLOSE_MISSION,
    CLOSE_OFFICE,
    DOWNGRADE_RELATIONS,
    KINDS,
    RECALL_AMBASSADOR,
    SEVER_RELATIONS,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
)
from .parameters import SILENCE_CLOSURE, SILENCE_FIRST, SILENCE_FORUM, SILENCE_LEVEL, SILENCE_RECALL

_OTHER_THAN_FIRST = {
    RECALL_AMBASSADOR: SILENCE_RECALL,
    SUSPEND_MISSION: SILENCE_RECALL,  # its own mission too is what a party withdraws
    CLOSE_CONSULATE: SILENCE_CLOSURE,
    CLOSE_OFFICE: SILENCE_CLOSURE,
    CLOSE_LIAISON_MISSION: SILENCE_CLOSURE,
    CLOSE_MISSION: SILENCE_CLOSURE,
    DOWNGRADE_RELATIONS: SILENCE_LEVEL,
    SEVER_RELATIONS: SILENCE_LEVEL,
    SUSPEND_COOPERATION: SILENCE_FORUM,
    SUSPEND_COUNCIL: SILENCE_FORUM,
}

# (n_kinds,) column of POLICY_PARAMETERS; a package goes by the kind with the first of these columns, as the record is
# counted: people sent home before relations downgraded, posts closed, a forum suspended, an own ambassador recalled
SILENCE_OF = np.array([_OTHER_THAN_FIRST.get(kind, SILENCE_FIRST) for kind in range(len(KINDS))])


@rule
def silence(of_one, size, people):
    """Probability that an act is let lie, by its size: its odds fall with the people sent home, to a power.

    Parameters
    ----------
    of_one : float in [0, 1], the same of one person sent home, or of an act by which nobody is
    size : float, >= 0, the power; 0 for no influence
    people : int, >= 0

    Returns
    -------
    float in [0, 1]; 1 stays 1, so that a government that is always silent is silent about everything
    """
    return of_one / (of_one + (1.0 - of_one) * max(1, people) ** size) if of_one > 0.0 else 0.0
