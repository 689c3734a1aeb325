"""The same runs in two worlds: differences have the right sign, size and certainty."""

import signal

import numpy as np
import pandas as pd
import pytest

from sim import compare, load_scenario, plan, run
from sim.analysis.paired import LOT
from sim.analysis.what_if import spoken_of
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.experiment import comparison as module
from sim.experiment.interrupted import Interrupted
from sim.experiment.median_pair import median_pair
from sim.experiment.memory import TooLargeError
from sim.experiment.two_worlds import IN_WORK, bytes_needed, chunk_size, ready, refuse_too_many
from sim.rules.indices import REGIMES

SHORT = "end=2030-05-01"
HARSH = "timeline.first_expulsion.count=20"
NUMBERS = ["difference", "low", "high"]
RUNS = 12


def world(*sets):
    return load_scenario("two_states", settings=[SHORT, *sets])


def row(comparison, level, name, measure):
    frame = comparison.differences
    return frame[(frame["level"] == level) & (frame["name"] == name) & (frame["measure"] == measure)].iloc[0]


@pytest.fixture(name="harsher", scope="module")
def _harsher():
    return compare(world(), world(HARSH), runs=RUNS)


def test_a_world_compared_with_itself_differs_in_nothing():
    found = compare(world(), world(), runs=RUNS)
    for frame in (found.differences, found.curves):
        assert (frame[NUMBERS] == 0).all(axis=None)
        assert (frame["a"] == frame["b"]).all()
    assert found.manifest["change"] == []
    assert found.parting["differing"] == 0


def test_the_other_way_round_every_difference_has_the_other_sign(harsher):
    back = compare(world(HARSH), world(), runs=RUNS)
    for one, other in ((harsher.differences, back.differences), (harsher.curves, back.curves)):
        assert (one["difference"] == -other["difference"]).all()
        assert (one["low"] == -other["high"]).all()
        assert (one["a"] == other["b"]).all()


def test_sending_home_twenty_in_place_of_three_costs_more(harsher):
    loss = row(harsher, "relation", "arden_belmora", "loss_at_end")
    assert 0 < loss["low"] <= loss["difference"] <= loss["high"]
    assert loss["difference"] == pytest.approx(loss["b"] - loss["a"])


def test_means_and_differences_are_those_of_the_runs_played_alone(harsher):
    wanted = Wanted(relations=("arden_belmora",), rows=True)
    rows = [Ensemble(each, 1, wanted).play(range(RUNS)).rows for each in (world(), world(HARSH))]
    a, b = (each.tension_peak[:, 0] for each in rows)
    found = row(harsher, "relation", "arden_belmora", "tension_peak")
    half = 1.959964 * np.std(b - a, ddof=1) / np.sqrt(RUNS)
    assert found["a"] == pytest.approx(a.mean())
    assert [*found[NUMBERS]] == pytest.approx([(b - a).mean(), (b - a).mean() - half, (b - a).mean() + half])


def test_a_share_is_a_share_of_runs():
    # Belmora without hollowing leaves once the reply reaches it: at a grievance of 3
    found = compare(world(), world("policies.belmora.breaking_hollowing=0"), runs=RUNS)
    first, anybody = (
        row(found, "break", "arden_belmora", "first break by belmora"),
        row(found, "run", "run", "any break"),
    )
    assert first["a"] == 0
    assert first["b"] * RUNS == round(first["b"] * RUNS) > 0
    assert [*first[NUMBERS]] == [*anybody[NUMBERS]]
    regimes = [row(found, "theatre", "theatre", regime)["b"] for regime in REGIMES]
    assert sum(regimes) == pytest.approx(1)


def test_an_end_or_worse_and_a_loss_near_a_limit_are_shares_of_runs_of_relations_alone(harsher):
    own = {name: row(harsher, "relation", "arden_belmora", name) for name in ("rupture", "cold standoff", "strained")}
    together = row(harsher, "relation", "arden_belmora", "strained or worse")
    assert [*together[["a", "b"]]] == pytest.approx([sum(each[world] for each in own.values()) for world in "ab"])
    near = harsher.differences.set_index("measure").loc["near cold standoff"]
    lost = Ensemble(world(HARSH), 1, Wanted(relations=("arden_belmora",), rows=True)).play(range(RUNS)).rows.loss_at_end
    assert near["level"] == "relation"
    assert near["b"] == np.mean([0.38 - 1e-9 <= loss <= 0.42 + 1e-9 for loss in lost[:, 0]])


def test_curves_part_on_the_day_of_the_change_and_not_before(harsher):
    tension = harsher.curves.query("level == 'relation' and curve == 'tension'")
    parted = tension.loc[tension["difference"] != 0, "date"]
    assert parted.min() == pd.Timestamp("2030-03-01")  # the day of the expulsion, which is perceived at once
    assert tension["date"].iloc[0] == pd.Timestamp("2030-01-01")


