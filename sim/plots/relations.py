"""Which relations a figure draws, and the names that it shows."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from sim.analysis.headline import MOST_DRAWN
from sim.analysis.labels import Labels

from .style import wrapped

if TYPE_CHECKING:
    from sim.results.forecast import Forecast
    from sim.results.run_result import RunResult

LONGEST = 32  # characters of a name within a title


class OfScenario(Protocol):
    """A result that carries the scenario it was made from: a run, a forecast."""

    @property
    def manifest(self) -> dict[str, Any]:
        """What the result was made from; ``scenario`` is the scenario as JSON."""


def labels_of(result: OfScenario, longest: int | None = None) -> Labels:
    """Names that a figure of a result shows; those of parties and channels are cut to so many characters."""
    return Labels(result.manifest["scenario"], longest)


def pairs(frame: pd.DataFrame) -> "pd.Series[Any]":
    """Return who faces whom in each move, the two ids in sorted order as relations have them."""
    facing = zip(frame["from"].to_numpy(), frame["to"].to_numpy(), strict=True)
    return pd.Series([(a, b) if a <= b else (b, a) for a, b in facing], frame.index, object)


def parties_of_relations(result: "RunResult") -> dict[str, tuple[str, str]]:
    """Both parties of each relation of a run, by its id."""
    days, names = result.trajectory, ["level", "name"]
    is_other = (days[names] != days[names].shift()).any(axis="columns")  # a million rows in a large world, in long runs
    relations = days[is_other & (days["level"] == "relation")]
    return {name: (a, b) for name, a, b in relations[["name", "a", "b"]].itertuples(index=False)}


def chosen_relations(result: "RunResult", relations: Sequence[str] | None = None) -> dict[str, tuple[str, str]]:
    """Choose the relations to draw: those asked for, those of the scenario, or the busiest.

    Returns
    -------
    dict, relation id: its two parties

    Raises
    ------
    ValueError : for a relation that the run does not have
    """
    parties = parties_of_relations(result)
    asked = relations or result.manifest["scenario"].get("plots", {}).get("dyads")
    for name in asked or ():
        if name not in parties:
            raise ValueError(f"relations: no relation {name!r} in this run; expected one of {', '.join(parties)}")
    if not asked:
        count = Counter(pairs(result.moves))
        busy = [name for name in parties if count[parties[name]]] or list(parties)
        asked = sorted(busy, key=lambda name: -count[parties[name]])[:MOST_DRAWN]
    return {name: parties[name] for name in asked}


def note_on(result: "RunResult", drawn: dict[str, tuple[str, str]]) -> str:
    """Say which relations are drawn, and of how many if there are more."""
    names = ", ".join(labels_of(result, LONGEST).pair(*parties) for parties in drawn.values())
    total = len(parties_of_relations(result))
    return wrapped(names, 44, 1) + (f" (of {total} relations)" if total > len(drawn) else "")


def followed(forecast: "Forecast", relations: Sequence[str] | None = None) -> list[str]:
    """Choose what to draw of a forecast: what is asked for, the relations of the scenario, the first ones followed.

    Returns
    -------
    list of str, names in ``bands``; "theatre" where no relation is followed

    Raises
    ------
    ValueError : for a name that the forecast does not follow
    """
    levels: dict[str, str] = dict(forecast.bands[["name", "level"]].drop_duplicates("name").itertuples(index=False))
    for name in relations or ():
        if name not in levels:
            raise ValueError(
                f"relations: {name!r} is not followed in this forecast; expected one of {', '.join(levels)}"
            )
    given = [name for name in forecast.manifest["scenario"].get("plots", {}).get("dyads", ()) if name in levels]
    first = [name for name, level in levels.items() if level == "relation"][:MOST_DRAWN]
    return list(relations or given or first or list(levels)[-1:])
