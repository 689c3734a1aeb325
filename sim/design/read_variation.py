"""Variations as they are typed or stand in a file, and what is wrong with one, with the form that was meant."""

import itertools
import math
import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sim.scenario.problems import printable
from sim.scenario.schema import TABLES
from sim.scenario.syntax import scalar
from sim.scenario.wording import shape_at

from .variation import DesignError, Value, Variation, typed

FORMS = "PATH=A:B:N, PATH=A:B or PATH=a,b,c"
MOST_CHOICES = 10**12

_DIGITS = r"[-+]?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"{_DIGITS}(?::{_DIGITS})+")
_DECIMAL_COMMA = re.compile(r"(?<![0-9,.])([-+]?[0-9]+),([0-9]+)(?![0-9,.])")
_WITH_POINT = r"\1.\2"
_WHOLE = re.compile(r"[0-9]+")
_LED_BY_ZERO = re.compile(r"0[0-9]+")


def read_variation(text: str) -> Variation:
    """Read ``PATH=A:B:N``, ``PATH=A:B`` or ``PATH=a,b,c``.

    Raises
    ------
    DesignError
        If it is none of these.

    Examples
    --------
    >>> steps = read_variation("policies.russia.k=0.1:0.5:5")
    >>> [steps.value(i) for i in range(steps.n)]
    [0.1, 0.2, 0.3, 0.4, 0.5]
    """
    path, equals, given = (part.strip() for part in text.partition("="))
    try:
        if not equals or not all(path.split(".")):
            raise DesignError(f"expected {FORMS}")
        if path in ("extends", *TABLES):
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


def listed_variation(path: str, values: Sequence[Any]) -> Variation:
    """Values as a file lists them; raises DesignError where there are not two that differ, or one has a comma."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    problem = "one value is no variation; expected more, or `set`" if len(plain) < 2 else ""
    if any(isinstance(value, str) and "," in value for value in plain):
        problem = "a value with a comma cannot be varied"
    if problem:
        raise DesignError(f"{path}: {problem}")
    return _listed(path, plain)


def _choices(path: str, given: str) -> Variation:
    texts = [text.strip() for text in given.split(",")]
    if ";" in given:
        with_commas = _DECIMAL_COMMA.sub(_WITH_POINT, given).replace(";", ",")
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
    meant, first = _DECIMAL_COMMA.sub(_WITH_POINT, given), _DECIMAL_COMMA.search(given)
    if first is None or "," in meant:
        return "a list and a range at once; expected one of them; a decimal number such as 0.5 has a point"
    return f"a list and a range at once; write {first.expand(_WITH_POINT)}, with a point: {printable(meant, 60)}"


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
