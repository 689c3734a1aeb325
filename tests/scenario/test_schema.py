"""The JSON Schema that editors use is the schema that files are checked by."""

import json
from pathlib import Path

from sim.scenario.schema import json_schema

SHIPPED = Path(__file__).parents[2] / "docs" / "scenario.schema.json"


def test_the_schema_that_ships_is_up_to_date():
    # to write it again: json.dumps(json_schema(), indent=1)
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == json_schema()


def test_every_section_of_a_scenario_is_in_it():
    assert {"states", "alliances", "channels", "relations", "timeline", "observed", "extends", "schema"} <= set(
        json_schema()["properties"]
    )
