"""Whether what theory says calms or heats a quarrel does so in the scenarios that ship.

    python tests/validation/monotone.py --runs 1000

One lever at a time, less of it and more, under the same chance: a comparison plays every history in both worlds, and
the mean difference has a paired 95 % interval.  What theory says of a lever, and who says it, stands in ``LEVERS``.  A
row is as theory says if its interval lies wholly on that side of nought; each of the others has its reason in
``EXPLAINED``.  Prints both tables in Markdown.
"""

import argparse
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from sim import compare, load_scenario, run
from sim.analysis.paired import paired
from sim.results.measures import MEASURE_OF, RUPTURE_AT_ANY_TIME

TENSION, MOVES = (MEASURE_OF[name].words for name in ("tension_peak", "hostile_moves"))
RUPTURES = RUPTURE_AT_ANY_TIME.words
MOVES_OF_ALL = f"{MOVES}, all relations"
JOINERS = "allies that join"
COLUMN_OF = {TENSION: "tension_peak", MOVES: "hostile_moves", RUPTURES: RUPTURES, MOVES_OF_ALL: "hostile_moves"}
ALL = "theatre"  # all relations of a scenario together
WEEKS_TO_JOIN = 13

AS_THEORY, THE_OTHER_WAY, NOT_CLEAR = "yes", "no, the other way", "not clear"


class Lever(NamedTuple):
    """What more of something does.

    Attributes
    ----------
    more : what there is more of, in words
    sign : int, 1 if it heats a quarrel, -1 if it calms it
    measures : in which this shows
    source : who says so: the literature, or a closed form of docs/validation.md
    """

    more: str
    sign: int
    measures: tuple[str, ...]
    source: str


WEIGHED = "odd.md, 7.7: a weight above 0 takes silence away, and answers heat as silence calms"
LEVERS = {
    "generosity": Lever(
        "acts forgiven", -1, (TENSION, MOVES), "Molander 1985; Nowak & Sigmund 1992: forgiving ends an echo"
    ),
    "silence": Lever("first moves that get no answer", -1, (TENSION, MOVES), "Axelrod 1984: no answer, no echo"),
    "talks": Lever("offers of talks", -1, (TENSION, MOVES), "Osgood 1962; Goldstein & Freeman 1990"),
    "patience": Lever("grievance that a side bears", -1, (RUPTURES, MOVES), "V16: a higher point is reached later"),
    "quota": Lever("members that have to agree", -1, (TENSION, MOVES, MOVES_OF_ALL), "V13; Tsebelis 2002"),
    "evidence": Lever("proof of a harm that all can see", 1, (JOINERS, MOVES_OF_ALL), "Granovetter 1978; the record"),
    "provocation": Lever("people sent home by the first move", 1, (TENSION, MOVES), "Richardson 1960"),
    "memory": Lever("days in which a grievance halves", 1, (TENSION, RUPTURES), "V15, V16: less fades in between"),
    "k": Lever("people sent home for one", 1, (TENSION, MOVES), "Richardson 1960; V7"),
    "incidents": Lever("first expulsions by chance", 1, (TENSION, MOVES), "V15: the mean grows with the rate"),
    "size": Lever("weight of the people sent home against silence", 1, (TENSION, MOVES), WEIGHED),
    "share": Lever("weight of the share of a staff that is hit", 1, (TENSION, MOVES), WEIGHED),
    "wave": Lever("weight of an act that comes with others", 1, (TENSION, MOVES), WEIGHED),
    "asymmetry": Lever("weight of staffs, of the side that has more", 1, (TENSION, MOVES), WEIGHED),
    "alliance": Lever("weight of an alliance on either side", 1, (TENSION, MOVES), WEIGHED),
    "recent": Lever("weight of a recent act of one's own", 1, (TENSION, MOVES), WEIGHED),
}


