"""Exchanges: what answers what, how like it is, chains, asymmetry, reciprocity."""

import numpy as np
import pandas as pd
import pytest

from sim import EscalationModel, load_scenario
from sim.analysis.exchange_report import chains, longest_chain, summary_of
from sim.analysis.exchanges import COLUMNS, exchange_frame, exchanges_of
from sim.analysis.outcomes import outcome_of
from sim.analysis.reciprocity import binned, lag_coefficients, reciprocity
from sim.rules.indices import asymmetry

CALM = [
    f"parameters.{name}=0"
    for name in (
        "perception_noise",
        "miss_probability",
        "silence_first",
        "silence_reply",
        "further_step",
        "inexact_one",
        "surcharge_people",
    )
] + [
    "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}",
    "policies.arden.delay_days=2",
    "policies.arden.k=1",
    "end=2030-06-30",
]
QUIET = ("policies.arden.silence_first=1", "policies.belmora.silence_reply=1")


def played(*sets):
    return EscalationModel(load_scenario("two_states", settings=[*CALM, *sets])).run_until().trajectory


def exchanged(*sets):
    return exchanges_of(played(*sets))


def column(exchanges, name):
    return [exchange[name] for exchange in exchanges]


def scripted(name, date, sender, to, move, **more):
    entry = {"date": date, "from": sender, "to": to, "move": move, **more}
    return f"timeline.{name}={{{', '.join(f'{key}: {value}' for key, value in entry.items())}}}"


def test_one_act_and_its_mirror():
    act, reply = exchanged()
    # 3 of 40 weigh 4 + 2.5 sqrt(.075) = 4.6847; 3 of 24 weigh 4 + 2.5 sqrt(.125) = 4.8839
    assert (act["relation"], act["from"], act["kinds"], act["count"]) == ("arden_belmora", "belmora", "expel", 3)
    assert act["severity"] == pytest.approx(4.6847, abs=5e-5)
    assert (act["reply"], act["replied"], act["lag_days"]) == (2, np.datetime64("2030-03-03"), 2)
    assert (act["reply_kinds"], act["reply_count"]) == ("expel", 3)
    assert act["reply_severity"] == pytest.approx(4.8839, abs=5e-5)
    assert act["ratio"] == pytest.approx(1.0425, abs=5e-5)
    assert (act["count_ratio"], act["is_in_kind"], act["is_one_for_one"]) == (1.0, True, True)
    assert (act["chain"], act["step"], act["answers"]) == (1, 1, None)
    assert (reply["chain"], reply["step"], reply["answers"], reply["reply"]) == (1, 2, 1, None)


def test_an_act_that_is_let_lie_has_no_reply():
    (act,) = exchanged("policies.arden.silence_first=1")
    assert act["reply_kinds"] == ""
    missing = ("reply", "replied", "lag_days", "reply_count", "reply_severity", "ratio", "count_ratio", "is_in_kind")
    assert [name for name in missing if act[name] is not None] == []


def test_the_frame_has_a_row_a_package_and_gaps_where_nothing_answers():
    rows = exchange_frame(played())
    assert list(rows.columns) == list(COLUMNS)
    assert list(rows["package"]) == [1, 2]
    assert rows.loc[0, "replied"] == pd.Timestamp("2030-03-03")
    assert rows.loc[1, ["reply", "replied", "lag_days", "ratio", "is_in_kind", "is_one_for_one"]].isna().all()


def test_a_run_without_hostile_moves_has_a_frame_without_rows():
    rows = exchange_frame(played("timeline.first_expulsion=null"))
    assert (list(rows.columns), len(rows)) == (list(COLUMNS), 0)


def test_acts_taken_together_are_answered_together_and_begin_one_chain():
    second = scripted("second", "2030-03-03", "belmora", "arden", "expel", channel="arden_embassy", count=2)
    exchanges = exchanged(second, "policies.arden.delay_days=5", "policies.belmora.silence_reply=1")
    assert column(exchanges, "provocation") == [1, 1, 3]
    assert column(exchanges, "reply") == [3, 3, None]
    assert column(exchanges, "lag_days") == [5, 3, None]
    assert column(exchanges, "reply_count") == [5, 5, None]
    assert column(exchanges, "is_one_for_one") == [True, True, None]  # five in all for three and two
    assert column(exchanges, "chain") == [1, 1, 1]
    assert column(exchanges, "step") == [1, 1, 2]
    report = summary_of(exchanges)
    assert (report["first_moves"], report["first_moves_answered"], report["replies"]) == (1, 1, 1)
    assert report["chains"] == {"1": 0, "2": 1, "3": 0, "4+": 0}


def test_what_has_no_number_is_not_one_for_one():
    closes = scripted("closes", "2030-03-09", "arden", "belmora", "close_consulate", channel="belmora_consulate",
                      answers="first_expulsion")  # fmt: skip
    act = exchanged(closes, *QUIET)[0]
    assert (act["lag_days"], act["reply_kinds"], act["is_in_kind"]) == (8, "close_consulate", False)
    assert (act["count_ratio"], act["is_one_for_one"]) == (None, None)
    assert act["ratio"] == pytest.approx(5.5 / 4.6847, abs=1e-4)


