"""What results say of many histories: events, which have a share, and measures, which have a mean.

One row each, and whoever writes a table, a figure or a sentence reads it here.  A new measure is a field of
:class:`~sim.engine.compiled.history.Rows` and one row of :data:`MEASURES`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.rules import indices


@dataclass(frozen=True)
class Event:
    """Something that happens in a history or does not.

    Attributes
    ----------
    name : column of a sweep and of a tournament
    says : the event as a clause without its subject
    """

    name: str
    says: str

    @property
    def words(self) -> str:
        """Name in words; as such it stands in the rows of forecasts and comparisons."""
        return self.name.replace("_", " ")

    @property
    def called(self) -> str:
        """Name that readers see."""
        return self.words


@dataclass(frozen=True)
class Regime(Event):
    """An end of a relation."""

    @property
    def called(self) -> str:
        """Name that readers see: "cold standoff", also where columns have another one."""
        return self.ends.removeprefix("in ").removeprefix("a ")

    @property
    def ends(self) -> str:
        """How the relation ends, as after "ends"."""
        return self.says.removeprefix("ends ")


@dataclass(frozen=True)
class Measure:
    """A number of each history.

    Attributes
    ----------
    name : column of tables, and field of Rows
    words : as readers see it, within a sentence
    unit : of its values, as an axis says it
    digits : decimals of the number of one history; 0 of whole numbers
    is_fraction : whether it lies between 0 and 1
    is_summed_up : whether forecasts and comparisons have it; all but ``hostile_moves`` and ``moves`` are then counted
        into bins by :mod:`sim.engine.compiled.tally`
    is_of_run : whether it is a number of a whole run, and of no relation
    is_for_sentences : whether a comparison may say that it changes
    of_ties : whether only scenarios with ties have it
    of_side : which side of a relation it is of, 0 or 1; of both if absent.  Relations alone have such a measure
    """

    name: str
    words: str
    unit: str
    digits: int = 2
    is_fraction: bool = False
    is_summed_up: bool = False
    is_of_run: bool = False
    is_for_sentences: bool = False
    of_ties: bool = False
    of_side: int | None = None


# from the worst to the best; indices.REGIMES has them as the rules number them
REGIMES = (
    Regime("rupture", "ends in rupture"),
    Regime("cold_standoff", "ends in a cold standoff"),
    Regime("strained", "ends strained"),
    Regime("recovered", "ends recovered"),
    Regime("cooperative", "ends intact"),
)
# ends of relations taken together, from the worst on, by which two worlds are set against each other: of a single end
# that becomes more frequent nobody can say whether that is better or worse
OR_WORSE = {
    regime: Event(f"{regime.name}_or_worse", f"{regime.says} or worse")
    for regime in REGIMES
    if regime.name in ("cold_standoff", "strained")
}
NEAR = 0.02  # of the worth of a relation: as near to the limit of an end is called so
NEAR_COLD = Event("near_cold_standoff", f"loses what is within {NEAR:g} of the least of a cold standoff")
NEAR_INTACT = Event("near_cooperative", f"loses what is within {NEAR:g} of the most of an intact relation")
OF_COMPARISONS = (*OR_WORSE.values(), NEAR_COLD, NEAR_INTACT)  # events that comparisons alone have, of relations
RUPTURE_AT_ANY_TIME = Event("rupture_at_any_time", "comes to a rupture at some time")
ANY_BREAK = Event("any_break", "somebody breaks with somebody")
FIRST_BREAK = Event("first_break", "is the first to break")

MEASURES = (
    Measure("tension_at_end", "tension at the end", "severity", is_summed_up=True),
    Measure("tension_peak", "highest tension", "severity", is_summed_up=True, is_for_sentences=True),
    Measure("loss_at_end", "institutional loss at the end", "share of worth", is_fraction=True, is_summed_up=True),
    Measure("loss_peak", "highest institutional loss", "share of worth", is_fraction=True, is_summed_up=True),
    Measure("flow_peak", "highest flow a day", "severity a day", is_summed_up=True),
    Measure("hostile_moves", "hostile moves", "number", digits=0, is_summed_up=True, is_for_sentences=True),
    Measure("posture_at_end", "posture at the end", "posture"),
    Measure("replies", "replies", "number", digits=0),
    Measure("disproportionate_replies", "disproportionate replies", "number", digits=0),
    Measure(
        "ties_lost_at_end",
        "worth of ties lost at the end",
        "share of worth",
        is_fraction=True,
        is_summed_up=True,
        of_ties=True,
    ),
    Measure(
        "ties_lost_peak",
        "highest worth of ties lost",
        "share of worth",
        is_fraction=True,
        is_summed_up=True,
        of_ties=True,
    ),
    Measure(
        "ties_lost_ab_at_end",
        "worth of ties lost by the first party at the end",
        "share of worth",
        is_fraction=True,
        of_ties=True,
        of_side=0,
    ),
    Measure(
        "ties_lost_ba_at_end",
        "worth of ties lost by the second party at the end",
        "share of worth",
        is_fraction=True,
        of_ties=True,
        of_side=1,
    ),
    Measure("moves", "moves of any kind", "number", digits=0, is_summed_up=True, is_of_run=True),
)

REGIME_OF = {regime.words: regime for regime in REGIMES}
REGIMES_BY_NUMBER = tuple(REGIME_OF[words] for words in indices.REGIMES)  # as the rules number them
EVENTS = (*REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME, ANY_BREAK)  # in the order of columns
EVENT_OF = {event.name: event for event in EVENTS}
_OF_COMPARISON = {event.name: event for event in OF_COMPARISONS}
MEASURE_OF = {measure.name: measure for measure in MEASURES}

# columns: shares of how each relation or group ends, and means
END_SHARES = tuple(event.name for event in EVENTS if event is not ANY_BREAK)
ROW_MEASURES = tuple(measure.name for measure in MEASURES if not measure.is_of_run and measure.of_side is None)
SUMMED_UP = tuple(measure.name for measure in MEASURES if measure.is_summed_up and not measure.is_of_run)
SIDE_MEASURES = tuple(measure.name for measure in MEASURES if measure.of_side is not None)  # of relations, all of ties
OF_TIES = tuple(measure.name for measure in MEASURES if measure.of_ties)
RUN_MEASURES = tuple(measure.name for measure in MEASURES if measure.is_of_run)

# own measures: one row of each result beside relations, blocs and theatre; columns by what they hold
OWN = "own"  # level and name of their rows
OF_RUNS = ("run", OWN)  # levels of what is of a whole run, and of no relation
_SHARE, _MEAN = "_share", "_mean"


@dataclass(frozen=True)
class OwnEvent(Event):
    """An own measure that says yes or no."""

    @property
    def called(self) -> str:
        """Name that readers see: without the word that tells its column from others."""
        return self.says


def named_in(text: str) -> str:
    """Name of the event or measure that tables call so in words; of a measure of one side also as of "the first party".

    Returns
    -------
    str, the text itself where it is a name, or no words of any

    Examples
    --------
    >>> named_in("intact"), named_in("Cold standoff"), named_in("highest tension"), named_in("hostile_moves")
    ('cooperative', 'cold_standoff', 'tension_peak', 'hostile_moves')
    """
    return _NAMED.get(" ".join(text.lower().split()), text)


_NAMED = {
    **{
        words.lower(): event.name
        for event in (*EVENTS, *OR_WORSE.values())
        for words in (event.words, event.says, event.called)
    },
    **{measure.words: measure.name for measure in MEASURES},
    **{measure.words.removeprefix("worth of ties "): measure.name for measure in MEASURES if measure.of_ties},
}


def own_column(name: str, is_share: bool) -> str:
    """Column that an own measure has in sweeps and comparisons: ``leaves_share`` of yes or no, else ``days_mean``."""
    return f"{name}{_SHARE if is_share else _MEAN}"


def own_name(column: str) -> str:
    """Name of the own measure of a column; empty for a column of another."""
    if column in EVENT_OF or column in MEASURE_OF:
        return ""
    return next((column.removesuffix(end) for end in (_SHARE, _MEAN) if column.endswith(end)), "")


def event_of(column: str) -> Event | None:
    """Event that a column holds the share of, also one of an own measure; None for what has a mean."""
    if own_name(column) and column.endswith(_SHARE):
        return OwnEvent(column, own_name(column).replace("_", " "))
    return EVENT_OF.get(column) or _OF_COMPARISON.get(column)


def measure_of(column: str) -> Measure:
    """Measure that a column holds the mean of, also an own one."""
    if (name := own_name(column)) and column.endswith(_MEAN):
        return own_measure(name)
    return MEASURE_OF[column]


def own_measure(name: str) -> Measure:
    """Row of an own measure that gives numbers."""
    words = name.replace("_", " ")
    return Measure(name, words, "number", is_of_run=True)


def without_ties(names: Sequence[str], has_ties: bool) -> tuple[str, ...]:
    """Measures of these that a scenario has: those of ties only where it has ties."""
    return tuple(name for name in names if has_ties or name not in OF_TIES)


def first_break_by(party: str) -> str:
    """Event that a party is the first to break, where who breaks stands in no column of its own."""
    return f"{FIRST_BREAK.words} by {party}"


def breaking_party(event: str) -> str:
    """Id of the party of such an event; empty for any other."""
    start = first_break_by("")
    return event.removeprefix(start) if event.startswith(start) else ""
