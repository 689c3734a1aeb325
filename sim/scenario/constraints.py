"""What the arguments of public functions and the options of commands may be: one row each.

Python (:mod:`sim.scenario.arguments`), the command line and ``docs/arguments.md`` read this table.
"""

from typing import Literal, NamedTuple

Kind = Literal[
    "scenario",
    "whole number",
    "day",
    "text",
    "line",
    "texts",
    "share",
    "flag",
    "path",
    "function",
    "executor",
    "measures",
]

N_RUN_NUMBERS = 2**32  # histories are numbered from 0 to one less
MOST_THREADS = 1024

EXPECTED: dict[Kind, str] = {
    "scenario": "a Scenario, or the name or path of a scenario file",
    "day": "a day, such as 2030-03-01",
    "text": "a text",
    "line": "one line of text",
    "texts": "a list of texts",
    "share": "a share above 0, up to 1, such as 0.2",
    "flag": "True or False",
    "path": "a path",
    "function": "a function",
    "executor": "an object with a method submit",
    "measures": "functions by name, or a list of them",
}


class Constraint(NamedTuple):
    """What one argument may be.

    Attributes
    ----------
    kind : what it is read as
    meaning : str, what it says, for the documentation
    least, most : int, the ends of a whole number; no upper end where ``most`` is None
    option : str, how the command line calls it; ``--name`` where empty
    """

    kind: Kind
    meaning: str
    least: int = 0
    most: int | None = None
    option: str = ""

    @property
    def expected(self) -> str:
        """What a message says was expected."""
        if self.kind != "whole number":
            return EXPECTED[self.kind]
        return f"a whole number from {self.least} {'on' if self.most is None else f'to {self.most}'}"


CONSTRAINTS = {
    "scenario": Constraint("scenario", "what is played"),
    "other": Constraint("scenario", "the second world; the same scenario if absent"),
    "source": Constraint("path", "name or path of a scenario file"),
    "seed": Constraint("whole number", "random seed; the same seed gives the same result", 0, 2**64 - 1),
    "settings": Constraint("texts", "other values, `path=value` each", option="--set"),
    "changes": Constraint("texts", "what differs in the second world, `path=value` each", option="--with"),
    "change": Constraint("texts", "what may be changed: `path=low:high:n`, `path=a,b,c` or `path=value` each"),
    "end": Constraint("text", "what is to be kept rare: an end such as rupture, or a measure above a number"),
    "below": Constraint("share", "bound below which the chance of the end is to be"),
    "label": Constraint("line", "name of the change, for sentences and figures"),
    "measure": Constraint("text", "what the sentence speaks of; chosen if absent"),
    "measures": Constraint(
        "measures", "own measures: functions of a history, `module:function` each", option="--measure"
    ),
    "step": Constraint("whole number", "days between two on which curves are noted; chosen if absent", 1, 10**6),
    "until": Constraint("day", "last day to play; the scenario's end if absent"),
    "runs": Constraint("whole number", "histories to play", 1, N_RUN_NUMBERS),
    "run": Constraint("whole number", "number of a history", 0, N_RUN_NUMBERS - 1, "--replay"),
    "replay": Constraint("whole number", "number of a history of this seed, shown in full", 0, N_RUN_NUMBERS - 1),
    "party": Constraint("text", "party that is played by hand", option="--as"),
    "since": Constraint("day", "first day on which an earlier game is played anew; all of it if absent"),
    "relation": Constraint("text", "relation whose two parties play, or whose end counts"),
    "relations": Constraint("texts", "ids of relations to follow", option="--relation"),
    "policies": Constraint("texts", "names of policies; all if absent", option="--policy"),
    "keep": Constraint("texts", "what is kept beside the sums: outcomes, curves, moves, exchanges"),
    "experiment": Constraint("text", "name of a sweep that the scenario describes"),
    "cases": Constraint("texts", "names of documented cases or records, or one table of your own", option="CASES"),
    "free": Constraint("texts", "numbers to fit: their names, or `parameters.NAME=LOW:HIGH` to search by playing"),
    "actors": Constraint("texts", "parties with habits of their own", option="--actor"),
    "base": Constraint("line", "scenario that a file of policies extends"),
    "trials": Constraint("whole number", "how often a search plays the record", 1, 10**6),
    "loss": Constraint("function", "of numbers by path, what a search makes as small as it can"),
    "fit": Constraint("flag", "whether numbers of habits are fitted to the other cases first"),
    "quick": Constraint("flag", "whether forecasts come from closed forms, without playing"),
    "vary": Constraint("texts", "what varies: `path=a:b:n`, `path=a:b` or `path=a,b,c` each"),
    "design": Constraint("text", "how points are chosen: grid, lhs, sobol, morris or oat; grid if absent"),
    "points": Constraint("whole number", "points to draw at most", 1, 10**15),
    "points_per_part": Constraint("whole number", "points kept together in a file; chosen if absent", 1, 10**15),
    "threads": Constraint("whole number", "threads to use, one a core if absent; changes no result", 1, MOST_THREADS),
    "workers": Constraint("whole number", "processes to use instead of threads; changes no result", 1, MOST_THREADS),
    "executor": Constraint("executor", "plays parts elsewhere, as executors of concurrent.futures do"),
    "cluster": Constraint("text", "a cluster of Dask: `local` or HOST:PORT; changes no result"),
    "csv": Constraint("flag", "whether rows are written as CSV, too"),
    "folder": Constraint("path", "folder that a sweep is written into; a command makes it below OUT", option="--out"),
    "progress": Constraint("function", "called with how many are done and of how many"),
    "trust": Constraint("flag", "whether a scenario may name own rules in any module"),
}
# arguments that only one of the two ways has, and why
PYTHON_ALONE = {
    "executor": "an object of Python",
    "progress": "the commands show their own",
}
COMMANDS_ALONE = {
    "--all": "of the printed account, and of the tables of a large world",
    "--excel": "tables are pandas frames in Python",
    "--figures": "Python draws when asked",
    "--format": "Python draws when asked",
    "--out": "Python returns the result; only a sweep has a `folder`",
    "--verbose": "says how the rules were run",
}
OF_ONE_DOOR = {  # where a function takes less than the others
    ("compare", "runs"): CONSTRAINTS["runs"]._replace(least=2),
}


def constraint_of(name: str, door: str = "") -> Constraint | None:
    """What an argument of a function may be; None where the table does not hold it."""
    return OF_ONE_DOOR.get((door, name)) or CONSTRAINTS.get(name)


def option_of(name: str) -> str:
    """How the command line calls an argument."""
    row = CONSTRAINTS.get(name)
    return (row.option if row else "") or f"--{name.replace('_', '-')}"
