"""Made-up results of runs, imitating the crisis between NATO and Russia in October 2021."""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.rules.moves import KINDS

MOVE_COLUMNS = [
    "id", "parent", "package", "announced", "effective", "from", "to", "ministry", "kind", "channel",
    "count", "severity", "rung", "posture_rung", "intent", "perceived", "why",
]  # fmt: skip
OBSERVED_COLUMNS = [
    "id", "date", "from", "to", "move", "channel", "count", "ministry", "answers", "source", "confidence", "note",
]  # fmt: skip
FROM_RUSSIA, FROM_NATO = {"sender": "russia", "host": "nato"}, {"sender": "nato", "host": "russia"}
FOREIGN, DEFENCE, HEAD = "foreign ministry", "defence ministry", "foreign ministry, head of government"


def moves_frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Moves from rows of (parent, announced, effective, from, to, ministry, kind, count, severity, rung)."""
    full = [
        (
            i,
            parent,
            i,
            announced,
            effective,
            sender,
            to,
            ministry,
            kind,
            "",
            count,
            severity,
            rung,
            0,
            "mirror",
            np.nan,
            "",
        )
        for i, (parent, announced, effective, sender, to, ministry, kind, count, severity, rung) in enumerate(rows, 1)
    ]
    frame = pd.DataFrame(full, columns=MOVE_COLUMNS).astype({"parent": "Int64"})
    return frame.assign(announced=pd.to_datetime(frame["announced"]), effective=pd.to_datetime(frame["effective"]))


def observed_frame(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Documented moves from rows of (id, date, from, to, kind, count, ministry, answers)."""
    full = [(i, d, a, b, kind, "", n, m, answers, "source", "high", "") for i, d, a, b, kind, n, m, answers in rows]
    frame = pd.DataFrame(full, columns=OBSERVED_COLUMNS)
    return frame.assign(date=pd.to_datetime(frame["date"]))


def dyad_frame(name: str, a: str, b: str, days: pd.DatetimeIndex, **columns: Any) -> pd.DataFrame:
    """One dyad's rows of a trajectory: zero, no breaking point and no posture, unless given."""
    zero = dict.fromkeys(
        ("grievance_ab", "grievance_ba", "balance_ab", "balance_ba", "tension", "loss", "flow_gross", "flow_net"), 0.0
    )
    rungs = dict.fromkeys(("rung_highest", "rung_in_force", "posture_rung"), 0)
    points = dict.fromkeys(("breaking_point_ab", "breaking_point_ba", "posture_ab", "posture_ba"), np.nan)
    return pd.DataFrame(
        {"date": days, "level": "relation", "name": name, "a": a, "b": b, **zero, **points, **rungs, **columns}
    )


def post_frame(
    channel: str, days: pd.DatetimeIndex, ceiling: Any, accredited: Any, present: Any, status: Any
) -> pd.DataFrame:
    """One channel's rows of the posts."""
    return pd.DataFrame(
        {
            "date": days,
            "channel": channel,
            "ceiling": ceiling,
            "accredited": accredited,
            "present": present,
            "status": status,
        }
    )


def result_of(**parts: Any) -> SimpleNamespace:
    """A result in which nothing happens for ten days, but for the parts given."""
    days = pd.date_range("2021-10-06", periods=10)
    scenario = {
        "states": {"russia": {"name": "Russia"}},
        "alliances": {"nato": {"name": "NATO"}},
        "channels": {"russian_mission": {"name": "Russian mission to NATO", "kind": "mission"} | FROM_RUSSIA},
    }
    quiet = {
        "moves": moves_frame([]),
        "trajectory": dyad_frame("nato_russia", "nato", "russia", days),
        "posts": post_frame("russian_mission", days, 20, 18, 18, "open"),
        "decisions": pd.DataFrame(),
        "observed": observed_frame([]),
        "outcome": {"headline": "Nothing happened."},
        "manifest": {"name": "quiet", "title": "A quiet autumn", "seed": 1, "run": 0, "scenario": scenario},
    }
    return SimpleNamespace(**quiet | parts)


