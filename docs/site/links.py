"""Pages that lie outside this folder, and links that are written for a checkout, as the site has them."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = re.compile(r"^<!-- page: (\w+\.md) -->$", re.MULTILINE)
ABOVE = re.compile(r"\]\((?:\.\./)+(README|CONTRIBUTING|CHANGELOG|SECURITY)\.md")
BESIDE = re.compile(r"\]\((README|CONTRIBUTING|CHANGELOG|SECURITY)\.md")


def in_site(text: str) -> str:
    """Text of a page whose links to pages above the folder lead to where the site has them.

    Examples
    --------
    >>> in_site("[how to install](../README.md#start)")
    '[how to install](/project/README.md#start)'
    """
    return ABOVE.sub(r"](/project/\1.md", PAGE.sub(lambda found: from_above(found[1]), text))


def from_above(name: str) -> str:
    """Text of a page that lies at the top of the project, with links as they are in ``docs/project``."""
    text = BESIDE.sub(r"](/project/\1.md", (ROOT / name).read_text(encoding="utf-8"))
    text = text.replace("](CITATION.cff)", "](/project/citation.md)")
    return text.replace("](docs/", "](/").replace("](results/", "](../../results/")


def _on_reading(_app: Any, _name: str, source: list[str]) -> None:
    source[0] = in_site(source[0])


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to call."""
    app.connect("source-read", _on_reading)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
