"""A bundle as a file: the same bytes each time, and nothing of a stranger's that leads elsewhere or has no end."""

import random
import stat
import zipfile

import pytest

from sim.replication.archive import MOST_FILES, unpacked, write_archive
from sim.results.files import ResultError

FILES = {"result/moves.csv": b"id,date\n1,2030-03-01\n", "result/manifest.json": b"{}\n", "README.txt": b"text\n"}


@pytest.fixture(name="bundle")
def _bundle(tmp_path):
    return write_archive(tmp_path / "a.zip", "case", FILES)


def test_the_same_files_give_the_same_bytes_in_whatever_order_and_from_wherever_they_come(bundle, tmp_path):
    (tmp_path / "moves.csv").write_bytes(FILES["result/moves.csv"])
    other = {"README.txt": FILES["README.txt"], "result/moves.csv": tmp_path / "moves.csv"} | FILES
    again = write_archive(tmp_path / "b" / "b.zip", "case", other)
    assert again.read_bytes() == bundle.read_bytes()


def test_entries_have_no_time_and_no_user_and_stand_by_name(bundle):
    with zipfile.ZipFile(bundle) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(f"case/{name}" for name in (*FILES, "SHA256SUMS"))
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {stat.S_IFREG | 0o644}


def test_what_was_written_is_unpacked_and_removed_afterwards(bundle):
    with unpacked(bundle) as folder:
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {name: found[name] for name in FILES} == FILES
    assert set(found) == {*FILES, "SHA256SUMS"}
    assert not folder.exists()


def refused(path) -> str:
    """Message by which an archive is refused, one line."""
    with pytest.raises(ResultError) as problem, unpacked(path):
        pass
    assert "\n" not in str(problem.value)
    return str(problem.value)


def written(path, entries, how=zipfile.ZIP_DEFLATED):
    """An archive as anybody may write one."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


SUM_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ELSEWHERE = (
    "../out.txt",
    "case/../../out.txt",
    "/etc/out.txt",
    "case\\..\\out.txt",
    "C:/out.txt",
    "case/./x",
    "out.txt",
)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_path_that_leads_elsewhere_is_refused_before_anything_is_written(name, tmp_path):
    path = written(tmp_path / "evil.zip", [("case/SHA256SUMS", f"{SUM_OF_NOTHING}  {name}\n"), (name, "")])
    assert "is no path below a folder" in refused(path)
    assert not (tmp_path / "out.txt").exists()


def test_a_link_is_written_as_a_file(tmp_path):
    link = zipfile.ZipInfo("case/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    sums = "9c09c9fbd59cdca1fecd08d5efb6a87c2c6e33a0ef2b4abe0d9ee0b7ddb23ad9  link\n"
    path = written(tmp_path / "link.zip", [(link, "/etc/passwd"), ("case/SHA256SUMS", sums)])
    assert "is not what was bundled" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_not_named_or_named_twice_or_missing_is_refused(tmp_path):
    line = f"{SUM_OF_NOTHING}  a\n"
    for entries, said in (
        ([("case/a", ""), ("case/b", ""), ("case/SHA256SUMS", line)], "do not agree: 'b'"),
        ([("case/SHA256SUMS", line)], "do not agree: 'a'"),
        ([("case/a", ""), ("case/A", ""), ("case/SHA256SUMS", line)], "two files of one name"),
        ([("case/a", ""), ("case/a", ""), ("case/SHA256SUMS", line)], "two files of one name"),
        ([("case/a", ""), ("other/SHA256SUMS", line)], "no folder that holds all files"),
        ([("case/a", "")], "no SHA256SUMS"),
        ([("case/a", "x"), ("case/SHA256SUMS", line)], "'a' is not what was bundled"),
        ([("case/a", ""), ("case/SHA256SUMS", "a\n")], "SHA256SUMS is damaged"),
    ):
        assert said in refused(written(tmp_path / "x.zip", entries))


def test_bombs_are_refused_by_what_they_say_of_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.replication.archive.MOST_BYTES", 1_000_000)
    big = written(tmp_path / "big.zip", [("case/a", b"\0" * 2_000_000), ("case/SHA256SUMS", "")])
    assert "more than 1.0 MB unpacked" in refused(big)
    many = written(tmp_path / "many.zip", [(f"case/{n}", "") for n in range(MOST_FILES + 1)])
    assert "more than 2,000 files" in refused(many)
    with pytest.raises(ResultError, match="too much for a bundle"):
        write_archive(tmp_path / "c.zip", "case", {"a": b"\0" * 2_000_000})


def test_an_entry_that_gives_more_than_it_says_is_refused(tmp_path):
    path = written(tmp_path / "liar.zip", [("case/a", b"\0" * 5000), ("case/SHA256SUMS", f"{SUM_OF_NOTHING}  a\n")])
    content = path.read_bytes().replace((5000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    path.write_bytes(content)
    assert "no sound bundle" in refused(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 9], ids=["nothing", "two letters", "a text"])
def test_what_is_no_zip_is_refused(content, tmp_path):
    (tmp_path / "x.zip").write_bytes(content)
    assert "not a zip file, or its end is missing" in refused(tmp_path / "x.zip")
    assert "cannot be unpacked (No such file" in refused(tmp_path / "y.zip")


def test_whatever_happens_to_its_bytes_a_bundle_is_read_as_it_was_or_refused_on_one_line(bundle, tmp_path):
    whole, chance = bundle.read_bytes(), random.Random(1)
    said: list[str] = []
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 1, 8))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        (tmp_path / "x.zip").write_bytes(content)
        try:
            with unpacked(tmp_path / "x.zip") as folder:
                assert {name: (folder / name).read_bytes() for name in FILES} == FILES
        except ResultError as problem:
            said.append(str(problem))
    assert len(said) > 200
    assert [text for text in said if "\n" in text] == []
