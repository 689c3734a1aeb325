"""How detente and its results are cited: as text, BibTeX or a citation file.  ``CITATION.cff`` is the one source."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from sim.analysis.labels import Labels
from sim.results.in_python import told

PACKAGE = Path(__file__).parents[1]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = re.compile(r"[\\{}$&#^_%~]")
_ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


class Cited(NamedTuple):
    """A result that is cited: its manifest, the SHA-256 of its bundle, what tells it from others, and who made it."""

    manifest: Mapping[str, Any]
    checksum: str = ""
    key: str = ""
    authors: tuple[str, ...] = ()


@cache
def citation_file() -> str:
    """Text of ``CITATION.cff``, inside an installed package or beside it in a working copy."""
    inside = PACKAGE / "CITATION.cff"
    return (inside if inside.is_file() else PACKAGE.parent / "CITATION.cff").read_text(encoding="utf-8")


def software() -> dict[str, Any]:
    """Entries of ``CITATION.cff``."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(citation_file())
    return found


def as_text(cited: Cited | None = None) -> str:
    """Citation in words, a paragraph for the software and one for what was played."""
    about, version, day = _software_of(cited)
    year = f" ({day[:4]})" if day else ""
    lines = [f"{_authors(about)}{year}. {about['title']} (version {version}) [Computer software]."]
    if cited is not None:
        lines += ["", *_played(cited), *_sources(cited.manifest)]
    return "\n".join(lines)


def as_bibtex(cited: Cited | None = None) -> str:
    """Entries of BibTeX: the software, and what was played."""
    about, version, day = _software_of(cited)
    fields = {"author": f"{{{_authors(about)}}}", "title": f"{{{_tex(about['title'])}}}", "version": version}
    fields |= {"year": day[:4], "month": MONTHS[int(day[5:7]) - 1]} if day else {}
    fields |= {"license": about["license"]}
    entries = [_entry("software", f"detente_{version}", fields)]
    if cited is not None:
        notes = "; ".join([*_how_played(cited.manifest), *_fingerprints(cited)])
        fields = {"author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors)} if cited.authors else {}
        fields |= {"title": f"{{{_tex(_title(cited.manifest))}}}", "note": _tex(notes)}
        fields |= {"howpublished": _tex(f"Simulated with detente {version}")}
        entries.append(_entry("misc", _key(cited), fields))
    return "\n\n".join(entries)


def as_cff(cited: Cited | None = None) -> str:
    """Text of a citation file: that of the software, with what was played and the scenario's sources as references."""
    if cited is None:
        return citation_file()
    about, version, day = _software_of(cited)
    if not day:
        about = {key: value for key, value in about.items() if key != "date-released"} | {"version": version}
    stream = io.StringIO()
    yaml = YAML()
    yaml.width, yaml.default_flow_style = 110, False
    yaml.dump(_plain(about) | {"references": list(_references(cited))}, stream)
    return stream.getvalue()


def _software_of(cited: Cited | None) -> tuple[dict[str, Any], str, str]:
    """Entries of the software, the version that is cited, and the day of its release where that is known."""
    about = software()
    version = str(about["version"] if cited is None else cited.manifest.get("version", about["version"]))
    return about, version, str(about["date-released"]) if version == str(about["version"]) else ""


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if key in ("version", "date-released") else value for key, value in about.items()}


def _authors(about: Mapping[str, Any]) -> str:
    names = [author.get("name") or f"{author['given-names']} {author['family-names']}" for author in about["authors"]]
    return " and ".join(names)


def _title(manifest: Mapping[str, Any]) -> str:
    titles = [manifest[key] for key in ("title", "title_a", "title_b") if key in manifest]
    return " compared with ".join(dict.fromkeys(titles)) or str(manifest.get("name", "a result"))


def _how_played(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What was played, in a few words each."""
    if "points" in manifest and "design" in manifest:
        yield Labels.count(manifest["points"], "point")
    if "pairs" in manifest:
        yield Labels.count(manifest["pairs"], "pair") + " of policies"
    if "runs" in manifest:
        yield Labels.count(manifest["runs"], "history")
    elif "run" in manifest:
        yield f"one history, number {manifest['run']}"
    if "seed" in manifest:
        yield f"seed {manifest['seed']}"
    yield from (f"made in Python: {it}" for it in told(manifest))
    if settings := manifest.get("settings"):
        yield f"with {', '.join(settings)}"
    if change := manifest.get("label") or manifest.get("change"):
        yield f"changed: {change if isinstance(change, str) else ', '.join(change)}"
    if names := [str(entry.get("name")) for entry in manifest.get("measures", [])]:
        yield f"own measure{'s' * (len(names) > 1)} {', '.join(names)}"


def _fingerprints(cited: Cited) -> Iterator[str]:
    for end, called in (("", "scenario"), ("_a", "first scenario"), ("_b", "second scenario")):
        if digest := cited.manifest.get(f"scenario_hash{end}"):
            yield f"SHA-256 of the {called} {digest}"
    if code := cited.manifest.get("code"):
        yield f"first digits of the SHA-256 of the code of detente {code}"
    if cited.checksum:
        yield f"SHA-256 of the bundle {cited.checksum}"


def played_text(manifest: Mapping[str, Any]) -> str:
    """What a result is of and how it was played, on one line."""
    return f"{_title(manifest)}; {', '.join(_how_played(manifest))}"


def _played(cited: Cited) -> list[str]:
    manifest = cited.manifest
    played = f"Played: {', '.join(_how_played(manifest))}."
    return [
        *([f"{' and '.join(cited.authors)}."] if cited.authors else []),
        f"Scenario: {_title(manifest)} ({manifest.get('name')}).",
        played,
        *(f"{each}." for each in _fingerprints(cited)),
    ]


def _sources(manifest: Mapping[str, Any]) -> list[str]:
    sources = _texts_of_sources(manifest)
    return ["", "Sources of the scenario:", *(f"- {source}" for source in sources)] if sources else []


def _texts_of_sources(manifest: Mapping[str, Any]) -> list[str]:
    worlds = [manifest[key] for key in ("scenario", "scenario_a", "scenario_b") if key in manifest]
    return list(dict.fromkeys(str(text) for world in worlds for text in world.get("sources", {}).values() if text))


def _references(cited: Cited) -> Iterator[dict[str, Any]]:
    """What was played, and the sources of the scenario, as a citation file lists references."""
    unknown: Sequence[dict[str, str]] = [{"name": "unknown"}]
    made_by = [{"name": name} for name in cited.authors] or [*unknown]
    notes = "; ".join([*_how_played(cited.manifest), *_fingerprints(cited)])
    yield {"type": "data", "title": _title(cited.manifest), "authors": made_by, "notes": notes}
    for source in _texts_of_sources(cited.manifest):
        yield {"type": "generic", "title": source, "authors": [*unknown], "notes": "source of the scenario"}


def _key(cited: Cited) -> str:
    """Key of an entry, another one for each result."""
    manifest = cited.manifest
    parts = [str(manifest.get("name", "result")), "seed", str(manifest.get("seed", ""))]
    return re.sub(r"\W+", "_", f"detente_{cited.key or '_'.join(parts)}").strip("_").lower()


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{re.sub(r'[^A-Za-z0-9_]', '_', key)},", ",\n".join(lines), "}"])


def _tex(text: str) -> str:
    """Text with the signs escaped that BibTeX and TeX obey."""
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), text)


def checksum_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
