"""What history shows of such exchanges, and how often a run shows it too.

Each fact is one line of the table: what the documented moves of seventeen crises say, what comes out of the scenarios
that ship, and from how many runs.  Nothing is judged here; docs/validation.md says which facts are met and which not.

    python tests/validation/stylised_facts.py --runs 200

Prints a table in Markdown.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache, partial
from multiprocessing import get_context
from statistics import fmean, median
from typing import Any

import pandas as pd

from sim import load_scenario
from sim.analysis.run_result import result_of
from sim.engine.compiled.ensemble import Ensemble
from sim.results.run_result import RunResult
from sim.scenario.schema import Scenario, ScriptedMove

SEED = 11
WAVE = "skripal_2018"
EU_AND_NATO_2022 = (24 / 27, 24 / 30)


@cache
def case(name: str, *sets: str) -> Scenario:
    """Read a scenario once a process."""
    return load_scenario(name, settings=sets)


def play(scenario: Scenario, run: int) -> RunResult:
    """Play one run."""
    return result_of(next(Ensemble(scenario, SEED, n_threads=1).histories([run])))


# one run each -------------------------------------------------------------------------------------


def exchanges_of(name: str, run: int) -> pd.DataFrame:
    """Exchanges of a run."""
    return play(case(name), run).exchanges


def joiners(evidence: float, run: int) -> tuple[float, float]:
    """Shares of EU and NATO that join Britain at some evidence."""
    scenario = case(WAVE, f"triggers.salisbury.evidence={evidence}")
    moves = play(scenario, run).moves
    joined = set(moves.loc[moves["intent"] == "joining", "from"])
    pools = [set(scenario.alliances[a].members) - {"united_kingdom"} for a in ("eu", "nato")]
    return len(joined & pools[0]) / len(pools[0]), len(joined & pools[1]) / len(pools[1])


def leaves_after_cut(day: str, run: int) -> bool:
    """Whether Russia breaks within a year of one documented cut of its mission, the record played up to it."""
    record = case("nato_russia_1997_2021")
    cut = next(
        move
        for move in (*record.record.values(), *record.timeline.values())
        if move.move == "cut_ceiling" and move.date == date.fromisoformat(day)
    )
    until = date(cut.date.year + 1, cut.date.month, cut.date.day)
    given = {key: getattr(cut, key) for key in ("date", "to", "move", "channel", "count", "deadline")}
    scenario = record.model_copy(
        update={
            "autonomous_from": cut.date,
            "end": min(until, record.end),
            "timeline": {"cut": ScriptedMove.model_validate({"from": cut.from_, **given})},
        }
    )
    decisions = play(scenario, run).decisions
    return bool(((decisions["party"] == "russia") & (decisions["verdict"] == "rupture")).any())


def after_rupture(run: int) -> tuple[float, float, float] | None:
    """Flow, loss and growth of posture in the year after the blocs broke, if they did early enough."""
    result = play(case("two_blocs"), run)
    rows = result.trajectory[result.trajectory["name"] == "north_south"].reset_index(drop=True)
    broken = rows.index[rows["loss"] >= 1.0]
    if not len(broken) or broken[0] + 365 >= len(rows):
        return None
    later, then = rows.loc[broken[0] + 365], rows.loc[broken[0]]
    rise = float(later["posture_ab"] + later["posture_ba"] - then["posture_ab"] - then["posture_ba"])
    return float(rows.loc[broken[0] + 60 : broken[0] + 365, "flow_gross"].mean()), float(later["loss"]), rise


def days_until_return(kind: str, run: int) -> float | None:
    """Days until what was lost by one move between two states comes back, within three years."""
    base = case("two_states", "end=2032-12-31", "parameters.incidents_per_day=0")
    move = {"date": date(2030, 3, 1), "from": "belmora", "to": "arden", "move": kind}
    on = {"recall_ambassador": "belmora_embassy", "suspend_council": "joint_commission"}
    channel = on.get(kind, "arden_embassy")
    scripted = ScriptedMove.model_validate({**move, "channel": channel})
    moves = play(base.model_copy(update={"timeline": {"act": scripted}}), run).moves
    back = moves[(moves["channel"] == channel) & moves["kind"].isin(("return_ambassador", "reopen"))]
    return float((back["announced"].iloc[0] - moves["announced"].iloc[0]).days) if len(back) else None


# many runs ----------------------------------------------------------------------------------------


def many(what: Callable[[int], Any], runs: int) -> list[Any]:
    """Play one kind of run many times, on two processes."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(pool.map(what, range(runs), chunksize=5))


