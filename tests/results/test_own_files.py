"""The text of own rules stands in a manifest, so that a result can be played again after they were edited."""

import pytest

import sim
from sim.results.files import ResultError
from sim.results.manifest import hash_of_rows
from sim.results.own_files import contents_in, write_own_files, written

RULE = b"from other import half\ndef mild(perceived, *rest):\n    return half(perceived)\n"
CASE = "extends: two_states\nname: mine\nend: 2030-03-05\npolicies: {arden: {own_rule: 'pack.of_mine:mild'}}\n"


def test_files_beside_a_scenario_are_kept_as_they_were_played(tmp_path):
    files = {"pack/__init__.py": b"", "pack/of_mine.py": RULE, "other.py": b"def half(x):\r\n    return x / 2\r\n"}
    (tmp_path / "pack").mkdir()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "mine.yaml").write_text(CASE, encoding="utf-8")
    manifest = sim.run(str(tmp_path / "mine.yaml")).manifest
    (tmp_path / "other.py").write_text("edited")
    assert contents_in(manifest) == files
    write_own_files(manifest, tmp_path / "again")
    assert {name: (tmp_path / "again" / name).read_bytes() for name in files} == files


def test_a_result_without_own_files_has_no_such_entry():
    assert "own_files" not in sim.run("two_states", until="2030-03-02").manifest


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"\xff\xfe", b"a\r\nb", b"\0", "é".encode(), b"\x1b[31m"])
def test_every_content_is_read_as_it_was(content):
    assert contents_in({"own_files": {"a.py": written(content)}}) == {"a.py": content}


REFUSED = ("../a.py", "/a.py", "a/../b.py", "a\\b.py", "C:a.py", "", "a" * 201, ".hidden", "a//b.py")


@pytest.mark.parametrize("name", REFUSED)
def test_a_path_that_leads_elsewhere_is_refused(name):
    with pytest.raises(ResultError, match="is no path below a folder"):
        contents_in({"own_files": {name: "x = 1"}})


@pytest.mark.parametrize("entry", [None, 5, {}, {"base64": "%"}, {"base64": 5}, []], ids=str)
def test_an_entry_without_content_is_refused(entry):
    with pytest.raises(ResultError, match="no content that can be read"):
        contents_in({"own_files": {"a.py": entry}})


def test_rows_of_a_record_have_one_hash_in_whatever_order_their_sets_come():
    one, other = (("case", frozenset(numbers), ("x", frozenset(numbers))) for numbers in ((0, 8, 16), (16, 8, 0)))
    assert [*one[1]] != [*other[1]]
    assert hash_of_rows([one]) == hash_of_rows([other])
