"""The headline of a run is true of the rows under it, whatever the scenario."""

import re
from typing import Any

import pandas as pd
import pytest

from sim import load_scenario, run
from sim.analysis.forecast_headline import _breaks
from sim.analysis.headline import RUPTURE, WORDS, end_words
from sim.analysis.labels import Labels, day_text
from sim.analysis.reasons import reasons_of_moves, severity_answered
from sim.analysis.run_result import result_of
from tests.drawing.runs import Played, in_runs

N_RUNS = 20
ENDINGS = {  # regimes of four relations, and what is said of them
    "some broken, some intact": (["rupture", "cooperative", "cooperative", "strained"],
                                 "1 of 4 relations is in rupture, 2 are intact."),
    "several broken, none intact": (["rupture", "rupture", "strained", "strained"],
                                    "2 of 4 relations are in rupture, none is intact."),
    "none broken, one intact": (["cooperative", "recovered", "strained", "strained"],
                                "none of 4 relations is in rupture, 1 is intact."),
    "all intact": (["cooperative"] * 4, "all 4 relations are intact."),
}  # fmt: skip


def answers_by_root(moves: pd.DataFrame) -> dict[int, list[dict[str, Any]]]:
    """Answers that each package led to, from the column that says what a move answers."""
    rows = moves.to_dict("records")
    by_id = {row["id"]: row for row in rows}
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        root = row
        while not pd.isna(root["parent"]) and root["parent"] in by_id:
            root = by_id[root["parent"]]
        if root is not row and row["intent"] != "contact":
            found.setdefault(root["package"], []).append(row)
    return found


def packages_named(headline: str, moves: pd.DataFrame, labels: Labels) -> set[int]:
    """Packages with a first move that the headline names, by its day and its words."""
    return {
        row["package"]
        for row in moves[moves["parent"].isna()].to_dict("records")
        if f"On {day_text(row['announced'])}" in headline
        and f"{labels.party(row['from'])} {labels.deed(row['kind'], row['to'], row['channel'], int(row['count']))};"
        in headline
    }


def check(played: Played) -> None:
    result = result_of(played.trajectory)
    headline, moves, scenario = result.outcome["headline"], result.moves, result.manifest["scenario"]
    if scenario["autonomous_from"]:
        moves = moves[moves["announced"] >= scenario["autonomous_from"]]
    ruptured = sum(each["regime"] == RUPTURE for each in result.outcome["relations"].values())
    said = re.search(r"(\w+) of \d+ relations", headline)
    assert ruptured == (int(said[1].replace("none", "0")) if said else 0)
    if "moves against anybody" in headline:
        assert moves[(moves["severity"] > 0) & moves["parent"].isna() & ~moves["kind"].isin(WORDS)].empty
    elif "announces on" in headline:
        assert (result.decisions["verdict"] == "rupture").any()
    elif (
        len(severed := moves[(moves["kind"] == "sever_relations") & (moves["intent"] != "scripted")])
        and not (
            moves[(moves["kind"] == "sever_relations") & (moves["intent"] == "scripted")]["id"] < severed.iloc[0]["id"]
        ).any()
    ):
        first = severed.iloc[0]
        who, whom = (Labels(scenario).party(first[side]) for side in ("from", "to"))
        assert f"On {day_text(first['announced'])} {who} severs relations with {whom}" in headline
    else:
        found = answers_by_root(moves)
        answers = [found.get(package, []) for package in packages_named(headline, moves, Labels(scenario))]
        counts = [
            (
                len({row["from"] for row in each if row["intent"] == "joining"} - {*scenario["alliances"]}),
                sum(r["intent"] != "joining" for r in each),
            )
            for each in answers
        ]
        for told in re.findall(r"; ([^;.]*(?:follow|follows)[^;.]*)\.", headline):
            joined, follow = (
                re.search(pattern, told) for pattern in (r"(\d+) all(?:y|ies) join", r"(\d+) moves? follow")
            )
            assert tuple(int(number[1]) if number else 0 for number in (joined, follow)) in counts


