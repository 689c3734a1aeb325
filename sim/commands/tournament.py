"""detente tournament: every policy against every other."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import (
    LARGEST_SEED,
    MOST_THREADS,
    N_RUN_NUMBERS,
    Choices,
    Settings,
    UsageError,
    check_choices,
    fail,
    whole_number,
)
from .drawing import digits_of
from .exit_codes import RESOURCES
from .signals import stopped
from .trust import Trust, name_own_rules

if TYPE_CHECKING:
    from sim.results.tournament import Tournament
    from sim.scenario.schema import Scenario


def tournament(
    scenario: str,
    /,
    *,
    relation: str | None = None,
    policy: Choices = None,
    runs: str = "200",
    seed: str = "1",
    set_: Settings = None,
    threads: str | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    trust: Trust = False,
) -> int:
    """Let the two parties of a relation follow each named policy against each, and count how it ends.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    relation
        Relation whose two parties play, by id; the first of the scenario's choice if absent.
    policy
        Names of policies (see `detente policies`); all if absent.
    runs
        How many histories of each pair of policies.
    seed
        Random seed, the same for every pair.
    set_
        Another value for one entry, PATH=VALUE; may be repeated.
    threads
        Cores to use; all if absent. The results are the same.
    out
        Folder for results; the tournament goes into OUT/SCENARIO/ID.
    excel
        Write the tables as one workbook, too: tables.xlsx, a sheet a table.
    figures
        Draw the figure.
    trust
        Let the file name own rules in any module; else only beside it and in installed packages.
    """
    from sim.api import tournament as play
    from sim.experiment.many_runs import TooLargeError, bytes_needed, refuse_too_many
    from sim.experiment.tournament import cell_ensemble, relation_played, rules_followed
    from sim.report.tournament import print_tournament
    from sim.results.files import check_writable
    from sim.rules.policies import PRESETS
    from sim.scenario.load import load_scenario

    from .many import NOTHING_FINISHED, check_relations, finish, played, stopped_at
    from .progress import prepare, say_estimate

    number, n_runs = whole_number("--seed", seed, 0, LARGEST_SEED), whole_number("--runs", runs, 1, N_RUN_NUMBERS)
    n_threads = None if threads is None else whole_number("--threads", threads, 1, MOST_THREADS)
    case = load_scenario(scenario, set_ or [], trust=trust)
    check_relations(case, [relation] if relation else None)
    if policy == []:
        raise UsageError(f"--policy: expected one or more of {', '.join(PRESETS)}")
    check_choices("--policy", policy, PRESETS)
    check_writable(out)
    name, players = relation_played(case, relation)
    _check_is_read(case, players, set_ or [])
    name_own_rules(rules_followed(case, players))
    begun = time.perf_counter()
    ensemble = cell_ensemble(case, name, number, n_threads)
    to_ready = time.perf_counter() - begun
    try:
        refuse_too_many(ensemble, n_runs)
    except TooLargeError as problem:
        return fail(str(problem), RESOURCES)
    prepare(ensemble)
    n_pairs, (fixed, each) = len(set(policy or PRESETS)) ** 2, bytes_needed(ensemble)
    what = f"{n_runs:,} histories of {n_pairs} pairs of policies"
    say_estimate(ensemble, what, n_pairs * n_runs, n_bytes=fixed + each * n_runs, seconds=n_pairs * to_ready)
    result, is_whole = played(
        lambda told: play(case, relation, policy, number, n_runs, n_threads, told), "pairs of policies"
    )
    if result is None:
        return stopped(NOTHING_FINISHED)
    folder = out / case.name / _tournament_id(result)
    code = finish(result, folder, lambda console: print_tournament(result, console), excel, figures)
    return code if is_whole else stopped_at(f"{result.manifest['pairs']} of {n_pairs} pairs of policies")


def _check_is_read(case: "Scenario", players: tuple[str, str], sets: list[str]) -> None:
    """Raise UsageError where a setting changes a policy that only the players follow, who play others."""
    from sim.scenario.defaults import ministries_of

    parties: dict[str, Any] = {**case.states, **case.alliances}
    of_others = {party.policy for name, party in parties.items() if name not in players}
    of_others |= {ministry.policy for name in parties for ministry in ministries_of(case, name).values()}
    for setting in sets:
        section, _, rest = setting.partition(".")
        policy = rest.partition(".")[0].partition("=")[0]
        is_own = policy in {parties[player].policy for player in players}
        if section == "policies" and is_own and policy not in of_others:
            raise UsageError(f"--set {setting}: nobody would read it, for both sides play the policies by their names")


def _tournament_id(result: "Tournament") -> str:
    manifest = result.manifest
    digits = digits_of(manifest, "scenario", "relation", "policies", "pairs", "version")
    return f"tournament-runs-{manifest['runs']}-seed-{manifest['seed']}-{digits}"
