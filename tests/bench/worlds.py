"""Invented worlds of many states, as a table of their embassies: for benchmarks, and for tests of what is large."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
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


def world_in(
    folder: Path, n_states: int, *, density: float = DENSITY, last: str = "2030-12-31", more: str = ""
) -> Path:
    """Write a world and the table of its embassies into a folder; returns the scenario file.

    Parameters
    ----------
    last : ISO text, the last day; the first is 1 January 2030
    more : further sections of the file
    """
    file = folder / f"world_{n_states}.yaml"
    file.with_suffix(".csv").write_text(table_of(embassies(n_states, density=density)), encoding="utf-8")
    states = "".join(f"  state_{n}: {{name: State {n}, policy: everyone}}\n" for n in range(n_states))
    head = f"schema: 1\nname: {file.stem}\ntitle: A world of {n_states} states\nstart: 2030-01-01\nend: {last}\n"
    policies = "policies:\n  everyone: {preset: ledger, habits: world}\n"
    file.write_text(f"{head}posts_from: {file.stem}.csv\n{policies}states:\n{states}{more}", encoding="utf-8")
    return file


def table_of(rows: Iterator[tuple[str, ...]]) -> str:
    """Text of a table."""
    return "".join(",".join(row) + "\n" for row in rows)
