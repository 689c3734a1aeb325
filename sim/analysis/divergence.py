"""Where two histories of the same number diverge: the first decided move that only one of two worlds has, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sim.engine.compiled.ensemble import Ensemble
from sim.engine.trajectory import Trajectory
from sim.results.comparison import Comparison
from sim.scenario.canonical import document_of
from sim.scenario.hands import Decider, decider_of
from sim.scenario.schema import Scenario

from .headline import ANSWERS
from .labels import Labels, day_text
from .reasons import SILENT, reasons_of_decisions, reasons_of_moves, severity_answered
from .scripted import scripted_moves
from .what_if import sentence_of

ANSWER, SCRIPTED, BY_HAND = "answer", "scripted", "by hand"


class Deed(NamedTuple):
    """A move, or a decision to do nothing, as a reader sees it."""

    date: str  # ISO
    actor: str  # party id
    target: str
    says: str  # verb phrase
    package: int = 0  # 0 for a decision to do nothing
    sort: str = ANSWER  # an answer or the decision not to give one; else the intent of the move
    matter: str = ""  # the day of what is answered, or the harm; the own day of what answers nothing
    why: str = ""

    @property
    def is_move(self) -> bool:
        """Whether something is done."""
        return self.package > 0

    @property
    def seen(self) -> tuple[str, str, str, str]:
        """What makes two deeds the same."""
        return self.date, self.actor, self.target, self.says


def complete(comparison: Comparison, a: Scenario, b: Scenario) -> Comparison:
    """Add the texts to a comparison of two worlds: where the median pair diverges, and the sentence.

    Parameters
    ----------
    comparison : Comparison, as :class:`sim.experiment.comparison.ComparisonPlan` makes it
    a, b : Scenario, the same two

    Returns
    -------
    Comparison
    """
    run, seed = comparison.parting["run"], comparison.manifest["seed"]
    labels = [Labels(document_of(world)) for world in (a, b)]
    runs = comparison.manifest["runs"]
    drivers = [Ensemble(world, seed, n_threads=1, n_runs=runs) for world in (a, b)]
    scripted = {f"scripted_{end}": scripted_moves(driver, runs) for end, driver in zip("ab", drivers, strict=True)}
    comparison = replace(comparison, manifest=comparison.manifest | scripted)
    deeds = [deeds_of(next(driver.histories([run])), label) for driver, label in zip(drivers, labels, strict=True)]
    parting = {**comparison.parting, **divergence_of(deeds[0], deeds[1], labels[0])}
    return replace(comparison, parting=parting, sentence=sentence_of(comparison))


def deeds_of(trajectory: Trajectory, labels: Labels) -> list[Deed]:
    """Moves of a run in their order, then its decisions to do nothing."""
    moves, decisions = trajectory.moves(), trajectory.decisions()
    moves["answered"] = severity_answered(moves, decisions)
    document = document_of(trajectory.scenario)
    reasons = reasons_of_moves(moves, document, drawn=trajectory.numbers_drawn())
    reasons_not = reasons_of_decisions(decisions, moves, document, answered_as=trajectory.answered_as())
    days = {row["id"]: str(row["announced"])[:10] for row in moves.to_dict("records")}
    made = [
        Deed(
            str(move["announced"])[:10],
            move["from"],
            move["to"],
            labels.deed(move["kind"], move["to"], move["channel"], int(move["count"])),
            int(move["package"]),
            _sort(move),
            move["cause"] or days.get(move["parent"], str(move["announced"])[:10]),
            why,
        )
        for move, why in zip(moves.to_dict("records"), reasons, strict=True)
    ]
    nothing = [
        Deed(
            str(row["date"])[:10],
            row["party"],
            row["towards"],
            f"does nothing against {labels.party(row['towards'])}",
            matter=row["cause"] or days.get(row["move"], ""),
            why=why,
        )
        for row, why in zip(decisions.to_dict("records"), reasons_not, strict=True)
        if row["verdict"] in SILENT
    ]
    return made + nothing


def _sort(move: Mapping[Any, Any]) -> str:
    """What sort of move it is: what a seat made by hand was decided, unlike what else stands in a timeline."""
    if move["intent"] == SCRIPTED and decider_of(move["entry"], move["from"]) is not Decider.SCENARIO:
        return ANSWER if isinstance(move["parent"], int) else BY_HAND
    return ANSWER if move["intent"] in ANSWERS else str(move["intent"])


def divergence_of(a: Sequence[Deed], b: Sequence[Deed], labels: Labels) -> dict[str, str]:
    """Where two histories diverge.

    Parameters
    ----------
    a, b : deeds of the same run in two worlds, as :func:`deeds_of` gives them
    labels : Labels

    Returns
    -------
    dict of str
        ``date`` of the first decided move that only one of them has; ``a``, ``b``: that move and what the same party
        does instead in the other world, if anything, with the day where it is another one; ``why_a``, ``why_b``.
        ``given_a``, ``given_b``: what the scenarios themselves do otherwise before.
        All are empty where nothing differs.
    """
    only = _only_in(a, b), _only_in(b, a)
    moves = [[deed for deed in deeds if deed.is_move] for deeds in only]
    decided = [deed for deeds in moves for deed in deeds if deed.sort != SCRIPTED]
    first = min(decided, key=lambda deed: deed.date, default=None)  # of the first world, where both move that day
    day = first.date if first else ""
    given = [_given(deeds, day) for deeds in moves]
    found = {"date": day, "given_a": _words(given[0], "", labels), "given_b": _words(given[1], "", labels)}
    for key, deeds in zip("ab", only, strict=True):
        act = _act_of(deeds, first) if first else []
        found |= {key: _words(act, day, labels), f"why_{key}": act[0].why if act else ""}
        if first and not act:
            found[key] = f"{labels.party(first.actor)} makes no such move"
    return found


def _only_in(deeds: Sequence[Deed], others: Sequence[Deed]) -> list[Deed]:
    """Deeds that the other history lacks, or has less often, by date."""
    elsewhere = Counter(deed.seen for deed in others)
    own = []
    for deed in deeds:
        if elsewhere[deed.seen]:
            elsewhere[deed.seen] -= 1
        else:
            own.append(deed)
    return sorted(own, key=lambda deed: deed.date)


def _given(moves: Sequence[Deed], day: str) -> list[Deed]:
    """Return the first scripted move, where it comes no later than a day."""
    return [deed for deed in moves if deed.sort == SCRIPTED and (not day or deed.date <= day)][:1]


def _act_of(deeds: Sequence[Deed], first: Deed) -> list[Deed]:
    """What the party of the first move does from that day on in the same matter: a package, or nothing."""
    place = (first.actor, first.target, first.sort, first.matter)
    own = [d for d in deeds if (d.actor, d.target, d.sort, d.matter) == place and d.date >= first.date]
    return [deed for deed in own if (deed.date, deed.package) == (own[0].date, own[0].package)]


def _words(act: Sequence[Deed], day: str, labels: Labels) -> str:
    """Act in words; with its day, where that is another one than a reader expects."""
    if not act:
        return ""
    *others, last = [deed.says for deed in act]
    phrase = f"{', '.join(others)} and {last}" if others else last
    text = f"{labels.party(act[0].actor)} {phrase}"
    return text if act[0].date == day else f"on {day_text(act[0].date)} {text}"
