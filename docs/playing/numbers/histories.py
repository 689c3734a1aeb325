"""What happens in the histories of a forecast of October 2021, read from their moves."""

import pandas as pd

from sim.analysis.labels import percent
from sim.results.forecast import Forecast

from .words import having

STEPS = {"suspend_mission", "close_liaison_mission", "close_office"}
ALLIANCES = ("nato", "csto")


def number_of_histories(account: Forecast) -> int:
    """Histories whose moves are kept."""
    return int(account.manifest["read_closely"])


def share_of(account: Forecast, runs: "pd.Series[int] | pd.Index[int]") -> str:
    """Write the share of all histories whose number stands among some, once or more often."""
    return percent(runs.nunique() / number_of_histories(account))


def mean_of(account: Forecast, moves: pd.DataFrame, digits: int = 1) -> str:
    """Write how many of some moves a history has on average."""
    return f"{len(moves) / number_of_histories(account):.{digits}f}"


def moves_of(account: Forecast) -> pd.DataFrame:
    """Moves of all parties."""
    assert account.moves is not None  # the command keeps them
    return account.moves


def moves_of_nato(account: Forecast) -> pd.DataFrame:
    """Moves of NATO towards Russia."""
    return having(moves_of(account), from_="nato", to="russia")


def breaks_of(account: Forecast) -> pd.DataFrame:
    """Suspension of the mission in each history that has all three steps on one day, by its number."""
    broken = having(moves_of(account), from_="russia", to="nato", intent="rupture")
    steps = broken[broken["kind"].isin(STEPS)].groupby(["run", "announced"])["kind"].nunique()
    whole = steps[steps == len(STEPS)].index.get_level_values("run")
    return having(broken[broken["run"].isin(whole)], kind="suspend_mission").set_index("run")


def share_with_the_break(account: Forecast, kind: str) -> float:
    """Share of breaks that have a kind of move in the same package."""
    own = having(moves_of(account), from_="russia", to="nato", kind=kind)[["run", "package"]]
    broken = breaks_of(account).reset_index()[["run", "package"]]
    return len(broken.merge(own)) / len(broken)


def refusals_of_russia(account: Forecast) -> pd.DataFrame:
    """Offers of NATO that Russia turns down."""
    return having(moves_of(account), from_="russia", to="nato", kind="refuse_talks")


def with_offers_of_russia(account: Forecast) -> set[int]:
    """Histories in which Russia offers NATO talks."""
    return {*having(moves_of(account), from_="russia", to="nato", kind="offer_talks")["run"]}


def with_steps_of_nato(account: Forecast) -> set[int]:
    """Histories with a hostile move of NATO's that the scenario does not give."""
    own = moves_of_nato(account)
    return {*own[(own["severity"] > 0) & (own["intent"] != "scripted")]["run"]}


def moves_of_capitals(account: Forecast) -> pd.DataFrame:
    """Moves from one state towards another."""
    moves = moves_of(account)
    return moves[~moves["from"].isin(ALLIANCES) & ~moves["to"].isin(ALLIANCES)]


def expulsions_begun(account: Forecast) -> pd.DataFrame:
    """Expulsions between capitals that answer nothing."""
    expelled = having(moves_of_capitals(account), kind="expel")
    return expelled[expelled["parent"].isna()]


def share_as_documented(account: Forecast) -> float:
    """Share of histories with three steps at once, no hostile move of NATO's own, an offer refused, none by Russia."""
    left_and_refused = {*breaks_of(account).index} & {*refusals_of_russia(account)["run"]}
    as_documented = left_and_refused - with_steps_of_nato(account) - with_offers_of_russia(account)
    return len(as_documented) / number_of_histories(account)
