"""A result and all that it was made from, as one file that another can play again."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.results.files import ResultError
from sim.results.in_python import CANNOT, told
from sim.results.own_files import NOT_KEPT, OWN_FILES
from sim.scenario import own_measure
from sim.scenario.problems import printable

from .archive import Files, write_archive
from .citation import Cited, as_cff
from .original import RESULT, SCENARIO, Original, opened
from .scenario_files import WORLDS, world_file
from .versions import constraints

README = """{title}

{what} of detente {version}, a simulator of tit-for-tat diplomacy.
It was made by: {command}
{file}
result/          tables and figures as they were written; manifest.json says what they were made from
scenario/        {scenario}
constraints.txt  versions of Python and of the packages
CITATION.cff     how to cite it
SHA256SUMS       checksums of all files: sha256sum -c SHA256SUMS
{by_hand}
{again}
{warning}{unplayed}"""
AGAIN = """To play it again and compare every byte: install detente {version}, which its authors hand out, with these
versions (pip install -c constraints.txt), then type

    detente rerun {name}.zip{trust}

The folder that is in this file will do as well, once it is unpacked."""
IN_PYTHON = """This history was made in Python: {own}.
{cannot}.
result/manifest.json says what the program did (in_python). The files and versions can be checked:

    detente rerun {name}.zip --check"""
FILE = """The scenario that it names is {files} here, with every value that was set beside it.
"""
BY_HAND = """
It was played by hand. Playing it again makes the same moves. It does not write what was written at the seat:
{files}.
"""
WARNING = """
It has {what}, which are programs: {rules}.
Read them before you play it again; --trust lets them run as programs of yours.{missing}
"""
MISSING = """
Not in this file, and needed where it is played again: {rules}, of an installed package or of Python itself."""
OF_SCENARIO = "the scenario as it was played, its documented moves as a table, own rules, own measures"
OF_TABLE = "the table that the result was made from, if it was somebody's own"


def write_bundle(folder: Path, out: Path | None = None, authors: Sequence[str] = ()) -> Path:
    """Write the bundle of a result; the same result gives the same bytes.

    Parameters
    ----------
    folder : of the result
    out : folder for the bundle; the one in which the result's folder lies if absent
    authors : who made the result, for the citation

    Returns
    -------
    Path, of the bundle, which is named after what was played

    Raises
    ------
    ResultError
        If the result cannot be read, was changed, or is not whole, or something that it was made from was not kept.
    OutputError
        If the bundle cannot be written.
    """
    with opened(folder) as original:
        _check_is_kept(original.manifest, folder)
        name = original.name
        place = (out or Path(os.path.normpath(folder / ".."))) / f"{name}.zip"
        return write_archive(place, name, _files(original, name, authors))


def _check_is_kept(manifest: dict[str, Any], folder: Path) -> None:
    """Raise ResultError where nobody else can have a program that the result was made with."""
    lacking = not_kept(manifest)
    if lacking:
        (what, why), more = lacking[0], len(lacking) - 1
        said = f"{printable(what)}: {why}" + (f" (and {more} more)" if more else "")
        raise ResultError(f"{folder}: cannot be played again by others: {said}")


def not_kept(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Programs that nobody else can have: the file or function, and why, with what to do."""
    files, rules = manifest.get(NOT_KEPT), manifest.get("own_rules", {})
    lacking = [(f"own file {name}", str(why)) for name, why in files.items()] if isinstance(files, dict) else []
    for entry in manifest.get("measures", []):
        called = f"own measure {entry.get('name')} ({entry.get('function')})"
        if own_measure.NOT_KEPT in entry:
            lacking.append((called, str(entry[own_measure.NOT_KEPT])))
        elif not rules.keys() & entry.get("files", {}).keys():  # as an older release wrote it
            lacking.append((called, "given as a function of Python; play again, with it in a module"))
    return lacking


def _files(original: Original, name: str, authors: Sequence[str]) -> Files:
    """Content by path in the bundle."""
    files: dict[str, Path | bytes] = {f"{RESULT}/{file}": original.folder / file for file in original.files}
    written = sorted(path for path in original.scenario.rglob("*") if path.is_file())
    files |= {f"{SCENARIO}/{path.relative_to(original.scenario).as_posix()}": path for path in written}
    texts = {
        "README.txt": _readme(original, name),
        "CITATION.cff": as_cff(Cited(original.manifest, key=name, authors=tuple(authors))),
        "constraints.txt": constraints(original.manifest),
    }
    return files | {file: text.encode() for file, text in texts.items()}


def not_held(manifest: dict[str, Any]) -> list[str]:
    """Own rules and own measures whose files a manifest does not hold: they were installed."""
    files = manifest.get(OWN_FILES, {})
    modules = {rule: rule.partition(":")[0].replace(".", "/") for rule in manifest.get("own_rules", {}) if ":" in rule}
    return [rule for rule, path in modules.items() if not {f"{path}.py", f"{path}/__init__.py"} & files.keys()]


def _readme(original: Original, name: str) -> str:
    manifest, kind = original.manifest, original.result.kind
    rules = [rule for rule in manifest.get("own_rules", {}) if ":" in rule]
    lacking = ", ".join(not_held(manifest))
    missing = MISSING.format(rules=lacking) if lacking else ""
    version, own = manifest.get("version", "of unknown version"), told(manifest)
    worlds = [f"scenario/{world_file(Path(), end).name}" for end in WORLDS if f"scenario{end}" in manifest]
    titles = dict.fromkeys(manifest[key] for key in ("title", "title_a", "title_b") if key in manifest)
    return README.format(
        title=" / ".join(titles),
        what=f"A {kind}",
        version=version,
        command=manifest.get("command") or "no command; made in Python",
        file=FILE.format(files=" and ".join(worlds)) if worlds else "",
        scenario=OF_SCENARIO if "seed" in manifest and kind not in ("hindcast", "fit") else OF_TABLE,
        by_hand=BY_HAND.format(files=", ".join(original.of_seat)) if original.of_seat else "",
        again=(IN_PYTHON if own else AGAIN).format(
            own="; ".join(own), cannot=CANNOT, version=version, name=name, trust=" --trust" if rules else ""
        ),
        warning=WARNING.format(what=programs_in(manifest), rules=", ".join(rules), missing=missing) if rules else "",
        unplayed=f"\n{original.unplayed}\n" if original.unplayed else "",
    )


def programs_in(manifest: dict[str, Any]) -> str:
    """What the programs of users are that a result was made with: own rules, own measures or both."""
    measures = {name for entry in manifest.get("measures", []) for name in entry.get("files", {})}
    rules = [name for name in manifest.get("own_rules", {}) if ":" in name and name not in measures]
    return " and ".join([*(["own rules"] if rules else []), *(["own measures"] if measures else [])])
