"""Commands played in folders of their own, and kept there until the code, the scenarios or the command change."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.results.provenance import releases
from sim.results.reading import read_result

ROOT = Path(__file__).parents[2]
SCRATCH = ROOT / "results" / "played"
MARK = "done.json"  # written last
Files = Mapping[str, str]
FILES: dict[str, Files] = {  # what a command finds in its folder, beside the files of its page
    "error": {
        "my_case.yaml": "schema: 1\nextends: two_states\nname: my_case\npolicies:\n  arden: {preset: ledgr}\n",
    },
}


class Played(NamedTuple):
    """A command that has been played.

    Attributes
    ----------
    folder : Path, holds all that it wrote
    printed : what it printed, or what it complained of where it failed
    seconds : float, how long it took
    code : int, exit code
    """

    folder: Path
    printed: str
    seconds: float
    code: int

    def result(self) -> Any:
        """The result that it wrote, read again; raises ValueError where there is not exactly one."""
        return read_result(self.file("manifest.json").parent)

    def file(self, name: str) -> Path:
        """The one file of a name that it wrote; raises ValueError where there is not exactly one."""
        found = list(self.folder.rglob(name))
        if len(found) != 1:
            raise ValueError(f"{self.folder}: {len(found)} files {name}; expected one")
        return found[0]


@cache
def sources(program: str) -> str:
    """Hash of all that the results of a program depend on: code, scenarios and libraries, and scripts of their own."""
    digest = hashlib.sha256(json.dumps(releases()).encode())
    for folder in ("detente", "sim", "scenarios", *(["tests/validation"] if program == "python" else [])):
        for file in sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".yaml", ".csv")):
            digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def found_by(name: str, files: Files) -> dict[str, str]:
    """Files that a command finds in its folder, of those that its page shows and of its own."""
    return {**files, **FILES.get(name, {})}


def folder_of(name: str, words: Sequence[str], files: Files) -> Path:
    """Folder of a command, named after all that its result depends on."""
    found = found_by(name, files)
    key = hashlib.sha256(json.dumps([sources(words[0]), *words, found]).encode()).hexdigest()[:12]
    return SCRATCH / name / key


def last_seconds(name: str) -> float | None:
    """How long a command took when it was last played, with this code or another; None if it never was."""
    marks = sorted((SCRATCH / name).glob(f"*/{MARK}"), key=lambda mark: mark.stat().st_mtime)
    return float(json.loads(marks[-1].read_text(encoding="utf-8"))["seconds"]) if marks else None


def kept(name: str, words: Sequence[str], files: Files) -> Played | None:
    """What a command left when it was played to its end with this code and these files; None if it was not."""
    folder = folder_of(name, words, files)
    if not (folder / MARK).exists():
        return None
    done = json.loads((folder / MARK).read_text(encoding="utf-8"))
    return Played(folder, done["printed"], done["seconds"], done["code"])


def play(name: str, words: Sequence[str], files: Files, may_fail: bool = False) -> Played:
    """Play a command and keep what came out instead of what an older code left; a sweep resumes in its folder.

    Parameters
    ----------
    files : text of each file that the page shows, by name
    may_fail : whether its complaint is kept, too; else one that fails is played again the next time
    """
    folder = folder_of(name, words, files)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in found_by(name, files).items():
        (folder / file).write_text(text, encoding="utf-8")
    begun = time.perf_counter()
    done = subprocess.run(
        typed(words), cwd=folder, env=environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    printed = "\n".join(line.rstrip() for line in (done.stderr if done.returncode else done.stdout).splitlines())
    played = Played(folder, printed, time.perf_counter() - begun, done.returncode)
    if done.returncode == 0 or may_fail:
        _keep(played, words)
    return played


def _keep(played: Played, words: Sequence[str]) -> None:
    """Mark a command as done, and remove what older codes left of it."""
    mark = {"command": words, "printed": played.printed, "seconds": played.seconds, "code": played.code}
    (played.folder / MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")
    for older in played.folder.parent.iterdir():
        if older != played.folder:
            shutil.rmtree(older)


def typed(words: Sequence[str]) -> list[str]:
    """Words that start a command of detente, or a script, with the Python that runs now."""
    program, first, *others = words
    if program == "detente":
        return [sys.executable, "-m", "detente", first, *others]
    return [sys.executable, first if first == "-c" else str(ROOT / first), *others]


def environment() -> dict[str, str]:
    """Variables under which pages are played: lines of 120 columns, and the code of this project."""
    return {**os.environ, "COLUMNS": "120", "PYTHONPATH": str(ROOT)}
