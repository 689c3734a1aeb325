"""What chance did in a history, and what the policies chose."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, capital, day_text, percent
from sim.analysis.reasons import SILENT
from sim.scenario.hands import Decider, decider_of

from .common import Choice, labels_of
from .document import Block, Section, Table

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

MOST_LISTED = 25
NONE: frozenset[int] = frozenset()
TALKS = "Offers of talks and their answers"
BY_SCENARIO, BY_CHANCE, BY_POLICY, BY_HAND = "The scenario", "Chance alone", "The policies", "A player"
MADE_BY = {
    "scripted": BY_SCENARIO,
    "calendar": BY_SCENARIO,
    "incident": BY_CHANCE,
    "talks": TALKS,
    "recognition": TALKS,
}
SAYS = {
    BY_SCENARIO: "moves that every history has",
    BY_HAND: "moves decided by hand",
    BY_CHANCE: "first expulsions on a random day",
    TALKS: "offered on a random day; accepted or refused by a chance that depends on grievance and loss",
    BY_POLICY: "what to answer, with what and how hard; the day, the number and the silence are drawn",
}


def chance(result: "RunResult", choice: Choice) -> Section:
    """Who made the moves, and how the draws of the decisions came out."""
    labels = labels_of(result)
    hands = result.manifest["scenario"].get("by_hand", ())
    movers = zip(*(result.moves[column] for column in ("intent", "from", "entry")), strict=True)
    made = Counter(_maker(intent, party, entry, hands) for intent, party, entry in movers)
    rows = tuple((who, f"{made[who]:,}", says) for who, says in SAYS.items() if made[who])
    made_by = Table(
        "Who decided on the moves, in all relations", ("Decided by", "Moves", "Meaning"), rows, frozenset((1,))
    )
    draws, chosen = _draws(result, labels), _chosen(result, labels)
    blocks = [
        *([made_by] if rows else []),
        *_first("Decisions that were drawn", ("Date", "Who", "Drawn", "Chance", "Came out"), draws, frozenset((3,))),
        *_first("What the policies chose", ("Date", "Who", "Chose", "Why"), chosen),
    ]
    return Section("chance", "What chance did, and what the policies chose", tuple(blocks))


def _maker(intent: str, party: str, entry: str, hands: Collection[str]) -> str:
    """Who decided on a move: of a party that was played by hand also its policy, or the scenario."""
    if intent == "scripted" and party in hands:
        return {Decider.HAND: BY_HAND, Decider.POLICY: BY_POLICY}.get(decider_of(entry, party), BY_SCENARIO)
    return MADE_BY.get(intent, BY_POLICY)


def _first(
    caption: str, heads: tuple[str, ...], rows: list[tuple[str, ...]], numbers: frozenset[int] = NONE
) -> Iterator[Block]:
    """A table of the first rows, and how many more there are; nothing without any."""
    if rows:
        yield Table(caption, heads, tuple(rows[:MOST_LISTED]), numbers)
    if len(rows) > MOST_LISTED:
        yield f"{len(rows) - MOST_LISTED} more are in decisions.csv and moves.csv."


def _draws(result: "RunResult", labels: Labels) -> list[tuple[str, ...]]:
    """Decisions that came out one way by a draw, where both ways were possible; surprises first in their order."""
    found = []
    for row in result.decisions.to_dict("records"):
        silence = row["chance_of_silence"]
        if row["verdict"] in ("reply", "silence") and 0 < silence < 1:
            came_out = "silent" if row["verdict"] == "silence" else "answers"
            found.append((row["date"], _sides(row["party"], row["towards"], labels), "whether to stay silent",
                          percent(silence), came_out))  # fmt: skip
    for move in result.moves.to_dict("records"):
        accepted = move["probability"]
        kind, pair = move["kind"], (move["from"], move["to"])
        accepts = {"talks": "meet", "mediation": "mediate"}.get(move["intent"], "")
        if accepts and kind in (accepts, "refuse_talks") and 0 < accepted < 1:
            came_out = "refuses" if kind == "refuse_talks" else "accepts"
            sides = _sides(*(pair[::-1] if kind == "mediate" else pair), labels)
            found.append((move["announced"], sides, "whether to accept talks", percent(accepted), came_out))
    found.sort(key=lambda entry: entry[0])
    return [(day_text(day, is_short=True), *cells) for day, *cells in found]


def _sides(party: str, towards: str, labels: Labels) -> str:
    return f"{capital(labels.party(party))} towards {labels.party(towards)}"


NOT_BY_POLICY = ("silence", "unanswered")  # verdicts of chance, and of a hand
_CHOSE = {
    "reply": "to answer",
    "rupture": "to break",
    "cowed": "to give way",
    "consulting": "to ask its members",
    "consulting_rupture": "to break, and to ask its members",
}


def _chosen(result: "RunResult", labels: Labels) -> list[tuple[str, ...]]:
    """Decisions that the numbers settled, one by one, in the order of their days."""
    decided = result.decisions.sort_values("date", kind="stable")
    return [
        (
            day_text(row["date"], is_short=True),
            _sides(row["party"], row["towards"], labels),
            _CHOSE.get(row["verdict"], "to do nothing"),
            _reason(row),
        )
        for row in decided.to_dict("records")
        if row["verdict"] in _CHOSE or (row["verdict"] in SILENT and row["verdict"] not in NOT_BY_POLICY)
    ]


def _reason(row: dict[Any, Any]) -> str:
    return f"asks for {row['asked']:.2f}; {row['why']}" if row["verdict"] == "reply" else str(row["why"])
