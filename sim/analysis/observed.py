"""Documented moves of a scenario, as a table."""

from typing import TYPE_CHECKING, Any

from sim.scenario.schema import ObservedMove, Scenario

if TYPE_CHECKING:
    import pandas as pd


def observed_frame(scenario: Scenario) -> "pd.DataFrame":
    """Documented moves of a scenario, those of the record among them, as a table by date."""
    import pandas as pd

    recorded = {name: move for name, move in scenario.record.items() if move.move is not None}
    ordered = sorted((recorded | scenario.observed).items(), key=lambda entry: (entry[1].date, entry[0]))
    rows = [_observed_row(name, move) for name, move in ordered]
    return pd.DataFrame(rows, columns=list(_OBSERVED)).astype({"date": "datetime64[s]"})


_OBSERVED = (
    "id",
    "date",
    "from",
    "to",
    "move",
    "channel",
    "count",
    "ministry",
    "answers",
    "source",
    "confidence",
    "note",
)


def _observed_row(name: str, move: ObservedMove) -> dict[str, Any]:
    return {
        "id": name,
        "date": move.date.isoformat(),
        "from": move.from_,
        "to": move.to,
        "move": move.move,
        "channel": move.channel or "",
        "count": move.count,
        "ministry": move.ministry,
        "answers": move.answers or "",
        "source": move.source or "",
        "confidence": move.confidence or "",
        "note": move.note,
    }
