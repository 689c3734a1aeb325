"""What the end of a relation rests on, in one clause with its numbers."""

from sim.engine.trajectory import Trajectory
from sim.rules.indices import CALM, closing_window
from sim.rules.parameters import COLD_LOSS, COOPERATIVE_LOSS, RECOVERED_LOSS, REGIME_WINDOW_DAYS

from .outcomes import End, end_of


def end_grounds(trajectory: Trajectory, relation: str) -> str:
    """Say what a relation's end rests on: loss first, and tension and ambassadors where little is lost.

    Of a strained relation it is found by asking the rule of regimes how it would end if it were otherwise.

    Parameters
    ----------
    relation : id
    """
    world, end = trajectory.tables.world, end_of(trajectory, trajectory.names.dyads.index(relation))
    regime, last, strain = end.regime(trajectory), end.last_loss, end.last_tension
    if regime == "rupture":
        return "no channel is left, or relations are severed"
    if regime == "recovered":
        highest = f"{end.highest_loss:.2f}, of which half or more has come back"
        return f"the loss was {world[RECOVERED_LOSS]:g} or more ({highest}), and tension is low ({strain:.2f})"
    if regime == "cold standoff":
        quiet = closing_window(int(world[REGIME_WINDOW_DAYS]), trajectory.n_days)
        return f"the loss is {world[COLD_LOSS]:g} or more ({last:.2f}), with hardly a hostile move in {quiet} days"
    if regime == "cooperative":
        return f"the loss is below {world[COOPERATIVE_LOSS]:g} ({last:.2f}), and tension is low ({strain:.2f})"
    return why_strained(trajectory, end)


def why_strained(trajectory: Trajectory, end: End) -> str:
    """Say what keeps a relation from any other end."""
    world, last, strain = trajectory.tables.world, end.last_loss, end.last_tension
    if end._replace(closing_flow=0.0).regime(trajectory) == "cold standoff":
        return f"the loss is {world[COLD_LOSS]:g} or more ({last:.2f}), but hostile moves have not ceased"
    if_calm = end._replace(last_tension=0.0, is_represented=True).regime(trajectory)
    if if_calm == "strained":
        return f"the loss is {world[COOPERATIVE_LOSS]:g} or more ({last:.2f})"
    little = "the loss is small" if if_calm == "cooperative" else "half or more of the loss has come back"
    if end._replace(is_represented=True).regime(trajectory) == "strained":
        return f"{little} ({last:.2f}), but tension is {CALM * end.scale:.2f} or more ({strain:.2f})"
    low = f"{little} ({last:.2f}) and tension low ({strain:.2f})"
    return f"{low}, but not all ambassadors are at post"
