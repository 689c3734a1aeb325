"""What is known of a user's own rule before it is run."""

from pathlib import Path

from sim.scenario.canonical import document_of
from sim.scenario.load import load_scenario
from sim.scenario.own_rule import FoundRules, RuleFile, digests

HERE = Path("rules.py")


def test_the_file_of_a_rule_is_named_by_its_digest() -> None:
    rules = [RuleFile("b:f", HERE, "02", None), RuleFile("a:f", HERE, "01", None), RuleFile("a:f", None, "03", None)]
    assert digests(rules) == {"a:f": "01 and 03", "b:f": "02"}


def test_files_beside_it_that_a_rule_imports_are_named_by_where_they_are_in_its_folder() -> None:
    beside = ((Path("/case/pack/helpers.py"), "02"),)
    rule = RuleFile("pack.mild:f", Path("/case/pack/mild.py"), "01", Path("/case"), beside)
    assert digests([rule]) == {"pack.mild:f": "01", "pack/helpers.py": "02"}


def test_where_rules_were_found_is_no_part_of_what_a_scenario_says() -> None:
    case = load_scenario("two_states")
    elsewhere = case.with_found_rules({"arden": RuleFile("a:f", HERE, "01", None)})
    assert elsewhere == case
    assert document_of(elsewhere) == document_of(case)
    assert elsewhere.found_rules.by_policy != case.found_rules.by_policy
    assert elsewhere.model_copy(update={"title": "x"}).found_rules == FoundRules()  # which are all alike
    assert elsewhere.model_copy(update={"title": "x"}).found_rules.by_policy["arden"].digest == "01"
