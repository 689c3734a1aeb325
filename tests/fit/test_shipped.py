"""The numbers that ship are those that the command gives."""

from pathlib import Path

import pytest

from sim.fit.habits import BLOCKS, free_of
from sim.fit.shipped import fitted_text
from sim.rules import fitted
from sim.rules.habits import HABITS
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter

ALL = (*POLICY_PARAMETERS, *WORLD_PARAMETERS)


def test_the_fitted_numbers_are_what_a_fit_to_both_records_gives() -> None:
    written = Path(fitted.__file__).read_text(encoding="utf-8")
    assert written == fitted_text(), "run python -m docs.generate"


def test_the_defaults_are_the_fitted_numbers_of_the_world() -> None:
    defaults = {parameter.name: parameter for parameter in POLICY_PARAMETERS}
    for name in (name for block in BLOCKS for name in free_of(block)):
        assert (defaults[name].default, defaults[name].mark) == (fitted.FITTED["world"][name].value, "fit")


def test_what_does_not_improve_forecasts_is_not_fitted() -> None:
    assert "silence_wave" not in fitted.FITTED["world"]
    assert {p.name: p.default for p in POLICY_PARAMETERS}["silence_wave"] == 0.0


def test_habits_hold_what_differs_from_the_world() -> None:
    assert "surcharge_wave" not in HABITS["moscow"].numbers  # the same for all
    assert HABITS["moscow"].numbers["silence_first"] == fitted.FITTED["moscow"]["silence_first"].value


@pytest.mark.parametrize("parameter", [p for p in ALL if p.mark == "fit"], ids=lambda p: p.name)
def test_what_is_marked_as_fitted_is_an_estimate_with_rows_and_a_standard_error(parameter: Parameter) -> None:
    found = fitted.FITTED["world"][parameter.name]
    assert parameter.default == found.value
    assert found.error > 0.0
    assert found.rows >= found.cases >= 1
    assert fitted.COMMAND == "detente fit"


@pytest.mark.parametrize("name", fitted.OTHERS)
def test_a_default_that_is_not_the_estimate_of_the_record_is_a_choice(name: str) -> None:
    (parameter,) = (p for p in ALL if p.name == name)
    assert parameter.mark == "design"
    assert fitted.in_record(name) == fitted.OTHERS[name]


def test_the_record_gives_nothing_for_what_nobody_could_document() -> None:
    assert fitted.in_record("perception_noise") is None
