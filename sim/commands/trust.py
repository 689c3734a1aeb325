"""What is said about own rules, which run as programs of the user's."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .console import remark

if TYPE_CHECKING:
    from sim.scenario.own_rule import RuleFile

Trust = Annotated[bool, Parameter(name="--trust", negative="")]


def name_own_rules(rules: "Iterable[RuleFile]") -> None:
    """Say on one line which own rules are run, before they are."""
    from sim.scenario.own_rule import MISSING
    from sim.scenario.problems import printable

    named = [f"{rule.function} of {rule.file or rule.module}" for rule in rules if rule.digest != MISSING]
    named = [printable(name, 4096) for name in dict.fromkeys(named)]
    if len(named) == 1:
        remark(f"own rule {named[0]} runs as a program of yours")
    elif named:
        remark(f"own rules {', '.join(named[:-1])} and {named[-1]} run as programs of yours")
