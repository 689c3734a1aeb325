"""Invented worlds of many states, as a table of their embassies: for benchmarks, and for tests of what is large."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

COLUMNS = ("sender", "host", "kind", "staff")
DENSITY = 0.4  # share of the pairs of states that keep embassies with each other


def embassies(
    n_states: int, *, columns: Sequence[str] = COLUMNS, density: float = DENSITY, seed: int = 1
) -> Iterator[tuple[str, ...]]:
    """Rows of a table, the names of its columns first: two embassies for each pair that has relations.

    Parameters
    ----------
    n_states : int
    columns : the same in any order
    density : float in [0, 1], share of the pairs that have relations
    """
    chance = Random(seed)
    yield tuple(columns)
    for pair in combinations(range(n_states), 2):
        if chance.random() < density:
            for sender, host in (pair, pair[::-1]):
                cells = {
                    "sender": f"State {sender}",
                    "host": f"State {host}",
                    "kind": "embassy",
                    "staff": str(chance.randint(3, 40)),
                }
                yield tuple(cells[column] for column in columns)


def table_of(rows: Iterator[tuple[str, ...]]) -> str:
    """Text of a table."""
    return "".join(",".join(row) + "\n" for row in rows)
