"""The console says which path matters, how sure that is, and why nothing is said."""

import io

import pytest
from rich.console import Console

from sim.report.sensitivity import print_sensitivity
from tests.analysis.made_sweeps import THREE, made_sweep

OWN = {"policies.arden.k": 0.2, "policies.belmora.k": 0.5, "policies.arden.c": 0.5}


def said(result):
    console = Console(file=io.StringIO(), width=160)
    print_sensitivity(result, console)
    return console.file.getvalue()


def made(design, points=320, **options):
    return made_sweep(design, THREE, points, lambda x1, x2, x3: (x1 + 4 * x2 - 2 * x3 + 2) / 7, **options)


@pytest.mark.parametrize(
    ("design", "what"),
    [
        ("sobol", "Arden–Belmora: Sobol' indices"),
        ("morris", "Arden–Belmora: elementary effects"),
        ("lhs", "Arden–Belmora: standardised rank regression coefficients"),
    ],
)
def test_paths_are_listed_from_the_one_that_matters_most(design, what):
    lines = said(made(design)).splitlines()
    assert lines[0].startswith(what)
    assert [line.split()[0] for line in lines if line.startswith("policies.")] == [
        "policies.belmora.k",
        "policies.arden.c",
        "policies.arden.k",
    ]
    assert "No index, for nothing varies: strained." in lines


def test_a_tornado_tells_both_ends_and_the_values_that_lead_there():
    told = said(made("oat", None, own=OWN))
    assert "Institutional loss at the end, mean; 0.457 as the scenario is" in told
    line = next(line for line in told.splitlines() if line.startswith("policies.belmora.k"))
    assert " ".join(line.split()[1:]) == ("0.57 (0.57 to 0.57) 0.171 at 0 0.743 at 1")


def test_a_winner_that_is_not_certain_is_called_so():
    unsure = "That policies.belmora.k matters most is not certain; it may as well be policies.arden.c."
    assert unsure in said(made("sobol", 40)).replace("policies.arden.c, policies.arden.k", "policies.arden.c")
    assert "not certain" not in said(made("morris", 80))


def test_sobol_indices_of_few_points_are_said_to_be_of_few():
    told = said(made("sobol", 40))
    assert "Too few points: intervals reach " in told
    assert "points would bring that to 0.1." in told.replace(" \n", " ")
    assert "Too few points" not in said(made("sobol", 5 * 1024))


def test_too_few_blocks_are_told_on_one_line():
    assert said(made("sobol", 20)) == "No sensitivity: 4 of 4 blocks are whole; indices need 8 at least\n"


def test_of_a_grid_nothing_is_said():
    assert said(made_sweep("grid", ["policies.arden.k=0:1:3"], None, float)) == ""
