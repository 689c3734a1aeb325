"""The exit codes of the code are those of the guide."""

import re
from pathlib import Path

from sim.commands import exit_codes

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"


def test_the_guide_has_every_exit_code():
    told = re.findall(r"^\| (\d+) \| ", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    known = {value for name, value in vars(exit_codes).items() if name.isupper()}
    assert sorted(map(int, told)) == sorted({0, *known})
