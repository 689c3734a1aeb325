"""From the counts over many runs to the tables of a forecast."""

import math
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.engine.compiled.history import LOSS, NOTED
from sim.engine.compiled.tally import COARSE, FINE, MEASURES, OF_TIES, UNIT, Tally, bin_values, bin_widths
from sim.engine.touched import is_large_world, touched_dyads
from sim.results.measures import ANY_BREAK, FIRST_BREAK, MEASURE_OF, OWN, REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME
from sim.rules.moves import KINDS
from sim.scenario.own_measure import OwnMeasure, in_manifest

from .against_record import decided_in, together
from .distribution import Distribution
from .exchanges import COLUMNS, exchanges_of
from .intervals import mean_interval, quantiles_of, sd_of, share_interval
from .labels import Labels, spaced
from .moves_by_kind import MovesByKind
from .scripted import READ, numbers_of
from .withheld import Withheld

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.trajectory import Trajectory

SEVERITY_OF = {kind.name: kind.severity for kind in KINDS}
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
MOST_CHAINS = 50
MOST_DIRECTIONS = 2  # whose answers are shown
RATIO_BINS = (0.25, 0.5, 0.75, 0.9, 1.1, 1.5, 2.0, 4.0)  # severity of an answer over that of the act


def probabilities(ensemble: Ensemble, tally: Tally) -> "pd.DataFrame":
    """Share of runs in which each event happens, with a 95 % interval; and of how many runs."""
    import pandas as pd

    rows: list[tuple[Any, ...]] = [("run", "run", ANY_BREAK.words, "", "", int(tally.breaks.sum()))]
    names, tables = ensemble.names, ensemble.tables
    for ij in np.flatnonzero(tally.breaks):
        party, towards = names.parties[tables.actor[ij]], names.parties[tables.target[ij]]
        rows.append(("break", names.dyads[ij >> 1], FIRST_BREAK.words, party, towards, int(tally.breaks[ij])))
    for s, (level, name) in enumerate(zip(ensemble.levels, ensemble.columns, strict=True)):
        counted = zip(REGIMES_BY_NUMBER, tally.regimes[s], strict=True)
        rows += [(level, name, regime.words, "", "", int(n)) for regime, n in counted]
        rows.append((level, name, RUPTURE_AT_ANY_TIME.words, "", "", int(tally.ruptured[s].sum())))
    frame = pd.DataFrame(rows, columns=["level", "name", "event", "party", "towards", "runs"])
    n = int(tally.runs[0])
    frame["share"] = frame["runs"] / n
    frame["low"], frame["high"] = share_interval(frame["runs"], n)
    return frame.assign(defined=n)


def measures(ensemble: Ensemble, tally: Tally) -> "pd.DataFrame":
    """Mean with a 95 % interval, and quantiles, of each measure, and in how many runs it is defined.

    Means are exact; quantiles of severities are good to a twentieth of a percent, of shares to .00004, of moves up
    to 2,047, or in a large world 131,071.
    """
    import pandas as pd

    n = int(tally.runs[0])
    rows = [_of_moves("run", "run", "moves", tally.moves, int(tally.moves_made[-1]), n)]
    for s, (level, name) in enumerate(zip(ensemble.levels, ensemble.columns, strict=True)):
        for m, measure in enumerate((*MEASURES, *OF_TIES)[: len(tally.sums)]):
            if level != "relation" and MEASURE_OF[measure].of_side is not None:
                continue
            is_share = MEASURE_OF[measure].is_fraction
            mean, counts = float(tally.sums[m, s]) / UNIT / n, tally.measures[m, s]
            sd = float(sd_of(counts, bin_values(is_share, FINE), bin_widths(is_share, FINE)))
            rows.append(_measure(level, name, measure, counts, bin_values(is_share, FINE), mean, sd))
        rows.append(_of_moves(level, name, "hostile_moves", tally.hostile_moves[s], int(tally.moves_made[s]), n))
    return pd.DataFrame(rows)


def _of_moves(level: str, name: str, measure: str, counts: Any, made: int, n: int) -> Any:
    numbers = np.arange(counts.size, dtype=np.float64)
    sd = float(sd_of(counts, numbers, np.zeros(counts.size)))
    return _measure(level, name, measure, counts, numbers, made / n, sd)


