"""No command reaches for the network, and a local cluster listens on this machine alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

# Python runs it at the start of every process that finds it, workers of a sweep among them.  Addresses that are texts
# are those of sockets in the file system.
WATCH = """\
import os, sys

def note(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple):
            write(event, address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        write(event, arguments[0])

def write(event, host):
    with open(os.environ["WATCHED"], "a") as found:
        found.write(f"{event} {host}\\n")

sys.addaudithook(note)
"""
PLAY = """\
import signal, sys

if __name__ == "__main__":
    from sim.cli import main

    for words in open("commands").read().splitlines():
        sys.argv = ["detente", *words.split()]
        try:
            main()
        except SystemExit as leaving:
            assert not leaving.code, words
        signal.signal(signal.SIGINT, signal.default_int_handler)
"""

SHORT = "--set end=2030-03-31"
SWEEP = f"sweep two_states --vary policies.arden.k=0.5:1.5:3 --runs 2 {SHORT}"
COMMANDS = f"""\
list
moves
policies
check two_states
check two_states --resolved
run two_states --out one {SHORT}
run two_states --out many --runs 4 {SHORT}
play two_states --as arden --runs 0 --no-figures {SHORT}
compare two_states --with policies.arden.k=0.5 --runs 4 --no-figures {SHORT}
tournament two_states --policy tit_for_tat ledger --runs 2 --no-figures {SHORT}
offramp two_states --change policies.arden.k=0.5,0.8 --runs 2 --no-figures {SHORT}
{SWEEP}
{SWEEP} --out in_processes --workers 2 --no-figures
"""


def watched(here: Path, commands: str) -> set[tuple[str, str]]:
    """Type commands in one process, and give what it and those that it began asked of the network."""
    (here / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (here / "play.py").write_text(PLAY, encoding="utf-8")
    (here / "commands").write_text(commands, encoding="utf-8")
    found = here / "found"
    found.touch()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(ROOT)]), "WATCHED": str(found)}
    words = [sys.executable, "play.py"]
    how: dict = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "check": False}
    done = subprocess.run(words, cwd=here, env=environment, **how)
    assert done.returncode == 0, done.stderr
    return {tuple(line.split(maxsplit=1)) for line in found.read_text(encoding="utf-8").splitlines()}


def test_what_watches_notices_an_address(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    found = tmp_path / "found"
    code = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.close()"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "WATCHED": str(found)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert found.read_text(encoding="utf-8") == "socket.bind 127.0.0.1\n"


def test_no_command_reaches_for_the_network(tmp_path):
    assert watched(tmp_path, COMMANDS) == set()
    (played,) = {path.parent for path in tmp_path.glob("one/*/*/moves.csv")}
    assert watched(tmp_path, f"plot {played} --format pdf\n") == set()
    assert list(played.glob("*.pdf"))


@pytest.mark.slow
def test_a_local_cluster_listens_on_this_machine_alone(tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed: pip install -e '.[cluster]'")
    found = watched(tmp_path, f"{SWEEP} --workers 2 --cluster local --no-figures\n")
    assert "socket.bind" in {event for event, _ in found}
    assert {host for event, host in found if event == "socket.bind"} <= LOOPBACK
    assert {host for event, host in found} <= LOOPBACK
