"""The answer to a what-if question in one sentence."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.results.comparison import Comparison
from sim.results.measures import ANY_BREAK, AT_ANY_TIME, FIRST_BREAK_BY
from sim.rules.moves import KINDS
from sim.scenario.changes import value_at, written

from .labels import Labels

DONE = {
    "abolishes": "abolished",
    "asks": "asked",
    "bars": "barred",
    "cancels": "cancelled",
    "closes": "closed",
    "criticises": "criticised",
    "cuts": "cut",
    "deploys": "deployed",
    "exercises": "exercised",
    "expels": "expelled",
    "founds": "founded",
    "gives": "given",
    "hands": "handed",
    "keeps": "kept",
    "lifts": "lifted",
    "meets": "met",
    "offers": "offered",
    "orders": "ordered",
    "recalls": "recalled",
    "reduces": "reduced",
    "refuses": "refused",
    "reopens": "reopened",
    "restricts": "restricted",
    "sends": "sent",
    "severs": "severed",
    "signs": "signed",
    "suspends": "suspended",
    "takes": "taken",
    "withdraws": "withdrawn",
}
MOBILISE = "mobilise"
COUNTED = {kind.name for kind in KINDS if kind.counted}
OTHER_MEASURES = {
    "tension_peak": "the highest tension of",
    "hostile_moves": "the number of hostile moves of",
}
WORTH_TELLING = 0.005  # of a share: half a point


class Outcome(NamedTuple):
    """What differs: a clause about a number, and the means in both worlds with the interval of the difference."""

    clause: str  # as far as the number
    rest: str  # of the clause, after the number
    fewer: str  # how a smaller one is called
    a: float
    b: float
    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out no difference."""
        return self.low > 0 or self.high < 0


def sentence_of(comparison: Comparison) -> str:
    """Say what the change changes, by the outcome with the clearest difference.

    Of the first relation followed in which the share of breaks or ruptures or the loss differs by half a point or more,
    beyond its interval, the one that differs most is told; where there is none, the other measure of a relation or the
    theatre that differs most for its size.

    Returns
    -------
    str, one sentence
    """
    manifest = comparison.manifest
    if not manifest["change"]:
        return "Nothing that a rule reads was changed, and so the two worlds are the same."
    labels = Labels(manifest["scenario_a"])
    supposed = supposition(manifest["change"], manifest["scenario_a"], manifest["scenario_b"])
    for relation in manifest["relations"]:
        clear = [outcome for outcome in _outcomes(comparison, relation, labels) if outcome.is_clear]
        told = max(clear, key=_distance, default=None)
        if told and _distance(told) >= WORTH_TELLING:
            return f"{supposed}, {_compared_shares(told, manifest['runs'])}."
    runs = f"{manifest['runs']:,} paired histories"
    others = [outcome for outcome in _other_outcomes(comparison, labels) if outcome.is_clear]
    if others:
        told = max(others, key=lambda outcome: _distance(outcome) / max(outcome.a, outcome.b))
        same = f"no break, rupture or loss would have differed by half a point that {runs} show"
        return f"{supposed}, {same}, but {_compared_means(told)}."
    return f"{supposed}, it would have made no difference that {runs} show."


def supposition(change: list[str], a: dict[str, Any], b: dict[str, Any]) -> str:
    """What is supposed, as the first clause of a sentence.

    Parameters
    ----------
    change : settings ``path=value``, one or more
    a, b : resolved scenarios as JSON

    Examples
    --------
    >>> supposition(["policies.x.k=2", "policies.y.k=3"], {"policies": {"x": {"k": 1.5}}}, {})
    'With policies.x.k=2 in place of 1.5 and policies.y.k=3'
    """
    path = change[0].partition("=")[0]
    section, _, entry = path.partition(".")
    if len(change) == 1 and section == "timeline":
        name, _, key = entry.partition(".")
        before, after = a["timeline"].get(name), b["timeline"].get(name)
        if before and not after and (done := _done(before, Labels(a), "not ")):
            return done
        is_counted = key == "count" and before["move"] in COUNTED and before["count"] and after["count"]
        if is_counted and (done := _done(after, Labels(b))):
            return f"{done}, not {before['count']}"
    if len(change) > 2:
        return f"With {_setting(change[0], a)} and {len(change) - 1} further changes"
    return f"With {' and '.join(_setting(setting, a) for setting in change)}"


