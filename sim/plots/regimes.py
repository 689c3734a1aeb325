"""The regimes in all figures: one order, from the worst to the best, and one colour each.

The worse, the darker, so that the order can be read in grey.
"""

from typing import NamedTuple


class Tone(NamedTuple):
    """Colour of an area, and of a line or a text on white."""

    fill: str
    line: str
    is_dark: bool  # whether what is written on the area is white


REGIME_TONES = {
    "rupture": Tone("#6b1020", "#6b1020", True),
    "cold_standoff": Tone("#2b65a0", "#2b65a0", True),
    "strained": Tone("#d5882f", "#b96a10", False),
    "recovered": Tone("#94d6bd", "#23876a", False),
    "cooperative": Tone("#dcecc0", "#76953c", False),
}
