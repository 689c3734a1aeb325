"""The named sweeps of a scenario file: what one varies and shows."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from sim.design.read_variation import FORMS, listed_variation, read_variation
from sim.design.variation import DesignError, Variation, typed
from sim.engine.groups import groups_of
from sim.results.measures import EVENT_OF, MEASURE_OF, OF_TIES, SIDE_MEASURES
from sim.scenario.base import BaseScenario
from sim.scenario.pack import names_of
from sim.scenario.packed import packed
from sim.scenario.problems import shown
from sim.scenario.relations import pair_of, relations_of, sorted_pair
from sim.scenario.schema import Experiment, Scenario


def experiment_of(base: BaseScenario, name: str | None, vary: Sequence[str]) -> Experiment | None:
    """The experiment of a name; raises DesignError where there is no such name, or nothing varies."""
    known = base.scenario.experiments
    there = f"the experiments of {base.scenario.name}: {', '.join(known)}" if known else ""
    if name is None:
        if not vary:
            or_one = f", or one of {there}" if known else ""
            raise DesignError(f"nothing varies; expected --vary with {FORMS}{or_one}")
        return None
    if name not in known:
        expected = f"one of {there}" if known else f"--vary with {FORMS}, for {base.scenario.name} has none"
        raise DesignError(f"no experiment {shown(name)}; expected {expected}")
    return known[name]


def with_those_of(experiment: Experiment, vary: Sequence[str | Variation]) -> list[str | Variation]:
    """What an experiment varies, with what is given besides, or instead."""
    given: dict[str, str | Variation] = {path_of(str(text)): text for text in vary}
    own: dict[str, str | Variation] = {path: variation_of(path, values) for path, values in experiment.vary.items()}
    return [*(own | given).values()]


def variation_of(path: str, values: Any) -> Variation:
    """What an experiment varies; raises DesignError where that makes no variation."""
    return read_variation(f"{path}={values}") if isinstance(values, str) else listed_variation(path, values)


def setting_of(path: str, value: Any) -> str:
    """``path=value``, of a value in a file."""
    return f"{path}={value if isinstance(value, date) else typed(value)}"


def path_of(text: str) -> str:
    """Path that a variation or a setting is about."""
    return text.partition("=")[0].strip()


def with_what_is_drawn(case: Scenario, relations: Sequence[str], named: Experiment | None) -> list[str]:
    """Relations to follow, with the one that a named sweep draws; raises DesignError where there is no such row."""
    asked = list(relations)
    if named is None or named.of is None or named.of in (*asked, "run"):
        return asked
    names = names_of(case)
    if named.of in names.dyads:
        return [*asked, named.of]
    known = [group.name for group in groups_of(packed(case))]
    if named.of not in known:
        raise DesignError(f"of: nothing is called {shown(named.of)}; expected a relation, run, {', '.join(known)}")
    return asked


def check_shown(columns: Sequence[str], case: Scenario | None = None, of: str | None = None) -> None:
    """Raise DesignError where a named sweep shows what is no number of a point, or ties of a row that has none.

    Parameters
    ----------
    case : scenario of the sweep; ties are not looked at if absent
    of : row that is drawn; the first that has what is shown if absent
    """
    known = (*EVENT_OF, *MEASURE_OF)
    for column in columns:
        if column not in known:
            near = get_close_matches(column, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"expected any of {', '.join(known)}"
            raise DesignError(f"show: {shown(column)} is not known here; {hint}")
        if case is not None and column in OF_TIES:
            _check_ties(column, case, of)


def _check_ties(column: str, case: Scenario, of: str | None) -> None:
    """Raise DesignError where a row that is drawn has no ties, or no two sides."""
    pairs = {name: sorted_pair(relation.between) for name, relation in relations_of(case).items()}
    joined = {pair_of(tie) for tie in case.ties.values()}
    having = [name for name, pair in pairs.items() if pair in joined]
    is_of_side = column in SIDE_MEASURES
    if of in having or (having and (of is None or (of not in pairs and not is_of_side))):
        return
    if not having:
        raise DesignError(f"show: {column}: the scenario has no ties; expected another measure")
    rows = having if is_of_side else [*having, "theatre"]
    raise DesignError(f"show: {column}: {of} has none; expected of: {' or of: '.join(rows)}")
