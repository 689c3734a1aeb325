"""detente decision: what one decision of a game changed."""

from typing import Annotated

from cyclopts import Parameter

from .console import Number, UsageError, say, usage_checked
from .trust import Trust, name_own_rules


def decision(
    game: str,
    /,
    *,
    as_: Annotated[str, Parameter(name="--as")],
    day: str,
    runs: Number = 1000,
    trust: Trust = False,
) -> int:
    """Say what one decision of a game changed: with it, and with what the policy would have done.

    The game is played up to that morning. From there many histories go on, once with the decision and once with that of
    the policy, under the same chances; from the next day on everybody decides by policy.

    Parameters
    ----------
    game
        The file of a game, game.yaml in its folder.
    as_
        Id or name of the party whose decision it was, such as `arden`.
    day
        The day of the decision, YYYY-MM-DD.
    runs
        How many histories go on with the decision, and as many with that of the policy.
    trust
        Let the game use own rules from any module. Without it, they must lie beside the file or in an installed
        package.
    """
    from sim.analysis.labels import Labels, capital, day_text
    from sim.play.scenario_by_hand import party_called
    from sim.play.single_decisions import one_decision
    from sim.report.single_decisions import changed, how
    from sim.scenario.arguments import day_of
    from sim.scenario.canonical import document_of
    from sim.scenario.load import load_scenario
    from sim.scenario.packed import packed

    if runs < 2:
        raise UsageError(f"--runs {runs}: expected a whole number from 2 on")
    case = load_scenario(game, trust=trust)
    name_own_rules(packed(case).tables.own_rule.rules)
    labels = Labels(document_of(case))
    with usage_checked():
        on = day_of(case, "day", day)
        found = one_decision(case, party_called(as_, case, labels), on, runs)
    party = capital(labels.party(party_called(as_, case, labels)))
    say(f"The decision of {party} on {day_text(on)}: {found.chosen}. By its policy: {found.by_policy}.")
    if not found.rows:
        say("Both are the same, so it changed nothing.")
        return 0
    for relation in dict.fromkeys(row["relation"] for row in found.rows):
        say(f"{changed([row for row in found.rows if row['relation'] == relation], labels)}.")
    say(how(runs))
    return 0
