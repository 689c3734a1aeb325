"""What the end of a relation rests on, in one clause with its numbers."""

from sim.engine.trajectory import Trajectory
from sim.rules.indices import CALM, closing_window, dyad_scale
from sim.rules.parameters import COLD_LOSS, COOPERATIVE_LOSS, RECOVERED_LOSS, REGIME_WINDOW_DAYS


def end_grounds(trajectory: Trajectory, relation: str, regime: str) -> str:
    """Say what a relation's end rests on: loss first, and tension and ambassadors where little is lost.

    The conditions are those of :func:`sim.rules.indices.regime`.

    Parameters
    ----------
    relation : id
    regime : as the outcome of the trajectory has it
    """
    world, dyad = trajectory.tables.world, trajectory.names.dyads.index(relation)
    loss, tension = (trajectory.curve(index, dyad) for index in ("loss", "tension"))
    last, strain, low = float(loss[-1]), float(tension[-1]), CALM * float(dyad_scale(trajectory.tables, dyad))
    if regime == "rupture":
        return "no channel is left, or relations are severed"
    if regime == "recovered":
        highest = f"{loss.max():.2f}, of which half or more has come back"
        return f"the loss was {world[RECOVERED_LOSS]:g} or more ({highest}), and tension is low ({strain:.2f})"
    if regime == "cold standoff":
        quiet = closing_window(int(world[REGIME_WINDOW_DAYS]), trajectory.n_days)
        return f"the loss is {world[COLD_LOSS]:g} or more ({last:.2f}), with hardly a hostile move in {quiet} days"
    if regime == "cooperative":
        return f"the loss is below {world[COOPERATIVE_LOSS]:g} ({last:.2f}), and tension is low ({strain:.2f})"
    if last >= world[COLD_LOSS]:
        return f"the loss is {world[COLD_LOSS]:g} or more ({last:.2f}), but hostile moves have not ceased"
    if last >= world[COOPERATIVE_LOSS]:
        return f"the loss is {world[COOPERATIVE_LOSS]:g} or more ({last:.2f})"
    if strain >= low:
        return f"the loss is small ({last:.2f}), but tension is {low:.2f} or more ({strain:.2f})"
    return f"the loss is small ({last:.2f}) and tension low ({strain:.2f}), but not all ambassadors are at post"
