"""What every draft begins with: how to use it, and the keys of its head."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from sim.documented.file_text import written
from sim.scenario.editor_schema import schema_beside
from sim.scenario.problems import printable

DAYS = 364  # from the first day to the last


@dataclass(frozen=True)
class Page:
    """Name, title and first day of a draft, and the file that it will be."""

    file: Path
    name: str
    title: str
    start: date

    def head(self, says: Iterable[str]) -> Iterator[str]:
        """Lines above the first section.

        Parameters
        ----------
        says : what is given and what is not, a line each
        """
        yield from self.comment(says)
        yield ""
        yield "schema: 1"
        yield f"name: {self.name}"
        yield f"title: {written(self.title)}"
        yield f"start: {self.start}"
        yield f"end: {self.start + timedelta(days=DAYS)}  # the last day that is played"

    def comment(self, says: Iterable[str]) -> Iterator[str]:
        """The comment at the top: for editors and for people."""
        yield f"# yaml-language-server: $schema={quote(schema_beside(self.file).name)}"
        yield f"# {printable(self.title)}: a draft."
        yield "#"
        yield from (f"# {line}" for line in says)
        yield "# Change what you know better, above all what is marked assumed. A key behind a # is a suggestion."
        yield "#"
        yield from (f"#     {command:<{self._width}}  {does}" for command, does in self._commands())

    def _commands(self) -> Iterator[tuple[str, str]]:
        name = printable(shlex.quote(self.file.name))
        yield f"detente check {name}", "names every mistake, and what may surprise"
        yield f"detente run {name}", "plays one history"
        yield f"detente run {name} --runs 1000", "says how likely each end is"

    @property
    def _width(self) -> int:
        return max(len(command) for command, _ in self._commands())
