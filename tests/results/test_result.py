"""Results of every kind save and draw themselves."""

import json

import pandas as pd
import pytest

from sim import compare, load_scenario, open_sweep, read_result, run, sweep, tournament

SETS = ["end=2030-03-10"]
FIGURES = {
    "run": {"escalation", "posts", "timeline"},
    "forecast": {"fan", "ruptures", "replies"},
    "comparison": {"difference"},
    "tournament": {"heat_map"},
    "sweep": {"curves", "shares"},
}


@pytest.fixture(name="results", scope="module")
def _results(tmp_path_factory):
    case = load_scenario("two_states", settings=SETS)
    made = [
        run(case),
        run(case, runs=3),
        compare(case, load_scenario("two_states", settings=[*SETS, "policies.arden.k=2"]), runs=3),
        tournament(case, policies=["ledger"], runs=2),
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
        "scenario_hash",
        "scenario",
    } <= found


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
