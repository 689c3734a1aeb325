"""Settings of the documentation site, for Sphinx; ``python -m docs.site`` builds it."""

import os
import sys
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sim.version import __version__  # noqa: E402  (the path comes first)

os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # for !detente
os.environ["PYTHONWARNINGS"] = "ignore:IProgress not found"  # of notebooks: a bar that nobody would see

project = "detente"
author = "The detente authors"
copyright = f"{author}, MIT licence"  # noqa: A001  (Sphinx wants this name)
release = version = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "numpydoc",
    "docs.site.links",
    "docs.site.mathml",
    "docs.site.order",
    "docs.site.reference",
]
exclude_patterns = ["playing", "site", "figures", "VISION.md"]  # the last is part of a page

myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 4
nb_execution_mode = "force"  # what a page shows is what this code gives
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_in_temp = True
nb_merge_streams = True

autodoc_typehints = "none"  # types stand in the docstrings, with units and ranges
numpydoc_show_class_members = False

html_theme = "furo"
html_title = "detente"
html_math_renderer = "mathml"
html_copy_source = False
html_use_index = html_domain_indices = False  # the search finds names
html_show_sourcelink = False
html_show_search_summary = False  # it fetches pages, which a browser refuses to do from disk
html_search_scorer = str(ROOT / "docs" / "site" / "scorer.js")
html_static_path = ["site/static"]
html_css_files = ["detente.css"]
highlight_language = "text"
smartquotes_action = "qe"  # -- stays what it is: the beginning of an option


def setup(app: Any) -> None:
    """Tell Sphinx of a language of blocks that has no colours."""
    app.add_lexer("csv", TextLexer)