def test_what_a_headline_says_is_what_the_rows_say() -> None:
    in_runs(N_RUNS, check)


def test_a_scripted_answer_is_an_answer():
    answer = "timeline.answer={date: 2030-03-02, from: arden, to: belmora, move: criticise, answers: first_expulsion}"
    silent = [f"policies.{party}.silence_{of}=1" for party in ("arden", "belmora") for of in ("first", "reply")]
    quiet = [*silent, "parameters.incidents_per_day=0", "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}"]
    told = run(load_scenario("two_states", settings=[answer, *quiet])).outcome["headline"]
    assert "expels 3 of the Ardenish embassy in Quellin; 1 move follows in answer." in told


def test_who_severs_relations_first_is_named_and_not_who_declares_it_in_return():
    severs = "timeline.{0}_by_hand_0001={{date: 2030-01-01, from: {0}, to: {1}, move: sever_relations}}"
    always = ["policies.belmora.silence_level=0", "end=2030-01-31", "timeline.first_expulsion=null"]
    told = run("two_states", settings=[*always, "by_hand=[arden]", severs.format("arden", "belmora")])
    assert told.outcome["headline"].startswith(
        "On 1 January 2030 Arden severs relations with Belmora, and Belmora declares the same in return. "
    )
    (why,) = why_of(told, 2)
    assert why.startswith("declares the same in return; ")


def test_posture_is_told_only_where_there_is_nothing_else_also_by_hand():
    by_hand = "timeline.arden_by_hand_0001={date: 2030-01-01, from: arden, to: belmora, move: mobilise}"
    told = run("two_states", settings=["by_hand=[arden]", by_hand, "end=2030-03-31"]).outcome["headline"]
    assert told.startswith("On 1 March 2030 Belmora expels 3 of the Ardenish embassy in Quellin")


def why_of(result: Any, number: int) -> list[str]:
    """Reason of a move, by its number."""
    moves = result.moves.assign(answered=severity_answered(result.moves, result.decisions))
    return [reasons_of_moves(moves, result.manifest["scenario"])[number - 1]]


def test_what_the_record_holds_is_not_denied():
    quiet = ["relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}", "autonomous_from=2030-03-20"]
    silent = [f"policies.{party}.silence_{after}=1" for party in ("arden", "belmora") for after in ("first", "reply")]
    told = run(load_scenario("two_states", settings=[*quiet, *silent])).outcome["headline"]
    assert told.startswith("From 20 March 2030 on nobody moves against anybody.")


@pytest.mark.parametrize(("regimes", "expected"), ENDINGS.values(), ids=ENDINGS)
def test_how_many_relations_are_in_rupture_and_intact_is_counted(regimes, expected):
    from sim.analysis.headline import _ending

    between = ["arden", "belmora"]
    relations = {f"r{n}": {"between": between, "regime": regime} for n, regime in enumerate(regimes)}
    scenario = {"plots": {"dyads": ["r0"]}}
    said = _ending({"relations": relations}, scenario, Labels({}), {})
    assert said == f"Arden–belmora ends {end_words(regimes[0])}; {expected}"


INTACT_TIES = {"between": ["arden", "belmora"], "regime": "cooperative", "moves": 0, "hostile_moves": 0}
STATES = {"states": {"arden": {"name": "Arden"}, "belmora": {"name": "Belmora"}, "carath": {"name": "Carath"}}}


def ending_of(lost: dict[str, tuple[float, float]], regime: str = "cooperative") -> str:
    """What is said of an intact relation in focus, and of another in which ties are lost: at the end, and at most."""
    from sim.analysis.headline import _ending

    shares = {
        f"ties_lost_{when}": {party: each[n] for party, each in lost.items()}
        for n, when in enumerate(("at_end", "peak"))
    }
    other = INTACT_TIES | {"between": [*lost], "regime": regime} | shares
    relations = {"arden_belmora": INTACT_TIES, "_".join(lost): other}
    return _ending({"relations": relations}, {"plots": {"dyads": ["arden_belmora"]}}, Labels(STATES), {})


