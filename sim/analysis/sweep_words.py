"""What the numbers of a sweep are called, and how they are written, on the console and in figures."""

from sim.results.measures import event_of, measure_of

from .labels import Labels, percent

LARGE = 1e6  # from which on a number is written as a power of ten
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def quantity_words(column: str, labels: Labels | None = None, of: str = "") -> str:
    """Name of a column of the summary, as a panel is headed; with labels one side of the relation ``of`` by its name.

    Examples
    --------
    >>> quantity_words("cold_standoff"), quantity_words("tension_peak"), quantity_words("loss_at_end")
    ('Ends in a cold standoff', 'Highest tension, mean', 'Institutional loss at the end, mean')
    """
    event = event_of(column)
    words = labels.measure(column, of) if labels else event.says if event else measure_of(column).words
    says = words if event else f"{words}, mean"
    return f"{says[:1].upper()}{says[1:]}"


def unit_of(column: str) -> str:
    """Unit of a column of the summary."""
    return "share of histories" if event_of(column) else measure_of(column).unit


def change_words(column: str, change: float) -> str:
    """Write a change of a column: of a share in percentage points."""
    words = number_words(column, abs(change)).replace(" %", " points")
    return f"−{words}" if change < 0 and any(digit in words for digit in "123456789") else words


def number_words(column: str, value: float) -> str:
    """Number of a column as it is read: a share in per cent, a mean with three digits."""
    if event_of(column):
        return percent(value)
    if measure_of(column).is_fraction:
        return f"{value:.2f}"
    if abs(value) >= LARGE:
        mantissa, exponent = f"{value:.1e}".split("e")
        times = "" if mantissa == "1.0" else f"{mantissa.removesuffix('.0')}·"
        return f"{times}10{str(int(exponent)).translate(RAISED)}"
    digits = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return digits.replace("-", "−")
