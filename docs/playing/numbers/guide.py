"""Numbers of the guide: under each question, what its figure and its headline do not say."""

from datetime import date
from typing import Any

import pandas as pd

from sim.analysis.forecast import lags_of
from sim.analysis.labels import MONTHS, day_text, percent
from sim.results.comparison import Comparison
from sim.results.forecast import Forecast
from sim.results.run_result import RunResult

from .words import having, named, share, two

DEADLINE = "2021-11-01"


def break_within_120_days(break_within_120_days: Forecast) -> str:
    """Ruptures of the relation by the end and by NATO's deadline, and of the whole network."""
    forecast = break_within_120_days
    early = having(forecast.survival, level="relation", date=pd.Timestamp(DEADLINE))
    return named(
        f"Of {forecast.manifest['runs']:,} histories",
        "Share (95 % interval)",
        rows={
            "NATO–Russia ends in rupture": share(forecast.probabilities, level="relation", event="rupture"),
            f"… is in rupture by {day_text(DEADLINE)}, the deadline that NATO set": share(early),
            "the whole network ends in rupture": share(forecast.probabilities, level="theatre", event="rupture"),
        },
    )


def moscows_answers_to_london(moscows_answers_to_london: Forecast) -> str:
    """Whether, when and how Moscow answers London."""
    forecast = moscows_answers_to_london
    direction = ("russia", "united_kingdom")
    own = having(forecast.replies, from_=direction[0], to=direction[1])
    answered = having(own, what="answered", value="yes")["share"].sum()
    number = having(own, what="number").nlargest(1, "replies").iloc[0]
    kind = having(own, what="kind").nlargest(1, "replies").iloc[0]
    early, median, late = lags_of(forecast.replies, direction)
    return named(
        f"In {forecast.manifest['read_closely']:,} histories",
        "",
        rows={
            "acts of London that Moscow answers": percent(answered),
            "days to the answer: median, and nine in ten": f"{median}; {early} to {late}",
            f"answers that send home {number['value']} people": percent(number["share"]),
            "answers with other measures than the usual ones": percent(1 - kind["share"]),
        },
    )


def cut_in_december(cut_in_december: Comparison, cut_in_december_without_talks: Comparison) -> str:
    """Ruptures with and without waiting, with and without talks, and the days that are left."""
    left = []
    for end in "ab":
        world = cut_in_december.manifest[f"scenario_{end}"]
        left.append((date.fromisoformat(world["end"]) - date.fromisoformat(world["timeline"]["nato_cut"]["date"])).days)
    return named(
        "Share of ruptures",
        "Cut in October",
        "Cut in December",
        rows={
            "with offers of talks": tuple(map(percent, two(cut_in_december, "rupture"))),
            "without offers of talks": tuple(map(percent, two(cut_in_december_without_talks, "rupture"))),
            "*days left after the cut*": tuple(left),
        },
    )


def one_history(one_history: RunResult) -> str:
    """Loss, grievance and breaking point around the meeting and after the cut."""
    moves = having(one_history.moves, from_="nato", to="russia")
    meetings, cuts = having(moves, kind="meet")["announced"], having(moves, kind="cut_ceiling")["announced"]
    one_day = pd.Timedelta(days=1)
    days = [meetings.iloc[0] - one_day, meetings.iloc[0]] if len(meetings) else []
    days = sorted([*days, *([cuts.iloc[0] + one_day] if len(cuts) else [])])
    curves = having(one_history.trajectory, name="nato_russia").set_index("date").loc[days]
    return named(
        "",
        *(day_text(day) for day in days),
        rows={
            "loss": tuple(f"{value:.2f}" for value in curves["loss"]),
            "grievance of Russia": tuple(f"{value:.1f}" for value in curves["grievance_ba"]),
            "its breaking point": tuple(f"{value:.1f}" for value in curves["breaking_point_ba"]),
        },
    )


