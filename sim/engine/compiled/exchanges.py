"""The hostile packages of a run, one row each, with the package that it answers; read from the log at its end.

Whoever asks who answered whom pairs these rows, in any way: ``head`` says which packages a target took together as one
act, ``answers`` the head of what a package answers.
"""

from typing import NamedTuple

import numpy as np

from sim.rules.jit import rule
from sim.rules.moves import EXPEL, EXPEL_AMBASSADOR, KINDS, MEASURE, is_hostile_kind, withholds_tie
from sim.rules.world import NONE, SCRIPTED, Flags, Ints, reverse

# (n_kinds,) place of each hostile kind of move among those told apart: all that is withheld beside posts is one, as in
# the record, where an entry ban answered by a tariff adds nothing
BIT_OF = np.array([MEASURE if withholds_tie(kind) else min(kind, 62) for kind in range(len(KINDS))])


class Packages(NamedTuple):
    """Hostile packages of some runs; rows below ``n[0]`` are valid, all of one run together and in their order."""

    n: Ints  # (1,) packages noted
    run: Ints  # number of the run
    package: Ints  # its first hostile move
    provocation: Ints  # that it opened or joined, or NONE
    head: Ints  # the package together with which its target took it, mostly itself
    answers: Ints  # head of the package of the other side that it answers, or NONE
    ij: Ints  # direction
    day: Ints  # announced
    is_scripted: Flags
    moves: Ints  # hostile moves
    expelled: Ints  # people sent home by name
    kinds: Ints  # kinds of its moves: bit BIT_OF[k] for row k of the table of moves


@rule
def note_packages(log, run, packages):
    """Note the hostile packages of a run.

    Parameters
    ----------
    packages : Packages; without any row where none are wanted

    Returns
    -------
    bool, whether there was room; if not, nothing of this run is noted
    """
    start = packages.n[0]
    for m in range(log.n[0] if packages.run.size > 0 else 0):
        if is_hostile_kind(log.kind[m]):
            r = row_of(packages, start, log.package[m])
            if r == packages.n[0]:
                if r == packages.run.size:
                    packages.n[0] = start
                    return False
                begin_row(log, run, packages, start, r, m)
            count_move(log, packages, start, r, m)
    return True


@rule
def row_of(packages, start, package):
    """Row of a package among those from ``start`` on; the next free row if it has none."""
    for r in range(packages.n[0] - 1, start - 1, -1):
        if packages.package[r] == package:
            return r
    return packages.n[0]


@rule
def begin_row(log, run, packages, start, r, m):
    """Begin row ``r`` for the package of move ``m``."""
    packages.n[0] = r + 1
    packages.run[r] = run
    packages.package[r] = log.package[m]
    packages.provocation[r] = log.provocation[m]
    packages.head[r] = head_of(packages, start, r)
    packages.answers[r] = NONE
    packages.ij[r] = log.ij[m]
    packages.day[r] = log.announced[m]
    packages.is_scripted[r] = log.intent[m] == SCRIPTED
    packages.moves[r] = 0
    packages.expelled[r] = 0
    packages.kinds[r] = 0


@rule
def head_of(packages, start, r):
    """First package that joined the provocation of row ``r``, which is its own where no earlier one did."""
    if packages.provocation[r] != NONE:
        for earlier in range(start, r):
            if packages.provocation[earlier] == packages.provocation[r]:
                return packages.head[earlier]
    return packages.package[r]


@rule
def count_move(log, packages, start, r, m):
    """Add move ``m`` to the package of row ``r``."""
    kind, parent = log.kind[m], log.parent[m]
    packages.moves[r] += 1
    packages.kinds[r] |= 1 << BIT_OF[kind]
    if kind == EXPEL:
        packages.expelled[r] += log.count[m]
    elif kind == EXPEL_AMBASSADOR:
        packages.expelled[r] += 1
    if parent != NONE and packages.answers[r] == NONE and log.ij[parent] == reverse(log.ij[m]):
        answered = row_of(packages, start, log.package[parent])
        if answered < packages.n[0]:
            packages.answers[r] = packages.head[answered]
