"""What a sweep comes to, in one sentence: the titles of its figures."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.results.measures import EVENT_OF, OF_RUNS, OWN, event_of, own_measure, own_name

from .labels import Labels, capital, value_text
from .sweep_table import SweepTable, interval_of, is_share
from .sweep_words import number_words, quantity_words

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

MOST_SPANS, MOST_NAMES = 3, 4  # that a title can hold


def subject_of(result: "SweepResult", table: SweepTable) -> str:
    """Name of what is shown; empty for the run as a whole."""
    if table.level in OF_RUNS:
        return ""
    return capital(Labels(result.manifest["scenario"]).followed(table.name))


def extent_sentence(result: "SweepResult", table: SweepTable, column: str) -> str:
    """Say from where to where a quantity goes, and where it is highest; first of how many points, if not of all."""
    rows = table.frame[table.frame[column].notna()]
    if rows.empty and table.level == OWN and (table.frame["runs"] > 0).any():
        return f"“{own_measure(own_name(column)).words}” is defined in no history of any point"
    if rows.empty:
        return f"{subject_of(result, table) or 'Sweep'}: no point can be played"
    said = _shares if is_share(column) else _means
    return f"{points_played(result, rows)}{said(result, table, rows, column)}"


def points_played(result: "SweepResult", rows: pd.DataFrame) -> str:
    """Say how many points the numbers are of, as the beginning of a title; nothing where they are of all points.

    Parameters
    ----------
    rows : points that have numbers
    """
    missing = len(result.points) - len(rows)
    if not missing:
        return ""
    how = "could be played" if missing == len(result.failed) else "have been played"
    if len(rows) < result.n_played - len(result.failed):
        how = "have histories where it is defined"
    return f"{len(rows):,} of {Labels.count(len(result.points), 'point')} {how}: "


def _means(result: "SweepResult", table: SweepTable, rows: pd.DataFrame, column: str) -> str:
    least, most = (number_words(column, value) for value in (rows[column].min(), rows[column].max()))
    what, subject = quantity_words(column), subject_of(result, table)
    mean = f"mean {what[:1].lower()}{what[1:].removesuffix(', mean')}"
    who = f"{subject}: {mean}" if subject else capital(mean)
    if least == most:
        return f"{who} {most}{_whatever(result, table.paths, rows)}"
    return f"{who} from {least} to {most}{_highest(result, table, rows, column, 'highest')}"


def _shares(result: "SweepResult", table: SweepTable, rows: pd.DataFrame, column: str) -> str:
    least, most = (number_words(column, value) for value in (rows[column].min(), rows[column].max()))
    subject = subject_of(result, table)
    event = event_of(column)
    said = f"{subject} {event.says}" if subject and event else quantity_words(column)
    if least == most:
        return f"{said} in {most} of histories{_whatever(result, table.paths, rows)}"
    least = least.removesuffix(" %") if not least.startswith("<") else least
    return f"{said} in {least} to {most} of histories{_highest(result, table, rows, column, 'most often')}"


def _whatever(result: "SweepResult", paths: Sequence[str], rows: pd.DataFrame) -> str:
    """Say that paths do not matter, of those that have several values among the rows; else which values they have."""
    varied = [path for path in paths if len(set(rows[path])) > 1]
    if not varied:
        return f", where {_places(result, paths, rows)}"
    words = [f"the {word}" for word in path_names(result, varied)]
    return f", whatever {_both(words)} {'is' if len(words) == 1 else 'are'}"


def likeliest_sentence(result: "SweepResult", table: SweepTable) -> str:
    """Say which end is the most likely at which values of the one path, as far as that can be said in a sentence."""
    rows = table.frame.dropna(subset=table.regimes) if table.regimes else table.frame.iloc[:0]
    spread = table.frame[table.regimes].max() - table.frame[table.regimes].min()
    head = str(spread.round(9).idxmax()) if table.regimes else table.shown[0]
    if len(table.paths) > 1 or rows.empty:
        return extent_sentence(result, table, head)
    (path,), (word,) = table.paths, path_names(result, table.paths)
    is_number = pd.api.types.is_numeric_dtype(rows[path]) and not pd.api.types.is_bool_dtype(rows[path])
    ordered = rows.sort_values(path, kind="stable") if is_number else rows
    leading = [str(regime) for regime in ordered[table.regimes].idxmax(axis=1)]
    values = [value_text(value) for value in ordered[path]]
    who = f"{points_played(result, rows)}{subject_of(result, table)} most likely ends"
    if len(set(leading)) == 1:
        return f"{who} {_ends(leading[0])}{_whatever(result, table.paths, rows)}"
    said = _spans(leading, values, f"the {word}") if is_number else _lists(leading, values)
    return f"{who} {', '.join(said)}" if said else extent_sentence(result, table, head)


def _ends(regime: str) -> str:
    """How a regime ends, as after "ends"."""
    return EVENT_OF[regime].says.removeprefix("ends ")


def _spans(leading: Sequence[str], values: Sequence[str], word: str) -> list[str]:
    """Say from where to where each regime leads; nothing where it changes too often."""
    begins = [i for i in range(len(leading)) if i == 0 or leading[i] != leading[i - 1]]
    if len(begins) > MOST_SPANS:
        return []
    said = [f"{_ends(leading[0])} where {word} is {'at most ' if begins[1] > 1 else ''}{values[begins[1] - 1]}"]
    for begin, end in pairwise([*begins[1:], len(values)]):
        where = f"at {values[begin]}" if end - begin == 1 else f"from {values[begin]} to {values[end - 1]}"
        where = f"from {values[begin]} on" if end == len(values) and end - begin > 1 else where
        said.append(f"{_ends(leading[begin])} {where}")
    return said


def _lists(leading: Sequence[str], names: Sequence[str]) -> list[str]:
    """Say with which names each regime leads, and last with most of them; nothing where that takes too many words."""
    found = {regime: [n for n, led in zip(names, leading, strict=True) if led == regime] for regime in leading}
    ranked = sorted(found.items(), key=lambda item: len(item[1]))
    if sum(len(own) for _, own in ranked[:-1]) > MOST_NAMES:
        return []
    said = [f"{_ends(regime)} with {' or '.join(own)}" for regime, own in ranked]
    regime, others = ranked[-1]
    return [*said[:-1], f"{_ends(regime)} with the other {len(others)}"] if len(others) > 2 else said


def path_names(result: "SweepResult", paths: Sequence[str]) -> list[str]:
    """Names of paths, as a reader sees them."""
    return [Labels(result.manifest["scenario"]).path(path) for path in paths]


def _both(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _highest(result: "SweepResult", table: SweepTable, rows: pd.DataFrame, column: str, how: str) -> str:
    """Say at which values a quantity is highest, as far as all points that share the highest number agree."""
    top = rows[_as_high_as_the_highest(rows, column)]
    agreed = [path for path in table.paths if len(set(top[path])) == 1]
    if not agreed:
        return ""
    return f", {how} where {_places(result, agreed, top)}"


def _places(result: "SweepResult", paths: Sequence[str], rows: pd.DataFrame) -> str:
    """Say which values paths have, from the first of the rows."""
    values = (value_text(rows[path].iloc[0]) for path in paths)
    return _both([f"the {word} is {value}" for word, value in zip(path_names(result, paths), values, strict=True)])


def _as_high_as_the_highest(rows: pd.DataFrame, column: str) -> Any:
    """Points of which nobody can say that they are lower than the highest: their 95 % intervals meet."""
    numbers = rows[column].to_numpy()
    low, high = (np.where(np.isnan(end), numbers, end) for end in interval_of(rows, column))
    return high >= low[int(numbers.argmax())] - 1e-9


def headline_column(result: "SweepResult", table: SweepTable) -> str:
    """Column that the title is about: the first that the experiment shows, or the share that varies most."""
    asked = (result.manifest.get("experiment") or {}).get("show")
    if asked or not table.shares or table.level == OWN:
        return table.shown[0]
    spread = table.frame[table.shares].max() - table.frame[table.shares].min()
    return str(spread.round(9).idxmax())
