"""Fits: the numbers of policies that a record of documented moves shows.

>>> from sim.fit import fit_habits
"""

from .habits import fit_habits as fit_habits
