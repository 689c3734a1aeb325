"""Every number of the model that may be changed: default, unit, range, mark and meaning.

Marks say where a default comes from: ``fit`` from the documented moves of seventeen crises,
``seed`` from the one crisis of October 2021, ``design`` a choice of ours, ``source`` the
literature named in the meaning.

A *policy* parameter belongs to a row of the policy table, so that each actor can have its own
value; a *world* parameter is shared by everybody in a scenario.  The constants below each tuple
are column numbers; a test holds names and columns together.
"""

from typing import NamedTuple


class Parameter(NamedTuple):
    """One changeable number: ``low <= value <= high`` in ``unit``."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    mark: str
    meaning: str


LARGE = 1e6

POLICY_PARAMETERS = (
    Parameter("k", 1.0, 0, 10, "1", "design", "severity answered per unit of severity perceived"),
    Parameter("c", 0.0, -20, 20, "severity", "design", "severity added to every reply"),
    Parameter("silence_first", 0.14, 0, 1, "probability", "fit", "a first move is let lie"),
    Parameter("silence_reply", 0.7, 0, 1, "probability", "fit", "an answer is let lie"),
    Parameter("delay_median_log", 1.16, -2, 6, "ln days", "fit", "logarithm of the median delay"),
    Parameter("delay_sd_log", 0.89, 0, 3, "ln days", "fit", "spread of the delay's logarithm"),
    Parameter("delay_days", 0, 0, 3650, "days", "design", "fixed delay; 0 draws it"),
    Parameter("leave_median_log", 1.945910149055313, -2, 6, "ln days", "fit", "logarithm of the median time to leave"),
    Parameter("leave_sd_log", 0.76, 0, 3, "ln days", "fit", "spread of that logarithm"),
    Parameter("leave_days", 0, 0, 3650, "days", "design", "fixed time to leave; 0 draws it"),
    Parameter("breaking_floor", 3.0, 0, LARGE, "severity", "seed", "grievance at which an empty shell is left"),
    Parameter("breaking_hollowing", 34.0, 0, LARGE, "severity", "seed", "what intact institutions add to it"),
    Parameter("override_share", 0.8, 0, LARGE, "share", "design", "part of the breaking point at which the head of government steps in"),
    Parameter("override_probability", 0.5, 0, 1, "probability", "design", "the head of government then takes the hardest proposal"),
    Parameter("half_life_days", 2555.0, 1e-3, 1e12, "days", "seed", "time in which grievance and balance halve"),
    Parameter("perception_noise", 0.17, 0, 3, "ln severity", "fit", "spread of perceived severity"),
    Parameter("miss_probability", 0.02, 0, 1, "probability", "design", "a package goes unnoticed"),
    Parameter("hostile_above", 2.0, 0, LARGE, "severity", "design", "perceived severity that counts as hostile"),
    Parameter("merge_days", 7, 0, 3650, "days", "design", "a further package within this time joins the pending provocation"),
    Parameter("copy_tolerance", 0.25, 0, 1, "share", "fit", "deviation that is still answered by an exact copy"),
    Parameter("surcharge_probability", 0.16, 0, 1, "probability", "fit", "a reply gains one further kind of move"),
)  # fmt: skip
(
    K,
    C,
    SILENCE_FIRST,
    SILENCE_REPLY,
    DELAY_MEDIAN_LOG,
    DELAY_SD_LOG,
    DELAY_DAYS,
    LEAVE_MEDIAN_LOG,
    LEAVE_SD_LOG,
    LEAVE_DAYS,
    BREAKING_FLOOR,
    BREAKING_HOLLOWING,
    OVERRIDE_SHARE,
    OVERRIDE_PROBABILITY,
    HALF_LIFE_DAYS,
    PERCEPTION_NOISE,
    MISS_PROBABILITY,
    HOSTILE_ABOVE,
    MERGE_DAYS,
    COPY_TOLERANCE,
    SURCHARGE_PROBABILITY,
) = range(len(POLICY_PARAMETERS))

WORLD_PARAMETERS = (
    Parameter("personnel_severity_base", 4.0, 0, 100, "severity", "design", "severity of sending home nobody, the limit of small shares"),
    Parameter("personnel_severity_slope", 2.5, 0, 100, "severity", "design", "added for the whole staff; grows with the root of the share"),
    Parameter("shell_share", 0.3, 0, 1, "share", "design", "worth of an open post without staff"),
    Parameter("council_half_life_days", 180.0, 1e-3, 1e12, "days", "design", "time in which a council that does not meet loses half its worth"),
    Parameter("weight_embassy", 4.0, 0, 100, "weight", "design", "worth of an embassy at reference strength"),
    Parameter("weight_mission", 4.0, 0, 100, "weight", "design", "worth of a mission to an alliance"),
    Parameter("weight_council", 3.0, 0, 100, "weight", "design", "worth of a joint council that meets"),
    Parameter("weight_liaison_mission", 2.0, 0, 100, "weight", "design", "worth of a liaison mission"),
    Parameter("weight_consulate", 1.0, 0, 100, "weight", "design", "worth of a consulate"),
    Parameter("weight_office", 1.0, 0, 100, "weight", "design", "worth of an information or trade office"),
    Parameter("weight_cooperation", 0.0, 0, 100, "weight", "design", "worth of practical cooperation"),
    Parameter("incidents_per_day", 1 / 4000, 0, 1, "per day", "fit", "first expulsions, each direction between states (a lower bound)"),
    Parameter("alliance_incidents_per_day", 1 / 690, 0, 1, "per day", "fit", "the same in a dyad with an alliance"),
    Parameter("incident_share_low", 0.05, 0, 1, "share", "design", "smallest share of staff an incident expels"),
    Parameter("incident_share_high", 0.5, 0, 1, "share", "design", "largest share of staff an incident expels"),
    Parameter("talks_per_day", 1 / 360, 0, 1, "per day", "design", "offers of talks, each direction"),
    Parameter("talks_intercept", 2.0, -50, 50, "log odds", "design", "readiness to accept an offer without grievance or institutions"),
    Parameter("talks_grievance", 10.0, 0, 500, "log odds", "design", "taken off at a grievance equal to the breaking scale"),
    Parameter("talks_institutions", 2.0, -50, 50, "log odds", "design", "added by intact institutions"),
    Parameter("flow_window_days", 30, 1, 3650, "days", "design", "window of the flow of severity"),
    Parameter("regime_window_days", 180, 1, 36500, "days", "design", "closing window that the regime is judged by; at most half the run"),
    Parameter("recovered_loss", 0.2, 0, 1, "share", "design", "loss that must have been reached before a recovery"),
    Parameter("cold_loss", 0.4, 0, 1, "share", "design", "least loss of a cold standoff"),
    Parameter("cold_flow", 0.02, 0, 100, "severity per day", "design", "largest flow of a cold standoff"),
    Parameter("cooperative_loss", 0.1, 0, 1, "share", "design", "largest loss of a cooperative relation"),
)  # fmt: skip
(
    PERSONNEL_SEVERITY_BASE,
    PERSONNEL_SEVERITY_SLOPE,
    SHELL_SHARE,
    COUNCIL_HALF_LIFE_DAYS,
    WEIGHT_EMBASSY,
    WEIGHT_MISSION,
    WEIGHT_COUNCIL,
    WEIGHT_LIAISON_MISSION,
    WEIGHT_CONSULATE,
    WEIGHT_OFFICE,
    WEIGHT_COOPERATION,
    INCIDENTS_PER_DAY,
    ALLIANCE_INCIDENTS_PER_DAY,
    INCIDENT_SHARE_LOW,
    INCIDENT_SHARE_HIGH,
    TALKS_PER_DAY,
    TALKS_INTERCEPT,
    TALKS_GRIEVANCE,
    TALKS_INSTITUTIONS,
    FLOW_WINDOW_DAYS,
    REGIME_WINDOW_DAYS,
    RECOVERED_LOSS,
    COLD_LOSS,
    COLD_FLOW,
    COOPERATIVE_LOSS,
) = range(len(WORLD_PARAMETERS))
