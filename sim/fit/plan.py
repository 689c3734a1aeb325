"""A fit before it is made: which rows, which numbers are free, whose habits, and what is searched by playing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.labels import Labels
from sim.documented.observations import SIDES, Observation
from sim.experiment.interrupted import Interrupted, until_interrupted
from sim.experiment.memory import memory_in_use
from sim.experiment.plan import RESULT_BYTES, Cost, Plan, Progress
from sim.results.fit import Fit
from sim.results.folder_names import folder_name
from sim.results.manifest import hash_of_rows
from sim.results.own_files import OWN_FILES
from sim.results.provenance import made_with
from sim.scenario.own_rule import RuleFile
from sim.scenario.schema import Scenario

from .blocks import Block, Data, Floats
from .estimate import Estimates, estimate
from .habits import BLOCKS
from .headline import headline
from .search import Loss, Range, Trial, best, search
from .tables import alike_frame, default_of, number_frame, score_frame
from .written import policies_text

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.compiled.ensemble import Ensemble

SECONDS_OF_A_CASE = 0.08


@dataclass(frozen=True)
class FitPlan(Plan):
    """Numbers of policies fitted to a record.

    Attributes
    ----------
    rows : observations that are fitted
    name : of the cases or the file
    free : names of the numbers that are fitted in closed form
    actors : parties with habits of their own
    is_drawn_to_defaults : whether the pool is drawn to what comes with detente, else to what is expected of any record
    ranges : what is searched by playing
    loss : of numbers by path, what a search makes as small as it can
    trials : how often a search plays the record
    seed : of a search
    base : scenario that the file of policies extends
    command : how to make it again
    own_files : text of the table by the name of its file, where it is the user's own
    """

    rows: tuple[Observation, ...]
    name: str
    free: tuple[str, ...]
    actors: tuple[str, ...] = ()
    is_drawn_to_defaults: bool = False
    ranges: tuple[Range, ...] = ()
    loss: Loss | None = None
    trials: int = 50
    seed: int = 1
    base: str | None = None
    command: str = ""
    own_files: Mapping[str, Any] = field(default_factory=dict)

    unit = "steps"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """None: a fit in closed form plays nothing, and a search builds a world for each package."""
        return ()

    @property
    def subject(self) -> str:
        """Folder that the results of this kind lie in."""
        return "fit"

    @property
    def seed_number(self) -> int:
        """Random seed of a search."""
        return self.seed

    @property
    def n_asked(self) -> int:
        """One step for the closed forms, and one for each trial of a search."""
        return 1 + (self.trials if self.ranges else 0)

    @property
    def words(self) -> str:
        """What is fitted, in words."""
        searched = f", {len(self.ranges)} by {self.trials} trials" if self.ranges else ""
        numbers, packages = Labels.count(len(self.free), "number"), Labels.count(len(self.rows), "package")
        return f"{numbers} in closed form{searched}, {packages}"

    @property
    def rules(self) -> list[RuleFile]:
        """None: a record has no own rules."""
        return []

    @property
    def folder_name(self) -> str:
        """Name for the folder of the whole result."""
        return folder_name("fit", self._manifest())

    def drivers(self) -> "list[Ensemble]":
        """None in closed form."""
        return []

    def cost(self) -> Cost:
        """Estimate from what a case usually takes."""
        return Cost(SECONDS_OF_A_CASE * len(self._cases), memory_in_use(), RESULT_BYTES, 1)

    def check_size(self) -> None:
        """Nothing to refuse."""

    @cached_property
    def _cases(self) -> list[str]:
        return sorted({row.case for row in self.rows})

    @cached_property
    def _of_actors(self) -> tuple[Observation, ...]:
        """Rows in which an actor of one's own choice answers by habits of its name."""
        return tuple(row._replace(side=row.replier) if row.replier in self.actors else row for row in self.rows)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> Fit:
        """Fit in closed form, then search; see :meth:`sim.experiment.plan.Plan.play`."""
        with until_interrupted(stop) as stopped:

            def shown(done: int) -> bool:
                if progress is not None:
                    progress(1 + done, self.n_asked)
                return not stopped.is_set()

            fitted = self._fitted()
            scores = score_frame([block for block in BLOCKS if self._own(block)], self._of_actors, self.free)
            trials: list[Trial] = []
            if shown(0) and self.ranges and self.loss is not None:
                trials = search(self.ranges, self.loss, trials=self.trials, seed=self.seed, shown=shown)
        result = self._result(fitted, scores, trials)
        if 1 + len(trials) < self.n_asked:
            raise Interrupted(result)
        return result

    def _fitted(self) -> dict[Block, tuple[Data, Estimates]]:
        """Estimates of every block that has a free number, with its data."""
        data = {block: block.data(self._of_actors) for block in BLOCKS if self._own(block)}
        return {
            block: (rows, estimate(block, rows, free=self.free, centre=self._centre(block)))
            for block, rows in data.items()
        }

    def _own(self, block: Block) -> list[str]:
        return [name for name in block.names if name in self.free]

    def _centre(self, block: Block) -> Floats | None:
        """Numbers that come with detente, on the scale of the fit, where the pool is drawn to them."""
        if not self.is_drawn_to_defaults:
            return None
        return np.array([number.to_scale(default_of("world", number.name)) for number in block.numbers])

    def _result(
        self, fitted: dict[Block, tuple[Data, Estimates]], scores: "pd.DataFrame", trials: Sequence[Trial]
    ) -> Fit:
        numbers = number_frame(fitted, self.free)
        numbers = numbers[numbers["policy"].isin(["pool", *SIDES, *self.actors])].reset_index(drop=True)
        found = best(trials).numbers if trials else {}
        said = headline(scores, len(self.rows), len(self._cases))
        manifest = self._manifest() | {"steps": 1 + len(trials), "headline": said}
        return Fit(
            numbers=numbers,
            parts=scores,
            alike=alike_frame(fitted),
            searched=_searched(trials),
            policies=policies_text(numbers, found, self._provenance(), self.base),
            manifest=manifest,
        )

    def _provenance(self) -> list[str]:
        rests = f"{Labels.count(len(self.rows), 'package')} of {Labels.count(len(self._cases), 'case')}"
        version = made_with(())["version"]
        return [
            f"Numbers fitted to {self.name}: {rests}, by detente {version}.",
            *([f"Command: {self.command}"] if self.command else []),
            "Standard errors allow for answers of one case that go together.",
        ]

    def _manifest(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": f"Numbers of policies fitted to {self.name}",
            "cases": self._cases,
            "packages": len(self.rows),
            "free": list(self.free),
            "actors": list(self.actors),
            "drawn_to_defaults": self.is_drawn_to_defaults,
            "ranges": [list(one) for one in self.ranges],
            "trials": self.trials if self.ranges else 0,
            "steps_asked": self.n_asked,
            "seed": self.seed,
            "base": self.base or "",
            "record_hash": hash_of_rows(self.rows),
            **made_with(()),
            **({OWN_FILES: dict(self.own_files)} if self.own_files else {}),
        }


def _searched(trials: Sequence[Trial]) -> "pd.DataFrame":
    """One row a trial; no rows where nothing was searched."""
    import pandas as pd

    rows = [{"trial": n, **trial.numbers, "loss": trial.loss} for n, trial in enumerate(trials)]
    return pd.DataFrame(rows, columns=None if rows else ["trial", "loss"])
