"""Whether a job is so small that playing it by interpreted rules takes less time than compiling them.

Both give the same bytes.  So this is a matter of time alone, and a rough estimate by the size of the scenario will do.
"""

from sim.rules.world import Tables

COMPILING_SECONDS = 9.0  # of one core, as all numbers here; measured where they were
FINISHING_SECONDS = 3.0  # the same, where a release carries what is left to be made machine code of

# fitted to the shipped scenarios: 2 ms a run for two states in a year, 30 for 38 parties in 120 days; within a factor
# of three for most of them
_OF_SIZE, _SIZE_POWER, _DAYS_POWER = 4e-6, 1.4, 0.56
_OF_A_CURVE = 1e-5  # on one day
_COLUMNS = 4  # relations and groups that are followed, mostly


def interpreted_seconds(tables: Tables, n_days: int, n_noted: int, n_runs: int) -> float:
    """Seconds that runs take where the rules are interpreted.

    Parameters
    ----------
    tables : Tables
    n_days : int, days of a run
    n_noted : int, days on which curves are noted; 0 where none are
    n_runs : int
    """
    n_dyads = tables.has_posture.size
    size = tables.party_key.size + tables.weight.size + 2 * n_dyads
    a_run = _OF_SIZE * size**_SIZE_POWER * n_days**_DAYS_POWER
    return float(n_runs * (a_run + _OF_A_CURVE * n_noted * (n_dyads + _COLUMNS)))
