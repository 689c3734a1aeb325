"""The tests themselves: each of their folders has a subject that a reader finds."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


def test_every_folder_of_tests_mirrors_one_of_the_program_or_is_told_of_in_contributing() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Tests")[2].partition("\n## ")[0]
    folders = {path.name for path in HERE.iterdir() if re.match(r"[a-z]+$", path.name) and path.is_dir()}
    assert {name for name in folders if not (ROOT / "sim" / name).is_dir() and f"tests/{name}" not in told} == set()