def in_chunks_of(monkeypatch, size):
    monkeypatch.setattr(module, "chunk_size", lambda pair: size)


def test_neither_threads_nor_the_size_of_chunks_changes_a_digit(monkeypatch):
    found = []
    for size, threads in ((1000, 1), (1, 2), (7, 3), (LOT, 2), (50, 1)):
        in_chunks_of(monkeypatch, size)
        found.append(compare(world(), world(HARSH), runs=2 * LOT + 7, threads=threads))
    for other in found[1:]:
        assert other.parting == found[0].parting
        pd.testing.assert_frame_equal(found[0].differences, other.differences, check_exact=True)
        pd.testing.assert_frame_equal(found[0].curves, other.curves, check_exact=True)


HALVES = {
    "one thread is shared in turn": (1, (1, 1), True),
    "two threads are one each": (2, (1, 1), False),
    "of five the first world has three": (5, (3, 2), False),
}


@pytest.mark.parametrize(("threads", "halves", "takes_turns"), HALVES.values(), ids=HALVES)
def test_both_worlds_together_use_no_more_threads_than_are_given(threads, halves, takes_turns):
    pair = ready(world(), world(HARSH), 1, threads=threads)
    assert ((pair.a.n_threads, pair.b.n_threads), pair.takes_turns) == (halves, takes_turns)


def test_on_one_thread_the_worlds_take_turns_without_a_pool(monkeypatch):
    def refused(*arguments):
        raise AssertionError("a pool beside the only thread")

    monkeypatch.setattr(Ensemble, "chunks", refused)
    assert compare(world(), world(HARSH), runs=2, threads=1).manifest["runs"] == 2


@pytest.mark.parametrize(("seconds", "size"), [(1e-5, 1000), (0.002, 100), (0.05, 4), (3.0, 1)])
def test_a_chunk_takes_a_fifth_of_a_second_in_the_slower_world(seconds, size, monkeypatch):
    pair = ready(world(), world(HARSH), 1, threads=1)
    monkeypatch.setattr(pair.a, "seconds_of_a_run", lambda n_runs=8: 1e-6)
    monkeypatch.setattr(pair.b, "seconds_of_a_run", lambda n_runs=8: seconds)
    assert chunk_size(pair) == size


def test_a_comparison_needs_memory_for_its_chunks_and_for_a_few_numbers_of_each_pair():
    pair = ready(world(), world(HARSH), 1, threads=2)
    fixed, each = bytes_needed(pair, 10, 4)
    # a run has 3 numbers and 17 for each of 2 things followed, and 3 curves of these on 121 days; on two threads there
    # are six chunks beside those that are summed up; of each pair 4 numbers are kept, thrice
    assert fixed == pair.a.fixed_bytes + pair.b.fixed_bytes + (6 + IN_WORK) * 10 * 8 * (3 + 17 * 2 + 3 * 2 * 121)
    assert each == 3 * 8 * 4
    refuse_too_many(pair, 10, 4, 100, free_bytes=fixed + 100 * each)
    with pytest.raises(TooLargeError, match=r"^101 pairs of runs need .* are free; the most that fit are 100$"):
        refuse_too_many(pair, 10, 4, 101, free_bytes=fixed + 100 * each)


def test_the_manifest_says_what_was_compared(harsher):
    said = harsher.manifest
    assert (said["change"], said["runs"], said["seed"], said["relations"]) == ([HARSH], RUNS, 1, ["arden_belmora"])
    assert said["scenario_b"]["timeline"]["first_expulsion"]["count"] == 20


