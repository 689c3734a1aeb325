"""What a single decision of a game changed in the end, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.analysis.labels import Labels, percent
from sim.results.measures import REGIME_OF

CLAUSES = {"loss_at_end": "loss at the end", "breaks": "later breaks", "end": "ends"}


def changed(rows: Sequence[Mapping[Any, Any]], labels: Labels) -> str:
    """What a decision changed in a relation, in one line; the 95 % interval of each difference in brackets.

    Parameters
    ----------
    rows : of the decision, as :class:`sim.results.debriefing.Debriefing` has them
    """
    told = {row["measure"]: _told(row) for row in rows}
    unclear = [CLAUSES[measure] for measure, words in told.items() if not words]
    parts = [words for words in told.values() if words]
    if unclear:
        parts.append(
            f"no clear difference in {' or '.join([', '.join(unclear[:-1]), unclear[-1]]).removeprefix(' or ')}"
        )
    return f"{labels.followed(rows[0]['relation'])}: {'; '.join(parts)}"


def how(runs: int) -> str:
    """How the histories are played that say what a decision changed."""
    return (
        f"Each decision alone: {Labels.count(runs, 'history')} that go on from this game with it, and as many with "
        "what the policy would have done, under the same chances; from the next day on everybody decides by policy. "
        "In brackets: the 95 % interval of the difference."
    )


def command(party: str, day: date) -> str:
    """What to type in the folder of a game to ask again what one decision changed."""
    return f"detente decision game.yaml --as {party} --day {day:%Y-%m-%d}"


def _told(row: Mapping[Any, Any]) -> str:
    """A clause about a measure; empty where nothing is clear, or nothing of it can be seen."""
    is_share = row["measure"] != "loss_at_end"
    game, policy = (percent(row[of]) if is_share else f"{row[of]:.2f}" for of in ("game", "policy"))
    if row["low"] <= 0 <= row["high"] or game == policy:
        return ""
    low, high = (_signed(row[of], is_share) for of in ("low", "high"))
    unit = " points" if is_share else ""
    by = f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
    if row["measure"] == "end":
        return f"{REGIME_OF[row['end']].says} in {game} of histories instead of {policy} ({by})"
    return f"{CLAUSES[row['measure']]}{' in' if is_share else ''} {game} instead of {policy} ({by})"


def _signed(value: float, is_share: bool) -> str:
    text = f"{100 * value:+.0f}" if is_share else f"{value:+.2f}"
    return text.replace("-", "\N{MINUS SIGN}")
