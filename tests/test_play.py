"""``python -m docs.play``: whatever a page shows of a result has a command, and the command fills it."""

import importlib.util
import re
from pathlib import Path

import pytest

from docs import play
from docs.playing import scratch
from docs.playing.marks import Place, commands, files, places, words_of
from docs.playing.numbers import NUMBERS
from docs.playing.pages import MEDIAN_PAIR_OF, Page, is_computed, pages, shown_at
from docs.playing.parts import part_of
from sim.commands.app import app

ROOT = Path(__file__).parents[1]
PAGES = pages()
FILLED = [page for page in PAGES if page.path.stem != "agents"]  # where a result is one example
PLACES = [(page, place) for page in PAGES for place in places(page.text)]
COMMANDS = {name: words for page in PAGES for name, words in page.commands().items()}


def test_every_figure_that_ships_has_a_command_that_draws_it() -> None:
    drawn = {(page.path.parent / shown_at(place)).resolve() for page, place in PLACES if place.kind == "figure"}
    assert drawn == {*ROOT.glob("docs/figures/*"), *ROOT.glob("results/gallery/*")}


@pytest.mark.parametrize("page", FILLED, ids=lambda page: page.path.stem)
def test_every_image_and_every_block_of_output_stands_at_a_mark(page: Page) -> None:
    shown = places(page.text)
    assert page.text.count("![") == sum(place.kind == "figure" for place in shown)
    assert page.text.count("```text\n") == sum(place.kind == "output" for place in shown)


@pytest.mark.parametrize(("page", "place"), PLACES, ids=lambda each: getattr(each, "name", ""))
def test_every_place_is_filled_by_commands_of_its_page(page: Page, place: Place) -> None:
    assert {*page.needs(place)} <= {*page.commands()}
    assert place.body.strip() != "<!-- end -->"


def test_every_function_of_numbers_stands_on_a_page() -> None:
    assert {place.name for _, place in PLACES if is_computed(place)} == {*NUMBERS}