def test_a_reply_in_two_parts_is_one_reply():
    sets = [
        scripted("one", "2030-03-05", "arden", "belmora", "expel", channel="belmora_embassy", count=1,
                 answers="first_expulsion"),
        scripted("two", "2030-03-09", "arden", "belmora", "expel", channel="belmora_consulate", count=1,
                 answers="first_expulsion"),
    ]  # fmt: skip
    exchanges = exchanged(*sets, *QUIET)
    assert (exchanges[0]["lag_days"], exchanges[0]["reply_count"]) == (4, 2)
    assert exchanges[0]["count_ratio"] == pytest.approx(2 / 3)
    assert column(exchanges, "step") == [1, 2, 2]


def test_words_are_no_reply():
    note = scripted("note", "2030-03-02", "arden", "belmora", "protest_note", answers="first_expulsion")
    report = summary_of(exchanged(note))
    assert (report["first_moves"], report["answered_share"], report["replies"]) == (1, 0.0, 0)
    assert report["chains"] == {"1": 1, "2": 0, "3": 0, "4+": 0}


def test_answers_to_answers_lengthen_the_chain():
    sets = ["policies.belmora.preset=tit_for_tat", "policies.belmora.delay_days=2", "end=2030-03-08"]
    exchanges = exchanged(*sets)
    # 1 March, 3 March, 5 March, 7 March: each answers the one before
    assert column(exchanges, "step") == [1, 2, 3, 4]
    assert longest_chain(exchanges) == [1, 2, 3, 4]
    report = summary_of(exchanges)
    assert (report["first_moves"], report["replies"], report["lag_days"]) == (1, 3, 2.0)
    assert report["chains"] == {"1": 0, "2": 0, "3": 0, "4+": 1}


ALLY = [
    "timeline.first_expulsion=null",
    "states.cormia={name: Cormia}",
    "alliances.pact={members: [arden, cormia]}",
    "channels.cormian_embassy={kind: embassy, sender: cormia, host: belmora, accredited: 9}",
    "channels.belmoran_embassy_in_cormia={kind: embassy, sender: belmora, host: cormia, accredited: 9}",
    "triggers.spy_case={date: 2030-03-01, victim: arden, author: belmora, severity: 5, thresholds: {cormia: 0}}",
]


def test_an_ally_that_joins_makes_a_first_move_of_its_own():
    trajectory = played(*ALLY, "policies.belmora.silence_first=1", "parameters.surcharge_without_people=0")
    exchanges = exchanges_of(trajectory)
    assert column(exchanges, "from") == ["arden", "cormia"]
    assert column(exchanges, "relation") == ["arden_belmora", "belmora_cormia"]
    assert column(exchanges, "step") == [1, 1]
    assert column(exchanges, "chain") == [1, 2]
    assert outcome_of(trajectory)["longest_chain"] == [1]


def test_of_what_never_was_there_is_no_median():
    report = summary_of(exchanged("timeline.first_expulsion=null"))
    numbers = ("answered_share", "match_ratio", "count_ratio", "lag_days", "in_kind_share", "one_for_one_share")
    assert [report[name] for name in numbers] == [None] * 6
    assert (report["first_moves"], report["replies"], report["longest_chain"]) == (0, 0, [])
    assert report["chains"] == {"1": 0, "2": 0, "3": 0, "4+": 0}


def made_up(**columns):
    """Exchanges of which each is a provocation by itself, unless told otherwise."""
    n = len(columns["step"])
    given = {"package": range(1, n + 1), "provocation": range(1, n + 1), "answers": [None] * n, **columns}
    return [dict(zip(given, entry, strict=True)) for entry in zip(*given.values(), strict=True)]


def test_medians_and_shares_are_taken_over_what_was_answered():
    report = summary_of(
        made_up(
            step=[1, 1, 1, 2],
            chain=[1, 2, 3, 3],
            answers=[None, None, None, 3],
            reply=[5, None, 4, 6],
            lag_days=[4, None, 10, 5],
            ratio=[1.0, None, 0.5, 1.2],
            count_ratio=[1.0, None, None, 2.0],
            is_in_kind=[True, None, True, False],
            is_one_for_one=[True, None, None, False],
        )
    )
    assert (report["first_moves"], report["first_moves_answered"], report["answered_share"]) == (3, 2, 0.6667)
    assert (report["replies"], report["lag_days"], report["match_ratio"]) == (3, 5.0, 1.0)
    assert (report["count_ratio"], report["in_kind_share"], report["one_for_one_share"]) == (1.5, 0.6667, 0.5)


