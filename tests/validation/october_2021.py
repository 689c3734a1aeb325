"""How often the October crisis ends in a break, by simulation and by the rule itself.

Plays the flagship under many run numbers of one seed and counts what Russia does about NATO's cut:
break, another reply, silence, or nothing because the cut was missed or the answer was not yet due.
Beside it stands the share of breaks that follows from the rules by quadrature, without the simulator:
the probability, over delay, noise and the chance of a meeting that revives the council before, that
grievance reaches the breaking point.

    python tests/validation/october_2021.py --runs 2000

Prints a table and a sentence in Markdown.
"""

import argparse
import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import NormalDist

from sim import EscalationModel, load_scenario

NOISE, MISSED, HALF_LIFE, LAST_DAY = 0.17, 0.02, 2555.0, 119
OFFERS_OF_NATO, OFFERS_OF_RUSSIA = 0.0111, 1 / 360
CUT = 4 + 2.5 * math.sqrt(10 / 20)
GRIEVANCE_BEFORE = 12.3925
DELAY = NormalDist(1.54, 0.97)
CALLED = {"rupture": "break", "reply": "another reply", "missed": "none: the cut went unnoticed"}


def first_answer(run: int) -> str:
    """Play one run; returns what Russia decided about NATO's cut."""
    model = EscalationModel(load_scenario("nato_russia_2021"), seed=2021, run=run).run_until()
    decisions = model.trajectory.decisions()
    own = decisions[(decisions["party"] == "russia") & (decisions["towards"] == "nato")]
    about_the_cut = own[own["move"] == 1]
    if "rupture" in set(own["verdict"]):
        return "rupture"
    if len(about_the_cut):
        return str(about_the_cut["verdict"].iloc[0])
    return "missed" if model.state.log.perceived[0] == 0 else "not yet decided"


def count_answers(runs: int) -> Counter[str]:
    """Count the answers of many runs, on two processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return Counter(pool.map(first_answer, range(runs), chunksize=25))


def predicted_breaks() -> float:
    """Share of breaks that the rules predict: by quadrature over delay and noise, times (1 - missed).

    A meeting before the decision puts the breaking point out of reach.  Left out is an incident before
    it, one run in a hundred.
    """
    total, without_meeting = 0.0, 1.0
    for delay in range(1, LAST_DAY + 1):
        without_meeting *= 1 - probability_of_meeting(delay - 1)
        total += probability_of_delay(delay) * without_meeting * probability_of_break(delay)
    return (1 - MISSED) * total


def probability_of_meeting(day: int) -> float:
    """Probability that an offer of talks is made and accepted on a day."""
    kept = worth_on(day) / 10
    grievance = (GRIEVANCE_BEFORE + (CUT if day > 0 else 0)) * 2 ** (-day / HALF_LIFE)
    accepted_by_russia = 1 / (1 + math.exp(-(2 - 10 * grievance / 37 + 2 * kept)))
    accepted_by_nato = 1 / (1 + math.exp(-(2 + 2 * kept)))
    return OFFERS_OF_NATO * accepted_by_russia + OFFERS_OF_RUSSIA * accepted_by_nato


def worth_on(day: int) -> float:
    """Worth of the four channels after the cut, of 10: mission, council, liaison mission, office."""
    return 4 * (0.3 + 0.7 * 10 / 70) + 3 * 2 ** (-(824 + day) / 180) + 2 * (0.3 + 0.7 * 6 / 13) + 1


def probability_of_delay(days: int) -> float:
    """Probability that the rounded-up log-normal delay is a number of days."""
    below = DELAY.cdf(math.log(days - 1)) if days > 1 else 0.0
    return DELAY.cdf(math.log(days)) - below


def probability_of_break(day: int) -> float:
    """Probability over the noise of perception that grievance reaches the breaking point on a day."""
    breaking_point = 3 + 34 * worth_on(day) / 10
    old = GRIEVANCE_BEFORE * 2 ** (-day / HALF_LIFE)
    needed = (breaking_point - old) / 2 ** (-(day - 1) / HALF_LIFE)
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
