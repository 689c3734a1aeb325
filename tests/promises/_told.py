"""What is wrong with what was printed or written, where texts were to be texts and nothing else."""

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from ruamel.yaml import YAML

from tests.report.page.readers import wrong_in_markdown, wrong_in_page

Field = tuple[str, ...]
Given = Mapping[Field, str]

# elements of the pictures of plain names
ELEMENTS = {
    "svg", "metadata", "RDF", "Work", "type", "format", "defs", "style", "clipPath", "g", "path", "rect", "text", "use",
}  # fmt: skip
ACTIVE = re.compile(
    r"<(?:f|hyperlink|oleObject|externalReference|definedName)\b|vbaProject|externalLink"
)  # in workbooks
TEX = re.compile(r"\\(?:text(?:backslash|ascii(?:circum|tilde))\{\}|[{}$&#_%])|[^\\{}$&#^_%~]", re.DOTALL)


def unsafe(said: str) -> str:
    """What a terminal would obey, or a traceback; empty where there is none."""
    if "Traceback" in said:
        return f"a traceback: {said[-300:]!a}"
    for sign in {*said} - {"\n", "\u200c", "\u200d"}:
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") or ord(sign) & 0xFFFE == 0xFFFE:
            return f"{sign!a} on the console"
    return ""


def wrong_in(path: Path, given: Given) -> str:
    """What is wrong with a file that was written; empty where nothing is."""
    if path.suffix in _OF_FILES:
        return _OF_FILES[path.suffix](path, given)
    return _changed(json.loads(path.read_text(encoding="utf-8")), given) if path.name == "manifest.json" else ""


def _svg(path: Path, given: Given) -> str:
    strange = {str(element.tag).rpartition("}")[2] for element in ET.parse(path).iter()} - ELEMENTS
    return f"the elements {sorted(strange)}" if strange else ""


def _html(path: Path, given: Given) -> str:
    return wrong_in_page(path.read_text(encoding="utf-8"), given[("title",)])


def _markdown(path: Path, given: Given) -> str:
    return wrong_in_markdown(path.read_text(encoding="utf-8"))


def _png(path: Path, given: Given) -> str:
    return "" if path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 1000 else "no picture"


def _pdf(path: Path, given: Given) -> str:
    content = path.read_bytes()
    active = [name.decode() for name in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/AA") if name + b" " in content]
    return "" if content.startswith(b"%PDF") and not active else f"a PDF with {active}"


def _csv(path: Path, given: Given) -> str:
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return next((f"the formula {cell[:40]!a}" for row in rows for cell in row if _is_formula(cell)), "")


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula: a number with a sign is none."""
    try:
        float(cell)
    except ValueError:
        return cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return False


def _xlsx(path: Path, given: Given) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    active = [name for name, content in parts.items() if ACTIVE.search(name) or ACTIVE.search(content)]
    return f"formulas, links or programs in {active}" if active else ""


def _zip(path: Path, given: Given) -> str:
    """A bundle holds plain files below one folder."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    strange = [name for name in names if ".." in PurePosixPath(name).parts or not re.fullmatch(r"[\w./-]+", name)]
    return f"files called {strange}" if strange else ""


_OF_FILES: dict[str, Callable[[Path, Given], str]] = {
    ".svg": _svg, ".html": _html, ".md": _markdown, ".png": _png, ".pdf": _pdf,
    ".csv": _csv, ".xlsx": _xlsx, ".zip": _zip,
}  # fmt: skip


def _changed(manifest: dict[str, Any], given: Given) -> str:
    """The first field that a manifest has otherwise; experiments are no part of it."""
    scenario = manifest.get("scenario") or manifest["scenario_a"]
    for field, text in given.items():
        kept: Any = scenario
        for key in field:
            kept = kept.get(key) if isinstance(kept, dict) else None
        if field[0] != "experiments" and kept != text:
            return f"{'.'.join(field)} has become {str(kept)[:40]!a}"
    return ""


def wrong_in_citation_file(said: str, given: Given) -> str:
    """What is wrong with a citation file that was printed."""
    found = YAML(typ="safe", pure=True).load(said)
    titles = [entry.get("title") for entry in found["references"]]
    expected = given[("title",)] or "payloads"  # the name of the scenario where it has no title
    return "" if expected in titles else f"the title is not among {titles!a}"[:200]


def wrong_in_bibtex(said: str, given: Given) -> str:
    """A value of BibTeX that TeX would take for more than a text."""
    for value in re.findall(r"^  (?:title|note) = \{\{?(.*?)\}?\},?$", said, re.MULTILINE):
        if strange := TEX.sub("", value):
            return f"{strange!a} in {value[:80]!a}"
    return ""


PRINTED: dict[str, Callable[[str, Given], str]] = {
    "cite of two worlds": wrong_in_citation_file,
    "cite": wrong_in_bibtex,
}
