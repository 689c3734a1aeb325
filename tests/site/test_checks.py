"""A site that would load something, lead nowhere or find nothing is refused."""

from pathlib import Path

import pytest

from docs.site.checks import problems

INDEX = 'Search.setIndex({"docnames":["index","words"],"terms":{"griev":[0,1],"word":1}})'
FILES = {
    "index.html": '<link rel="stylesheet" href="s.css?v=1"><script src="a.js"></script><a href="words.html#loss">w</a>',
    "words.html": '<img src="p.png"><a href="index.html">back</a><a href="https://example.org">elsewhere</a>',
    "s.css": "body { background: url(p.png) }",
    "a.js": "",
    "p.png": "",
    "searchindex.js": INDEX,
}
ELSEWHERE = "https://example.org/a"


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_site_that_is_whole_has_no_problems(site: Path) -> None:
    assert problems(site) == []


FAULTS = {
    "a script from elsewhere": ("words.html", f'<script src="{ELSEWHERE}"></script>', f"words.html: loads {ELSEWHERE}"),
    "a picture from elsewhere": ("words.html", '<img src="//example.org/a">', "words.html: loads //example.org/a"),
    "a style from elsewhere": ("s.css", f"@import '{ELSEWHERE}';", f"s.css: loads {ELSEWHERE}"),
    "a font from elsewhere": ("s.css", f"@font-face {{ src: url({ELSEWHERE}) }}", f"s.css: loads {ELSEWHERE}"),
    "a link to nowhere": ("words.html", '<a href="gone.html">gone</a>', "words.html: gone.html is not there"),
    "a page that nothing leads to": ("alone.html", "", "alone.html: no link leads here"),
    "a page that the search does not know": (
        "searchindex.js",
        INDEX.replace("[0,1]", "0").replace('"word":1', '"word":0'),
        "words: no word of it is in the index of the search",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_is_named(what: str, site: Path) -> None:
    name, text, expected = FAULTS[what]
    before = FILES.get(name, "") if not name.endswith(".js") else ""
    (site / name).write_text(before + text, encoding="utf-8")
    assert problems(site) == [expected]