def _done(move: dict[str, Any], labels: Labels, negation: str = "") -> str:
    """Return "Had NATO cut the ceiling of the mission by 4"; empty where there is no participle for it."""
    deed = labels.deed(move["move"], move["to"], move["channel"] or "", move["count"])
    verb, _, rest = deed.partition(" ")
    is_told = verb in DONE and move["move"] != MOBILISE  # of two verbs
    return f"Had {labels.party(move['from'])} {negation}{DONE[verb]} {rest}" if is_told else ""


def _setting(setting: str, a: dict[str, Any]) -> str:
    """A setting, and what it stands in place of where that is short."""
    path, _, value = setting.partition("=")
    before = value_at(a, path)
    if value == "null":
        return f"no {path}"
    if value.startswith("{"):
        return f"{path} added" if before is None else f"{path} replaced"
    return setting if before is None or isinstance(before, dict) else f"{setting} in place of {written(before)}"


def _distance(outcome: Outcome) -> float:
    return round(abs(outcome.difference), 9)  # sums of equals may differ in the last digits


def _outcomes(comparison: Comparison, relation: str, labels: Labels) -> Iterator[Outcome]:
    """Breaks, rupture and loss of a relation, in this order."""
    found = {(level, name, measure): numbers for level, name, measure, numbers in _rows(comparison)}
    parties = _parties(comparison, relation)
    anybody = found["run", "run", ANY_BREAK]
    for party, towards in zip(parties, parties[::-1], strict=True):
        key = ("break", relation, f"{FIRST_BREAK_BY}{party}")
        is_only = found[key][:2] == anybody[:2]  # nobody else is ever the first
        done = "have broken" if is_only else "have been the first to break"
        clause = f"{labels.party(party)} would {done} with {labels.party(towards)} in"
        yield Outcome(clause, " of histories", "fewer", *found[key])
    pair = labels.pair(*parties)
    ruptures = found["relation", relation, AT_ANY_TIME]
    yield Outcome(f"{pair} would have come to a rupture in", " of histories", "fewer", *ruptures)
    loss = found["relation", relation, "loss_at_end"]
    yield Outcome(f"{pair} would have lost", " of the worth of its institutions by the end", "less", *loss)


def _rows(comparison: Comparison) -> Iterator[tuple[str, str, str, list[float]]]:
    """Level, name and measure of each row, and its five numbers."""
    frame = comparison.differences
    numbers = frame[["a", "b", "difference", "low", "high"]].to_numpy().tolist()
    yield from zip(frame["level"], frame["name"], frame["measure"], numbers, strict=True)


def _compared_shares(outcome: Outcome, runs: int) -> str:
    """Clause with both shares, and how far they are apart."""
    low, high = sorted(abs(bound) for bound in (outcome.low, outcome.high))
    is_coarse = abs(outcome.difference) >= 0.1 and not 0 < high - low < 0.01
    digits = 0 if is_coarse else 1

    def percent(share: float) -> str:
        return f"{100 * share:.{digits}f}"

    points = f"{percent(abs(outcome.difference))} points {'more' if outcome.difference > 0 else outcome.fewer}"
    certain = f"{points} in every one of {runs:,} paired histories"
    apart = certain if low == high else f"{points}; 95 % interval {percent(low)} to {percent(high)}"
    a, b = percent(outcome.a), percent(outcome.b)
    return f"{outcome.clause} {b} %{outcome.rest} in place of {a} % ({apart})"


def _compared_means(outcome: Outcome) -> str:
    bounds = f"{outcome.low:.2f} to {outcome.high:.2f}".replace("-", "−")
    return (
        f"{outcome.clause} would have been {outcome.b:.2f} in place of {outcome.a:.2f} "
        f"(95 % interval of the difference {bounds})"
    )


def _other_outcomes(comparison: Comparison, labels: Labels) -> Iterator[Outcome]:
    """Measures that are no shares, of the relations followed and of the theatre."""
    for level, name, measure, numbers in _rows(comparison):
        if level in ("relation", "theatre") and measure in OTHER_MEASURES:
            who = labels.pair(*_parties(comparison, name)) if level == "relation" else "the theatre"
            yield Outcome(f"{OTHER_MEASURES[measure]} {who}", "", "less", *numbers)


def _parties(comparison: Comparison, relation: str) -> list[str]:
    """Ids of the two parties of a relation that is followed, sorted."""
    rows = comparison.differences
    breaks = rows.loc[(rows["level"] == "break") & (rows["name"] == relation), "measure"]
    return [measure.removeprefix(FIRST_BREAK_BY) for measure in breaks]
