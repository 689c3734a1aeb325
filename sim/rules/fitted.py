"""Numbers that the documented record gives, with what each rests on.

Written by ``python -m docs.generate`` from what the two commands give.  Never change it by hand.
"""

from typing import NamedTuple

COMMAND = "detente fit"
COMMAND_OF_OTHERS = "python tests/validation/fitted.py others"


class Fitted(NamedTuple):
    """A number as the record has it."""

    value: float
    error: float  # standard error
    rows: int
    cases: int

    @property
    def says(self) -> str:
        """The estimate with its standard error, and what it rests on."""
        return f"{self.value:.3g} ± {self.error:.2g}, {self.rows} rows of {self.cases} cases"


FITTED = {
    "world": {
        "silence_first": Fitted(0.42, 0.076, 66, 48),
        "silence_level": Fitted(0.733, 0.087, 30, 17),
        "silence_closure": Fitted(0.578, 0.22, 2, 2),
        "silence_forum": Fitted(0.623, 0.17, 4, 4),
        "silence_measure": Fitted(0.544, 0.094, 26, 24),
        "silence_recall": Fitted(0.834, 0.064, 42, 26),
        "silence_reply": Fitted(0.683, 0.16, 8, 6),
        "further_step": Fitted(0.152, 0.039, 79, 45),
        "silence_reply_size": Fitted(0.478, 0.23, 8, 6),
        "delay_median_log": Fitted(-0.262, 0.32, 83, 48),
        "delay_sd_log": Fitted(1.52, 0.4, 83, 48),
        "wait_probability": Fitted(0.0852, 0.095, 83, 48),
        "wait_median_log": Fitted(3.46, 1, 83, 48),
        "wait_sd_log": Fitted(1.05, 0.44, 83, 48),
        "inexact_one": Fitted(0.162, 0.078, 32, 22),
        "inexact_size": Fitted(0.834, 0.33, 32, 22),
        "number_median_log": Fitted(0.365, 0.34, 32, 22),
        "number_size": Fitted(-0.149, 0.19, 32, 22),
        "number_sd_log": Fitted(0.787, 0.17, 32, 22),
        "surcharge_without_people": Fitted(0.436, 0.082, 35, 27),
        "surcharge_people": Fitted(0.158, 0.047, 50, 30),
        "surcharge_size": Fitted(0.538, 0.16, 20, 9),
        "surcharge_wave": Fitted(1.95, 0.57, 17, 4),
    },
    "moscow": {
        "silence_first": Fitted(0.132, 0.044, 96, 16),
        "silence_level": Fitted(0.7, 0.18, 0, 0),
        "silence_closure": Fitted(0.398, 0.22, 2, 1),
        "silence_forum": Fitted(0.465, 0.21, 2, 1),
        "silence_measure": Fitted(0.577, 0.19, 1, 1),
        "silence_recall": Fitted(0.848, 0.094, 6, 1),
        "silence_reply": Fitted(0.745, 0.17, 3, 2),
        "further_step": Fitted(0.111, 0.065, 9, 7),
        "silence_reply_size": Fitted(0.478, 0.23, 3, 2),
        "delay_median_log": Fitted(1.41, 0.54, 93, 16),
        "delay_sd_log": Fitted(1.22, 0.38, 93, 16),
        "wait_probability": Fitted(0.167, 0.21, 93, 16),
        "wait_median_log": Fitted(3.89, 0.96, 93, 16),
        "wait_sd_log": Fitted(1.01, 0.49, 93, 16),
        "inexact_one": Fitted(0.102, 0.053, 80, 15),
        "inexact_size": Fitted(0.674, 0.27, 80, 15),
        "number_median_log": Fitted(0.231, 0.36, 80, 15),
        "number_size": Fitted(-0.181, 0.14, 80, 15),
        "number_sd_log": Fitted(0.676, 0.17, 80, 15),
        "surcharge_without_people": Fitted(0.436, 0.082, 4, 2),
        "surcharge_people": Fitted(0.158, 0.047, 90, 16),
        "surcharge_size": Fitted(0.538, 0.16, 63, 16),
        "surcharge_wave": Fitted(1.95, 0.57, 64, 5),
    },
    "facing_moscow": {
        "silence_first": Fitted(0.245, 0.12, 5, 3),
        "silence_level": Fitted(0.7, 0.18, 0, 0),
        "silence_closure": Fitted(0.483, 0.27, 0, 0),
        "silence_forum": Fitted(0.586, 0.22, 1, 1),
        "silence_measure": Fitted(0.539, 0.21, 0, 0),
        "silence_recall": Fitted(0.833, 0.11, 2, 2),
        "silence_reply": Fitted(0.779, 0.13, 6, 6),
        "further_step": Fitted(0.0619, 0.026, 92, 14),
        "silence_reply_size": Fitted(0.478, 0.23, 6, 6),
        "delay_median_log": Fitted(0.538, 0.57, 10, 8),
        "delay_sd_log": Fitted(1.48, 0.57, 10, 8),
        "wait_probability": Fitted(0.0825, 0.096, 10, 8),
        "wait_median_log": Fitted(3.49, 0.75, 10, 8),
        "wait_sd_log": Fitted(0.819, 0.58, 10, 8),
        "inexact_one": Fitted(0.126, 0.072, 6, 4),
        "inexact_size": Fitted(0.769, 0.31, 6, 4),
        "number_median_log": Fitted(0.121, 0.42, 6, 4),
        "number_size": Fitted(-0.253, 0.18, 6, 4),
        "number_sd_log": Fitted(0.748, 0.2, 6, 4),
        "surcharge_without_people": Fitted(0.436, 0.082, 0, 0),
        "surcharge_people": Fitted(0.158, 0.047, 10, 8),
        "surcharge_size": Fitted(0.538, 0.16, 6, 6),
        "surcharge_wave": Fitted(1.95, 0.57, 0, 0),
    },
}

# estimates of numbers that no habits hold; their defaults are choices
OTHERS = {
    "leave_median_log": Fitted(1.61, 0.14, 114, 51),
    "leave_sd_log": Fitted(0.88, 0.077, 114, 51),
    "incidents_per_day": Fitted(4.07e-05, 7.1e-06, 173, 88),
    "alliance_incidents_per_day": Fitted(5.31e-05, 2.1e-05, 8, 8),
    "incident_median_log": Fitted(0.994, 0.28, 115, 54),
    "incident_sd_log": Fitted(1.21, 0.12, 115, 54),
    "join_one_more": Fitted(0.539, 0.076, 35, 5),
    "join_median_log": Fitted(1.35, 0.51, 5, 5),
    "join_sd_log": Fitted(1.13, 0.12, 5, 5),
    "recall_median_log": Fitted(4.77, 0.25, 37, 27),
    "recall_sd_log": Fitted(1.37, 0.15, 37, 27),
    "recovery_staff_per_day": Fitted(0.000557, 0.00029, 17, 13),
    "recovery_mission_per_day": Fitted(0.000343, 0.00011, 30, 18),
}


def of_world(name: str) -> float:
    """Number of the world at large, the default of a policy."""
    return FITTED["world"][name].value


def in_record(name: str) -> Fitted | None:
    """What the record gives for a number, for the world at large; None where it gives nothing."""
    return FITTED["world"].get(name) or OTHERS.get(name)
