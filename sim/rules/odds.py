"""Odds: how a feature makes something more or less likely that is neither certain nor impossible."""

from .jit import rule


@rule
def at_odds_times(chance, factor):
    """Probability whose odds are a multiple of those of another.

    Parameters
    ----------
    chance : float in [0, 1]
    factor : float, > 0

    Returns
    -------
    float in [0, 1]; 0 stays 0 and 1 stays 1, so that what is certain or ruled out remains so
    """
    return chance / (chance + (1.0 - chance) / factor) if chance > 0.0 else 0.0
