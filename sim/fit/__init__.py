"""Fits: the numbers of policies that a record of documented moves shows.

>>> from sim.fit import fit, fit_habits
"""

from .ask import fit as fit
from .ask import plan_fit as plan_fit
from .habits import fit_habits as fit_habits
