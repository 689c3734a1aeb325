"""A hindcast as a whole: what is asked for, what it learns from, what it writes, draws and prints."""

from io import StringIO

import pandas as pd
import pytest
from rich.console import Console

from sim import read_result
from sim.hindcast import forecast_from, hindcast, plan_hindcast
from sim.hindcast.distributions import Chance
from sim.hindcast.headline import FITTED_TO_THESE, UPPER_BOUND, headline
from sim.hindcast.learning import habits_by_case
from sim.hindcast.packages import QUESTIONS, documented
from sim.hindcast.tables import forecast_frame, forecast_rows, score_frame, skill_frame
from sim.report.hindcast import print_hindcast
from sim.scenario.arguments import ArgumentError
from tests.documented.rows import events_of, row, table_of

CASES = ["us_cuba_2017", "uk_russia_1996_2007"]
FEW = {"runs": 40, "threads": 1}


@pytest.fixture(name="result", scope="module")
def _result():
    return hindcast(CASES, fit=False, **FEW)


def test_every_package_of_the_cases_is_forecast_by_the_model_and_by_each_rule(result):
    asked = result.forecasts[result.forecasts["question"] == "answered_365"]
    assert set(asked["case"]) == set(CASES)
    assert set(asked["forecaster"]) == {"model", "exact_mirror", "climatology", "fine_climatology", "no_answer"}
    assert asked.groupby("id").size().unique().tolist() == [5]
    assert result.manifest["packages"] == result.manifest["packages_asked"] >= asked["id"].nunique()


def test_one_core_or_two_the_forecasts_are_the_same(result):
    again = hindcast(CASES, fit=False, runs=40, threads=2)
    pd.testing.assert_frame_equal(result.forecasts, again.forecasts)
    pd.testing.assert_frame_equal(result.free_running, again.free_running)


