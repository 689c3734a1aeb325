"""What the record of NATO and Russia left of their channel, act by act, and how often runs of it end in a rupture.

Three tables: October 2021 without chance, day by day; each act of the record from 2008 on without chance, with the
loss, the breaking point and the grievance of its day, on which it is perceived; and, with chance, the
ruptures by the end of 2021 where decisions begin on some day.  ``tests/test_golden.py`` and
``tests/test_nato_russia_1997_2021.py`` hold the numbers of the first two against what was worked by hand.

    python tests/validation/nato_russia.py --runs 1000

Prints the tables in Markdown.
"""

import argparse
from datetime import date
from pathlib import Path

from sim import EscalationModel, load_scenario, run
from sim.report.tables import share_text

GOLDEN = Path(__file__).parents[1] / "golden" / "nato_russia_2021_golden.yaml"
NAME = "nato_russia_1997_2021"
WITHOUT_CHANCE = (
    "parameters.perception_noise=0",
    "parameters.miss_probability=0",
    "parameters.silence_first=0",
    "parameters.silence_reply=0",
    "parameters.surcharge_people=0",
    "parameters.incidents_per_day=0",
    "parameters.alliance_incidents_per_day=0",
    "parameters.talks_per_day=0",
    "relations.nato_russia.incidents_per_day=null",
    "relations.nato_russia.talks_per_day=null",
    "policies.russia.delay_days=12",
)
DAYS = {
    "2021-10-06": "6 October, the cut",
    "2021-10-07": "7 October, an offer of talks",
    "2021-10-18": "18 October, the answer",
    "2021-10-20": "20 October, an offer of talks",
    "2021-11-01": "1 November",
}
ACTS = {
    "2008-08-19": "council suspended",
    "2009-04-29": "two expelled, council restored",
    "2014-04-01": "cooperation ended",
    "2014-04-07": "access restricted",
    "2015-04-15": "ceiling 50 to 30",
    "2018-03-27": "ceiling 30 to 20",
    "2021-10-06": "ceiling 20 to 10",
}
BEGIN = {
    "2021-10-06": "6 October 2021, after the cut",
    "2015-04-15": "15 April 2015",
    "2009-04-29": "29 April 2009",
    "2002-06-01": "1 June 2002",
}
OFTEN = tuple(f"relations.nato_russia.incidents_per_day.{side}=1/690" for side in ("nato", "russia"))  # as in a quarrel


def report_days() -> None:
    """October 2021 without chance: what Russia has lost, holds against NATO and would accept, day by day."""
    model = EscalationModel(load_scenario(GOLDEN))
    print("| at the end of | loss | Russia's grievance | its breaking point | accredited | it accepts talks |")
    print("|-|-|-|-|-|-|")
    line("5 October", model)
    for day, says in DAYS.items():
        model.run_until(day)
        line(says, model)
    moves = model.trajectory.moves()
    cut, broken = moves.iloc[0], moves[moves["intent"] == "rupture"]
    answer = f"the break has one of {broken['severity'].sum():.1f}, in {len(broken)} moves"
    print(f"\nThe cut has a severity of {cut['severity']:.2f}; {answer if len(broken) else 'nobody breaks'}.")


def line(says: str, model: EscalationModel) -> None:
    """Print what a day leaves."""
    russia, mission = model.party("russia"), model.post("russian_mission")
    numbers = f"{russia.loss('nato'):.3f} | {russia.grievance('nato'):.2f} | {russia.breaking_point('nato'):.2f}"
    print(f"| {says} | {numbers} | {mission.accredited} | {russia.acceptance('nato'):.3f} |")


def report_acts() -> None:
    """Each act of the record without chance."""
    model = EscalationModel(load_scenario(NAME, settings=WITHOUT_CHANCE)).run_until()
    curves, moves = model.curves, model.trajectory.moves()
    dyad, ij = model.names.dyad("nato_russia"), model.names.direction("russia", "nato")
    posts = [model.names.channel(name) for name in ("russian_mission", "nato_liaison_mission")]
    print("\n| act | severity | mission, liaison mission after | loss | grievance | breaking point | breaks |")
    print("|-|-|-|-|-|-|-|")
    for iso, says in ACTS.items():
        day = (date.fromisoformat(iso) - model.case.start).days
        own = moves[(moves["announced"] == iso) & (moves["from"] == "nato") & (moves["kind"] != "meet")]
        staff = ", ".join(str(curves.accredited[day, post]) for post in posts)
        grievance, breaking_point = curves.grievance[day, ij], curves.breaking_point[day, ij]
        breaks = "**yes**" if grievance >= breaking_point else "no"
        cells = (f"{own['severity'].max():.2f}", staff, f"{curves.loss[day, dyad]:.3f}")
        more = (f"{grievance:.2f}", f"{breaking_point:.2f}", breaks)
        print(f"| {date_text(iso)}, {says} | {' | '.join((*cells, *more))} |")


def date_text(iso: str) -> str:
    """Write a day as 6 October 2021."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def report_ruptures(runs: int) -> None:
    """Ruptures by the end of 2021, at the rate of incidents of this record, and at that of a quarrel."""
    print("\n| decisions begin | ruptures by the end of 2021 | with an incident in 690 days each way |")
    print("|-|-|-|")
    for iso, says in BEGIN.items():
        sets = [f"autonomous_from={iso}", *(["timeline.nato_cut=null"] if iso < "2021-10-06" else [])]
        shares = [ruptures(runs, [*sets, *more]) for more in ((), OFTEN)]
        print(f"| {says} | {shares[0]} | {shares[1]} |")


def ruptures(runs: int, settings: list[str]) -> str:
    """Share of ruptures with its interval."""
    rows = run(NAME, runs=runs, settings=settings).probabilities
    row = rows[(rows["level"] == "relation") & (rows["event"] == "rupture")].iloc[0]
    return share_text(row["share"], row["low"], row["high"])


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=1000)
    return asked


def main() -> None:
    """Print the tables."""
    runs = parser().parse_args().runs
    report_days()
    report_acts()
    report_ruptures(runs)


if __name__ == "__main__":
    main()
