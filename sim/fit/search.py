"""Search by simulation, for numbers without a closed form: those under which the played record is forecast best."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

Loss = Callable[[dict[str, float]], float]


class Range(NamedTuple):
    """A path of a scenario, and between what its number is searched."""

    path: str
    low: float
    high: float


class Trial(NamedTuple):
    """What was tried, by path, and the loss under it."""

    numbers: dict[str, float]
    loss: float


def search(
    ranges: Sequence[Range], loss: Loss, *, trials: int, seed: int, shown: Callable[[int], bool] | None = None
) -> list[Trial]:
    """Try numbers, each where earlier ones promise a lower loss.

    Parameters
    ----------
    ranges : what is searched, one or more
    loss : of numbers by path, the lower the better
    trials : how often, >= 1; the first is in the middle of all ranges
    seed : of the sampler; the same trials follow for the same losses
    shown : called after each trial with how many are done; the search ends where it returns False

    Returns
    -------
    list of Trial, in their order

    Notes
    -----
    A tree-structured Parzen estimator (Bergstra et al. 2011), as Optuna has it.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed % 2**32), direction="minimize")
    study.enqueue_trial({one.path: (one.low + one.high) / 2.0 for one in ranges})
    found: list[Trial] = []
    for done in range(1, trials + 1):
        trial = study.ask()
        numbers = {one.path: float(trial.suggest_float(one.path, one.low, one.high)) for one in ranges}
        value = loss(numbers)
        study.tell(trial, value)
        found.append(Trial(numbers, value))
        if shown is not None and not shown(done):
            break
    return found


def best(trials: Sequence[Trial]) -> Trial:
    """Trial with the lowest loss; the first of several."""
    return min(trials, key=lambda trial: trial.loss)


def flat(trials: Sequence[Trial], within: float) -> dict[str, tuple[float, float]]:
    """Range of each path among the trials whose loss is within a distance of the lowest: the profile of the search."""
    least = best(trials).loss
    near = [trial for trial in trials if trial.loss <= least + within]
    return {
        path: (min(trial.numbers[path] for trial in near), max(trial.numbers[path] for trial in near))
        for path in trials[0].numbers
    }
