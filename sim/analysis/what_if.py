"""The answer to a what-if question in one sentence."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.results.comparison import Comparison
from sim.results.measures import (
    ANY_BREAK,
    MEASURE_OF,
    OR_WORSE,
    OWN,
    REGIME_OF,
    REGIMES,
    RUPTURE_AT_ANY_TIME,
    SIDE_MEASURES,
    breaking_party,
    event_of,
    first_break_by,
    own_column,
    own_measure,
)
from sim.rules.moves import KINDS
from sim.scenario.changes import value_at, written

from .intervals import share_interval
from .labels import ON_AVERAGE, Labels, capital, done_words, noun_of, spaced
from .measure_words import MEASURES, OF_RUN, THEATRE, level_of
from .rounding import decimals_of
from .scripted import numbers_made
from .ties import INTACT, of_institutions

COUNTED = {kind.name for kind in KINDS if kind.counted}
NOTHING_LESS: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
_OF = "relation"  # level of rows
TOLD_BY = (
    REGIMES[0],
    REGIMES[1],
    REGIMES[4],
    REGIMES[2],
)  # ends by which worlds are told apart; intact before strained
BETWEEN = ("cold_standoff", "strained", "recovered")  # ends between the worst and the best
AS_MUCH_AS = 2  # times as much as a break or a rupture may another end differ, and is told after it
WORTH_TELLING = 0.005  # of a share: half a point
ONE_PAIR = "a single pair, which says nothing of others"
NO_LARGE_ONE = "no clear difference of half a point in breaks, ends or losses"


Five = tuple[float, float, float, float, float]  # means in both worlds, their difference, the ends of its interval
Row = tuple[str, str, str]  # of a table of differences: level, name, measure


class Outcome(NamedTuple):
    """What differs: a clause about a number, and the means in both worlds with the interval of the difference.

    ``unit`` is that of an axis; it is empty for shares, of histories or of worth.  ``is_event`` tells a share of
    histories, which has an interval in each world, from the mean of a share.  ``pairs`` is the number of pairs of
    histories in which an own measure is defined in both worlds; both means are of these alone.  It is None of all else,
    which is defined in every history.  ``row`` is that of the table of differences that the outcome is read from.
    ``is_milder`` tells the one event of which more is better: that a relation ends intact; ``is_grave`` breaks and
    ruptures, which are told before other ends that differ more, up to twice as much.
    """

    clause: str  # as far as the number
    rest: str  # of the clause, after the number
    fewer: str  # how a smaller one is called
    unit: str
    is_event: bool
    a: float
    b: float
    difference: float
    low: float
    high: float
    pairs: int | None = None
    row: Row = ("", "", "")
    is_milder: bool = False
    is_grave: bool = False

    @property
    def relation(self) -> str:
        """Id of the relation that the outcome is of; empty where it is of none, or of all together."""
        level, name, _ = self.row
        return name if level in (_OF, "break") else ""

    @property
    def is_to_the_worse(self) -> bool:
        """Whether more of it, or less of what is better, is what differs."""
        return (self.difference > 0) != self.is_milder

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out no difference; that of a single pair says nothing."""
        return (self.low > 0 or self.high < 0) and self.pairs != 1

    @property
    def digits(self) -> int:
        """Decimals of its numbers, wherever it is shown; of a share as a percentage."""
        scale, usual = (1, 2) if self.unit else (100, 0)
        return decimals_of(scale * self.low, scale * self.high, usual)

    def in_worlds(self, runs: int) -> tuple[tuple[float, float, float], ...]:
        """The number in each world, with the ends of an interval.

        Those of a share of histories are its own in each world.  Of a mean only the interval of the difference is
        known; it stands around the number of the second world, and the first has none.
        """
        if not self.is_event:
            return (self.a, self.a, self.a), (self.b, self.a + self.low, self.a + self.high)
        n = runs if self.pairs is None else self.pairs
        found = ((share, *share_interval(round(share * n), n)) for share in (self.a, self.b))
        return tuple((share, float(low), float(high)) for share, low, high in found)


def names_of_worlds(manifest: Mapping[str, Any]) -> tuple[str, str]:
    """What the two worlds are called: by their titles, the second by the name of the change where it has one."""
    titles = manifest["title_a"], manifest["title_b"]
    label = str(manifest.get("label") or "")
    if titles[0] != titles[1]:
        return str(titles[0]), label or str(titles[1])
    if label:
        return "as it is", label
    scripted = [manifest.get(f"scripted_{end}", {}) for end in "ab"]
    if not manifest["change"]:
        return "as it is", "the same"
    supposed = supposition(manifest["change"], manifest["scenario_a"], manifest["scenario_b"], None, *scripted)
    return "as it is", supposed[:1].lower() + supposed[1:]


