"""Every policy against every other gives what single runs give."""

import io

import pandas as pd
import pytest
from rich.console import Console

from sim import load_scenario, tournament
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.experiment.interrupted import Interrupted
from sim.experiment.memory import TooLargeError
from sim.experiment.named_policies import rules_followed, with_policies
from sim.report.tournament import print_tournament
from sim.rules.habits import HABITS
from sim.rules.indices import REGIMES
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.policies import CHOICES, HOW_MUCH, PRESETS, slots_of
from sim.rules.world import NONE
from sim.scenario.packed import packed

SHORT = "end=2030-05-01"
TWO = ["tit_for_tat", "ledger"]
RUNS = 6


def world(*sets, trust=False):
    return load_scenario("two_states", settings=[SHORT, *sets], trust=trust)


def test_two_policies_give_four_pairs_each_as_played_alone():
    found = tournament(world(), policies=TWO, runs=RUNS)
    assert [*zip(found.table["a_policy"], found.table["b_policy"], strict=True)] == [(x, y) for x in TWO for y in TWO]
    for row in found.table.to_dict("records"):
        alone = world(f"policies.arden.preset={row['a_policy']}", f"policies.belmora.preset={row['b_policy']}")
        rows = Ensemble(alone, 1, Wanted(("arden_belmora",), rows=True)).play(range(RUNS)).rows
        assert row["loss_at_end"] == pytest.approx(rows.loss_at_end[:, 0].mean())
        assert row["tension_peak"] == pytest.approx(rows.tension_peak[:, 0].mean())
        assert row["hostile_moves"] == pytest.approx(rows.hostile_moves[:, 0].mean())
        shares = [row[regime.replace(" ", "_")] for regime in REGIMES]
        assert shares == pytest.approx([(rows.regime[:, 0] == regime).mean() for regime in range(len(REGIMES))])


def test_one_who_cuts_nothing_off_keeps_more_than_one_who_never_forgives():
    found = tournament(world(), policies=["tit_for_two_tats", "grim_trigger"], runs=RUNS).table
    loss = dict(zip(zip(found["a_policy"], found["b_policy"], strict=True), found["loss_at_end"], strict=True))
    assert loss["tit_for_two_tats", "tit_for_two_tats"] < loss["grim_trigger", "grim_trigger"]


def test_all_named_policies_play_where_none_are_chosen():
    calls = []
    found = tournament(world("end=2030-03-10"), runs=1, progress=lambda done, total: calls.append((done, total)))
    assert len(found.table) == len(PRESETS) ** 2 == calls[-1][0] == calls[-1][1]
    assert found.manifest["policies"] == [*PRESETS]


def test_the_manifest_names_relation_and_parties():
    said = tournament(world(), policies=["ledger"], seed=4, runs=1).manifest
    assert (said["relation"], said["a"], said["b"], said["seed"]) == ("arden_belmora", "arden", "belmora", 4)


NAMES = ["tit_for_tat", "generous_tit_for_tat", "salami", "parity", "rupture_threshold", "strategic_delay", "bully"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_changes_what_it_is_about_and_leaves_the_rest(name):
    own_policy = "{preset: ledger, habits: moscow, breaks: true, k: 1.5, silence_first: 0.3, delay_days: 4}"
    case = world(f"policies.arden={own_policy}")
    tables = packed(with_policies(case, {"arden": name})).tables
    row = tables.party_policy[0]
    about = slots_of(PRESETS[name])
    found = {slot: getattr(tables, slot)[row] for slot in CHOICES}
    found = {slot: CHOICES[slot][value] if CHOICES[slot] else bool(value) for slot, value in found.items()}
    found |= {number.name: tables.policy[row, n] for n, number in enumerate(POLICY_PARAMETERS)}
    own = {"how_much": "ledger", "form": "mirror", "initiates": "nothing", "breaks": True, "holds_for_another": False}
    own |= {"k": 1.5, "silence_first": 0.3, "delay_days": 4, "generosity": 0}
    own["silence_reply"] = HABITS["moscow"].numbers["silence_reply"]
    assert {slot: found[slot] for slot in own} == own | {slot: about[slot] for slot in own.keys() & about.keys()}


def test_an_own_rule_stays_where_the_name_is_not_about_how_much():
    case = world("policies.arden.own_rule=tests.rules.own_rules_example:sore", trust=True)
    assert [len(rules_followed(case, ("arden", "belmora"), [name])) for name in ("grit", "ledger")] == [1, 0]


def test_a_ministry_follows_its_government_unless_it_has_a_policy_of_its_own():
    ministries = "states.arden.ministries={foreign: {role: foreign}, defence: {role: defence, policy: bully}}"
    tables = packed(with_policies(world(ministries), {"arden": "grit"})).tables
    defence, foreign = tables.ministry_policy[:2]  # in the order of their ids
    assert foreign == NONE
    assert HOW_MUCH[tables.how_much[defence]] == "bully"


def test_interrupted_it_gives_the_pairs_of_policies_that_were_finished():
    def interrupting(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        tournament(world(), policies=TWO, runs=2, progress=interrupting)
    partial, whole = caught.value.partial, tournament(world(), policies=TWO, runs=2)
    pd.testing.assert_frame_equal(partial.table, whole.table.iloc[:3])
    assert [(each.manifest["pairs"], each.manifest["pairs_asked"]) for each in (partial, whole)] == [(3, 4), (4, 4)]
    assert "Only 3 of 4 pairs were played." in report_of(partial)
    assert "the tension and the moves of the pairs played." in report_of(partial)
    assert "were played" not in report_of(whole)
    assert "the tension and the moves of all pairs." in report_of(whole)


def report_of(result):
    console = Console(width=160, record=True, file=io.StringIO())
    print_tournament(result, console)
    return console.export_text()


def test_more_runs_of_a_pair_than_memory_holds_are_refused():
    with pytest.raises(TooLargeError, match="4,000,000,000 runs need"):
        tournament(world(), policies=TWO, runs=4_000_000_000)


def test_interrupted_at_once_there_is_nothing_to_give(monkeypatch):
    def interrupted(self, *args):
        raise KeyboardInterrupt

    monkeypatch.setattr(Ensemble, "chunks", interrupted)
    with pytest.raises(Interrupted) as caught:
        tournament(world(), policies=TWO, runs=2)
    assert caught.value.partial is None


REFUSED = {
    "no runs": ({"runs": 0}, "runs 0: expected a whole number from 1 to 4294967296"),
    "no policies": ({"policies": []}, "expected one or more of tit_for_tat"),
    "a policy that is none": ({"policies": ["ledgr"]}, "policies 'ledgr': unknown; expected one of tit_for_tat"),
    "a relation that is none": ({"relation": "x"}, "relation 'x': unknown; expected one of arden_belmora"),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_played_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        tournament(world(), **options)
