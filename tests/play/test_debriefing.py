"""The debriefing: what was decided otherwise than by policy, and what came of it."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim import run
from sim.analysis.outcomes import outcome_of
from sim.analysis.partings import partings
from sim.play import Seat, laid
from sim.play.debriefing import _place, autopilot, choices_of, plan_debriefing
from sim.play.game_file import game_text
from sim.report.debriefing import print_debriefing
from sim.report.page import page_of
from sim.results.debriefing import Debriefing, debriefings_in, document_of
from sim.results.reading import read_result

RUNS = 20
SHORT = ["end=2030-06-30"]


def game(*, is_left: bool = False) -> Seat:
    """Arden closes Belmora's embassy instead of expelling four, and does nothing more."""
    seat = Seat("two_states", "arden", settings=SHORT)
    seat.go()
    seat.choose("close_mission", "belmora", "belmora_embassy")
    if is_left:
        seat.wait(10)
        return seat
    return seat.finish()


def printed(found: Any, seat: Seat) -> str:
    out = io.StringIO()
    print_debriefing(found, seat.table.labels, Console(file=out, width=200))
    return out.getvalue()


@pytest.fixture(name="forecast", scope="module")
def _forecast() -> Any:
    return plan_debriefing(game(), RUNS, threads=1).forecast.play()


@pytest.fixture(name="found", scope="module")
def _found(forecast: Any) -> Debriefing:
    return plan_debriefing(game(), RUNS, threads=1).play(forecast)


def test_each_decision_stands_beside_that_of_the_policy() -> None:
    first = choices_of(game()).iloc[0]
    assert first["chosen"] == "orders the Belmoran embassy in Stanmoor closed (in answer to no. 1)"
    assert first["by_policy"] == "expels 4 of the Belmoran embassy in Stanmoor"
    assert first["why"].startswith("answers in kind")
    assert not first["is_same"]


def test_to_follow_the_policy_is_to_do_the_same() -> None:
    seat = Seat("two_states", "arden", settings=SHORT)
    seat.go()
    seat.follow()
    seat.go()
    assert choices_of(seat)["is_same"].tolist() == [True]


def followed(seat: Seat, days: int = 1000) -> Seat:
    """Play a seat as one who types nothing but p and g, up to a day."""
    while not seat.is_over and seat.table.day < days:
        seat.follow()
        seat.wait()
    return seat


def test_the_game_is_compared_with_the_same_game_as_its_policy_advises(found: Any) -> None:
    by_policy = followed(Seat("two_states", "arden", settings=SHORT)).result().outcome["relations"]["arden_belmora"]
    own = game().result().outcome["relations"]["arden_belmora"]
    for row in found.measures.to_dict("records"):
        assert (row["game"], row["same_chance"]) == (own[row["measure"]], by_policy[row["measure"]])
    ends = found.ends.set_index("end")
    assert ends.index[ends["game"]].tolist() == [own["regime"]]
    assert ends.index[ends["same_chance"]].tolist() == [by_policy["regime"]]


GAMES = {
    "a whole game": ("two_states", "arden", {}, 1000),
    "another history": ("two_states", "belmora", {"seed": 7, "replay": 3}, 1000),
    "a game that was left": ("two_states", "arden", {}, 90),
    "a game with given moves": ("nato_russia_2021", "nato", {"settings": ["end=2021-12-01"]}, 1000),
}


@pytest.mark.parametrize(("scenario", "party", "given", "days"), GAMES.values(), ids=GAMES)
def test_who_only_follows_the_policy_differs_from_it_in_nothing(
    scenario: str, party: str, given: dict[str, Any], days: int
) -> None:
    seat = followed(Seat(scenario, party, **given), days)
    assert len(seat.decisions) > 0
    assert choices_of(seat)["is_same"].all()
    again = autopilot(seat.table)
    assert (again.moves, again.date) == (seat.table.moves, seat.table.date)
    assert outcome_of(again.model.trajectory) == outcome_of(seat.table.model.trajectory)


def test_two_at_a_table_who_only_follow_their_policies_differ_from_them_in_nothing() -> None:
    table = laid("two_states", ["arden", "belmora"], settings=SHORT)
    seats = [Seat.at(table, party) for party in table.parties]
    while not table.is_over:
        for seat in seats:
            seat.follow()
        for seat in seats:
            seat.wait()
    assert len(table.moves) > 3
    assert autopilot(table).moves == table.moves


