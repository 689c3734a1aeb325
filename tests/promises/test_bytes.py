"""The same command gives the same bytes wherever it is typed: a short form of ``python -m tests.promises bytes``."""

from sim.scenario.load import shipped_scenarios
from tests.promises import bytes as same_bytes
from tests.survival.small_sweep import places


def test_two_scenarios_give_the_same_bytes_in_all_commands_whatever_surrounds_them():
    with places() as place:
        tried = list(same_bytes.trials(same_bytes.SHORT, place))
    assert [what for what, _ in tried] == [f"{scenario}: the same bytes" for scenario in same_bytes.FEW]
    assert [wrong for _, wrong in tried if wrong] == []


def test_the_long_form_tries_every_scenario_that_ships_and_every_hash_seed_in_every_time_zone():
    assert set(same_bytes.SCENARIOS) == {path.stem for path in shipped_scenarios()}
    met = {(there.hash_seed, there.zone) for there in map(same_bytes.Surroundings.number, range(same_bytes.TIMES))}
    assert len(met) == 5 * 3
