"""Days before which a government answers nothing: by its policy, or because it waits for a day of the calendar."""

from .agenda import decide_by
from .jit import rule


@rule
def hold(tables, state, p, day):
    """Let provocation ``p`` be decided on a day, or on the first one after it on which its party answers again.

    A wait holds the answers of one direction.  The waits are sorted by the day that ends them, so that one may lead
    into the next.
    """
    provocations = state.provocations
    ij, due = provocations.ij[p], max(day, tables.hold_day[provocations.row[p]])
    for w in range(tables.wait_ij.size):
        if tables.wait_ij[w] == ij and tables.wait_from[w] <= due < tables.wait_until[w]:
            due = tables.wait_until[w]
    provocations.due[p] = due
    decide_by(state, due)


@rule
def is_waiting(tables, ij, day):
    """Whether the actor of ``ij`` waits for a day of the calendar before it answers its target."""
    for w in range(tables.wait_ij.size):
        if tables.wait_ij[w] == ij and tables.wait_from[w] <= day < tables.wait_until[w]:
            return True
    return False