def plainer_evidence(plainer_evidence_and_germany: Comparison) -> str:
    """What Germany does, and all parties together, at two values of evidence."""
    comparison = plainer_evidence_and_germany
    worlds = [comparison.manifest[f"scenario_{end}"]["triggers"]["vrbetice"]["evidence"] for end in "ab"]
    last = having(comparison.curves, level="relation", curve="tension").iloc[-1]
    return named(
        "Evidence",
        *map(str, worlds),
        rows={
            "tension between Berlin and Moscow at the end, median": (f"{last['a']:.1f}", f"{last['b']:.1f}"),
            "moves of all parties, mean": tuple(f"{mean:.0f}" for mean in two(comparison, "moves", "run")),
            "Germany–Russia ends intact": tuple(map(percent, two(comparison, "cooperative"))),
        },
    )


def unanimity(unanimity_in_the_north: Comparison) -> str:
    """What two ways of deciding cost in institutions."""
    loss = two(unanimity_in_the_north, "loss_at_end")
    return named(
        "The North decides", "as in the file", "unanimously", rows={"loss at the end, mean": _two_digits(*loss)}
    )


def _two_digits(*numbers: float) -> tuple[str, ...]:
    return tuple(f"{number:.2f}" for number in numbers)


def consulates(consulate_for_consulate: Forecast) -> str:
    """How often Moscow closes a consulate after each of two closures."""
    chains, n = consulate_for_consulate.chains, consulate_for_consulate.manifest["read_closely"]
    answers = {
        "San Francisco, an answer itself": _chains(chains, "United States: close office"),
        "Seattle, the first act of a new exchange": _chains(chains, "United States: close consulate"),
    }
    head = f"Of {n:,} histories in which replies are counted"
    return named(
        head, "Moscow closes a consulate in return", rows={name: percent(k / n) for name, k in answers.items()}
    )


def _chains(chains: pd.DataFrame, begin: str) -> int:
    """Histories with a chain that begins in some way, and in which Russia closes a consulate."""
    chosen = chains["chain"].str.startswith(begin) & chains["chain"].str.contains("Russia: close consulate")
    return int(chains.loc[chosen, "histories"].sum())


def from_2015(from_2015_on_their_own: Forecast) -> str:
    """Ruptures, the median loss at the end, and from when the worst twentieth has lost everything."""
    loss = having(from_2015_on_their_own.bands, level="relation", curve="loss")
    all_lost = loss.loc[loss["q95"] > 0.995, "date"]
    return named(
        f"Of {from_2015_on_their_own.manifest['runs']:,} histories",
        "",
        rows={
            "NATO–Russia ends in rupture": share(
                from_2015_on_their_own.probabilities, level="relation", event="rupture"
            ),
            "loss at the end, median": f"{loss['q50'].iloc[-1]:.2f}",
            "the worst twentieth has lost everything from": _month(all_lost.iloc[0]) if len(all_lost) else "no day on",
        },
    )


def _month(day: Any) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def more_to_try(talks_twice_as_often: Comparison, twenty_sent_home: Comparison, one_waits: Comparison) -> str:
    """What three more changes do."""
    return named(
        "",
        "before",
        "after",
        rows={
            "1. ruptures": tuple(map(percent, two(talks_twice_as_often, "rupture"))),
            "2. loss at the end, mean": _two_digits(*two(twenty_sent_home, "loss_at_end")),
            "3. moves, mean": tuple(f"{mean:.0f}" for mean in two(one_waits, "moves", "run")),
        },
    )


NUMBERS = {
    "break_within_120_days": break_within_120_days,
    "moscows_answers_to_london": moscows_answers_to_london,
    "cut_in_december": cut_in_december,
    "one_history": one_history,
    "plainer_evidence": plainer_evidence,
    "unanimity": unanimity,
    "consulates": consulates,
    "from_2015": from_2015,
    "more_to_try": more_to_try,
}
