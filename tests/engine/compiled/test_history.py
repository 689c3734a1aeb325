"""What is noted of a run besides its indices: answers out of proportion, who breaks first, what was exchanged."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.history import add_lately, forget_before, is_disproportionate, may_be_highest
from sim.rules.moves import EXPEL, MEET
from sim.rules.world import NONE
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


SEVERING = [  # Belmora lets all lie, and Arden follows up each act of its own a day later, in the same domain
    "policies.belmora.silence_first=1", "policies.belmora.silence_recall=1", "policies.belmora.silence_level=1",
    "policies.arden.press_on=1", "policies.arden.press_median_log=0", "policies.arden.press_sd_log=0",
    "policies.arden.press_new_domain=0", "timeline.first_expulsion.from=arden", "timeline.first_expulsion.to=belmora",
    "timeline.first_expulsion.count=null", "timeline.first_expulsion.channel=null", "end=2030-03-10",
    "policies.arden.breaks=true",
]  # fmt: skip


@pytest.mark.parametrize(
    ("move", "breaks"),
    [
        pytest.param("downgrade_relations", True, id="a further step severs relations"),
        pytest.param("sever_relations", False, id="the scenario does"),
    ],
)
def test_who_severs_relations_of_its_own_accord_breaks(move, breaks):
    case = load_scenario("two_states", settings=[*SEVERING, f"timeline.first_expulsion.move={move}"])
    ensemble = Ensemble(case, 1, Wanted(("arden_belmora",), rows=True))
    rows = ensemble.play(range(3)).rows
    first = (60, ensemble.names.direction("arden", "belmora")) if breaks else (NONE, NONE)  # on 2 March, a day later
    assert [*zip(rows.breaks_day, rows.breaks_ij, strict=True)] == [first] * 3


SEVERS = "timeline.{party}_severs={{date: 2030-01-01, from: {party}, to: {other}, move: sever_relations}}"


@pytest.mark.parametrize(
    ("party", "settings", "breaks"),
    [
        pytest.param("arden", ["by_hand=[arden]"], "arden", id="by hand: the one who began"),
        pytest.param("belmora", [], None, id="as the scenario says, which Arden declares in return: nobody"),
        pytest.param("arden", ["by_hand=[arden]", "autonomous_from=2030-01-02"], None, id="before anybody decides"),
    ],
)
def test_who_severs_what_is_severed_does_not_break(party, settings, breaks):
    other = {"arden": "belmora", "belmora": "arden"}[party]
    answers = [f"policies.{other}.silence_level=0", "end=2030-01-31", "timeline=null"]
    case = load_scenario("two_states", settings=[*answers, SEVERS.format(party=party, other=other), *settings])
    ensemble = Ensemble(case, 1, Wanted(("arden_belmora",), rows=True))
    rows = ensemble.play(range(3)).rows
    first = (NONE, NONE) if breaks is None else (0, ensemble.names.direction("arden", "belmora"))
    assert [*zip(rows.breaks_day, rows.breaks_ij, strict=True)] == [first] * 3


def test_what_was_exchanged_lately_is_forgotten_with_its_day() -> None:
    # two relations; the first is followed, and a quarter of a group, the second makes up the rest
    followed = SimpleNamespace(
        first_column=np.array([0, 2, 3]),
        column=np.array([0, 1, 1]),
        share_in_column=np.array([1.0, 0.25, 0.75]),
        lately=np.zeros(2),
        first_lately=np.zeros(1, np.int64),
    )
    log = SimpleNamespace(
        n=np.array([4]),
        announced=np.array([0, 2, 2, 5]),
        ij=np.array([1, 2, 0, 3]),
        kind=np.array([EXPEL, EXPEL, MEET, EXPEL]),
        severity=np.array([4.0, 8.0, -3.0, 16.0]),
    )
    for m in (0, 1, 3):
        add_lately(followed, log.ij[m] >> 1, log.severity[m])
    assert followed.lately.tolist() == [4.0, 1.0 + 6.0 + 12.0]
    forget_before(log, followed, 2)
    assert followed.lately.tolist() == [0.0, 6.0 + 12.0]
    forget_before(log, followed, 5)
    assert followed.lately.tolist() == [0.0, 12.0]


@pytest.mark.parametrize(("peak", "may_be"), [(1.999, True), (2.0, True), (2.001, False), (-1.0, True)])
def test_a_flow_is_added_up_where_it_may_be_the_highest(peak: float, may_be: bool) -> None:
    # sixty in thirty days are two a day; what equals the peak may have been rounded below it
    followed = SimpleNamespace(n_marked=np.array([0, 0, 1]), marked=np.zeros((3, 1), np.int64), lately=np.array([60.0]))
    rows = SimpleNamespace(flow_peak=np.array([[peak]]))
    assert may_be_highest(followed, rows, 0, 30) == may_be
