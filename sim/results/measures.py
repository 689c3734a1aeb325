"""What is told of many runs, by name: events that have a share, measures that have a mean."""

from sim.engine.compiled import tally
from sim.rules.indices import REGIMES

AT_ANY_TIME, ANY_BREAK, FIRST_BREAK = "rupture at any time", "any break", "first break"
FIRST_BREAK_BY = f"{FIRST_BREAK} by "  # and the id of who breaks, where it stands in no column of its own
MEASURES = (*tally.MEASURES, "hostile_moves")  # of each relation or group, as fields of Rows
ROW_MEASURES = (*MEASURES, "posture_at_end", "replies", "disproportionate_replies")  # all of Rows that have a mean
END_SHARES = (*(regime.replace(" ", "_") for regime in REGIMES), "rupture_at_any_time")  # of runs, as columns
