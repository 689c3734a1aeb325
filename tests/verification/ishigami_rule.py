"""Functions of three numbers with known sensitivity indices, as rules for *how much*.

The three numbers, each uniform in [-pi, pi], are carried by what a rule is given: ``k`` in [0, 10], ``c`` in [-20, 20]
and the severity of the act that is answered, in [1, 2].
"""

import math


def ishigami(
    perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
) -> float:
    """15 + sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, which is never below 4 [IshigamiHomma1990].

    References
    ----------
    .. [IshigamiHomma1990] T. Ishigami, T. Homma: An importance quantification technique in uncertainty analysis for
       computer models. Proceedings of the First International Symposium on Uncertainty Modeling and Analysis, 1990.
    """
    x1, x2, x3 = math.pi * (k / 5.0 - 1.0), math.pi * c / 20.0, math.pi * (2.0 * perceived - 3.0)
    return 15.0 + math.sin(x1) + 7.0 * math.sin(x2) ** 2 + 0.1 * x3**4 * math.sin(x1)


def linear(
    perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
) -> float:
    """15 + 4 u1 + 2 u2 - u3 with each u in [-1, 1]."""
    return 15.0 + 4.0 * (k / 5.0 - 1.0) + 2.0 * c / 20.0 - (2.0 * perceived - 3.0)
