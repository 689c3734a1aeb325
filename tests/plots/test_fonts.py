"""Letters that the usual font lacks are drawn with another font of the machine, and all others as ever."""

import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from sim.plots import fonts
from sim.plots.style import styled

RUNES = "ᚠᚢ"


@pytest.fixture(name="runic")
def _runic(tmp_path, monkeypatch):
    """A font of two runes, installed for a while."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for place in ((0, 0), (500, 0), (500, 700)):
        (pen.lineTo if place != (0, 0) else pen.moveTo)(place)
    pen.closePath()
    names = [".notdef", "fehu", "uruz"]
    font = FontBuilder(1000)
    font.setupGlyphOrder(names)
    font.setupCharacterMap(dict(zip(map(ord, RUNES), names[1:], strict=True)))
    font.setupGlyf(dict.fromkeys(names, pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Two Runes", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "runes.ttf")
    monkeypatch.setattr(fontManager, "ttflist", list(fontManager.ttflist))
    fontManager.addfont(tmp_path / "runes.ttf")
    fonts._families_with.cache_clear()
    yield
    fonts._families_with.cache_clear()


@styled
def titled(text):
    figure = Figure()
    figure.text(0.5, 0.5, text)
    axes = figure.add_subplot()
    axes.set_xticks([0, 1], [text, "b"])
    return figure


def families(figure):
    return figure.texts[0].get_fontfamily()


def test_a_name_in_other_letters_gets_a_font_that_has_them(runic):
    figure = titled(f"{RUNES} and Aé")
    assert families(figure) == ["DejaVu Sans", "Two Runes"]
    assert fonts.letters_without_font(figure) == set()


def test_a_name_in_usual_letters_is_drawn_as_on_every_other_machine(runic):
    assert families(titled("Łódź, Αθήνα, Київ")) == ["DejaVu Sans"]


def test_a_letter_that_no_font_has_is_named_also_where_it_labels_a_tick(monkeypatch):
    monkeypatch.setattr(fonts, "_families_with", lambda letters: ())  # whatever is installed here
    figure = titled("国 a\u200d\u0301 \n")
    assert (families(figure), fonts.letters_without_font(figure)) == (["DejaVu Sans"], {"国"})
