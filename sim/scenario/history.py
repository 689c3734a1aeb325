"""Documented cases as scenarios: ``history/NAME`` names a text that is made from the record when it is asked for.

What makes these texts reads scenarios and so imports this part.  It is looked up by name when it is called, as
:mod:`sim.results.above` does for results.
"""

from importlib import import_module
from pathlib import Path

FOLDER = "history"
_MAKER = "sim.documented.history"


def is_history(source: str | Path) -> bool:
    """Whether a name means a documented case, known or not."""
    return Path(source).parent == Path(FOLDER) and not str(source).endswith((".yaml", ".csv"))


def names_in_history() -> list[str]:
    """Names of all documented cases, as scenarios have them: ``history/skripal_2018``."""
    return [f"{FOLDER}/{name}" for name in import_module(_MAKER).case_names()]


def text_in_history(source: str | Path) -> str:
    """Text of the scenario of a documented case.

    Raises
    ------
    KeyError
        if the record has no case of this name.
    """
    return str(import_module(_MAKER).text_of(Path(source).name))