def _measure(level: str, name: str, measure: str, counts: Any, values: Any, mean: float, sd: float) -> Any:
    low, high = mean_interval(mean, sd, int(counts.sum()))
    quantiles = quantiles_of(counts, values, tuple(QUANTILES.values()))
    return {
        "level": level, "name": name, "measure": measure, "mean": mean, "low": float(low), "high": float(high),
        **dict(zip(QUANTILES, map(float, quantiles), strict=True)), "defined": int(counts.sum()),
    }  # fmt: skip


def with_own_shares(frame: "pd.DataFrame", own: Sequence[OwnMeasure], found: Sequence[Distribution]) -> "pd.DataFrame":
    """Events, and last the own measures that say yes or no; the share is of the runs in which one is defined."""
    import pandas as pd

    rows = []
    for measure, distribution in _chosen(own, found, is_share=True):
        runs, n = distribution.n_true, distribution.n_defined
        low, high = map(float, share_interval(runs, n)) if n else (np.nan, np.nan)
        share = runs / n if n else np.nan
        rows.append((OWN, OWN, measure.name.replace("_", " "), "", "", runs, share, low, high, n))
    return pd.concat([frame, pd.DataFrame(rows, columns=list(frame))], ignore_index=True) if rows else frame


def with_own_means(frame: "pd.DataFrame", own: Sequence[OwnMeasure], found: Sequence[Distribution]) -> "pd.DataFrame":
    """Measures, and last the own ones that give numbers: over the runs in which one is defined."""
    import pandas as pd

    rows = []
    for measure, distribution in _chosen(own, found, is_share=False):
        if not distribution.n_defined:
            rows.append({"level": OWN, "name": OWN, "measure": measure.name, "defined": 0})
            continue
        moments, (counts, values) = distribution.moments, distribution.counts
        sd = float(moments.standard_error) * math.sqrt(moments.n)
        rows.append(_measure(OWN, OWN, measure.name, counts, values, float(moments.mean), sd))
    return pd.concat([frame, pd.DataFrame(rows, columns=list(frame))], ignore_index=True) if rows else frame


def _chosen(own: Sequence[OwnMeasure], found: Sequence[Distribution], is_share: bool) -> Any:
    return [pair for pair in zip(own, found, strict=True) if pair[0].is_share == is_share]


def own_in_manifest(own: Sequence[OwnMeasure], found: Sequence[Distribution]) -> list[dict[str, Any]]:
    """What a manifest says of own measures, and in how many runs each is not defined."""
    undefined = [{"undefined": each.n - each.n_defined} for each in found] or [{} for _ in own]
    return [entry | of_runs for entry, of_runs in zip(in_manifest(own), undefined, strict=True)]


