"""What the documentation says of the code is what the code says; ``python -m docs.generate`` writes it again."""

import re
from pathlib import Path

import pytest

from docs import generate
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS

OF_OTHER_PAGES = {
    "surprises",
    "arguments",
    "alone",
    "record_roles",
    "record_moves",
    "record_kinds",
    "embassy_staff",
} | {
    "moscow_cases",
    "world_cases",
    "others",
}
ODD = (Path(__file__).parents[1] / "docs" / "odd.md").read_text(encoding="utf-8")
PARAMETERS = {row.name for row in (*POLICY_PARAMETERS, *WORLD_PARAMETERS)}
BY_HAND = generate.BLOCK.sub("", ODD)

# of Grimm et al. 2020, in their order
ELEMENTS = [
    "1 Purpose and patterns",
    "2 Entities, state variables, and scales",
    "3 Process overview and scheduling",
    "4 Design concepts",
    "5 Initialization",
    "6 Input data",
    "7 Submodels",
]
CONCEPTS = [
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
]


def blocks(text: str) -> dict[str, str]:
    """Generated blocks of a page by name, with their marks."""
    return {found[1]: found[0] for found in generate.BLOCK.finditer(text)}


@pytest.mark.parametrize("page", generate.pages(), ids=lambda page: page.name)
@pytest.mark.parametrize("name", generate.BLOCKS)
def test_every_generated_block_is_what_the_code_says(page: Path, name: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert blocks(text).get(name) == blocks(generate.filled(text)).get(name)


def test_the_schema_that_ships_is_what_the_code_says() -> None:
    assert generate.SCHEMA.read_text(encoding="utf-8") == generate.schema_text()


def test_the_description_has_the_elements_and_concepts_of_odd_and_every_block() -> None:
    assert re.findall(r"^## (.*)$", ODD, re.MULTILINE) == ELEMENTS
    concepts = ODD.partition("## 4")[2].partition("## 5")[0]
    assert re.findall(r"^### (.*)$", concepts, re.MULTILINE) == CONCEPTS
    assert set(blocks(ODD)) == set(generate.BLOCKS) - OF_OTHER_PAGES


def test_every_number_stands_in_the_prose_of_its_submodel_too() -> None:
    unnamed = {name for name in PARAMETERS if f"`{name}`" not in BY_HAND}
    assert {
        name for name in unnamed if not name.startswith("weight_")
    } == set()  # weights stand in a table of their own


WORKED = {
    "a rate": (1 / 4000, "1/4000"),
    "a third": (1 / 3, "1/3"),
    "a short number": (0.02, "0.02"),
    "a logarithm": (1.945910149, "1.94591"),
    "a whole number": (2555.0, "2555"),
    "nothing": (0.0, "0"),
}


@pytest.mark.parametrize(("value", "text"), WORKED.values(), ids=WORKED)
def test_a_number_is_written(value: float, text: str) -> None:
    assert generate.number(value) == text


def test_a_block_is_filled_and_the_rest_left_alone() -> None:
    page = "before\n<!-- generated: streams -->\nold\n<!-- end -->\nafter\n"
    assert generate.filled(page) == f"before\n<!-- generated: streams -->\n{generate.streams()}\n<!-- end -->\nafter\n"
    assert "`decide.silence`, " in generate.streams()


LIE = re.compile(
    r"\b(?:is|are|was|were|be|side) let lie\b|\blets? (?:it|them|(?:an|the|a first)? ?(?:act|move)s?) lie\b"
)
OTHER_NAMES = {"silence": LIE}  # of what has a word of its own in docs/words.md


@pytest.mark.parametrize(("word", "other"), OTHER_NAMES.items(), ids=OTHER_NAMES)
def test_a_thing_that_has_a_word_goes_by_no_other(word: str, other: "re.Pattern[str]") -> None:
    root = Path(__file__).parents[1]
    assert f"| {word} |" in (root / "docs" / "words.md").read_text(encoding="utf-8")
    texts = [root / "README.md", *(root / "docs").rglob("*.md"), *(root / "scenarios").rglob("*.yaml")]
    texts += (root / "sim").rglob("*.py")
    assert [str(path) for path in texts if other.search(path.read_text(encoding="utf-8"))] == []
