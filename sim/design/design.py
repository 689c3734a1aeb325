"""Which points a sweep visits: variations of paths, and designs that combine them."""

import itertools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from sim.scenario.foreign_cells import DECIMAL_COMMA_IN_A_LIST, WITH_POINT
from sim.scenario.problems import printable
from sim.scenario.syntax import scalar
from sim.scenario.wording import shape_at

DRAWN = ("lhs", "sobol", "morris")
DESIGNS = ("grid", *DRAWN, "oat")
USUAL_POINTS = 256  # of a design that draws them, at most
MORRIS_LEVELS = 4
MOST_CHOICES = 10**12
BLOCKS = {"sobol": "blocks", "morris": "trajectories", "lhs": "points", "oat": "points"}  # of points, by design
LEAST_BLOCKS = {"sobol": 8, "morris": 4, "lhs": 8}  # with fewer the interval of an index says nothing
FORMS = "PATH=A:B:N, PATH=A:B or PATH=a,b,c"

_DIGITS = r"[-+]?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"{_DIGITS}(?::{_DIGITS})+")
_WHOLE = re.compile(r"[0-9]+")
_LED_BY_ZERO = re.compile(r"0[0-9]+")

Value = float | int | bool | str | None


class DesignError(ValueError):
    """A variation or a design that cannot be meant; the message says what, and what was expected."""


@dataclass(frozen=True)
class Variation:
    """The values that one path of a scenario takes: names or numbers, steps between two numbers, or a range.

    Attributes
    ----------
    path : str, as for ``--set``
    choices : the values where they are listed one by one
    low, high : first and last number of steps, or the ends of a range
    n : int, how many values there are; 0 for a range
    is_whole : whether all of them are whole numbers
    """

    path: str
    choices: tuple[Value, ...] = ()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    n: int = 0
    is_whole: bool = False

    @classmethod
    def read(cls, text: str) -> "Variation":
        """Read ``PATH=A:B:N``, ``PATH=A:B`` or ``PATH=a,b,c``.

        Raises
        ------
        DesignError
            If it is none of these.

        Examples
        --------
        >>> steps = Variation.read("policies.russia.k=0.1:0.5:5")
        >>> [steps.value(i) for i in range(steps.n)]
        [0.1, 0.2, 0.3, 0.4, 0.5]
        """
        path, equals, given = (part.strip() for part in text.partition("="))
        try:
            if not equals or not all(path.split(".")):
                raise DesignError(f"expected {FORMS}")
            if path in ("extends", "observed_from"):
                raise DesignError("a file cannot be varied; it is read once")
            if path == "name":
                raise DesignError("the name cannot be varied; each point would be another scenario")
            if path.split(".")[0] == "experiments":
                raise DesignError("experiments cannot be varied; they say what varies")
            parts = [part.strip() for part in given.split(":")]
            is_range = "," not in given and len(parts) > 1
            return _numbers(path, parts) if is_range else _choices(path, given)
        except DesignError as problem:
            raise DesignError(f"--vary {printable(text)}: {problem}") from None

    @classmethod
    def listed(cls, path: str, values: Sequence[Any]) -> "Variation":
        """Values as a file lists them; raises DesignError where there are not two that differ, or one has a comma."""
        plain = [value.isoformat() if isinstance(value, date) else value for value in values]
        problem = "one value is no variation; expected more, or `set`" if len(plain) < 2 else ""
        if any(isinstance(value, str) and "," in value for value in plain):
            problem = "a value with a comma cannot be varied"
        if problem:
            raise DesignError(f"{path}: {problem}")
        return _listed(path, plain)

    @property
    def text(self) -> str:
        """The values in a form in which they may be typed."""
        if self.choices:
            return f"{self.path}={','.join(map(typed, self.choices))}"
        ends = f"{self.path}={typed(_plain(self.low))}:{typed(_plain(self.high))}"
        return f"{ends}:{self.n}" if self.n else ends

    def value(self, i: int) -> Value:
        """Value number ``i`` of the ``n``: the number nearest to the exact one."""
        if self.choices:
            return self.choices[i]
        exact = self.low + (self.high - self.low) * i / (self.n - 1)
        return int(exact) if self.is_whole else float(exact)

    def at(self, u: float) -> Value:
        """Value at a place of the unit interval; listed values and whole numbers take equal parts of it."""
        if self.n:
            return self.value(min(int(u * self.n), self.n - 1))
        if self.is_whole:
            return int(self.low) + min(int(u * self.n_parts), self.n_parts - 1)
        low, high = float(self.low), float(self.high)
        return min(max(low + u * (high - low), low), high)

    @property
    def n_parts(self) -> int:
        """How many values take equal parts of the unit interval; 0 for a range of real numbers."""
        return self.n or (int(self.high - self.low) + 1 if self.is_whole else 0)

    @property
    def n_single(self) -> int:
        """How many values are taken one at a time: all where they are counted, both ends of a range."""
        return self.n or 2

    def single(self, i: int) -> Value:
        """Value number ``i`` of those that are taken one at a time."""
        return self.value(i) if self.n else self.at(float(i))

    def setting(self, value: Value) -> str:
        """``path=value`` as ``--set`` takes it."""
        return f"{self.path}={typed(value)}"


