"""A file is there whole or not at all: what is done for that, and in which order."""

import os
import socket
import stat

import pytest

from sim.results.whole_files import remove_strays, remove_strays_of_the_gone, write_whole


def test_bytes_reach_the_disk_before_the_name_does_and_the_name_before_anybody_is_told(tmp_path, monkeypatch):
    done, sync, replace = [], os.fsync, os.replace

    def synced(handle):
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def replaced(source, target):
        done.append(f"named {os.path.basename(target)}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    assert write_whole(tmp_path / "told", lambda stream: stream.write(b"whole")).read_bytes() == b"whole"
    assert done == ["file", "named told", "folder"]


def test_a_file_that_breaks_off_leaves_the_old_one_and_nothing_else(tmp_path):
    write_whole(tmp_path / "told", lambda stream: stream.write(b"old"))

    def broken(stream):
        stream.write(b"ne")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "told", broken)
    assert [path.name for path in tmp_path.iterdir()] == ["told"]
    assert (tmp_path / "told").read_bytes() == b"old"


def test_what_a_killed_process_left_is_removed(tmp_path):
    (tmp_path / ".told.1a2b3c4d.tmp").write_bytes(b"ha")
    remove_strays(tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_what_a_process_left_that_has_ended_is_removed_and_what_another_writes_is_not(tmp_path):
    here = socket.gethostname()
    gone, writing = f".told,1a2b3c4d,4194304@{here}.tmp", f".told,1a2b3c4d,{os.getpid()}@{here}.tmp"
    elsewhere = f".told,1a2b3c4d,4194304@not-{here}.tmp"
    for name in (gone, writing, elsewhere):
        (tmp_path / name).write_bytes(b"ha")
    remove_strays_of_the_gone(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {writing, elsewhere}
