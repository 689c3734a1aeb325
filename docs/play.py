"""Play the commands that the pages show, and put into the pages what they print, draw and find.

    python -m docs.play [PAGE | NAME ...]

plays the commands of all pages, of a page such as ``guide``, or those of a name such as ``run``.  Each is played in a
folder of its own below ``results/played`` and kept there, until it or the code changes.  So the same command resumes
what was interrupted.  What has changed in a page is named by its line, because the sentences around it may have to
change, too.  :mod:`docs.playing.marks` says how a page marks what it shows.

    python -m docs.play --list

says what there is, how long each took when it was last played, and which would be played now.
"""

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from docs.playing.marks import places
from docs.playing.pages import MEDIAN_PAIR_OF, Page, pages
from docs.playing.scratch import last_seconds, play


def main(arguments: Sequence[str] | None = None) -> int:
    """Play and fill; returns 1 where a command failed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("asked", nargs="*", metavar="PAGE | NAME", help="a page, such as guide, or one of its commands")
    parser.add_argument("--list", action="store_true", help="only say what there is")
    given = parser.parse_args(arguments)
    all_, asked = pages(), [Path(word).stem for word in given.asked]
    if unknown := {*asked} - {name for page in all_ for name in (page.path.stem, *page.commands())}:
        parser.error(f"{min(unknown)}: no page with marks, and no command of one")
    chosen = [(page, names) for page in all_ if (names := names_chosen(page, asked))]
    if given.list:
        say("\n".join(listed(page, name) for page, names in chosen for name in names))
        return 0
    try:
        return max([play_page(page, names) for page, names in chosen], default=0)
    except KeyboardInterrupt:
        say("stopped; the same command resumes")
        return 130


def names_chosen(page: Page, asked: Sequence[str]) -> list[str]:
    """Names of the commands of a page that are asked for, those first that others need."""
    names = [name for name in page.commands() if not asked or page.path.stem in asked or name in asked]
    return sorted(names, key=lambda name: name in MEDIAN_PAIR_OF)


def listed(page: Page, name: str) -> str:
    """One line about a command."""
    words, seconds = page.commands()[name], last_seconds(name)
    took = "      –" if seconds is None else f"{seconds:5.0f} s"
    return f"{page.path.name:14} {name:30} {took}  {'kept   ' if page.kept(name) else 'to play'}  {shown(words)}"


def play_page(page: Page, names: Sequence[str]) -> int:
    """Play commands of a page, those left out that are kept, and fill it; returns 1 where one failed, else 0."""
    failed = 0
    for name in names:
        failed |= play_one(page, name)
        changed, problems = page.fill([name])
        for place, reason in [*((place, "") for place in changed), *problems]:
            outcome = f"cannot be filled ({reason})" if reason else "has changed; read the sentences around it"
            say(f"  {page.path.name}:{place.line}: {place.kind} {place.name} {outcome}")
        failed |= bool(problems)
    return failed


def play_one(page: Page, name: str) -> int:
    """Play a command, unless it is kept; returns 1 where it failed, else 0."""
    leader = MEDIAN_PAIR_OF.get(name)
    if leader and (pair := page.kept(leader)):
        page.choose_history(name, pair)
    words, before = page.commands()[name], last_seconds(name)
    if page.kept(name):
        say(f"{name}: kept")
        return 0
    say(f"{name}: {shown(words)}{'' if before is None else f' (took {before:.0f} s last time)'}")
    played = play(name, words, page.files(), is_complaint(page, name))
    if played.code and not is_complaint(page, name):
        say(f"  failed with exit code {played.code}: {played.printed}")
        return 1
    say(f"  {played.seconds:.0f} s")
    return 0


def shown(words: Sequence[str]) -> str:
    """A command as it is typed; of a program only its first line."""
    return shlex.join(words).partition("\n")[0]


def is_complaint(page: Page, name: str) -> bool:
    """Whether a page shows what a command complains of."""
    return any(place.name == name and place.part == "complaint" for place in places(page.text))


def say(text: str) -> None:
    """Print at once, also where nobody watches."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
