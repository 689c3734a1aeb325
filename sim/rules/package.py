"""How grave several measures of one day are together.

Six measures announced on one day are not six times as grave as one: in the record they are answered much as the gravest
of them alone would be.  Their severities therefore add as a norm with a high exponent does.
"""

from .jit import rule
from .moves import FAMILY, VERBAL, is_hostile_kind, is_measure, withholds_tie
from .parameters import PACKAGE_EXPONENT
from .world import NONE, reverse


@rule
def together(a, b, exponent):
    """Severity of two measures of one package, ``(a**x + b**x)**(1/x)``; one alone keeps its own exactly.

    Parameters
    ----------
    a, b : float, severity, >= 0
    exponent : float, x, >= 1; 1 adds them, a high one leaves the graver

    Returns
    -------
    float, severity; for equal measures n**(1/x) times one
    """
    larger, smaller = max(a, b), min(a, b)
    if smaller <= 0.0:
        return larger
    return larger * (1.0 + (smaller / larger) ** exponent) ** (1.0 / exponent)


@rule
def lacking(whole, part, exponent):
    """Severity of the measure that would bring a package from ``part`` to ``whole``: the inverse of :func:`together`.

    Parameters
    ----------
    whole, part : float, severity, >= 0
    exponent : float, >= 1

    Returns
    -------
    float, severity; 0 where the part is as grave as the whole
    """
    if part >= whole:
        return 0.0
    return whole * (1.0 - (max(0.0, part) / whole) ** exponent) ** (1.0 / exponent)


@rule
def is_hostile_part(log, m, first):
    """Whether move ``m`` is a hostile move of the package that begins at row ``first``."""
    return log.package[m] == first and is_hostile_kind(log.kind[m])


@rule
def is_about_ties_alone(log, first, end):
    """Whether the hostile moves of a package in the rows from ``first`` up to ``end`` all withhold ties."""
    for m in range(first, min(end, log.package_end[first])):
        if is_hostile_part(log, m, first) and not withholds_tie(log.kind[m]):
            return False
    return True


@rule
def answers_words(log, m):
    """Whether move ``m`` is a measure that answers words of its target, and no measure of the same package."""
    parent = log.parent[m]
    if parent == NONE or not is_measure(log.kind[m]) or log.ij[parent] != reverse(log.ij[m]):
        return False
    first = log.package[parent]
    for n in range(first, log.package_end[first]):
        if log.package[n] == first and is_measure(log.kind[n]):
            return False
    return FAMILY[log.kind[parent]] == VERBAL


@rule
def package_severity(tables, log, first, end):
    """Severity of the hostile moves of a package in the rows from ``first`` up to ``end``."""
    severity = 0.0
    for m in range(first, min(end, log.package_end[first])):
        if is_hostile_part(log, m, first):
            severity = together(severity, log.severity[m], tables.world[PACKAGE_EXPONENT])
    return severity
