"""Letters that the font of the figures lacks: other fonts of this machine have them, or none has.

Names in Latin, Greek or Cyrillic letters are drawn with the font that comes with matplotlib, alike on all machines.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

FONT = "DejaVu Sans"
OF_BOXES = ("lastresort", "adobeblank", "tofu")  # fonts that have every letter, as a box
IN_ONE_FONT = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
SHOWN = 8  # letters named


def families_for(figure: Figure) -> list[str]:
    """Fonts to draw a figure with: the usual one, and those of this machine that have the letters it lacks."""
    return [FONT, *_families_with(frozenset(_letters_of(figure) - _letters_in(_path_of(FONT))))]


def letters_without_font(figure: Figure) -> set[str]:
    """Letters of a figure that no font of this machine has."""
    found = _letters_of(figure) - _letters_in(_path_of(FONT))
    for family in _families_with(frozenset(found)):
        found -= _letters_in(_path_of(family))
    return found


def advice_for(letters: Iterable[str]) -> str:
    """Say which letters are drawn as boxes, and which font to install."""
    known = sorted(letters)
    shown = " ".join(known[:SHOWN]) + (" …" if len(known) > SHOWN else "")
    fonts = dict.fromkeys(map(_font_for, known))
    return f"drawn as boxes, as no installed font has them: {shown}; install {' and '.join(fonts)} and draw again"


def _font_for(letter: str) -> str:
    """A free font that has a letter."""
    script = unicodedata.name(letter, "UNKNOWN").split()[0]
    if not unicodedata.category(letter).startswith("L"):
        return "a font of symbols such as Noto Sans Symbols"
    return "a font such as " + ("Noto Sans CJK" if script in IN_ONE_FONT else f"Noto Sans {script.capitalize()}")


def _letters_of(figure: Figure) -> set[str]:
    """Letters of all texts of a figure, but for spaces and marks that are not seen by themselves."""
    texts: list[Any] = figure.findobj(Text)
    texts += [text for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for text in axis.get_ticklabels()]
    letters = {letter for text in texts for letter in text.get_text()}
    return {letter for letter in letters if not unicodedata.category(letter).startswith(("C", "M", "Z"))}


@cache
def _families_with(letters: frozenset[str]) -> tuple[str, ...]:
    """As few of the installed fonts as have these letters, in an order that does not change."""
    wanted, chosen = set(letters), list[str]()
    families = sorted({entry.name for entry in fontManager.ttflist}) if wanted else []
    families = [family for family in families if not family.lower().replace(" ", "").strip(".").startswith(OF_BOXES)]
    while wanted and families:
        best = max(families, key=lambda family: len(wanted & _letters_in(_path_of(family))))
        if not wanted & _letters_in(_path_of(best)):
            break
        wanted -= _letters_in(_path_of(best))
        chosen.append(best)
    return tuple(chosen)


def _path_of(family: str) -> str:
    return str(findfont(FontProperties(family=[family]), fallback_to_default=False))


@cache
def _letters_in(path: str) -> frozenset[str]:
    """Letters that a font has; none where it cannot be read."""
    try:
        return frozenset(map(chr, FT2Font(path).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