def test_chains_of_four_steps_and_more_are_counted_together():
    exchanges = made_up(step=[1, 1, 2, 1, 2, 3, 4, 5], chain=[1, 2, 2, 3, 3, 3, 3, 3])
    assert chains(exchanges) == {"1": 1, "2": 1, "3": 0, "4+": 1}


def test_the_longest_chain_passes_over_what_was_taken_together_with_a_step():
    # 2 answers 1; 3 was taken together with 2; 4 answers both by naming 3
    exchanges = made_up(step=[1, 2, 2, 3], provocation=[1, 2, 2, 4], answers=[None, 1, None, 3])
    assert longest_chain(exchanges) == [1, 3, 4]


def test_of_chains_of_one_length_the_earliest_is_the_longest():
    assert longest_chain(made_up(step=[1, 2, 1, 2], answers=[None, 1, None, 3])) == [1, 2]


ASYMMETRIES = {
    "as much on both sides": (5.0, 5.0, 0.0),
    "three times as much sent": (6.0, 2.0, 0.5),
    "three times as much received": (2.0, 6.0, -0.5),
    "only sent": (4.0, 0.0, 1.0),
    "nothing at all": (0.0, 0.0, 0.0),
}


@pytest.mark.parametrize(("sent", "received", "share"), ASYMMETRIES.values(), ids=ASYMMETRIES)
def test_asymmetry(sent, received, share):
    assert asymmetry(sent, received) == share


def test_asymmetry_has_the_sign_of_the_side_named_first():
    outcome = outcome_of(
        EscalationModel(load_scenario("tests/golden/nato_russia_2021_golden.yaml")).run_until().trajectory
    )
    # NATO sent 5.7678 and Russia 18: (5.7678 - 18) / 23.7678
    assert outcome["relations"]["nato_russia"]["exchanges"]["asymmetry"] == pytest.approx(-0.5147, abs=5e-5)
    # the bloc of Russia comes first by the alphabet
    assert outcome["blocs"]["csto–nato"]["exchanges"]["asymmetry"] == pytest.approx(0.5147, abs=5e-5)
    assert outcome["theatre"]["exchanges"]["asymmetry"] == pytest.approx(0.5147, abs=5e-5)
    assert outcome["relations"]["france_russia"]["exchanges"]["asymmetry"] is None


def test_reciprocity_is_recovered_from_a_vector_autoregression():
    noise = np.random.default_rng(21).standard_normal((20_000, 2))
    z = np.zeros((20_000, 2))
    for t in range(1, 20_000):
        z[t] = np.array([[0.3, 0.4], [0.6, 0.2]]) @ z[t - 1] + noise[t]
    np.testing.assert_allclose(reciprocity(z[:, 0], z[:, 1]), [[0.3, 0.4], [0.2, 0.6]], atol=0.02)


def test_one_who_does_what_the_other_did_before_has_a_coefficient_of_one():
    y = np.array([1.0, 0.0, 2.0, 0.0, 1.0, 3.0, 0.0])
    x = np.array([5.0, 1.0, 0.0, 2.0, 0.0, 1.0, 3.0])
    np.testing.assert_allclose(reciprocity(x, y)[0], [0.0, 1.0], atol=1e-12)


UNTELLABLE = {
    "series of four bins": (np.array([1.0, 0.0, 2.0, 0.0]), np.array([0.0, 1.0, 0.0, 2.0])),
    "one side that does nothing": (np.array([1.0, 0.0, 2.0, 0.0, 1.0, 3.0]), np.zeros(6)),
    "two sides that do the same": (np.array([1.0, 0.0, 2.0, 0.0, 1.0, 3.0]),) * 2,
}


@pytest.mark.parametrize(("x", "y"), UNTELLABLE.values(), ids=UNTELLABLE)
def test_reciprocity_cannot_be_told_from(x, y):
    assert np.isnan(reciprocity(x, y)).all()


def test_reciprocity_of_no_relation_cannot_be_told():
    assert np.isnan(lag_coefficients([])).all()


def test_bins_drop_the_days_left_over():
    np.testing.assert_array_equal(binned(np.arange(1.0, 18.0), 7), [28.0, 77.0])  # 1 to 7, 8 to 14; 15 to 17 dropped


def test_the_outcome_holds_reciprocity_by_side_where_it_can_be_told():
    sets = ["policies.belmora.preset=tit_for_tat", "policies.belmora.delay_days=9", "policies.arden.delay_days=9"]
    outcome = outcome_of(played(*sets))
    told = outcome["relations"]["arden_belmora"]["exchanges"]["reciprocity"]
    assert set(told) == {"7_days", "30_days"}
    assert set(told["7_days"]) == {"arden", "belmora"}
    assert set(told["7_days"]["arden"]) == {"own", "other"}
    assert set(outcome["exchanges"]["reciprocity"]["7_days"]) == {"own", "other"}
    quiet = outcome_of(played(*QUIET))["relations"]["arden_belmora"]["exchanges"]["reciprocity"]
    assert quiet == {"7_days": None, "30_days": None}
