"""The debriefing: what was decided otherwise than by policy, and what came of it."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.outcomes import outcome_of
from sim.play import Seat, laid
from sim.play.debriefing import choices_of, debriefing, plan_debriefing
from sim.play.debriefing_report import print_debriefing
from sim.play.game_file import game_text
from sim.play.seat import autopilot

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
    print_debriefing(found, seat, Console(file=out, width=200))
    return out.getvalue()


@pytest.fixture(name="found", scope="module")
def _found() -> Any:
    return debriefing(game(), RUNS, threads=1)


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


def test_it_has_a_place_among_the_histories_by_policy(found: Any) -> None:
    assert found.forecast.manifest["runs"] == RUNS
    loss = found.measures.set_index("measure").loc["loss_at_end"]
    values = found.forecast.outcomes.query("level == 'relation'")["loss_at_end"]
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
    assert " ends " not in text


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
    assert "never did anything" not in text
    assert seat.result().outcome["headline"].endswith("Arden–Belmora stands intact on 1 March 2030.")


def test_nothing_is_said_of_a_game_without_a_day() -> None:
    with pytest.raises(ValueError, match="no day has been played"):
        plan_debriefing(Seat("two_states", "arden"))