def test_progress_is_told_to_the_end():
    told = []
    compare(world(), world(), runs=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def _interrupting(done, total):
    raise KeyboardInterrupt


def test_interrupted_it_gives_the_pairs_that_were_finished(monkeypatch):
    in_chunks_of(monkeypatch, 4)
    with pytest.raises(Interrupted) as caught:
        compare(world(), world(HARSH), runs=RUNS, progress=_interrupting)
    partial, whole = caught.value.partial, compare(world(), world(HARSH), runs=4)
    assert (partial.manifest["runs"], partial.manifest["runs_asked"]) == (4, RUNS)
    pd.testing.assert_frame_equal(partial.differences, whole.differences, check_exact=True)


def test_interrupted_after_one_pair_there_is_nothing_to_give(monkeypatch):
    in_chunks_of(monkeypatch, 1)
    with pytest.raises(Interrupted) as caught:
        compare(world(), world(), runs=RUNS, progress=_interrupting)
    assert caught.value.partial is None


REFUSED = {
    "a single pair": ((), {"runs": 1}, "runs 1: expected a whole number from 2 to 4294967296"),
    "other days": (
        ("end=2030-05-02",),
        {},
        "the second world covers 2030-01-01 to 2030-05-02; expected 2030-01-01 to 2030-05-01, as the first",
    ),
    "a relation that nobody has": ((), {"relations": ["x"]}, "relations 'x': unknown; expected one of arden_belmora"),
}


@pytest.mark.parametrize(("sets", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_compared_is_refused(sets, options, message):
    with pytest.raises(ValueError, match=message):
        compare(world(), world(*sets), **({"runs": 2} | options))


def test_a_relation_has_to_be_in_both_worlds():
    parties = "states.{0}={{name: {0}}}".format
    third = world(parties("cordia"), "relations.cordial={between: [arden, cordia]}")
    with pytest.raises(ValueError, match="relation 'cordial' is not in both worlds; in both are arden_belmora"):
        compare(third, world(), runs=2, relations=["cordial"])
    found = compare(third, world(), runs=2)  # the relations that both have can be compared
    assert set(found.differences["name"]) == {"run", "arden_belmora", "theatre"}


def test_a_relation_has_to_join_the_same_parties_in_both_worlds():
    a, b = (
        world("states.cordia={name: Cordia}", f"relations.new={{between: [{x}, cordia]}}") for x in ("arden", "belmora")
    )
    with pytest.raises(ValueError, match="'new' joins arden and cordia in one world, belmora and cordia in the other"):
        compare(a, b, runs=2, relations=["new"])


def test_a_second_interruption_does_not_lose_what_is_being_told(monkeypatch):
    complete = module.complete

    def pressed_meanwhile(*arguments):
        signal.raise_signal(signal.SIGINT)
        return complete(*arguments)

    in_chunks_of(monkeypatch, 4)
    monkeypatch.setattr(module, "complete", pressed_meanwhile)
    with pytest.raises(Interrupted) as caught:
        compare(world(), world(HARSH), runs=RUNS, progress=_interrupting)
    assert caught.value.partial.sentence


def test_the_first_interruption_lets_the_pairs_in_work_be_finished(monkeypatch):
    in_chunks_of(monkeypatch, 4)
    with pytest.raises(Interrupted) as caught:
        compare(world(), world(), runs=RUNS, progress=lambda done, total: signal.raise_signal(signal.SIGINT))
    assert caught.value.partial.manifest["runs"] == 4


PAIRS = {
    "the median of those that differ": ([[0, 0], [3, 0], [1, 0], [0, 0], [2, 0]], (4, 0, 3)),
    "of two in the middle the lower": ([[4, 0], [1, 0]], (1, 0, 2)),
    "among equals the median of the next measure": ([[1, 9], [1, 5], [1, 7]], (2, 0, 3)),
    "the next measure where none differ in the first": ([[0, 2], [0, 0], [0, -1]], (2, 1, 2)),
    "the first run where nothing differs": ([[0, 0], [0, 0]], (0, 1, 0)),
}


@pytest.mark.parametrize(("differences", "expected"), PAIRS.values(), ids=PAIRS)
def test_the_pair_to_be_told_is(differences, expected):
    assert median_pair(np.array(differences, dtype=np.float64)) == expected


BAN = "timeline.first_restriction.move=ban_trade"


@pytest.fixture(name="outcomes", scope="module")
def _outcomes():
    """What comes out of each of some histories, with a restriction of trade and with a ban."""
    played = [run("trade_and_visas", settings=sets, runs=40, keep=["outcomes"]).outcomes for sets in ([], [BAN])]
    return [frame[frame["level"] == "relation"].set_index("run") for frame in played]


@pytest.mark.parametrize("measure", ["tension_peak", "hostile_moves", "ties_lost_at_end", "ties_lost_peak", ""])
def test_the_pair_told_is_the_median_of_those_that_differ_in_what_the_sentence_is_about(measure, outcomes):
    found = compare("trade_and_visas", changes=[BAN], runs=40, measure=measure or None)
    told = measure or spoken_of(found).row[2]
    apart = outcomes[1][told] - outcomes[0][told]
    differing = sorted(apart[apart != 0])
    assert found.parting["measure"] == told
    assert found.parting["differing"] == len(differing) > 0
    assert apart[found.parting["run"]] == differing[(len(differing) - 1) // 2]


def test_of_an_end_the_pair_told_is_one_in_which_it_comes_in_the_world_in_which_it_mostly_does(outcomes):
    found = compare("trade_and_visas", changes=[BAN], runs=40, measure="intact")
    ends = [frame["regime"] == "cooperative" for frame in outcomes]
    lost, won = (int((one & ~other).sum()) for one, other in (ends, ends[::-1]))
    assert (found.parting["measure"], found.parting["differing"]) == ("cooperative", lost + won)
    is_won = ends[1][found.parting["run"]]
    assert (is_won, ends[0][found.parting["run"]]) == (won > lost, won <= lost)


def busy(history):
    return len(history.moves) if len(history.moves) > 6 else None


def test_of_an_own_measure_the_pair_told_differs_in_it():
    """Where it is defined in one world alone, there is no difference."""
    found = compare("trade_and_visas", changes=[BAN], runs=40, measures=busy, measure="busy")
    assert found.parting["measure"] == "busy_mean"
    assert 0 < found.parting["differing"] <= found.manifest["measures"][0]["pairs"]


def test_the_sentence_speaks_of_the_measure_that_is_asked_for():
    found = compare(
        "two_states", settings=["end=2030-06-30"], changes=["policies.arden.k=3"], runs=4, measure="strained"
    )
    assert found.manifest["measure"] == "strained"
    assert "Arden–Belmora would have ended strained in" in found.sentence


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param("intact", "cooperative", id="an end as tables call it"),
        pytest.param("ends in a cold standoff", "cold_standoff", id="as a clause"),
        pytest.param("Highest tension", "tension_peak", id="a number"),
        pytest.param("lost by Kessia", "ties_lost_ba_at_end", id="a number of one side"),
        pytest.param("worth of ties lost by Harland at the end", "ties_lost_ab_at_end", id="as its row is called"),
        pytest.param("lost by kessia", "ties_lost_ba_at_end", id="by its id"),
        pytest.param("moves of any kind", "moves", id="a number of the run"),
    ],
)
def test_a_measure_may_be_asked_for_in_the_words_of_the_tables(words, name):
    planned = plan.compare("trade_and_visas", changes=["policies.kessia.k=3"], runs=4, measure=words)
    assert [*planned.rows.values()] == [name]


def test_a_measure_that_there_is_not_is_named_with_those_there_are():
    with pytest.raises(
        ValueError, match=r"measure 'joy': unknown; expected one of rupture \(ends in rupture\), .*, moves \("
    ):
        compare("two_states", changes=["policies.arden.k=3"], runs=4, measure="joy")


TWO_QUARRELS = """
{schema: 1, name: fish, title: Fish, start: 2027-02-22, end: 2027-06-30,
 states: {belmark: {}, dunmere: {}, ostgard: {}, tavira: {}},
 channels: {embassy: {kind: embassy, sender: ostgard, host: belmark, accredited: 40}},
 ties: {visas: {kind: visas, between: [tavira, ostgard]}, gas: {kind: energy, between: [dunmere, ostgard]}},
 relations: {quarrel: {between: [tavira, ostgard]}},
 timeline: {blow: {date: 2027-03-01, from: belmark, to: ostgard, move: expel, channel: embassy, count: 30},
            visas: {date: 2027-03-02, from: ostgard, to: tavira, move: suspend_visas, channel: visas}},
 parameters: {incidents_per_day: 0}}
"""


@pytest.fixture(name="fish", scope="module")
def _fish(tmp_path_factory):
    file = tmp_path_factory.mktemp("fish") / "fish.yaml"
    file.write_text(TWO_QUARRELS, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("asked", "place", "who"),
    [
        pytest.param("lost by tavira", "quarrel", "tavira would have lost 0 % of the worth of its ties with ostgard",
                     id="the second side of a relation that others are busier than"),
        pytest.param("lost by ostgard", "quarrel", "ostgard would have lost 0 % of the worth of its ties with tavira",
                     id="of two relations the one that the change is about"),
        pytest.param("lost by dunmere", "dunmere_ostgard",
                     "dunmere would have lost 0 % of the worth of its ties with ostgard", id="one nobody acts in"),
        pytest.param("worth of ties lost at the end", "quarrel", "ostgard–tavira would have lost 0 % of the worth of",
                     id="a relation with ties"),
    ],
)  # fmt: skip
def test_the_sentence_is_about_the_side_that_is_asked_for(fish, asked, place, who):
    found = compare(fish, changes=["timeline.visas=null"], runs=4, measure=asked)
    assert found.manifest.get("measure_of", found.manifest["relations"][0]) == place
    assert who in found.sentence


def test_a_side_without_the_measure_in_the_relations_asked_for_is_refused(fish):
    with pytest.raises(ValueError, match=r"measure 'lost by dunmere': dunmere has no ties there; .*, lost by tavira$"):
        plan.compare(fish, changes=["timeline.visas=null"], measure="lost by dunmere", relations=["quarrel"])


def test_the_relation_that_a_change_is_about_is_followed_first(fish):
    # the most hostile moves are those between Belmark and Ostgard; there are none between Dunmere and Ostgard
    found = compare(fish, changes=["ties.gas.worth.dunmere=10"], runs=4)
    assert found.manifest["relations"] == ["dunmere_ostgard", "belmark_ostgard", "quarrel"]
