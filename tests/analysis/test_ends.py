"""What an end rests on: the condition that decided it, with its number."""

from typing import Any

import pytest

from sim.analysis.ends import end_grounds, why_strained
from sim.analysis.outcomes import End, outcome_of
from sim.engine.model import EscalationModel
from sim.scenario.load import load_scenario

QUIET = ["timeline=null", "parameters.incidents_per_day=0", "end=2030-06-30", "parameters.cooperative_loss=0.2",
         "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}"]  # fmt: skip
BY_HAND = "timeline.arden_by_hand_0001={{date: 2030-01-02, from: arden, to: belmora, move: {}}}"
CLOSES = "close_mission, channel: belmora_embassy"
SILENT = "policies.belmora.silence_first=1"
ENDS: dict[str, tuple[list[str], str, str]] = {  # what is set beside the quiet world, the end, and what is said
    "nothing happens": ([], "cooperative", "the loss is below 0.2 ("),
    "relations severed": (
        [BY_HAND.format("sever_relations")], "rupture", "no channel is left, or relations are severed"
    ),
    "an embassy closed": ([BY_HAND.format(CLOSES), SILENT], "cold standoff", "the loss is 0.4 or more ("),
    "an ambassador recalled": (
        [BY_HAND.format("recall_ambassador, channel: arden_embassy"), "policies.belmora.silence_recall=1"],
        "strained",
        "the loss is ",
    ),
    "old grievances": (
        ["relations.arden_belmora.grievance={arden: 20, belmora: 20}"], "strained", "the loss is small ("
    ),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "regime", "said"), ENDS.values(), ids=ENDS)
def test_an_end_is_told_with_the_condition_that_decided_it(settings: list[str], regime: str, said: str) -> None:
    model = EscalationModel(load_scenario("two_states", settings=[*QUIET, *settings]), 1)
    model.run_until()
    trajectory: Any = model.trajectory
    assert outcome_of(trajectory)["relations"]["arden_belmora"]["regime"] == regime
    assert end_grounds(trajectory, "arden_belmora").startswith(said)


def test_of_a_strained_end_with_little_lost_the_tension_is_told_with_its_bound() -> None:
    # grievances of 20 on both sides fade for 180 days by half in seven years; a breaking point of 3 + 34 = 37
    settings = [
        *QUIET,
        "relations.arden_belmora.grievance={arden: 20, belmora: 20}",
        "parameters.half_life_days=100000",
    ]
    model = EscalationModel(load_scenario("two_states", settings=settings), 1)
    model.run_until()
    said = end_grounds(model.trajectory, "arden_belmora")
    assert "but tension is 9.25 or more (19.9" in said


def strained(**given: float) -> End:
    """The end of a relation between states at peace, but for what is given; a breaking point of 40."""
    calm = {"has_ended": False, "is_represented": True, "last_loss": 0.0, "highest_loss": 0.0}
    return End(**(calm | {"last_tension": 0.0, "closing_flow": 0.0, "scale": 40.0} | given))


WHY: dict[str, tuple[End, str]] = {
    "much is lost, and moves go on": (
        strained(last_loss=0.5, highest_loss=0.5, closing_flow=1.0),
        "the loss is 0.4 or more (0.50), but hostile moves have not ceased",
    ),
    "something is lost": (strained(last_loss=0.15, highest_loss=0.15), "the loss is 0.1 or more (0.15)"),
    "tension alone": (strained(last_tension=12.0), "the loss is small (0.00), but tension is 10.00 or more (12.00)"),
    "an ambassador alone": (
        strained(is_represented=False),
        "the loss is small (0.00) and tension low (0.00), but not all ambassadors are at post",
    ),
    "tension after much has come back": (
        strained(last_loss=0.2, highest_loss=0.6, last_tension=12.0),
        "half or more of the loss has come back (0.20), but tension is 10.00 or more (12.00)",
    ),
}


@pytest.mark.parametrize(("end", "said"), WHY.values(), ids=WHY)
def test_a_strained_end_is_told_with_what_keeps_it_from_another(end: End, said: str) -> None:
    trajectory: Any = EscalationModel(load_scenario("two_states"), 1).trajectory
    assert end.regime(trajectory) == "strained"
    assert why_strained(trajectory, end) == said
