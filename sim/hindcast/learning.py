"""Numbers of habits for each case: those that come with detente, or fitted to all other cases."""

from collections.abc import Mapping, Sequence

from .packages import Documented

Habits = Mapping[str, Mapping[str, float]]  # numbers of each habit, by the names of POLICY_PARAMETERS
AS_THEY_ARE: Habits = {}


def habits_by_case(cases: Sequence[str], learned: Sequence[Documented], is_fitted: bool) -> dict[str, Habits]:
    """Numbers of habits that a case is forecast with.

    Parameters
    ----------
    cases : names of cases
    learned : packages that are learned from
    is_fitted : whether numbers are fitted, for each case to the packages of all other cases; else those that come with
        detente are taken
    """
    if not is_fitted:
        return dict.fromkeys(cases, AS_THEY_ARE)
    from sim.fit import fit_habits

    return {case: fit_habits([given.row for given in learned if given.case != case]) for case in cases}
