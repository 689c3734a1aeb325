"""Citations come from `CITATION.cff` alone, and of a result from its manifest."""

import pytest
from ruamel.yaml import YAML

from sim import __version__
from sim.replication.citation import Cited, as_bibtex, as_cff, as_text, citation_file, software

WORLD = {"sources": {"nyt": "New York Times, 31 July 2017", "bbc": "BBC & others 100% {sure}"}}
MANIFEST = {
    "name": "consulates", "title": "Consulates for consulates", "seed": 7, "runs": 1000, "version": __version__,
    "settings": ["policies.russia.k=2"], "scenario_hash": "ab" * 32, "scenario": WORLD,
}  # fmt: skip


def test_the_software_is_cited_by_what_the_citation_file_says():
    about = YAML(typ="safe").load(citation_file())
    said = (
        f"{about['authors'][0]['name']} ({str(about['date-released'])[:4]}). {about['title']} (version {__version__})"
    )
    assert as_text() == f"{said} [Computer software]."
    assert as_cff() == citation_file()


def test_bibtex_has_the_same_entries():
    assert as_bibtex().splitlines() == [
        "@software{detente_0_1_0,",
        "  author = {{The detente authors}},",
        "  title = {{detente: a simulator of tit-for-tat diplomacy}},",
        "  version = {0.1.0},",
        f"  year = {{{str(software()['date-released'])[:4]}}},",
        "  month = nov,",
        "  license = {MIT}",
        "}",
    ]


def test_a_result_is_cited_with_scenario_seed_histories_sources_and_checksums():
    text = as_text(Cited(MANIFEST, "cd" * 32))
    assert "Scenario: Consulates for consulates (consulates)." in text
    assert "Played: 1,000 histories, seed 7, with policies.russia.k=2." in text
    assert f"SHA-256 of the scenario {'ab' * 32}." in text
    assert f"SHA-256 of the bundle {'cd' * 32}." in text
    assert "- New York Times, 31 July 2017" in text


def test_a_citation_file_of_a_result_lists_it_and_its_sources_as_references():
    found = YAML(typ="safe").load(as_cff(Cited(MANIFEST, "cd" * 32)))
    assert {key: found[key] for key in ("cff-version", "title", "license")} == {
        key: software()[key] for key in ("cff-version", "title", "license")
    }
    assert [reference["title"] for reference in found["references"]] == [MANIFEST["title"], *WORLD["sources"].values()]
    required = {"type", "title", "authors"}  # by the schema of citation files
    assert all(required <= reference.keys() for reference in found["references"])


def test_signs_that_tex_obeys_are_escaped():
    odd = Cited({**MANIFEST, "title": r"50 % of {A} & B_C \x"})
    assert r"title = {{50 \% of \{A\} \& B\_C \textbackslash{}x}}" in as_bibtex(odd)


def test_another_release_is_cited_without_the_day_of_this_one():
    text = as_text(Cited({**MANIFEST, "version": "0.0.9"}))
    assert text.startswith("The detente authors. detente: a simulator of tit-for-tat diplomacy (version 0.0.9)")
    assert "date-released" not in as_cff(Cited({**MANIFEST, "version": "0.0.9"}))


@pytest.mark.parametrize("manifest", [{}, {"name": "x"}], ids=["nothing", "a name"])
def test_a_manifest_that_says_little_is_cited_all_the_same(manifest):
    for write in (as_text, as_bibtex, as_cff):
        assert "detente" in write(Cited(manifest))
