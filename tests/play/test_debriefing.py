"""The debriefing: what was decided otherwise than by policy, and what came of it."""

import io
from typing import Any

import pytest
from rich.console import Console

from sim import run
from sim.play import Seat
from sim.play.debriefing import choices_of, debriefing, plan_debriefing
from sim.play.debriefing_report import print_debriefing

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


@pytest.fixture(name="found", scope="module")
def _found() -> Any:
    return debriefing(game(), RUNS, threads=1)


def test_each_decision_stands_beside_that_of_the_policy() -> None:
    first = choices_of(game()).iloc[0]
    assert first["chosen"] == "orders the Belmoran embassy in Stanmoor closed (in answer)"
    assert first["by_policy"] == "expels 4 of the Belmoran embassy in Stanmoor"
    assert first["why"].startswith("answers in kind")
    assert not first["is_same"]


def test_to_follow_the_policy_is_to_do_the_same() -> None:
    seat = Seat("two_states", "arden", settings=SHORT)
    seat.go()
    seat.follow()
    seat.go()
    assert choices_of(seat)["is_same"].tolist() == [True]


def test_the_game_is_compared_with_the_policy_in_the_same_history(found: Any) -> None:
    by_policy = run("two_states", settings=SHORT).outcome["relations"]["arden_belmora"]
    own = game().result().outcome["relations"]["arden_belmora"]
    for row in found.measures.to_dict("records"):
        assert (row["game"], row["same_chance"]) == (own[row["measure"]], by_policy[row["measure"]])
    assert found.ends.loc[0, ["game", "same_chance"]].tolist() == [own["regime"], by_policy["regime"]]


def test_it_has_a_place_among_the_histories_by_policy(found: Any) -> None:
    assert found.forecast.manifest["runs"] == RUNS
    loss = found.measures.set_index("measure").loc["loss_at_end"]
    values = found.forecast.outcomes.query("level == 'relation'")["loss_at_end"]
    assert loss["mean"] == pytest.approx(values.mean())
    assert loss["game"] > values.max()  # nobody else closes an embassy
    assert loss["place"] == 1.0
    shares = found.ends.drop(columns=["relation", "game", "same_chance"]).iloc[0]
    assert shares.sum() == pytest.approx(1.0)


def test_its_moves_are_played_in_as_many_histories(found: Any) -> None:
    assert found.comparison.manifest["label"] == "Arden by hand"
    assert found.sentence.startswith("With “Arden by hand”, ")


def test_nothing_is_said_of_breaks_of_a_party_that_no_rule_lets_break() -> None:
    seat = Seat("two_states", "belmora", settings=[*SHORT, "policies.belmora.breaking_hollowing=0"])
    seat.go()
    sentence = debriefing(seat.finish(), RUNS, threads=1).sentence
    assert "broken" not in sentence


def test_a_game_that_was_left_is_compared_up_to_there() -> None:
    planned = plan_debriefing(game(is_left=True), RUNS)
    assert (str(planned.forecast.until), planned.comparison) == ("2030-03-11", None)


def test_it_is_printed(found: Any) -> None:
    out = io.StringIO()
    print_debriefing(found, game(), Console(file=out, width=160))
    text = out.getvalue()
    assert "decisions Arden did not do what its policy would have done." in text
    assert "2 Mar 2030" in text
    assert "Institutional loss at the end" in text
    assert "Same chance: the same history with the policy of Arden in the seat." in text
    assert f"The moves of this game, played in {RUNS} histories: With “Arden by hand”" in text


def test_nothing_is_said_of_a_game_without_a_day() -> None:
    with pytest.raises(ValueError, match="no day has been played"):
        plan_debriefing(Seat("two_states", "arden"))
