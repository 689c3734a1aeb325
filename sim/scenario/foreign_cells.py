"""How other programs and people write days, numbers and nothing: the patterns by which every reader here knows them.

Each reader decides by itself what it makes of them: a result is a table that this program wrote first, so that days
with dots and numbers with exponents can be read back; a table of documented moves may come from anybody, so that what
may mean two things is refused; a scenario file or an argument is refused with the spelling that was meant.
"""

import re

# nothing -------------------------------------------------------------------------------------------------------------

NOTHING = ("NA", "NaN", "NaT", "<NA>", "#N/A")  # as R, pandas and spreadsheets write it
NO_NUMBER = (*NOTHING, "nan", "NULL", "None")  # in a column of numbers or days; elsewhere these may be texts

# days ----------------------------------------------------------------------------------------------------------------

DAY_AT_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0{1,9})?)?(?:Z|\+00:?00)?")
MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$")  # after a day of any form
DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)  # 2030-1-31, 31.1.2030
DAY_WITH_POINTS = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
DAY_WITH_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
WITH_SLASHES = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")  # also with two digits of the year

# numbers -------------------------------------------------------------------------------------------------------------

WHOLE = re.compile(r"[0-9]{1,18}")
POINT_ZERO = re.compile(r"([-+]?[0-9]{1,18})\.0{1,18}")  # 10.0
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
NUMBER_WITH_COMMA = re.compile(r"[+-]?\d*,\d+(?:[eE][+-]?\d{1,3})?", re.ASCII)
DECIMAL_COMMA = re.compile(r"([-+]?[0-9]{1,18}),([0-9]{1,18})")
DECIMAL_COMMA_OF_ANY_LENGTH = re.compile(r"[-+]?[0-9]{1,300},[0-9]{1,300}")
DECIMAL_COMMA_IN_A_LIST = re.compile(r"(?<![0-9,.])([-+]?[0-9]+),([0-9]+)(?![0-9,.])")
WITH_POINT = r"\1.\2"  # instead of the comma

# a comma or a point between three digits may part thousands
THREE_DIGITS = re.compile(r"[-+]?[0-9]{1,3}[.,][0-9]{3}")
THREE_DIGITS_BY_COMMA = re.compile(r"[-+]?[0-9]{1,3},[0-9]{3}")
PERHAPS_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[,.]\d{3}", re.ASCII)  # 0.250 is no thousand
BETWEEN_THOUSANDS = r"[.,_' \u00a0\u202f]"
IN_THOUSANDS = re.compile(rf"[-+]?[0-9]{{1,3}}(?:{BETWEEN_THOUSANDS}[0-9]{{3}})+")  # 1 000 000
