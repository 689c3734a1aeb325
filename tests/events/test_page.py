"""What docs/events.md says: its mapping, its keys, its table of mappings and its Python."""

import re
from pathlib import Path

from sim.events.mappings import OF_COLUMNS, SHIPPED, Mapping, read_mapping

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")


def test_the_mapping_shown_is_one(tmp_path):
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    mapping = read_mapping(tmp_path / "mine.yaml")
    assert (mapping.day, mapping.actor, mapping.codes) == (("Date",), ("Country A", "Group A"), {"161": "expel"})


def test_every_key_has_a_row():
    table = PAGE.partition("| key |")[2].partition("\n\n")[0]
    shown = {
        key for row in table.splitlines() for key in re.findall(r"`([a-z_]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert shown == {*Mapping.__dataclass_fields__} - {"name"}
    assert {*OF_COLUMNS} <= shown


def test_every_mapping_that_ships_has_a_row():
    table = PAGE.partition("| mapping | reads |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == [*SHIPPED]


def test_the_python_shown_runs(tmp_path, monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    sample = Path(__file__).parent / "samples" / "gdelt_2018.csv"
    (tmp_path / "20180326.export.CSV").write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "events.md", "exec"), {})  # the reader would type it
