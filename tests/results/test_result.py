"""Results of every kind save and draw themselves."""

import json
from io import StringIO

import pandas as pd
import pytest
from rich.console import Console

from sim import compare, load_scenario, offramp, open_sweep, read_result, run, sweep, tournament
from sim.report.account import print_account
from sim.report.comparison import print_comparison
from sim.report.forecast import print_forecast
from sim.report.offramp import print_offramp
from sim.report.sweep import print_sweep
from sim.report.tournament import print_tournament

SETS = ["end=2030-03-10"]
FIGURES = {
    "run": {"escalation", "posts", "timeline"},
    "forecast": {"fan", "ruptures", "replies"},
    "comparison": {"memo", "difference"},
    "tournament": {"heat_map"},
    "offramp": {"chances"},
    "sweep": {"curves", "shares"},
}


REPORTS = {
    "run": print_account,
    "forecast": lambda result, console: print_forecast(result, console, "detente run …"),
    "comparison": lambda result, console: print_comparison(result, console, lambda _: ("…", "…")),
    "tournament": print_tournament,
    "offramp": print_offramp,
    "sweep": lambda result, console: print_sweep(result, console, "detente run …"),
}


@pytest.fixture(name="results", scope="module")
def _results(tmp_path_factory):
    case = load_scenario("two_states", settings=SETS)
    made = [
        run(case),
        run(case, runs=3),
        compare(case, load_scenario("two_states", settings=[*SETS, "policies.arden.k=2"]), runs=3),
        tournament(case, policies=["ledger"], runs=2),
        offramp(case, ["policies.arden.k=1,2"], runs=2),
        sweep("two_states", ["policies.arden.k=1,2"], tmp_path_factory.mktemp("sweep"), runs=2, settings=SETS),
    ]
    return {result.kind: result for result in made}


@pytest.mark.parametrize("kind", FIGURES)
def test_is_read_again_by_one_call_whatever_its_kind(results, kind, tmp_path):
    written = results[kind].save(tmp_path / "out", excel=True)
    assert {path.name for path in written} >= {"manifest.json", "SHA256SUMS", "tables.xlsx"}
    again = read_result(tmp_path / "out")
    assert (type(again), again.kind) == (type(results[kind]), kind)
    assert again.tables.keys() == results[kind].tables.keys()


@pytest.mark.parametrize("kind", FIGURES)
def test_draws_all_its_figures(results, kind):
    assert results[kind].plot().keys() == FIGURES[kind]


@pytest.mark.parametrize("kind", FIGURES)
def test_has_a_manifest_of_the_same_form(results, kind):
    found = {key.removesuffix("_a") for key in results[kind].manifest}
    assert {
        "name",
        "title",
        "seed",
        "version",
        "python",
        "libraries",
        "own_rules",
        "settings",
        "scenario_hash",
        "scenario",
    } <= found


@pytest.mark.parametrize("kind", FIGURES)
def test_says_in_every_figure_what_was_set_also_when_it_is_read_again(results, kind, tmp_path):
    results[kind].save(tmp_path / "out")
    for figure in read_result(tmp_path / "out").plot().values():
        assert "with end 2030-03-10" in figure.texts[1].get_text().split("\n")


@pytest.mark.parametrize("kind", FIGURES)
def test_says_on_the_console_what_was_set(results, kind):
    console = Console(record=True, width=200, file=StringIO())
    REPORTS[kind](results[kind], console)
    assert console.export_text().split("\n")[1].strip() == "With end 2030-03-10"


def test_what_was_set_is_no_part_of_what_a_scenario_says():
    own = load_scenario("two_states")
    again = load_scenario("two_states", settings=[f"title={own.title}"])
    assert again == own
    assert again.settings == (f"title={own.title}",)
    assert run(again, settings=SETS).manifest["settings"] == [*again.settings, *SETS]


def test_writes_the_figures_that_are_asked_for(results, tmp_path):
    results["run"].plot("posts", folder=tmp_path, formats=["svg"], channels=["arden_embassy"])
    assert [path.name for path in tmp_path.iterdir()] == ["posts.svg"]


def test_a_choice_leaves_the_manifest_as_it_was(results):
    before = json.dumps(results["run"].manifest)
    results["run"].plot("escalation", relations=["arden_belmora"])
    assert json.dumps(results["run"].manifest) == before


MISTAKES = {
    "a figure of another kind": ({"figures": ["fan"]}, "no figure 'fan' of this run; expected any of escalation"),
    "a choice of another kind": ({"of": "run"}, "of: no choice for figures of a run; expected any of relations, chan"),
    "a relation that there is not": ({"relations": ["moon"]}, "no relation 'moon' in this run"),
}


@pytest.mark.parametrize(("asked", "message"), MISTAKES.values(), ids=MISTAKES)
def test_is_refused(results, asked, message):
    with pytest.raises(ValueError, match=message):
        results["run"].plot(**asked)


def test_a_sweep_is_copied_with_its_parts_and_drawn_by_a_row(results, tmp_path):
    results["sweep"].save(tmp_path)
    again = open_sweep(tmp_path)
    pd.testing.assert_frame_equal(again.summary, results["sweep"].summary)
    assert len(list((tmp_path / "parts").iterdir())) == 2
    assert again.plot(of="run").keys() == {"curves"}  # which ends as no regime


def test_an_older_tournament_is_read_with_the_names_of_today(results, tmp_path):
    results["tournament"].save(tmp_path)
    for name in ("table.csv", "manifest.json"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("loss_at_end", "loss").replace("hostile_moves", "moves"))
    (tmp_path / "SHA256SUMS").unlink()
    with pytest.warns(UserWarning, match="SHA256SUMS"):
        table = read_result(tmp_path).table
    assert list(table) == list(results["tournament"].table)