class Trial(NamedTuple):
    """A lever in a scenario.

    Attributes
    ----------
    lever : name of one of LEVERS
    says : less and more of it, in words
    scenario : its name
    of : the relation that is looked at, or ALL
    less, more : settings of both worlds
    both : settings of both worlds besides, which make the lever felt
    """

    lever: str
    says: str
    scenario: str
    of: str
    less: tuple[str, ...]
    more: tuple[str, ...]
    both: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Lever, its values and scenario."""
        return self.lever, self.says, self.scenario


class Row(NamedTuple):
    """A measure with less and with more of a lever: means over the histories, and the mean difference."""

    trial: Trial
    measure: str
    less: float
    more: float
    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Whether the interval lies on the side of nought that theory says, on the other, or on neither."""
        sign = LEVERS[self.trial.lever].sign
        least, most = sorted((sign * self.low, sign * self.high))
        return AS_THEORY if least > 0 else THE_OTHER_WAY if most < 0 else NOT_CLEAR

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Lever, its values, scenario and measure."""
        return (*self.trial.key, self.measure)


# the scenarios: what is looked at, and who has a policy there ---------------------------------------

RELATION_OF = {
    "two_states": "arden_belmora",
    "two_blocs": "north_south",
    "consensus": "league_rova",
    "nato_russia_2021": "nato_russia",
    "nato_russia_1997_2021": "nato_russia",
    "ministries": "arden_belmora",
    "arms_race": "arden_belmora",
    "consulates": "russia_united_states",
    "skripal_2018": "russia_united_kingdom",
    "vrbetice_2021": "czechia_russia",
}
POLICIES_OF = {
    "two_states": ("arden", "belmora"),
    "two_blocs": ("bloc",),
    "consensus": ("member",),
    "nato_russia_2021": ("russia", "others"),
    "nato_russia_1997_2021": ("russia", "others"),
    "ministries": ("government", "doves", "hawks"),
    "skripal_2018": ("russia", "others", "britain"),
    "cascade": ("firm",),
}
WAVES = ("skripal_2018", "cascade")  # of these all relations are looked at
AS_OFTEN_AS_ALL = {  # relations whose own rates give way to those of the lever
    "talks": {"two_states": "arden_belmora", "nato_russia_2021": "nato_russia"},
    "incidents": {"two_states": "arden_belmora", "nato_russia_2021": "nato_russia"},
}


def of_policies(lever: str, slot: str, values: tuple[str, str], scenarios: Iterable[str]) -> Iterable[Trial]:
    """Give every party of a scenario less and more of a slot of its policy."""
    less, more = values
    for name in scenarios:
        sets = [tuple(f"policies.{policy}.{slot}={value}" for policy in POLICIES_OF[name]) for value in values]
        yield Trial(lever, f"{less} → {more}", name, ALL if name in WAVES else RELATION_OF[name], sets[0], sets[1])


def of_world(lever: str, numbers: Sequence[str], values: tuple[str, str], scenarios: Iterable[str]) -> Iterable[Trial]:
    """Give the world of a scenario less and more of some parameters."""
    less, more = values
    for name in scenarios:
        sets = [tuple(f"parameters.{number}={value}" for number in numbers) for value in values]
        own = AS_OFTEN_AS_ALL.get(lever, {}).get(name)
        both = (f"relations.{own}.{lever}_per_day=null",) if own else ()
        yield Trial(lever, f"{less} → {more}", name, RELATION_OF[name], sets[0], sets[1], both)


def of_path(lever: str, path: str, values: tuple[str, str], scenario: str, of: str, *both: str) -> Trial:
    """Give one value of a scenario less and more."""
    less, more = values
    return Trial(lever, f"{less} → {more}", scenario, of, (f"{path}={less}",), (f"{path}={more}",), both)


MANY = ("two_states", "two_blocs", "consensus", "nato_russia_2021")
BREAKING = ("two_blocs", "consensus", "nato_russia_2021", "ministries", "nato_russia_1997_2021")
DIVIDED = "policies.member.objection_probability=0.3"  # at the shipped 0.05 a majority of nine hardly ever fails
BLOCS_DIVIDED = "policies.bloc.objection_probability=0.3"
EVIDENCE = {"skripal_2018": "triggers.salisbury.evidence", "vrbetice_2021": "triggers.vrbetice.evidence"}
FIRST_MOVES = {
    "two_states": ("timeline.first_expulsion.count", ("3", "20")),
    "nato_russia_2021": ("timeline.nato_cut.count", ("1", "10")),
    "skripal_2018": ("timeline.british_expulsion.count", ("3", "23")),
    "vrbetice_2021": ("timeline.czech_expulsion.count", ("3", "18")),
    "consulates": ("timeline.american_expulsion_of_2018.count", ("6", "60")),
}
INCIDENTS = ("incidents_per_day", "alliance_incidents_per_day")
TRIALS = (
    *of_policies("generosity", "generosity", ("0", "1/3"), (*MANY, *WAVES)),
    *of_policies("silence", "silence_first", ("0.1", "0.5"), (*MANY, *WAVES)),
    of_path("silence", "policies.russia.silence_first", ("0.5", "1"), "skripal_2018", "russia_united_kingdom"),
    *of_world("talks", ("talks_per_day",), ("0", "1/30"), (*MANY, "consulates")),
    *of_policies("patience", "breaking_hollowing", ("10", "60"), BREAKING),
    *(
        of_path("quota", "alliances.league.decides_by", values, "consensus", "league_rova", DIVIDED)
        for values in (("delegated", "majority"), ("majority", "unanimity"))
    ),
    Trial(
        "quota", "delegated → unanimity", "two_blocs", "north_south",
        ("alliances.north.decides_by=delegated", "alliances.south.decides_by=delegated"),
        ("alliances.north.decides_by=unanimity", "alliances.south.decides_by=unanimity"), (BLOCS_DIVIDED,),
    ),
    *(
        of_path("evidence", path, values, name, ALL)
        for name, path in EVIDENCE.items()
        for values in (("0", "0.42"), ("0.42", "0.82"))
    ),
    *(of_path("provocation", *first, name, RELATION_OF[name]) for name, first in FIRST_MOVES.items()),
    of_path("provocation", "timeline.first_expulsion.count", ("15", "20"), "two_states", "arden_belmora"),
    *of_world("memory", ("half_life_days",), ("365", "2555"), BREAKING),
    *of_policies("k", "k", ("0.5", "2"), (*MANY, "skripal_2018")),
    *of_world("incidents", INCIDENTS, ("1/1440", "1/360"), (*MANY, "arms_race")),
    *of_policies("size", "silence_reply_size", ("0", "1"), MANY[:1]),  # where every first move is answered
    *of_policies("size", "silence_size", ("0", "1"), MANY[1:]),
    *of_policies("share", "silence_share", ("0", "3"), MANY),
    of_path("wave", "policies.russia.silence_wave", ("0", "3"), "skripal_2018", ALL),
    of_path("asymmetry", "policies.russia.silence_asymmetry", ("0", "2"), "nato_russia_2021", "nato_russia"),
    *of_policies("alliance", "silence_alliance", ("0", "2"), MANY[1:]),
    *of_policies("recent", "silence_recent", ("0", "3"), MANY[:3]),  # where quarrels are long enough to have own acts
)  # fmt: skip

# the rows that are not as theory says, with their reasons ------------------------------------------

ANSWERED_BEFORE = "answers come within days, before any talks"
KEPT = "relations last, and people who come back can be expelled again"
GOES_ON = "relations last, and so do their quarrels"
BROKEN_SOONER = "harder replies break more relations, and nothing is left to expel"
BY_THE_MEMBERS = "what the League does not do its members do"
AS_MANY = "a larger number of people is one move, too"
EITHER_WAY = "a break is some moves at once, and so is an answer"
EXPLAINED = {
    ("talks", "0 → 1/30", "two_states", MOVES): (NOT_CLEAR, ANSWERED_BEFORE),
    ("talks", "0 → 1/30", "two_blocs", MOVES): (THE_OTHER_WAY, KEPT),
    ("talks", "0 → 1/30", "consensus", MOVES): (THE_OTHER_WAY, KEPT),
    ("talks", "0 → 1/30", "consulates", MOVES): (NOT_CLEAR, ANSWERED_BEFORE),
    ("patience", "10 → 60", "two_blocs", MOVES): (THE_OTHER_WAY, GOES_ON),
    ("patience", "10 → 60", "consensus", MOVES): (THE_OTHER_WAY, GOES_ON),
    ("patience", "10 → 60", "ministries", MOVES): (THE_OTHER_WAY, GOES_ON),
    ("patience", "10 → 60", "nato_russia_2021", MOVES): (NOT_CLEAR, EITHER_WAY),
    ("quota", "delegated → majority", "consensus", MOVES_OF_ALL): (THE_OTHER_WAY, BY_THE_MEMBERS),
    ("quota", "majority → unanimity", "consensus", MOVES_OF_ALL): (THE_OTHER_WAY, BY_THE_MEMBERS),
    ("provocation", "15 → 20", "two_states", MOVES): (NOT_CLEAR, AS_MANY),
    ("k", "0.5 → 2", "consensus", MOVES): (THE_OTHER_WAY, BROKEN_SOONER),
}


# playing ------------------------------------------------------------------------------------------


def rows_of(trial: Trial, runs: int) -> list[Row]:
    """Play a lever in a scenario; one row for each measure of the lever."""
    rows = compare(
        trial.scenario, settings=[*trial.both, *trial.less], changes=trial.more, runs=runs, relations=followed(trial)
    ).differences
    found = []
    for measure in LEVERS[trial.lever].measures:
        if measure == JOINERS:
            found.append(Row(trial, measure, *more_joiners(trial, runs)))
            continue
        of = ALL if measure == MOVES_OF_ALL else trial.of
        row = rows[(rows["name"] == of) & (rows["measure"] == COLUMN_OF[measure])].iloc[0]
        found.append(Row(trial, measure, row["a"], row["b"], row["difference"], row["low"], row["high"]))
    return found


def followed(trial: Trial) -> list[str] | None:
    """The relation that is looked at, where it is one."""
    return None if trial.of == ALL else [trial.of]


def more_joiners(trial: Trial, runs: int) -> tuple[float, float, float, float, float]:
    """Allies that join, in both worlds: means, mean difference and its interval."""
    both = paired(*(joiners(trial.scenario, [*trial.both, *sets], runs) for sets in (trial.less, trial.more)))
    return (*(float(value) for value in both[1:4]), *(float(value) for value in both.interval))


def joiners(name: str, settings: Sequence[str], runs: int) -> Any:
    """How many allies of the victim act against the author of a harm, in each history, (R,).

    They join within weeks of the victim, so the days after WEEKS_TO_JOIN are not played.
    """
    scenario = load_scenario(name)
    (harm,) = scenario.triggers.values()
    pools = [alliance.members for alliance in scenario.alliances.values() if harm.victim in alliance.members]
    relations = sorted("_".join(sorted((harm.author, ally))) for ally in {*chain(*pools)} - {harm.victim})
    until = scenario.start + timedelta(weeks=WEEKS_TO_JOIN)
    outcomes = run(name, settings=settings, runs=runs, until=until, relations=relations, keep=["outcomes"]).outcomes
    rows = outcomes[outcomes["name"].isin(relations)]
    return np.bincount(rows.loc[rows["hostile_moves"] > 0, "run"], minlength=runs)


# printing -----------------------------------------------------------------------------------------


def print_levers() -> None:
    """Print what theory says of each lever."""
    print("| lever | more of it means more | theory says | shown by | source |\n|-|-|-|-|-|")
    for name, lever in LEVERS.items():
        says = "more" if lever.sign > 0 else "less"
        print(f"| {name} | {lever.more} | {says} | {'; '.join(lever.measures)} | {lever.source} |")


def print_rows(runs: int) -> None:
    """Play every trial and print its rows."""
    head = "difference (95 % paired interval)"
    print(f"\n| lever | scenario | measure | with less | with more | {head} | as theory says? |\n|-|-|-|-|-|-|-|")
    for trial in TRIALS:
        for row in rows_of(trial, runs):
            print(line(row), flush=True)


def line(row: Row) -> str:
    """One row of the table."""
    digits = 3 if row.measure == RUPTURES else 2
    less, more = (f"{value:.{digits}f}" for value in (row.less, row.more))
    difference, low, high = (f"{value:+.{digits}f}" for value in (row.difference, row.low, row.high))
    answer = ": ".join(filter(None, (row.verdict, EXPLAINED.get(row.key, ("", ""))[1])))
    cells = (f"{row.trial.lever} {row.trial.says}", row.trial.scenario, row.measure, less, more)
    return f"| {' | '.join(cells)} | {difference} ({low} to {high}) | {answer} |"


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=1000)
    return asked


def main() -> None:
    """Print the tables."""
    runs = parser().parse_args().runs
    print_levers()
    print_rows(runs)


if __name__ == "__main__":
    main()
