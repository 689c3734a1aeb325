"""How near the wave after Salisbury, and Moscow's answers to it, come out of the model.

Plays ``skripal_2018`` under many run numbers of one seed and counts which allies join, how many people
each sends home, and what Moscow does about it.  Beside the runs stand the documented figures, computed
by the same functions from the moves that the scenario file carries for comparison.  Evidence and the
readiness to join were set with this case in view: the numbers of joiners are a calibration that holds, not a
prediction; sizes, the share answered and lags are fitted to all documented cases together.

    python tests/validation/salisbury_2018.py --runs 500

Prints a table and a sentence in Markdown and draws ``salisbury_2018.png`` in the current folder.
"""

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean, median, quantiles, stdev
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble
from sim.plots.style import MUTED, PARTY_COLOURS, save, styled
from sim.scenario.schema import Scenario

SEED = 2018
HARM, VICTIM, AUTHOR = "salisbury", "united_kingdom", "russia"
LARGEST = "united_states"  # its sixty are out of the reach of a size that no ally's own size enters
SIMULATED, DOCUMENTED = PARTY_COLOURS[0], PARTY_COLOURS[1]


class Move(NamedTuple):
    """A move as both the runs and the record tell it."""

    name: Any
    day: Any  # date
    actor: str
    target: str
    kind: str
    persons: int
    answers: Any  # name of the move answered
    takes_part: bool  # in the answer to the harm: the victim's own move, or a joiner's


class Exchange(NamedTuple):
    """People sent home by one state over the harm, and what Moscow did about it."""

    state: str
    persons: int
    is_answered: bool
    returned: int  # people sent home in return
    lag: float  # days; of no answer 0


Measure = Callable[[Sequence[Exchange]], float]


# moves ------------------------------------------------------------------------------------------


@cache
def case() -> Scenario:
    """Read the scenario once a process."""
    return load_scenario("skripal_2018")


def documented_moves() -> list[Move]:
    """Moves of the record; those that answer the harm take part."""
    return [
        Move(name, m.date, m.from_, m.to, m.move, m.count, m.answers, m.answers == HARM)
        for name, m in case().observed.items()
    ]


@cache
def ready() -> Ensemble:
    """The histories, made ready once a process."""
    return Ensemble(case(), SEED, n_threads=1)


def simulated_moves(run: int) -> list[Move]:
    """Moves of one run; those that carry the cause take part."""
    moves = next(ready().histories([run])).moves()
    columns = ("id", "announced", "from", "to", "kind", "count", "parent", "cause")
    rows = moves.loc[moves["severity"] > 0, list(columns)].itertuples(index=False, name=None)
    return [
        Move(name, day.date(), actor, target, kind, n, parent, cause == HARM)
        for name, day, actor, target, kind, n, parent, cause in rows
    ]


def exchanges(moves: Iterable[Move]) -> list[Exchange]:
    """One exchange a state that sends people of the author's home over the harm."""
    moves = list(moves)
    states = {m.actor for m in moves if m.takes_part and m.kind == "expel" and m.target == AUTHOR}
    return [exchange(state, moves) for state in sorted(states)]


def exchange(state: str, moves: Sequence[Move]) -> Exchange:
    """What one state did over the harm, and what it got for it; a protest note is no answer."""
    act = [m for m in moves if m.actor == state and m.target == AUTHOR and m.takes_part]
    names = {m.name for m in act}
    reply = [m for m in moves if m.target == state and m.answers in names and m.kind != "protest_note"]
    expelled = [m for m in act if m.kind == "expel"]
    lag = (min(m.day for m in reply) - min(m.day for m in expelled)).days if reply else 0
    return Exchange(state, persons(expelled), bool(reply), persons(reply), lag)


def persons(moves: Iterable[Move]) -> int:
    """People sent home by moves."""
    return sum(m.persons for m in moves if m.kind == "expel")


