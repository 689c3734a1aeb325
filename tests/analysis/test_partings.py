"""Where two histories part: the first days, the gravest moves, and nothing of what does not concern the party."""

from typing import Any

import pandas as pd

from sim.analysis.labels import Labels
from sim.analysis.partings import partings

STATES = {"states": {name: {"name": name.capitalize()} for name in ("arden", "belmora", "cordia")}}
GRAVE = {"protest_note": 2.0, "sever_relations": 7.0, "offer_talks": -2.0, "criticise": 2.0}


def moves(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Moves of a history: day of March 2030, from, to and kind."""
    found: list[dict[str, Any]] = [
        {"announced": pd.Timestamp(f"2030-03-{day}"), "from": by, "to": to, "kind": kind, "channel": "", "count": 0,
         "severity": GRAVE[kind]}
        for day, by, to, kind in rows
    ]  # fmt: skip
    return pd.DataFrame(found, columns=["announced", "from", "to", "kind", "channel", "count", "severity"])


def told(own: pd.DataFrame, other: pd.DataFrame) -> list[tuple[str, str, str]]:
    rows = partings(own, other, "arden", Labels(STATES)).itertuples(index=False, name=None)
    return [(str(day)[8:10], *words) for day, *words in rows]


def test_what_both_do_on_one_day_is_no_parting() -> None:
    both = ("02", "arden", "belmora", "protest_note")
    assert told(moves(both), moves(both)) == []
    assert told(moves(both), moves(("03", *both[1:]))) == [
        ("02", "Arden hands Belmora a protest note", ""),
        ("03", "", "Arden hands Belmora a protest note"),
    ]


def test_moves_between_others_are_not_told() -> None:
    assert told(moves(), moves(("02", "cordia", "belmora", "protest_note"))) == []


def test_after_four_days_the_gravest_move_of_each_is_told_and_nothing_else() -> None:
    notes = [(f"0{day}", "arden", "belmora", "protest_note") for day in range(1, 7)]
    late = moves(("09", "belmora", "arden", "sever_relations"), ("10", "arden", "belmora", "criticise"))
    assert [day for day, *_ in told(moves(*notes), late)] == ["01", "02", "03", "04", "09"]


def test_moves_of_a_day_stand_together_by_party_and_the_rest_is_counted() -> None:
    kinds = ("protest_note", "criticise", "offer_talks", "sever_relations")
    day = [("02", "arden", "belmora", kind) for kind in kinds]
    ((_, own, other),) = told(moves(*day, ("02", "belmora", "arden", "criticise")), moves())
    assert own == (
        "Arden hands Belmora a protest note, criticises Belmora, offers Belmora talks, severs relations with Belmora; "
        "and 1 more move"
    )
    assert other == ""
