"""What is noted of a run besides its indices: answers out of proportion."""

import pytest

from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.history import is_disproportionate
from sim.scenario.load import load_scenario

REPLIES = {
    "one for one": (4.0, 4.0, False),
    "just one and a half for one": (6.0, 4.0, False),
    "more": (6.1, 4.0, True),
    "anything for nothing": (0.1, 0.0, True),
}


@pytest.mark.parametrize(("asked", "perceived", "is_so"), REPLIES.values(), ids=REPLIES)
def test_a_reply_is_disproportionate_where_it_asks_for(asked, perceived, is_so):
    assert is_disproportionate(asked, perceived, 1.5) == is_so


@pytest.mark.parametrize(("k", "share"), [(1.4, 0.0), (1.6, 1.0)])
def test_of_a_policy_that_always_over_matches_all_replies_are_or_none_is(k, share):
    # Belmora begins; Arden answers each act with k times as much, and Belmora lets all lie
    sets = [f"policies.arden.k={k}", "policies.belmora.silence_reply=1", "end=2030-06-30"]
    rows = (
        Ensemble(load_scenario("two_states", settings=sets), 1, Wanted(("arden_belmora",), rows=True))
        .play(range(20))
        .rows
    )
    replies, large = rows.replies[:, 0].sum(), rows.disproportionate_replies[:, 0].sum()
    assert replies > 0
    assert large == share * replies