def test_who_takes_up_a_game_and_follows_the_policy_from_there_differs_in_nothing(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    file.write_text(game_text(game().table, "two_states"), encoding="utf-8")
    seat = followed(Seat(file, "arden", settings=SHORT, since="2030-03-10"))
    assert next(iter(autopilot(seat.table).moves.values())).move == "close_mission"
    assert autopilot(seat.table).moves == seat.table.moves


def test_a_first_move_instead_of_an_answer_is_another_decision() -> None:
    seat = Seat("two_states", "arden", settings=SHORT)
    seat.go()
    seat.choose("expel", "belmora", "belmora_embassy", 4, answers=False)
    seat.go()
    assert choices_of(seat)["is_same"].tolist() == [False]


def test_it_has_a_place_among_the_histories_by_policy(found: Any, forecast: Any) -> None:
    assert found.runs == forecast.manifest["runs"] == RUNS
    loss = found.measures.set_index("measure").loc["loss_at_end"]
    values = forecast.outcomes.query("level == 'relation'")["loss_at_end"]
    assert loss["median"] == sorted(values)[RUNS // 2 - 1]
    assert (found.measures["low"] <= found.measures["median"]).all()
    assert (found.measures["median"] <= found.measures["high"]).all()
    assert loss["game"] > values.max()  # nobody else closes an embassy
    assert loss["place"] == 1.0
    assert found.ends["share"].sum() == pytest.approx(1.0)
    assert ((found.ends["low"] <= found.ends["share"]) & (found.ends["share"] <= found.ends["high"])).all()


def test_a_game_that_was_left_is_compared_up_to_there_and_has_no_end() -> None:
    seat = game(is_left=True)
    planned = plan_debriefing(seat, RUNS, threads=1)
    assert str(planned.forecast.until) == "2030-03-11"
    text = printed(planned.play(planned.forecast.play()), seat)
    assert "The game was left on 11 March 2030" in text
    assert "Tension on that evening" in text
    of_game = text.partition("What each decision changed")[0] + text.partition("To ask again")[2]
    assert " ends " not in of_game  # the histories that go on from it have one


def test_of_a_relation_nothing_is_said_where_all_is_zero(found: Any) -> None:
    still = found.measures.assign(relation="arden_cordia", game=0.0, same_chance=0.0, low=0.0, median=0.0, high=0.0)
    with_it = replace(found, measures=pd.concat([found.measures, still]))
    assert printed(with_it, game()) == printed(found, game())


def test_it_is_printed(found: Any) -> None:
    text = printed(found, game())
    assert "decisions Arden did not do what its policy would have done." in text
    assert "2 Mar 2030" in text
    assert "Institutional loss at the end" in text
    assert "Same chance: the same game, in which Arden decided each time as the policy advised." in text
    assert "Arden–Belmora ends in a cold standoff in this game; by policy it does so in " in text
    assert "Hostile moves: those of both sides against each other; words up to rung 2" in text


def test_it_says_what_got_better_what_got_worse_and_how_the_policy_mostly_ends(found: Any) -> None:
    numbers = {
        "tension_peak": (14.0, 12.0),
        "tension_at_end": (1.0, 2.0),
        "loss_at_end": (0.12, 0.12),
        "hostile_moves": (4, 4),
    }
    measures = found.measures.assign(
        game=[numbers[name][0] for name in found.measures["measure"]],
        same_chance=[numbers[name][1] for name in found.measures["measure"]],
    )
    shares = {"rupture": 0.8, "strained": 0.2}
    ends = found.ends.assign(
        game=found.ends["end"] == "strained",
        same_chance=found.ends["end"] == "rupture",
        share=found.ends["end"].map(shares).fillna(0.0),
        low=0.1,
        high=0.9,
    )
    text = printed(replace(found, measures=measures, ends=ends), game())
    assert (
        "Arden–Belmora ends strained in this game; by policy it does so in 20 % (95 % interval 10 % to 90 %) of the "
        "histories, and most often ends in rupture: in 80 % (95 % interval 10 % to 90 %)."
    ) in " ".join(text.split())
    assert (
        "Against the same chance by policy, where it ends in rupture: better in tension at the end (1.00 against "
        "2.00); worse in highest tension (14.00 against 12.00); equal in institutional loss at the end (0.12), hostile "
        "moves (4)."
    ) in " ".join(text.split())


def test_a_decision_on_which_a_game_is_left_is_named() -> None:
    seat = Seat("two_states", "arden", settings=SHORT)
    seat.go()
    planned = plan_debriefing(seat, 2, threads=1)
    text = printed(planned.play(planned.forecast.play()), seat)
    assert "The decision of 2 March 2030 is left open." in text
    assert "each as its policy" not in text
    assert seat.result().outcome["headline"].endswith("Arden–Belmora stands intact on 1 March 2030.")


def test_nothing_is_said_of_a_game_without_a_day() -> None:
    with pytest.raises(ValueError, match="no day has been played"):
        plan_debriefing(Seat("two_states", "arden"))


def as_relation(found: Debriefing, relation: str, **numbers: Any) -> dict[str, Any]:
    """The tables of a debriefing with one more relation, whose numbers are those of the first or as given."""
    return {
        "measures": pd.concat([found.measures, found.measures.assign(relation=relation, **numbers)]),
        "ends": pd.concat([found.ends, found.ends.assign(relation=relation, same_chance=found.ends["game"])]),
        "grounds": pd.concat([found.grounds, found.grounds.assign(relation=relation)]),
    }


def test_a_relation_in_which_nothing_differs_from_the_same_chance_takes_one_line(found: Debriefing) -> None:
    alike = replace(found, **as_relation(found, "arden_cordia", same_chance=found.measures["game"]))
    text = printed(alike, game())
    assert "As under the same chance by policy, in every number: arden cordia (cold standoff)." in text
    assert text.count("Highest tension") == 1
    other = replace(found, **as_relation(found, "arden_cordia", game=1.0, same_chance=2.0))
    assert printed(other, game()).count("Highest tension") == 2


def test_what_is_shown_as_equal_has_half_its_equals_below_it() -> None:
    # 11.693 and 11.688 are both shown as 11.69: one history of four lies below, two are equal
    assert _place(np.array([11.2, 11.688, 11.691, 12.0]), 11.693, 2) == 0.5


def test_all_numbers_of_an_interval_have_as_many_decimals(found: Debriefing) -> None:
    of_game = found.ends["game"]
    ends = found.ends.assign(
        share=of_game.map({True: 0.986, False: 0.0}), low=of_game.map({True: 0.98, False: 0.0}), high=0.991
    )
    text = " ".join(printed(replace(found, ends=ends), game()).split())
    assert "98.6 % (95 % interval 98.0 % to 99.1 %)" in text


def test_it_says_what_an_end_rests_on(found: Debriefing) -> None:
    text = " ".join(printed(found, game()).split())
    assert "What that rests on: cold standoff, because the loss is 0.4 or more (0." in text
    assert "; under the same chance by policy intact, because the loss is below 0.1 (0." in text


def test_the_day_on_which_the_policy_would_have_decided_is_among_those_where_both_games_part() -> None:
    # On 7 October the policy has not decided about NATO's cut, and Russia offers talks; by policy it breaks later
    seat = Seat("nato_russia_2021", "russia", seed=2, settings=["end=2021-12-01"])
    while not [question for question in seat.questions if question.is_weighed]:
        seat.go()
    seat.choose("protest_note", "nato", answers=False)
    day = seat.date
    seat.go()
    row = choices_of(seat).set_index("date").loc[pd.Timestamp(day)]
    assert "has not decided yet about no. " in row["by_policy"]
    mine, other = seat.finish().table.model.trajectory, autopilot(seat.table).model.trajectory
    told = partings(mine.moves(), other.moves(), "russia", seat.table.labels)
    broken = other.moves().query("intent == 'scripted' and kind == 'suspend_mission'")["announced"]
    assert len(broken)
    assert {*broken} <= {*told["date"]}


def test_decisions_that_were_left_to_the_policy_are_counted_apart() -> None:
    seat = game_left_to_policy()
    choices = choices_of(seat)
    assert choices["is_left"].tolist() == [False, *[True] * (len(choices) - 1)]
    assert len(choices) > 1
    planned = plan_debriefing(seat, 2, threads=1)
    text = printed(planned.play(planned.forecast.play()), seat)
    assert "In 1 of 1 decision Arden did not do what its policy would have done." in text
    n = len(choices) - 1
    assert f"{n} further decision{'s were' if n > 1 else ' was'} left to the policy." in text


def game_left_to_policy() -> Seat:
    """Arden closes Belmora's embassy, and leaves the rest to its policy."""
    seat = Seat("two_states", "arden", seed=5, settings=SHORT)
    seat.go()
    seat.choose("close_mission", "belmora", "belmora_embassy")
    seat.go()
    while not seat.is_over:
        seat.go_to_act()
    return seat


def test_a_party_that_was_acted_towards_is_shown_before_the_relations_of_the_figures() -> None:
    seat = Seat("nato_russia_2021", "russia", settings=["end=2021-11-01"])
    seat.choose("protest_note", "hungary")
    seat.finish()
    assert plan_debriefing(seat, 2, threads=1).forecast.relations[0] == "hungary_russia"


def test_it_is_kept_in_a_file_that_gives_the_same_debriefing(found: Debriefing) -> None:
    document = json.loads(json.dumps(document_of([found])))
    (again,) = debriefings_in(document)
    assert printed(again, game()) == printed(found, game())
    assert document_of([again]) == document


@pytest.mark.parametrize(
    "wrong", [{}, {"debriefings": [{}]}, {"debriefings": 3}], ids=["nothing", "an empty one", "no list"]
)
def test_a_file_that_holds_something_else_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        debriefings_in(wrong)


def test_a_value_of_another_type_is_refused(found: Debriefing) -> None:
    document = document_of([found])
    document["debriefings"][0]["measures"][0]["game"] = "many"
    with pytest.raises(ValueError, match="'many': expected float"):
        debriefings_in(document)


def test_a_game_keeps_its_debriefing_and_its_report_shows_it(detente: Any, tmp_path: Path, monkeypatch: Any) -> None:
    lines = iter(["g", "close_mission belmora_embassy", "e"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    words = ("play", "two_states", "--as", "arden", "--set", SHORT[0], "--no-figures", "--runs", "2")
    code, out, _ = detente(*words)
    assert code == 0
    (folder,) = (tmp_path / "results" / "two_states_arden").iterdir()
    assert f"The debriefing is kept in {Path('results') / 'two_states_arden' / folder.name / 'debriefing.json'}" in out
    assert "  debriefing.json\n" in (folder / "SHA256SUMS").read_text(encoding="utf-8")
    (section,) = [each for each in page_of(read_result(folder)).sections if each.name == "debriefing"]
    assert section.blocks[0] == "In 3 of 3 decisions Arden did not do what its policy would have done."
    again = read_result(folder)
    again.save(tmp_path / "again")
    assert (tmp_path / "again" / "debriefing.json").read_bytes() == (folder / "debriefing.json").read_bytes()


def test_what_is_left_over_from_a_game_that_was_written_over_is_not_read(found: Debriefing, tmp_path: Path) -> None:
    played = replace(game().result(), debriefing=document_of([found]))
    played.save(tmp_path)
    assert read_result(tmp_path).debriefing == document_of([found])
    replace(played, debriefing=None).save(tmp_path)
    assert (tmp_path / "debriefing.json").is_file()
    assert read_result(tmp_path).debriefing is None


def test_of_several_seats_each_debriefing_names_its_own(found: Debriefing) -> None:
    assert printed(found, game()).startswith("Debriefing\n")
    assert printed(replace(found, players=("arden", "belmora")), game()).startswith("Debriefing of Arden\n")


def test_a_history_in_which_nobody_sat_has_no_debriefing() -> None:
    played = run("two_states", settings=SHORT)
    assert "debriefing" not in [section.name for section in page_of(played).sections if section.blocks]


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {  # what is done to the document of a debriefing
    "no debriefings": lambda document: document.clear(),
    "a table is gone": lambda document: document["debriefings"][0].pop("ends"),
    "an end that there is not": lambda document: document["debriefings"][0]["ends"][0].update(end="peace"),
    "no end of the game": lambda document: [end.update(game=False) for end in document["debriefings"][0]["ends"]],
    "no measures": lambda document: document["debriefings"][0].update(measures=[]),
    "a day that there is not": lambda document: document["debriefings"][0].update(until="2030-02-30"),
    "a number for a text": lambda document: document["debriefings"][0]["choices"][0].update(why=3),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_debriefing_is_named_on_one_line(
    damage: Callable[[dict[str, Any]], object], found: Debriefing, detente: Any, tmp_path: Path
) -> None:
    document = json.loads(json.dumps(document_of([found])))
    damage(document)
    replace(game().result(), debriefing=document).save(tmp_path / "game")
    code, out, err = detente("report", "game")
    assert (code != 0, out) == (True, "")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