def changes_in_words(manifest: Mapping[str, Any]) -> list[str]:
    """What differs between two worlds, a line each: "The move our note added", "Talks per day 2 instead of 1"."""
    worlds = manifest["scenario_a"], manifest["scenario_b"]
    return [capital(_setting(setting, *worlds)) for setting in manifest["change"]]


def settings_in_short(manifest: Mapping[str, Any]) -> list[str]:
    """What differs between two worlds as settings; of a whole entry only that it was added, replaced or removed."""
    return [_in_short(setting, manifest["scenario_a"]) for setting in manifest["change"]]


def _in_short(setting: str, a: Mapping[str, Any]) -> str:
    path, _, value = setting.partition("=")
    before = value_at(a, path)
    if value == "null" and isinstance(before, dict):
        return f"{path} removed"
    if value.startswith("{"):
        return f"{path} {'added' if before is None else 'replaced'}"
    return setting


def sentence_of(comparison: Comparison) -> str:
    """Say what the change changes, by the outcome with the clearest difference.

    Of the first relation followed in which the share of breaks, of ruptures or of an end and all worse ones, or a loss,
    differs by half a point or more, beyond its interval, the sentence gives what :func:`most_telling` chooses; where
    there is none, the other measure of a relation or the theatre that differs most for its size.  Where another of
    these shares goes the other way, the sentence says so, and of an end asked for whether it is for the better.

    Returns
    -------
    str, one sentence
    """
    manifest = comparison.manifest
    if not manifest["change"]:
        return "Nothing that a rule reads was changed, so the two worlds are the same."
    scripted = [manifest.get(f"scripted_{end}", {}) for end in "ab"]
    worlds = manifest["scenario_a"], manifest["scenario_b"]
    supposed = supposition(manifest["change"], *worlds, _called(manifest), *scripted)
    runs, spoken = f"{manifest['runs']:,} paired histories", spoken_of(comparison)
    if spoken is None:
        if (asked := manifest.get("measure")) and asked in {each["name"] for each in manifest.get("measures", [])}:
            words = own_measure(asked).words
            return f"{supposed}, nothing is known of “{words}”: in none of {runs} is it defined in both worlds."
        return f"{supposed}, {runs} show {_nothing_to_tell(comparison)}."
    if spoken.pairs is not None and spoken.pairs < manifest["runs"]:
        whole = f"{manifest['runs']:,} pairs of histories"
        supposed = f"{supposed}, in the {spoken.pairs:,} of {whole} where both are defined"
    if not spoken.unit:
        said = (_compared_shares(spoken, manifest["runs"]), *_further(comparison, spoken))
        return f"{supposed}, {'; '.join(said)}."
    if manifest.get("measure"):
        return f"{supposed}, {_compared_means(spoken)}."
    return f"{supposed}, {runs} show {NO_LARGE_ONE}, but {_compared_means(spoken)}."


def _called(manifest: Mapping[str, Any]) -> str | None:
    """What a change is called: its label, or where it is more than one setting the title of the second file."""
    title = manifest.get("title_b")
    is_another = title != manifest.get("title_a") and len(manifest["change"]) > 1
    return manifest.get("label") or (str(title) if is_another else None)


def _nothing_to_tell(comparison: Comparison) -> str:
    """What histories show where no outcome is worth a clause: differences may be small, or of other measures."""
    is_any_clear = any(low > 0 or high < 0 for _, _, _, (*_, low, high) in _rows(comparison))
    return f"{NO_LARGE_ONE}; other differences stand in the table" if is_any_clear else "no clear difference"


def spoken_of(comparison: Comparison) -> Outcome | None:
    """The outcome that the sentence is about: that of the ``measure`` asked for, or the clearest; None without any."""
    manifest = comparison.manifest
    labels = Labels(manifest["scenario_a"])
    if not manifest["change"]:
        return None
    if measure := manifest.get("measure"):
        asked = _asked(comparison, measure, labels)
        return None if asked.pairs == 0 else asked
    for relation in manifest["relations"]:
        found = chain(_breaks_and_ends(comparison, relation, labels), _losses(comparison, relation, labels))
        if told := [outcome for outcome in found if _is_worth_telling(outcome)]:
            return most_telling(told)
    others = [outcome for outcome in _other_outcomes(comparison, labels) if outcome.is_clear]
    return max(others, key=lambda outcome: _distance(outcome) / max(outcome.a, outcome.b), default=None)


