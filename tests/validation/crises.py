"""How often the documented course of four crises over ties comes out of many histories.

Algeria and Morocco in 2021, Algeria and Spain in 2022, Sweden and Saudi Arabia in 2015, Lithuania and China in 2021.
What happened in each is put in a few statements, all of them true of it, and of each it is counted in how many
histories it is true. Below stands what becomes of the same counts if a number that no source gives is another one.

    python tests/validation/crises.py --runs 1000

Prints two tables in Markdown for each crisis.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sim import load_scenario
from sim.analysis.intervals import share_interval
from sim.engine.compiled.ensemble import Ensemble
from sim.rules.moves import FAMILY, KINDS, VERBAL, is_hostile_kind, withholds_tie
from sim.rules.world import INTENTS, NONE, State
from sim.scenario.pack import KIND_NUMBER

SEED = 2021


class Move(NamedTuple):
    """A move of a history."""

    day: date
    actor: str
    target: str
    kind: str
    channel: str
    intent: str


History = Sequence[Move]
Statement = Callable[[History], bool]


class Crisis(NamedTuple):
    """What is said of the histories of a scenario, and the assumed numbers that are set otherwise."""

    name: str
    statements: dict[str, Statement]
    settings: tuple[str, ...]


# what moves are ---------------------------------------------------------------------------------


def is_measure(move: Move) -> bool:
    """Whether a move is hostile and more than words."""
    number = KIND_NUMBER[move.kind]
    return bool(is_hostile_kind(number)) and FAMILY[number] != VERBAL


def is_on_tie(move: Move) -> bool:
    """Whether a move withholds a tie."""
    return bool(withholds_tie(KIND_NUMBER[move.kind]))


def is_break(move: Move) -> bool:
    """Whether a move breaks relations off."""
    return move.intent == "rupture" or move.kind == "sever_relations"


def sends_home(move: Move) -> bool:
    """Whether a move sends people home, but for an ambassador."""
    return move.kind in ("expel", "cut_ceiling")


def of(history: Iterable[Move], actor: str, after: str = "", until: str = "") -> list[Move]:
    """Moves of a party that the scenario does not give, after a day and up to another one."""
    first = date.fromisoformat(after) if after else date.min
    last = date.fromisoformat(until) if until else date.max
    return [m for m in history if m.actor == actor and m.intent != "scripted" and first < m.day <= last]


# statements -------------------------------------------------------------------------------------


def takes(actor: str, what: Callable[[Move], bool], after: str = "", until: str = "", channel: str = "") -> Statement:
    """Say that a party makes a move of a sort, on one channel or any."""
    return lambda history: any(what(m) and channel in ("", m.channel) for m in of(history, actor, after, until))


def lets(actor: str, what: Callable[[Move], bool], after: str = "", until: str = "", channel: str = "") -> Statement:
    """Say that a party makes no such move."""
    does = takes(actor, what, after, until, channel)
    return lambda history: not does(history)


def both(*statements: Statement) -> Statement:
    """Say several things at once."""
    return lambda history: all(statement(history) for statement in statements)


def is_back(actor: str, until: str = "") -> Statement:
    """Say that a party's ambassador returns by a day."""
    return takes(actor, lambda m: m.kind == "return_ambassador", until=until)


def number_of_friends(history: History) -> int:
    """How many members of the Gulf Cooperation Council but Saudi Arabia take a measure against Sweden."""
    friends = {"bahrain", "kuwait", "oman", "qatar", "united_arab_emirates"}
    return len({m.actor for m in history if m.actor in friends and m.target == "sweden" and is_measure(m)})


def gives_up_own_embassy(move: Move) -> bool:
    """Whether a move ends a party's own mission, which is no measure against the other."""
    return move.kind in ("suspend_mission", "close_mission")


