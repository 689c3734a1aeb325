"""What is said about own rules, which run as programs of the user's."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .console import remark

if TYPE_CHECKING:
    from sim.scenario.own_measure import OwnMeasure
    from sim.scenario.own_rule import RuleFile

Trust = Annotated[bool, Parameter(name="--trust", negative="")]


def name_own_rules(rules: "Iterable[RuleFile]") -> None:
    """Say on one line which own rules are run, before they are."""
    from sim.scenario.own_rule import MISSING

    _say_they_run(
        "own rule", [f"{rule.function} of {rule.file or rule.module}" for rule in rules if rule.digest != MISSING]
    )


def name_own_measures(measures: "Iterable[OwnMeasure]") -> None:
    """Say on one line which own measures are run, before they are."""
    _say_they_run("own measure", [f"{own.name} of {own.rule.file}" for own in measures if own.rule is not None])


def _say_they_run(what: str, programs: list[str]) -> None:
    from sim.scenario.problems import printable

    named = [printable(name, 4096) for name in dict.fromkeys(programs)]
    if len(named) == 1:
        remark(f"{what} {named[0]} runs as a program of yours")
    elif named:
        remark(f"{what}s {', '.join(named[:-1])} and {named[-1]} run as programs of yours")
