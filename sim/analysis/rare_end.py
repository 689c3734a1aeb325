"""What a way out is to keep rare: an end of a relation, or a measure of it above a number."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.results.measures import EVENT_OF, MEASURE_OF, REGIME_OF, REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME, named_in
from sim.scenario.arguments import ArgumentError

from .labels import Labels, percent
from .measure_words import rows_named

ENDS = (*(regime.name for regime in REGIMES_BY_NUMBER), RUPTURE_AT_ANY_TIME.name)
_ABOVE = re.compile(r"(?P<words>.+?) above (?P<number>\d+(?:\.\d+)?) ?(?P<sign>%?)", re.IGNORECASE)


class RareEnd(NamedTuple):
    """An end, or a measure above a number.

    Attributes
    ----------
    name : of the end or of the measure
    above : the number; None of an end
    """

    name: str
    above: float | None = None

    @property
    def text(self) -> str:
        """As a manifest has it, and as it is read again."""
        return self.name if self.above is None else f"{self.name} above {self.above:g}"

    def says(self, labels: Labels, relation: str) -> str:
        """As a clause without its subject: "ends in rupture", "has worth of ties lost at the end above 20 %"."""
        return EVENT_OF[self.name].says if self.above is None else f"has {self._measure(labels, relation)}"

    def would(self, labels: Labels, relation: str) -> str:
        """As after "would have"."""
        if self.above is not None:
            return f"had {self._measure(labels, relation)}"
        words = EVENT_OF[self.name].words
        return f"ended {REGIME_OF[words].ends}" if words in REGIME_OF else "come to a rupture at some time"

    def _measure(self, labels: Labels, relation: str) -> str:
        above = self.above or 0.0
        number = percent(above) if MEASURE_OF[self.name].is_fraction else f"{above:g}"
        return f"{labels.measure(self.name, relation)} above {number}"


def read_end(text: str, scenario: Mapping[str, Any], relation: str) -> RareEnd:
    """Read what is to be rare: the name or the words of an end, or a measure of the relation above a number.

    Parameters
    ----------
    text : "rupture", "ends strained", "ties_lost_at_end above 0.2", "lost by Arden above 20 %"
    scenario : as JSON
    relation : id, whose end or measure counts

    Raises
    ------
    ArgumentError
        If it is neither.

    Examples
    --------
    >>> read_end("hostile moves above 10", {"relations": {"quarrel": {"between": ["a", "b"]}}}, "quarrel").text
    'hostile_moves above 10'
    """
    if (name := named_in(text)) in ENDS:
        return RareEnd(name)
    if found := _ABOVE.fullmatch(" ".join(text.split())):
        try:
            measure = rows_named(found["words"], scenario, [relation]).get(relation, "")
        except ArgumentError as problem:
            raise ArgumentError("end", text, problem.problem) from None
        if measure in MEASURE_OF:
            return RareEnd(measure, float(found["number"]) / (100 if found["sign"] else 1))
    known = ", ".join(ENDS)
    more = 'or a measure of the relation above a number, such as "lost by Arden above 20 %"'
    raise ArgumentError("end", text, f"unknown; expected one of {known}, {more}")
