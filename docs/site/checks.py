"""What must hold of the site once it is built: it opens from disk, asks for nothing outside, and can be searched."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

LOADED = {  # attributes by which a page asks for something as it opens
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "link": "href",
    "object": "data",
    "embed": "src",
}
LEADS = {"a": "href", "form": "action"}  # attributes by which a reader goes to another page
OUTSIDE = re.compile(r"(?:https?:)?//")
OF_STYLES = re.compile(r"url\(\s*['\"]?((?:https?:)?//[^)'\"]+)|@import\s+['\"]((?:https?:)?//[^'\"]+)")
FOR_READERS = {"canonical", "license", "author", "help", "search", "next", "prev", "index"}  # links that load nothing


class _Page(HTMLParser):
    """What one page loads, and where it leads.

    Attributes
    ----------
    loads : addresses that a browser fetches as the page opens
    leads : addresses that a reader may go to
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element loads or leads to."""
        given = {name: value or "" for name, value in attrs}
        if tag in LEADS and LEADS[tag] in given:
            self.leads.append(given[LEADS[tag]])
        elif tag in LOADED and LOADED[tag] in given and given.get("rel") not in FOR_READERS:
            self.loads.append(given[LOADED[tag]])


def problems(site: Path) -> list[str]:
    """What is wrong with a site; nothing if it is empty."""
    pages = {page: _Page(page.read_text(encoding="utf-8")) for page in sorted(site.rglob("*.html"))}
    return [*_outside(site, pages), *_not_there(site, pages), *_unreachable(site, pages), *_search(site)]


def _outside(site: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    """Whatever a browser would fetch from elsewhere."""
    for page, found in pages.items():
        yield from (f"{_name(page, site)}: loads {address}" for address in found.loads if OUTSIDE.match(address))
    for style in sorted(site.rglob("*.css")):
        for one, other in OF_STYLES.findall(style.read_text(encoding="utf-8")):
            yield f"{_name(style, site)}: loads {one or other}"


def _not_there(site: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    """Files of the site that a page needs or leads to, and that are not there."""
    for page, found in pages.items():
        for address in (*found.loads, *found.leads):
            target = _target(page, address)
            if target and not target.exists():
                yield f"{_name(page, site)}: {address} is not there"


def _unreachable(site: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    """Pages that no click leads to from the first one."""
    reached, ahead = set(), [(site / "index.html").resolve()]
    known = {page.resolve(): found for page, found in pages.items()}
    while ahead:
        page = ahead.pop()
        if page in reached or page not in known:
            continue
        reached.add(page)
        ahead += [target for address in known[page].leads if (target := _target(page, address))]
    yield from (f"{_name(page, site)}: no link leads here" for page in pages if page.resolve() not in reached)


def _target(page: Path, address: str) -> Path | None:
    """File of the site that an address means; None for one outside, and for a place on the same page."""
    file = unquote(urldefrag(address).url.partition("?")[0])
    return None if not file or re.match(r"[a-z]+:|//", file) else (page.parent / file).resolve()


def _search(site: Path) -> Iterator[str]:
    """An index that a page loads as a script, which works from disk, and that has words of every page."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip(";\n").removesuffix(")"))
    found = {number for numbers in index["terms"].values() for number in _listed(numbers)}
    missing = (name for number, name in enumerate(index["docnames"]) if number not in found)
    yield from (f"{name}: no word of it is in the index of the search" for name in missing)


def _listed(numbers: int | list[int]) -> list[int]:
    """Pages that have a word: the index has one number for one page, and a list for several."""
    return numbers if isinstance(numbers, list) else [numbers]


def _name(file: Path, site: Path) -> str:
    return file.relative_to(site).as_posix()