CRISES = (
    Crisis(
        "algeria_morocco_2021",
        {
            "Algeria breaks with Morocco within 45 days of its recall": takes("algeria", is_break, until="2021-09-01"),
            "Algeria breaks with Morocco at some time": takes("algeria", is_break),
            "Morocco does not break with Algeria": lets("morocco", is_break),
            "Morocco takes no measure for a year": lets("morocco", is_measure, until="2022-07-18"),
            "nobody is sent home for a year": both(
                lets("algeria", sends_home, until="2022-07-18"), lets("morocco", sends_home, until="2022-07-18")
            ),
            "Algeria withholds a tie by the end of 2021": takes("algeria", is_on_tie, until="2021-12-31"),
            "Algeria's ambassador is not back in two years": lets(
                "algeria", lambda m: m.kind == "return_ambassador", until="2023-07-18"
            ),
        },
        (
            "relations.algeria_morocco.grievance.algeria=45",
            "relations.algeria_morocco.grievance.algeria=15",
            "relations.algeria_morocco.grievance.algeria=0",
            "relations.algeria_morocco.breaks.algeria=false",
            "triggers.fires.severity=4",
            "triggers.fires.severity=6",
            "triggers.fires.evidence=0.3",
            "ties.gas.worth.morocco=1",
            "channels.moroccan_embassy_in_algeria.accredited=100",
            "policies.algeria.press_on=0.1",
            "policies.algeria.press_on=0.5",
        ),
    ),
    Crisis(
        "algeria_spain_2022",
        {
            "nobody breaks": both(lets("algeria", is_break), lets("spain", is_break)),
            "Spain takes no measure": lets("spain", is_measure),
            "nobody is sent home": both(lets("algeria", sends_home), lets("spain", sends_home)),
            "Algeria takes a further step within 120 days": takes("algeria", is_measure, until="2022-07-17"),
            "Algeria withholds a tie within 120 days": takes("algeria", is_on_tie, until="2022-07-17"),
            "Algeria withholds trade": takes("algeria", is_on_tie, channel="trade"),
            "Algeria leaves gas alone": lets("algeria", is_on_tie, channel="gas"),
            "Algeria's ambassador is back by the end of 2024": is_back("algeria"),
        },
        (
            "ties.trade.worth.algeria=1",
            "ties.trade.worth.algeria=4",
            "ties.trade.worth.spain=0.5",
            "ties.gas.worth.algeria=1",
            "ties.flights.worth.spain=2",
            "channels.spanish_embassy_in_algeria.accredited=100",
            "policies.algeria.press_on=0.1",
            "policies.algeria.press_on=0.5",
            "parameters.talks_per_day=0",
        ),
    ),
    Crisis(
        "sweden_saudi_2015",
        {
            "Saudi Arabia takes a measure by the end of March": takes("saudi_arabia", is_measure, until="2015-03-31"),
            "Saudi Arabia calls its ambassador home": takes("saudi_arabia", lambda m: m.kind == "recall_ambassador"),
            "Saudi Arabia withholds a tie": takes("saudi_arabia", is_on_tie),
            "Sweden takes no measure after the memorandum": lets("sweden", is_measure),
            "nobody breaks": both(lets("sweden", is_break), lets("saudi_arabia", is_break)),
            "nobody is sent home": both(lets("sweden", sends_home), lets("saudi_arabia", sends_home)),
            "at most two other Gulf states take a measure": lambda history: number_of_friends(history) <= 2,
            "one or two other Gulf states take a measure": lambda history: 1 <= number_of_friends(history) <= 2,
        },
        (
            "ties.arms.worth.saudi_arabia=1",
            "ties.arms.worth.saudi_arabia=2",
            "ties.visas.worth.sweden=0.3",
            "ties.trade.worth.saudi_arabia=1",
            "channels.saudi_embassy_in_sweden.accredited=50",
            "policies.world.press_on=0.1",
            "policies.world.press_on=0.5",
            "parameters.talks_per_day=0",
        ),
    ),
    Crisis(
        "lithuania_china_2021",
        {
            "nobody breaks": both(lets("china", is_break), lets("lithuania", is_break)),
            "China takes a further step within 120 days": takes("china", is_measure, until="2021-12-08"),
            "China withholds a tie by the end of 2021": takes("china", is_on_tie, until="2021-12-31"),
            "China reduces relations": takes("china", lambda m: m.kind == "downgrade_relations"),
            "Lithuania sends nobody home for a year": lets("lithuania", sends_home, until="2022-08-10"),
            "Lithuania withholds no tie for a year": lets("lithuania", is_on_tie, until="2022-08-10"),
            "China's ambassador is not back by March 2024": lets("china", lambda m: m.kind == "return_ambassador"),
        },
        (
            "ties.trade.worth.lithuania=0.3",
            "ties.parts.worth.lithuania=0",
            "ties.trade.worth.china=1",
            "channels.chinese_embassy_in_lithuania.accredited=41",
            "policies.china.press_on=0.1",
            "policies.china.press_on=0.67",
            "parameters.talks_per_day=0",
            "states.lithuania.never=[]",
        ),
    ),
)


