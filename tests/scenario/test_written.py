"""A scenario written as a file reads as the scenario that was written."""

import pytest
from hypothesis import HealthCheck, given, settings

from sim.scenario.canonical import document_of
from sim.scenario.load import load_scenario, scenario_from, shipped_scenarios
from sim.scenario.written import scenario_text, table_of
from tests.drawing.scenarios import scenarios


def written(case, folder):
    """The scenario as it is read after it was written, with its documented moves as a table where that can be."""
    document = document_of(case)
    rows = table_of(document["observed"])
    if rows is not None:
        (folder / "observed.csv").write_text(rows, encoding="utf-8")
    text = scenario_text(document, None if rows is None else "observed.csv")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "scenario.yaml", trust=True)


@pytest.mark.parametrize("path", shipped_scenarios(), ids=lambda path: path.stem)
def test_it_reads_as_it_was(path, tmp_path):
    case = load_scenario(path)
    assert document_of(written(case, tmp_path)) == document_of(case)


@given(values=scenarios())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_scenario_it_reads_as_it_was(values, tmp_path):
    case = scenario_from(values, trust=True)
    assert document_of(written(case, tmp_path)) == document_of(case)


ODD = ("no", "null", "2021-10-06", "1/4", "a: b", "- a", "#a", "'", '"', "é – ü", "=1+1", "NA", "two\nlines", "1e5")


@pytest.mark.parametrize("text", ODD)
def test_texts_that_yaml_would_read_as_something_else_stay_texts(text, tmp_path):
    case = load_scenario("two_states").model_copy(update={"about": text, "sources": {"a": text}})
    found = written(case, tmp_path)
    assert (found.about, found.sources) == (text, {"a": text})


def test_documented_moves_are_a_table_where_there_are_any():
    assert table_of({}) is None
    moves = {
        "cut": {"date": "2021-10-06", "from": "nato", "to": "russia", "move": "cut_ceiling", "count": 10, "note": None}
    }
    assert table_of(moves).splitlines() == [
        "id,date,from,to,move,count",
        '"cut","2021-10-06","nato","russia","cut_ceiling",10',
    ]
