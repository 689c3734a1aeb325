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
    "id", "date", "from", "to", "kind", "channel", "count", "ministry", "answers", "source", "confidence", "note",
]  # fmt: skip
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
        {"date": days, "level": "dyad", "name": name, "a": a, "b": b, **zero, **points, **rungs, **columns}
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
        "channels": {"russian_mission": {"name": "Russian mission to NATO", "sender": "russia", "host": "nato"}},
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
    embassies = {f"embassy_{other}": {"sender": other, "host": "arden"} for other in others}
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
        "russian_mission": {"name": "Permanent mission of Russia to NATO", "sender": "russia", "host": "nato"},
        "liaison_mission": {"name": "NATO Military Liaison Mission, Moscow", "sender": "nato", "host": "russia"},
        "information_office": {"name": "NATO Information Office, Moscow", "sender": "nato", "host": "russia"},
        "council": {"name": "NATO–Russia Council", "between": ["nato", "russia"]},
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
