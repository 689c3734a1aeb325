"""What the compiled driver is compared with plays the same histories as the readable driver does."""

import pytest

from sim import EscalationModel, load_scenario

from .mesa_pool import SEED, SilentModel, SkippingModel, mesa_pool

NAMES = ("two_states", "nato_russia_2021", "two_blocs")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("model", [SkippingModel, SilentModel])
def test_days_skipped_change_no_move(name, model):
    case = load_scenario(name)
    for run in range(2):
        whole, skipping = EscalationModel(case, SEED, run).run_until(), model(case, SEED, run).run_until()
        assert skipping.trajectory.moves().equals(whole.trajectory.moves())


def test_only_the_days_played_are_recorded():
    case = load_scenario("two_states")
    whole, skipping = EscalationModel(case, SEED).run_until(), SkippingModel(case, SEED).run_until()
    played = len(skipping.datacollector.get_model_vars_dataframe())
    assert 10 < played < 60
    assert sum(skipping.curves.ceiling.any(axis=1)) == played
    for name in ("grievance", "tension", "loss", "flow_gross", "accredited"):
        kept, all_days = getattr(skipping.curves, name), getattr(whole.curves, name)
        assert all((row == full).all() or not row.any() for row, full in zip(kept, all_days, strict=True)), name


def test_workers_play_as_many_moves_as_the_readable_driver():
    case = load_scenario("two_states")
    moves = sum(int(EscalationModel(case, SEED, run).run_until().state.log.n[0]) for run in range(4))
    with mesa_pool("two_states", 2) as pool:
        assert pool.play(SkippingModel, 4).moves == moves
