"""Pages that show what commands give: what each needs, and how it is filled from what was played."""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import signature
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from .marks import Place, body_of, commands, files, filled, places
from .numbers import NUMBERS
from .parts import part_of
from .scratch import ROOT, Played, kept, play

MEDIAN_PAIR_OF = {"one_history": "cut_in_december"}  # its number is that of the median pair of a comparison


class Filled(NamedTuple):
    """Places whose body or figure has changed, and those that cannot be filled, with the reason."""

    changed: list[Place]
    problems: list[tuple[Place, str]]


@dataclass(frozen=True)
class Page:
    """A page with marks.

    Attributes
    ----------
    path : Path of the file
    numbers : functions that make what stands at marks of numbers; each takes results by the names of their commands
    """

    path: Path
    numbers: Mapping[str, Callable[..., str]]

    @property
    def text(self) -> str:
        """Text of the page as it stands."""
        return self.path.read_text(encoding="utf-8")

    def commands(self) -> dict[str, tuple[str, ...]]:
        """Words of the commands that the page plays, by name; ValueError, as :func:`.marks.commands` says."""
        return commands(self.text)

    def files(self) -> dict[str, str]:
        """Text of the files that the page shows and its commands find, by name."""
        return files(self.text)

    def kept(self, name: str) -> Played | None:
        """What a command of the page left when it was played to its end with this code; None if it was not."""
        return kept(name, self.commands()[name], self.files())

    def needs(self, place: Place) -> list[str]:
        """Names of the commands that fill a place."""
        return [*signature(self.numbers[place.name]).parameters] if is_computed(place) else [place.name]

    def fill(self, names: Iterable[str]) -> Filled:
        """Fill the places that need one of some commands and have all they need."""
        played = {name: there for name in self.commands() if (there := self.kept(name))}
        found = Filled([], [])

        def fill_one(place: Place) -> str:
            needed = self.needs(place)
            if not {*needed} & {*names} or not {*needed} <= {*played}:
                return place.body
            try:
                body = self._body(place, [played[name] for name in needed])
                if body != place.body or (place.kind == "figure" and self._copy(place, played[place.name])):
                    found.changed.append(place)
            except Exception as problem:  # of one place, whatever it is: the others are filled
                found.problems.append((place, f"{type(problem).__name__}: {problem}"))
                return place.body
            return body

        text = filled(self.text, fill_one)
        self.path.write_text(text, encoding="utf-8")
        return found

    def _body(self, place: Place, played: list[Played]) -> str:
        if place.kind == "figure":
            return place.body
        if not is_computed(place):
            return body_of(place.kind, part_of(played[0].printed, place.part))
        return body_of(place.kind, self.numbers[place.name](*(each.result() for each in played)))

    def _copy(self, place: Place, played: Played) -> bool:
        """Copy a figure to where the page shows it; says whether it has changed."""
        file, *options = place.part.split()
        drawn = _drawn_again(place.name, played, options).file(file) if options else played.file(file)
        target = self.path.parent / shown_at(place)
        new, old = with_few_colours(drawn), target.read_bytes() if target.exists() else b""
        if new != old:
            target.write_bytes(new)
        return new != old

    def choose_history(self, name: str, pair: Played) -> None:
        """Let a command of the page replay the history that a comparison names at its end."""
        shown = shlex.join(self.commands()[name])
        number = pair.result().parting["run"]
        text = self.text.replace(shown, re.sub(r"--replay \d+", f"--replay {number}", shown))
        self.path.write_text(text, encoding="utf-8")


def _drawn_again(name: str, played: Played, options: list[str]) -> Played:
    """Draw figures of a result with other options than those that a command draws by itself."""
    folder = played.file("manifest.json").parent
    words = ("detente", "plot", str(folder), *options, "--format", "png", "--out", ".")
    name = f"{name}_drawn"
    return kept(name, words, {}) or play(name, words, {})


def with_few_colours(file: Path) -> bytes:
    """Content of a figure in 256 colours, which is a third as long and looks the same."""
    content = BytesIO()
    Image.open(file).convert("RGB").quantize(256).save(content, "png", optimize=True)
    return content.getvalue()


def is_computed(place: Place) -> bool:
    """Whether a function makes what stands at a place, and not a command alone."""
    return place.kind in ("numbers", "number")


def shown_at(place: Place) -> str:
    """Path of the figure that a place shows, relative to its page."""
    return place.body.rpartition("(")[2].removesuffix(")")


def pages(root: Path = ROOT) -> list[Page]:
    """Pages of the project that have marks."""
    found = [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]
    marked = [path for path in found if (text := path.read_text(encoding="utf-8")) and (commands(text) or places(text))]
    return [Page(path, NUMBERS) for path in marked]
