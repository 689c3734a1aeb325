"""What a process that was killed left in the temporary folder is removed, and nothing else."""

import os
import socket

import pytest

from sim.results.processes import is_gone, mark, remove_folders_of_the_gone

ELSEWHERE, HERE = "4194304@another-computer", f"4194304@{socket.gethostname()}"


def test_a_process_tells_of_itself_that_it_is_there_and_of_others_only_what_can_be_known():
    assert [is_gone(text) for text in (mark(), HERE, ELSEWHERE, "4194304", "")] == [False, True, False, False, False]


def test_temporary_folders_of_processes_that_are_gone_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = [f"detente-{mark()}-a1b2c3d4", f"detente-{ELSEWHERE}-a1b2c3d4", f"other-{HERE}-a1b2c3d4", "precious"]
    for name in (*kept, f"detente-{HERE}-a1b2c3d4"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    (tmp_path / f"detente-{HERE}-alink").symlink_to(tmp_path / "precious")
    remove_folders_of_the_gone()
    assert {path.name for path in tmp_path.iterdir()} == {*kept, f"detente-{HERE}-alink"}
    assert (tmp_path / "precious" / "file").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives folders away")
def test_a_folder_of_another_user_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"detente-{HERE}-a1b2c3d4").mkdir()
    os.chown(tmp_path / f"detente-{HERE}-a1b2c3d4", 12345, 12345)
    remove_folders_of_the_gone()
    assert len(list(tmp_path.iterdir())) == 1
