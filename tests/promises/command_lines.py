"""Whatever is typed, the command does it, or says in a line what is wrong with it; it never ends in a traceback.

Commands and options are those that the application itself declares, so that a new one is tried without being named.
"""

import contextlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.promises._typed import CODES, CRASHED, TooLongError, at_most, typed, unprintable
from tests.survival.small_sweep import prepare
from tests.trials import Trial

TIMES, SHORT = 5_000, 150
SECONDS = 30.0  # that a command may take
MOST_LINES = 12  # that say what is wrong

SCENARIO = """\
extends: two_states
name: mine
title: Twenty days
end: 2030-01-20
timeline: {first_expulsion: null}
experiments: {mild: {title: How mild?, vary: {policies.arden.k: "0.5:1:2"}, runs: 2}}
"""
TOO_MUCH = ["99999999999999999999", "1" * 400]
HOSTILE = [
    "", " ", "-1", "0", "1.5", "1e3", "nan", "x", "null", "true", "=", "==", "a=", "=a", "a.b", "..", "/", "-", "--",
    "---", "٣", "é", "\u202e", "\u2028", "\ufeff", "\uffff", "\x1b[31mred\x1b[0m", "\x07", "\x08", "\t", "a\nb", "\r",
    "\x85", "o\udcff", "\udcff", "[red]x[/]", "[/x]", "{0.__class__}", "%s%n", "$(id)", "`id`", "'", '"', "*", "~",
    "a b", ":", ";",
    "file.txt", "folder", "no/such/place", "file.txt/below", "x" * 300, "x" * 5000, "mine.yaml", "/dev/null",
    "arden_belmora",
    *TOO_MUCH,
]  # fmt: skip
SETTINGS = [
    "policies.arden.k=1,4", "policies.arden.k=0,5:1,5:3", "policies.arden.k=0.5,99999999999999999999", "end=2030-02-30",
    "policies.arden.k=-1,1", "policies.arden.k=1e400", "policies.arden.kk=1", "title=\x1b[31m", "title='\\e[31m'",
    "title=a,b",
    "states={}", "policies=null", "policies.arden.k=[1", "policies.arden.k={a: 1}", "extends=mine", "observed_from=..",
    "states.arden.name=[/x]", "states.arden.name={0}", "states.\udcff.name=x", "policies.arden.preset=legder",
    "policies.arden.k=1:2:99999999999999", "policies.arden.k=0:1:1000000000000", "policies.arden.k=1;2;3", "name=a,b",
    "policies.arden.k=true,false", "policies.arden.k=2:1:3", "policies.arden.k=", "schema=2", "start=9999-12-31",
    "policies.arden.own_rule=nowhere:rule", "policies.arden.own_rule=;:x", "experiments.mild.runs=0", "plots.dyads=[x]",
]  # fmt: skip
GOOD = {
    "--seed": ["1", "18446744073709551615"],
    "--until": ["2030-01-05"],
    "--set": ["policies.arden.k=1.4"],
    "--with": ["policies.arden.k=0.5"],
    "--vary": ["policies.arden.k=0.5,1", "policies.belmora.k=0.5:1"],
    "--runs": ["2"],
    "--points": ["8", "32"],
    "--design": ["lhs", "sobol", "morris", "oat", "grid"],
    "--relation": ["arden_belmora"],
    "--policy": ["ledger"],
    "--keep": ["outcomes", "curves", "moves"],
    "--replay": ["3"],
    "--threads": ["1"],
    "--out": ["out"],
    "--format": ["svg"],
}
KEPT_SMALL = {"--runs": "2", "--policy": "ledger", "--threads": "1"}  # where not typed, lest the work be long
IS_WORK = ("--workers", "--cluster", "--figures", "--help")  # slow where it can be meant, and tried elsewhere


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Type so many commands, drawn at random."""
    prepare()  # nothing is compiled while it is timed
    folder = place()
    declared = _declared()
    with contextlib.chdir(folder):
        (folder / "mine.yaml").write_text(SCENARIO, encoding="utf-8")
        (folder / "file.txt").write_text("no scenario", encoding="utf-8")
        (folder / "folder").mkdir()
        typed(["run", "mine.yaml", "--no-figures", "--out", "made"])
        results = [str(path.parent) for path in folder.glob("made/*/*/manifest.json")]
        for number in range(times):
            chosen = random.Random(f"command {number}")
            name = chosen.choice([*declared, "run", "sweep"])
            words = _words(chosen, name, declared[name], results)
            wrong = _typed(words)
            shown = [word if len(word) < 80 else f"{word[:20]}… ({len(word)} letters)" for word in words]
            yield name, wrong and f"{number}: {wrong}; typed: {shown!a}"


def _declared() -> dict[str, list[Any]]:
    """Arguments of each command, as the application declares them."""
    from sim.commands.app import app

    names = [name for name in app if not name.startswith("-")]
    return {name: [*app[name].assemble_argument_collection()] for name in names}


def _typed(words: list[str]) -> str:
    """What goes otherwise than promised with a command."""
    try:
        with at_most(SECONDS):
            code, out, err = typed(words)
    except TooLongError as error:
        return str(error)
    if code == CRASHED or "Traceback" in out + err:
        return f"a traceback: {(err.strip().splitlines() or [''])[-1]!a}"
    if code not in CODES:
        return f"exit code {code}"
    if sign := unprintable(out + err):
        return f"{sign} on the console"
    if code == 2 and (out or not err.strip()):
        return "refused, and yet something is printed" if out else "refused without a word"
    if code == 2 and len(err.splitlines()) > MOST_LINES:
        return f"refused in {len(err.splitlines())} lines"
    return ""


def _words(chosen: random.Random, name: str, arguments: list[Any], results: list[str]) -> list[str]:
    """A command with some of its options, most of them with a value that is hostile."""
    options = [argument for argument in arguments if argument.name.startswith("--")]
    words = [name]
    for argument in arguments:
        if argument not in options and (argument.required or chosen.random() < 0.3):
            words += _place(chosen, argument.name, results)
    if name in ("hindcast", "fit") and len(words) == 1:  # both records take more than half a minute
        words.append("czech_russia_2021")
    asked = chosen.choices(options, k=chosen.choice([0, 1, 1, 2, 3])) if options else []
    for argument in asked:
        words += _option(chosen, argument)
    if chosen.random() < 0.15 or name == "selftest":  # which takes minutes where nothing is wrong
        words.insert(chosen.randrange(1, len(words) + 1), _misspelt(chosen, options))
    given = {argument.name for argument in asked}
    known = {argument.name for argument in options}
    for option, value in KEPT_SMALL.items():
        is_of_one = name == "run" and "--runs" not in given and (option != "--runs" or chosen.random() < 0.7)
        if option in known - given and not is_of_one:
            words += [option, value]
    if "--figures" in known:
        words.append("--no-figures")
    if name == "sweep" and "--vary" not in given and chosen.random() < 0.8:
        words += ["--vary", "policies.arden.k=0.5,1"]
    return words


def _place(chosen: random.Random, name: str, results: list[str]) -> list[str]:
    """A scenario, an experiment or a result: mostly a good one, so that what follows is looked at."""
    if chosen.random() < 0.25:
        return [chosen.choice(HOSTILE)]
    if name == "RESULT":
        return [chosen.choice([*results, "made", "folder", "file.txt"])]
    return ["mild"] if name == "EXPERIMENT" else [chosen.choice(["mine", "mine.yaml"])]


def _option(chosen: random.Random, argument: Any) -> list[str]:
    """An option with a good or a hostile value, joined or apart, or without any."""
    name, is_flag = argument.name, argument.hint is bool
    if is_flag:
        return (
            [chosen.choice([*argument.names, f"{name}=maybe", f"{name}="])]
            if name not in IS_WORK
            else [f"{name}=maybe"]
        )
    settings = SETTINGS if name in ("--set", "--with", "--vary") else []
    hostile = [value for value in [*HOSTILE, *settings, *settings] if not (name in IS_WORK and value == "local")]
    value = chosen.choice(hostile)
    if name in GOOD and chosen.random() < 0.4:
        value = chosen.choice(GOOD[name])
    written = chosen.choice([[name, value], [name, value], [f"{name}={value}"], [name]])
    return written * chosen.choice([1, 1, 1, 2])


def _misspelt(chosen: random.Random, options: list[Any]) -> str:
    """An option that there is not, close to one that there is."""
    name = chosen.choice([argument.name for argument in options] or ["--seed"])
    at = chosen.randrange(2, len(name))
    return chosen.choice(
        [name[:at] + name[at + 1 :], f"{name}s", f"--no-{name[2:]}", name[1:], name.upper(), "--\x1b[31m", "--é", "-x"]
    )
