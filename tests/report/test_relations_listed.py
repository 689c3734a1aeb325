"""Whose moves an account lists: by hand from three relations without any hostile move."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from sim.analysis.labels import Labels
from sim.report.account import closing_lines, relations_listed

RELATIONS = {
    f"{a}_{b}": {"between": [a, b], "hostile_moves": 0, "moves": 1, "loss_at_end": 0.0}
    for a, b in (("arden", "belmora"), ("arden", "carath"), ("belmora", "carath"))
}
MOVES = [("belmora", "arden", "initiative"), ("carath", "arden", "joining"), ("belmora", "carath", "talks")]


def account() -> Any:
    """A history in which Carath takes a side against Arden in words alone, and others offer talks."""
    return SimpleNamespace(
        outcome={"relations": RELATIONS, "void": [], "cut_down": {}},
        manifest={"scenario": {"plots": {"dyads": ["arden_belmora"]}, "triggers": {}}},
        moves=pd.DataFrame(MOVES, columns=["from", "to", "intent"]),
        ties=None,
    )


def test_an_ally_that_joins_in_words_alone_is_listed_as_the_headline_counts_it() -> None:
    assert relations_listed(account()) == {"arden_belmora", "arden_carath"}


def test_what_is_left_out_explains_the_gaps_in_the_numbers() -> None:
    (line,) = closing_lines(account(), Labels({}), relations_listed(account()))
    assert line == (
        "In 1 other relation there is 1 move without hostility, such as offers of talks; --all lists them, with "
        "the numbers missing above."
    )
