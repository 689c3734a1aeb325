"""A documented case as a scenario that plays, from any day on or as a whole, and as the text of a scenario file."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sim.scenario.countries import party_id
from sim.scenario.load import scenario_from
from sim.scenario.schema import Scenario

from .acts import Act, acts_of, first_acts, left_out
from .case_mapping import Case, Policies, Span, case_of, mapping_of, silence_text, title_of
from .events import Event
from .file_text import MOVES, file_text
from .pairing import WITHIN_DAYS
from .played import silences_of


def case_scenario(
    events: Sequence[Event],
    *,
    name: str,
    title: str = "",
    autonomous_from: date,
    end: date,
    timeline_until: date | None = None,
    given: Collection[Event] | None = None,
    parties: Collection[str] | None = None,
    policies: Policies | None = None,
) -> Scenario:
    """Scenario of documented rows, from any day on.

    Parameters
    ----------
    events : sequence of Event
        rows of one case. Posts and staff follow from these rows alone: leave out what is not to be known
    name, title : str
        id and title of the scenario; the name is the title where there is none
    autonomous_from, end : date
        first day on which actors decide, and last day that is played
    timeline_until : date, optional
        moves from ``autonomous_from`` to this day happen in any case; without it none does
    given : collection of Event, optional
        instead of that day: the rows from ``autonomous_from`` on that happen in any case
    parties : collection of str, optional
        names of the parties that take part; all if absent
    policies : mapping, optional
        entries of the policies, by habits: ``{"moscow": {"silence_first": 0.1}}``

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        if names or numbers of the rows fit in no scenario.
    """
    lines = {event.line for event in given or ()}

    def is_given(act: Act) -> bool:
        if given is not None:
            return act.event.line in lines
        return timeline_until is not None and act.day <= timeline_until

    span = Span(autonomous_from, end, is_given)
    return scenario_from(mapping_of(case_of(events, end, parties), span, name, title, policies or {}))


def whole_case(events: Sequence[Event], name: str) -> Scenario:
    """Scenario that plays a case from its first act on, which is given, to a year after the last row.

    Raises
    ------
    ValueError
        if the rows hold silences alone, or if two parties would have the same id.
    """
    return scenario_from(_whole(events, name)[1])


def case_text(events: Sequence[Event], name: str) -> str:
    """Text of a scenario file with comments that plays a case as :func:`whole_case` does; raises as that does.

    Read again, it is that very scenario.
    """
    case, mapping = _whole(events, name)
    return file_text(_head(case, mapping, events), mapping)


def _whole(events: Sequence[Event], name: str) -> tuple[Case, dict[str, Any]]:
    """A case, and the mapping of the scenario that plays all of it."""
    acts = acts_of(events)
    begins = first_acts(acts)
    if not begins:
        raise ValueError("no row is an act of one party towards another")
    if same := next(_of_one_id({party for act in acts for party in (*act.event.actor, *act.event.target)}), ()):
        raise ValueError(f"{' and '.join(same)} would have the same id; expected names of other letters or digits")
    span = Span(begins[0].day, acts[-1].day + timedelta(days=WITHIN_DAYS), lambda act: act in begins)
    case = case_of(events, span.end)
    return case, mapping_of(case, span, name, title_of(acts), {})


def _of_one_id(names: Iterable[str]) -> Iterator[list[str]]:
    """Names that an id cannot tell apart, those of each such id."""
    for _, group in groupby(sorted(names, key=lambda name: (party_id(name), name)), party_id):
        if len(found := list(group)) > 1:
            yield found


def _head(case: Case, mapping: Mapping[str, Any], events: Sequence[Event]) -> Iterator[str]:
    """Comment that begins a file: what it is about, and what of the record it has not."""
    moves = sum(len(mapping.get(section, {})) for section in MOVES)
    rows = "1 row" if len(events) == 1 else f"{len(events)} rows"
    yield f"{title_of(case.acts)}: a documented case, made from {rows} of a record."
    yield ""
    yield f"Given is the first act, of {mapping['autonomous_from']}. The actors decide all that follows it."
    yield f'In fact there were {moves} moves in all; those that followed stand under "observed".'
    if words := left_out(events):
        listed = ", ".join(f"{word} ({n})" for word, n in sorted(words.items()))
        yield ""
        yield f"Left out, because the model has no such kind of move: {listed}."
    if others := [silence for silence in silences_of(case.acts, case.moves) if not silence.answers]:
        yield ""
        yield "Silent as well, though no move towards them stands here:"
        yield from (f"  * {silence_text(silence)}" for silence in others)
