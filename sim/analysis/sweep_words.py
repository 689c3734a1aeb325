"""What the numbers of a sweep are called, and how they are written, on the console and in figures."""

from .headline import ENDS
from .labels import percent, spaced
from .sweep_table import AT_ANY_TIME, REGIME_COLUMNS, is_share

LARGE = 1e6  # from which on a number is written as a power of ten
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNITS = {"tension": "severity", "loss": "share of worth", "flow": "severity a day", "posture": "posture"}


def quantity_words(column: str) -> str:
    """Name of a column of the summary, as a panel is headed.

    Examples
    --------
    >>> quantity_words("cold_standoff"), quantity_words("tension_peak"), quantity_words("loss_at_end")
    ('Ends in a cold standoff', 'Highest tension, mean', 'Institutional loss at the end, mean')
    """
    if column in REGIME_COLUMNS:
        return f"Ends {regime_ends(column)}"
    if column == AT_ANY_TIME:
        return "Rupture at any time"
    if column == "any_break":
        return "Somebody breaks with somebody"
    said = spaced(column).replace(" at end", " at the end").replace("loss", "institutional loss")
    said = f"highest {said.removesuffix(' peak')}" if column.endswith("_peak") else said
    return f"{said[:1].upper()}{said[1:]}, mean"


def unit_of(column: str) -> str:
    """Unit of a column of the summary."""
    return "share of histories" if is_share(column) else UNITS.get(column.partition("_")[0], "number")


def number_words(column: str, value: float) -> str:
    """Number of a column as it is read: a share in per cent, a mean with three digits."""
    if is_share(column):
        return percent(value)
    if column.startswith("loss"):
        return f"{value:.2f}"
    if abs(value) >= LARGE:
        mantissa, exponent = f"{value:.1e}".split("e")
        times = "" if mantissa == "1.0" else f"{mantissa.removesuffix('.0')}·"
        return f"{times}10{str(int(exponent)).translate(RAISED)}"
    digits = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return digits.replace("-", "−")


def regime_ends(regime: str) -> str:
    """How a relation of a regime ends: "in a cold standoff"."""
    return ENDS[spaced(regime)]