def typed(value: Value) -> str:
    """Value as it is typed, to its last digit."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isinf(value):
        return repr(value).replace("inf", "1e999")  # as a number is written that no computer holds
    return "null" if value is None else value if isinstance(value, str) else repr(value)


def _plain(number: Fraction) -> Value:
    return int(number) if number.denominator == 1 else float(number)


def _choices(path: str, given: str) -> Variation:
    texts = [text.strip() for text in given.split(",")]
    if ";" in given:
        with_commas = DECIMAL_COMMA_IN_A_LIST.sub(WITH_POINT, given).replace(";", ",")
        raise DesignError(f"a semicolon separates nothing; write {printable(with_commas, 60)}")
    if not all(texts) or any(sign in given for sign in "[]{}'\"#"):
        raise DesignError("expected numbers, names, true or false, with commas between them")
    if len(texts) == 1:
        raise DesignError(f"one value is no variation; expected {FORMS}, or --set")
    for before, text in itertools.pairwise(["", *texts]):
        if _LED_BY_ZERO.fullmatch(text):
            instead = f"{before or 0}.{text}, with a point, or {before}{text}, without a comma"
            raise DesignError(f"{printable(text, 60)} begins with 0; write {printable(instead, 60)}")
    values = [scalar(text) for text in texts]
    plain = [text if isinstance(value, date) else value for text, value in zip(texts, values, strict=True)]
    return _listed(path, plain, point_hint(path, texts))


def point_hint(path: str, texts: Sequence[str]) -> str:
    """What to add to a complaint about a list where its commas may stand for decimal points; else nothing."""
    takes_fractions = shape_at(path.split(".")).get("type") == "number"
    if len(texts) < 2 or not takes_fractions or not all(map(_WHOLE.fullmatch, texts)):
        return ""
    return f"; a decimal number has a point: {printable('.'.join(texts[:2]), 60)}"


def _listed(path: str, values: Sequence[Value], hint: str = "") -> Variation:
    texts = [value for value in values if isinstance(value, str)]
    if any(map(_RANGE.fullmatch, texts)):
        raise DesignError(_range_in_a_list(",".join(map(typed, values))))
    known = [(isinstance(value, bool), value) for value in values]
    for n, value in enumerate(values):
        if known[n] in known[:n]:
            raise DesignError(f"{typed(value)} stands there twice{hint}")
    return Variation(path, tuple(values), n=len(values))


def _range_in_a_list(given: str) -> str:
    """What is wrong with a list that holds a range: a comma was meant as a decimal point, most likely."""
    meant, first = DECIMAL_COMMA_IN_A_LIST.sub(WITH_POINT, given), DECIMAL_COMMA_IN_A_LIST.search(given)
    if first is None or "," in meant:
        return "a list and a range at once; expected one of them; a decimal number such as 0.5 has a point"
    return f"a list and a range at once; write {first.expand(WITH_POINT)}, with a point: {printable(meant, 60)}"


def _numbers(path: str, parts: list[str]) -> Variation:
    if len(parts) > 3:
        raise DesignError(f"expected {FORMS}")
    low, high = (_number(part) for part in parts[:2])
    n = _count(parts[2]) if len(parts) == 3 else 0
    if not low < high:
        raise DesignError(f"{parts[0]} is not below {parts[1]}; expected the lower number first")
    takes_whole = shape_at(path.split(".")).get("type") == "integer"
    is_whole = low.denominator == high.denominator == ((high - low) / max(1, n - 1)).denominator == 1
    if takes_whole and not is_whole:
        raise DesignError(f"{path} takes whole numbers, and not all of these are")
    return Variation(path, (), low, high, n, is_whole if n else takes_whole)


def _number(text: str) -> Fraction:
    """Number as a scenario has it, exactly as it is written."""
    value = scalar(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DesignError(f"'{printable(text, 60)}' is not a number; expected {FORMS}")
    return Fraction(repr(value))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 13 and 2 <= int(text) <= MOST_CHOICES):
        raise DesignError(f"'{printable(text, 60)}' values; expected a whole number from 2 to {MOST_CHOICES:,}")
    return int(text)


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
            If a variation is none, or they do not go together, or there are too few points.
        """
        variations = tuple(Variation.read(given) if isinstance(given, str) else given for given in vary)
        if name not in DESIGNS:
            raise DesignError(f"no design '{printable(name, 60)}'; expected one of {', '.join(DESIGNS)}")
        _check_paths([variation.path for variation in variations])
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


def _check_paths(paths: list[str]) -> None:
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
                f"--vary {printable(variation.text)}: {n:,} values; morris draws {MORRIS_LEVELS} levels and needs 2 "
                f"values of {variation.path} or a multiple of {MORRIS_LEVELS}; sobol and lhs take any number"
            )


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
