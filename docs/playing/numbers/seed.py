"""Numbers of the account of October 2021, each for one place of its table.

``account`` are 500 histories from 6 October 2021 on, with their moves and how each ended; ``since_1997`` is one history
that plays the record before.
"""

from collections.abc import Callable

import pandas as pd

from sim.analysis.labels import day_text, percent
from sim.results.forecast import Forecast
from sim.results.run_result import RunResult

from .histories import (
    breaks_of,
    expulsions_begun,
    mean_of,
    moves_of,
    moves_of_capitals,
    moves_of_nato,
    number_of_histories,
    refusals_of_russia,
    share_as_documented,
    share_of,
    share_with_the_break,
    with_offers_of_russia,
    with_steps_of_nato,
)
from .words import having

CUT, DEADLINE = "2021-10-06", pd.Timestamp("2021-11-01")
DATED = (
    "founding_act",
    "mission_opened",
    "office_opened",
    "liaison_mission_opened",
    "rome_declaration",
    "council_2002_12",
    "cooperation_ended",
)


# before October 2021 ------------------------------------------------------------------------------


def day_of(entry: str) -> Callable[[RunResult], str]:
    """Function that says on what day a move of the record was made."""
    return lambda since_1997: day_text(having(since_1997.moves, entry=entry)["announced"].iloc[0])


def severity_of(entry: str) -> Callable[[RunResult], str]:
    """Function that says how severe a move of the record was."""
    return lambda since_1997: f"{having(since_1997.moves, entry=entry)['severity'].iloc[0]:.2f}".replace("-", "−")


def cut_of(entry: str) -> Callable[[RunResult], str]:
    """Function that says from how many people to how many a cut of the record brought the Russian mission."""

    def cut(since_1997: RunResult) -> str:
        mission = having(since_1997.posts, channel="russian_mission").set_index("date")["accredited"]
        day = having(since_1997.moves, entry=entry)["announced"].iloc[0]
        return f"from {mission[day - pd.Timedelta(days=1)]} to {mission[day]}"

    return cut


def last_day_of_all(since_1997: RunResult) -> str:
    """How many people are present at the Russian mission after the cut, and until when."""
    present = having(since_1997.posts, channel="russian_mission").set_index("date")["present"][CUT:]
    return f"{present.iloc[0]} people are present until {day_text(present[present == present.iloc[0]].index[-1])}"


def meetings_from_2014_to_2019(since_1997: RunResult) -> str:
    """How often the council met."""
    met = having(since_1997.moves, kind="meet", from_="nato")["announced"]
    return str(((met >= "2014-01-01") & (met < "2020-01-01")).sum())


def last_meeting(since_1997: RunResult) -> str:
    """When the council met for the last time before the cut."""
    met = having(since_1997.moves, kind="meet", from_="nato")["announced"]
    return day_text(met[met < CUT].max())


def loss_before(since_1997: RunResult) -> str:
    """Share of what NATO and Russia had built that is lost on the eve of the cut."""
    curves = having(since_1997.trajectory, name="nato_russia")
    return percent(curves[curves["date"] < CUT]["loss"].iloc[-1])


def first_decision(since_1997: RunResult) -> str:
    """Day on which somebody decides for the first time."""
    return day_text(since_1997.decisions["date"].min())


# the cut and the answer to it ---------------------------------------------------------------------


def cut_made(account: Forecast) -> str:
    """Share of histories in which the posts allow the whole cut."""
    return share_of(account, having(moves_of(account), entry="nato_cut", count=10)["run"])


def cut_in_people(account: Forecast) -> str:
    """Whom the cut concerns."""
    cut = having(moves_of(account), entry="nato_cut").iloc[0]
    return f"{cut['leaving']} people and {cut['count'] - cut['leaving']} vacant posts"


def three_steps(account: Forecast) -> str:
    """Share of histories with all three steps on one day."""
    return share_of(account, breaks_of(account).index)


def days_to_three_steps(account: Forecast) -> str:
    """Days from the cut to the three steps."""
    days = (breaks_of(account)["announced"] - pd.Timestamp(CUT)).dt.days
    early, median, late = days.quantile([0.05, 0.5, 0.95])
    return f"The median is {median:.0f} days after the cut; nine of ten fall within {early:.0f} to {late:.0f} days"


def in_force_on_1_november(account: Forecast) -> str:
    """Share of breaks that are in force on the day on which the documented one was."""
    return percent((breaks_of(account)["effective"] <= DEADLINE).mean())


def grievance_and_breaking_point(account: Forecast) -> str:
    """What stands beside the steps, in the middle of all breaks."""
    grievance, breaking_point = breaks_of(account)[["grievance", "breaking_point"]].median()
    return f"grievance {grievance:.1f}, breaking point {breaking_point:.1f}"


def contact_announced(account: Forecast) -> str:
    """Share of breaks with which Russia announces the embassy for contact."""
    return percent(share_with_the_break(account, "contact"))


def contact_invited(account: Forecast) -> str:
    """Share of breaks with which Russia invites NATO to name an embassy."""
    return percent(share_with_the_break(account, "offer_contact"))


def contact_of_nato(account: Forecast) -> str:
    """Share of histories in which NATO names an embassy."""
    return share_of(account, having(moves_of_nato(account), kind="contact")["run"])


# talks and what followed --------------------------------------------------------------------------