def crowd(n_moves: int, n_states: int, n_days: int) -> SimpleNamespace:
    """One state with long-named neighbours; moves of every kind to and fro, each second one a reply."""
    days = pd.date_range("2000-01-01", periods=n_days)
    others = [f"state_{i:02d}" for i in range(n_states)]
    moves = []
    for i in range(n_moves):
        day, kind, pair = days[i * n_days // n_moves], KINDS[i % len(KINDS)], ("arden", others[i // 2 % n_states])
        sender, to = pair if i % 2 else pair[::-1]
        later = min(day + pd.Timedelta(days=i % 40), days[-1])
        moves.append((i if i % 2 else None, day, later, sender, to, HEAD, kind.name, i % 7, kind.severity, kind.rung))
    names = {party: {"name": f"Großherzogtum Łódź und $x_1$ {party} " * 3} for party in ["arden", *others]}
    embassies = {f"embassy_{other}": {"kind": "embassy", "sender": other, "host": "arden"} for other in others}
    scenario = {"states": names, "alliances": {}, "channels": embassies}
    closing = np.where(np.arange(n_days) < n_days // 2, "open", "closed")
    return result_of(
        moves=moves_frame(moves),
        trajectory=pd.concat(dyad_frame(f"arden_{o}", "arden", o, days, tension=3.0, posture_rung=4) for o in others),
        posts=pd.concat(post_frame(embassy, days, 30, 25, 25, closing) for embassy in embassies),
        outcome={"headline": "Much happened in many places, and it is told here at length. " * 9},
        manifest={"name": "crowd", "title": "A long title " * 20, "seed": 1, "run": 0, "scenario": scenario},
    )


@pytest.fixture
def made() -> Callable[..., SimpleNamespace]:
    """A function that makes a result in which nothing happens, but for the parts given."""
    return result_of


@pytest.fixture
def crowded() -> Callable[[int, int, int], SimpleNamespace]:
    """A function that makes a result with so many moves, neighbours and days."""
    return crowd


@pytest.fixture
def one_day() -> SimpleNamespace:
    """A move and its answer on the only day of a run."""
    days = pd.DatetimeIndex(["2021-10-06"])
    cut = (None, days[0], "2021-11-01", "nato", "russia", "secretary general", "cut_ceiling", 10, 5.77, 5)
    note = (1, days[0], days[0], "russia", "nato", FOREIGN, "protest_note", 0, 3.0, 1)
    return result_of(
        moves=moves_frame([cut, note]),
        trajectory=dyad_frame("nato_russia", "nato", "russia", days, loss=0.3),
        posts=post_frame("russian_mission", days, 10, 10, 18, "closing"),
    )


@pytest.fixture
def quiet() -> SimpleNamespace:
    """A result in which nothing happens."""
    return result_of()


@pytest.fixture
def crisis() -> SimpleNamespace:
    """NATO and Russia, 120 days from 6 October 2021: the numbers are those of the documented case."""
    days = pd.date_range("2021-10-06", periods=120)
    n = np.arange(120)
    decay = 0.5 ** (n / 2555)
    russian = np.where(n == 0, 12.40, 18.16) * decay
    nato = np.where(n < 13, 0.4, 18.4) * decay
    loss = np.select([n < 1, n < 26], [0.579, 0.603], 1.0)
    moves = [
        (None, "2021-10-06", "2021-11-01", "nato", "russia", "secretary general", "cut_ceiling", 10, 5.77, 5),
        (None, "2021-10-07", "2021-10-07", "nato", "russia", "secretary general", "offer_talks", 0, -2.0, 0),
        (2, "2021-10-07", "2021-10-07", "russia", "nato", FOREIGN, "refuse_talks", 0, 3.0, 2),
        (1, "2021-10-18", "2021-11-01", "russia", "nato", HEAD, "suspend_mission", 10, 6.5, 8),
        (1, "2021-10-18", "2021-11-01", "russia", "nato", DEFENCE, "close_liaison_mission", 6, 6.0, 7),
        (1, "2021-10-18", "2021-11-01", "russia", "nato", FOREIGN, "close_office", 0, 5.5, 6),
        (None, "2021-10-20", "2021-10-20", "nato", "russia", "secretary general", "offer_talks", 0, -2.0, 0),
        (7, "2021-10-20", "2021-10-20", "russia", "nato", FOREIGN, "refuse_talks", 0, 3.0, 2),
        (None, "2021-11-01", "2021-11-01", "russia", "nato", FOREIGN, "contact", 0, -1.0, 0),
    ]
    observed = [
        ("cut", "2021-10-06", "nato", "russia", "cut_ceiling", 10, "secretary general", ""),
        ("offer", "2021-10-07", "nato", "russia", "offer_talks", 0, "secretary general", ""),
        ("refusal", "2021-10-07", "russia", "nato", "refuse_talks", 0, "presidential administration", "offer"),
        ("suspension", "2021-10-18", "russia", "nato", "suspend_mission", 10, FOREIGN, "cut"),
        ("liaison", "2021-10-18", "russia", "nato", "close_liaison_mission", 6, DEFENCE, "cut"),
        ("office", "2021-10-18", "russia", "nato", "close_office", 0, FOREIGN, "cut"),
        ("offer2", "2021-10-20", "nato", "russia", "offer_talks", 0, "secretary general", ""),
        ("refusal2", "2021-10-20", "russia", "nato", "refuse_talks", 0, FOREIGN, "offer2"),
        ("doctrine", "2021-10-20", "russia", "nato", "mobilise", 0, DEFENCE, ""),
        ("meeting", "2022-01-12", "nato", "russia", "meet", 0, "council", ""),
    ]
    mission = (n < 26, ["closing" if 12 <= day < 26 else "suspended" if day >= 26 else "open" for day in n])
    closing = ["open" if day < 12 else "closing" if day < 26 else "closed" for day in n]
    posts = [
        post_frame(
            "russian_mission",
            days,
            10,
            np.where(mission[0], 10, 0),
            np.select([n < 10, n < 26], [18, 10 + (26 - n) // 2], 0),
            mission[1],
        ),
        post_frame("liaison_mission", days, 13, np.where(n < 12, 6, 0), np.where(n < 26, 6, 0), closing),
        post_frame("information_office", days, 0, 0, 0, closing),
        post_frame("council", days, 0, 0, 0, "open"),
    ]
    channels = {
        "russian_mission": {"name": "Permanent mission of Russia to NATO", "kind": "mission"} | FROM_RUSSIA,
        "liaison_mission": {"name": "NATO Military Liaison Mission, Moscow", "kind": "liaison_mission"} | FROM_NATO,
        "information_office": {"name": "NATO Information Office, Moscow", "kind": "office"} | FROM_NATO,
        "council": {"name": "NATO–Russia Council", "kind": "council", "sender": None, "host": None}
        | {"between": ["nato", "russia"]},
    }
    base = result_of()
    return result_of(
        moves=moves_frame(moves),
        observed=observed_frame(observed),
        trajectory=dyad_frame(
            "nato_russia", "nato", "russia", days,
            grievance_ab=nato, grievance_ba=russian, tension=(nato + russian) / 2, loss=loss,
            breaking_point_ab=3 + 34 * (1 - loss), breaking_point_ba=3 + 34 * (1 - loss),
            rung_highest=np.select([n < 12], [5], 8), rung_in_force=np.select([n < 12], [5], 8),
        ),
        posts=pd.concat(posts),
        outcome={
            "headline": "NATO halved the ceiling of the Russian mission; Russia answered on 18 October by suspending "
            "its own mission and closing both NATO posts in Moscow. From 1 November no resident channel was left."
        },
        manifest=base.manifest | {
            "name": "nato_russia_2021", "title": "NATO and Russia, October 2021", "seed": 1,
            "scenario": base.manifest["scenario"] | {"channels": channels, "plots": {"dyads": ["nato_russia"]}},
        },
    )  # fmt: skip


def scenario_of(relations: Sequence[str], days: pd.DatetimeIndex) -> dict[str, Any]:
    """A scenario in which Russia faces others, as JSON."""
    others = {name: name.replace("russia", "").strip("_") for name in relations}
    names = {"nato": "NATO", "russia": "Russia"}
    states = {party: {"name": names.get(party, party.title())} for party in ["russia", *others.values()]}
    between = {name: {"between": ["russia", other]} for name, other in others.items()}
    span = {"start": days[0].date().isoformat(), "end": days[-1].date().isoformat()}
    return {"states": states, "alliances": {}, "channels": {}, "relations": between, "plots": {"dyads": []}, **span}


def curve_rows(level: str, name: str, days: pd.DatetimeIndex, base: float, most: float) -> pd.DataFrame:
    """Rows of bands: all quantiles start at the base; the higher the quantile, the nearer it comes to the most."""
    rising = 1 - np.exp(-np.arange(len(days)) / (len(days) / 6))
    shares = {"q05": 0.0, "q25": 0.2, "q50": 0.5, "q75": 0.9, "q95": 1.0}
    parts = []
    for curve, low, high in (("tension", 6.0, 20.0), ("loss", base, most), ("flow_gross", 0.0, 0.5)):
        columns = {quantile: low + (high - low) * share * rising for quantile, share in shares.items()}
        parts.append(pd.DataFrame({"level": level, "name": name, "curve": curve, "date": days, **columns}))
    return pd.concat(parts)


def end_rows(level: str, name: str, base: float, most: float) -> pd.DataFrame:
    """Rows of measures: quantiles at the end, near those of the bands, which are of coarser bins."""
    shares = {"q05": 0.0, "q25": 0.2, "q50": 0.5, "q75": 0.9, "q95": 1.0}
    ends = {"tension_at_end": (6.0, 20.0), "loss_at_end": (base, most)}
    rows = [{q: low + (high - low) * share for q, share in shares.items()} for low, high in ends.values()]
    return pd.DataFrame(rows).assign(level=level, name=name, measure=list(ends))


def histories_of(level: str, name: str, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Two single histories: one in which all is lost half way, one in which nothing happens."""
    half = np.arange(len(days)) >= len(days) // 2
    lost = {"run": 0, "loss": np.where(half, 1.0, 0.6), "tension": np.where(half, 18.0, 6.0)}
    quiet = {"run": 1, "loss": 0.6, "tension": 6.0}
    both = [
        pd.DataFrame({"level": level, "name": name, "date": days, "flow_gross": 0.1, **each}) for each in (lost, quiet)
    ]
    return pd.concat(both)


def survival_rows(level: str, name: str, days: pd.DatetimeIndex, ruptured: float) -> pd.DataFrame:
    """Rows of survival among a thousand runs: none in rupture before the middle, then so large a share."""
    share = np.where(np.arange(len(days)) >= len(days) // 2, ruptured, 0.0)
    low, high = np.maximum(share - 0.02, 0), np.where(share > 0, share + 0.02, 0.004)
    columns = {"runs_at_risk": 1000, "share_ruptured": share, "low": low, "high": high}
    return pd.DataFrame({"level": level, "name": name, "date": days, **columns})


def probability_rows(level: str, name: str, ruptured: float) -> list[tuple[Any, ...]]:
    """Rows of probabilities: what is not in rupture is half in a cold standoff, half strained."""
    rest = (1 - ruptured) / 2
    shares = {"rupture": ruptured, "recovered": 0.0, "cold standoff": rest, "cooperative": 0.0, "strained": rest}
    shares["rupture at any time"] = ruptured
    return [
        (level, name, event, "", "", round(1000 * share), share, max(0.0, share - 0.02), min(1.0, share + 0.02))
        for event, share in shares.items()
    ]


def reply_rows(party: str, towards: str, answered: int) -> list[tuple[Any, ...]]:
    """Rows of replies: of 500 acts so many are answered; with what, with how many, how soon, how hard."""
    shares: dict[str, dict[str, float]] = {
        "kind": {"expel": 0.5, "suspend_mission + close_liaison_mission + close_office": 0.4, "cut_ceiling": 0.1},
        "number": {"10": 0.75, "2": 0.25},
        "lag_days": {"12": 0.25, "4": 0.5, "90": 0.25},
        "ratio": {"2 to 4": 0.9, "0.9 to 1.1": 0.1},
    }
    rows = [(party, towards, "answered", "yes", answered, answered / 500)]
    rows.append((party, towards, "answered", "no", 500 - answered, 1 - answered / 500))
    for what, values in shares.items():
        rows += [(party, towards, what, value, int(share * answered), share) for value, share in values.items()]
    return rows


def forecast_from(
    relations: Sequence[str] = ("nato_russia",),
    days: tuple[str, str] = ("2021-10-06", "2022-02-02"),
    ruptured: float = 0.9,
    **parts: Any,
) -> SimpleNamespace:
    """A forecast in which so large a share of the relations ends in rupture, and the theatre never."""
    dates = pd.date_range(*days)
    named = [*(("relation", name) for name in relations), ("theatre", "theatre")]
    events = ["level", "name", "event", "party", "towards", "runs", "share", "low", "high"]
    shares = {name: ruptured if level == "relation" else 0.0 for level, name in named}
    chain = "NATO: cut ceiling → Russia: suspend mission + close liaison mission + close office"
    made = {
        "probabilities": pd.DataFrame(
            [row for level, name in named for row in probability_rows(level, name, shares[name])], columns=events
        ),
        "survival": pd.concat(survival_rows(level, name, dates, shares[name]) for level, name in named),
        "measures": pd.concat(end_rows(level, name, 0.6, 1.0) for level, name in named),
        "bands": pd.concat(curve_rows(level, name, dates, 0.6, 1.0) for level, name in named),
        "histories": pd.concat(histories_of(level, name, dates) for level, name in named),
        "replies": pd.DataFrame(
            [*reply_rows("nato", "russia", 40), *reply_rows("russia", "nato", 480), *reply_rows("russia", "eu", 8)],
            columns=["from", "to", "what", "value", "replies", "share"],
        ),
        "chains": pd.DataFrame(
            [(chain, 2, 420, 0.84), ("NATO: cut ceiling", 1, 15, 0.03)],
            columns=["chain", "steps", "histories", "share"],
        ),
        "observed": observed_frame([]),
        "manifest": {
            "name": "made_up", "title": "A made-up crisis", "seed": 1, "runs": 1000, "read_closely": 500,
            "until": days[1], "headline": "Russia is the first to break with NATO in 90 % of 1,000 histories.",
            "scenario": scenario_of(relations, dates),
        },
    }  # fmt: skip
    return SimpleNamespace(**made | parts)


def comparison_from(change: float = -0.5, titles: tuple[str, str] = ("A made-up crisis",) * 2) -> SimpleNamespace:
    """A comparison in which the change takes so much from the probability of a rupture."""
    dates = pd.date_range("2021-10-06", "2022-02-02")
    later = (np.arange(len(dates)) >= 26).astype(float)
    curves = []
    for level, name in (("relation", "nato_russia"), ("theatre", "theatre")):
        for curve, start, size in (("tension", 9.0, 8.0), ("loss", 0.6, 0.4)):
            columns = {"a": start + size * later, "b": start, "difference": change * size * later}
            band = {"low": columns["difference"] - 0.05 * size, "high": columns["difference"] + 0.05 * size}
            curves.append(
                pd.DataFrame({"level": level, "name": name, "curve": curve, "date": dates, **columns, **band})
            )
    events = {"rupture": change, "recovered": 0.0, "cold standoff": -change / 2, "cooperative": 0.0}
    events |= {"strained": -change / 2, "rupture at any time": change, "tension_peak": 8 * change}
    rows = [("run", "run", "any break", 0.95, 0.95 + change, change, change - 0.04, change + 0.04)]
    rows.append(
        ("break", "nato_russia", "first break by russia", 0.9, 0.9 + change, change, change - 0.04, change + 0.04)
    )
    rows.append(("break", "nato_russia", "first break by nato", 0.0, 0.0, 0.0, 0.0, 0.0))
    for level, name, base in (("relation", "nato_russia", 0.9), ("theatre", "theatre", 0.8)):
        rows += [(level, name, event, base, base + by, by, by - 0.04, by + 0.04) for event, by in events.items()]
    rows.append(("relation", "nato_russia", "loss_at_end", 0.9, 0.9, 0.0, 0.0, 0.0))
    return SimpleNamespace(
        differences=pd.DataFrame(rows, columns=["level", "name", "measure", "a", "b", "difference", "low", "high"]),
        curves=pd.concat(curves, ignore_index=True),
        parting={"run": 3},
        sentence="Had NATO cut one post and not ten, Russia would have broken with NATO half as often.",
        manifest={
            "name": "made_up", "title_a": titles[0], "title_b": titles[1], "change": ["timeline.nato_cut.count=1"],
            "relations": ["nato_russia"], "seed": 1, "runs": 1000, "scenario_a": scenario_of(["nato_russia"], dates),
        },
    )  # fmt: skip


def tournament_from(policies: Sequence[str]) -> SimpleNamespace:
    """A tournament in which ruptures are the more, the further down the list the policy of Russia stands."""
    n = len(policies)
    rows = [
        {
            "a_policy": a,
            "b_policy": b,
            "runs": 200,
            "rupture": j / n,
            "loss_at_end": 0.5 + i / n / 2,
            "hostile_moves": 100.0 * i * j,
        }
        for i, a in enumerate(policies)
        for j, b in enumerate(policies)
    ]
    scenario = scenario_of(["nato_russia"], pd.date_range("2021-10-06", "2022-02-02"))
    manifest = {"name": "made_up", "title": "A made-up crisis", "relation": "nato_russia", "a": "nato", "b": "russia"}
    manifest |= {"policies": list(policies), "pairs": n * n, "pairs_asked": n * n}
    manifest |= {"seed": 1, "runs": 200, "scenario": scenario}
    return SimpleNamespace(table=pd.DataFrame(rows), manifest=manifest)


@pytest.fixture
def forecast() -> Callable[..., SimpleNamespace]:
    """A function that makes a forecast: of which relations, over which days, how often in rupture."""
    return forecast_from


@pytest.fixture
def comparison() -> Callable[..., SimpleNamespace]:
    """A function that makes a comparison with so large a change."""
    return comparison_from


@pytest.fixture
def tournament() -> Callable[..., SimpleNamespace]:
    """A function that makes a tournament of these policies."""
    return tournament_from
