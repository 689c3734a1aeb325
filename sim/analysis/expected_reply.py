"""What a policy makes of one act, without playing: whether an answer comes, when, how many people, a further kind.

These are the closed forms of the rules in :mod:`sim.rules.bargain`, :mod:`sim.rules.perceive`,
:mod:`sim.rules.numbers` and :mod:`sim.rules.substitute`: what the law forbids, and grievances that reach a breaking
point, are left out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from sim.rules import parameters as columns
from sim.rules.draws import lognormal_count
from sim.rules.numbers import FEW, chance_of_another_number
from sim.rules.perceive import LONGEST_DELAY_DAYS
from sim.rules.policies import WEIGHED
from sim.rules.silences import PLAIN, SILENCE_OF, Features, silence
from sim.rules.substitute import chance_of_another_kind
from sim.rules.world import Floats
from sim.scenario.pack import KIND_NUMBER, PolicyRow, floats, names_of, policy_rows
from sim.scenario.schema import Scenario

NORMAL = NormalDist()


@dataclass(frozen=True)
class ExpectedReply:
    """The reply to one act, as chances.

    ``answered`` in [0, 1]; ``delay`` (366,), the chance of each number of days from 0 on, given an answer; ``people``
    (n,), the chance of each number of people sent home from 0 on, given an answer in kind; ``added`` in [0, 1], of a
    further kind of move, given an answer.
    """

    answered: float
    delay: Floats
    people: Floats
    added: float


def expected_reply(
    scenario: Scenario,
    actor: str,
    kinds: Collection[str],
    *,
    people: int = 0,
    is_reply: bool = False,
    is_owed: bool = True,
    features: Features = PLAIN,
) -> ExpectedReply:
    """Chances of the reply of one party to one act.

    Parameters
    ----------
    scenario : Scenario
    actor : str, id of the party that replies
    kinds : ids of the kinds of move of the act
    people : int, >= 0, whom the act sends home
    is_reply : bool, whether the act itself answers one of the actor's
    is_owed : bool, whether a policy that counts what is owed owes an answer
    features : Features, what else the actor looks at; ``people`` goes before its people

    Returns
    -------
    ExpectedReply

    Raises
    ------
    KeyError
        For a party or a kind of move that there is not.
    """
    row = _row_of(scenario, actor)
    numbers = floats(row.numbers)
    return ExpectedReply(
        answered=chance_of_answer(
            numbers,
            kinds,
            people=people,
            is_reply=is_reply,
            is_owed=is_owed,
            features=features,
            silences=row.choice("silences"),
        ),
        delay=chances_of_delay(numbers),
        people=chances_of_people(numbers, people),
        added=chance_of_a_further_kind(numbers, kinds, people=people),
    )


def numbers_of(scenario: Scenario, actor: str) -> Floats:
    """Numbers of a party's policy, (n_policy,) in the order of POLICY_PARAMETERS."""
    return floats(_row_of(scenario, actor).numbers)


def _row_of(scenario: Scenario, actor: str) -> PolicyRow:
    party = scenario.states.get(actor) or scenario.alliances[actor]
    return policy_rows(scenario, names_of(scenario))[party.policy]


def chance_of_answer(
    numbers: Floats,
    kinds: Collection[str],
    *,
    people: int = 0,
    is_reply: bool = False,
    is_owed: bool = True,
    features: Features = PLAIN,
    silences: int = WEIGHED,
) -> float:
    """Probability that an act is answered, in [0, 1].

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    silences : int, code of what decides about silence
    kinds, people, is_reply, is_owed, features : as for :func:`expected_reply`
    """
    column = columns.SILENCE_REPLY if is_reply else min(SILENCE_OF[KIND_NUMBER[kind]] for kind in kinds)
    act = features._replace(people=people or features.people)
    answers = 1.0 - silence(silences, numbers[column], numbers, act)
    if not is_owed:
        answers = min(numbers[columns.FURTHER_STEP], answers) if is_reply else 0.0
    return float(answers * (1.0 - numbers[columns.GENEROSITY]))


def chance_of_a_further_kind(numbers: Floats, kinds: Collection[str], *, people: int = 0) -> float:
    """Probability that an answer gains a further kind of move, in [0, 1]; arguments as for :func:`expected_reply`."""
    return float(chance_of_another_kind(numbers, FEW if {*kinds} == {"measure"} else people))


def chances_of_delay(numbers: Floats) -> Floats:
    """Chance of each number of days from the announcement to the decision, (366,)."""
    fixed = int(np.ceil(numbers[columns.DELAY_DAYS]))
    if fixed > 0:
        return _all_on(min(fixed, LONGEST_DELAY_DAYS))
    waits = numbers[columns.WAIT_PROBABILITY]
    prompt = _rounded_lognormal(numbers[columns.DELAY_MEDIAN_LOG], numbers[columns.DELAY_SD_LOG])
    late = _rounded_lognormal(numbers[columns.WAIT_MEDIAN_LOG], numbers[columns.WAIT_SD_LOG])
    return floats((1.0 - waits) * prompt + waits * late)


def _all_on(day: int) -> Floats:
    return floats(n == day for n in range(LONGEST_DELAY_DAYS + 1))


def _rounded_lognormal(median_log: float, sd_log: float) -> Floats:
    """Chance of each whole number of days up to the longest delay, which takes the rest."""
    if sd_log <= 0.0:
        return _all_on(lognormal_count(median_log, 0.0, 0.0, 0, LONGEST_DELAY_DAYS))
    up_to = [NORMAL.cdf((float(np.log(day + 0.5)) - median_log) / sd_log) for day in range(LONGEST_DELAY_DAYS)]
    return floats(np.diff([0.0, *up_to, 1.0]))


def chances_of_people(numbers: Floats, people: int) -> Floats:
    """Chance of each number of people, from 0 on, that an answer in kind to some sent home sends home with k = 1."""
    most = int(np.ceil(people * max(2.0, numbers[columns.INEXACT_MOST]))) + 1
    exact, another = np.zeros(most + 1), np.zeros(most + 1)
    exact[people] = 1.0
    chance = float(chance_of_another_number(numbers, people))
    if 0 < people <= FEW:
        another[people + 1] = 1.0
    elif people > FEW:
        above = numbers[columns.INEXACT_ABOVE]
        another = (1.0 - above) * _rounded_uniform(people * numbers[columns.INEXACT_LEAST], people, most)
        another += above * _rounded_uniform(people, people * numbers[columns.INEXACT_MOST], most)
    return floats((1.0 - chance) * exact + chance * another)


def _rounded_uniform(low: float, high: float, most: int) -> Floats:
    """Chance of each whole number up to ``most`` for a uniform number, rounded up as often as its fraction says."""
    counts = floats(range(most + 1))
    if high <= low:
        return floats(np.maximum(0.0, 1.0 - np.abs(low - counts)))
    return floats((_ramp(high - counts) - _ramp(low - counts)) / (high - low))


def _ramp(x: Floats) -> Floats:
    """Integral up to x of the triangle over [-1, 1] that rises to 1 at 0."""
    inside = np.where(x < 0.0, 0.5 * (x + 1.0) ** 2, 1.0 - 0.5 * (1.0 - x) ** 2)
    return floats(np.where(x <= -1.0, 0.0, np.where(x >= 1.0, 1.0, inside)))
