"""What may be expected of many runs, in two sentences; and how acts are answered, in one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.engine.compiled.ensemble import Ensemble
from sim.results.measures import ANY_BREAK, FIRST_BREAK, MEASURES, REGIME_OF, RUPTURE_AT_ANY_TIME

from .forecast import busiest_directions, lags_of
from .labels import Labels, capital, percent
from .ties import MUCH_MORE, lost_words, of_institutions

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.forecast import Forecast

RARE = 0.05  # share of histories below which a break comes last in the headline
MOST_SAID = 2  # relations
NO_TIES: Mapping[str, Mapping[str, float]] = MappingProxyType({})


def headline(
    ensemble: Ensemble,
    frame: "pd.DataFrame",
    measures: "pd.DataFrame",
    n_runs: int,
    labels: Labels,
    lost_closely: Mapping[str, Mapping[str, float]] = NO_TIES,
) -> str:
    """Say in two sentences how likely a break is, and how what is followed ends; what is rare comes last.

    Where ties are lost, further sentences say by whom and how much.

    Parameters
    ----------
    frame, measures : tables of the forecast
    lost_closely : mean share of worth that each party has lost of its ties at the end, by relation, in the histories
        that are read closely; of relations that are not followed nothing else is known
    """
    ends = [_most_likely(ensemble, frame, measures, s, labels) for s in range(len(ensemble.columns))]
    focus = ends[: len(ensemble.wanted.relations)][:MOST_SAID] or ends[:1]
    ending = " ".join((f"{capital(', '.join(focus))}.", *_ties_lost(ensemble, measures, labels, lost_closely)))
    breaks = _breaks(frame, n_runs, labels)
    is_rare = frame.loc[frame["level"] == "run", "share"].item() < RARE
    return f"{ending} {breaks}" if is_rare else f"{breaks} {ending}"


def _ties_lost(
    ensemble: Ensemble, measures: "pd.DataFrame", labels: Labels, lost_closely: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Say who has lost how much of its ties in the mean: of the relations in which most is lost, followed or not."""
    followed = {name: _lost_in(ensemble, measures, name) for name in ensemble.wanted.relations}
    means = {name: followed.get(name, (lost, 0.0)) for name, lost in lost_closely.items()}
    ranked = sorted(means, key=lambda name: (-max(means[name][0].values()), -means[name][1], name))
    return [told for name in ranked[:MOST_SAID] if (told := _loss_sentence(*means[name], labels))]


def _lost_in(ensemble: Ensemble, measures: "pd.DataFrame", name: str) -> tuple[dict[str, float], float]:
    """Means in a relation that is followed: what each party has lost at the end, and the most that both had lost."""
    own = measures[(measures["level"] == "relation") & (measures["name"] == name)].set_index("measure")["mean"]
    sides = [measure.name for measure in MEASURES if measure.of_side is not None]
    parties = ensemble.names.pairs[ensemble.names.dyads.index(name)]
    lost = {party: float(own.get(side, 0.0)) for party, side in zip(parties, sides, strict=True)}
    return lost, float(own.get("ties_lost_peak", 0.0))


def _loss_sentence(lost: Mapping[str, float], worst: float, labels: Labels) -> str:
    """Who has lost how much at the end, and the two together at the worst where that is much more; else nothing.

    Examples
    --------
    >>> _loss_sentence({"a": 0.1, "b": 0.0}, 0.4, Labels({}))
    'At the end a has on average lost 10 % of the worth of its ties with b; at the worst the two had lost 40 %.'
    """
    words = lost_words(lost, labels, when="on average", towards=True)
    is_worse = worst - sum(lost.values()) / len(lost) >= MUCH_MORE
    at_worst = f"at the worst the two had lost {percent(worst)}" if is_worse else ""
    if words:
        return f"At the end {'; '.join(filter(None, (words, at_worst)))}."
    whose = labels.pair(*lost)
    return f"{whose}: {at_worst} of the worth of their ties on average, at the end nothing." if at_worst else ""


def _breaks(frame: "pd.DataFrame", n_runs: int, labels: Labels) -> str:
    """Say who breaks, where one side does in most of the histories with a break; else how often anybody does."""
    anybody = frame[frame["level"] == "run"].iloc[0]
    first = frame[frame["level"] == "break"].sort_values("runs", ascending=False, kind="stable")
    histories = labels.count(n_runs, "history")
    if first.empty:
        return f"Nobody breaks with anybody in {histories}{_ruptures(frame, labels)}."
    likely = first.iloc[0]
    who = f"{labels.party(likely['party'])} {FIRST_BREAK.says} with {labels.party(likely['towards'])}"
    row, what = (likely, who) if 2 * likely["runs"] > anybody["runs"] else (anybody, ANY_BREAK.says)
    interval = f"95 % interval {percent(row['low'])} to {percent(row['high'])}"
    return f"{capital(what)} in {percent(row['share'])} of {histories} ({interval})."


def _ruptures(frame: "pd.DataFrame", labels: Labels) -> str:
    """Say of the first relation, or of more of them, that it comes to a rupture though no side breaks; else nothing."""
    rows = frame[(frame["event"] == RUPTURE_AT_ANY_TIME.words) & (frame["runs"] > 0)]
    if rows.empty:
        return ""
    first = rows.iloc[0]
    return f", though {labels.followed(first['name'])} {RUPTURE_AT_ANY_TIME.says} in {percent(first['share'])}"


def _most_likely(ensemble: Ensemble, frame: "pd.DataFrame", measures: "pd.DataFrame", s: int, labels: Labels) -> str:
    """The most frequent end of a relation or group; an intact one is so without the ties that are lost."""
    level, name = ensemble.levels[s], ensemble.columns[s]
    own = frame[(frame["level"] == level) & (frame["name"] == name) & frame["event"].isin(REGIME_OF)]
    likely = own.iloc[int(own["share"].argmax())]
    lost = measures.loc[(measures["name"] == name) & (measures["measure"] == "ties_lost_at_end"), "mean"]
    says = REGIME_OF[likely["event"]].says + of_institutions(likely["event"], float(lost.max()) if len(lost) else 0.0)
    return f"{_title(ensemble, s, labels)} {says} in {percent(likely['share'])}"


def _title(ensemble: Ensemble, s: int, labels: Labels) -> str:
    n_relations = len(ensemble.wanted.relations)
    if s < n_relations:
        return labels.pair(*ensemble.names.pairs[ensemble.names.dyads.index(ensemble.columns[s])])
    group = ensemble.groups[s - n_relations]
    return labels.followed(group.name)


def reply_sentence(forecast: "Forecast", labels: Labels) -> str:
    """Say how often and how soon the side that answers most answers."""
    directions, frame = busiest_directions(forecast.replies), forecast.replies
    if not directions:
        return "Nobody answers anybody in the histories read"
    own = frame[(frame["from"] == directions[0][0]) & (frame["to"] == directions[0][1])]
    share = own.loc[(own["what"] == "answered") & (own["value"] == "yes"), "share"].sum()
    _, days, _ = lags_of(frame, directions[0])
    party, towards = map(labels.party, directions[0])
    after = labels.count(days, "day")
    return capital(f"{party} answers {percent(float(share))} of the acts of {towards}, in the median after {after}")
