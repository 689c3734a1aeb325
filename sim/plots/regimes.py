"""The colours of the regimes in all figures: the worse, the darker, so that the order can be read in grey."""

from typing import NamedTuple

from sim.results.measures import REGIMES


class Tone(NamedTuple):
    """Colour of an area, and of a line or a text on white."""

    fill: str
    line: str
    is_dark: bool  # whether what is written on the area is white


_TONES = (  # from the worst to the best
    Tone("#6b1020", "#6b1020", True),
    Tone("#2b65a0", "#2b65a0", True),
    Tone("#d5882f", "#b96a10", False),
    Tone("#94d6bd", "#23876a", False),
    Tone("#dcecc0", "#76953c", False),
)
REGIME_TONES = {regime.name: tone for regime, tone in zip(REGIMES, _TONES, strict=True)}