def play(run: int) -> list[Exchange]:
    """Exchanges of one run."""
    return exchanges(simulated_moves(run))


def play_all(runs: int) -> list[list[Exchange]]:
    """Exchanges of many runs, on two processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(pool.map(play, range(runs), chunksize=5))


# measures ---------------------------------------------------------------------------------------


def allies(wave: Sequence[Exchange], alliance: str = "") -> list[Exchange]:
    """Exchanges of the victim's allies: of one alliance, or of both."""
    members = [case().alliances[name].members for name in ([alliance] if alliance else ["eu", "nato"])]
    return [e for e in wave if e.state != VICTIM and any(e.state in names for names in members)]


def number(alliance: str) -> Measure:
    """Return the number of allies that expel."""
    return lambda wave: len(allies(wave, alliance))


def mean_size(wave: Sequence[Exchange]) -> float:
    """Mean number of people that an ally other than the largest sends home."""
    return mean(e.persons for e in allies(wave) if e.state != LARGEST)


def total(wave: Sequence[Exchange]) -> float:
    """People whom all allies but the largest send home."""
    return sum(e.persons for e in allies(wave) if e.state != LARGEST)


def share_answered(wave: Sequence[Exchange]) -> float:
    """Share of the allies that Moscow answers."""
    return mean(e.is_answered for e in allies(wave))


def share_exact(wave: Sequence[Exchange]) -> float:
    """Share of Moscow's answers that send home exactly as many."""
    return mean(e.returned == e.persons for e in allies(wave) if e.is_answered)


def median_lag(wave: Sequence[Exchange]) -> float:
    """Median days between an ally's move and Moscow's answer."""
    lags = [e.lag for e in allies(wave) if e.is_answered]
    return median(lags) if lags else math.nan


MEASURES: dict[str, Measure] = {
    "members of the European Union that expel, of 27": number("eu"),
    "members of NATO that expel, of 28": number("nato"),
    "people sent home by an ally, mean (without the United States)": mean_size,
    "people sent home by all allies (without the United States)": total,
    "share of allies that Moscow answers": share_answered,
    "share of answers exactly one for one in persons": share_exact,
    "days to the answer, median": median_lag,
}


def over(waves: Sequence[Sequence[Exchange]], measure: Measure) -> list[float]:
    """Take a measure of every run that has what it measures."""
    return [value for value in map(measure, waves) if not math.isnan(value)]


def mean(values: Iterable[float]) -> float:
    """Mean of values; NaN of none."""
    values = list(values)
    return fmean(values) if values else math.nan


def table(waves: Sequence[Sequence[Exchange]], record: Sequence[Exchange]) -> list[str]:
    """Lines of the table: mean, spread and quantiles over the runs beside the documented value."""
    lines = ["| | mean | sd | 5 % | 50 % | 95 % | documented |", "|-|-|-|-|-|-|-|"]
    for says, measure in MEASURES.items():
        values = over(waves, measure)
        cuts = quantiles(values, n=20, method="inclusive")
        numbers = (fmean(values), stdev(values), cuts[0], cuts[9], cuts[18], measure(record))
        lines.append(f"| {says} | " + " | ".join(f"{value:.2f}" for value in numbers) + " |")
    return lines


def to_both(waves: Sequence[Sequence[Exchange]], record: Sequence[Exchange]) -> str:
    """What the table leaves out: Moscow's answers to the victim, and the size of the largest joiner."""
    britain = [e for wave in waves for e in wave if e.state == VICTIM]
    exact = sum(e.is_answered and e.returned == e.persons for e in britain)
    america = [e.persons for wave in waves for e in wave if e.state == LARGEST]
    documented = next(e.persons for e in record if e.state == LARGEST)
    return (
        f"Britain's 23 are answered in {sum(e.is_answered for e in britain)} of {len(britain)} runs, in {exact} with "
        f"exactly 23. The United States join in {len(america)} and then send home {mean(america):.1f} on average, "
        f"in fact {documented}."
    )


