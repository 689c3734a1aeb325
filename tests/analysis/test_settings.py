"""What was set beside a scenario file is said in words, so that two worlds can be told apart."""

import pytest

from sim.analysis.settings import settings_line

SCENARIO = {
    "states": {"arden": {"name": "Arden", "policy": "stern"}, "belmora": {"name": "Belmora", "policy": "mild"}},
    "policies": {"stern": {}, "mild": {}},
}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param(["policies.stern.k=1.4"], "with strength of answers (k) of the policy of Arden 1.4", id="one"),
        pytest.param(
            ["parameters.talks_per_day=2", "policies.mild.preset=tit_for_tat"],
            "with talks per day 2 and kind of the policy of Belmora tit for tat",
            id="two",
        ),
        pytest.param(
            ["parameters.talks_per_day=2", "policies.mild.c=-1", "policies.stern.k=1", "building=true"],
            "with talks per day 2, severity added to each answer (c) of the policy of Belmora −1 and 2 more",
            id="more than two",
        ),
        pytest.param(
            ["parameters.talks_per_day=2", "parameters.talks_per_day=3"], "with talks per day 3", id="the last"
        ),
        pytest.param(["timeline.first_cut=null"], "with the move first cut removed", id="removed"),
        pytest.param(["timeline.first_cut={count: 3}"], "with the move first cut changed", id="a whole entry"),
    ],
)
def test_what_was_set_is_said_in_words(settings, said):
    assert settings_line({"settings": settings, "scenario": SCENARIO}) == said


def test_results_of_former_releases_say_nothing():
    assert settings_line({"scenario": SCENARIO}) == ""


def test_who_was_played_by_hand_is_said_first():
    manifest = {"settings": ["building=true"], "scenario": SCENARIO | {"by_hand": ["arden"]}}
    assert settings_line(manifest) == "with Arden played by hand and building yes"
