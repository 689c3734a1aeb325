"""The same scenario and seed give the same bytes, in whatever order the file has its entries.

Hash seeds, time zones, locales, folders and threads are tried in ``tests/promises/bytes.py``.
"""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim import EscalationModel, load_scenario, run


def files_of(folder: Path) -> dict[str, bytes]:
    """Bytes of every file of a run; of the manifest all but the command, and so without its checksum."""
    files = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    for name, of_command in (("manifest.json", b'  "command"'), ("SHA256SUMS", b"  manifest.json")):
        lines = files[name].splitlines(keepends=True)
        files[name] = b"".join(line for line in lines if of_command not in line)
    return files


def reversed_throughout(entry):
    """The same YAML with every mapping written from the last key to the first."""
    if isinstance(entry, dict):
        return {key: reversed_throughout(value) for key, value in reversed(entry.items())}
    return entry


@pytest.mark.parametrize("name", ["two_states", "nato_russia_2021"])
def test_the_order_of_entries_in_the_file_changes_no_byte(tmp_path, name):
    shipped = Path(__file__).parents[1] / "scenarios" / f"{name}.yaml"
    yaml = YAML(typ="safe", pure=True)
    turned = tmp_path / f"{name}.yaml"
    with turned.open("w", encoding="utf-8") as stream:
        plain = YAML(typ="safe")
        plain.sort_base_mapping_type_on_output = False
        plain.dump(reversed_throughout(yaml.load(shipped.read_text(encoding="utf-8"))), stream)
    assert turned.read_text(encoding="utf-8").index("timeline:") < turned.read_text(encoding="utf-8").index("states:")
    for path, folder in ((shipped, tmp_path / "one"), (turned, tmp_path / "two")):
        run(path, seed=3).save(folder)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_without_noise_another_name_changes_only_the_name(tmp_path):
    calm = ["perception_noise", "miss_probability", "silence_first", "silence_reply", "surcharge_people"]
    calm += ["further_step", "inexact_one", "surcharge_without_people"]
    calm += ["incidents_per_day", "alliance_incidents_per_day", "talks_per_day"]
    sets = [f"parameters.{name}=0" for name in calm]
    sets += ["policies.arden.delay_days=4", "policies.arden.k=1", "policies.arden.leave_days=7"]
    sets += ["relations.arden_belmora.talks_per_day=null", "relations.arden_belmora.incidents_per_day=null"]
    shipped = (Path(__file__).parents[1] / "scenarios" / "two_states.yaml").read_text(encoding="utf-8")
    renamed = tmp_path / "renamed.yaml"
    renamed.write_text(shipped.replace("arden", "zembla"), encoding="utf-8")
    original = EscalationModel(load_scenario("two_states", settings=sets)).run_until()
    other = EscalationModel(
        load_scenario(renamed, settings=[item.replace("arden", "zembla") for item in sets])
    ).run_until()
    told = original.trajectory.moves().astype(str).replace("arden", "zembla", regex=True)
    assert len(told) >= 2
    assert told.to_dict("records") == other.trajectory.moves().astype(str).to_dict("records")
