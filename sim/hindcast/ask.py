"""What Python users call: a hindcast, and the forecast of one documented package."""

import os
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.documented.events import RECORDS, Event, read_record
from sim.results.own_files import table_text
from sim.scenario.arguments import ArgumentError, checked
from sim.scenario.problems import nearest

from .distributions import Forecasts
from .packages import Documented, documented, is_known
from .plan import HindcastPlan

if TYPE_CHECKING:
    from sim.experiment.plan import Progress
    from sim.results.hindcast import Hindcast


LEAST_TO_FIT = 2  # cases
UNKNOWN = "of no act is it known how it was answered; expected a row that answers one (answers), or a no_response"


class PackageForecast(NamedTuple):
    """A documented package, and the model's forecast of its answer: a distribution for each question."""

    package: Documented
    forecasts: Forecasts


@checked
def hindcast(
    cases: Sequence[str] = (),
    *,
    seed: int = 1,
    runs: int = 500,
    fit: bool | None = None,
    quick: bool = False,
    threads: int | None = None,
    progress: "Progress | None" = None,
) -> "Hindcast":
    """Forecast documented answers, and score the forecasts.

    Parameters
    ----------
    cases : names of cases or records, or the path of one table of your own; both records if empty
    seed : int in [0, 2**64)
    runs : int, histories of which each forecast is made
    fit : bool, whether numbers of habits are fitted to the other cases; if absent, of shipped cases, not of a table
    quick : bool, whether forecasts come from closed forms, without playing
    threads : int, packages forecast at once, one a core if absent; changes no result
    progress : called with the packages done and all of them

    Raises
    ------
    ArgumentError
        A ValueError: if an argument cannot be used, or there is no such case.
    ScenarioError
        If the table has mistakes; all of them are named.
    Interrupted
        By Ctrl-C; its ``partial`` is the Hindcast over the packages that were finished.
    """
    return plan_hindcast(cases, seed=seed, runs=runs, fit=fit, quick=quick, threads=threads).play(progress)


@checked
def plan_hindcast(
    cases: Sequence[str] = (),
    *,
    seed: int = 1,
    runs: int = 500,
    fit: bool | None = None,
    quick: bool = False,
    threads: int | None = None,
) -> HindcastPlan:
    """Plan :func:`hindcast`."""
    events, shipped = _shipped()
    if own := [name for name in cases if os.path.isfile(name)]:
        if len(cases) > 1:
            raise ArgumentError("cases", list(cases), "a table stands alone; expected names of cases, or one table")
        rows = read_record(own[0])
        asked = documented(Path(own[0]).stem, rows)
        if fit and len({given.case for given in asked}) < LEAST_TO_FIT:
            raise ArgumentError("fit", fit, "a table of one case leaves none to fit numbers to; expected two at least")
        if not any(is_known(given) for given in asked):
            raise ArgumentError("cases", own[0], UNKNOWN)
        table, learned = Path(own[0]), asked if fit else shipped
        as_asked = table.name, runs, seed, bool(fit), quick, threads
        return HindcastPlan(rows, asked, learned, *as_asked, own_files=table_text(table))
    asked = _chosen(shipped, cases)
    name = ", ".join(cases) if cases else " and ".join(RECORDS)
    return HindcastPlan(events, asked, shipped, name, runs, seed, fit is not False, quick, threads)


@checked
def forecast_from(
    record_id: str, *, seed: int = 1, runs: int = 500, fit: bool | None = None, quick: bool = False
) -> PackageForecast:
    """Forecast the answer to one documented package.

    Parameters
    ----------
    record_id : id of a package, such as ``us_cuba_2017/2017-05-23/united_states``, as the table ``forecasts`` has it
    seed, runs, fit, quick : as for :func:`hindcast`

    Returns
    -------
    PackageForecast

    Raises
    ------
    ArgumentError
        A ValueError: if there is no such package.

    Examples
    --------
    >>> found = forecast_from("us_cuba_2017/2017-05-23/united_states", quick=True)
    >>> found.package.exchange.outcome, sorted(found.forecasts)[:3]
    ('silent', ['added', 'answered_365', 'answered_60'])
    """
    events, shipped = _shipped()
    by_id = {given.id: given for given in shipped}
    if record_id not in by_id:
        raise ArgumentError("record_id", record_id, f"no such package{_perhaps(record_id, by_id)}")
    given = by_id[record_id]
    planned = HindcastPlan(events, (given,), shipped, record_id, runs, seed, fit is not False, quick, 1)
    return PackageForecast(given, planned.forecast(given))


def _perhaps(word: str, names: Collection[str]) -> str:
    near = nearest(word, names)
    return f"; did you mean {near}?" if near else ""


@cache
def _shipped() -> tuple[tuple[Event, ...], tuple[Documented, ...]]:
    """Rows and packages of the records that come with detente."""
    rows = {record: read_record(record) for record in RECORDS}
    packages = tuple(given for record in RECORDS for given in documented(record, rows[record]))
    return tuple(event for record in RECORDS for event in rows[record]), packages


def _chosen(packages: Sequence[Documented], names: Sequence[str]) -> tuple[Documented, ...]:
    """Packages of cases or records by their names; all of them where none is named."""
    known = {name for given in packages for name in (given.record, given.case)}
    if unknown := [name for name in names if name not in known]:
        raise ArgumentError("cases", unknown[0], f"no such case or table{_perhaps(unknown[0], known)}")
    return tuple(given for given in packages if not names or {given.record, given.case}.intersection(names))