def test_the_relation_in_which_ties_are_lost_is_named_wherever_it_is():
    assert ending_of({"arden": (0.42, 0.42), "carath": (0.0, 0.0)}) == (
        "Arden–Belmora ends intact; Arden–Carath ends intact, though Arden has lost 42 % of the worth of its ties; "
        "the institutions of all 2 relations are intact."
    )


def test_a_loss_that_was_much_more_at_the_worst_is_told_with_both():
    told = ending_of({"arden": (0.1, 0.6), "carath": (0.02, 0.04)}, regime="strained")
    assert told == (
        "Arden–Belmora ends intact; Arden–Carath ends strained, and Arden has lost 10 % of the worth of its ties, "
        "Carath 2 % (at the worst Arden 60 %); none of 2 relations is in rupture, 1 is intact in its institutions."
    )


def test_a_loss_that_came_back_whole_is_told_and_no_longer_stands():
    told = ending_of({"arden": (0.0, 0.6), "carath": (0.0, 0.3)})
    assert told == (
        "Arden–Belmora ends intact; Arden–Carath ends intact, though Arden had lost 60 % of the worth of its ties at "
        "the worst, Carath 30 %; all 2 relations are intact."
    )


def test_an_alliance_that_speaks_for_its_member_is_no_ally_that_joins():
    from sim.analysis.headline import _sequel

    assert _sequel(2, 8, ["the Sund Compact"]) == (
        "the Sund Compact speaks for its member, 2 allies join, 8 moves follow in answer"
    )
    assert _sequel(0, 0, ["the Sund Compact"]) == "the Sund Compact speaks for its member, no answer follows"


def test_a_graver_act_of_the_scenario_is_named_beside_the_one_that_was_answered():
    silent = [f"policies.{party}.silence_{of}=1" for party in ("arden", "belmora") for of in ("first", "reply")]
    quiet = [*silent, "parameters.incidents_per_day=0", "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}"]
    words = "timeline.words={date: 2030-04-01, from: belmora, to: arden, move: criticise}"
    answer = "timeline.answer={date: 2030-04-02, from: arden, to: belmora, move: criticise, answers: words}"
    told = run(load_scenario("two_states", settings=[words, answer, *quiet])).outcome["headline"]
    assert told.startswith(
        "On 1 March 2030 Belmora expels 3 of the Ardenish embassy in Quellin; no answer follows. "
        "On 1 April 2030 Belmora criticises Arden; 1 move follows in answer."
    )


def test_forces_that_stand_are_named_where_a_relation_is_intact():
    assert end_words("cooperative", 6) == "intact, with forces deployed"
    assert end_words("cooperative", 0) == "intact"
    assert end_words("strained", 7) == "strained"
    told = run(load_scenario("arms_race")).outcome["headline"]
    assert told.endswith("Arden–Belmora ends intact, with forces on exercise.")


def test_a_forecast_without_a_break_does_not_hide_a_rupture():
    rows = [("run", "run", "any break", "", "", 0, 0.0, 0.0, 0.01),
            ("relation", "arden_belmora", "rupture at any time", "", "", 1, 0.002, 0.0, 0.01)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["level", "name", "event", "party", "towards", "runs", "share", "low", "high"])
    labels = Labels({"relations": {"arden_belmora": {"between": ["arden", "belmora"]}}})
    assert _breaks(frame, 500, labels) == (
        "Nobody breaks with anybody in 500 histories, though arden–belmora comes to a rupture at some time in 0.2 %."
    )
    assert _breaks(frame.assign(runs=0), 500, labels) == "Nobody breaks with anybody in 500 histories."
