"""Whatever is done to an event file, it is read, or refused in plain words; every row is accounted for."""

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.events import read_events
from sim.scenario.problems import ScenarioError

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
PIECES = [
    b"",
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b'"',
    b"\t",
    b",",
    b";",
    b"\n",
    b"\r",
    b"\xc2\xa0",
    b"9" * 400,
    b"'=1",
    b"NA",
    b"\xe2\x80\xae",
]


def damaged(content: bytes, chosen: random.Random) -> bytes:
    """A file after some accidents: bytes lost, doubled, moved, or others in their place."""
    for _ in range(chosen.randint(1, 6)):
        a, b = sorted(chosen.randrange(len(content) + 1) for _ in range(2))
        b = min(b, a + chosen.choice((1, 5, 80, 2000)))
        content = content[:a] + chosen.choice([*PIECES, content[a:b] * 2, content[a:b][::-1]]) + content[b:]
    return content


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=30, database=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_never_ends_in_a_traceback(tmp_path_factory, sample, seed):
    file = tmp_path_factory.mktemp("damaged") / "file.csv"
    file.write_bytes(damaged(sample.read_bytes(), random.Random(seed)))
    try:
        reading = read_events(file, answers_within=30)
    except ScenarioError:
        return
    assert reading.rows == len(reading.events) + sum(reading.left_out.values()) + sum(reading.broken.values())
    assert len(reading.problems) == sum(reading.broken.values())
    assert len(reading.table) == len(reading.events)


@settings(max_examples=100, database=None)
@given(content=st.binary(max_size=400), mapping=st.sampled_from([None, "detente", "plover", "gdelt", "icews"]))
def test_no_bytes_at_all_end_in_a_traceback(tmp_path_factory, content, mapping):
    file = tmp_path_factory.mktemp("bytes") / "file.csv"
    file.write_bytes(content)
    with suppress(ScenarioError):
        read_events(file, mapping=mapping)
