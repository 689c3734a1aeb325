"""Which points a sweep plays: designs that combine the values of several paths, or draw them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.scenario.problems import printable

from .read_variation import FORMS, read_variation
from .variation import DesignError, Value, Variation

DRAWN = ("lhs", "sobol", "morris")
DESIGNS = ("grid", *DRAWN, "oat")
USUAL_POINTS = 256  # of a design that draws them, at most
MORRIS_LEVELS = 4
BLOCKS = {"sobol": "blocks", "morris": "trajectories", "lhs": "points", "oat": "points"}  # of points, by design
LEAST_BLOCKS = {"sobol": 8, "morris": 4, "lhs": 8}  # with fewer the interval of an index says nothing


@dataclass(frozen=True)
class Design:
    """Points of a sweep: for each of them a value of every path that varies.

    Attributes
    ----------
    name : one of DESIGNS
    variations : tuple of Variation
    n_points : int
    seed : int in [0, 2**64), by which points are drawn; "grid" and "oat" draw none
    own : values of the paths in the scenario, where the design begins at these
    """

    name: str
    variations: tuple[Variation, ...]
    n_points: int
    seed: int
    own: tuple[Value, ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        vary: Sequence[str | Variation],
        points: int | None,
        seed: int,
        own: Callable[[str], Value] | None = None,
    ) -> "Design":
        """Design of some variations as they are typed.

        Parameters
        ----------
        name : "grid", all combinations, the last path varying fastest; "lhs", a Latin hypercube; "sobol", Saltelli's
            sample for Sobol' indices of the first and of total order; "morris", trajectories for elementary effects;
            "oat", the scenario's own values first, and then each value of each path while all else keeps its own
        vary : variations, or these as they are typed
        points : int, how many points at most, where the design draws them; USUAL_POINTS if absent
        own : gives the scenario's own value of a path; only "oat" asks

        Raises
        ------
        DesignError
            If a variation cannot be read, or they do not go together, or there are too few points.
        """
        variations = tuple(read_variation(given) if isinstance(given, str) else given for given in vary)
        if name not in DESIGNS:
            raise DesignError(f"no design '{printable(name, 60)}'; expected one of {', '.join(DESIGNS)}")
        check_paths([variation.path for variation in variations])
        if name not in DRAWN and points is not None:
            raise DesignError(f"{name} counts its points by the values; only lhs, sobol and morris take their number")
        if name == "grid":
            _check_grid(variations)
            return cls(name, variations, math.prod(variation.n for variation in variations), seed)
        if name == "oat":
            return cls(name, variations, 1 + sum(v.n_single for v in variations), seed, _own_values(variations, own))
        if name == "morris":
            _check_levels(variations)
        return cls(name, variations, _drawn(name, len(variations), USUAL_POINTS if points is None else points), seed)

    @property
    def is_drawn(self) -> bool:
        """Whether the points are drawn, not combined."""
        return self.name in DRAWN

    def values(self, point: int) -> tuple[Value, ...]:
        """Value of each path at a point."""
        if self.is_drawn:
            place = self.places[point]
            return tuple(v.at(float(u)) for v, u in zip(self.variations, place, strict=True))
        if self.name == "oat":
            return self._with_one_changed(point - 1)
        found = []
        for variation in reversed(self.variations):
            point, i = divmod(point, variation.n)
            found.append(variation.value(i))
        return tuple(reversed(found))

    def _with_one_changed(self, n: int) -> tuple[Value, ...]:
        """The scenario's own values but for single value ``n`` of all; with -1 the own ones."""
        values = list(self.own)
        for path, variation in enumerate(self.variations):
            if 0 <= n < variation.n_single:
                values[path] = variation.single(n)
            n -= variation.n_single
        return tuple(values)

    def settings(self, point: int) -> tuple[str, ...]:
        """Point as settings ``path=value``."""
        return tuple(v.setting(value) for v, value in zip(self.variations, self.values(point), strict=True))

    @cached_property
    def places(self) -> Any:
        """Points in the unit cube, (n_points, paths)."""
        n, k = self.n_points, len(self.variations)
        problem = {"num_vars": k, "names": [v.path for v in self.variations], "bounds": [[0.0, 1.0]] * k}
        if self.name == "lhs":
            from scipy.stats import qmc

            return qmc.LatinHypercube(k, rng=self.seed).random(n)
        if self.name == "sobol":
            from SALib.sample import sobol

            return sobol.sample(problem, n // (k + 2), calc_second_order=False, seed=self.seed)
        from SALib.sample import morris

        return morris.sample(problem, n // (k + 1), num_levels=MORRIS_LEVELS, seed=self.seed)


def check_paths(paths: list[str]) -> None:
    """Raise DesignError where nothing varies, or two paths vary the same value."""
    if not paths:
        raise DesignError(f"nothing varies; expected --vary with {FORMS}")
    for n, path in enumerate(paths):
        for other in paths[:n]:
            if f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}."):
                raise DesignError(f"{other} and {path} vary the same value; expected each path once")


def _check_grid(variations: Sequence[Variation]) -> None:
    for variation in variations:
        if not variation.n:
            raise DesignError(f"--vary {variation.text}: a grid needs a number of values, PATH=A:B:N")


def _check_levels(variations: Sequence[Variation]) -> None:
    """The levels of morris must fall on values evenly: of three names the last would come twice as often."""
    for variation in variations:
        n = variation.n_parts
        if n and n != 2 and n % MORRIS_LEVELS:
            raise DesignError(
                f"--vary {printable(variation.text)}: {n:,} values; morris draws {MORRIS_LEVELS} levels, and takes a "
                f"range of real numbers, 2 values or a multiple of {MORRIS_LEVELS}{_near(variation, n)}; sobol and lhs "
                "take any number"
            )


def _near(variation: Variation, n: int) -> str:
    """Ranges of whole numbers near to one that morris does not take; nothing for values that are listed."""
    if variation.choices or not variation.is_whole or variation.n:
        return ""
    low, less = int(variation.low), n // MORRIS_LEVELS * MORRIS_LEVELS or 2
    ends = [f"{low}:{low + many - 1}" for many in (less, (n // MORRIS_LEVELS + 1) * MORRIS_LEVELS)]
    return f", such as {' or '.join(ends)}"


def _own_values(variations: Sequence[Variation], own: Callable[[str], Value] | None) -> tuple[Value, ...]:
    if own is None:
        raise DesignError("one at a time needs the scenario's own values")
    found = tuple(own(variation.path) for variation in variations)
    for variation, value in zip(variations, found, strict=True):
        if isinstance(value, dict | list):
            raise DesignError(f"--vary {variation.text}: a whole section; expected the path of one value")
    return found


def block_of(name: str, n_paths: int) -> int:
    """Points that a design draws together."""
    return {"sobol": n_paths + 2, "morris": n_paths + 1}.get(name, 1)


def least_blocks(name: str, n_paths: int) -> int:
    """Blocks of points that indices need; a regression has to have more points than paths."""
    least = LEAST_BLOCKS.get(name, 2)
    return max(least, n_paths + 2) if name == "lhs" else least


def _drawn(name: str, n_paths: int, points: int) -> int:
    """Points that a design draws where it may draw so many: whole blocks, and of sobol a power of two of these."""
    block = block_of(name, n_paths)
    least = block if name != "lhs" else 2
    if points < least:
        least = least if name == "lhs" else block * least_blocks(name, n_paths)
        raise DesignError(f"{points} points; {name} over {n_paths} paths needs {least} at least")
    blocks = points // block
    return block * (1 << blocks.bit_length() - 1 if name == "sobol" else blocks)
