"""How often the October crisis ends in a break, by simulation and by the rule itself.

Plays the flagship under many run numbers of one seed and counts what Russia does about NATO's cut:
break, another reply, silence, or nothing yet.  Beside it stands the share of breaks that follows from the
rules by quadrature, without the simulator: the probability, over silence, delay, noise and the chance of a
meeting of the council before, that grievance reaches the breaking point.

    python tests/validation/october_2021.py --runs 2000

Prints a table and a sentence in Markdown.
"""

import argparse
import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import pairwise
from multiprocessing import get_context
from statistics import NormalDist

from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble

NOISE, HALF_LIFE, LAST_DAY = 0.17, 2555.0, 119
OFFERS_OF_NATO = 0.0111
CUT = 4 + 2.5 * math.sqrt(10 / 20)
GRIEVANCE_BEFORE = 12.3925
SILENCE = 0.132  # of Moscow
DELAYS = ((0.833, NormalDist(1.41, 1.22)), (0.167, NormalDist(3.89, 1.01)))  # prompt, and kept waiting
FIRST_DAY = date(2021, 10, 6)
MEETINGS = [
    *(date(2014, *day) for day in ((3, 5), (6, 2))),
    *(date(2016, *day) for day in ((4, 20), (7, 13), (12, 19))),
    *(date(2017, *day) for day in ((3, 30), (7, 13), (10, 26))),
    *(date(2018, *day) for day in ((5, 31), (10, 31))),
    *(date(2019, *day) for day in ((1, 25), (7, 5))),
]
COUNCIL_FADES, COUNCIL_GAIN, USUAL_DAYS, RELIEF = 180.0, 0.3, 15.0, 0.75


@cache
def flagship() -> Ensemble:
    """The histories, made ready once a process."""
    return Ensemble(load_scenario("nato_russia_2021"), 2021, n_threads=1)


CALLED = {"rupture": "break", "reply": "another reply"}


def first_answer(run: int) -> str:
    """Play one run; returns what Russia decided about NATO's cut."""
    decisions = next(flagship().histories([run])).decisions()
    own = decisions[(decisions["party"] == "russia") & (decisions["towards"] == "nato")]
    about_the_cut = own[own["move"] == 1]
    if "rupture" in set(own["verdict"]):
        return "rupture"
    if len(about_the_cut):
        return str(about_the_cut["verdict"].iloc[0])
    return "not yet decided"


def count_answers(runs: int) -> Counter[str]:
    """Count the answers of many runs, on two processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return Counter(pool.map(first_answer, range(runs), chunksize=25))


def predicted_breaks() -> float:
    """Share of breaks that the rules predict: by quadrature over delay and noise, times that of an answer.

    A meeting before the decision gives the council a part of its worth back.  Left out are a second meeting and an
    incident before it, one run in a hundred.
    """
    total, without_meeting = 0.0, 1.0
    for delay in range(LAST_DAY + 1):
        without_meeting *= 1 - (probability_of_meeting(delay - 1) if delay > 0 else 0.0)
        breaks = without_meeting * probability_of_break(delay, has_met=False)
        breaks += (1 - without_meeting) * probability_of_break(delay, has_met=True)
        total += probability_of_delay(delay) * breaks
    return (1 - SILENCE) * total


def probability_of_meeting(day: int) -> float:
    """Probability that NATO offers talks on a day and Russia accepts; Russia makes no offer before it has answered."""
    kept = worth_on(day, has_met=False) / 10
    grievance = (GRIEVANCE_BEFORE + CUT) * 2 ** (-day / HALF_LIFE)
    return OFFERS_OF_NATO / (1 + math.exp(-(2 - 10 * grievance / 37 + 2 * kept)))


def rhythm_before() -> float:
    """How regularly the council met by its last meeting: as usual until the first."""
    rhythm = usual_rhythm()
    for before, day in pairwise(MEETINGS):
        rhythm *= 2 ** (-(day - before).days / COUNCIL_FADES)
        rhythm += COUNCIL_GAIN * (1 - rhythm)
    return rhythm


def usual_rhythm() -> float:
    """Rhythm after a meeting where there is one every fifteen days: what fades in between is what a meeting gives."""
    return COUNCIL_GAIN / (1 - (1 - COUNCIL_GAIN) * 2 ** (-USUAL_DAYS / COUNCIL_FADES))


def worth_on(day: int, has_met: bool) -> float:
    """Worth of the four channels after the cut, of 10: mission, council, liaison mission, office."""
    rhythm = rhythm_before() * 2 ** (-((FIRST_DAY - MEETINGS[-1]).days + day) / COUNCIL_FADES)
    if has_met:
        rhythm += COUNCIL_GAIN * (1 - rhythm)
    council = min(1.0, rhythm / usual_rhythm())
    return 4 * (0.3 + 0.7 * 10 / 70) + 3 * council + 2 * (0.3 + 0.7 * 6 / 13) + 1


def probability_of_delay(days: int) -> float:
    """Probability that the rounded log-normal delay is a number of days."""
    total = 0.0
    for share, delay in DELAYS:
        below = delay.cdf(math.log(days - 0.5)) if days > 0 else 0.0
        total += share * (delay.cdf(math.log(days + 0.5)) - below)
    return total


def probability_of_break(day: int, has_met: bool) -> float:
    """Probability over the noise of perception that grievance reaches the breaking point on a day."""
    breaking_point = 3 + 34 * worth_on(day, has_met) / 10
    old = GRIEVANCE_BEFORE * 2 ** (-day / HALF_LIFE) - (RELIEF if has_met else 0.0)
    needed = (breaking_point - old) / 2 ** (-day / HALF_LIFE)
    return 1 - NormalDist().cdf((math.log(needed / CUT) + NOISE**2 / 2) / NOISE)


def wilson(successes: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share."""
    share, spread = successes / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return middle - half, middle + half


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=2000)
    return asked


def main() -> None:
    """Print the shares of answers with their intervals, and the share of breaks predicted."""
    runs = parser().parse_args().runs
    print("| Russia's answer to the cut | runs | share | 95 % interval |\n|-|-|-|-|")
    for answer, n in count_answers(runs).most_common():
        low, high = wilson(n, runs)
        print(f"| {CALLED.get(answer, answer)} | {n:,} | {n / runs:.3f} | {low:.3f} to {high:.3f} |")
    print(
        "\nWithout the simulator, by quadrature over delay and noise, the rules predict a share of breaks of ", end=""
    )
    print(f"{predicted_breaks():.3f}.")


if __name__ == "__main__":
    main()