def _further(comparison: Comparison, spoken: Outcome) -> Iterator[str]:
    """Clauses about the same relation: of an end asked for, whether that is for the better; else what is against it."""
    manifest, labels = comparison.manifest, Labels(comparison.manifest["scenario_a"])
    if not spoken.relation:
        return
    asked = manifest.get("measure")
    if asked in BETWEEN:
        ends = [end for end in _ends(comparison, spoken.relation, labels) if _is_worth_telling(end)]
        told = most_telling(ends) if ends else spoken
        if told.clause != spoken.clause:
            which_way = "harsher" if told.is_to_the_worse else "milder"
            yield f"all ends together are {which_way}: {_compared_shares(told, manifest['runs'])}"
    elif not asked and spoken.is_event:
        others = _breaks_and_ends(comparison, spoken.relation, labels)
        against = [other for other in others if _is_worth_telling(other) and _is_against(other, spoken)]
        if against:
            yield f"but {_compared_shares(most_telling(against), manifest['runs'])}"


def most_telling(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome that differs most: of those within half a point the first, and breaks and ruptures before other ends.

    Parameters
    ----------
    outcomes : one or more, in the order in which they are told
    """
    best, *others = outcomes
    for other in others:
        times = AS_MUCH_AS if best.is_grave and not other.is_grave else 1
        if _distance(other) >= times * _distance(best) + WORTH_TELLING:
            best = other
    return best


def _is_worth_telling(outcome: Outcome) -> bool:
    return outcome.is_clear and _distance(outcome) >= WORTH_TELLING


def _is_against(one: Outcome, other: Outcome) -> bool:
    return one.is_to_the_worse != other.is_to_the_worse


def relation_shown(comparison: Comparison) -> str:
    """Relation whose curves are drawn: the one that the sentence is about, or the first followed; else all together."""
    curves = comparison.curves
    followed = list(dict.fromkeys(curves.loc[curves["level"] == "relation", "name"]))
    spoken = spoken_of(comparison)
    if spoken is not None and spoken.relation in followed:
        return spoken.relation
    return next(iter(followed), THEATRE)


def shown_of(comparison: Comparison) -> Outcome:
    """The outcome that a figure shows: that of the sentence, or where it has none, how often a rupture comes."""
    labels = Labels(comparison.manifest["scenario_a"])
    return spoken_of(comparison) or _asked(comparison, RUPTURE_AT_ANY_TIME.name, labels)


def asked_of(manifest: Mapping[str, Any]) -> str:
    """Row that a measure asked for is of: the one named with it, else the first relation followed, or all together."""
    return str(manifest.get("measure_of") or next(iter(manifest["relations"]), THEATRE))


def row_asked(manifest: Mapping[str, Any]) -> Row:
    """Row of the table of differences that a measure asked for is, but for an own measure.

    Parameters
    ----------
    manifest : of a comparison, with ``measure``, ``measure_of`` if there is one, and ``relations``
    """
    name = str(manifest["measure"])
    event = event_of(name)
    if name in OF_RUN:
        return "run", "run", event.words if event else name
    row = asked_of(manifest)
    return level_of(row, name), row, name.replace("_", " ") if event else name


def may_be_told(row: Row) -> bool:
    """Whether the sentence may be about a row of the table of differences where no measure is asked for."""
    level, _, measure = row
    if level == _OF and (measure in _LOST or measure in _ENDS):
        return True
    return level == "break" or (level != "blocs" and measure in MEASURE_OF and MEASURE_OF[measure].is_for_sentences)


def _first_to_break(party: str, relation: str, labels: Labels) -> str:
    a, b = labels.relations[relation]
    return f"{labels.party(party)} would have been the first to break with {labels.party(b if party == a else a)} in"


def _asked(comparison: Comparison, name: str, labels: Labels) -> Outcome:
    """The outcome of a measure, of the row that :func:`asked_of` gives."""
    found = {(level, row, measure): numbers for level, row, measure, numbers in _rows(comparison)}
    if name not in MEASURES and not breaking_party(name):
        return _own(name, found, comparison.manifest)
    key = row_asked(comparison.manifest | {"measure": name})
    return _outcome_of(name, key, found, labels)._replace(row=key)


def _outcome_of(name: str, key: Row, found: Mapping[Row, Five], labels: Labels) -> Outcome:
    """The outcome of a measure that every result has, but for its row."""
    (level, row, words), numbers = key, found[key]
    if name == ANY_BREAK.name:
        clause = "somebody would have broken with somebody in"
        return Outcome(clause, " of histories", "fewer", "", True, *numbers)
    if name == "moves":
        return _mean("anywhere", name, numbers)
    who = labels.followed(row)
    if party := breaking_party(name):
        return Outcome(_first_to_break(party, row, labels), " of histories", "fewer", "", True, *numbers)
    if name in SIDE_MEASURES:
        own, other = labels.relations[row][:: -1 if MEASURE_OF[name].of_side else 1]
        return _loss(labels.party(own), numbers, f"ties with {labels.party(other)}")
    if name in _LOST:
        return _loss(who, numbers, _LOST[name])
    if (event := event_of(name)) is None:
        return _mean(who, name, numbers)
    ended = _end(found, level, row, words) if words in REGIME_OF else event.says.removeprefix("ends ")
    done = "come to a rupture" if event is RUPTURE_AT_ANY_TIME else f"ended {ended}"
    done += "" if row in labels.relations else ON_AVERAGE
    return Outcome(f"{who} would have {done} in", " of histories", "fewer", "", True, *numbers)


def _own(name: str, found: Mapping[Row, Five], manifest: Mapping[str, Any]) -> Outcome:
    """The outcome of an own measure."""
    words = own_measure(name).words
    pairs = next(int(entry["pairs"]) for entry in manifest["measures"] if entry["name"] == name)
    of_share, of_mean = ((OWN, OWN, own_column(name, is_share)) for is_share in (True, False))
    if share := found.get(of_share):
        return Outcome(
            f"“{words}” would have been true in", " of histories", "fewer", "", True, *share, pairs, of_share
        )
    unit = f"{capital(words)}, mean"
    return Outcome(f"the mean of “{words}”", "", "less", unit, False, *found[of_mean], pairs, of_mean)


def _loss(who: str, numbers: Five, of: str) -> Outcome:
    return Outcome(f"{who} would have lost", f" of the worth of its {of} by the end", "less", "", False, *numbers)


_ENDS = {event.words for event in (*REGIMES, *OR_WORSE.values(), RUPTURE_AT_ANY_TIME)}
_LOST = {"loss_at_end": "institutions", "ties_lost_at_end": "ties"}  # whose worth


def _mean(who: str, name: str, numbers: Five) -> Outcome:
    measure = MEASURE_OF[name]
    what = measure.words if measure.digits else f"number of {measure.words}"
    unit = f"{capital(measure.words)}, mean" + ("" if measure.unit == "number" else f" ({measure.unit})")
    whose = who if who == "anywhere" else f"of {who}"
    return Outcome(f"the {what} {whose}", "", "less", unit, False, *numbers)


def supposition(
    change: list[str],
    a: dict[str, Any],
    b: dict[str, Any],
    label: str | None = None,
    scripted_a: Mapping[str, Mapping[str, Any]] = NOTHING_LESS,
    scripted_b: Mapping[str, Mapping[str, Any]] = NOTHING_LESS,
) -> str:
    """What is supposed, as the first clause of a sentence.

    Parameters
    ----------
    change : settings ``path=value``, one or more
    a, b : resolved scenarios as JSON
    label : what the user calls the change, if anything
    scripted_a, scripted_b : scripted moves that were not made as asked for, as
        :func:`sim.analysis.scripted.scripted_moves` gives them

    Examples
    --------
    >>> supposition(["parameters.talks_per_day=2"], {"parameters": {"talks_per_day": 1}}, {})
    'With talks per day 2 instead of 1'
    >>> supposition(["by_hand=[arden]", "timeline.word.count=2"], {"by_hand": []}, {})
    'With arden played by hand and count of the move word 2'
    """
    if label:
        return f"With “{label}”"
    path = change[0].partition("=")[0]
    section, _, entry = path.partition(".")
    if len(change) == 1 and section == "timeline":
        name, _, key = entry.partition(".")
        before, after = a["timeline"].get(name), b["timeline"].get(name)
        less_a, less_b = scripted_a.get(name), scripted_b.get(name)
        is_made = not any(less and less["void"] for less in (less_a, less_b))
        if before and not after and is_made:
            return _done(before, Labels(a), "not ", less_a)
        is_counted = key == "count" and before["move"] in COUNTED and before["count"] and after["count"]
        if is_counted and is_made:
            return f"{_done(after, Labels(b), made=less_b)}, not {_number(before['count'], less_a)}"
    first, *others = [_setting(setting, a) for setting in change]
    if len(others) > 1:
        return f"With {first} and {len(others)} further changes"
    return f"With {' and '.join((first, *others))}"


def _number(asked: int, made: Mapping[str, Any] | None) -> str:
    """Number of a move; where fewer were made than asked for, both: "20 (400 asked)"."""
    return f"{numbers_made(made)} ({asked} asked)" if made else str(asked)


def _done(move: dict[str, Any], labels: Labels, negation: str = "", made: Mapping[str, Any] | None = None) -> str:
    """Return "Had NATO cut the ceiling of the mission by 4"."""
    deed = labels.deed(move["move"], move["to"], move["channel"] or "", _number(move["count"], made))
    return f"Had {labels.party(move['from'])} {negation}{done_words(deed)}"


def _setting(setting: str, a: dict[str, Any], b: dict[str, Any] | None = None) -> str:
    """A setting in words, with the value before where that is short; what is only in ``b`` is named as it is there."""
    path, _, value = setting.partition("=")
    before, (section, _, rest) = value_at(a, path), path.partition(".")
    owner, _, key = rest.partition(".")
    labels = Labels(b if b and before is None else a)
    if path == "by_hand":
        hands = [party for party in value.strip("[]").split(", ") if party not in ("", "null")]
        return f"{' and '.join(map(labels.party, hands)) or 'nobody'} played by hand"
    if not key and (value == "null" or value.startswith("{")):
        what = labels.entry(section, owner) if owner else labels.path(path)
        return f"{what} {'removed' if value == 'null' else 'added' if before is None else 'replaced'}"
    if value.startswith("{") or isinstance(before, dict):
        return f"{labels.path(path)} changed"
    instead = "" if before is None else f" instead of {_plain(written(before))}"
    changed = f"{'none' if value == 'null' else _plain(value)}{instead}"
    if section != "policies":
        return f"{labels.path(path)} {changed}"
    noun, _, _ = noun_of(key).partition(" (")  # without its symbol
    return f"{labels.entry(section, owner)} changed ({noun}: {changed})"


def _plain(value: str) -> str:
    """Value as a reader writes it."""
    return {"true": "yes", "false": "no"}.get(value, spaced(value).strip('"'))


def _distance(outcome: Outcome) -> float:
    return round(abs(outcome.difference), 9)  # sums of equals may differ in the last digits


def _breaks_and_ends(comparison: Comparison, relation: str, labels: Labels) -> Iterator[Outcome]:
    """Breaks, rupture and ends of a relation, in this order: of those that differ as much the first is told."""
    found = {(level, name, measure): numbers for level, name, measure, numbers in _rows(comparison)}
    parties = _parties(comparison, relation)
    anybody = found["run", "run", ANY_BREAK.words]
    hands = [comparison.manifest.get(f"scenario_{end}", {}).get("by_hand", ()) for end in "ab"]
    for party, towards in zip(parties, parties[::-1], strict=True):
        key = ("break", relation, first_break_by(party))
        by_hand = [share for share, names in zip(found[key][:2], hands, strict=True) if party in names]
        if by_hand == [0.0]:  # by hand only who severs relations breaks, and by its policy who closes all, too
            continue
        is_only = found[key][:2] == anybody[:2]  # nobody else is ever the first
        done = "have broken" if is_only else "have been the first to break"
        clause = f"{labels.party(party)} would {done} with {labels.party(towards)} in"
        yield Outcome(clause, " of histories", "fewer", "", True, *found[key], row=key, is_grave=True)
    pair, key = labels.pair(*parties), (_OF, relation, RUPTURE_AT_ANY_TIME.words)
    clause = f"{pair} would have come to a rupture in"
    yield Outcome(clause, " of histories", "fewer", "", True, *found[key], row=key, is_grave=True)
    yield from _ends(comparison, relation, labels)


def _ends(comparison: Comparison, relation: str, labels: Labels) -> Iterator[Outcome]:
    """Ends of a relation by which a world is harsher or milder: rupture, an end or a worse one, and intact."""
    found = {(level, name, measure): numbers for level, name, measure, numbers in _rows(comparison)}
    pair = labels.pair(*_parties(comparison, relation))
    for end in TOLD_BY:
        together, worse = OR_WORSE.get(end), REGIMES[: REGIMES.index(end)]
        if numbers := found.get(key := (_OF, relation, (together or end).words)):
            is_any_worse = together and any(any(found.get((_OF, relation, each.words), ())[:2]) for each in worse)
            ended = _end(found, _OF, relation, end.words) + (" or worse" if is_any_worse else "")
            outcome = Outcome(f"{pair} would have ended {ended} in", " of histories", "fewer", "", True, *numbers)
            yield outcome._replace(row=key, is_milder=end.name == INTACT, is_grave=end.name == "rupture")


def _losses(comparison: Comparison, relation: str, labels: Labels) -> Iterator[Outcome]:
    """Losses of a relation: of those that differ as much the first is told."""
    found = {(level, name, measure): numbers for level, name, measure, numbers in _rows(comparison)}
    pair = labels.pair(*_parties(comparison, relation))
    for measure, of in _LOST.items():
        if numbers := found.get(key := ("relation", relation, measure)):  # not every scenario has ties
            yield _loss(pair, numbers, of)._replace(row=key)


def _end(found: Mapping[Row, Five], level: str, row: str, words: str) -> str:
    """How a relation ends, as after "ended"; of an intact one, where ties are lost, that it is so without them."""
    lost = max(found.get((level, row, "ties_lost_at_end"), (0.0,))[:2])
    return f"{REGIME_OF[words].ends}{of_institutions(words, lost)}"


def _rows(comparison: Comparison) -> Iterator[tuple[str, str, str, Five]]:
    """Level, name and measure of each row, and its five numbers."""
    frame = comparison.differences
    columns = (frame[name].tolist() for name in ("a", "b", "difference", "low", "high"))
    numbers: Iterator[Five] = zip(*columns, strict=True)
    yield from zip(frame["level"], frame["name"], frame["measure"], numbers, strict=True)


def _compared_shares(outcome: Outcome, runs: int) -> str:
    """Clause with both shares, and how far they are apart."""
    low, high = sorted(100 * abs(bound) for bound in (outcome.low, outcome.high))
    digits, runs = outcome.digits, runs if outcome.pairs is None else outcome.pairs
    a, b = (f"{100 * share:.{digits}f}" for share in (outcome.a, outcome.b))
    points = f"{abs(100 * outcome.difference):.{digits}f} points {'more' if outcome.difference > 0 else outcome.fewer}"
    if outcome.pairs == 1:
        apart = ONE_PAIR
    elif low == high and outcome.difference:
        apart = f"{points} in every one of {runs:,} paired histories"
    elif outcome.is_clear:
        apart = f"{points}; 95 % interval {low:.{digits}f} to {high:.{digits}f}"
    else:
        apart = f"no clear difference; 95 % interval {_bounds(100 * outcome.low, 100 * outcome.high, digits)} points"
    return f"{outcome.clause} {b} %{outcome.rest} instead of {a} % ({apart})"


def _bounds(low: float, high: float, digits: int) -> str:
    ends = (f"{end:.{digits}f}" for end in (low, high))
    return " to ".join(end.removeprefix("-") if not float(end) else end.replace("-", "−") for end in ends)


def _compared_means(outcome: Outcome) -> str:
    digits, known = outcome.digits, "" if outcome.is_clear else "no clear difference; "
    bounds = _bounds(outcome.low, outcome.high, digits)
    apart = ONE_PAIR if outcome.pairs == 1 else f"{known}95 % interval of the difference {bounds}"
    return f"{outcome.clause} would have been {outcome.b:.{digits}f} instead of {outcome.a:.{digits}f} ({apart})"


def _other_outcomes(comparison: Comparison, labels: Labels) -> Iterator[Outcome]:
    """Measures that are no shares, of the relations followed and of the theatre, unless relations were asked for."""
    levels = ("relation",) if comparison.manifest.get("relations_asked") else ("relation", "theatre")
    for level, name, column, numbers in _rows(comparison):
        measure = MEASURE_OF.get(column)
        if level in levels and measure is not None and measure.is_for_sentences:
            who = labels.pair(*_parties(comparison, name)) if level == "relation" else labels.followed(name)
            yield _mean(who, column, numbers)._replace(row=(level, name, column))


def _parties(comparison: Comparison, relation: str) -> list[str]:
    """Ids of the two parties of a relation that is followed, sorted."""
    rows = comparison.differences
    breaks = rows.loc[(rows["level"] == "break") & (rows["name"] == relation), "measure"]
    return [breaking_party(measure) for measure in breaks]