def test_a_name_stands_for_one_command_of_all_pages() -> None:
    assert len(COMMANDS) == sum(len(page.commands()) for page in PAGES)
    assert {*MEDIAN_PAIR_OF, *MEDIAN_PAIR_OF.values(), *scratch.FILES} <= {*COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_parsed(name: str) -> None:
    program, *words = COMMANDS[name]
    if words[0] == "-c":
        compile(words[1], name, "exec")
    elif program == "detente":
        app.parse_args(words, exit_on_error=False, print_error=False)
    else:
        module = importlib.util.spec_from_file_location("script", ROOT / words[0])
        script = importlib.util.module_from_spec(module)
        module.loader.exec_module(script)
        script.parser().parse_args(words[1:])


PAGE = """# Two states
<!-- command: few_days - -->
```sh
detente run two_states --until 2030-03-05
detente run two_states
```
<!-- figure: few_days escalation.png -->
![A few days](few_days.png)

Before <!-- not a mark --> and after.

<!-- output: few_days headline -->
```text
old
```
<!-- numbers: count -->
old
<!-- end -->
| moves | <!-- number: how_many -->old<!-- end --> |
<!-- printed: few_days 1 -->
<!-- end -->
"""


@pytest.fixture(name="page")
def _page(tmp_path, monkeypatch):
    """A page about a few days of two states, in a folder of its own."""
    monkeypatch.setattr(scratch, "SCRATCH", tmp_path / "played")
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    numbers = {
        "count": lambda few_days: f"{few_days.outcome['moves']['scripted']} move",
        "how_many": lambda few_days: f"{few_days.outcome['moves']['scripted']}",
    }
    return Page(tmp_path / "page.md", numbers)


def test_a_page_is_filled_by_what_its_command_prints_draws_and_finds(page, capsys):
    assert play.play_page(page, ["few_days"]) == 0
    filled = page.text
    headline = re.search(r"```text\n(.*?)\n```", filled, re.DOTALL)[1]
    assert headline.startswith("On 1 March 2030 Belmora expels 3")
    assert "<!-- numbers: count -->\n1 move\n<!-- end -->" in filled
    assert "| moves | <!-- number: how_many -->1<!-- end --> |\n" in filled
    assert f"<!-- printed: few_days 1 -->\nTwo states and one expulsion\n{headline}" in filled
    assert "Before <!-- not a mark --> and after." in filled
    assert (page.path.parent / "few_days.png").read_bytes().startswith(b"\x89PNG")
    said = capsys.readouterr().out
    assert "few_days: detente run two_states --until 2030-03-05\n" in said
    for place in ("7: figure few_days", "12: output few_days", "16: numbers count", "19: number how_many"):
        assert f"page.md:{place} has changed" in said

    assert play.play_page(page, ["few_days"]) == 0  # kept, and nothing changes
    assert capsys.readouterr().out == "few_days: kept\n"
    assert page.text == filled


def test_what_an_older_code_left_is_played_again_and_its_time_is_told(page, capsys, monkeypatch):
    older = scratch.SCRATCH / "few_days" / "older"
    older.mkdir(parents=True)
    (older / scratch.MARK).write_text('{"seconds": 7.2}', encoding="utf-8")
    played = scratch.Played(scratch.folder_of("few_days", page.commands()["few_days"], {}), "", 1.0, 0)
    monkeypatch.setattr(play, "play", lambda *_: played)
    assert "7 s  to play  detente run two_states" in play.listed(page, "few_days")
    play.play_one(page, "few_days")
    assert "(took 7 s last time)" in capsys.readouterr().out
    played.folder.mkdir()
    scratch._keep(played, page.commands()["few_days"])
    assert [folder.name for folder in older.parent.iterdir()] == [played.folder.name]
    assert "1 s  kept" in play.listed(page, "few_days")


def test_a_command_that_fails_is_named_and_played_again_the_next_time(page, capsys):
    page.path.write_text(PAGE.replace("--until 2030-03-05", "--until 1900-01-01"), encoding="utf-8")
    for _ in range(2):
        assert play.play_page(page, ["few_days"]) == 1
        assert "failed with exit code 2: --until 1900-01-01: outside the scenario" in capsys.readouterr().out
    assert "old" in page.text


def test_a_place_that_cannot_be_filled_is_named_and_the_others_are_filled(page, capsys, monkeypatch):
    def no_number(few_days):
        raise KeyError("no such column")

    assert play.play_page(Page(page.path, {**page.numbers, "count": no_number}), ["few_days"]) == 1
    said = capsys.readouterr().out
    assert "page.md:16: numbers count cannot be filled (KeyError: 'no such column')" in said
    assert "page.md:12: output few_days has changed" in said
    assert "<!-- numbers: count -->\nold\n<!-- end -->" in page.text


def test_a_list_says_what_a_page_plays(capsys):
    assert play.main(["--list", "docs/agents.md"]) == 0
    listed = capsys.readouterr().out
    assert re.fullmatch(r"agents\.md +talker .* python -c 'from dataclasses import replace\n", listed)


def test_ctrl_c_says_how_to_resume(capsys, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(play, "play_page", stop)
    assert play.main(["agents"]) == 130
    assert capsys.readouterr().out == "stopped; the same command resumes\n"


def test_a_page_or_command_that_there_is_not_is_named(capsys):
    with pytest.raises(SystemExit):
        play.main(["gide"])
    assert "gide: no page with marks, and no command of one" in capsys.readouterr().err


PRINTED = "Title\nA sentence that\ngoes on.\nA: one\nB: other\n\ntable\n\nend\n\n5 files in results"
PARTS = {
    "": "Title\nA sentence that\ngoes on.\nA: one\nB: other\n\ntable\n\nend",
    "all": PRINTED,
    "headline": "A sentence that\ngoes on.",
    "2": "table",
    "2-3": "table\n\nend",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_what_is_printed(part: str) -> None:
    assert part_of(PRINTED, part) == PARTS[part]


@pytest.mark.parametrize("part", ["9", "middle", "2-"])
def test_a_part_that_there_is_not_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match=part):
        part_of(PRINTED, part)


LINES = {
    "detente run two_states --seed 2   # other chances": ("detente", "run", "two_states", "--seed", "2"),
    "pip install -e . && .venv/bin/detente list": ("detente", "list"),
    "python tests/validation/october_2021.py --runs 9": ("python", "tests/validation/october_2021.py", "--runs", "9"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_as_a_shell_would(line: str) -> None:
    assert words_of(line) == LINES[line]


@pytest.mark.parametrize("line", ["rm -r results", "python setup.py", "pytest"])
def test_any_other_program_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="expected a command of detente"):
        words_of(line)


def test_a_mark_has_a_name_for_each_line() -> None:
    with pytest.raises(ValueError, match="expected a name for each line"):
        commands("<!-- command: one -->\n```sh\ndetente list\ndetente moves\n```\n")


def test_two_commands_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one: two commands have this name"):
        commands("<!-- played: one detente list -->\n<!-- played: one detente moves -->\n")


def test_commands_find_the_files_that_their_page_shows(page, capsys) -> None:
    shown = "<!-- file: mine.yaml -->\n```yaml\nextends: two_states\nname: mine\nend: 2030-03-05\n```\n"
    page.path.write_text(f"{shown}<!-- played: few_days detente run mine.yaml -->\n", encoding="utf-8")
    assert files(page.text) == {"mine.yaml": "extends: two_states\nname: mine\nend: 2030-03-05\n"}
    assert play.play_page(page, ["few_days"]) == 0
    assert page.kept("few_days")
    page.path.write_text(page.text.replace("03-05", "03-06"), encoding="utf-8")
    assert not page.kept("few_days")


def test_the_history_that_a_comparison_names_is_replayed(page) -> None:
    page.path.write_text("<!-- played: one detente run two_states --replay 647 -->\nnumber 647\n", encoding="utf-8")
    pair = type("Pair", (), {"result": lambda self: type("Result", (), {"parting": {"run": 31}})})()
    page.choose_history("one", pair)
    assert page.text == "<!-- played: one detente run two_states --replay 31 -->\nnumber 647\n"
