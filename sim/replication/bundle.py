"""A result and all that it was made from, as one file that another can play again."""

import os
import re
from pathlib import Path
from typing import Any

from sim.results.folder_names import folder_name
from sim.results.in_python import CANNOT, told
from sim.results.own_files import OWN_FILES

from .archive import Files, write_archive
from .citation import Cited, as_cff
from .original import RESULT, SCENARIO, Original, opened
from .versions import constraints

README = """{title}

{what} of detente {version}, a simulator of tit-for-tat diplomacy.
Command: {command}

result/          tables and figures as they were written; manifest.json says what they were made from
scenario/        {scenario}
constraints.txt  versions of Python and of the packages
CITATION.cff     how to cite it
SHA256SUMS       checksums of all files: sha256sum -c SHA256SUMS

{again}
{warning}"""
AGAIN = """To play it again and compare every byte: install detente {version} with these versions, then type

    detente rerun {name}.zip{trust}"""
IN_PYTHON = """This history was made in Python: {own}.
{cannot}.
result/manifest.json says what the program did (in_python). The files and versions can be checked:

    detente rerun {name}.zip --check"""
WARNING = """
It has own rules, which are programs: {rules}.
Read them before you play it again; --trust lets them run as programs of yours.{missing}
"""
MISSING = """
Not in this file, and needed where it is played again: {rules}, of an installed package or of Python itself."""
OF_SCENARIO = "the scenario as it was played, its documented moves as a table, own rules"
OF_TABLE = "the table that the result was made from, if it was somebody's own"


def write_bundle(folder: Path, out: Path | None = None) -> Path:
    """Write the bundle of a result; the same result gives the same bytes.

    Parameters
    ----------
    folder : of the result
    out : folder for the bundle; the one in which the result's folder lies if absent

    Returns
    -------
    Path, of the bundle, which is named after what was played

    Raises
    ------
    ResultError
        If the result cannot be read, was changed, or is not whole.
    OutputError
        If the bundle cannot be written.
    """
    with opened(folder) as original:
        name = name_of(original)
        return write_archive(
            (out or Path(os.path.normpath(folder / ".."))) / f"{name}.zip", name, _files(original, name)
        )


def name_of(original: Original) -> str:
    """Name of a bundle: what was played, as the name of a result's folder says it."""
    manifest, kind = original.manifest, original.result.kind
    subject = re.sub(r"\W+", "_", str(manifest["name"])).strip("_")
    if kind == "sweep":
        named = (manifest["experiment"] or {}).get("name", "sweep")
        return f"{subject}-{named}-seed-{manifest['seed']}-{manifest['fingerprint'][:8]}"
    begins = f"{kind}-" if kind in ("hindcast", "fit") else ""
    return f"{begins}{subject}-{folder_name(kind, manifest)}"


def _files(original: Original, name: str) -> Files:
    """Content by path in the bundle."""
    files: dict[str, Path | bytes] = {f"{RESULT}/{file}": original.folder / file for file in original.files}
    written = sorted(path for path in original.scenario.rglob("*") if path.is_file())
    files |= {f"{SCENARIO}/{path.relative_to(original.scenario).as_posix()}": path for path in written}
    texts = {
        "README.txt": _readme(original.manifest, original.result.kind, name),
        "CITATION.cff": as_cff(Cited(original.manifest)),
        "constraints.txt": constraints(original.manifest),
    }
    return files | {file: text.encode() for file, text in texts.items()}


def not_held(manifest: dict[str, Any]) -> list[str]:
    """Own rules whose files a manifest does not hold: they were installed, or edited while they were played."""
    files = manifest.get(OWN_FILES, {})
    modules = {rule: rule.partition(":")[0].replace(".", "/") for rule in manifest.get("own_rules", {}) if ":" in rule}
    return [rule for rule, path in modules.items() if not {f"{path}.py", f"{path}/__init__.py"} & files.keys()]


def _readme(manifest: dict[str, Any], kind: str, name: str) -> str:
    rules = [rule for rule in manifest.get("own_rules", {}) if ":" in rule]
    lacking = ", ".join(not_held(manifest))
    missing = MISSING.format(rules=lacking) if lacking else ""
    version, own = manifest.get("version", "of unknown version"), told(manifest)
    titles = dict.fromkeys(manifest[key] for key in ("title", "title_a", "title_b") if key in manifest)
    return README.format(
        title=" / ".join(titles),
        what=f"A {kind}",
        version=version,
        command=manifest.get("command", "none; made in Python"),
        scenario=OF_SCENARIO if "seed" in manifest and kind not in ("hindcast", "fit") else OF_TABLE,
        again=(IN_PYTHON if own else AGAIN).format(
            own="; ".join(own), cannot=CANNOT, version=version, name=name, trust=" --trust" if rules else ""
        ),
        warning=WARNING.format(rules=", ".join(rules), missing=missing) if rules else "",
    )
