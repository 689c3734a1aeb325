"""Which history of a scenario is meant: of the file of a game its own, unless another is asked for."""

from .schema import Scenario

FIRST_SEED = 1


def history_of(case: Scenario, seed: int | None, replay: int | None) -> tuple[int, int]:
    """Seed and number of the history that is meant: those asked for, else those of a game, else the very first.

    Parameters
    ----------
    seed, replay : as they were asked for; None where they were not
    """
    played = case.played
    if played is None or seed not in (None, played.seed):
        return FIRST_SEED if seed is None else seed, replay or 0
    return played.seed, played.replay if replay is None else replay
