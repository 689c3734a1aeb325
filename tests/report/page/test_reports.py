"""The reports of results of every kind: what stands in them, how large they are, and what they agree with."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
import pytest

from sim import compare, load_scenario, offramp, run, sweep, tournament
from sim.analysis.assumptions import origin_text
from sim.fit import fit
from sim.hindcast import hindcast
from sim.hindcast.reliability import largest_cases
from sim.report.page import page_of, write_report
from sim.report.page.common import Choice, without_folders
from sim.report.page.document import Chart, Explorer, Report, Section, Table, Terms
from sim.report.page.html import html_of
from sim.report.page.words import WORDS
from sim.results.files import OutputError
from sim.results.result import Result
from tests.report.page.readers import Page, wrong_in_page

ROOT = Path(__file__).parents[3]
LARGEST = 100_000  # bytes of a page
K, SILENCE = "policies.arden.k", "policies.belmora.silence_first"


@pytest.fixture(name="results", scope="module")
def _results(tmp_path_factory: Any) -> dict[str, Result]:
    case = load_scenario("two_states", settings=["end=2030-06-30"])
    changed = {"changes": [f"{K}=3"], "runs": 20}
    return {
        "run": run(case),
        "forecast": run(case, runs=20),
        "comparison": compare("two_states", settings=["end=2030-06-30"], **changed),
        "tournament": tournament(case, policies=["ledger", "grit"], runs=3),
        "offramp": offramp(case, [f"{K}=0.5,2", f"{SILENCE}=0,1"], end="strained", below=0.9, runs=20),
        "sweep": sweep(case, [f"{K}=0.5,1,2", f"{SILENCE}=0,1"], tmp_path_factory.mktemp("grid"), runs=3),
        "line": sweep(case, [f"{K}=0.5,1,2"], tmp_path_factory.mktemp("line"), runs=3),
        "names": sweep(case, ["policies.arden.preset=ledger,grit"], tmp_path_factory.mktemp("names"), runs=3),
        "oat": sweep(case, [f"{K}=0.5:2", f"{SILENCE}=0:1"], tmp_path_factory.mktemp("oat"), design="oat", runs=3),
    }


ALL = ("run", "forecast", "comparison", "tournament", "offramp", "sweep", "line", "names", "oat")


def section_of(report: Report, name: str) -> Section:
    return next(section for section in report.sections if section.name == name)


def tables_in(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def test_a_kind_of_result_without_a_page_of_its_own_has_its_headline_and_its_tables() -> None:
    @dataclass(frozen=True, repr=False)
    class Scored(Result):
        kind: ClassVar[str] = "scored"
        scores: pd.DataFrame
        manifest: dict[str, Any]

    scores = pd.DataFrame({"question": ["<b>when</b>"] * 70, "chance": [0.25] * 70, "is_met": [True] * 70})
    found = Scored(scores, {"title": "A record", "headline": "The model is late.", "seed": 1, "runs": 500})
    report = page_of(found)
    (table,) = tables_in(section_of(report, "tables"))
    assert (report.headline, report.details) == ("The model is late.", "500 histories; seed 1")
    assert (table.heads, table.rows[0]) == (("Question", "Chance", "Is met"), ("<b>when</b>", "0.25", "yes"))
    assert section_of(report, "tables").blocks[1] == "10 more rows are in the file of the table scores."
    assert wrong_in_page(html_of(report), "A record") == ""


def test_a_hindcast_shows_its_scores_and_its_misses_in_words() -> None:
    report = page_of(hindcast(["us_cuba_2017"], quick=True, fit=False))
    (scores,), (misses,) = (tables_in(section_of(report, name)) for name in ("scores", "misses"))
    assert report.kind == "Report of a hindcast"
    assert "answered in a year" in [row[0] for row in scores.rows]
    assert "United States against Cuba: expel 15" in [row[2] for row in misses.rows]
    assert wrong_in_page(html_of(report), report.title) == ""


def test_a_hindcast_draws_whether_chances_came_true_and_whole_cases() -> None:
    found: Any = hindcast(["us_russia_2016_2017", "us_cuba_2017"], runs=20, fit=False)
    report = page_of(found)
    chances, cases = (section_of(report, name) for name in ("chances", "cases"))
    drawn = [block for block in chances.blocks if isinstance(block, Chart)]
    assert drawn
    for chart in drawn:
        assert chart.table is not None
        assert all(re.fullmatch(r"–|[<>.\d]+ % of \d+", cell) for row in chart.table.rows for cell in row[1:])
    fans = [block for block in cases.blocks if isinstance(block, Chart)]
    assert [chart.title for chart in fans] == [
        f"{case}: {measure}, by days since the first act"
        for measure in ("hostile moves", "people sent home")
        for case in largest(found, measure)
    ]
    last = fans[0].table
    assert last is not None
    assert last.rows[-1][:2] == ("365", "9")
    assert wrong_in_page(html_of(report), report.title) == ""


def largest(found: Any, measure: str) -> list[str]:
    titles = {
        "us_russia_2016_2017": "Russia and the United States, 2016 to 2017",
        "us_cuba_2017": "Cuba and the United States, 2017",
    }
    return [titles[each] for each in largest_cases(found.free_running, measure, 4)]


def test_a_fit_shows_its_numbers_with_their_errors() -> None:
    report = page_of(fit(["us_cuba_2017"], free=["silence_first"]))
    (table,) = tables_in(section_of(report, "numbers"))
    assert (report.kind, table.rows[0][:2]) == ("Report of a fit", ("answered", "silence_first"))
    assert wrong_in_page(html_of(report), report.title) == ""


DOCUMENTED = (  # the answer stays away, because nobody decides any more after the first day
    "end=2030-03-04",
    "observed.answer={date: 2030-03-03, from: belmora, to: arden, move: close_consulate, channel: arden_consulate}",
)


@pytest.mark.parametrize(("kind", "runs"), [("run", None), ("forecast", 3)])
def test_a_documented_move_that_does_not_come_is_shown(kind: str, runs: int | None) -> None:
    result: Any = run(load_scenario("two_states", settings=[*DOCUMENTED]), **({"runs": runs} if runs else {}))
    (table,) = tables_in(section_of(page_of(result), "record"))
    assert (result.kind, len(table.rows)) == (kind, 1)
    assert "3 Mar 2030" in table.rows[0]


@pytest.mark.parametrize("kind", ALL)
def test_a_page_is_small_and_holds_what_a_page_may_hold(kind: str, results: dict[str, Result]) -> None:
    text = html_of(page_of(results[kind]))
    assert wrong_in_page(text, "Two states and one expulsion") == ""
    assert len(text.encode()) < LARGEST


@pytest.mark.parametrize("kind", ALL)
def test_a_page_names_no_two_things_alike(kind: str, results: dict[str, Result]) -> None:
    page = Page(html_of(page_of(results[kind])))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    captions = page.within("caption")
    assert sorted(map(str, ids)) == sorted({*map(str, ids)})
    assert sorted(captions) == sorted({*captions})


@pytest.mark.parametrize("kind", ALL)
def test_every_chart_has_a_table(kind: str, results: dict[str, Result]) -> None:
    sections = page_of(results[kind]).sections
    charts = [(section, block) for section in sections for block in section.blocks if isinstance(block, Chart)]
    assert [chart.title for section, chart in charts if chart.table is None and not tables_in(section)] == []


@pytest.mark.parametrize("kind", ALL)
def test_a_page_ends_with_assumptions_provenance_and_words(kind: str, results: dict[str, Result]) -> None:
    names = [section.name for section in page_of(results[kind]).sections if section.blocks]
    assert names[-3:] == ["assumptions", "provenance", "words"]


def test_a_run_is_told_by_its_headline_its_account_and_its_ends(results: dict[str, Result]) -> None:
    found: Any = results["run"]
    report = page_of(found)
    account, (ends,) = section_of(report, "account"), tables_in(section_of(report, "ends"))
    assert report.headline == found.outcome["headline"]
    assert [row[0] for row in tables_in(account)[0].rows if row[0] != "–"] == [str(n) for n in found.moves["id"]]
    assert ends.rows[0][0] == "Arden–Belmora"


def test_an_account_can_be_narrowed_to_days_and_to_hostile_moves(results: dict[str, Result]) -> None:
    found: Any = results["run"]
    days = [day.date() for day in found.moves["announced"]]
    until = Choice(until=days[0])
    (first,) = tables_in(section_of(page_of(found, until), "account"))
    assert (days[0], {row[1] for row in first.rows}) == (date(2030, 3, 1), {"1 Mar 2030"})
    hostile = [str(move) for move in found.moves.loc[found.moves["severity"] > 0, "id"]]
    account = section_of(page_of(found, Choice(is_hostile_only=True)), "account")
    assert [row[0] for row in tables_in(account)[0].rows if row[0] != "–"] == hostile
    assert "Moves that are not hostile are left out." in account.blocks


def test_of_a_long_run_the_hostile_moves_are_shown(results: dict[str, Result]) -> None:
    found: Any = results["run"]
    hostile = found.moves[found.moves["severity"] > 0]
    n = len(hostile)
    moves = pd.concat([hostile.assign(id=range(1 + n * time, 1 + n * time + n)) for time in range(120 // n)])
    talks = found.moves.head(1).assign(severity=-1.0)
    long = replace(found, moves=pd.concat([moves, *[talks] * 60], ignore_index=True).sort_values("announced"))
    account = section_of(page_of(long), "account")
    assert len(tables_in(account)[0].rows) <= 150
    assert any("moves.csv has all" in str(block) for block in account.blocks)


def test_a_relation_in_which_nothing_happens_has_no_charts_where_another_has() -> None:
    third = ["states.cordia={}", "channels.cordian_embassy={kind: embassy, sender: cordia, host: arden, accredited: 5}"]
    third += ["plots.dyads=[arden_cordia, arden_belmora]", "end=2030-04-30", "parameters.talks_per_day=0"]
    course = section_of(page_of(run("two_states", settings=third)), "course")
    titles = [block.title for block in course.blocks if isinstance(block, Chart)]
    assert [title.partition(":")[0] for title in titles] == ["Arden–Belmora"] * 2
    table = tables_in(section_of(page_of(run("two_states", settings=third)), "ends"))[0]
    assert {row[0]: row[table.heads.index("Peak on")] for row in table.rows}["Arden–cordia"] == "–"


def test_what_chance_did_and_what_a_policy_chose_stand_apart(results: dict[str, Result]) -> None:
    found: Any = results["run"]
    by, *_ = tables_in(section_of(page_of(found), "chance"))
    assert sum(int(row[1]) for row in by.rows) == len(found.moves)
    assert by.rows[0][:2] == ("The scenario", "1")


def test_a_forecast_shows_each_end_with_its_interval(results: dict[str, Result]) -> None:
    found: Any = results["forecast"]
    (table,) = tables_in(section_of(page_of(found), "ends"))
    assert (page_of(found).headline, table.heads[2]) == (
        found.manifest["headline"],
        "Share of histories (95 % interval)",
    )
    assert all(row[0] for row in table.rows)


def test_a_comparison_has_the_sentence_as_its_headline(results: dict[str, Result]) -> None:
    found: Any = results["comparison"]
    assert page_of(found).headline == found.sentence


def test_the_controls_of_a_sweep_choose_the_row_of_their_values(results: dict[str, Result]) -> None:
    (explorer,) = [b for b in section_of(page_of(results["sweep"]), "points").blocks if isinstance(b, Explorer)]
    (_, strengths), (_, silences) = explorer.controls
    assert (strengths, silences) == (("0.5", "1", "2"), ("0", "1"))
    assert [row[:2] for row in explorer.table.rows] == [(k, s) for k in strengths for s in silences]


def test_the_points_of_a_sweep_have_the_numbers_of_its_summary(results: dict[str, Result]) -> None:
    swept: Any = results["line"]
    (explorer,) = [b for b in section_of(page_of(swept), "points").blocks if isinstance(b, Explorer)]
    own = swept.summary[(swept.summary["name"] == "arden_belmora")].sort_values("point")
    at = explorer.table.heads.index("Ends strained")
    assert [row[at] for row in explorer.table.rows] == [f"{100 * share:.0f} %" for share in own["strained"]]


def test_names_are_chosen_from_a_list_and_numbers_by_a_slider(results: dict[str, Result]) -> None:
    controls = [[*Page(html_of(page_of(results[kind]))).all("input", "select")] for kind in ("line", "names")]
    assert [[control.get("type", "list") for control in found] for found in controls] == [["range"], ["list"]]


def test_a_design_that_draws_its_points_shows_which_values_matter(results: dict[str, Result]) -> None:
    report = page_of(results["oat"])
    assert len(tables_in(section_of(report, "matters"))) >= 1
    assert "form" not in {tag for tag, _ in Page(html_of(report)).elements}


COMES = (
    "end=2030-06-30",
    "observed.answer={date: 2030-03-09, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 3}",
)


def test_a_documented_move_that_comes_leads_to_the_move_that_comes_for_it() -> None:
    result: Any = run(load_scenario("two_states", settings=[*COMES]))
    report = page_of(result)
    (table,), moves = (tables_in(section_of(report, name)) for name in ("record", "account"))
    played = int(result.against_record["played"].iloc[0])
    assert table.heads == ("Documented", "Move", "In this history", "How many days off", "Number")
    assert table.links[0] == ("", "", f"move-{played}", "", "")
    assert f"move-{played}" in moves[0].anchors
    assert "Of 1 documented move 1 comes" in section_of(report, "record").blocks[1]


def test_what_a_move_answers_leads_to_that_move(results: dict[str, Result]) -> None:
    page = Page(html_of(page_of(results["run"])))
    names = {str(attributes["id"]) for _, attributes in page.elements if "id" in attributes}
    links = [str(a["href"]).removeprefix("#") for a in page.all("a")]
    assert [link for link in links if link not in names] == []
    assert "move-1" in links


@pytest.mark.parametrize("kind", ["forecast", "comparison"])
def test_many_histories_stand_against_the_record_in_words(kind: str) -> None:
    case = load_scenario("two_states", settings=[*COMES])
    result: Any = run(case, runs=5) if kind == "forecast" else compare(case, changes=[f"{K}=3"], runs=5)
    (table,) = tables_in(section_of(page_of(result), "record"))
    assert all(table.heads)
    assert not any("_" in head for head in table.heads)


def test_where_nothing_is_documented_there_is_no_such_section(results: dict[str, Result]) -> None:
    for kind in ("run", "forecast", "comparison"):
        assert section_of(page_of(results[kind]), "record").blocks == ()


def test_a_page_is_written_as_the_ending_of_its_name_says(results: dict[str, Result], tmp_path: Path) -> None:
    page, note = (results["run"].report(tmp_path / "new" / name) for name in ("a.html", "a.md"))
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert note.read_text(encoding="utf-8").startswith("# Two states and one expulsion\n")
    with pytest.raises(ValueError, match=r"expected a name that ends in \.html or \.md"):
        results["run"].report(tmp_path / "a.pdf")
    (tmp_path / "plain").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(results["run"], tmp_path / "plain" / "a.html")


def test_the_same_result_gives_the_same_page(results: dict[str, Result]) -> None:
    assert html_of(page_of(results["forecast"])) == html_of(page_of(results["forecast"]))


@pytest.mark.parametrize("kind", ALL)
def test_a_notebook_shows_the_headline_and_little_else(kind: str, results: dict[str, Result]) -> None:
    shown = results[kind]._repr_html_()
    assert page_of(results[kind]).headline in "".join(Page(shown).within("p"))
    assert len(shown) < 30_000


def test_a_notebook_shows_the_plain_text_of_a_result_that_was_changed_by_hand(results: dict[str, Result]) -> None:
    found: Any = results["forecast"]
    changed = replace(found, probabilities=pd.DataFrame())
    assert changed._repr_html_().startswith("<pre>Forecast: Two states")


@pytest.mark.parametrize(("word", "meaning"), WORDS, ids=[word for word, _ in WORDS])
def test_a_word_means_what_the_page_of_words_says(word: str, meaning: str) -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", (ROOT / "docs" / "words.md").read_text(encoding="utf-8"), re.MULTILINE)
    said = [text for name, text in rows if word in name.replace("*", "").split(", ")]
    assert any(text.startswith(meaning) for text in said), said


COMMANDS = {
    "a name": ("detente run two_states --seed 1", "detente run two_states --seed 1"),
    "folders of a machine": ("detente run /data/me/case.yaml --out /data/me/x", "detente run case.yaml --out x"),
    "an option with its value": ("detente run case.yaml --out=/data/me/x", "detente run case.yaml --out=x"),
    "a folder above": ("detente plot ../../me/x", "detente plot x"),
    "a folder below": ("detente run cases/case.yaml", "detente run cases/case.yaml"),
    "a folder of Windows": (r"detente run 'C:\me\case.yaml'", "detente run case.yaml"),
    "a value": (
        "detente run two_states --set policies.arden.k=1.4",
        "detente run two_states --set policies.arden.k=1.4",
    ),
    "no command": ("detente run 'x", "detente run 'x"),
}


@pytest.mark.parametrize(("typed", "shown"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_is_shown_without_the_folders_of_a_machine(typed: str, shown: str) -> None:
    assert without_folders(typed) == shown


ORIGINS = {
    "default": "the scenario",
    "": "the scenario",
    "default, design: a choice of ours": "a choice of ours",
    "parameters.k: default, seed: the crisis of October 2021": "the crisis of October 2021",
    "policies.others.silence_first: default, fit: documented moves of 108 crises": "documented moves of 108 crises",
    "habits moscow": "habits moscow",
    "policies.russia.silence_first: habits moscow": "habits moscow",
    "policies.russia.breaks": "the policy of that side",
    "default: the world at large": "the world at large",
}


@pytest.mark.parametrize(("origin", "said"), ORIGINS.items(), ids=ORIGINS)
def test_where_a_number_comes_from_is_said_in_words(origin: str, said: str) -> None:
    assert origin_text(origin) == said


def test_what_was_set_beside_the_scenario_is_marked_as_such() -> None:
    found = run("two_states", settings=["end=2030-04-01", f"{K}=1.4"])
    (table,) = tables_in(section_of(page_of(found), "assumptions"))
    assert ("Strength of answers (k) of the policy of Arden", "1.4", "set beside the scenario") in table.rows


def assumptions_of(*settings: str) -> dict[str, tuple[str, str]]:
    """Value and origin of each number that the page of a lesson on trade lists."""
    found = run("trade_and_visas", settings=["end=2030-03-05", *settings])
    (table,) = tables_in(section_of(page_of(found), "assumptions"))
    return {what: (value, origin) for what, value, origin in table.rows}


def test_where_the_acts_are_on_ties_the_numbers_of_ties_are_listed() -> None:
    listed = assumptions_of()
    design = "a choice of ours"
    assert listed["Silence of the policy of Harland after a tie is withheld"] == ("0.65", design)
    assert listed["Weight of an answer in the same tie of the policy of Kessia"] == ("0.5", design)
    assert listed["Pressing on of the policy of Harland after an own act that was not answered"] == ("0.23", design)
    assert listed["Worth of Kessian gas to Harland"] == ("3", "the scenario")
    assert listed["Worth of visas between Harland and Kessia to Harland"] == ("1", "assumed: nothing is said of it")
    assert not any("after a first act" in what for what in listed)  # which is about expulsions
    assert not any("named persons" in what for what in listed)  # on whom no act is


def test_where_an_act_is_on_a_post_the_silence_about_such_acts_stays_listed() -> None:
    act = "{date: 2030-03-04, from: kessia, to: harland, move: expel, channel: harland_embassy, count: 1}"
    listed = assumptions_of(f"timeline.people={act}")
    assert listed["Silence of Harland after a first act (Harland–Kessia)"] == ("0.42", "documented moves of 108 crises")
    assert "Silence of the policy of Harland after a tie is withheld" in listed


def test_where_the_acts_are_recalls_and_words_the_numbers_of_recalls_are_listed() -> None:
    recall = "{date: 2030-03-02, from: kessia, to: harland, move: recall_ambassador, channel: kessia_embassy}"
    words = "{date: 2030-03-03, from: harland, to: kessia, move: denounce}"
    listed = assumptions_of("timeline=null", f"timeline.recall={recall}", f"timeline.words={words}")
    recalled = "Silence of the policy of {} after a recall or a denunciation"
    assert listed[recalled.format("Harland")] == listed[recalled.format("Kessia")]
    assert listed["Pressing on of the policy of Kessia after an own act that was not answered"][0] == "0.23"
    assert not any("after a first act" in what or "after a tie is" in what for what in listed)
    assert not any(what.startswith("Weight of an answer") for what in listed)


def test_pressing_on_is_listed_where_acts_are_on_people_too() -> None:
    act = "{date: 2030-03-04, from: kessia, to: harland, move: expel, channel: harland_embassy, count: 1}"
    listed = assumptions_of("timeline=null", f"timeline.people={act}", "policies.kessia.press_on=0.67")
    assert listed["Pressing on of the policy of Kessia after an own act that was not answered"] == (
        "0.67",
        "set beside the scenario",
    )


def test_who_has_no_breaking_point_has_no_numbers_of_one() -> None:
    floor, has_one = "Breaking floor of the policy of {}", "Having a breaking point of Harland (Harland–Kessia)"
    listed = assumptions_of()
    assert (listed[has_one][0], floor.format("Harland") in listed) == ("no", False)
    listed = assumptions_of("policies.harland.breaks=true")
    assert (listed[has_one][0], listed[floor.format("Harland")][0], floor.format("Kessia") in listed) == (
        "yes",
        "3",
        False,
    )


def test_a_large_grid_is_thinned_until_its_page_is_small(results: dict[str, Result]) -> None:
    swept: Any = results["sweep"]
    values = [round(n / 40, 3) for n in range(41)]
    points = pd.DataFrame([(40 * i + j + i, a, b) for i, a in enumerate(values) for j, b in enumerate(values)])
    points.columns = ["point", K, SILENCE]
    first = swept.summary[swept.summary["point"] == 0]
    summary = pd.concat([first.assign(point=point) for point in points["point"]], ignore_index=True)
    report = page_of(replace(swept, points=points, summary=summary))
    (explorer,) = [block for block in section_of(report, "points").blocks if isinstance(block, Explorer)]
    assert explorer.controls[0][1][0::100] == ("0",)
    assert explorer.controls[0][1][-1] == "1"
    assert len(explorer.table.rows) == len(explorer.controls[0][1]) * len(explorer.controls[1][1]) > 300
    assert LARGEST / 3 < len(html_of(report).encode()) < LARGEST


def test_a_chart_of_a_comparison_shows_the_shares_of_its_headline(results: dict[str, Result]) -> None:
    found: Any = results["comparison"]
    (chart,) = [block for block in section_of(page_of(found), "change").blocks if isinstance(block, Chart)]
    b, a = (round(float(number)) for number in re.findall(r"([0-9.]+) %", found.sentence)[:2])
    shown = chart.table.rows if chart.table else ()
    assert [(world, text.partition(" %")[0]) for world, text in shown] == [("A", str(a)), ("B", str(b))]


def test_a_sweep_of_which_nothing_has_been_played_says_so(results: dict[str, Result]) -> None:
    swept: Any = results["line"]
    report = page_of(replace(swept, summary=swept.summary.iloc[:0]))
    (explorer,) = [block for block in section_of(report, "points").blocks if isinstance(block, Explorer)]
    assert report.headline == "No point has been played."
    assert {cell for row in explorer.table.rows for cell in row[1:]} <= {"–"}


def test_a_sweep_that_is_half_played_shows_what_there_is(results: dict[str, Result]) -> None:
    swept: Any = results["line"]
    report = page_of(replace(swept, summary=swept.summary[swept.summary["point"] < 2]))
    (explorer,) = [block for block in section_of(report, "points").blocks if isinstance(block, Explorer)]
    assert report.headline.startswith("2 of 3 points have been played: ")
    assert [("–" in row) for row in explorer.table.rows] == [False, False, True]


def test_a_run_in_which_nobody_moves_has_a_page() -> None:
    found = run("two_states", until="2030-01-01")
    assert "No moves." in section_of(page_of(found), "account").blocks
    assert wrong_in_page(html_of(page_of(found))) == ""


def test_two_worlds_that_are_the_same_have_a_page() -> None:
    found = compare("two_states", "two_states", settings=["end=2030-03-10"], runs=2)
    assert page_of(found).headline == "Nothing that a rule reads was changed, so the two worlds are the same."
    assert wrong_in_page(html_of(page_of(found))) == ""


def test_a_comparison_of_two_files_calls_them_by_their_titles_and_lists_every_change_whole() -> None:
    base = load_scenario("two_states", settings=["end=2030-03-31"])
    note = "{date: 2030-03-04, from: arden, to: belmora, move: protest_note, answers: first_expulsion}"
    other = load_scenario(
        "two_states",
        settings=["end=2030-03-31", "title=Talks", f"timeline.note={note}", "relations.arden_belmora.balance.arden=1"],
    )
    for label in ("", "talks"):
        report = page_of(compare(base, other, runs=4, label=label or None))
        assert report.title == "Two states and one expulsion against Talks"
        section = section_of(report, "change")
        (worlds,) = [block for block in section.blocks if isinstance(block, Terms)]
        assert worlds.entries == (("A", "Two states and one expulsion"), ("B", label or "Talks"))
        assert tables_in(section)[0].rows == (
            ("Balance of Arden (Arden–Belmora) 1", "relations.arden_belmora.balance.arden=1"),
            ("The move note added", "timeline.note added"),
        )


def test_the_first_section_of_a_history_is_a_figure_and_the_ends(results: dict[str, Result]) -> None:
    first = page_of(results["run"]).sections[0]
    assert first.name == "short"
    chart, ends = first.blocks
    assert isinstance(chart, Chart)
    assert chart.title == "Arden–Belmora: grievance (severity)"
    assert isinstance(ends, Table)
    assert ends.rows[0][0] == "Arden–Belmora"


def test_a_printed_report_begins_with_a_sheet_that_stands_alone(results: dict[str, Result]) -> None:
    page = html_of(page_of(results["comparison"]))
    printed = page.partition("@media print{")[2].partition("</style>")[0]
    assert "main>section:first-of-type{break-after:page}" in printed
    assert page.index('id="change"') < page.index('id="course"')  # the headline's number in both worlds is on it
