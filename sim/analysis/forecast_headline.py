"""What may be expected of many runs, in two sentences."""

from typing import TYPE_CHECKING

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.indices import REGIMES

from .headline import ENDS
from .labels import Labels, percent

if TYPE_CHECKING:
    import pandas as pd


RARE = 0.05  # share of histories below which a break comes last in the headline
MOST_SAID = 2  # relations


def headline(ensemble: Ensemble, frame: "pd.DataFrame", n_runs: int, labels: Labels) -> str:
    """Say in two sentences how likely a break is, and how what is followed ends; what is rare comes last."""
    ends = [_most_likely(ensemble, frame, s, labels) for s in range(len(ensemble.columns))]
    focus = ends[: len(ensemble.wanted.relations)][:MOST_SAID] or ends[:1]
    said = ", ".join([*focus, *ends[-1:]] if len(ensemble.names.dyads) > 1 else focus)
    breaks, ending = _breaks(frame, n_runs, labels), f"{said[:1].upper()}{said[1:]}."
    is_rare = frame.loc[frame["level"] == "run", "share"].item() < RARE
    return f"{ending} {breaks}" if is_rare else f"{breaks} {ending}"


def _breaks(frame: "pd.DataFrame", n_runs: int, labels: Labels) -> str:
    """Say who breaks, where one side does in most of the histories with a break; else how often anybody does."""
    anybody = frame[frame["level"] == "run"].iloc[0]
    first = frame[frame["level"] == "break"].sort_values("runs", ascending=False, kind="stable")
    histories = "1 history" if n_runs == 1 else f"{n_runs:,} histories"
    if first.empty:
        return f"Nobody breaks with anybody in {histories}."
    likely = first.iloc[0]
    who = f"{labels.party(likely['party'])} is the first to break with {labels.party(likely['towards'])}"
    told, what = (likely, who) if 2 * likely["runs"] > anybody["runs"] else (anybody, "Somebody breaks with somebody")
    interval = f"95 % interval {percent(told['low'])} to {percent(told['high'])}"
    return f"{what[:1].upper()}{what[1:]} in {percent(told['share'])} of {histories} ({interval})."


def _most_likely(ensemble: Ensemble, frame: "pd.DataFrame", s: int, labels: Labels) -> str:
    level, name = ensemble.levels[s], ensemble.columns[s]
    own = frame[(frame["level"] == level) & (frame["name"] == name) & frame["event"].isin(REGIMES)]
    likely = own.iloc[int(own["share"].argmax())]
    return f"{_title(ensemble, s, labels)} ends {ENDS[likely['event']]} in {percent(likely['share'])}"


def _title(ensemble: Ensemble, s: int, labels: Labels) -> str:
    n_relations = len(ensemble.wanted.relations)
    if s < n_relations:
        return labels.pair(*ensemble.names.pairs[ensemble.names.dyads.index(ensemble.columns[s])])
    group = ensemble.groups[s - n_relations]
    return labels.pair(group.a, group.b) if group.a else "the theatre"