# counts -----------------------------------------------------------------------------------------


def histories(name: str, runs: int, settings: Sequence[str] = ()) -> list[History]:
    """Moves of many histories of a scenario."""
    scenario = load_scenario(name, settings=list(settings))
    ensemble = Ensemble(scenario, SEED, n_threads=1)
    return [moves(ensemble, state, scenario.start) for state in ensemble.states(range(runs))]


def moves(ensemble: Ensemble, state: State, start: date) -> History:
    """Moves of the history that ends in a state."""
    log, tables, names = state.log, ensemble.tables, ensemble.names
    return [
        Move(
            start + timedelta(int(log.announced[m])),
            names.parties[tables.actor[log.ij[m]]],
            names.parties[tables.target[log.ij[m]]],
            KINDS[log.kind[m]].name,
            "" if log.channel[m] == NONE else names.channels[log.channel[m]],
            INTENTS[log.intent[m]],
        )
        for m in range(log.n[0])
    ]


def true_in(played: Sequence[History], statements: dict[str, Statement]) -> list[int]:
    """In how many histories each statement is true."""
    return [sum(statement(history) for history in played) for statement in statements.values()]


def percent(share: float) -> str:
    """Write a share as per cent."""
    return f"{100 * share:.0f} %"


def table(crisis: Crisis, counts: Sequence[int], runs: int) -> list[str]:
    """Lines of the table of statements."""
    lines = [f"| | {crisis.name} | of {runs:,} histories | 95 % interval |", "|-|-|-|-|"]
    for number, (says, n) in enumerate(zip(crisis.statements, counts, strict=True), start=1):
        low, high = share_interval(n, runs)
        lines.append(f"| {number} | {says} | {percent(n / runs)} | {percent(low)} to {percent(high)} |")
    return lines


def sensitivity(crisis: Crisis, runs: int) -> list[str]:
    """Lines of the table of other numbers, one column a statement."""
    numbers = range(1, len(crisis.statements) + 1)
    lines = ["| setting | " + " | ".join(map(str, numbers)) + " |", "|-" * (len(crisis.statements) + 1) + "|"]
    for setting in ("", *crisis.settings):
        counts = true_in(histories(crisis.name, runs, [setting] if setting else []), crisis.statements)
        says = f"`{setting}`" if setting else "as shipped"
        lines.append(f"| {says} | " + " | ".join(percent(n / runs) for n in counts) + " |")
    return lines


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=1000)
    asked.add_argument("--only", choices=[crisis.name for crisis in CRISES])
    return asked


def main() -> None:
    """Print the tables."""
    chosen = parser().parse_args()
    for crisis in CRISES:
        if chosen.only in (None, crisis.name):
            played = histories(crisis.name, chosen.runs)
            print("\n".join(table(crisis, true_in(played, crisis.statements), chosen.runs)), end="\n\n", flush=True)
            print("\n".join(sensitivity(crisis, chosen.runs)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