def offers(account: Forecast) -> str:
    """How often NATO offers talks."""
    offered = having(moves_of_nato(account), kind="offer_talks")
    return f"in {share_of(account, offered['run'])} of histories, {mean_of(account, offered)} times on average"


def refused(account: Forecast) -> str:
    """Share of NATO's offers that Russia refuses."""
    offered = having(moves_of_nato(account), kind="offer_talks")
    return percent(len(refusals_of_russia(account)) / len(offered))


def offers_after(account: Forecast) -> str:
    """Share of breaks after which NATO offers talks within thirty days."""
    days = _days_after_the_break(account, having(moves_of_nato(account), kind="offer_talks"))
    return percent(days[days.between(0, 30)].index.nunique() / len(breaks_of(account)))


def no_step_of_nato(account: Forecast) -> str:
    """Share of histories without a hostile move of NATO's own."""
    return percent(1 - len(with_steps_of_nato(account)) / number_of_histories(account))


def all_together(account: Forecast) -> str:
    """Share of histories that go as October 2021 went."""
    return percent(share_as_documented(account))


def offers_of_russia(account: Forecast) -> str:
    """Share of histories in which Russia offers NATO talks."""
    return share_of(account, pd.Series([*with_offers_of_russia(account)]))


def doctrines(account: Forecast) -> str:
    """Share of histories in which Russia, Belarus and NATO adopt their plans."""
    adopted = having(moves_of(account), kind="adopt_doctrine").groupby("run")["from"].nunique()
    return share_of(account, adopted[adopted == 3].index)


def answers_to_doctrines(account: Forecast) -> str:
    """Share of histories in which somebody adds to posture of its own accord."""
    moves = moves_of(account)
    return share_of(account, moves[(moves["posture_rung"] > 0) & (moves["intent"] != "scripted")]["run"])


def recognition(account: Forecast) -> str:
    """How often recognition is asked for, and refused."""
    asked = having(moves_of(account), kind="ask_recognition")
    refusals = having(moves_of(account), kind="refuse_recognition")
    often = f"asks in {share_of(account, asked['run'])} of histories, {mean_of(account, asked)} times on average"
    return f"{often}, and is refused {percent(len(refusals) / len(asked))} of the times"


def between_capitals(account: Forecast) -> str:
    """Offers and meetings of capitals in a history."""
    capitals = moves_of_capitals(account)
    offered, met = (mean_of(account, having(capitals, kind=kind), 0) for kind in ("offer_talks", "meet"))
    return f"{offered} offers and {met} meetings"


def breaks_of_capitals(account: Forecast) -> str:
    """Share of histories in which a capital breaks with another."""
    return share_of(account, having(moves_of_capitals(account), intent="rupture")["run"])


def first_expulsions(account: Forecast) -> str:
    """Expulsions between capitals in a history that answer nothing."""
    return mean_of(account, expulsions_begun(account))


def begun_by_germany(account: Forecast) -> str:
    """Share of histories in which Germany expels Russians unprovoked."""
    return share_of(account, having(expulsions_begun(account), from_="germany", to="russia")["run"])


def begun_against_washington(account: Forecast) -> str:
    """Share of histories in which Russia expels Americans unprovoked."""
    return share_of(account, having(expulsions_begun(account), from_="russia", to="united_states")["run"])


def met_after_the_break(account: Forecast) -> str:
    """Share of histories in which NATO and Russia meet after the three steps."""
    met = having(moves_of(account), kind="meet")
    both = {"nato", "russia"}
    days = _days_after_the_break(account, met[met["from"].isin(both) & met["to"].isin(both)])
    return share_of(account, days[days > 0].index)


def _days_after_the_break(account: Forecast, moves: pd.DataFrame) -> "pd.Series[int]":
    """Days from the three steps to some moves, by the number of the history; none where there are no three steps."""
    broken = breaks_of(account)["announced"]
    own = moves[moves["run"].isin(broken.index)].set_index("run")["announced"]
    days: pd.Series[int] = (own - broken.loc[own.index].to_numpy()).dt.days
    return days


def ends_in_rupture(account: Forecast) -> str:
    """Share of histories at whose end NATO–Russia is in rupture."""
    return percent(having(account.probabilities, level="relation", event="rupture")["share"].iloc[0])


def network_cold(account: Forecast) -> str:
    """Share of histories at whose end the whole network is in a cold standoff."""
    return percent(having(account.probabilities, level="theatre", event="cold standoff")["share"].iloc[0])


NUMBERS = {
    **{f"day_of_{entry}": day_of(entry) for entry in DATED},
    **{f"severity_of_{entry}": severity_of(entry) for entry in ("council_on_hold", "council_restored")},
    **{f"people_of_{entry}": cut_of(entry) for entry in ("ceiling_of_30", "ceiling_of_20")},
    **{
        write.__name__: write
        for write in (
            last_day_of_all,
            meetings_from_2014_to_2019,
            last_meeting,
            loss_before,
            first_decision,
            cut_made,
            cut_in_people,
            three_steps,
            days_to_three_steps,
            in_force_on_1_november,
            grievance_and_breaking_point,
            contact_announced,
            contact_invited,
            contact_of_nato,
            offers,
            refused,
            offers_after,
            no_step_of_nato,
            all_together,
            offers_of_russia,
            doctrines,
            answers_to_doctrines,
            recognition,
            between_capitals,
            breaks_of_capitals,
            first_expulsions,
            begun_by_germany,
            begun_against_washington,
            met_after_the_break,
            ends_in_rupture,
            network_cold,
        )
    },
}
