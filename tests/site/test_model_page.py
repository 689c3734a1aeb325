"""The numbers in the equations of the page that explains the model are the defaults, and its example adds up."""

import re
from math import sqrt
from pathlib import Path

import pytest

from docs.site.reference import NUMBERS

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")

# what the page says, with the numbers of the model in their places
SAYS = {
    "s = {personnel_severity_base} + {personnel_severity_slope} \\sqrt{{a}}",
    "e = {package_exponent}",
    "an embassy {weight_embassy}, a council {weight_council}, a consulate {weight_consulate}",
    "= {join_intercept} + {join_affinity} \\left( c - \\tfrac{{1}}{{2}} \\right) + {join_evidence}\\, v + j - d",
    "= {talks_intercept} - {talks_grievance}\\, \\frac{{G}}{{\\Omega}} + {talks_institutions}\\, (1 - L)",
}


@pytest.mark.parametrize("text", sorted(SAYS), ids=range(len(SAYS)))
def test_an_equation_has_the_numbers_in_force(text: str) -> None:
    assert text.format(**{name: f"{row.default:g}" for name, row in NUMBERS.items()}) in PAGE


def test_the_numbers_that_the_equations_leave_out_are_one() -> None:
    assert [NUMBERS[name].default for name in ("join_joined", "join_exposure")] == [1, 1]


def test_words_for_half_lives_and_silences_fit_the_numbers() -> None:
    assert NUMBERS["half_life_days"].default == 7 * 365
    assert NUMBERS["balance_half_life_days"].default == 90
    assert round(10 * NUMBERS["silence_first"].default) == 4
    assert round(10 * NUMBERS["silence_recall"].default) == 8


def test_the_example_adds_up() -> None:
    example = PAGE.partition("## An example, by hand")[2].partition("\n## ")[0]
    severity = 4 + 2.5 * sqrt(10 / 20)
    assert f"= {severity:.2f}$" in example
    assert f"= {12.39 + round(severity, 2):.2f}$" in example
    (floor, hollowing, loss, point) = map(
        float, re.search(r"\$(\d+) \+ (\d+) \\cdot \(1 - ([\d.]+)\) = ([\d.]+)\$", example).groups()
    )
    assert f"{floor + hollowing * (1 - loss):.1f}" == f"{point:.1f}"
    assert 12.39 + severity > point
