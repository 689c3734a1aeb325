"""How the cost of a history grows: with its moves, and with days on which nothing happens; processor time, one thread."""

from collections.abc import Sequence
from time import process_time

import numpy as np

from docs.generate import table
from sim import load_scenario
from sim.engine.ensemble import Ensemble, Wanted

from .mesa_pool import SEED
from .speed import moves_in, runs_lasting

CASE, RELATION = "two_states", "arden_belmora"
SECONDS = 0.4

# nobody breaks with anybody, and what was lost comes back within days: then there is always somebody left to expel
ENDLESS = (
    "timeline.first_expulsion=null",
    "relations.arden_belmora.talks_per_day=null",
    "policies.belmora.breaks=false",
    "policies.belmora.breaking_floor=null",
    "policies.belmora.breaking_hollowing=null",
    "parameters.recovery_meetings=0",
    "parameters.recovery_quiet_days=0",
    "parameters.recovery_grievance=1000",
    "parameters.recovery_share=1",
    "parameters.recovery_staff_per_day=0.1",
    "parameters.recovery_mission_per_day=0.1",
)
LONGER = {years: (f"end={2029 + years}-12-31", *("{arden: 0.01, belmora: 0.01}",)) for years in (1, 2, 4, 8, 16, 32)}
BUSIER = {rate: ("end=2039-12-31", f"{{arden: {rate}, belmora: {rate}}}") for rate in (1, 2, 4, 8, 16, 32, 64)}

# the act of the script and what answers it, and no clock that could ring
QUIET = (
    "relations.arden_belmora.talks_per_day=null",
    "parameters.talks_per_day=0",
    "parameters.recovery_ambassador_per_day=0",
    "parameters.recovery_staff_per_day=0",
    "parameters.recovery_mission_per_day=0",
)
YEARS = (1, 2, 4, 8)
