"""A measure read from what somebody types: its name, or the words of the tables, of a relation and of a side."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.results.measures import (
    ANY_BREAK,
    EVENT_OF,
    FIRST_BREAK,
    MEASURE_OF,
    OR_WORSE,
    SIDE_MEASURES,
    SUMMED_UP,
    breaking_party,
    first_break_by,
    named_in,
    without_ties,
)
from sim.scenario.arguments import ArgumentError

from .labels import OF_ALL, ON_AVERAGE, Labels

THEATRE, RUN = "theatre", "run"  # names of rows that are of no relation
OF_RUN = (ANY_BREAK.name, "moves")  # measures that only the row of the whole run has
_OR_WORSE = tuple(event.name for event in OR_WORSE.values())  # of relations alone, as the measures of a side
MEASURES = (*EVENT_OF, *_OR_WORSE, *SUMMED_UP, *SIDE_MEASURES, "moves")  # that a sentence may be about
MOST_NAMED = 12  # sides that an error names
_LOST_BY = re.compile(r"(?:worth of ties )?lost by (?P<party>.+?)(?: at the end)?")
_FIRST_TO_BREAK = re.compile(rf"(?:first break by (?P<one>.+)|(?P<other>.+) {FIRST_BREAK.says})")

Rows = dict[str, str]  # measure by the row that has it: a relation, "theatre" or "run"


def rows_named(text: str, scenario: Mapping[str, Any], among: Sequence[str] = ()) -> Rows:
    """Rows of tables that are meant by a measure as it is typed, each with the measure that it has there.

    Relation and side are read together: what is lost by a party is the loss of the first side of one relation, and of
    the second side of another.  Only relations with ties have measures of ties.

    Parameters
    ----------
    text : name or words of a measure, after a relation or "the whole network" where one is meant: "hostile_moves",
        "highest tension", "lost by Arden", "Arden–Belmora ends intact", "Arden is the first to break"
    scenario : as JSON
    among : ids of the relations that are followed; all of the scenario if empty

    Returns
    -------
    dict, one row or more, in the order of the relations

    Raises
    ------
    ArgumentError
        If there is no such measure, or no relation followed has it.
    """
    labels, words = Labels(scenario), " ".join(text.split())
    place, rest = _place_in(words, labels)
    followed = [place] if place else [*(among or labels.relations)] or [THEATRE]
    return _rows_of(words, rest, followed, scenario, labels)


def _rows_of(words: str, rest: str, places: Sequence[str], scenario: Mapping[str, Any], labels: Labels) -> Rows:
    if party := _party_of(_LOST_BY, rest, labels):
        pairs = ((place, labels.relations.get(place, ())) for place in places if _has_ties(place, scenario, labels))
        found = {place: SIDE_MEASURES[pair.index(party)] for place, pair in pairs if party in pair}
        return found or _refuse(words, f"{labels.party(party)} has no ties there", places, scenario, labels)
    if party := _party_of(_FIRST_TO_BREAK, rest, labels):
        found = {place: first_break_by(party) for place in places if party in labels.relations.get(place, ())}
        return found or _refuse(words, f"{labels.party(party)} is no side there", places, scenario, labels)
    column = named_in(rest.removesuffix(ON_AVERAGE))
    if column not in MEASURES:
        return _refuse(words, "unknown", places, scenario, labels)
    if column in OF_RUN:
        return {RUN: column}
    is_of_ties = column in MEASURE_OF and MEASURE_OF[column].of_ties
    having = [place for place in places if not is_of_ties or _has_ties(place, scenario, labels)]
    having = [place for place in having if column not in (*SIDE_MEASURES, *_OR_WORSE) or place in labels.relations]
    return dict.fromkeys(having, column) or _refuse(words, "no ties are there", places, scenario, labels)


def _place_in(words: str, labels: Labels) -> tuple[str, str]:
    """Relation, or "theatre", that a measure is typed after, and the rest; no place where none is."""
    named = [(name, name) for name in (*labels.relations, THEATRE)]
    named += [(labels.followed(name), name) for name in labels.relations] + [(OF_ALL[THEATRE], THEATRE)]
    plain = _plain(words)
    for said, name in sorted(named, key=lambda each: -len(each[0])):  # the longest that fits
        if plain.startswith(f"{_plain(said)} "):
            return name, words[len(said) + 1 :]
    start = OF_ALL[RUN] + " "
    return "", words.removeprefix(start)


def _plain(text: str) -> str:
    return text.lower().replace("–", "-")


def _party_of(form: "re.Pattern[str]", words: str, labels: Labels) -> str:
    """Id of the party that words of a form name, by its name or id; empty where they name none."""
    found = re.fullmatch(form.pattern, words, re.IGNORECASE)
    said = next(filter(None, found.groups()), "").lower() if found else ""
    parties = dict.fromkeys(party for pair in labels.relations.values() for party in pair)
    return next((party for party in parties if said in (party.lower(), labels.party(party).lower())), "")


def _has_ties(place: str, scenario: Mapping[str, Any], labels: Labels) -> bool:
    """Whether the two parties of a relation have ties; of all together, whether any two have."""
    ties = scenario.get("ties", {}).values()
    pair = labels.relations.get(place)
    return any(pair is None or {*tie["between"]} == {*pair} for tie in ties)


def _refuse(words: str, why: str, places: Sequence[str], scenario: Mapping[str, Any], labels: Labels) -> Rows:
    """Raise ArgumentError with what could be typed instead."""
    raise ArgumentError("measure", words, f"{why}; expected one of {', '.join(_known(places, scenario, labels))}")


def _known(places: Iterable[str], scenario: Mapping[str, Any], labels: Labels) -> Iterator[str]:
    """What can be typed: names with their words, and each side by its name."""
    having = [place for place in places if _has_ties(place, scenario, labels)]
    for name in without_ties([name for name in MEASURES if name not in SIDE_MEASURES], bool(having)):
        yield f"{name} ({labels.measure(name)})"
    sides = sorted({labels.party(party) for place in having for party in labels.relations.get(place, ())})
    yield from (f"lost by {party}" for party in sides[:MOST_NAMED])
    if len(sides) > MOST_NAMED:
        yield f"{len(sides) - MOST_NAMED} more sides"


def row_chosen(rows: Mapping[str, str], followed: Sequence[str]) -> tuple[str, str]:
    """Row of those meant that a result has, and its measure: of the first relation followed, or of all together.

    Parameters
    ----------
    rows : as :func:`rows_named` gives them
    followed : ids of the relations that the result follows

    Raises
    ------
    ArgumentError
        If the result has none of them.
    """
    for place in (*followed, THEATRE, RUN):
        if place in rows:
            return place, rows[place]
    raise ArgumentError("measure", next(iter(rows.values())), "no relation that is followed has it")


def level_of(place: str, measure: str) -> str:
    """Level of a row, as tables of differences have it."""
    if breaking_party(measure):
        return "break"
    return place if place in (THEATRE, RUN) else "relation"