def line(fact: str, documented: str, found: str, runs: int) -> None:
    """Print one row of the table."""
    print(f"| {fact} | {documented} | {found} | {runs} |", flush=True)


def shares(counts: list[float]) -> str:
    """Counts as shares of their sum, in per cent."""
    return " / ".join(f"{100 * count / sum(counts):.1f}" for count in counts)


def report_exchanges(runs: int) -> None:
    """Chains, answers, kinds and numbers over all exchanges of two blocs and of Salisbury."""
    for name in ("two_blocs", WAVE):
        frames = many(partial(exchanges_of, name), runs)
        rows = pd.concat([frame.assign(run=n) for n, frame in enumerate(frames)])
        first, replies = rows[rows["answers"].isna()], rows[rows["reply"].notna()]
        lengths = rows.groupby(["run", "chain"])["step"].max().clip(upper=4).value_counts()
        line(
            f"chains of 1 / 2 / 3 / 4+ steps, {name}, %",
            "14.0 / 81.7 / 2.2 / 2.2",
            shares([lengths.get(n, 0) for n in (1, 2, 3, 4)]),
            runs,
        )
        line(f"first moves answered, {name}", ".86", f"{first['reply'].notna().mean():.3f}", runs)
        in_kind, one_for_one = (replies[c].dropna().astype(float).mean() for c in ("is_in_kind", "is_one_for_one"))
        line(f"replies that share a kind, {name}", ".93", f"{in_kind:.3f}", runs)
        line(f"exactly one for one in number, {name}", ".83", f"{one_for_one:.3f}", runs)


def report_solidarity(runs: int) -> None:
    """Joiners at the evidence of four harms."""
    documented = {0.0: "about 0, about 0", 0.42: "6/26, 6/29", 0.66: "18/27, 20/28", 0.82: "24/27, 24/30"}
    for evidence, figure in documented.items():
        found = many(partial(joiners, evidence), runs)
        eu, nato = (fmean(pair[n] for pair in found) for n in (0, 1))
        line(f"EU and NATO joiners at evidence {evidence:.2f}", figure, f"{eu:.3f}, {nato:.3f}", runs)


def report_hollowing(runs: int) -> None:
    """Whether Russia leaves after each of the three cuts of its mission."""
    for day, documented in (("2015-04-15", "no"), ("2018-03-27", "no"), ("2021-10-06", "yes")):
        found = fmean(many(partial(leaves_after_cut, day), runs))
        line(f"Russia leaves within a year of the cut of {day}", documented, f"{found:.3f}", runs)


def report_recovery(runs: int) -> None:
    """How long what was lost stays lost."""
    documented = {
        "recall_ambassador": "9 to 1,556 d, 102 d in the middle of 37",
        "expel_ambassador": "9 to 11 months",
        "suspend_council": "8 to 11 months",
    }
    for kind, figure in documented.items():
        found = [days for days in many(partial(days_until_return, kind), runs) if days is not None]
        text = f"median {median(found):.0f} d, back in {len(found) / runs:.2f} of runs" if found else "never"
        line(f"{kind} undone", figure, text, runs)


def report_rupture(runs: int) -> None:
    """What follows a rupture between the blocs."""
    found = [year for year in many(after_rupture, runs) if year is not None]
    flow, lost, rise = (fmean(year[n] for year in found) for n in range(3))
    text = f"flow {flow:.4f} a day, loss {lost:.3f}, posture {rise:+.1f}"
    line(f"the year after a rupture ({len(found)} of them)", "no moves, loss 1, posture rises", text, runs)


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=200)
    return asked


def main() -> None:
    """Print the table."""
    runs = parser().parse_args().runs
    print("| fact | documented | model | runs |\n|-|-|-|-|")
    for report in (report_exchanges, report_solidarity, report_hollowing, report_recovery, report_rupture):
        report(runs)


if __name__ == "__main__":
    main()
