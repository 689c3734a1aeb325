"""What every experiment offers before it is played: its cost, the name of its folder, and how to play it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any, ClassVar, NamedTuple

from sim.analysis.units import in_time, in_units
from sim.engine.compiled.ensemble import Ensemble
from sim.scenario.own_measure import OwnMeasure
from sim.scenario.own_rule import RuleFile
from sim.scenario.schema import Scenario

Progress = Callable[[int, int], None]  # how many are done, of how many

ESTIMATE_SECONDS = 0.2  # spent on finding out how long a run takes
LINE_BYTES = 100  # of a line of a table as text; 56 in nato_russia_2021, rounded up
READ_CLOSELY = 500  # runs whose moves are read, for replies, chains and the record
MOVES_READ = 250_000  # in them; where runs have thousands of moves, fewer are read
RESULT_BYTES = 800_000  # of documents and figures; 770 kB of a run of nato_russia_2021, rounded up


class Cost(NamedTuple):
    """What an experiment takes, estimated.

    Attributes
    ----------
    seconds : float, for playing it; tables and figures take some seconds more
    memory_bytes : int, of this process and of those that it starts
    disk_bytes : int, of the files of the result
    n_cores : int, cores at work
    own_seconds : float, of these the seconds that own measures take of one history
    """

    seconds: float
    memory_bytes: int
    disk_bytes: int
    n_cores: int
    own_seconds: float = 0.0

    def __str__(self) -> str:
        cores = "1 core" if self.n_cores == 1 else f"{self.n_cores} cores"
        memory, disk = in_units(self.memory_bytes), in_units(self.disk_bytes)
        own = f"; own measures take {1000 * self.own_seconds:.2g} ms of a history" if self.own_seconds else ""
        return f"{in_time(self.seconds)} on {cores}, {memory} of memory, {disk} of disk{own}"


class Plan(ABC):
    """An experiment before it is played; to make one is quick, for nothing is played for it.

    Attributes
    ----------
    unit : str, what is counted while it is played, in the plural
    """

    unit: ClassVar[str] = "histories"

    @property
    @abstractmethod
    def scenarios(self) -> tuple[Scenario, ...]:
        """Scenarios that are played."""

    @property
    def subject(self) -> str:
        """Name of the folder that holds all results of this kind about the same."""
        return self.scenarios[0].name

    @property
    @abstractmethod
    def seed_number(self) -> int:
        """Random seed."""

    @property
    @abstractmethod
    def n_asked(self) -> int:
        """How many units were asked for."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What is played, in words."""

    @property
    @abstractmethod
    def rules(self) -> list[RuleFile]:
        """Files of own rules and own measures that are run."""

    @property
    def own_measures(self) -> Sequence[OwnMeasure]:
        """Own measures that are asked of each history."""
        return ()

    @property
    @abstractmethod
    def folder_name(self) -> str:
        """Name for the folder of the whole result; the same plan has the same name."""

    @abstractmethod
    def cost(self) -> Cost:
        """Estimate time, memory and disk; plays a few runs, and compiles the rules where they are not yet compiled."""

    @abstractmethod
    def check_size(self) -> None:
        """Raise TooLargeError where it does not fit into memory, or on the disk."""

    @abstractmethod
    def play(self, progress: Progress | None = None, stop: Event | None = None) -> Any:
        """Play it.

        Parameters
        ----------
        progress : called with how many are done, and of how many
        stop : threading.Event; once it is set, playing ends early

        Returns
        -------
        its result

        Raises
        ------
        TooLargeError
            If it does not fit.
        Interrupted
            By Ctrl-C or ``stop``; its ``partial`` is the result over what was finished, or None.
        """

    def drivers(self) -> list[Ensemble]:
        """The compiled driver of each scenario, by which rules can be compiled before anything is played."""
        return [Ensemble(scenario, self.seed_number, n_threads=1) for scenario in self.scenarios]


def seconds_of_a_run(ensemble: Ensemble) -> float:
    """Seconds that a run takes on one thread; compiled, the first one is slower than the rest."""
    a_run = ensemble.seconds_of_a_run(1)
    if ensemble.is_compiled:
        a_run = ensemble.seconds_of_a_run(max(1, min(1000, int(ESTIMATE_SECONDS / a_run))))
    return a_run
