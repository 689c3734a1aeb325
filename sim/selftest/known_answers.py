"""Numbers that are known beforehand: published ones, and ones worked by hand."""

import math
from collections.abc import Callable
from typing import Any

from sim.rules import accounts, draws, moves, policies
from sim.rules.jit import compiled

from .check import CheckError

# key, counter, answer: as published with the generator, in the known answers of Random123 for threefry4x32 20
VECTORS = (
    ("00000000 00000000 00000000 00000000",
     "00000000 00000000 00000000 00000000",
     "9c6ca96a e17eae66 fc10ecd4 5256a7d8"),
    ("ffffffff ffffffff ffffffff ffffffff",
     "ffffffff ffffffff ffffffff ffffffff",
     "2a881696 57012287 f6c7446e a16a6732"),
    ("a4093822 299f31d0 082efa98 ec4e6c89",
     "243f6a88 85a308d3 13198a2e 03707344",
     "59cd1dbb b8879579 86b5d00c ac8b6d84"),
)  # fmt: skip


def check_draws(is_compiled: bool) -> None:
    """Raise CheckError where the generator does not give its published answers."""
    threefry = _made(draws.threefry, is_compiled)
    for key, counter, answer in VECTORS:
        given = " ".join(f"{int(word):08x}" for word in threefry(*_words(key), *_words(counter)))
        if given != answer:
            raise CheckError(f"key {key}, counter {counter}: {given} in place of {answer}")


def check_rules(is_compiled: bool) -> None:
    """Raise CheckError where a rule does not give what was worked by hand."""
    for says, rule, arguments, expected, within in _by_hand():
        given = float(_made(rule, is_compiled)(*arguments))
        if not math.isclose(given, expected, rel_tol=0.0, abs_tol=within):
            raise CheckError(f"{says}: {given:.9g} in place of {expected:.9g}")


def _by_hand() -> tuple[tuple[str, Callable[..., Any], tuple[Any, ...], float, float], ...]:
    """What is known, the rule, its arguments, the number, and to how much of a unit it was worked."""
    w0, w1 = 0x59CD1DBB, 0xB8879579  # the first words of the last vector
    return (
        ("a uniform number, (59cd1dbb + 1/2) / 2^32", draws.unit, (w0,), 0.3507860739, 1e-10),
        ("a normal number, 1.447385 times -0.182335", draws.normal, (w0, w1), -0.263909, 1e-6),
        ("12 after one half-life", accounts.decayed, (12.0, 2555, 2555.0), 6.0, 1e-12),
        ("severity of a quarter of a staff, 4 + 2.5/2", moves.personnel_severity, (0.25, 4.0, 2.5), 5.25, 1e-12),
        ("breaking point 5 + 20 (1 - 0.6)", policies.breaking_point, (5.0, 20.0, 0.6), 13.0, 1e-12),
    )


def _made(rule: Callable[..., Any], is_compiled: bool) -> Callable[..., Any]:
    """A rule as Python has it, or compiled by itself."""
    made: Callable[..., Any] = compiled(rule) if is_compiled else rule
    return made


def _words(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())
