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
from sim.rules.numbers import MOST_PEOPLE, chance_of_another_number, median_number_log
from sim.rules.perceive import LONGEST_DELAY_DAYS
from sim.rules.policies import WEIGHED
from sim.rules.silences import PLAIN, SILENCE_OF, Features, silence
from sim.rules.substitute import chance_of_another_kind
from sim.rules.world import Floats
from sim.scenario.arrays import floats
from sim.scenario.pack import KIND_NUMBER, PolicyRow, names_of, policy_rows
from sim.scenario.schema import Scenario

NORMAL = NormalDist()
ONE_IN_A_MILLION = 1e-6


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
        added=float(chance_of_another_kind(numbers, people, features.is_wave)),
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
    act = features._replace(people=people or features.people, is_reply=is_reply)
    answers = 1.0 - silence(silences, numbers[column], numbers, act)
    if not is_owed:
        answers = min(numbers[columns.FURTHER_STEP], answers) if is_reply else 0.0
    return float(answers * (1.0 - numbers[columns.GENEROSITY]))


def chances_of_delay(numbers: Floats) -> Floats:
    """Chance of each number of days from the announcement to the decision, (366,)."""
    fixed = int(np.ceil(numbers[columns.DELAY_DAYS]))
    if fixed > 0:
        return _all_on(min(fixed, LONGEST_DELAY_DAYS))
    waits = numbers[columns.WAIT_PROBABILITY]
    prompt = _rounded_lognormal(numbers[columns.DELAY_MEDIAN_LOG], numbers[columns.DELAY_SD_LOG])
    late = _rounded_lognormal(numbers[columns.WAIT_MEDIAN_LOG], numbers[columns.WAIT_SD_LOG])
    return floats((1.0 - waits) * prompt + waits * late)


def _all_on(number: int, most: int = LONGEST_DELAY_DAYS) -> Floats:
    return floats(n == number for n in range(most + 1))


def _rounded_lognormal(median_log: float, sd_log: float, *, least: int = 0, most: int = LONGEST_DELAY_DAYS) -> Floats:
    """Chance of each whole number from 0 to ``most`` of a count that is rounded and held to [least, most]."""
    if sd_log <= 0.0:
        return _all_on(lognormal_count(median_log, 0.0, 0.0, least, most), most)
    up_to = [NORMAL.cdf((float(np.log(n + 0.5)) - median_log) / sd_log) if n >= least else 0.0 for n in range(most)]
    return floats(np.diff([0.0, *up_to, 1.0]))


def chances_of_people(numbers: Floats, people: int) -> Floats:
    """Chance of each number of people, from 0 on, that an answer in kind to some sent home sends home with k = 1.

    The last takes the chance of all larger numbers, at most one in a million.
    """
    if people <= 0:
        return np.ones(1)
    chance = float(chance_of_another_number(numbers, people))
    median, sd = median_number_log(numbers, people), float(numbers[columns.NUMBER_SD_LOG])
    most = max(people, lognormal_count(median, sd, NORMAL.inv_cdf(1.0 - ONE_IN_A_MILLION), 1, MOST_PEOPLE))
    chances = chance * _rounded_lognormal(median, sd, least=1, most=most)
    chances[people] += 1.0 - chance
    return floats(chances)