def survival(ensemble: Ensemble, tally: Tally) -> "pd.DataFrame":
    """Share of runs in rupture by each day, with a 95 % interval.

    Every run is followed to the same last day, so the estimate of Kaplan and Meier is the plain share.
    """
    import pandas as pd

    n = int(tally.runs[0])
    parts = []
    for s, (level, name) in enumerate(zip(ensemble.levels, ensemble.columns, strict=True)):
        by_then = np.cumsum(tally.ruptured[s])
        low, high = share_interval(by_then, n)
        days = _dates(ensemble, np.arange(ensemble.n_days))
        at_risk = n - by_then + tally.ruptured[s]
        parts.append(
            pd.DataFrame(
                {
                    "level": level,
                    "name": name,
                    "date": days,
                    "runs_at_risk": at_risk,
                    "share_ruptured": by_then / n,
                    "low": low,
                    "high": high,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def bands(ensemble: Ensemble, tally: Tally) -> "pd.DataFrame":
    """Quantiles of the curves over runs, a row a relation or group, curve and day.

    Those of severities are good to 1.6 %, of shares to .00125.
    """
    import pandas as pd

    parts = []
    for c, curve in enumerate(NOTED):
        quantiles = quantiles_of(tally.bands[c], bin_values(c == LOSS, COARSE), tuple(QUANTILES.values()))
        for s, (level, name) in enumerate(zip(ensemble.levels, ensemble.columns, strict=True)):
            labels = {"level": level, "name": name, "curve": curve, "date": _dates(ensemble, ensemble.sampled)}
            parts.append(pd.DataFrame(labels | dict(zip(QUANTILES, quantiles[:, s], strict=True))))
    return pd.concat(parts, ignore_index=True)


def _dates(ensemble: Ensemble, days: Any) -> Any:
    return np.datetime64(ensemble.scenario.start, "s") + np.asarray(days).astype("timedelta64[D]")


def histories(ensemble: Ensemble, runs: Sequence[int]) -> "pd.DataFrame":
    """Curves of single runs, a row a run, relation or group and day."""
    import pandas as pd

    rows = ensemble.names.rows["relation"]
    followed = sorted(ensemble.wanted.relations, key=lambda name: rows[name])
    lines = [("relation", name) for name in followed] + [(group.level, group.name) for group in ensemble.groups]

    def played(run: int) -> "pd.DataFrame":
        trajectory, parts = _with_curves(ensemble, run), []
        for level, name in lines:
            curves = trajectory.curves_of(name)
            labels = {"run": run, "level": level, "name": name, "date": trajectory.days}
            parts.append(pd.DataFrame(labels | {curve: curves[curve] for curve in NOTED}))
        return pd.concat(parts, ignore_index=True)

    with ThreadPoolExecutor(ensemble.n_threads) as pool:
        return pd.concat(pool.map(played, runs), ignore_index=True)


def _with_curves(ensemble: Ensemble, run: int) -> "Trajectory":
    """A run with the curves of what is followed; of a large world no others, but for those that means are taken of."""
    dyads = None
    if is_large_world(ensemble.packed, ensemble.n_days):
        (state,) = ensemble.states([run])
        followed = [ensemble.names.dyad(name) for name in ensemble.wanted.relations]
        dyads = np.union1d(touched_dyads(ensemble.packed, state, ensemble.n_days), np.array(followed, dtype=np.int64))
    (trajectory,) = ensemble.histories([run], dyads)
    return trajectory


class Read(NamedTuple):
    """Some runs, read closely."""

    exchanges: dict[int, list[dict[str, Any]]]  # of each run; acts of the record are marked
    decided: "pd.DataFrame"  # moves that actors decided, see :func:`sim.analysis.against_record.decided`
    withheld: Withheld  # of ties
    made: MovesByKind
    scripted: list[list[int]]  # numbers of the scripted moves, of the first runs


def read_closely(ensemble: Ensemble, runs: Sequence[int]) -> Read:
    """Exchanges, decided and scripted moves, moves by kind, ties withheld of the first runs, which are played again."""
    first = _dates(ensemble, ensemble.tables.autonomous_day)
    read, moves, withheld, made, scripted = {}, [], Withheld(ensemble), MovesByKind(ensemble), []
    for run, state in zip(runs, ensemble.states(runs), strict=True):
        trajectory = ensemble.trajectory_of(state)
        read[run] = exchanges_of(trajectory)
        moves.append(decided_in(trajectory, run))
        withheld.add(state)
        made.add(state.log)
        if run < READ:
            scripted.append(numbers_of(ensemble, state))
    for exchange in (exchange for run in read.values() for exchange in run):
        exchange["is_recorded"] = bool(exchange["announced"] < first)
    return Read(read, together(moves), withheld, made, scripted)


def exchanges(read: dict[int, list[dict[str, Any]]]) -> "pd.DataFrame":
    """Exchanges of some runs, a row an exchange; those of the record are among them."""
    import pandas as pd

    rows = [{"run": run, **exchange} for run, own in read.items() for exchange in own]
    types = {name: "str" if kind == "object" else kind for name, kind in COLUMNS.items()}
    return pd.DataFrame(rows, columns=["run", *COLUMNS]).astype({"run": "int64", **types})


def replies(read: dict[int, list[dict[str, Any]]]) -> "pd.DataFrame":
    """How acts are answered: whether, with what, with how many, how soon and how hard; by who answers whom.

    What the record holds of the days before anybody decides does not count.
    """
    import pandas as pd

    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for exchange in (exchange for run in read.values() for exchange in run):
        if exchange["package"] == exchange["provocation"] and not exchange["is_recorded"]:
            for what, value in _answer(exchange).items():
                counts.setdefault((exchange["to"], exchange["from"], what), Counter())[value] += 1
    rows = [
        (*key, value, n, n / found.total())
        for key, found in sorted(counts.items())
        for value, n in sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    ]
    return pd.DataFrame(rows, columns=["from", "to", "what", "value", "replies", "share"])


def _answer(exchange: dict[str, Any]) -> dict[str, str]:
    if exchange["reply"] is None:
        return {"answered": "no"}
    found = {
        "answered": "yes",
        "kind": gravest_first(exchange["reply_kinds"]),
        "lag_days": str(exchange["lag_days"]),
        "ratio": _ratio_text(exchange["ratio"]),
    }
    return found | ({"number": str(exchange["reply_count"])} if exchange["reply_count"] else {})


def gravest_first(kinds: str) -> str:
    """Write kinds of moves that make one answer in falling severity, in whatever order they were made."""
    return " + ".join(sorted(kinds.split(" + "), key=lambda name: (-SEVERITY_OF[name], name)))


def _ratio_text(ratio: float) -> str:
    """Bin of a ratio of severities, as text: from its lower edge to its upper one."""
    edges = [0.0, *RATIO_BINS, float("inf")]
    n = int(np.searchsorted(RATIO_BINS, ratio, side="right"))
    return f"over {edges[n]:g}" if n == len(RATIO_BINS) else f"{edges[n]:g} to {edges[n + 1]:g}"


def busiest_directions(replies: "pd.DataFrame") -> list[tuple[str, str]]:
    """The one or two directions in which most acts are answered, the busiest first: who answers, and whom."""
    answered = replies[(replies["what"] == "answered") & (replies["value"] == "yes")]
    ranked = answered.sort_values("replies", ascending=False, kind="stable").head(MOST_DIRECTIONS)
    return list(zip(ranked["from"], ranked["to"], strict=True))


def lags_of(replies: "pd.DataFrame", direction: tuple[str, str]) -> tuple[int, int, int]:
    """Days after which 5, 50 and 95 % of the answers of a direction have come."""
    own = (replies["from"] == direction[0]) & (replies["to"] == direction[1])
    rows = replies[own & (replies["what"] == "lag_days")]
    lags = rows.assign(days=rows["value"].astype(int)).sort_values("days", kind="stable")
    reached = lags["replies"].cumsum() / lags["replies"].sum()
    low, median, high = (int(lags["days"][reached >= share - 1e-9].iloc[0]) for share in (0.05, 0.5, 0.95))
    return low, median, high


def chains(read: dict[int, list[dict[str, Any]]], labels: Labels) -> "pd.DataFrame":
    """The most common chains of act and answer, with the share of the runs read in which each occurs.

    Of chains that are as common, short ones come first, and then by their text: which of them are listed may not depend
    on chance.
    """
    import pandas as pd

    found: Counter[tuple[int, str]] = Counter()
    for run in read.values():
        by_package = {exchange["package"]: exchange for exchange in run}
        found.update(dict.fromkeys(_chain(exchange, by_package, labels) for exchange in _ends(run)).keys())
    ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_CHAINS]
    rows = [(text, steps, n, n / len(read)) for (steps, text), n in ranked]
    return pd.DataFrame(rows, columns=["chain", "steps", "histories", "share"])


def _ends(run: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last package of each chain: the deepest, of several the first; of the record none."""
    deepest: dict[int, dict[str, Any]] = {}
    for exchange in run:
        if not exchange["is_recorded"] and exchange["step"] > deepest.get(exchange["chain"], {"step": 0})["step"]:
            deepest[exchange["chain"]] = exchange
    return list(deepest.values())


def _chain(end: dict[str, Any], by_package: dict[int, dict[str, Any]], labels: Labels) -> tuple[int, str]:
    """Steps of a chain, and its text, from the last package back to the first."""
    steps = [end]
    while steps[-1]["step"] > 1:
        # what answers nothing itself was taken together with a package that does
        answers = steps[-1]["answers"] or by_package[steps[-1]["provocation"]]["answers"]
        steps.append(by_package[answers])
    texts = [f"{labels.party(step['from'])}: {spaced(gravest_first(step['kinds']))}" for step in reversed(steps)]
    return len(texts), " → ".join(texts)


def moves_of(ensemble: Ensemble, runs: Sequence[int]) -> "pd.DataFrame":
    """Moves of some runs, a row a move."""
    import pandas as pd

    parts = []
    for run, state in zip(runs, ensemble.states(runs), strict=True):
        frame = ensemble.trajectory_of(state).moves()
        frame.insert(0, "run", run)
        parts.append(frame)
    return pd.concat(parts, ignore_index=True)
