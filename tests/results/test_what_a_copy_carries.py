"""A folder of results can be given away: it tells what was played, and nothing of who played it where."""

import socket
from pathlib import Path

import pytest

SHORT = ("--set", "end=2030-03-31")
COMMANDS = {
    "a run": ("run", "my_case.yaml", *SHORT),
    "many histories": ("run", "my_case.yaml", "--runs", "4", "--keep", "outcomes", *SHORT),
    "a comparison": ("compare", "my_case.yaml", "--with", "policies.arden.k=0.5", "--runs", "4", *SHORT),
    "a tournament": ("tournament", "my_case.yaml", "--policy", "ledger", "grit", "--runs", "2", *SHORT),
    "a sweep": ("sweep", "my_case.yaml", "--vary", "policies.arden.k=0.5:1.5:3", "--runs", "2", "--csv", *SHORT),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_file_names_the_user_the_machine_or_the_folder_of(words, detente, tmp_path, monkeypatch):
    here = tmp_path / "zq-folder"
    here.mkdir()
    monkeypatch.chdir(here)
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME"):
        monkeypatch.setenv(name, "zq-somebody")
    monkeypatch.setattr(socket, "gethostname", lambda: "zq-machine")
    Path("my_case.yaml").write_text("extends: two_states\nname: my_case\n", encoding="utf-8")
    code, printed, said = detente(*words)
    assert code == 0, said
    files = [path for path in here.glob("results/**/*") if path.is_file()]
    assert len(files) > 2
    assert [path.name for path in files if b"zq-" in path.read_bytes()] == []
    assert "zq-" not in printed
