"""Blocks with the outcomes no and yes: whether an act is answered, and whether the answer adds a kind of move."""

from math import log, sqrt

import numpy as np
from scipy.special import expit, log_expit

from sim.documented.observations import Observation
from sim.documented.played import UNKNOWN_PERSONS
from sim.documented.words import GROUP_OF_MOVE, OTHER

from .blocks import Block, Data, Floats, Number, Pull, Rows, data_of, people_of

_SILENCES = ("silence_first", "silence_level", "silence_closure", "silence_forum", "silence_measure", "silence_recall")
RECENT_DAYS = 90.0  # in which an own act loses half of its influence, as in sim.rules.silences
MOST_ASYMMETRY = 3.0


def log_likelihood(theta: Floats, data: Data) -> Floats:
    """Logarithm of the chance of each documented outcome, (n,)."""
    log_odds = data.features @ theta
    found: Floats = log_expit(np.where(data.outcome > 0.0, log_odds, -log_odds))
    return found


def chances(theta: Floats, data: Data) -> Floats:
    """Chance of no and of yes, (n, 2)."""
    yes = expit(data.features @ theta)
    return np.column_stack([1.0 - yes, yes])


# whether an act is answered: the log odds of silence are those of sim.rules.silences --------------------


def is_owed(row: Observation) -> bool:
    """Whether an answer to an answer is owed: it sent home more than what it answers, which sent people home too."""
    people, before = (UNKNOWN_PERSONS if n is None else n for n in (row.people, row.people_before))
    return people > before > 0


def _of_silence(row: Observation) -> list[float]:
    """Features of the log odds of silence about a row, in the order of the numbers of ANSWERED."""
    kinds = [float(not row.is_reply and row.silence == name) for name in _SILENCES]
    replies = [float(row.is_reply and is_owed(row)), -float(row.is_reply and not is_owed(row))]
    size = log(max(1, people_of(row)))
    sizes = [-size * (not row.is_reply), -size * replies[0]]
    return [*kinds, *replies, *(weight * (1.0 + replies[1]) for weight in [*sizes, *_others(row)])]


def _others(row: Observation) -> list[float]:
    """What takes silence away beside the kind and the size of an act."""
    asymmetry = min(MOST_ASYMMETRY, max(-MOST_ASYMMETRY, row.asymmetry or 0.0))
    recent = 0.0 if row.days_since is None else 2.0 ** (-row.days_since / RECENT_DAYS)
    return [-sqrt(row.share or 0.0), -float(row.is_wave), -asymmetry, -float(row.is_alliance), -recent]


def _answered(rows: Rows) -> Data:
    known = [row for row in rows if row.answered is not None]
    silent = [float(row.answered is False) for row in known]
    return data_of(known, len(ANSWERED.numbers), [_of_silence(row) for row in known], silent)


WEIGHTS = ("silence_share", "silence_wave", "silence_asymmetry", "silence_alliance", "silence_recent")

ANSWERED = Block(
    "answered",
    (
        *(Number(name, "logit", None, 1.8) for name in _SILENCES),
        Number("silence_reply", "logit", 1.4, 1.8),
        Number("further_step", "logit", -2.5, 1.8),
        Number("silence_size", "plain", 0.0, 0.5, is_shared=True),
        Number("silence_reply_size", "plain", 0.0, 1.0, is_shared=True),
        *(Number(name, "plain", 0.0, 1.0, is_shared=True) for name in WEIGHTS),
    ),
    _answered,
    log_likelihood,
    chances,
    Pull(to_centre=3.0, to_pool=6.0, case_power=0.2),
    is_logistic=True,
    scored="log",
)


# whether the answer adds a kind of move: sim.rules.substitute -------------------------------------------


def adds_a_kind(row: Observation) -> bool:
    """Whether the answer has a kind of move of the model that the act has not."""
    return bool(_kinds_of_the_model(row.moves_back) - _kinds_of_the_model(row.moves))


def _kinds_of_the_model(moves: frozenset[str]) -> set[str]:
    """Kinds, all that is beyond staff as one."""
    return {"measure" if GROUP_OF_MOVE[move] == OTHER else move for move in moves}


def _of_added(row: Observation) -> list[float]:
    """Features of the log odds of a further kind, in the order of the numbers of ADDED."""
    sends_home = row.people is None or row.people > 0
    size = log(max(1, people_of(row))) if sends_home else 0.0
    return [float(not sends_home), float(sends_home), size, -float(row.is_wave)]


def _added(rows: Rows) -> Data:
    known = [row for row in rows if row.answered]
    adds = [float(adds_a_kind(row)) for row in known]
    return data_of(known, len(ADDED.numbers), [_of_added(row) for row in known], adds)


ADDED = Block(
    "added kind",
    (
        Number("surcharge_without_people", "logit", -1.0, 1.5, is_shared=True),
        Number("surcharge_people", "logit", -1.0, 1.5, is_shared=True),
        Number("surcharge_size", "plain", 0.0, 1.0, is_shared=True),
        Number("surcharge_wave", "plain", 0.0, 1.5, is_shared=True),
    ),
    _added,
    log_likelihood,
    chances,
    Pull(to_centre=1.0, to_pool=1.0, case_power=0.0),
    is_logistic=True,
    scored="log",
)
