"""The schema that files are checked by offers every section, and every choice by name."""

import pytest
from pydantic import ValidationError

from sim.rules.policies import HOW_MUCH, PRESETS
from sim.scenario.schema import Policy, json_schema


def test_every_section_of_a_scenario_is_in_it():
    sections = {"states", "alliances", "channels", "relations", "policies", "parameters", "plots", "sources"}
    moves = {"record", "timeline", "triggers", "observed", "observed_from"}
    switches = {"schema", "extends", "realisation", "building", "autonomous_from"}
    assert sections | moves | switches <= set(json_schema()["properties"])


def test_a_policy_offers_every_preset_rule_form_and_initiative_by_name():
    fields = json_schema()["$defs"]["Policy"]["properties"]

    def choices(key):
        return next(option["enum"] for option in fields[key].get("anyOf", [fields[key]]) if "enum" in option)

    assert choices("preset") == list(PRESETS)
    assert choices("how_much") == [name for name in HOW_MUCH if name != "own_rule"]  # which is named by its path
    assert choices("form") == ["mirror", "parity"]
    assert choices("initiates") == ["nothing", "salami", "grit"]


@pytest.mark.parametrize("path", ["half", "rules.half", "rules:", ":half", "rules:half:more", "my-rules:half", "7:h"])
def test_an_own_rule_is_named_by_module_and_function(path):
    with pytest.raises(ValidationError, match="own_rule"):
        Policy(own_rule=path)
