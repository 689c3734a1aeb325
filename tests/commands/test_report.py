"""`detente report` writes a page beside the result, or where it is asked to, and refuses what no page can show."""

import re
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(name="played", scope="module")
def _played(tmp_path_factory: Any) -> dict[str, Path]:
    from sim import load_scenario, run

    case, folder = (
        load_scenario("two_states", settings=["end=2030-06-30", "parameters.delay_days=3"]),
        tmp_path_factory.mktemp("results"),
    )
    run(case).save(folder / "one")
    run(case, runs=5).save(folder / "many")
    return {"one": folder / "one", "many": folder / "many"}


def test_the_page_lies_in_the_folder_of_the_result(detente: Any, played: dict[str, Path]) -> None:
    code, out, err = detente("report", str(played["one"]))
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(played['one'] / 'report.html'))} \(\d\d kB\)\n", out)
    assert (played["one"] / "report.html").is_file()


def test_a_page_leaves_the_result_as_it_was_written(detente: Any, played: dict[str, Path]) -> None:
    detente("report", str(played["one"]))
    assert detente("report", str(played["one"]))[2] == ""  # no word of a file that is not what was written


def test_page_and_note_go_where_they_are_asked_to(detente: Any, played: dict[str, Path], tmp_path: Path) -> None:
    code, out, _ = detente("report", str(played["many"]), "--format", "html", "md", "--out", str(tmp_path / "mail"))
    assert (code, out.count("\n")) == (0, 2)
    assert sorted(path.name for path in (tmp_path / "mail").iterdir()) == ["report.html", "report.md"]


def test_an_account_can_be_narrowed(detente: Any, played: dict[str, Path], tmp_path: Path) -> None:
    words = ("--only", "hostile", "--since", "2030-03-01", "--until", "2030-03-01", "--format", "md")
    assert detente("report", str(played["one"]), *words, "--out", str(tmp_path))[0] == 0
    rows = re.findall(r"^\| \d+ \| (\d+ \w+ \d+) \|", (tmp_path / "report.md").read_text(), re.MULTILINE)
    assert rows == ["1 Mar 2030"]


REFUSED = {
    "an unknown format": (("--format", "pdf"), "--format pdf: unknown; expected one of html, md"),
    "an unknown choice": (("--only", "friendly"), "--only friendly: unknown; expected one of hostile"),
    "no day": (("--since", "March"), "--since March: expected a day, such as 2030-03-01"),
    "days that go back": (
        ("--since", "2030-03-02", "--until", "2030-03-01"),
        "--until 2030-03-01: before --since 2030-03-02; expected a later day",
    ),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_it_refuses(words: tuple[str, ...], said: str, detente: Any, played: dict[str, Path]) -> None:
    assert detente("report", str(played["one"]), *words) == (2, "", f"{said}\n")


def test_days_and_moves_are_those_of_one_history(detente: Any, played: dict[str, Path]) -> None:
    code, _, err = detente("report", str(played["many"]), "--all")
    assert (code, err) == (2, "--all: shows moves of one history, and this is a forecast\n")


def test_a_folder_that_is_no_result_is_refused(detente: Any, tmp_path: Path) -> None:
    code, _, err = detente("report", str(tmp_path))
    assert (code, err.endswith("no result (manifest.json is missing); expected a folder under results\n")) == (2, True)


def test_a_result_that_was_changed_is_reported_with_a_remark(
    detente: Any, played: dict[str, Path], tmp_path: Path
) -> None:
    from shutil import copytree

    folder = copytree(played["one"], tmp_path / "changed")
    outcome = folder / "outcome.json"
    outcome.write_text(outcome.read_text().replace("Belmora expels", "Belmora sends home"))
    code, _, err = detente("report", str(folder))
    assert (code, "outcome.json is not what was written" in err) == (0, True)


def test_a_folder_that_cannot_be_written_is_named(detente: Any, played: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = detente("report", str(played["one"]), "--out", str(tmp_path / "file"))
    assert (code, "cannot be written" in err) == (4, True)
