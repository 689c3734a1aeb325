"""What is wrong with what was typed, in one line, and where help is."""

from typing import Any

from cyclopts import CycloptsError
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from sim.scenario.problems import nearest, printable


def mistake_text(mistake: CycloptsError, commands: list[str]) -> str:
    """Say what is wrong with what was typed, and how to see what is expected.

    Parameters
    ----------
    commands : names of all commands
    """
    command = next((word for word in mistake.command_chain or () if word in commands), "")
    return f"{_problem(mistake, commands, command)}\nSee: {' '.join(filter(None, ['detente', command]))} --help"


def _problem(mistake: Any, commands: list[str], command: str) -> str:
    """What is wrong; of mistakes that nobody has met so far, in the words of the library."""
    if isinstance(mistake, UnknownCommandError):
        return f"{_typed((mistake.unused_tokens or [])[:1])}: no such command; expected one of {', '.join(commands)}"
    if isinstance(mistake, UnusedCliTokensError):
        return f"{_typed(mistake.unused_tokens or [])}: more words than `detente {command}` takes"
    if isinstance(mistake, UnknownOptionError):
        return _unknown_option(mistake, command)
    if isinstance(mistake, MissingArgumentError):
        name = mistake.keyword or (mistake.argument.name if mistake.argument else "")
        return f"{name}: expected a value after it" if mistake.keyword else f"{name}: missing"
    if isinstance(mistake, RepeatArgumentError):
        return f"{mistake.token.keyword}: given more than once; expected one value"
    if isinstance(mistake, CoercionError) and mistake.token is not None and mistake.target_type is bool:
        return f"{mistake.token.keyword} {_typed([mistake.token.value])}: expected {mistake.token.keyword} alone"
    return str(mistake)


def _unknown_option(mistake: UnknownOptionError, command: str) -> str:
    """An option that there is not, with the nearest that there is."""
    typed = (mistake.token.keyword or mistake.token.value).partition("=")[0]
    known = {name for argument in mistake.argument_collection if argument.parse for name in argument.names}
    close = nearest(typed, known)
    return f"{_typed([typed])}: `detente {command}` has no such option" + (f"; did you mean {close}?" if close else "")


def _typed(words: list[str]) -> str:
    return printable(" ".join(words), 200)