# figure -----------------------------------------------------------------------------------------


@styled
def figure(waves: Sequence[Sequence[Exchange]], record: Sequence[Exchange]) -> Figure:
    """Draw who joins, with how many people, and how soon Moscow answers, beside the record."""
    page = Figure(figsize=(9, 9), layout="constrained")
    eu, nato, sizes, lags, answered_by, exact = page.subplots(3, 2).ravel()
    for axes, alliance, says in ((eu, "eu", "European Union, of 27"), (nato, "nato", "NATO, of 28")):
        draw_counts(axes, [len(allies(wave, alliance)) for wave in waves], len(allies(record, alliance)))
        axes.set(title=f"Allies that expel: {says}", xlabel="states", ylabel="share of runs")
    everybody = [e for wave in waves for e in allies(wave)]
    draw_shares(sizes, [e.persons for e in everybody], [e.persons for e in allies(record)], 8)
    sizes.set(title="People sent home by an ally", xlabel="people", ylabel="share of allies")
    answered, on_record = ([e.lag for e in x if e.is_answered] for x in (everybody, allies(record)))
    draw_shares(lags, answered, on_record, 21)
    lags.set(title="Days to Moscow's answer", xlabel="days after the ally's move", ylabel="share of answers")
    for axes, measure, says in ((answered_by, share_answered, "answers"), (exact, share_exact, "answers one for one")):
        draw_percents(axes, over(waves, measure), measure(record))
        axes.set(title=f"What Moscow {says}", xlabel="per cent", ylabel="share of runs")
    sizes.legend()
    page.suptitle(f"Salisbury 2018: {len(waves)} runs and the record", x=0.01, ha="left", weight="bold", fontsize=12)
    return page


def draw_counts(axes: Axes, values: Sequence[int], documented: int) -> None:
    """Draw how often each number came, and mark the documented one."""
    counts = Counter(values)
    axes.bar(list(counts), [n / len(values) for n in counts.values()], color=SIMULATED, width=0.8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, 1.15 * max(counts.values()) / len(values))  # room for the words
    axes.axvline(documented, color=DOCUMENTED, linewidth=2)
    axes.annotate(
        f"documented: {documented}", (documented, 1), (5, -4), xycoords=("data", "axes fraction"), va="top",
        textcoords="offset points", color=MUTED,
    )  # fmt: skip


def draw_percents(axes: Axes, values: Sequence[float], documented: float) -> None:
    """Draw how often a share came to each multiple of five per cent, and mark the documented one."""
    bins = [5 * n - 2.5 for n in range(22)]
    axes.hist([100 * v for v in values], bins=bins, weights=[1 / len(values)] * len(values), color=SIMULATED)
    axes.axvline(100 * documented, color=DOCUMENTED, linewidth=2)
    axes.set_xlim(50, 106)


def draw_shares(axes: Axes, simulated: Sequence[float], documented: Sequence[float], most: int) -> None:
    """Draw the shares of small whole numbers side by side; the last bar holds all from there on."""
    for values, colour, shift, says in ((simulated, SIMULATED, -0.2, "runs"), (documented, DOCUMENTED, 0.2, "record")):
        counts = Counter(min(most, int(value)) for value in values)
        bars = {value: n / len(values) for value, n in counts.items()}
        axes.bar([value + shift for value in bars], list(bars.values()), width=0.4, color=colour, label=says)
    ticks = range(1, most + 1, 1 if most < 10 else 4)
    axes.set_xticks(list(ticks), [f"{tick}+" if tick == most else str(tick) for tick in ticks])


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=500)
    return asked


def main() -> None:
    """Print the table and write the figure."""
    waves, record = play_all(parser().parse_args().runs), exchanges(documented_moves())
    print("\n".join(table(waves, record)))
    print(f"\n{to_both(waves, record)}")
    save(figure(waves, record), Path(), "salisbury_2018", ("png",))


if __name__ == "__main__":
    main()
