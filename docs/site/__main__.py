"""Build the documentation as a site, and check it.

    python -m docs.site

writes the pages into ``build/site``; open ``index.html`` there.  Code on pages about Python is run, so the rules are
compiled first if they were not.  A warning is an error, and so is a page that would load something from the network.

    python -m docs.site --draft

leaves that code unrun, for a quick look.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.cmd.build import build_main

from docs.site.checks import problems
from sim import run

DOCS = Path(__file__).parents[1]
SITE = DOCS.parent / "build" / "site"
OPTIONS = ("--fail-on-warning", "--keep-going", "--fresh-env", "--quiet", "--jobs", "2")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and check; returns 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draft", action="store_true", help="do not run code on pages about Python")
    is_draft = parser.parse_args(arguments).draft
    begun = time.perf_counter()
    if not is_draft:
        run("two_states", runs=2)  # compiles once what each of these pages would compile
    shutil.rmtree(SITE, ignore_errors=True)
    if build(is_draft):
        return 1
    found = problems(SITE)
    say("\n".join(found) or f"built and checked in {time.perf_counter() - begun:.0f} s: {SITE / 'index.html'}")
    return int(bool(found))


def build(is_draft: bool) -> int:
    """Have Sphinx write the pages; returns 0 if there was no warning."""
    draft = ("-D", "nb_execution_mode=off", "-D", "suppress_warnings=misc.highlighting_failure") if is_draft else ()
    with TemporaryDirectory() as trees:
        options = [*OPTIONS, "--doctree-dir", trees, *draft]
        return build_main([*options, str(DOCS), str(SITE)])


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