def test_the_forecast_of_a_package_does_not_depend_on_what_else_is_forecast(result):
    alone = hindcast(CASES[1:], fit=False, **FEW).forecasts
    both = result.forecasts[result.forecasts["case"] == CASES[1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, both)


def test_it_is_written_and_read_and_its_misses_are_a_page(result, tmp_path):
    written = {path.name for path in result.save(tmp_path)}
    tables = {f"{name}.csv" for name in ("forecasts", "scores", "skill", "misses", "free_running", "verdicts")}
    assert written == {*tables, "misses.md", "manifest.json", "SHA256SUMS"}
    read = read_result(tmp_path)
    pd.testing.assert_frame_equal(read.skill, result.skill, rtol=1e-5, check_dtype=False)
    assert read.manifest == result.manifest
    page = (tmp_path / "misses.md").read_text(encoding="utf-8")
    assert "United States against Cuba: expel 2 |" in page
    assert "| no answer |" in page


def test_it_is_drawn(result):
    assert set(result.plot()) == {"reliability", "places", "fan_moves", "fan_people"}


def test_what_was_not_played_is_not_drawn():
    quick = hindcast(CASES[:1], quick=True)
    assert len(quick.free_running) == 0
    assert set(quick.plot()) == {"reliability"}  # nobody answered: there is no number to place


def test_the_report_has_a_row_for_each_question_that_was_asked(result):
    console = Console(file=StringIO(), width=200)
    print_hindcast(result, console)
    printed = console.file.getvalue()
    for name in set(result.forecasts["question"]):
        assert QUESTIONS[name].short in printed
    assert "too few cases" in printed
    assert "misses.md has more" in printed


def test_numbers_are_fitted_without_the_case(tmp_path):
    def act(case, actor, move):
        return row("2020-01-01", actor, "B", move, "initial", persons="2", case=case)

    def silent(case, actor):
        return row("2020-01-02", "B", actor, "no_response", "no_response", "2020-01-01", case=case)

    def loud(case, actor):
        return row("2020-01-02", "B", actor, "expel", "reply", "2020-01-01", persons="2", case=case)

    rows = [line for n in range(9) for line in (act(f"s{n}", f"A{n}", "expel"), silent(f"s{n}", f"A{n}"))]
    rows += [line for n in range(9) for line in (act("loud", f"C{n}", "expel"), loud("loud", f"C{n}"))]
    rows += [act("other", "E", "expel"), loud("other", "E")]
    packages = documented("world", events_of(tmp_path, *rows))
    found = habits_by_case(["s0", "loud"], packages, is_fitted=True)
    assert found["loud"]["world"]["silence_first"] > found["s0"]["world"]["silence_first"] + 0.1
    assert habits_by_case(["loud"], packages, is_fitted=False) == {"loud": {}}


def test_a_table_of_ones_own_learns_from_the_shipped_records_or_from_itself(tmp_path):
    rows = [
        row("2020-01-01", "A", "B", "expel", "initial", persons="2", case="one"),
        row("2020-01-02", "B", "A", "no_response", "no_response", "2020-01-01", case="one"),
        row("2021-01-01", "C", "D", "expel", "initial", persons="2", case="two"),
    ]
    path = str(table_of(tmp_path, *rows))
    as_landed, fitted = plan_hindcast([path]), plan_hindcast([path], fit=True)
    assert [given.case for given in as_landed.asked] == [given.case for given in fitted.asked] == ["one", "two"]
    assert {given.record for given in as_landed.learned} == {"moscow", "world"}
    assert {given.record for given in fitted.learned} == {"record"}
    assert (as_landed.fit, fitted.fit, plan_hindcast().fit) == (False, True, True)


REFUSED = {
    "a table of which nothing can be scored": (["record.csv"], {}, r"^cases 'record.csv': of no act is it known how"),
    "a case that there is not": (["us_cuba_2018"], {}, r"^cases 'us_cuba_2018': .*did you mean us_cuba_2017\?$"),
    "no fit without a second case": (["record.csv"], {"fit": True}, r"^fit True: .*expected two at least$"),
    "a table beside a case": (["record.csv", "us_cuba_2017"], {}, r"^cases .*: a table stands alone"),
}


@pytest.mark.parametrize(("cases", "asked", "said"), REFUSED.values(), ids=REFUSED)
def test_refused_is(cases, asked, said, tmp_path, monkeypatch):
    table_of(tmp_path, row("2020-01-01", "A", "B", "expel", "initial", persons="2"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArgumentError, match=said):
        hindcast(cases, **asked)


def test_one_forecast_has_its_distributions():
    found = forecast_from("us_cuba_2017/2017-05-23/united_states", runs=50)
    assert (found.package.row.replier, found.package.row.answered) == ("Cuba", False)
    assert 0 < found.forecasts["answered_365"].probability < 1
    assert found.forecasts["people"].ascending[0] >= 0
    with pytest.raises(ArgumentError, match=r"did you mean us_cuba_2017/2017-05-23/united_states\?"):
        forecast_from("us_cuba_2017/2017-05-23/united_state")


# tables -------------------------------------------------------------------------------------------


@pytest.fixture(name="frame")
def _frame(tmp_path):
    """Two cases, one answered and one not; the model gives 3/4 and 1/4, the table an even chance."""
    rows = [
        row("2020-01-01", "A", "B", "expel", "initial", case="one"),
        row("2020-01-05", "B", "A", "trade_ban", "reply", "2020-01-01", case="one"),
        row("2021-01-01", "C", "D", "expel", "initial", case="two"),
        row("2021-01-05", "D", "C", "no_response", "no_response", "2021-01-01", case="two"),
    ]
    packages = documented("world", events_of(tmp_path, *rows))
    chances = {"one": Chance(1, 1), "two": Chance(0, 1)}
    even = Chance(0.5, 1)
    found = [
        each
        for given in packages
        if given.exchange.package.is_first
        for each in forecast_rows(
            given, {"model": {"answered_365": chances[given.case]}, "fine_climatology": {"answered_365": even}}, 1
        )
    ]
    return forecast_frame(found)


def test_scores_are_means_over_packages(frame):
    scores = score_frame(frame)
    own = scores[(scores["forecaster"] == "model") & (scores["role"] == "all")].iloc[0]
    assert (own["packages"], own["cases"], own["brier"]) == (2, 2, pytest.approx(1 / 16))
    assert own["log"] == pytest.approx(0.287682, abs=1e-6)  # -ln 3/4


def test_skill_is_that_against_each_rule(frame):
    found = skill_frame(frame, 1)
    of_brier = found[(found["score"] == "brier") & (found["role"] == "all")].iloc[0]
    assert (of_brier["rule"], of_brier["skill"]) == ("fine_climatology", pytest.approx(1 - (1 / 16) / (1 / 4)))


def verdicts(*words, record="moscow", cases=20):
    """Rows of a record, a question each, in the order of the questions; the best rule is the table of frequencies."""
    rows = [
        {"record": record, "question": question, "rule": "fine_climatology", "cases": cases, "verdict": word}
        for question, word in zip(QUESTIONS, words, strict=False)
    ]
    return pd.DataFrame(rows)


HEADLINES = {
    "all better": (
        [verdicts("better", "better")],
        "Moscow: the model is better than the best rule of thumb in 2 of 2 questions.",
    ),
    "most better, by record": (
        [verdicts("better", "better", "no better"), verdicts("worse", "better", "no better", record="world")],
        (
            "Moscow: the model is better than the best rule of thumb in 2 of 3 questions, not in: days. World: the "
            "model is better than the best rule of thumb in 1 of 3 questions: answered in a year; a rule of thumb is "
            "better in: answered in 60 days (Table)."
        ),
    ),
    "none better": (
        [verdicts("no better")],
        "Moscow: the model is better than the best rule of thumb in none of 1 question.",
    ),
    "one case": (
        [verdicts("too few cases", record="quarrel", cases=1)],
        (
            "Quarrel: the scores are those of this crisis alone; to compare the model with rules of thumb takes 5 "
            "crises."
        ),
    ),
    "coarse": (
        [verdicts("not said", "not said")],
        ("Coarse, by closed forms that do not know what the posts allow: no verdict. For one, leave out --quick."),
    ),
}


@pytest.mark.parametrize(("rows", "said"), HEADLINES.values(), ids=HEADLINES)
def test_the_headline_says_by_record_where_the_model_is_better(rows, said):
    assert headline(pd.concat([*rows, verdicts("better", "better", record="both records")])) == said
    assert headline(pd.concat(rows), "Beware.") == f"{said} Beware."


def test_shipped_cases_are_no_test_and_a_table_of_ones_own_may_be(result, tmp_path):
    assert result.manifest["headline"].endswith(FITTED_TO_THESE)
    assert hindcast(CASES[:1], quick=True).manifest["headline"].endswith(UPPER_BOUND)
    path = table_of(
        tmp_path,
        row("2020-01-01", "A", "B", "expel", "initial", persons="2", case="one"),
        row("2020-01-02", "B", "A", "expel", "reply", "2020-01-01", persons="2", case="one"),
    )
    own = hindcast([str(path)], quick=True).manifest["headline"]
    assert UPPER_BOUND not in own
    assert FITTED_TO_THESE not in own


def test_closed_forms_give_no_verdict():
    quick = hindcast(["moscow"], quick=True, fit=False)
    assert set(quick.verdicts["verdict"]) == {"not said"}
    assert quick.manifest["headline"].startswith("Coarse, by closed forms")


def test_the_command_prints_the_table_and_names_the_folder(detente):
    code, out, _ = detente("hindcast", "us_cuba_2017", "--quick", "--no-fit", "--no-figures")
    assert code == 0
    assert "answered in a year" in out
    assert "results/hindcast/runs-500-seed-1-" in out


@pytest.mark.parametrize("command", ["hindcast", "fit"])
def test_a_table_without_rows_is_no_interruption(command, detente, tmp_path):
    code, _, err = detente(command, str(table_of(tmp_path)))
    assert code == 2
    assert err.endswith("record.csv:1:1: no row below the names of the columns; expected a row for each move\n")


def test_the_command_says_what_it_does_not_know(detente):
    code, _, err = detente("hindcast", "us_cuba_2018")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("CASES us_cuba_2018: no such case or table; did you mean us_cuba_2017?")
