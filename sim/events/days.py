"""Days as event files write them."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

# name of a form: its pattern; the named parts are the numbers of a day, and a time may follow
_TIME = r"(?:[T ]\d{1,2}:\d{2}.*|\d{6})?"
_FORMS = {
    "YYYY-MM-DD": rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_TIME}",
    "YYYYMMDD": rf"(?P<y>\d{{4}})(?P<m>\d\d)(?P<d>\d\d){_TIME}",
    "YYYY/MM/DD": rf"(?P<y>\d{{4}})/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_TIME}",
    "DD/MM/YYYY": rf"(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}",
    "DD.MM.YYYY": rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){_TIME}",
    "MM/DD/YYYY": rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}",
}
FORMS = tuple(_FORMS)
_CERTAIN = FORMS[:-1]  # without a form given, a day with slashes begins with the day, as ICEWS and POLECAT write none

_PATTERNS = {form: re.compile(pattern, re.ASCII) for form, pattern in _FORMS.items()}


def day_reader(form: str = "") -> Callable[[str], str]:
    """Function that gives the ISO day of a cell, an empty text where it is no day.

    Parameters
    ----------
    form : one of ``FORMS``; where it is empty, any of them but the American one

    Examples
    --------
    >>> read = day_reader()
    >>> read("20180326"), read("26/03/2018"), read("2018-03-26 14:05:00"), read("2018-02-30")
    ('2018-03-26', '2018-03-26', '2018-03-26', '')
    >>> day_reader("MM/DD/YYYY")("03/26/2018")
    '2018-03-26'
    """
    patterns = [_PATTERNS[name] for name in ((form,) if form else _CERTAIN)]

    @lru_cache(maxsize=100_000)  # a file has few days, and many rows of each
    def read(cell: str) -> str:
        found = next(filter(None, (pattern.fullmatch(cell) for pattern in patterns)), None)
        try:
            return date(*(int(found[part]) for part in "ymd")).isoformat() if found else ""
        except ValueError:  # no day of the calendar
            return ""

    return read
