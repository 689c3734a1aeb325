"""Which characters a text may hold, whichever door it comes in by."""

import unicodedata

import pytest
from pydantic import ValidationError

from sim.scenario.canonical import document_of
from sim.scenario.characters import escaped, fault_in, on_one_line
from sim.scenario.load import load_scenario
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario

FIT = {
    "Latin letters with marks": "Côte d’Ivoire, Ísland, Đà Nẵng",
    "combining marks": "e\u0301tat",
    "Arabic": "وزارة الخارجية",
    "Chinese with a wide blank": "外務省\u3000本省",
    "a joiner within a Persian word": "می\u200cخواهم",
    "an emoji of two": "👩\u200d🚀",
    "an emoji of two in colour": "❤\ufe0f\u200d🔥",
    "signs of every kind": "{0} [b] $x^2$ \\n % & < > ' \" ; = + - @ `",
    "a letter of a private alphabet": "\ue000",
    "a tab and a line break, in a note": "a\tb\nc",
}
UNFIT = {
    "a bell": "\x07",
    "an escape sequence": "\x1b[31m",
    "a carriage return": "\r",
    "a control character of the second set": "\x9b",
    "a next line": "\x85",
    "an override of the direction": "\u202e",
    "an isolate": "\u2066",
    "a mark of direction": "\u200f",
    "a blank of no width": "\u200b",
    "a joiner between Latin letters": "\u200d",
    "a word joiner": "\u2060",
    "a byte order mark": "\ufeff",
    "a separator of lines": "\u2028",
    "a soft hyphen": "\u00ad",
    "a hidden tag": "\U000e0041",
    "a noncharacter": "\uffff",
    "a noncharacter of a higher plane": "\U0010fffe",
    "a noncharacter among Arabic forms": "\ufdd0",
    "half of a surrogate pair": "\udcff",
}


@pytest.mark.parametrize("text", FIT.values(), ids=FIT)
def test_letters_and_signs_of_every_script_are_kept_as_they_are(text):
    assert (fault_in(text), escaped(text)) == (None, text)


@pytest.mark.parametrize("sign", UNFIT.values(), ids=UNFIT)
def test_what_cannot_be_seen_is_refused_and_shown_by_its_number(sign):
    assert f"U+{ord(sign[0]):04X} (" in fault_in(f"a{sign}b").problem
    assert escaped(f"a{sign[0]}b") == f"a{ascii(sign[0])[1:-1]}b"


def test_of_all_that_python_cannot_print_only_this_is_let_through():
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    kept = {c for c in map(chr, range(0x110000)) if unicodedata.category(c) in kinds and not fault_in(f"م{c}")}
    seen = (
        "ARABIC",
        "SYRIAC",
        "KAITHI",
        "EGYPTIAN",
        "SHORTHAND",
    )  # what shapes a group of signs
    assert {c for c in kept if not unicodedata.name(c, "").startswith(seen)} == {"\t", "\n", "\u200c", "\u200d"}


def test_a_quoted_text_stays_on_one_line():
    assert on_one_line("a\nb\tc\u00a0d\u3000e\x1b") == "a\\nb\\tc\\xa0d\u3000e\\x1b"


DOORS = {
    "a name": ("states.arden.name", '"{}"'),
    "a title": ("title", '"{}"'),
    "a note of several lines": ("timeline.first_expulsion.note", '"{}"'),
    "a source": ("timeline.first_expulsion.source", '"{}"'),
    "a city": ("channels.arden_embassy.city", '"{}"'),
    "a policy": ("states.arden.policy", '"{}"'),
    "a title of an experiment": ("experiments.echo.title", '"{}"'),
    "a value of an experiment": ("experiments.echo.set", '{{title: "{}"}}'),
    "a path of an experiment": ("experiments.echo.set", '{{"{}": 1}}'),
    "a text among sources": ("sources", '{{book: "{}"}}'),
}


@pytest.mark.parametrize(("path", "value"), DOORS.values(), ids=DOORS)
def test_a_setting_holds_what_a_file_may_hold(path, value):
    with pytest.raises(ScenarioError) as wrong:
        load_scenario("two_states", settings=[f"{path}={value.format(chr(0x202E))}"])
    assert "U+202E (right-to-left override) cannot stand in a text" in str(wrong.value)
    assert len(wrong.value.problems) == 1


@pytest.mark.parametrize("name", ["a\x1bb", "a\uffffb", "a\nb", "  "])
def test_a_scenario_made_in_python_holds_what_a_file_may_hold(name):
    document = document_of(load_scenario("two_states"))
    document["states"]["arden"]["name"] = name
    document |= {"start": "2030-01-01", "end": "2030-12-31"}
    with pytest.raises(ValidationError, match=r"states\.arden\.name\n.*; expected "):
        Scenario.model_validate(document, strict=False)
